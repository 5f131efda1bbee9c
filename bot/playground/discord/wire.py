"""What travels between the simulated Discord and a bot: JSON objects, snowflakes and timestamps."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bot.playground.clock import Clock

JsonObject = dict[str, Any]

EPOCH_MS = 1_420_070_400_000  # the first second of 2015, from which Discord counts

# What is encoded is built here and has no cycles; looking for them costs a tenth of a call.
encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode


class Snowflakes:
    """Ids that grow with time and are never given twice, also while the clock stands still."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A new id."""
        self._last = max(self._last + 1, snowflake_at(self._clock.now()))
        return self._last


def snowflake_at(seconds: float) -> int:
    """The smallest id of this moment, given in unix seconds."""
    return max(1, int(seconds * 1000) - EPOCH_MS) << 22


def moment_of(snowflake: int) -> float:
    """The moment that an id was given, in unix seconds."""
    return ((snowflake >> 22) + EPOCH_MS) / 1000


def stamp(seconds: float) -> str:
    """A moment as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def moment(text: str) -> float:
    """A moment that somebody wrote, in unix seconds; raises ValueError."""
    return datetime.fromisoformat(text).timestamp()


def number(value: object) -> int:
    """An id given as a number or as digits; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return 0
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0
