"""What falls due by the clock, and following the log for whoever waits on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from bot.tending import Tail, tend_next
from inbox import review, views
from inbox.models import Entry
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA
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


async def test_one_that_came_back_by_itself_is_let_be(here: World) -> None:
    conversation = await here.hear()
    await review.snooze(here.brand, conversation, MEERA, here.clock.at + HOUR)
    await review.resolve(here.brand, conversation, MEERA)
    here.clock.at += HOUR

    await tend_next(here.brand)

    assert await state_of(here) == "resolved"


async def test_the_tail_tells_each_new_line_in_order(here: World) -> None:
    tail, heard = Tail(here.brand), list[Entry]()
    await here.hear(author=BHAVIN)
    end = tail.tell(heard.append)
    await tail.begin()

    await here.hear("one", id="m1")
    await here.hear("two", id="m2")
    await tail.follow()
    end()

    assert [(entry.what, entry.ref) for entry in heard] == [("message.new", "m1"), ("message.new", "m2")]


async def test_a_worker_at_rest_wakes_when_something_happens(here: World) -> None:
    tail, claims = Tail(here.brand), asyncio.Event()
    await tail.begin()

    async def nothing() -> Idle:
        claims.set()
        return Idle(None)

    resting = asyncio.gather(tail.lookout()(nothing))
    await claims.wait()
    await here.hear()
    await tail.follow()

    await asyncio.wait_for(resting, 0.5)  # before the second after which it would look by itself


async def test_only_one_worker_of_a_queue_looks_at_a_time(here: World) -> None:
    look, looking = Tail(here.brand).lookout(), 0

    async def claim() -> str:
        nonlocal looking
        looking += 1
        assert looking == 1
        await asyncio.sleep(0)
        looking -= 1
        return "work"

    assert await asyncio.gather(*(look(claim) for _ in range(5))) == ["work"] * 5
