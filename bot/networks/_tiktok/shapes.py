"""What arrives from TikTok, taken apart with care: ids, texts and times.

Every function says what it wants of a value and raises one of MALFORMED when it is something else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from bot.networks._payloads import clean
from inbox.incoming import Unreadable

Raw = Mapping[str, Any]

LONGEST_ID: Final = 512
LONGEST_RAW: Final = 64 * 1024  # of what nobody understood; enough to see what it was
SECONDS_UNTIL: Final = 10**11  # a smaller time counts seconds, a greater one milliseconds
AHEAD: Final = 24 * 3600 * 1000  # a time further in the future than this is no time
_NUMBER: Final = re.compile(r"[1-9]\d{0,19}", re.ASCII)


def table(value: object) -> Raw:
    """An object."""
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, got {type(value).__name__}")
    return value


def rows(value: object) -> list[Raw]:
    """The objects of a list; nothing counts as an empty one, and what is no object is left out."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise TypeError(f"expected a list, got {type(value).__name__}")
    return [one for one in value if isinstance(one, dict)]


def number(value: object) -> str:
    """The id of a post or a comment: hooks write it as a number of 19 digits, lists as text.

    A fraction is refused: the last digits of the id are lost in it, and it would name something else.
    """
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise ValueError(f"expected an id of digits, got {type(value).__name__}")
    return text


def number_or_none(value: object) -> str:
    """The same, or "" where there is none; TikTok writes 0 for none now and then."""
    return "" if value in (None, "", 0, "0") else number(value)


def opaque(value: object) -> str:
    """The id of a conversation, a message, a person or a file."""
    if not isinstance(value, str) or not value:
        raise ValueError("an id is missing")
    if len(value) > LONGEST_ID or not value.isprintable() or " " in value or "~" in value:
        raise ValueError("an id is too long, or has signs in it that no id has")
    return value


def moment(now: int, *values: object) -> int:
    """The first of the values that is a time, in unix ms: of seconds or milliseconds, as number or text; else `now`."""
    for value in values:
        text = value if isinstance(value, str) else str(value) if type(value) is int else ""
        if not _NUMBER.fullmatch(text):
            continue
        at = int(text) * (1000 if int(text) < SECONDS_UNTIL else 1)
        if at <= now + AHEAD:
            return at
    return now


def unreadable(raw: object, why: Exception | str, now: int, id: str = "") -> Unreadable:
    """What nobody understood, kept so that a person can look; the same thing again has the same id."""
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    words = why if isinstance(why, str) else f"{type(why).__name__}: {why}"
    return Unreadable(id or f"tiktok.{digest}", clean(text)[:LONGEST_RAW], words, now)
