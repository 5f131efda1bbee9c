"""Times as people type and read them: "2h", "tomorrow 9:00", "3 h 05 min ago"; unix milliseconds on our side.

A time without a zone is the time of the machine that the command runs on, or of `zone` where one is given.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

UNITS = {"s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MORNING = time(9)
EXAMPLES = "2h, 1d 12h, 9:00, tomorrow 9:00, friday, 2026-12-01T09:00"

_UNIT = r"s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?"
_PIECE = re.compile(rf"(\d+(?:\.\d+)?)\s*({_UNIT})(?![a-z])\s*")
_SPAN = re.compile(rf"(?:{_PIECE.pattern})+")
_CLOCK = re.compile(r"(?:at\s+)?(\d{1,2})(?::(\d{2}))?\s*(am|pm)?")


def moment(text: str, now: int, zone: tzinfo | None = None) -> int:
    """The time somebody means, after `now`; raises ValueError with a sentence that shows how to say it."""
    words = " ".join(text.split())
    low = words.lower().removeprefix("in ")
    try:
        if _SPAN.fullmatch(low):
            found = now + _length(low)
        elif "-" in words:
            found = _unix(_written(words), zone)
        else:
            found = _spoken(low, now, zone)
        iso(found)  # some far future cannot be written down
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"“{text}” is no time; say it like one of these: {EXAMPLES}") from None
    return found


def ago(text: str, now: int) -> int:
    """The time that lies so long back, or that is named; raises ValueError with a sentence that shows how to say it."""
    words = " ".join(text.lower().split()).removesuffix(" ago")
    try:
        return now - _length(words) if _SPAN.fullmatch(words) else instant(text.strip())
    except (ValueError, OverflowError):
        raise ValueError(f"“{text}” is no time back then; say it like one of these: 8h, 7d, 2026-12-01T09:00") from None


def length(text: str) -> int:
    """A length of time in milliseconds; raises ValueError with a sentence that shows how to say it."""
    words = " ".join(text.lower().split())
    if not _SPAN.fullmatch(words):
        raise ValueError(f"“{text}” is no length of time; say it like 4h or 1d 12h")
    return _length(words)


def instant(text: str) -> int:
    """A time as our JSON writes it, or in unix milliseconds; raises ValueError."""
    return int(text) if text.isascii() and text.isdigit() else _unix(datetime.fromisoformat(text), None)


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


def _length(text: str) -> int:
    return round(sum(float(number) * UNITS[unit[0]] for number, unit in _PIECE.findall(text)))


def _written(text: str) -> datetime:
    day, _, rest = text.replace("T", " ").partition(" ")
    if not rest:
        return datetime.combine(date.fromisoformat(day), MORNING)
    return datetime.fromisoformat(f"{day}T{rest if ':' not in rest[:2] else '0' + rest}")


def _spoken(text: str, now: int, zone: tzinfo | None) -> int:
    """A day by its name, a time of day, or both; the first such moment that is still to come."""
    first, _, rest = text.partition(" ")
    today = _local(now, zone).date()
    if first in WEEKDAYS:
        ahead = (WEEKDAYS.index(first) - today.weekday()) % 7
        step, at = 7, _of_day(rest) if rest else MORNING
    elif first in ("today", "tomorrow"):
        ahead, step, at = int(first == "tomorrow"), 0, _of_day(rest) if rest else MORNING
    else:
        ahead, step, at = 0, 1, _of_day(text)
    found = _unix(datetime.combine(today + timedelta(days=ahead), at), zone)
    if found > now:
        return found
    return _unix(datetime.combine(today + timedelta(days=ahead + step), at), zone)


def _of_day(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if found is None or (found[2] is None and found[3] is None):
        raise ValueError(text)
    hour, half = int(found[1]), found[3]
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    return time(hour % 12 + 12 * (half == "pm") if half else hour, int(found[2] or 0))


def _local(at: int, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)


def _unix(at: datetime, zone: tzinfo | None) -> int:
    aware = at.replace(tzinfo=zone) if at.tzinfo is None and zone else at
    return round(aware.timestamp() * 1000)
