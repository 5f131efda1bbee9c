"""Somebody outside as moderation knows them, with what comes next."""

from __future__ import annotations

import pytest

from inbox import docket
from inbox.cases import Fairness, Finding, Wants
from inbox.moderation import people
from tests.cast import ASHA, BHAVIN, MEERA, OLGA, PAVEL
from tests.inbox.cased import comment, judge, judging, leave, opened, person
from tests.world import DAY, World


async def test_strikes_cases_and_the_next_step(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    here.clock.at += 10 * DAY
    seen = await docket.person(brand, PAVEL, person())
    assert (seen.name, seen.network, seen.allowed_by, seen.blocked) == ("Asha", "Telegram", "", False)
    assert [(one.points, one.left, one.case) for one in seen.strikes] == [(2, pytest.approx(1), number)]
    assert seen.next_step == "at 3 points: mute them for 1 h; 2 more to go"
    assert [view.case.number for view in seen.cases] == [number]
    assert (seen.buttons, seen.same) == ((), ())


async def test_buttons_of_leads_and_moderators(here: World) -> None:
    brand = judging(here)
    await opened(brand, here)
    await comment(brand, here, "Hello", BHAVIN, id="m2")
    await judge(brand)
    assert (await docket.person(brand, MEERA, person())).buttons == ("label",)
    assert (await docket.person(brand, OLGA, person())).buttons == ("label", "allow", "merge")
    await people.merge(brand, person(), person(BHAVIN), OLGA)
    await people.allow(brand, person(), OLGA)
    seen = await docket.person(brand, OLGA, person())
    assert (seen.buttons, seen.allowed_by) == (("label", "disallow", "merge", "unmerge"), "olga")
    other = await docket.person(brand, OLGA, person(BHAVIN))
    assert [(one.name, one.network) for one in other.same] == [("Asha", "Telegram")]
    assert [view.case.number for view in other.cases] == [1]
    assert other.allowed_by == "olga"
    assert ASHA.name == other.same[0].name


async def test_whoever_is_blocked_stands_there_as_blocked(here: World) -> None:
    brand = judging(here)
    await opened(brand, here, Finding("loud", "v1", "loud", Wants(block=True)))
    await leave(brand)
    assert (await docket.person(brand, PAVEL, person())).blocked


async def test_without_a_ladder_nothing_follows(here: World) -> None:
    brand = judging(here, Fairness())
    await opened(brand, here)
    assert (await docket.person(brand, PAVEL, person())).next_step == ""
