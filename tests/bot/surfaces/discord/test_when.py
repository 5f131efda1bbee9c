"""Times as people type them in the control channel."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.surfaces.discord import when
from bot.surfaces.discord.options import ControlOptions
from inbox.errors import NotAllowed

KOLKATA = ZoneInfo("Asia/Kolkata")
NOW = round(datetime(2026, 11, 25, 10, 0, tzinfo=KOLKATA).timestamp() * 1000)  # a Wednesday


def said(text: str) -> str:
    """The moment that somebody in Kolkata means, as they would write it down."""
    return datetime.fromtimestamp(when.moment(text, NOW, KOLKATA) / 1000, KOLKATA).strftime("%Y-%m-%d %H:%M")


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
def test_a_time_is_understood_as_people_say_it(text: str, meant: str) -> None:
    assert said(text) == meant


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "text", "meant"),
    [
        ("2026-10-25T00:45+00:00", "2:50", "2026-10-25T00:50+00:00"),  # it is 2:45 for the first time
        ("2026-10-25T01:45+00:00", "2:50", "2026-10-25T01:50+00:00"),  # it is 2:45 again
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
    assert when.moment(text, at, BERLIN) == round(datetime.fromisoformat(meant).timestamp() * 1000)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "25:00", "2020-01-01", "today 9:00", "99999w", "-2h", "0h", "tomorrow noon", "2026-13-01", "at"],
)
def test_what_is_no_time_to_come_is_refused_with_examples(text: str) -> None:
    with pytest.raises(NotAllowed, match="tomorrow 9:00"):
        when.moment(text, NOW, KOLKATA)


@pytest.mark.parametrize(
    ("ms", "said"),
    [
        (0, "0 s"),
        (45_900, "45 s"),
        (12 * when.MINUTE, "12 min"),
        (185 * when.MINUTE, "3 h 05 min"),
        (180 * when.MINUTE, "3 h"),
        (52 * 60 * when.MINUTE, "2 d 4 h"),
        (48 * 60 * when.MINUTE, "2 d"),
    ],
)
def test_a_length_of_time_is_said_in_at_most_two_units(ms: int, said: str) -> None:
    assert when.lasting(ms) == said


def test_a_time_of_day_is_that_of_the_zone_in_the_options() -> None:
    options = {"token": "x" * 20, "server": 1, "channel": 2}
    quiet = {"from": "22:00", "to": "7:00", "zone": "Asia/Kolkata"}
    assert when.zone(ControlOptions.model_validate(options)) is UTC
    assert when.zone(ControlOptions.model_validate(options | {"quiet_hours": quiet})) == KOLKATA
