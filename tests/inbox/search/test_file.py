"""The SQLite file behind the search: what is written is found, all or nothing, and a broken file is known as one."""

import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from inbox.models import ConversationId
from inbox.search.file import LATEST, Damaged, IndexFile, Place, Unsearchable, put_aside
from inbox.search.words import terms
from inbox.store.passages import Passage

HERE, THERE = ConversationId("telegram:main/1"), ConversationId("telegram:other/1")
PLACE = Place("data", "5-0", None)


def passage(text: str = "a refund", ref: str = "m1", at: int = 1000, of: ConversationId = HERE) -> Passage:
    """Something that Asha said."""
    return Passage(of, "message", ref, "Asha", "asha_k", text, at)


def opened(root: Path, *, writes: bool = True) -> closing[IndexFile]:
    """The file, until the block ends."""
    return closing(IndexFile(root / "search" / "acme.sqlite3", writes=writes))


def found(file: IndexFile, question: str, limit: int = 20, *, account: str = "", conversation: str = "") -> list[str]:
    """The refs of what is found."""
    hits = file.find(terms(question), limit, account=account, conversation=conversation)
    return [hit.ref for hit in hits]


def test_what_is_written_is_found_whole_with_its_place(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        assert file.place() is None
        assert file.write(PLACE, [passage()]) == 1
    with opened(tmp_path, writes=False) as file:
        assert file.place() == PLACE
        assert file.find(terms("refund"), 5) == [passage()]


def test_the_newest_comes_first_whenever_it_was_written(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage(ref="new", at=9000), passage(ref="old", at=5)])
        file.write(PLACE, [passage(ref="middle", at=700)])
        file.write(PLACE, [passage(ref="same moment", at=700)])

        assert found(file, "refund") == ["new", "same moment", "middle", "old"]
        assert found(file, "refund", 2) == ["new", "same moment"]


def test_times_before_and_after_all_time_are_no_error(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage(ref="before", at=-5), passage(ref="after", at=LATEST * 1000)])

        assert found(file, "refund") == ["after", "before"]


def test_people_are_found_by_name_and_handle(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage("hello"), replace(passage("a refund", "m2"), author="Bhavin", handle="")])

        assert found(file, "asha") == ["m1"]
        assert found(file, "asha_k") == ["m1"]
        assert found(file, "bhavin refund") == ["m2"]
        assert found(file, "asha refund") == []


def test_new_words_replace_the_old_ones(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage("a refund")])

        assert file.write(PLACE, [passage("an exchange")]) == 1
        assert (found(file, "refund"), found(file, "exchange")) == ([], ["m1"])
        assert file.write(PLACE, [passage("an exchange")]) == 0


def test_what_has_no_text_any_more_is_forgotten(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage(), passage(ref="m2")])

        file.write(PLACE, [Passage(HERE, "message", "m1"), Passage(HERE, "message", "never seen")])

        assert found(file, "refund") == ["m2"]
        assert found(file, "asha") == ["m2"]


def test_a_conversation_that_is_gone_is_forgotten_whole(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage(), passage(ref="m2"), passage(ref="m3", of=THERE)])

        assert file.write(PLACE, gone=[HERE]) == 2
        assert found(file, "refund") == ["m3"]


def test_removed_words_are_not_left_in_the_file(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage("a secretword was said")])
        file.write(PLACE, [Passage(HERE, "message", "m1")])
        more = file.tidy(-100)
        while more:
            more = file.tidy(100)
    with closing(sqlite3.connect(tmp_path / "search" / "acme.sqlite3")) as plain:
        plain.execute("VACUUM")

    assert all(b"secretword" not in path.read_bytes() for path in (tmp_path / "search").iterdir())


def test_one_account_or_one_conversation_can_be_asked_for(tmp_path: Path) -> None:
    odd = ConversationId("telegram:main/[a-z]*?")
    with opened(tmp_path) as file:
        file.write(PLACE, [passage(), passage(ref="m2", of=THERE), passage(ref="m3", of=odd)])

        assert found(file, "refund", account="telegram:other") == ["m2"]
        assert found(file, "refund", account="telegram:*") == []
        assert found(file, "refund", conversation=odd) == ["m3"]
        assert found(file, "refund", conversation="telegram:main/*") == []


def test_beginning_anew_forgets_everything(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage()])
        file.begin(Place("other", "0-0"))

        assert (found(file, "refund"), file.place()) == ([], Place("other", "0-0", ""))


def test_a_piece_that_fails_leaves_neither_words_nor_place(tmp_path: Path) -> None:
    broken = replace(passage(ref="m2"), at="no time")  # type: ignore[arg-type]
    with opened(tmp_path) as file:
        file.write(PLACE, [passage()])
        with pytest.raises(TypeError):
            file.write(replace(PLACE, log="6-0"), [passage(ref="m3"), broken])

        assert file.place() == PLACE
        assert found(file, "refund") == ["m1"]


def test_only_we_can_read_it(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage()])
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "search").iterdir()}

    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "search").stat().st_mode) == 0o700


def test_looking_for_something_never_sorts_and_reads_no_more_than_it_gives(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        few = _steps(file, 200)
        many = _steps(file, 6000)

    assert many <= few * 1.5


def _steps(file: IndexFile, messages: int) -> int:
    """How many thousands of SQLite's steps a search takes among so many messages."""
    file.write(PLACE, [passage(f"a refund {n}", str(n), 1000 + n) for n in range(messages)])
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    file._db.set_progress_handler(step, 1)
    assert len(found(file, "refund")) == 20
    file._db.set_progress_handler(None, 0)
    return steps


def test_a_file_that_is_none_or_is_broken_or_of_another_version_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "search" / "acme.sqlite3"
    with opened(tmp_path) as file:
        file.write(PLACE, [passage(text=f"word{n} refund", ref=str(n)) for n in range(2000)])
    whole = path.read_bytes()

    path.write_bytes(b"This is no database at all. " * 99)
    with pytest.raises(Damaged, match="made anew"):
        opened(tmp_path)
    path.write_bytes(whole[:4096] + b"\xff" * 8192 + whole[12288:])
    with pytest.raises(Damaged), opened(tmp_path) as file:
        file.verify(words=True)
    path.write_bytes(whole)
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("UPDATE about SET layout = '0'")
        plain.commit()
    with pytest.raises(Damaged):
        opened(tmp_path)


def test_words_that_lead_nowhere_are_found_out(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage()])
        file.verify(words=True)
        file._db.execute("UPDATE word_content SET c1 = 'other words'")
        file.verify()
        with pytest.raises(Damaged):
            file.verify(words=True)


def test_a_file_put_aside_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    for text in ("first", "second"):
        with opened(tmp_path) as file:
            file.write(PLACE, [passage(text)])
        aside = put_aside(tmp_path / "search" / "acme.sqlite3")

    assert [path.name for path in (tmp_path / "search").iterdir()] == [aside.name]
    assert b"second" in aside.read_bytes()


def test_without_an_index_one_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(Unsearchable, match="There is no search index yet"):
        opened(tmp_path, writes=False)


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "search").write_text("")

    with pytest.raises(Unsearchable, match="cannot be used"):
        opened(tmp_path)


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    with opened(tmp_path) as file:
        file.write(PLACE, [passage()])
        pages = file._db.execute("PRAGMA page_count").fetchone()[0]
        file._db.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(Unsearchable, match="free some space"):
            file.write(replace(PLACE, log="6-0"), [passage("refund " * 2000, "m2"), passage("more " * 2000, "m3")])

        assert (found(file, "refund"), file.place()) == (["m1"], PLACE)
