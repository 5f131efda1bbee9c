"""Works that run beside each other until one ends, and how being told stops and goes on with a day's budget."""

from __future__ import annotations

import asyncio

import pytest

from bot.networks._x.telling import first_of
from inbox.errors import Unavailable
from inbox.store.embedded import Server
from tests.x_ear import ear


async def never() -> None:
    await asyncio.Event().wait()


async def at_once() -> None:
    return


async def fails() -> None:
    await asyncio.sleep(0)
    raise Unavailable("X is away")


async def test_the_first_one_ends_the_others() -> None:
    begun, ended = asyncio.Event(), []

    async def other() -> None:
        begun.set()
        try:
            await never()
        finally:
            ended.append(True)

    async def first() -> None:
        await begun.wait()

    await first_of(other, first)
    assert ended == [True]
    await first_of(at_once, never)
    await first_of(never, at_once)


async def test_what_the_first_one_raises_is_raised_and_leaves_no_trace_of_a_cancellation() -> None:
    with pytest.raises(Unavailable):
        await first_of(never, fails)
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_whoever_waits_can_be_cancelled() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await first_of(never, never)


@pytest.mark.parametrize("way", ["webhook", "stream"])
async def test_the_next_day_x_tells_again_and_what_was_missed_is_read(
    redis_server: Server, brand: str, way: str
) -> None:
    async with ear(redis_server.url, brand, way, budget_a_day=0.5) as heard:
        await heard.ours.meter.spend({"post.create.link": 3})
        heard.mention("the last event of today")
        await heard.told(until=1)
        await heard.later(30)
        heard.mention("unheard for now")
        await heard.later(60)
        assert len(await heard.messages()) == 1
        heard.ours.meter.things.clear()  # midnight
        heard.ours.meter.ids.clear()
        await heard.later(57_700)
        assert len(await heard.messages()) == 2
        heard.mention("and at once again")
        await heard.told(until=3)
