"""Opening hours: when somebody is there, by the wall clock of a place; pure, with the time as an argument.

An opening such as 18:00-02:00 belongs to the day on which it begins. What an exception says of a day replaces what the
week says of it. Of two times that a changed clock shows twice, the first is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from responders.fields import OneOrMany, Written

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOSED = "closed"
FURTHEST = 400  # days in which an opening is looked for
_DAY_NAMES = {name: at for at, name in enumerate(DAY_NAMES)}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_OPENING = re.compile(r"(\d{1,2}:\d\d)\s*(?:-|–|to)\s*(\d{1,2}:\d\d)")
_DATE = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)")
_LEAP = 2000  # a year in which every day of a year exists


def zone_of(value: object) -> ZoneInfo:
    """The time zone of this name; ValueError in words."""
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(value if isinstance(value, str) else "")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, such as Europe
        near = get_close_matches(str(value), available_timezones(), n=1)
        hint = f"did you mean {near[0]}?" if near else "write one such as Asia/Kolkata"
        raise ValueError(f"no such time zone; {hint}") from None


def time_of(value: object) -> time:
    """The time of day that is written so; ValueError in words."""
    if isinstance(value, time):
        return value
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError("must be a time of day such as 08:30 or 22:00")
    return time(int(found[1]), int(found[2]))


Zone = Annotated[ZoneInfo, BeforeValidator(zone_of), PlainSerializer(str)]
TimeOfDay = Annotated[time, BeforeValidator(time_of), PlainSerializer(lambda at: f"{at:%H:%M}")]


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """From when to when on one day; an end that is not after the beginning is on the next day."""

    begins: time
    ends: time

    def __str__(self) -> str:
        """As it is written: 9:00-18:00."""
        return f"{plain(self.begins)}-{plain(self.ends) if self.ends != time() else '24:00'}"

    def on(self, day: date, zone: ZoneInfo) -> tuple[int, int]:
        """The moments of beginning and end on a day, in unix milliseconds."""
        after = timedelta(days=1 if self.ends <= self.begins else 0)
        return instant(day, self.begins, zone), instant(day + after, self.ends, zone)


@dataclass(frozen=True, slots=True)
class Dates:
    """One day or some in a row; without a year, the same ones in every year."""

    first: tuple[int, int, int]  # year or 0, month, day
    last: tuple[int, int, int]

    def __str__(self) -> str:
        """As it is written: 2026-12-24..2026-12-26, or 12-25."""
        return "..".join(dict.fromkeys(f"{y}-{m:02}-{d:02}" if y else f"{m:02}-{d:02}" for y, m, d in self._ends))

    @property
    def _ends(self) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        return self.first, self.last

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        if self.first[0]:
            return self.first <= (day.year, day.month, day.day) <= self.last
        first, last, here = self.first[1:], self.last[1:], (day.month, day.day)
        return first <= here <= last if first <= last else here >= first or here <= last


def dates_of(value: object) -> Dates:
    """The days that are written so; ValueError in words."""
    if isinstance(value, Dates):
        return value
    pieces = [piece.strip() for piece in value.split("..")] if isinstance(value, str) else []
    ends = [_day(piece) for piece in pieces]
    if not 1 <= len(ends) <= 2 or None in ends:
        raise ValueError("must be a day such as 2026-12-25, 12-25 (every year) or 2026-12-24..2026-12-26")
    first, last = ends[0], ends[-1]
    assert first
    assert last
    if bool(first[0]) != bool(last[0]) or (first[0] and first > last):
        raise ValueError("the last of these days comes before the first, or only one of them has a year")
    return Dates(first, last)


def _day(text: str) -> tuple[int, int, int] | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = int(found[1] or 0), int(found[2]), int(found[3])
    try:
        date(year or _LEAP, month, day)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None
    return year, month, day


def weekdays_of(value: object) -> tuple[int, ...]:
    """The days of the week that are written so (mon, mon-fri, "mon, wed"), Monday being 0; ValueError in words."""
    found: list[int] = []
    if isinstance(value, tuple):
        return value
    for piece in value.split(",") if isinstance(value, str) else [""]:
        names = [_DAY_NAMES.get(name.strip().lower()[:3], -1) for name in piece.split("-")]
        if -1 in names or len(names) > 2:
            raise ValueError(f"must be days such as mon, mon-fri or 'mon, wed'; known here: {', '.join(DAY_NAMES)}")
        found += [(names[0] + step) % 7 for step in range((names[-1] - names[0]) % 7 + 1)]
    return tuple(dict.fromkeys(found))


def _opening(value: object) -> Opening:
    if isinstance(value, Opening):
        return value
    found = _OPENING.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError("must be closed, or hours such as 9:00-18:00")
    begins, ends = time_of(found[1]), time() if found[2] == "24:00" else time_of(found[2])
    return Opening(begins, ends)


def _openings(value: object) -> object:
    return () if value in (CLOSED, [CLOSED], ()) else value if isinstance(value, list | tuple) else (value,)


def _in_order(openings: tuple[Opening, ...]) -> tuple[Opening, ...]:
    ordered = tuple(sorted(openings))
    for one, two in pairwise(ordered):
        if one.ends <= one.begins or two.begins < one.ends:
            raise ValueError(f"{one} and {two} are at the same time; write them as one")
    return ordered


OneOpening = Annotated[Opening, BeforeValidator(_opening), PlainSerializer(str)]
Openings = Annotated[tuple[OneOpening, ...], BeforeValidator(_openings), AfterValidator(_in_order)]
Weekdays = Annotated[tuple[int, ...], BeforeValidator(weekdays_of)]
SomeDates = Annotated[Dates, BeforeValidator(dates_of), PlainSerializer(str)]
ManyDates = Annotated[tuple[SomeDates, ...], OneOrMany]


def _each_once(week: dict[tuple[int, ...], tuple[Opening, ...]]) -> dict[tuple[int, ...], tuple[Opening, ...]]:
    days = [day for together in week for day in together]
    for day in days:
        if days.count(day) > 1:
            raise ValueError(f"{DAY_NAMES[day]} stands here twice")
    return week


class Hours(Written):
    """When we are there: each week, and on some days otherwise. A day that nothing is said of is closed."""

    zone: Zone
    weekly: Annotated[dict[Weekdays, Openings], AfterValidator(_each_once)]
    exceptions: dict[SomeDates, Openings] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _opens(self) -> Self:
        if not any(self.weekly.values()) and not any(self.exceptions.values()):
            raise ValueError("this is never open; write at least one opening such as mon-fri: 9:00-18:00")
        return self

    def on(self, day: date) -> tuple[Opening, ...]:
        """The openings that begin on a day; of several exceptions for it, the last one written counts."""
        for dates, openings in reversed(self.exceptions.items()):
            if dates.holds(day):
                return openings
        return self.usually(day.weekday())

    def usually(self, weekday: int) -> tuple[Opening, ...]:
        """The openings of a day of the week, Monday being 0."""
        return next((openings for days, openings in self.weekly.items() if weekday in days), ())

    def open_at(self, at: int) -> bool:
        """Whether we are there at a moment (unix ms)."""
        today = local(at, self.zone).date()
        spans = (opening.on(day, self.zone) for day in (today - timedelta(days=1), today) for opening in self.on(day))
        return any(begins <= at < ends for begins, ends in spans)

    def next_opening(self, at: int) -> int | None:
        """The first moment after `at` at which an opening begins, both unix ms; None when there is none for a year."""
        return next((begins for begins in self._beginnings(at) if begins > at and not self._goes_on(begins)), None)

    def _beginnings(self, at: int) -> Iterator[int]:
        today = local(at, self.zone).date()
        for ahead in range(FURTHEST):
            day = today + timedelta(days=ahead)
            for opening in self.on(day):
                yield opening.on(day, self.zone)[0]

    def _goes_on(self, at: int) -> bool:
        """Whether another opening lasts until this one begins, as where a night is written in two halves."""
        return self.open_at(at - 1)


def local(at: int, zone: tzinfo) -> datetime:
    """A moment (unix ms) as the clock of a zone shows it."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(zone)


def instant(day: date, at: time, zone: tzinfo) -> int:
    """The moment (unix ms) at which a clock of a zone shows this."""
    return round(datetime.combine(day, at, zone).timestamp() * 1000)


def plain(at: time) -> str:
    """A time of day as people write it: 9:00."""
    return f"{at.hour}:{at.minute:02}"
