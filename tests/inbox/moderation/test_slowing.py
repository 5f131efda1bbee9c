"""Slow mode that a rule set ends by itself, once, and not while somebody wants it still."""

from __future__ import annotations

from inbox import docket
from inbox.actions import Slow
from inbox.cases import Finding, Wants
from inbox.moderation import measures, undoing
from tests.cast import ASHA, MEERA
from tests.inbox.cased import comment, judge, judging, leave, opened, read
from tests.inbox.moderation.test_measures import tended
from tests.world import ACCOUNT, HOUR, World, at

SLOWS = Finding("flood", "v1", "a flood", Wants(slow=30))
ON, OFF = Slow(ASHA.remote, 30), Slow(ASHA.remote, 0)


async def test_it_is_on_for_an_hour_and_ends_by_itself(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, SLOWS)
    assert await leave(brand) == [ON]
    await comment(brand, here, "and more", id="m2")
    await judge(brand, SLOWS)
    here.clock.at += HOUR - 1
    await tended(brand)
    assert await leave(brand) == []

    here.clock.at += 1
    await tended(brand)

    assert await leave(brand) == [OFF]
    assert (await read(brand, number)).deeds[0].undone
    assert (await read(brand, number)).stands
    assert "Slow mode ends." not in (await docket.case(brand, MEERA, number)).brings_back
    await undoing.undo(brand, number, MEERA)
    assert await leave(brand) == []


async def test_the_next_flood_slows_it_down_again(here: World) -> None:
    brand = judging(here)
    await opened(brand, here, SLOWS)
    await leave(brand)
    here.clock.at += HOUR
    await tended(brand)
    await leave(brand)
    await opened(brand, here, SLOWS, id="m2")
    assert await leave(brand) == [ON]


async def test_what_was_undone_has_ended(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, SLOWS)
    await leave(brand)
    await undoing.undo(brand, number, MEERA)
    assert await leave(brand) == [OFF]
    here.clock.at += HOUR
    await tended(brand)
    assert await leave(brand) == []


async def test_what_one_of_us_switched_on_meanwhile_stays_on(here: World) -> None:
    brand = judging(here)
    await opened(brand, here, SLOWS)
    await leave(brand)
    await measures.switch_on(
        brand, MEERA, "slow", ACCOUNT, conversation=at(ASHA), seconds=90, until=here.clock.at + 2 * HOUR
    )
    assert await leave(brand) == [Slow(ASHA.remote, 90)]
    here.clock.at += HOUR
    await tended(brand)
    assert await leave(brand) == []
    here.clock.at += HOUR
    await tended(brand)
    assert await leave(brand) == [OFF]
