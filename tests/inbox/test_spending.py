"""Spending: what accounts have used of what they may, and how they go on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import insights, views
from inbox.capabilities import Tariff
from inbox.models import AccountId, account_id
from inbox.spending import AccountSpending, in_words, spending
from tests.cast import PAVEL
from tests.world import ACCOUNT, CAPABILITIES, START, World

X, VIDEOS = account_id("x", "main"), account_id("youtube", "main")
DOLLARS = Tariff("USD", {"post.read": 5_000}, "tests/inbox/test_spending.py", "2026-11-23")
UNITS = Tariff("units", {"list": 1_000_000}, "tests/inbox/test_spending.py", "2026-11-23", a_day=10_000_000_000)


async def test_every_account_that_pays_is_told_of_with_its_plan_everywhere(here: World) -> None:
    here.capabilities = {
        ACCOUNT: CAPABILITIES,
        X: replace(CAPABILITIES, network="x", tariff=DOLLARS),
        VIDEOS: replace(CAPABILITIES, network="youtube", tariff=UNITS),
    }
    meter = here.store.costs.of(X, DOLLARS, here.clock)
    await meter.spend({"post.read": 300})
    await meter.plan("looks every 30 s", START + 30_000, 5_000_000)

    found = await spending(here.brand)

    assert found == (
        AccountSpending(
            X, "USD", 1_500_000, 1_500_000, 0, 5_000_000, "looks every 30 s", START + 30_000, {"post.read": 300}
        ),
        AccountSpending(VIDEOS, "units", 0, 0, 10_000_000_000),
    )
    assert (await views.overview(here.brand, PAVEL)).spending == found
    assert (await insights.figures(here.brand, PAVEL, START)).costs == found


async def test_where_nothing_is_paid_for_nothing_is_told_and_nothing_asked(here: World) -> None:
    before = here.store.client.round_trips

    assert await spending(here.brand) == ()

    assert here.store.client.round_trips == before


def spent(**more: object) -> AccountSpending:
    """An account that used a dollar today."""
    return replace(AccountSpending(AccountId("x:main"), "USD", 1_000_000, 30_100_000), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (spent(), "$1.00 today, $30.10 this month"),
        (spent(budget=5_000_000), "$1.00 of $5.00 today, $30.10 this month"),
        (
            spent(budget=5_000_000, words="looks less often, to stay within it", next_at=START + 240_000),
            "$1.00 of $5.00 today, $30.10 this month; looks less often, to stay within it; next look in 4 min",
        ),
        (spent(next_at=START), "$1.00 today, $30.10 this month"),
        (
            spent(currency="units", today=3_790_000_000, a_day=10_000_000_000),
            "3,790 of 10,000 units today, 6,210 units left",
        ),
    ],
)
def test_what_was_used_is_one_line(one: AccountSpending, words: str) -> None:
    assert in_words(one, START) == words


@pytest.mark.parametrize(
    ("a_day", "budget", "left"),
    [(0, 0, None), (10_000_000, 0, 9_000_000), (10_000_000, 4_000_000, 3_000_000), (0, 500_000, 0)],
)
def test_what_is_left_is_of_the_smaller_of_grant_and_budget(a_day: int, budget: int, left: int | None) -> None:
    assert spent(a_day=a_day, budget=budget).left == left
