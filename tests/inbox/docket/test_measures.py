"""What is on and what can be switched on, and the figures as people read them."""

from __future__ import annotations

from inbox import docket
from inbox.docket.measures import _at
from inbox.moderation import measures, undoing
from tests.cast import MEERA, OLGA, PAVEL
from tests.inbox.cased import POST, judging, leave, opened
from tests.world import ACCOUNT, HOUR, World


async def test_what_ends_next_comes_first(here: World) -> None:
    brand = judging(here)
    await measures.switch_on(brand, MEERA, "freeze", ACCOUNT)
    await measures.switch_on(
        brand, MEERA, "hide_new", ACCOUNT, post=POST.remote, until=here.clock.at + HOUR, why="a raid"
    )
    seen = await docket.measures(brand, MEERA)
    assert [one.left for one in seen.on] == [HOUR, None]
    assert seen.on[0].told.startswith("Everything new is taken out of sight under the post post1 until 2026-09-21")
    assert seen.on[0].told.endswith(". A raid.")
    assert all(one.may_end for one in seen.on)


async def test_what_a_network_cannot_is_offered_with_the_reason(here: World) -> None:
    brand = judging(here)
    offers = {one.kind: one.why_not for one in (await docket.measures(brand, MEERA)).offers}
    assert offers.pop("followers_only").startswith("Telegram does not tell us who follows")
    assert set(offers) == {"hide_new", "known_only", "slow", "freeze"}
    assert not any(offers.values())
    seen = await docket.measures(brand, PAVEL)
    assert seen.offers == ()


async def test_figures_with_shares(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    here.clock.at += 3_000
    await leave(brand)
    await undoing.undo(brand, number, OLGA)
    seen = await docket.tally(brand, PAVEL, here.clock.at)
    assert (seen.cases, seen.undone, seen.median_to_hide, seen.p95_to_hide) == (1, 1, 3_000, 3_000)
    assert [(one.name, one.share) for one in seen.shares] == [("the rule scam", 1.0)]
    assert seen.deeds == (("Hide the message", 1),)


def test_medians() -> None:
    assert _at([], 0.5) is None
    assert _at([1, 2, 3], 0.5) == 2
    assert _at(list(range(100)), 0.95) == 95
