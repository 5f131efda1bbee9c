"""How Discord's snowflakes become our ids and back: padded to sort as text, with the time that stands inside them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Final

from inbox.models import RemoteId

EPOCH: Final = 1_420_070_400_000  # ms; the first second of 2015 (reference, "Snowflakes")
LONGEST_NONCE: Final = 25
# What reading Discord's words raises where they are not as described.


def remote(value: object) -> RemoteId:
    """A snowflake as our id, twenty digits wide. ValueError or TypeError when it is none."""
    return RemoteId(f"{snowflake(value):020d}")


def snowflake(value: object) -> int:
    """The number behind a snowflake, whether it came as digits or as a number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError(f"expected a snowflake, got {type(value).__name__}")
    number = int(value)
    if not 0 <= number < 1 << 64:
        raise ValueError(f"{value!r} is no snowflake")
    return number


def moment(id: object) -> int:
    """When it was made, in unix milliseconds."""
    return (snowflake(id) >> 22) + EPOCH


def moment_of(written: object) -> int:
    """The time (unix ms) behind one that Discord wrote out; 0 where none is told."""
    try:
        return round(datetime.fromisoformat(str(written)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0


def at_moment(ms: int) -> int:
    """The smallest snowflake of a moment; messages of that time or later have greater ones."""
    return max(0, ms - EPOCH) << 22


def nonce(key: str) -> str:
    """Our key as Discord takes one: at most 25 characters, the same for the same key."""
    return key if len(key) <= LONGEST_NONCE else hashlib.sha256(key.encode()).hexdigest()[:LONGEST_NONCE]


def link(guild: int, channel: int, message: int) -> str:
    """The address of a message, for people who can see it."""
    return f"https://discord.com/channels/{guild or '@me'}/{channel}/{message}"
