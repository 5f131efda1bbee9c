"""The plan of the day: paces while they fit, stretched when they do not, and midnight in California."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.networks._youtube.planner import (
    CALIFORNIA,
    HOUR,
    MINUTE,
    PACE,
    Plan,
    Wish,
    for_reading,
    heat,
    plan,
    resets_at,
    span,
    units_left,
    words,
)
from inbox.capabilities import MICRO
from inbox.network import Used


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=CALIFORNIA).timestamp() * 1000)


NOW = at("2026-11-30T00:00")


@pytest.mark.parametrize(
    ("now", "hours"),
    [("2026-11-30T12:00", 12), ("2026-03-08T00:00", 23), ("2026-11-01T00:00", 25), ("2026-11-30T00:00", 24)],
)
def test_the_quota_is_full_again_at_midnight_in_california_whatever_the_clocks_do(now: str, hours: int) -> None:
    assert resets_at(at(now)) - at(now) == hours * HOUR


def test_a_look_is_made_when_its_pace_says_so() -> None:
    wish = Wish("channel", "newest", 1, MINUTE, last=NOW)
    assert plan([wish], NOW + 1, 9_000) == Plan(wish, NOW + MINUTE, 9_000)
    assert plan([wish], NOW + MINUTE, 9_000).at == NOW + MINUTE


def test_of_what_is_due_that_which_waited_longest_by_its_own_pace_is_first() -> None:
    newest, warm = Wish("a", "newest", 1, MINUTE, NOW), Wish("a", "warm", 10, 10 * MINUTE, NOW)
    assert plan([newest, warm], NOW + 11 * MINUTE, 9_000).wish == newest
    assert plan([Wish("a", "newest", 1, MINUTE, NOW + 10 * MINUTE), warm], NOW + 11 * MINUTE, 9_000).wish == warm


def test_what_does_not_fit_into_the_day_is_stretched_so_that_it_does() -> None:
    wishes = [Wish("a", "newest", 1, MINUTE, NOW), Wish("a", "warm", 40, 4 * MINUTE, NOW)]
    found = plan(wishes, NOW, 3_000)
    asked = sum(wish.price * 24 * HOUR / wish.pace for wish in wishes)
    assert found.stretched == pytest.approx(asked / (3_000 * 0.9))
    assert sum(wish.price * 24 * HOUR / (wish.pace * found.stretched) for wish in wishes) <= 3_000


def test_a_look_that_costs_more_than_is_left_waits_and_others_do_not() -> None:
    newest, cold = Wish("a", "newest", 1, MINUTE), Wish("a", "cold", 60, HOUR)
    assert plan([newest, cold], NOW, 59).wish == newest
    nothing = plan([newest, cold], NOW, 0)
    assert (nothing.wish, nothing.at) == (None, resets_at(NOW))


def test_what_replies_need_is_kept_until_they_used_it() -> None:
    used = Used(3_000 * MICRO, 0, {"list": 1_000, "write": 40})
    assert units_left(used, 10_000) == 7_000
    assert for_reading(used, 10_000, 2_500) == 6_500
    assert for_reading(used, 10_000, 1_000) == 7_000
    assert for_reading(Used(9_000 * MICRO), 10_000, 2_000) == 0


def test_lively_places_are_looked_at_more_often() -> None:
    assert heat(NOW, NOW - MINUTE) == "busy"
    assert heat(NOW, NOW - HOUR) == "fresh"
    assert heat(NOW, NOW - 48 * HOUR) == "quiet"
    assert heat(NOW, NOW - 48 * HOUR, newest_video=NOW - HOUR) == "fresh"
    assert PACE["busy"]["newest"] < PACE["fresh"]["newest"] < PACE["quiet"]["newest"] <= 10 * MINUTE


def test_people_are_told_in_words() -> None:
    wish = Wish("channel", "newest", 1, MINUTE)
    assert words(Plan(wish, NOW + 4 * MINUTE, 5_000), "the comments", 6_210) == "the comments next"
    assert "2.0 times slower" in words(Plan(wish, NOW, 5_000, 2.0), "the comments", 6_210)
    assert "2,000 kept for replies" in words(Plan(None, 0, 0), "", 2_000)


@pytest.mark.parametrize(
    ("ms", "text"), [(-5, "0 s"), (59_000, "59 s"), (61_000, "1 min"), (2 * HOUR, "2 h 00 min"), (72 * HOUR, "3 days")]
)
def test_spans_are_as_exact_as_anybody_needs(ms: int, text: str) -> None:
    assert span(ms) == text
