"""Times as people type and read them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces.cli.times import ago, clock, day, instant, iso, length, moment, span, stamp

BERLIN = ZoneInfo("Europe/Berlin")
NOW = round(
    datetime(2026, 3, 27, 12, 0, tzinfo=UTC).timestamp() * 1000
)  # a Friday; on Sunday Berlin's clocks go forward
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90s", 90_000),
        ("2h", 2 * HOUR),
        ("in 2 hours", 2 * HOUR),
        ("2h30m", 2 * HOUR + 30 * MINUTE),
        ("1d 12h", DAY + 12 * HOUR),
        ("1.5 h", HOUR + 30 * MINUTE),
        ("45 min", 45 * MINUTE),
        ("1 week", 7 * DAY),
    ],
)
def test_a_length_of_time_counts_from_now(text: str, length: int) -> None:
    assert moment(text, NOW, BERLIN) == NOW + length


@pytest.mark.parametrize(
    ("text", "back"), [("8h", 8 * HOUR), ("7d", 7 * DAY), ("90 min ago", 90 * MINUTE), ("1d 12H", 36 * HOUR)]
)
def test_a_time_ago_counts_back_from_now(text: str, back: int) -> None:
    assert ago(text, NOW) == NOW - back
    assert length(text.removesuffix(" ago")) == back


def test_a_time_ago_can_be_named() -> None:
    assert ago("2026-03-27T12:00:00Z", NOW) == 1_774_612_800_000


@pytest.mark.parametrize("text", ["", "soon", "8", "9:00", "-5h", "8h 5", "2026-13-01"])
def test_what_is_no_time_ago_or_no_length_says_how_to_say_it(text: str) -> None:
    with pytest.raises(ValueError, match="say it like"):
        length(text)
    if text != "8":  # that long after 1970 in milliseconds, as everywhere
        with pytest.raises(ValueError, match="say it like"):
            ago(text, NOW)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14:30", "2026-03-27 14:30"),
        ("9:00", "2026-03-28 09:00"),
        ("at 9pm", "2026-03-27 21:00"),
        ("12am", "2026-03-28 00:00"),
        ("12pm", "2026-03-28 12:00"),
        ("today 18:00", "2026-03-27 18:00"),
        ("today 9:00", "2026-03-27 09:00"),
        ("tomorrow", "2026-03-28 09:00"),
        ("Tomorrow 9:00", "2026-03-28 09:00"),
        ("sunday", "2026-03-29 09:00"),
        ("friday", "2026-04-03 09:00"),
        ("friday 18:00", "2026-03-27 18:00"),
        ("2026-12-01", "2026-12-01 09:00"),
        ("2026-12-01 8:15", "2026-12-01 08:15"),
        ("2026-12-01T09:00", "2026-12-01 09:00"),
        ("2026-12-01T09:00Z", "2026-12-01 10:00"),
        ("2026-12-01T09:00+05:30", "2026-12-01 04:30"),
    ],
)
def test_a_time_of_day_a_day_and_a_date_are_in_the_zone_of_the_reader(text: str, meant: str) -> None:
    assert stamp(moment(text, NOW, BERLIN), BERLIN) == meant


def test_clocks_that_go_forward_meanwhile_are_counted() -> None:
    assert moment("sunday 9:00", NOW, BERLIN) - moment("saturday 9:00", NOW, BERLIN) == 23 * HOUR


def test_without_a_zone_it_is_the_machines() -> None:
    assert abs(moment("2026-06-01T09:00", NOW) - moment("2026-06-01T09:00Z", NOW)) <= 15 * HOUR


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2x", "25:00", "9", "13pm", "0am", "tomorrow soon", "2026-13-01", "99999999w", "2026-02-30T09:00"],
)
def test_what_is_no_time_is_explained(text: str) -> None:
    with pytest.raises(ValueError, match="is no time; say it like one of these: 2h, "):
        moment(text, NOW, BERLIN)


@given(st.integers(min_value=1, max_value=4_000_000_000_000))
def test_a_time_that_was_printed_is_read_back(at: int) -> None:
    printed = iso(at)

    assert printed
    assert printed.endswith("Z")
    assert instant(printed) == at == instant(str(at))


def test_never_has_no_time() -> None:
    assert iso(0) is None


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (-5, "0 s"),
        (59_999, "59 s"),
        (MINUTE, "1 min"),
        (HOUR, "1 h"),
        (HOUR + 5 * MINUTE, "1 h 05 min"),
        (2 * DAY + 4 * HOUR, "2 d 4 h"),
        (12 * DAY + 4 * HOUR, "12 d"),
        (DAY, "1 d"),
    ],
)
def test_a_length_is_said_in_at_most_two_units(length: int, said: str) -> None:
    assert span(length) == said


def test_a_moment_has_a_day_and_a_clock() -> None:
    assert (day(NOW, BERLIN), clock(NOW, BERLIN)) == ("2026-03-27", "13:00")
