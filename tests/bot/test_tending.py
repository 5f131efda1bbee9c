"""What falls due by the clock, and following the log for whoever waits on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.tending import LEASE, tend_next
from inbox import review, views
from inbox.moderation import measures
from inbox.store.queue import Idle
from tests.cast import ASHA, MEERA
from tests.inbox.cased import judging
from tests.inbox.moderation.test_appeals import appealed
from tests.world import ACCOUNT, DAY, HOUR, World, at, world


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


async def test_an_appeal_that_nobody_decides_in_time_is_said(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    here.clock.at += 2 * DAY
    while not isinstance(await tend_next(brand), Idle):
        pass
    late = [entry.ref for entry in await here.store.log.newest(100) if entry.what == "appeal.overdue"]
    assert late == [str(number)]


async def test_a_measure_ends_at_its_time_and_not_before(here: World) -> None:
    brand = judging(here)
    await measures.switch_on(brand, MEERA, "freeze", ACCOUNT, until=here.clock.at + HOUR)
    here.clock.at += HOUR - 1
    assert isinstance(await tend_next(brand), Idle)
    here.clock.at += 1
    assert await tend_next(brand) is None
    ended = [entry.by for entry in await here.store.log.newest(5) if entry.what == "measure.off"]
    assert ended == ["moderation"]


async def test_one_that_was_made_longer_while_a_worker_died_over_it_ends_later(here: World) -> None:
    brand = judging(here)
    await measures.switch_on(brand, MEERA, "freeze", ACCOUNT, until=here.clock.at + HOUR)
    here.clock.at += HOUR
    await here.store.schedule.claim(here.clock.at, LEASE, "a worker that dies")
    await measures.switch_on(brand, MEERA, "freeze", ACCOUNT, until=here.clock.at + HOUR)
    here.clock.at += LEASE
    while not isinstance(await tend_next(brand), Idle):
        pass
    assert len(await measures.active(brand)) == 1
    here.clock.at += HOUR
    while not isinstance(await tend_next(brand), Idle):
        pass
    assert await here.store.client.call("HLEN", f"{{{here.name}}}:measures") == 0
