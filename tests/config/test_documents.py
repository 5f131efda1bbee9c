"""The folder of documents: what can be read is known, what cannot is told, and nothing outside is touched."""

import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path

from bot.supervisor import spawn
from config import documents
from config.documents import MOST_BYTES, MOST_FILES, Library, aside, read_library, stamps
from tests.config.pdfs import pdf


def library(root: Path, **files: str | bytes) -> Library:
    """What these files say; `_` in a name stands for a dot."""
    folder = root / "knowledge"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_library(folder)


def told(read: Library) -> list[str]:
    """What is wrong, in words."""
    return [str(problem) for problem in read.problems]


def test_every_kind_is_read_in_folders_too(tmp_path: Path) -> None:
    read = library(
        tmp_path, a_md="# Care\n\nCold.", b_txt="Plain.", sub__c_html="<h1>Shop</h1><p>Open.", d_PDF=pdf("Printed.")
    )

    assert [(chunk.title, chunk.text) for chunk in read.chunks] == [
        ("a.md › Care", "Cold."),
        ("b.txt", "Plain."),
        ("d.PDF › page 1", "Printed."),
        ("sub/c.html › Shop", "Open."),
    ]
    assert told(read) == []
    assert sorted(read.digests) == ["knowledge/a.md", "knowledge/b.txt", "knowledge/d.PDF", "knowledge/sub/c.html"]


def test_what_cannot_be_read_is_told_and_hides_nothing(tmp_path: Path) -> None:
    read = library(
        tmp_path,
        good_md="Good.",
        latin_txt="One\ncaf\xe9".encode("latin-1"),
        broken_pdf=b"%PDF-1.4 broken",
        scan_pdf=pdf(""),
        word_docx="x",
        empty_md="",
    )

    assert [chunk.text for chunk in read.chunks] == ["Good."]
    assert told(read) == [
        "knowledge/broken.pdf:1: cannot be read (PdfStreamError); open it and save it again",
        "knowledge/empty.md:1: has no text in it",
        "knowledge/latin.txt:1: is not UTF-8 (line 2); save it again as UTF-8",
        "knowledge/scan.pdf:1: has no text in it, perhaps only pictures of pages",
        "knowledge/word.docx:1: is not read: only .md, .txt, .html and .pdf files are; save it as one of these",
    ]


def test_a_windows_editor_may_save_it(tmp_path: Path) -> None:
    read = library(tmp_path, a_txt="One.\r\n\r\nTwo.".encode("utf-16"), b_md="\ufeff# T\r\n\r\nThree.")

    assert [chunk.text for chunk in read.chunks] == ["One.", "Two.", "Three."]


def test_a_file_that_is_too_big_is_not_even_opened(tmp_path: Path) -> None:
    (tmp_path / "knowledge").mkdir()
    with (tmp_path / "knowledge" / "huge.pdf").open("wb") as file:
        file.truncate(500_000_000)

    assert told(library(tmp_path)) == [
        f"knowledge/huge.pdf:1: is too big: 500000000 of {MOST_BYTES['pdf']} bytes; cut it into parts"
    ]


def test_nothing_outside_of_the_folder_and_nothing_hidden_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("Secret.")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "more.md").write_text("More.")
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "link.md").symlink_to("../secret.md")
    (folder / "folder").symlink_to("../outside")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "gone.md").symlink_to("nothing.md")
    os.mkfifo(folder / "pipe.md")

    read = library(tmp_path, _hidden_md="Hidden.", **{"~$open_md": "Open."}, Thumbs_db="x", seen_md="Seen.")
    (folder / "again.md").symlink_to("seen.md")

    assert [chunk.text for chunk in read.chunks] == ["Seen."]
    assert list(stamps(folder)) == ["again.md", "seen.md"]


def test_a_folder_that_is_missing_holds_nothing(tmp_path: Path) -> None:
    assert (read_library(tmp_path / "none").chunks, read_library(tmp_path / "none").problems) == ((), ())


def test_only_files_that_changed_are_read_again(tmp_path: Path) -> None:
    before = library(tmp_path, a_md="One.", b_md="Two.")
    (tmp_path / "knowledge" / "b.md").write_text("Three.")

    after = read_library(tmp_path / "knowledge", before)

    assert after.files["a.md"] is before.files["a.md"]
    assert [chunk.text for chunk in after.chunks] == ["One.", "Three."]


def test_there_is_an_end_to_files_and_to_paragraphs(tmp_path: Path) -> None:
    many = "\n\n".join(f"Paragraph {at}." for at in range(documents.MOST_OF_ONE + 5))
    files = {f"f{at}_md": "" for at in range(MOST_FILES)}

    read = library(tmp_path, a_md=many, **files)

    assert len(read.chunks) == documents.MOST_OF_ONE
    assert told(read)[0] == f"knowledge:1: holds more than {MOST_FILES} files; the rest are not known"
    assert told(read)[1] == "knowledge/a.md:1: has 1005 paragraphs; only the first 1000 are known"


async def test_whoever_does_not_wait_any_more_ends_the_reading(tmp_path: Path) -> None:
    library(tmp_path, a_md="One.", b_md="Two.")
    begun, done = threading.Event(), threading.Event()
    read: list[Library] = []

    def work(give_up: Callable[[], bool]) -> None:
        begun.set()
        while not give_up():
            done.wait(0.01)
        read.append(read_library(tmp_path / "knowledge", None, give_up))
        done.set()

    waiting = spawn("reading", aside(work))
    await asyncio.to_thread(begun.wait, 10)
    waiting.cancel()

    assert await asyncio.to_thread(done.wait, 10)
    assert read[0].chunks == ()
