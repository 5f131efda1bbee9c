"""How often X is asked, and how a day's budget is spread: pure rules, and what always holds of them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.networks._x.pace import DAY, PAGE, SELDOM, SLOW, SOON, STOPPED, TOLD, USUAL, Purse, interval, trouble, words

MIDNIGHT = 20_000 * DAY
HOUR = DAY // 24
DOLLAR = 1_000_000
PRICE = 15_000


def purse(used: int, hour: float = 0.0, budget: int = DOLLAR) -> Purse:
    return Purse(budget, used, MIDNIGHT + round(hour * HOUR))


@pytest.mark.parametrize(
    ("quiet", "seconds"), [(0, SOON), (700, SOON), (1_000, 20.0), (3_600, 72.0), (6 * 3_600, SELDOM), (10**9, SELDOM)]
)
def test_it_is_looked_often_while_something_happens_and_seldom_at_night(quiet: float, seconds: float) -> None:
    assert interval(quiet) == seconds


def test_trouble_is_met_with_patience() -> None:
    assert [trouble(failures) for failures in (1, 2, 3, 4, 99)] == [5.0, 20.0, 60.0, 60.0, 60.0]


@pytest.mark.parametrize(
    ("used", "hour", "allowed", "room"),
    [
        (0, 0, 500_000, 33),  # half of it at any time
        (0, 12, 750_000, 50),
        (490_000, 0, 500_000, 0),  # the plan of the day: wait
        (490_000, 1, 520_833, 10),  # one would be within the plan: a page that X makes no smaller gives way
        (740_000, 12, 750_000, 0),
        (840_000, 23.99, 999_792, 10),
        (900_000, 23.99, 999_792, 0),  # never beyond the budget
        (1_000_000, 23, 979_167, 0),
    ],
)
def test_a_page_fits_the_plan_of_the_day_and_never_passes_the_budget(
    used: int, hour: float, allowed: int, room: int
) -> None:
    one = purse(used, hour)
    assert (one.allowed, one.room(PRICE, 10)) == (allowed, room)


def test_without_a_budget_nothing_is_held_back() -> None:
    free = purse(10**12, budget=0)
    assert (free.room(PRICE), free.wait(PRICE), free.over, free.rich) == (PAGE, 0.0, False, True)


@pytest.mark.parametrize(
    ("used", "hour", "hours"),
    [(0, 0, 0), (500_000, 0, 0.72), (990_000, 6, 18.0), (1_500_000, 23, 1.0), (860_000, 12, 12.0)],
)
def test_the_wait_ends_when_the_plan_allows_it_or_at_midnight(used: int, hour: float, hours: float) -> None:
    assert purse(used, hour).wait(PRICE, 10) == pytest.approx(hours * 3_600, abs=30)


@given(
    st.integers(1, 10**9),
    st.integers(0, 2 * 10**9),
    st.integers(0, DAY - 1),
    st.integers(1, 50_000),
    st.integers(1, 10),
)
def test_what_always_holds(budget: int, used: int, at: int, price: int, least: int) -> None:
    one = Purse(budget, used, MIDNIGHT + at)
    room, wait = one.room(price, least), one.wait(price, least)
    assert room == 0 or least <= room <= PAGE
    assert used + room * price <= budget or room == 0
    assert (wait == 0.0) == (room > 0)
    assert 0 <= wait <= (DAY - at) / 1000


@given(
    st.integers(10**6, 10**9), st.floats(0.5, 0.99), st.integers(0, DAY - 1), st.integers(1, 5_000), st.integers(1, 10)
)
def test_after_the_wait_there_is_room(budget: int, share: float, at: int, price: int, least: int) -> None:
    used = round(budget * share)
    wait = Purse(budget, used, MIDNIGHT + at).wait(price, least)
    assume(0 < wait < (DAY - at) / 1000 - 2)
    later = Purse(budget, used, MIDNIGHT + at + round(wait * 1000) + 1_000)
    assert later.room(price, least) > 0


@pytest.mark.parametrize(
    ("used", "hour", "told", "said"),
    [
        (0, 0, False, USUAL),
        (0, 0, True, TOLD),
        (495_000, 0, False, SLOW),
        (1_000_000, 5, False, STOPPED),
        (900_000, 5, True, STOPPED),
    ],
)
def test_people_are_told_how_it_goes_on(used: int, hour: float, told: bool, said: str) -> None:
    assert words(purse(used, hour), PRICE, 10, told=told) == said
