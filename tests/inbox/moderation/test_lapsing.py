"""What a case did for a time ends by itself, once, and not while somebody wants it still: slow mode, and mutes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import docket, review
from inbox.actions import Mute, Slow
from inbox.brand import Brand
from inbox.cases import Finding, Wants
from inbox.moderation import measures, undoing
from tests.cast import ASHA, MEERA
from tests.inbox.cased import comment, judge, judging, leave, opened, read
from tests.inbox.moderation.test_measures import tended
from tests.world import ACCOUNT, DAY, HOUR, World, at

MUTES = Finding("loud", "v1", "it shouts", Wants(mute=3600))
MUTED, HEARD = Mute(ASHA.remote, ASHA.remote, 3600), Mute(ASHA.remote, ASHA.remote, 0)
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


@pytest.fixture
def timeless(here: World) -> Brand:
    """A brand on a network that keeps no time of mutes."""
    brand = judging(here)
    here.capabilities[ACCOUNT] = replace(here.capabilities[ACCOUNT], endless_mutes=True)
    return brand


async def test_a_mute_is_lifted_where_the_network_keeps_no_time(here: World, timeless: Brand) -> None:
    number = await opened(timeless, here, MUTES)
    assert await leave(timeless) == [MUTED]
    here.clock.at += HOUR - 1
    await tended(timeless)
    assert await leave(timeless) == []

    here.clock.at += 1
    await tended(timeless)

    assert await leave(timeless) == [HEARD]
    assert (await read(timeless, number)).stands
    assert "Asha may write again." not in (await docket.case(timeless, MEERA, number)).brings_back
    await undoing.undo(timeless, number, MEERA)
    assert await leave(timeless) == []


async def test_a_mute_ends_alone_where_the_network_keeps_its_time(here: World) -> None:
    brand = judging(here)
    await opened(brand, here, MUTES)
    assert await leave(brand) == [MUTED]
    here.clock.at += DAY
    await tended(brand)
    assert await leave(brand) == []


async def test_what_a_person_muted_is_lifted_too(here: World, timeless: Brand) -> None:
    await comment(timeless, here)
    await judge(timeless)
    await review.act(timeless, at(ASHA), MEERA, MUTED)
    here.clock.at += timeless.undo.people
    assert await leave(timeless) == [MUTED]
    here.clock.at += HOUR
    await tended(timeless)
    assert await leave(timeless) == [HEARD]


async def test_a_longer_mute_outlasts_the_first(here: World, timeless: Brand) -> None:
    await opened(timeless, here, MUTES)
    await leave(timeless)
    longer = replace(MUTED, seconds=7200)
    await review.act(timeless, at(ASHA), MEERA, longer)
    here.clock.at += timeless.undo.people
    assert await leave(timeless) == [longer]
    here.clock.at += HOUR
    await tended(timeless)
    assert await leave(timeless) == []
    here.clock.at += HOUR
    await tended(timeless)
    assert await leave(timeless) == [HEARD]


async def test_a_mute_that_two_cases_share_is_lifted_once_also_when_the_first_is_undone(
    here: World, timeless: Brand
) -> None:
    loud = replace(MUTES, wants=Wants(mute=3600, points=1))
    first = await opened(timeless, here, loud)
    await leave(timeless)
    second = await opened(timeless, here, loud, id="m2")
    assert await leave(timeless) == []
    await undoing.undo(timeless, first, MEERA)
    assert await leave(timeless) == []
    here.clock.at += HOUR
    await tended(timeless)
    assert await leave(timeless) == [HEARD]
    await undoing.undo(timeless, second, MEERA)
    assert await leave(timeless) == []


async def test_what_one_of_us_is_lifting_just_then_is_lifted_once(here: World, timeless: Brand) -> None:
    number = await opened(timeless, here, replace(MUTES, wants=Wants(sight="hide", mute=3600)))
    await leave(timeless)
    here.clock.at += HOUR - 1
    by_hand = await review.act(timeless, at(ASHA), MEERA, HEARD)
    here.clock.at += 1
    await tended(timeless)
    here.clock.at += timeless.undo.people
    assert await leave(timeless) == [HEARD]
    assert [deed.undone for deed in (await read(timeless, number)).deeds if deed.kind == "mute"] == [by_hand]


async def test_a_mute_that_was_undone_is_lifted_no_more(here: World, timeless: Brand) -> None:
    number = await opened(timeless, here, MUTES)
    await leave(timeless)
    await undoing.undo(timeless, number, MEERA)
    assert await leave(timeless) == [HEARD]
    here.clock.at += HOUR
    await tended(timeless)
    assert await leave(timeless) == []
