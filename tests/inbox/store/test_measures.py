"""Measures in Redis: on, off, and over when the clock says so."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.cases import Measure
from tests.cast import MEERA
from tests.world import ACCOUNT, HOUR, START, World, world

ONE = Measure("1a", "hide_new", ACCOUNT, until=START + HOUR, by="meera", at=START, why="a raid")


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis, with a clock that the test moves."""
    async with world(redis_url, brand) as it:
        yield it


async def test_on_until_its_time(here: World) -> None:
    measures = here.store.measures
    await measures.on(ONE, "hide", START, MEERA)
    assert await measures.all(START) == (ONE,)
    assert await measures.find("1a") == ONE
    assert await measures.all(START + HOUR) == ()  # whoever asks does not wait for the clock
    assert await measures.lapse("1a", MEERA, "over", START) == START + HOUR
    assert await measures.lapse("1a", MEERA, "over", START + HOUR) is None
    assert await measures.lapse("1a", MEERA, "over", START + HOUR) is None
    assert not await measures.off("1a", MEERA, "over", START)


async def test_every_change_is_news_for_those_who_judge(here: World) -> None:
    async def revision() -> int:
        return int(str(await here.store.client.call("GET", f"{{{here.name}}}:rulesrev") or 0))

    await here.store.measures.on(ONE, "hide", START, MEERA)
    first = await revision()
    assert await here.store.measures.off("1a", MEERA, "hide", START)
    assert await revision() == first + 1


async def test_the_clock_looks_when_it_ends(here: World) -> None:
    await here.store.measures.on(ONE, "hide", START, MEERA)
    score = await here.store.client.call("ZSCORE", f"{{{here.name}}}:due:tend", "measure 1a")
    assert float(str(score)) == START + HOUR
    await here.store.measures.off("1a", MEERA, "hide", START)
    assert await here.store.client.call("ZSCORE", f"{{{here.name}}}:due:tend", "measure 1a") is None
