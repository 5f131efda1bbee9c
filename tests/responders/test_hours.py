"""When we are there, in weeks, exceptions and nights, over changes of the clock."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from responders.hours import Dates, Hours, dates_of, local, weekdays_of, zone_of

SHOP = {
    "zone": "Asia/Kolkata",
    "weekly": {"mon-fri": "9:00-18:00", "sat": ["14:00-17:00", "10:00-13:00"]},
    "exceptions": {"2026-12-25": "closed", "2026-12-27": "9:00-12:00", "12-31..01-01": "closed"},
}


def hours(**said: Any) -> Hours:
    """The shop's hours, with something said otherwise."""
    return Hours.model_validate(SHOP | said)


def at(text: str, zone: str = "Asia/Kolkata", *, fold: int = 0) -> int:
    """The moment at which a clock shows this, in unix milliseconds."""
    shown = datetime.fromisoformat(text).replace(tzinfo=zone_of(zone), fold=fold)
    return round(shown.timestamp() * 1000)


@pytest.mark.parametrize(
    ("when", "is_open"),
    [
        ("2026-11-27 08:59:59", False),
        ("2026-11-27 09:00", True),
        ("2026-11-27 17:59:59", True),
        ("2026-11-27 18:00", False),
        ("2026-11-28 13:30", False),
        ("2026-11-28 14:00", True),
        ("2026-11-29 12:00", False),
        ("2026-12-25 12:00", False),
        ("2026-12-27 11:00", True),
        ("2026-12-31 11:00", False),
        ("2027-01-01 11:00", False),
        ("2027-01-04 11:00", True),
    ],
)
def test_the_week_counts_and_exceptions_replace_it(when: str, *, is_open: bool) -> None:
    assert hours().open_at(at(when)) is is_open


def test_an_opening_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    bar = hours(weekly={"fri": "18:00-02:00"}, exceptions={})

    assert [bar.open_at(at(f"2026-11-{when}")) for when in ("27 01:00", "27 23:59", "28 01:59", "28 02:00")] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-27 08:00", "2026-11-27 09:00"),
        ("2026-11-27 09:00", "2026-11-28 10:00"),
        ("2026-11-28 12:00", "2026-11-28 14:00"),
        ("2026-11-28 18:00", "2026-11-30 09:00"),
        ("2026-12-24 18:00", "2026-12-26 10:00"),
        ("2026-12-30 20:00", "2027-01-02 10:00"),
    ],
)
def test_the_next_opening_is_the_first_that_begins_later(now: str, then: str) -> None:
    assert hours().next_opening(at(now)) == at(then)


def test_what_never_opens_again_has_no_next_opening() -> None:
    fair = hours(weekly={}, exceptions={"2026-11-27": "9:00-18:00"})

    assert fair.next_opening(at("2026-11-27 08:00")) == at("2026-11-27 09:00")
    assert fair.next_opening(at("2026-11-27 10:00")) is None


def test_two_halves_of_a_night_are_one_opening() -> None:
    night = hours(weekly={"mon-sun": ["00:00-06:00", "20:00-24:00"]}, exceptions={})

    assert night.open_at(at("2026-11-27 23:59:59"))
    assert night.next_opening(at("2026-11-27 12:00")) == at("2026-11-27 20:00")
    assert night.next_opening(at("2026-11-27 21:00")) == at("2026-11-28 20:00")


def test_a_clock_put_forward_and_back_keeps_the_wall_time() -> None:
    shop = hours(zone="Europe/Berlin", weekly={"sun": "2:30-9:00"}, exceptions={})

    assert shop.next_opening(at("2026-03-28 12:00", "Europe/Berlin")) == at("2026-03-29 03:30", "Europe/Berlin")
    assert shop.open_at(at("2026-10-25 02:45", "Europe/Berlin", fold=1))
    assert shop.next_opening(at("2026-10-24 12:00", "Europe/Berlin")) == at("2026-10-25 02:30", "Europe/Berlin")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({"zone": "Asia/Kolkatta"}, "did you mean Asia/Kolkata"),
        ({"zone": "Europe"}, "no such time zone"),
        ({"zone": 5}, "no such time zone"),
        ({"weekly": {"mon-frei": "9:00-18:00", "xyz": "closed"}}, "must be days such as"),
        ({"weekly": {"mon": "9-18"}}, "must be closed, or hours such as"),
        ({"weekly": {"mon": "9:00-25:00"}}, "must be a time of day"),
        ({"weekly": {"mon-wed": "9:00-10:00", "tue": "closed"}}, "tue stands here twice"),
        ({"weekly": {"mon": ["9:00-12:00", "11:00-13:00"]}}, "at the same time"),
        ({"weekly": {"mon": ["18:00-02:00", "20:00-21:00"]}}, "at the same time"),
        ({"weekly": {"mon": "closed"}, "exceptions": {}}, "never open"),
        ({"exceptions": {"2026-02-30": "closed"}}, "there is no day 2026-02-30"),
        ({"exceptions": {"christmas": "closed"}}, "must be a day such as"),
        ({"exceptions": {"2026-12-25..2026-12-20": "closed"}}, "comes before the first"),
        ({"exceptions": {"12-25..2026-12-26": "closed"}}, "only one of them has a year"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(written: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        hours(**written)


def test_days_are_written_in_few_words() -> None:
    assert weekdays_of("sat-mon, wed") == (5, 6, 0, 2)
    assert weekdays_of("Friday") == (4,)
    assert dates_of("12-25").holds(date(2031, 12, 25))
    assert str(dates_of("2026-12-24 .. 2026-12-26")) == "2026-12-24..2026-12-26"
    assert dates_of("02-29") == Dates((0, 2, 29), (0, 2, 29))


@given(st.integers(0, 4_000_000_000_000), st.sampled_from(["Asia/Kolkata", "America/New_York", "Pacific/Apia"]))
def test_nobody_is_there_right_before_the_next_opening_and_somebody_is_at_it(now: int, zone: str) -> None:
    shop = hours(zone=zone)
    opens = shop.next_opening(now)

    assert opens is not None
    assert opens > now
    assert shop.open_at(opens)
    assert not shop.open_at(opens - 1)
    assert local(opens, zone_of(zone)).time() in {time(9), time(10), time(14)}
