"""Values in bot.yaml that people write in their own way: spans of time, opening hours, addresses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator

from config.problems import nearest

UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,3})?)\s*(ms|[smhdw])")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
DAY = 24 * 60  # minutes
REDIS_SCHEMES = ("redis", "rediss", "unix", "redis+sentinel", "redis+cluster", "rediss+sentinel", "rediss+cluster")

Span = tuple[int, int]  # minutes after midnight; an end of 24:00 or before the start is the next day's


def _duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    found = DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueError("must be a number with a unit: 20s, 5m, 2h or 7d")
    seconds = float(found[1]) * UNITS[found[2]]
    if seconds > 10 * 365 * UNITS["d"]:
        raise ValueError("longer than ten years")
    return timedelta(seconds=seconds)


def _for_ever(value: object) -> object:
    return None if value == "forever" else value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a name at all, or the name of a folder of zones
        near = get_close_matches(name, available_timezones(), n=1)
        hint = f"did you mean {near[0]}?" if near else "write it like Asia/Kolkata or Europe/Madrid"
        raise ValueError(f"no such time zone; {hint}") from None
    return name


def _days(value: object) -> object:
    if not isinstance(value, str):
        return value
    first, _, last = value.strip().lower().partition("-")
    if first not in DAYS or (last or first) not in DAYS:
        raise ValueError(f"must be a day or two with a dash, such as mon or mon-fri; {nearest(value, DAYS)}")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return tuple((start + step) % 7 for step in range((end - start) % 7 + 1))


def _spans(value: object) -> object:
    if not isinstance(value, str):
        return value
    return () if value.strip() == "closed" else tuple(_span(part) for part in value.split(","))


def _span(text: str) -> Span:
    start, _, end = (CLOCK.fullmatch(part.strip()) for part in text.partition("-"))
    if start is None or end is None or not text.strip():
        raise ValueError("must be hours such as 09:00-18:00, several with a comma between, or closed")
    return int(start[1]) * 60 + int(start[2]), int(end[1]) * 60 + int(end[2])


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        raise ValueError("must be an address or a network such as 127.0.0.1 or 10.0.0.0/8") from None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:  # it quotes the address, which may hold a password
        raise ValueError("this is not an address that can be read") from None


def password(url: str) -> tuple[str, ...]:
    """The passwords in an address, as they stand there and as they are meant; nothing where there is none."""
    try:
        parts = _split(url)
    except ValueError:
        return ()
    asked = [value for name, value in parse_qsl(parts.query) if name.endswith("password")]
    found = [parts.password or "", *asked]
    return tuple({form for word in found for form in (word, unquote(word))} - {""})


def _public(url: str) -> str:
    parts = _split(url)
    if url and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment):
        raise ValueError("must be the address the world reaches us at, such as https://inbox.example.org")
    return url.rstrip("/")


def redis_url(url: str) -> str:
    """The address of a Redis, or "embedded"; ValueError in words for anything else, without the address in it."""
    parts = _split(url)
    if url != "embedded" and (parts.scheme not in REDIS_SCHEMES or not (parts.netloc or parts.path)):
        raise ValueError("must be embedded, redis://host:6379, redis+sentinel://… or redis+cluster://…")
    return url


Duration = Annotated[timedelta, BeforeValidator(_duration)]
DurationOrForever = Annotated[Duration | None, BeforeValidator(_for_ever)]
Zone = Annotated[str, AfterValidator(_zone)]
PublicUrl = Annotated[str, AfterValidator(_public)]
IpNetwork = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)]
OfficeHours = dict[
    Annotated[tuple[int, ...], BeforeValidator(_days)], Annotated[tuple[Span, ...], BeforeValidator(_spans)]
]


def is_open(hours: OfficeHours | None, zone: str, at: int) -> bool:
    """Whether somebody is in at `at` (unix milliseconds) by the wall clock of `zone`; always, when no hours are set."""
    if hours is None:
        return True
    there = datetime.fromtimestamp(at / 1000, ZoneInfo(zone))
    minute = there.hour * 60 + there.minute
    shifts = ((day, span) for days, spans in hours.items() for day in days for span in spans)
    return any(_within(span, minute + DAY * ((there.weekday() - day) % 7)) for day, span in shifts)


def _within(span: Span, minute: int) -> bool:
    """`minute` counts from the midnight that the span belongs to, so that a night shift reaches into the next day."""
    start, end = span
    return start <= minute < (end if end > start else end + DAY)
