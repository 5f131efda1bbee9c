"""What an operator may set for a web chat: where it may stand, what it says, when somebody is there, and its limits."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

MOST_TEXT = 4000  # characters in one message, either way
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CLOSED = "We are away right now. Leave a message and we answer as soon as we are back."


class Hours(BaseModel):
    """Days on which somebody is there, and from when to when; closing before opening means the next day."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: str = Field(description="daily, mon-fri, or a list such as mon,wed,sat")
    opens: time
    closes: time

    @field_validator("days")
    @classmethod
    def known_days(cls, text: str) -> str:
        """Refuse what is no day, with the days that are."""
        weekdays(text)
        return text

    @field_validator("closes", mode="before")
    @classmethod
    def midnight(cls, value: object) -> object:
        """People write 24:00 for the midnight at the end of a day; it is the 00:00 of the next."""
        return "00:00" if value == "24:00" else value

    def cover(self, moment: datetime) -> bool:
        """Whether somebody is there at this local time."""
        days, day, clock = weekdays(self.days), moment.weekday(), moment.time()
        if self.opens < self.closes:
            return day in days and self.opens <= clock < self.closes
        yesterday = (moment - timedelta(days=1)).weekday()
        return (day in days and clock >= self.opens) or (yesterday in days and clock < self.closes)


class WebChatOptions(BaseModel):
    """The options of one web chat as they stand in bot.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    origins: tuple[str, ...] = Field((), description="the sites that may show the chat, such as https://shop.example")
    title: str = Field("", max_length=60)
    greeting: str = Field("", max_length=500)
    color: str = Field("#0f766e", pattern=r"^#[0-9a-fA-F]{6}$")
    ask_name: bool = Field(True, description="offer a field for the visitor's name; it may stay empty")
    hours: tuple[Hours, ...] = Field((), description="when somebody is there; empty: always")
    timezone: str = Field("UTC", description="the IANA zone that the hours are in")
    closed_text: str = Field(CLOSED, max_length=500)
    max_upload: int = Field(10_000_000, ge=0, le=100_000_000, description="bytes of one file; 0: no files")
    identity_secret: SecretStr | None = Field(None, min_length=16, description="signs who a visitor is")
    per_visitor: int = Field(20, ge=1, description="messages a minute")
    per_address: int = Field(60, ge=1, description="messages and new connections a minute")
    uploads: int = Field(20, ge=1, description="files an hour of one visitor")

    @field_validator("origins")
    @classmethod
    def exact_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """Take scheme, host and port and nothing else, as browsers send them."""
        return tuple(exact_origin(origin) for origin in origins)

    @field_validator("timezone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        """Refuse a zone that the time-zone data does not have."""
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{name!r} is no IANA time zone; write it like Asia/Kolkata or Europe/Madrid") from None
        return name

    def open_at(self, at: int) -> bool:
        """Whether somebody is there at this moment (unix milliseconds)."""
        moment = datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(self.timezone))
        return not self.hours or any(hours.cover(moment) for hours in self.hours)


def weekdays(text: str) -> frozenset[int]:
    """The days (Monday is 0) that `daily`, `mon-fri`, `sat` or `mon,wed` mean; ValueError with the remedy otherwise."""
    if text.strip().lower() == "daily":
        return frozenset(range(7))
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            raise ValueError(f"{part!r} is no day; write daily, mon-fri, or a list such as mon,wed,sat")
        begin, end = DAYS.index(first), DAYS.index(last or first)
        found |= {day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)}
    return frozenset(found)


def exact_origin(text: str) -> str:
    """The origin as browsers send it; ValueError with the remedy when there is more, or less, than an origin."""
    url = urlsplit(text.strip().rstrip("/"))
    if url.scheme not in ("http", "https") or not re.fullmatch(
        r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?", url.netloc
    ):
        raise ValueError(f"{text!r} is no origin; write scheme and host, and nothing behind them: https://shop.example")
    if url.path or url.query or url.fragment:
        raise ValueError(f"{text!r} has a path; write only {url.scheme}://{url.netloc}")
    return f"{url.scheme}://{url.netloc}".lower()
