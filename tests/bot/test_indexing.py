"""The loop that keeps the search index up to date, in this process and next to others."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
import structlog.testing

from bot.indexing import Indexing
from bot.supervisor import Supervisor
from bot.tail import Tail
from inbox.errors import Refused
from inbox.search import Index
from tests.cast import BHAVIN
from tests.redis_servers import until
from tests.world import World, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_url, brand) as it:
        yield it


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index that does not exist yet."""
    return Index(tmp_path / "search", "acme")


@contextlib.asynccontextmanager
async def running(
    here: World, index: Index, try_again: float = 0.05, longest_rest: float = 0.2
) -> AsyncIterator[Supervisor]:
    """The loop and the tail, as run.py starts them."""
    supervisor, tail = Supervisor(), Tail(here.brand)
    indexing = Indexing(here.brand, index, tail, longest_rest)
    supervisor.start("tail", tail.follow, waits=True)
    supervisor.start("index", lambda: indexing.follow(try_again), waits=True)
    try:
        yield supervisor
    finally:
        await supervisor.stop()


async def found(index: Index, question: str, count: int = 1) -> None:
    """Wait until a question finds so much."""

    async def is_found() -> bool:
        with contextlib.suppress(Refused):
            return len(await index.find(question)) == count
        return False

    await until(is_found)


async def test_what_was_said_before_and_what_is_said_now_is_found(here: World, index: Index) -> None:
    await here.hear("a refund")
    async with running(here, index, longest_rest=600):
        await found(index, "refund")
        await here.hear("an exchange", BHAVIN)
        await found(index, "exchange")


async def test_another_process_takes_over_when_the_first_ends(here: World, tmp_path: Path) -> None:
    ours, theirs = Index(tmp_path, "acme"), Index(tmp_path, "acme")
    async with running(here, theirs):
        async with running(here, ours):
            await here.hear("a refund")
            await found(ours, "refund")
        await here.hear("an exchange", BHAVIN)
        await found(theirs, "exchange")


async def test_an_index_that_breaks_is_said_once_and_made_anew(here: World, index: Index) -> None:
    await here.hear("a refund")
    async with running(here, index):
        await found(index, "refund")
    index.path.write_bytes(b"nonsense" * 1000)

    with structlog.testing.capture_logs() as logs:
        async with running(here, index):
            await found(index, "refund")

    assert [line["event"] for line in logs if line["log_level"] == "warning"] == ["search.anew"]
    assert index.path.with_name("acme.sqlite3.aside").exists()


async def test_an_index_that_breaks_while_it_is_held_is_made_anew_when_somebody_looks(
    here: World, index: Index
) -> None:
    await here.hear("a refund")
    async with running(here, index):
        await found(index, "refund")
        for path in (index.path, index.path.with_name("acme.sqlite3-wal")):
            path.write_bytes(b"nonsense" * 1000)
        await found(index, "refund")

    assert index.path.with_name("acme.sqlite3.aside").exists()


async def test_a_folder_that_cannot_be_used_is_said_once_and_tried_again(here: World, index: Index) -> None:
    await here.hear("a refund")
    index.path.parent.write_text("in the way")
    with structlog.testing.capture_logs() as logs:
        async with running(here, index, try_again=0.01):

            async def said() -> bool:
                return any(line["event"] == "search.away" for line in logs)

            await until(said)
            index.path.parent.unlink()
            await found(index, "refund")

    assert [line["event"] for line in logs].count("search.away") == 1
