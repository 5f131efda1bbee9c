"""Times as people type them: "2h", "1d 12h", "9:00", "tomorrow 9:00", "friday", "2026-12-01 9:00".

A time of day is that of the zone in the options.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from bot.surfaces.discord.options import ControlOptions
from inbox.errors import NotAllowed

EXAMPLES: Final = "2h, 1d 12h, 9:00, tomorrow 9:00, friday, 2026-12-01 9:00"
MORNING: Final = time(9)
MINUTE: Final = 60_000
UNITS: Final = {"m": MINUTE, "h": 60 * MINUTE, "d": 1440 * MINUTE, "w": 10_080 * MINUTE}
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FURTHEST: Final = 3650 * UNITS["d"]

_PIECE = re.compile(r"(\d{1,6})\s*(m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)(?![a-z])\s*")
_SPAN = re.compile(rf"(?:{_PIECE.pattern})+")
_CLOCK = re.compile(r"(?:at )?([01]?\d|2[0-3]):([0-5]\d)")


def zone(options: ControlOptions) -> tzinfo:
    """Whose wall clock is meant."""
    timed = options.quiet_hours or options.digest
    return timed.zone if timed else UTC


def moment(text: str, now: int, here: tzinfo) -> int:
    """The time to come that somebody means; raises NotAllowed with a sentence that shows how to say it."""
    low = " ".join(text.lower().split()).removeprefix("in ").removeprefix("until ")
    try:
        found = now + span(low) if _SPAN.fullmatch(low) else _named(low, now, here)
    except (ValueError, OverflowError, OSError):
        found = 0
    if not now < found <= now + FURTHEST:
        raise NotAllowed(f"“{text}” is no time to come; say it like one of these: {EXAMPLES}.")
    return found


def span(text: str) -> int:
    """A length of time in milliseconds; raises ValueError."""
    low = text.lower().strip()
    if not _SPAN.fullmatch(low):
        raise ValueError(text)
    return sum(int(number) * UNITS[unit[0]] for number, unit in _PIECE.findall(low))


def lasting(span: int) -> str:
    """A length of time in at most two units: "45 s", "12 min", "3 h 05 min", "2 d 4 h"."""
    minutes, seconds = divmod(max(0, span) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h" if hours else f"{days} d"
    if hours:
        return f"{hours} h {minutes:02} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


def _named(low: str, now: int, here: tzinfo) -> int:
    """A date, a day by its name, or a time of day; the first such moment that is still to come."""
    today = datetime.fromtimestamp(now / 1000, here).date()
    first, _, rest = low.replace("t", " ", 1).partition(" ") if low[:4].isdigit() and "-" in low else low.partition(" ")
    if "-" in first:
        return _unix(date.fromisoformat(first), _clock(rest), here, now)
    if first in WEEKDAYS:
        ahead, step = (WEEKDAYS.index(first) - today.weekday()) % 7, 7
    elif first in ("today", "tomorrow"):
        ahead, step = int(first == "tomorrow"), 0
    else:
        ahead, step, rest = 0, 1, low
        if not rest:
            raise ValueError(low)
    found = _unix(today + timedelta(days=ahead), _clock(rest), here, now)
    return found if found > now else _unix(today + timedelta(days=ahead + step), _clock(rest), here, now)


def _clock(text: str) -> time:
    if not text:
        return MORNING
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2]))


def _unix(day: date, at: time, here: tzinfo, now: int) -> int:
    """The moment of a wall time; of the two when the clock was put back, the first that is still to come."""
    first, again = (round(datetime.combine(day, at.replace(fold=fold), here).timestamp() * 1000) for fold in (0, 1))
    return again if first <= now < again else first
