"""The bell of a simulated world: who waits is woken by a change, and by nothing else."""

from __future__ import annotations

import asyncio

import pytest

from bot.playground.bell import Bell


async def test_what_holds_already_is_not_waited_for() -> None:
    await Bell().until(lambda: True, 0.5)


async def test_everybody_who_waits_is_woken_and_looks_again() -> None:
    bell, seen = Bell(), list[str]()
    waiting = asyncio.gather(bell.until(lambda: "a" in seen, 5), bell.until(lambda: "b" in seen, 5))
    for name in "ab":
        await asyncio.sleep(0)
        assert not waiting.done()
        seen.append(name)
        bell.ring()

    await waiting


async def test_who_waits_in_vain_is_told_so_and_a_later_ring_harms_nobody() -> None:
    bell = Bell()
    with pytest.raises(TimeoutError):
        await bell.until(lambda: False, 0.01)
    bell.ring()


async def test_the_first_that_is_wanted_is_found_whether_it_is_there_or_comes() -> None:
    bell, kept = Bell(), [1, 2]
    assert await bell.first(kept, lambda one: one > 1, 5) == 2
    later = asyncio.gather(bell.first(kept, lambda one: one > 0, 5, after=2))
    await asyncio.sleep(0)
    assert not later.done()
    kept += [0, 3]
    bell.ring()
    assert await later == [3]
