"""The virtual clock: real by default, frozen, fast or moved by hand."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.playground.clock import Clock


def test_it_shows_real_time_unless_told_otherwise() -> None:
    assert abs(Clock().now() - time.time()) < 1


async def test_a_frozen_clock_wakes_a_sleeper_only_when_it_is_moved() -> None:
    clock = Clock(1000.0, speed=0)
    sleeper = asyncio.gather(clock.sleep(60))
    await asyncio.sleep(0)
    clock.advance(59)
    await asyncio.sleep(0)

    assert not sleeper.done()

    clock.advance(1)
    await asyncio.wait_for(sleeper, 1)

    assert clock.now() == 1060


async def test_a_fast_clock_makes_an_hour_of_a_moment() -> None:
    clock = Clock(0.0, speed=36_000_000)

    await asyncio.wait_for(clock.sleep(3600), 1)

    assert clock.now() >= 3600


async def test_speeding_up_wakes_those_who_already_sleep() -> None:
    clock = Clock(0.0)
    sleeper = asyncio.gather(clock.sleep(3600))
    await asyncio.sleep(0)

    clock.speed = 36_000_000

    await asyncio.wait_for(sleeper, 1)


async def test_timers_run_in_the_order_they_fall_due() -> None:
    clock, rung = Clock(0.0, speed=0), []
    for due in (30, 10, 20):
        clock.call_at(due, lambda due=due: rung.append(due))

    clock.advance(25)

    assert rung == [10, 20]


async def test_a_cancelled_timer_never_runs() -> None:
    clock, rung = Clock(0.0, speed=0), []
    clock.call_at(10, lambda: rung.append("bell")).cancel()

    clock.advance(20)

    assert rung == []


async def test_it_says_when_the_next_timer_falls_due() -> None:
    clock = Clock(0.0, speed=0)
    first = clock.call_at(10, lambda: None)
    clock.call_at(20, lambda: None)

    assert clock.due == 10

    first.cancel()
    assert clock.due == 20

    clock.advance(20)
    assert clock.due is None


async def test_a_sleep_of_nothing_ends_even_on_a_frozen_clock() -> None:
    await asyncio.wait_for(Clock(0.0, speed=0).sleep(0), 1)


async def test_waiting_tells_whether_the_future_was_in_time() -> None:
    clock, loop = Clock(0.0, speed=0), asyncio.get_running_loop()
    early, late = loop.create_future(), loop.create_future()
    early.set_result(None)
    waiting = asyncio.gather(clock.wait(early, 5), clock.wait(late, 5))
    await asyncio.sleep(0)

    clock.advance(5)

    assert await waiting == [True, False]


async def test_cancelling_a_sleeper_is_not_mistaken_for_the_time_running_out() -> None:
    sleeper = asyncio.gather(Clock(0.0, speed=0).sleep(5))
    await asyncio.sleep(0)

    sleeper.cancel()

    with pytest.raises(asyncio.CancelledError):
        await sleeper
