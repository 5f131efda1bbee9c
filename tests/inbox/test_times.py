"""Times as people type and read them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.times import ago, clock, day, instant, iso, length, moment, span, stamp, to_come

BERLIN = ZoneInfo("Europe/Berlin")
KOLKATA = ZoneInfo("Asia/Kolkata")
NOW = round(
    datetime(2026, 3, 27, 12, 0, tzinfo=UTC).timestamp() * 1000
)  # a Friday; on Sunday Berlin's clocks go forward
WEDNESDAY = round(datetime(2026, 11, 25, 10, 0, tzinfo=KOLKATA).timestamp() * 1000)
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


@pytest.mark.parametrize("text", ["", "soon", "8", "9:00", "-5h", "8h 5", "2026-13-01", f"{'9' * 400}h"])
def test_what_is_no_time_ago_or_no_length_says_how_to_say_it(text: str) -> None:
    with pytest.raises(ValueError, match="say it like"):
        length(text)
    if text != "8":  # that long after 1970 in milliseconds, as everywhere
        with pytest.raises(ValueError, match="say it like"):
            ago(text, NOW)


@pytest.mark.parametrize("text", ["99999w", "2026-03-28", "9" * 20])
def test_what_lies_before_1970_or_is_still_to_come_is_no_time_back_then(text: str) -> None:
    with pytest.raises(ValueError, match="is no time back then"):
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
        ("2026-12-01 9:00z", "2026-12-01 10:00"),
        ("2026-12-01T08:00:00.000Z", "2026-12-01 09:00"),
        ("2026-12-01 at 9pm", "2026-12-01 21:00"),
        ("until 2026-12-01 8:15:59", "2026-12-01 08:15"),
    ],
)
def test_a_time_of_day_a_day_and_a_date_are_in_the_zone_of_the_reader(text: str, meant: str) -> None:
    assert stamp(moment(text, NOW, BERLIN), BERLIN) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2h", "2026-11-25 12:00"),
        ("٢h", "2026-11-25 12:00"),
        ("in 30 min", "2026-11-25 10:30"),
        ("1d 12h", "2026-11-26 22:00"),
        ("2 weeks", "2026-12-09 10:00"),
        ("18:30", "2026-11-25 18:30"),
        ("9:00", "2026-11-26 09:00"),
        ("at 10:05", "2026-11-25 10:05"),
        ("today 11:00", "2026-11-25 11:00"),
        ("tomorrow", "2026-11-26 09:00"),
        ("Tomorrow 14:15", "2026-11-26 14:15"),
        ("monday", "2026-11-30 09:00"),
        ("wednesday", "2026-12-02 09:00"),
        ("wednesday 11:00", "2026-11-25 11:00"),
        ("until friday 8:00", "2026-11-27 08:00"),
        ("2026-12-01", "2026-12-01 09:00"),
        ("2026-12-01 7:45", "2026-12-01 07:45"),
        ("2026-12-01T07:45", "2026-12-01 07:45"),
    ],
)
def test_a_time_to_come_is_understood_as_people_say_it(text: str, meant: str) -> None:
    assert stamp(to_come(text, WEDNESDAY, KOLKATA), KOLKATA) == meant


@pytest.mark.parametrize(
    ("now", "text", "meant"),
    [
        ("2026-10-25T00:45+00:00", "2:50", "2026-10-25T00:50+00:00"),  # it is 2:45 for the first time
        ("2026-10-25T01:45+00:00", "2:50", "2026-10-25T01:50+00:00"),  # it is 2:45 again
        ("2026-10-25T01:45+00:00", "2026-10-25 2:50", "2026-10-25T01:50+00:00"),
        (
            "2026-10-25T01:45+00:00",
            "2026-10-25T02:50+02:00",
            "2026-10-25T00:50+00:00",
        ),  # which is meant is written there
        ("2026-10-24T20:00+00:00", "tomorrow 9:00", "2026-10-25T08:00+00:00"),
        ("2026-10-24T20:00+00:00", "24h", "2026-10-25T20:00+00:00"),
        ("2026-03-28T20:00+00:00", "tomorrow 2:30", "2026-03-29T01:30+00:00"),  # a time that is never shown
        ("2026-03-28T20:00+00:00", "tomorrow 9:00", "2026-03-29T07:00+00:00"),
    ],
)
def test_when_the_clock_is_put_on_or_back_the_first_such_moment_to_come_is_meant(
    now: str, text: str, meant: str
) -> None:
    at = round(datetime.fromisoformat(now).timestamp() * 1000)
    assert moment(text, at, BERLIN) == round(datetime.fromisoformat(meant).timestamp() * 1000)


def test_a_time_of_day_may_have_its_seconds() -> None:
    assert moment("14:30:15", NOW, BERLIN) - moment("14:30", NOW, BERLIN) == 15_000


def test_clocks_that_go_forward_meanwhile_are_counted() -> None:
    assert moment("sunday 9:00", NOW, BERLIN) - moment("saturday 9:00", NOW, BERLIN) == 23 * HOUR


def test_without_a_zone_it_is_the_machines() -> None:
    assert abs(moment("2026-06-01T09:00", NOW) - moment("2026-06-01T09:00Z", NOW)) <= 15 * HOUR


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "2x",
            "25:00",
            "9",
            "13pm",
            "0am",
            "tomorrow soon",
            "2026-13-01",
            "99999999w",
            "2026-02-30T09:00",
        ),
        *("9:60", "2026-12-01 9", "1969-07-20", "2036-12-01", f"{'9' * 400}h", f"{'9' * 5000}:00"),
    ],
)
def test_what_is_no_time_is_explained(text: str) -> None:
    with pytest.raises(ValueError, match="is no time; say it like one of these: 2h, "):
        moment(text, NOW, BERLIN)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "2020-01-01", "today 9:00", "99999w", "-2h", "0h", "tomorrow noon", "2026-13-01", "at"],
)
def test_what_is_no_time_to_come_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="is no time to come; .*tomorrow 9:00"):
        to_come(text, WEDNESDAY, KOLKATA)


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
        (0, "0 s"),
        (45_900, "45 s"),
        (59_999, "59 s"),
        (MINUTE, "1 min"),
        (12 * MINUTE, "12 min"),
        (HOUR, "1 h"),
        (3 * HOUR, "3 h"),
        (185 * MINUTE, "3 h 05 min"),
        (HOUR + 5 * MINUTE, "1 h 05 min"),
        (2 * DAY + 4 * HOUR, "2 d 4 h"),
        (12 * DAY + 4 * HOUR, "12 d"),
        (DAY, "1 d"),
        (2 * DAY, "2 d"),
    ],
)
def test_a_length_is_said_in_at_most_two_units(length: int, said: str) -> None:
    assert span(length) == said


def test_a_moment_has_a_day_and_a_clock() -> None:
    assert (day(NOW, BERLIN), clock(NOW, BERLIN)) == ("2026-03-27", "13:00")
