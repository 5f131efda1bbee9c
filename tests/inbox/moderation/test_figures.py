"""Figures of days: what was done, undone, dropped, appealed."""

from __future__ import annotations

import pytest

from inbox import review
from inbox.actions import Block, Hide
from inbox.errors import NotAllowed
from inbox.models import Actor, RemoteId
from inbox.moderation import figures, undoing
from tests.cast import ASHA, BHAVIN, OLGA, PAVEL
from tests.inbox.cased import comment, judge, judging, leave, opened
from tests.world import DAY, World, at


async def test_what_was_done_and_undone_is_counted_by_rule(here: World) -> None:
    brand = judging(here)
    first = await opened(brand, here)
    here.clock.at += 2_000
    await leave(brand)
    await undoing.undo(brand, first, OLGA)
    await comment(brand, here, "Hello", BHAVIN, id="m2")
    await judge(brand)
    await review.act(brand, at(BHAVIN), OLGA, Hide(BHAVIN.remote, RemoteId("m2")))
    here.clock.at += brand.undo.people
    await leave(brand)
    found = await figures.tally(brand, PAVEL, here.clock.at)
    assert found.cases == {"scam": 1, "": 1}
    assert found.undone == {"scam": 1}
    assert found.deeds["hide"] == 2
    assert found.to_hide[-1] == 2_000
    assert (found.dropped, found.appeals, found.granted) == (0, 0, 0)


async def test_days_before_are_left_out(here: World) -> None:
    brand = judging(here)
    await opened(brand, here)
    here.clock.at += DAY
    assert (await figures.tally(brand, PAVEL, here.clock.at)).cases == {}
    found = await figures.tally(brand, PAVEL, here.clock.at - DAY)
    assert found.cases == {"scam": 1}
    assert found.since % DAY == 0
    assert (await figures.tally(brand, PAVEL, 0)).cases == {"scam": 1}  # as far back as they are kept


async def test_what_of_blocked_people_was_dropped_is_counted(here: World) -> None:
    brand = judging(here)
    await comment(brand, here)
    await judge(brand)
    await review.act(brand, at(ASHA), OLGA, Block(ASHA.remote, ASHA.remote))
    here.clock.at += brand.undo.people
    await leave(brand)
    await comment(brand, here, "Again", id="m2")
    assert (await figures.tally(brand, PAVEL, here.clock.at)).dropped == 1


async def test_strangers_see_no_figures(here: World) -> None:
    with pytest.raises(NotAllowed):
        await figures.tally(judging(here), Actor("person", "nobody"), 0)
