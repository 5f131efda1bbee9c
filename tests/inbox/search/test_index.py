"""One process writes the index, anybody reads it; what is broken is put aside and begun anew."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inbox.models import ConversationId
from inbox.search.file import Damaged, Place, Unsearchable
from inbox.search.index import Index
from inbox.store.passages import Passage
from tests.tree import ROOT

HERE = ConversationId("telegram:main/1")
PLACE = Place("data", "5-0", None)
HOLDS = """
import asyncio, pathlib, sys
from inbox.models import ConversationId
from inbox.search.file import Place
from inbox.search.index import Index
from inbox.store.passages import Passage

async def main():
    async with Index(pathlib.Path(sys.argv[1]), "acme").writing() as writer:
        for n in range(10**9):
            texts = [Passage(ConversationId("telegram:main/1"), "message", f"{n}-{m}", text=f"batch{n}", at=n) for m in range(5)]
            await writer.write(Place("data", f"{n}-0", None), texts)
            if n == 3:
                print("holds", flush=True)

asyncio.run(main())
"""  # noqa: E501 - a program of its own


def index(root: Path) -> Index:
    """The index of this test."""
    return Index(root / "search", "acme")


def passage(text: str, ref: str = "m1", at: int = 1000) -> Passage:
    """Something that Asha said."""
    return Passage(HERE, "message", ref, "Asha", "asha", text, at)


async def filled(root: Path, *passages: Passage) -> Index:
    """An index with these in it."""
    made = index(root)
    async with made.writing() as writer:
        assert writer
        await writer.write(PLACE, passages)
    return made


async def refs(made: Index, question: str, limit: int = 20) -> list[str]:
    """What is found."""
    return [hit.ref for hit in await made.find(question, limit)]


async def test_those_who_said_it_just_so_come_first(tmp_path: Path) -> None:
    made = await filled(
        tmp_path,
        passage("my order is late", "just so, old", 10),
        passage("late again, my dear order", "apart", 20),
        passage("so my order is late!", "just so", 15),
    )

    assert await refs(made, "order is late") == ["just so", "just so, old"]
    assert await refs(made, "my order") == ["just so", "just so, old", "apart"]
    assert await refs(made, "my order", 2) == ["just so", "just so, old"]
    assert await refs(made, "order") == ["apart", "just so", "just so, old"]


async def test_a_question_without_words_finds_nothing(tmp_path: Path) -> None:
    made = await filled(tmp_path, passage("a refund"))

    assert [await refs(made, question) for question in ("", "?!", '""', "\ud800", "\x00")] == [[]] * 5


async def test_before_anything_was_written_one_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(Unsearchable, match="no search index yet"):
        await index(tmp_path).find("refund")


async def test_one_at_a_time_may_write(tmp_path: Path) -> None:
    async with index(tmp_path).writing() as first, index(tmp_path).writing() as second:
        assert first
        assert second is None
    async with index(tmp_path).writing() as third:
        assert third


async def test_brands_have_an_index_of_their_own(tmp_path: Path) -> None:
    made = await filled(tmp_path, passage("a refund"))
    async with Index(tmp_path / "search", "other").writing() as writer:
        assert writer
        await writer.write(PLACE, [])

        assert await refs(made, "refund") == ["m1"]
        assert await refs(Index(tmp_path / "search", "other"), "refund") == []


async def test_one_can_look_while_another_writes(tmp_path: Path) -> None:
    made = await filled(tmp_path, passage("a refund"))
    async with made.writing() as writer:
        assert writer
        await writer.write(PLACE, [passage("a refund", "m2", 2000)])

        assert await refs(made, "refund") == ["m2", "m1"]


async def test_a_broken_index_is_put_aside_and_begun_anew(tmp_path: Path) -> None:
    made = await filled(tmp_path, passage("a refund"))
    made.path.write_bytes(b"nonsense" * 1000)

    with pytest.raises(Damaged, match="made anew"):
        await made.find("refund")
    assert made.doubted
    async with made.writing() as writer:
        assert writer
        assert writer.aside
        assert writer.aside.read_bytes().startswith(b"nonsense")
        assert writer.place == Place("", "0-0")
        assert not made.doubted
        assert await refs(made, "refund") == []


async def test_an_index_can_be_begun_anew_on_demand(tmp_path: Path) -> None:
    made = await filled(tmp_path, passage("a refund"))

    async with made.writing(anew=True) as writer:
        assert writer
        assert writer.aside
    assert await refs(made, "refund") == []


async def test_who_is_cancelled_while_writing_leaves_it_whole_and_free(tmp_path: Path) -> None:
    made = await filled(tmp_path)

    async def write() -> None:
        async with made.writing() as writer:
            assert writer
            for number in range(10_000):
                await writer.write(PLACE, [passage("a refund", str(number), number)])

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(write(), 0.1)
    async with made.writing() as writer:
        assert writer
        await writer.verify(words=True)


async def test_after_a_kill_the_place_and_the_words_agree_and_the_next_may_write(tmp_path: Path) -> None:
    for number in range(3):
        made = index(tmp_path / str(number))
        with subprocess.Popen(
            [sys.executable, "-c", HOLDS, made.path.parent], cwd=ROOT, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout
            assert await asyncio.to_thread(process.stdout.readline) == b"holds\n"
            async with made.writing() as writer:
                assert writer is None
            process.send_signal(signal.SIGKILL)

        async with made.writing() as writer:
            assert writer
            await writer.verify(words=True)
            last = int(writer.place.log.split("-")[0])
        assert last >= 3
        assert len(await refs(made, f'"batch{last}"')) == 5
        assert await refs(made, f'"batch{last + 1}"') == []
