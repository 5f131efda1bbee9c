"""What falls due by the clock, and following the log for whoever waits on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.tending import LEASE, tend_next
from inbox import review, views
from inbox.store.queue import Idle
from tests.cast import ASHA, MEERA
from tests.world import HOUR, World, at, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_url, brand) as it:
        yield it


async def state_of(here: World) -> str:
    """Where Asha's conversation stands."""
    return (await views.reading(here.brand, MEERA, at(ASHA))).conversation.state


async def test_a_snooze_ends_at_its_time_and_not_before(here: World) -> None:
    await review.snooze(here.brand, await here.hear(), MEERA, here.clock.at + HOUR)

    assert isinstance(await tend_next(here.brand), Idle)
    here.clock.at += HOUR
    assert await tend_next(here.brand) is None

    assert await state_of(here) == "open"
    assert isinstance(await tend_next(here.brand), Idle)


async def test_a_conversation_snoozed_again_for_longer_stays_away(here: World) -> None:
    conversation = await here.hear()
    await review.snooze(here.brand, conversation, MEERA, here.clock.at + HOUR)
    await review.snooze(here.brand, conversation, MEERA, here.clock.at + 2 * HOUR)
    here.clock.at += HOUR

    await tend_next(here.brand)

    assert await state_of(here) == "snoozed"
    here.clock.at += HOUR
    await tend_next(here.brand)
    assert await state_of(here) == "open"


async def test_one_snoozed_again_while_a_worker_died_over_it_still_comes_back(here: World) -> None:
    conversation = await here.hear()
    await review.snooze(here.brand, conversation, MEERA, here.clock.at + HOUR)
    here.clock.at += HOUR
    await here.store.schedule.claim(here.clock.at, LEASE, "a worker that dies")
    await review.snooze(here.brand, conversation, MEERA, here.clock.at + HOUR)
    here.clock.at += LEASE

    await tend_next(here.brand)

    assert await state_of(here) == "snoozed"
    here.clock.at += HOUR
    await tend_next(here.brand)
    assert await state_of(here) == "open"


async def test_one_that_came_back_by_itself_is_let_be(here: World) -> None:
    conversation = await here.hear()
    await review.snooze(here.brand, conversation, MEERA, here.clock.at + HOUR)
    await review.resolve(here.brand, conversation, MEERA)
    here.clock.at += HOUR

    await tend_next(here.brand)

    assert await state_of(here) == "resolved"
