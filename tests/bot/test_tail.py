"""Following the log: every line told in order, one worker woken at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from bot.tail import Tail
from inbox.models import Entry
from inbox.store.queue import Idle
from tests.cast import BHAVIN
from tests.world import World, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_url, brand) as it:
        yield it


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

    resting = asyncio.gather(tail.lookout(asyncio.Event())(nothing))
    await claims.wait()
    await here.hear()
    await tail.follow()

    await asyncio.wait_for(resting, 0.5)  # before the second after which it would look by itself


async def test_a_worker_rests_on_when_what_happens_is_not_for_its_queue(here: World) -> None:
    tail, claims = Tail(here.brand), 0
    await tail.begin()

    async def nothing() -> Idle:
        nonlocal claims
        claims += 1
        return Idle(None)

    looks = [tail.lookout(asyncio.Event(), (word,)) for word in ("delivery.", "message.")]
    sending, drafting = (asyncio.gather(look(nothing)) for look in looks)
    await asyncio.sleep(0)  # both have looked
    assert claims == 2
    await here.hear()
    await tail.follow()

    await asyncio.wait_for(drafting, 0.5)
    assert not sending.done()
    sending.cancel()


async def test_only_one_worker_of_a_queue_looks_at_a_time(here: World) -> None:
    look, looking = Tail(here.brand).lookout(asyncio.Event()), 0

    async def claim() -> str:
        nonlocal looking
        looking += 1
        assert looking == 1
        await asyncio.sleep(0)
        looking -= 1
        return "work"

    assert await asyncio.gather(*(look(claim) for _ in range(5))) == ["work"] * 5


async def test_once_we_stop_nobody_takes_up_work(here: World) -> None:
    stopping = asyncio.Event()
    look = Tail(here.brand).lookout(stopping)

    async def claim() -> str:
        return "work"

    assert await look(claim) == "work"
    stopping.set()
    assert await look(claim) == Idle(None)


async def test_who_rests_hears_at_once_that_the_log_is_followed_no_longer(here: World) -> None:
    tail, claims = Tail(here.brand), asyncio.Event()
    await tail.begin()

    async def nothing() -> Idle:
        claims.set()
        return Idle(None)

    following = asyncio.gather(tail.follow())
    resting = asyncio.gather(tail.lookout(asyncio.Event())(nothing))
    await claims.wait()
    following.cancel()

    await asyncio.wait_for(resting, 0.5)
