"""The loops of earned autonomy."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.earning import propose_next, take_back_next
from inbox import earning
from tests.cast import OLGA
from tests.inbox.test_earning import FEW, WHOLE, approved, logged
from tests.world import World, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis in which little is needed to earn something."""
    async with world(redis_url, brand) as it:
        it.earned = FEW
        yield it


async def test_what_was_earned_is_proposed_and_what_did_no_harm_stays(here: World) -> None:
    await approved(here, 5)

    await propose_next(here.brand, every=0)
    await earning.accept(here.brand, OLGA, WHOLE)
    await take_back_next(here.brand, every=0)

    assert await logged(here) == [("autonomy.proposed", ""), ("autonomy.granted", "olga")]
