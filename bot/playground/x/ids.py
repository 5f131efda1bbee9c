"""Ids and secrets of the simulated X: snowflakes that tell their time, event ids that may be negative, tokens."""

from __future__ import annotations

import base64
import random

EPOCH = 1_288_834_974_657  # milliseconds; snowflakes count from here
PERSON_FROM = 2_244_000_000


class Ids:
    """Every number once; the same seed and the same clock give the same ones."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._last = 0
        self._people = PERSON_FROM
        self._events = 0

    def snowflake(self, at: float) -> str:
        """The next id of a post, message or medium that was made at this unix time."""
        self._last = max(self._last + 1, first_at(at))
        return str(self._last)

    def person(self) -> str:
        """The next id of an account."""
        self._people += 37
        return str(self._people)

    def event(self) -> str:
        """The id of one delivery: a signed 64-bit number, every other one negative."""
        self._events += 1
        number = (self._draw.getrandbits(52) << 10) + self._events % 1024
        return str(-number if self._events % 2 == 0 else number)

    def secret(self, length: int = 48) -> str:
        """A token's letters."""
        return base64.urlsafe_b64encode(self._draw.randbytes(length)).decode().rstrip("=")[:length]


def first_at(at: float) -> int:
    """The lowest snowflake of a unix time."""
    return max(0, round(at * 1000) - EPOCH) << 22
