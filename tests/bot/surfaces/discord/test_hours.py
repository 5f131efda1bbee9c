"""Wall times, and the days on which they jump."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces.discord.hours import last_time, next_time, quiet
from bot.surfaces.discord.options import DigestTimes, QuietHours

NIGHT = QuietHours.model_validate({"from": "22:00", "to": "08:00", "zone": "Asia/Kolkata"})
NOON = QuietHours.model_validate({"from": "12:00", "to": "13:00", "zone": "UTC"})
DAY = 86_400_000


def at(text: str) -> int:
    """A moment as unix milliseconds; its offset stands in it."""
    return round(datetime.fromisoformat(text).timestamp() * 1000)


def times(zone: str, *clocks: str) -> DigestTimes:
    """The wall times of a zone at which a digest is posted."""
    return DigestTimes.model_validate({"at": clocks, "zone": zone})


def moments(wanted: DigestTimes, first: int, last: int) -> list[str]:
    """Every time from one moment to another, in UTC."""
    found = []
    while (first := next_time(wanted, first)) <= last:
        found.append(datetime.fromtimestamp(first / 1000, UTC).strftime("%d %H:%M"))
    return found


@pytest.mark.parametrize(
    ("moment", "is_quiet"),
    [
        ("2026-11-27T21:59:59+05:30", False),
        ("2026-11-27T22:00:00+05:30", True),
        ("2026-11-28T00:00:00+05:30", True),
        ("2026-11-28T07:59:59+05:30", True),
        ("2026-11-28T08:00:00+05:30", False),
        ("2026-11-27T22:00:00+00:00", True),
        ("2026-11-27T10:00:00+00:00", False),
    ],
)
def test_quiet_hours_may_last_over_midnight_and_are_those_of_their_zone(moment: str, is_quiet: bool) -> None:
    assert quiet(NIGHT, at(moment)) is is_quiet


def test_quiet_hours_may_lie_within_a_day() -> None:
    assert [quiet(NOON, at(f"2026-11-27T{clock}:00+00:00")) for clock in ("11:59", "12:00", "12:59", "13:00")] == [
        False,
        True,
        True,
        False,
    ]


def test_without_quiet_hours_it_is_never_quiet() -> None:
    assert not quiet(None, at("2026-11-27T03:00:00+00:00"))


def test_quiet_hours_follow_the_clock_on_the_wall_when_it_is_put_on_and_back() -> None:
    berlin = QuietHours.model_validate({"from": "22:00", "to": "08:00", "zone": "Europe/Berlin"})

    assert not quiet(berlin, at("2026-03-29T08:00:00+02:00"))
    assert quiet(berlin, at("2026-03-29T07:59:00+02:00"))
    assert not quiet(berlin, at("2026-10-25T08:00:00+01:00"))
    assert quiet(berlin, at("2026-10-25T07:59:00+01:00"))


def test_the_times_of_a_day_come_in_order_and_again_the_next_day() -> None:
    india = times("Asia/Kolkata", "18:00", "09:00")

    assert moments(india, at("2026-11-27T09:00:00+05:30"), at("2026-11-28T18:00:00+05:30")) == [
        "27 12:30",
        "28 03:30",
        "28 12:30",
    ]
    assert last_time(india, at("2026-11-27T09:00:00+05:30")) == at("2026-11-27T09:00:00+05:30")
    assert last_time(india, at("2026-11-27T08:59:59+05:30")) == at("2026-11-26T18:00:00+05:30")


def test_a_time_that_the_clock_jumps_over_or_shows_twice_comes_once_that_day() -> None:
    berlin = times("Europe/Berlin", "02:30")

    assert moments(berlin, at("2026-03-28T12:00:00+00:00"), at("2026-03-30T12:00:00+00:00")) == ["29 01:30", "30 00:30"]
    assert moments(berlin, at("2026-10-24T12:00:00+00:00"), at("2026-10-26T12:00:00+00:00")) == ["25 00:30", "26 01:30"]


@given(
    now=st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - hypothesis wants them without zone
    zone=st.sampled_from(
        ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kolkata"]
    ),
    clocks=st.lists(st.times(), min_size=1, max_size=4),
)
def test_there_is_always_a_last_time_and_a_next_one_within_three_days(
    now: datetime, zone: str, clocks: list[time]
) -> None:
    wanted = times(zone, *(clock.strftime("%H:%M") for clock in clocks))
    moment = round(now.replace(tzinfo=UTC).timestamp() * 1000)

    last, following = last_time(wanted, moment), next_time(wanted, moment)

    assert last <= moment < following
    assert following - last <= timedelta(days=3).total_seconds() * 1000
    assert last_time(wanted, following) == following
    assert last_time(wanted, following - 1) == last
