"""Times as people type and read them: "2h", "tomorrow 9:00", "3 h 05 min"; unix milliseconds on our side.

A wall time is that of `zone`; without one, that of the machine that this runs on.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

UNITS: Final = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}
FURTHEST: Final = 3650 * UNITS["d"]
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NEAR: Final = ("today", "tomorrow")
MORNING: Final = "9:00"
EXAMPLES: Final = "2h, 1d 12h, 9:00, tomorrow 9:00, friday, 2026-12-01 9:00"

_UNIT = r"s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?"
_PIECE = re.compile(rf"(\d{{1,9}}(?:\.\d{{1,9}})?)\s*({_UNIT})(?![a-z])\s*")
_SPAN = re.compile(rf"(?:{_PIECE.pattern})+")
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:[t ](.+))?")
_CLOCK = re.compile(r"(?:at )?(\d{1,2})(?::(\d\d)(?::(\d\d))?)?\s*(am|pm)?")


def moment(text: str, now: int, zone: tzinfo | None = None) -> int:
    """The time that somebody means, over only if they name its day; raises ValueError that shows how to say it."""
    words = _plain(text).removeprefix("in ").removeprefix("until ")
    try:
        found = now + _length(words) if _SPAN.fullmatch(words) else _named(words, now, zone)
    except (ValueError, OverflowError, OSError):
        found = 0
    if not 0 < found <= now + FURTHEST:
        raise ValueError(f"“{text}” is no time; say it like one of these: {EXAMPLES}")
    return found


def to_come(text: str, now: int, zone: tzinfo | None = None) -> int:
    """The time that somebody means, if it is still to come; raises ValueError that shows how to say it."""
    try:
        found = moment(text, now, zone)
    except ValueError:
        found = 0
    if found <= now:
        raise ValueError(f"“{text}” is no time to come; say it like one of these: {EXAMPLES}")
    return found


def ago(text: str, now: int) -> int:
    """The time that lies so long back, or that is named; raises ValueError that shows how to say it."""
    words = _plain(text).removesuffix(" ago")
    try:
        found = now - _length(words) if _SPAN.fullmatch(words) else instant(text.strip())
    except (ValueError, OverflowError):
        found = -1
    if not 0 <= found <= now:
        raise ValueError(f"“{text}” is no time back then; say it like one of these: 8h, 7d, 2026-12-01T09:00")
    return found


def length(text: str) -> int:
    """A length of time in milliseconds; raises ValueError that shows how to say it."""
    words = _plain(text)
    if not _SPAN.fullmatch(words):
        raise ValueError(f"“{text}” is no length of time; say it like 4h or 1d 12h")
    return _length(words)


def instant(text: str) -> int:
    """A time as our JSON writes it, or in unix milliseconds; raises ValueError."""
    return int(text) if text.isascii() and text.isdigit() else round(datetime.fromisoformat(text).timestamp() * 1000)


def iso(at: int) -> str | None:
    """A time for JSON: ISO 8601 in UTC with milliseconds; None for 0, which means never."""
    if not at:
        return None
    return _local(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def span(milliseconds: int) -> str:
    """A length of time in at most two units: "45 s", "12 min", "3 h 05 min", "2 d 4 h"."""
    minutes, seconds = divmod(max(0, milliseconds) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h" if hours and days < 10 else f"{days} d"
    if hours:
        return f"{hours} h {minutes:02} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{seconds} s"


def clock(at: int, zone: tzinfo | None = None) -> str:
    """The time of day of a moment."""
    return _local(at, zone).strftime("%H:%M")


def day(at: int, zone: tzinfo | None = None) -> str:
    """The day of a moment, the same in every language."""
    return _local(at, zone).strftime("%Y-%m-%d")


def stamp(at: int, zone: tzinfo | None = None) -> str:
    """Day and time of a moment."""
    return f"{day(at, zone)} {clock(at, zone)}"


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _length(words: str) -> int:
    return round(sum(float(number) * UNITS[unit[0]] for number, unit in _PIECE.findall(words)))


def _named(words: str, now: int, zone: tzinfo | None) -> int:
    """A date, a day by its name, a time of day, or two of them; of a weekday or a time of day, the first to come."""
    if dated := _DATED.fullmatch(words):
        return _unix(_written(dated[1], dated[2] or MORNING), now, zone)
    first, _, rest = words.partition(" ")
    today = _local(now, zone).date()
    if first in WEEKDAYS:
        ahead, step, at = (WEEKDAYS.index(first) - today.weekday()) % 7, 7, _of_day(rest or MORNING)
    elif first in NEAR:
        ahead, step, at = NEAR.index(first), 0, _of_day(rest or MORNING)
    else:
        ahead, step, at = 0, 1, _of_day(words)
    found, later = (_unix(datetime.combine(today + timedelta(ahead + more), at), now, zone) for more in (0, step))
    return found if found > now else later


def _written(day: str, clock: str) -> datetime:
    if _CLOCK.fullmatch(clock):
        return datetime.combine(date.fromisoformat(day), _of_day(clock))
    padded = "0" + clock if clock[1:2] == ":" else clock
    return datetime.fromisoformat(f"{day}T{padded.upper()}")  # it names its own zone, or a part of a second


def _of_day(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if found is None or (found[2] is None and found[4] is None):
        raise ValueError(text)
    hour, half = int(found[1]), found[4]
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    return time(hour % 12 + 12 * (half == "pm") if half else hour, int(found[2] or 0), int(found[3] or 0))


def _local(at: int, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)


def _unix(at: datetime, now: int, zone: tzinfo | None) -> int:
    """The moment of a wall time; of the two when the clock was put back, the first that is still to come.

    A time that the clock jumps over is the moment as long after the jump (datetime with fold=0).
    """
    first, again = (round(at.replace(tzinfo=at.tzinfo or zone, fold=fold).timestamp() * 1000) for fold in (0, 1))
    return again if first <= now < again else first
