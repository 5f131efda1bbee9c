"""What arrives from Meta, taken apart with care: ids, texts, times, addresses, and how a medium is named.

Every function says what it wants of a value and raises one of MALFORMED when it is something else.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from bot.networks._payloads import MALFORMED, clean
from inbox.incoming import Unreadable
from inbox.models import Media, MediaKind

Raw = Mapping[str, Any]

LONGEST_ID: Final = 512
LONGEST_RAW: Final = 64 * 1024  # of what nobody understood; enough to see what it was
SECONDS_UNTIL: Final = 10**11  # a smaller time counts seconds (until the year 5138), a greater one milliseconds
AHEAD: Final = 24 * 3600 * 1000  # a time further in the future than this is no time
NEVER: Final = SECONDS_UNTIL * 1000  # ms
WEB: Final = ("https://", "http://")
_SECRET: Final = re.compile(r"((?:access_token|appsecret_proof)(?:=|%3D))(?:(?!%26)[^\s&\"'\\])+")


def table(value: object) -> Raw:
    """An object."""
    if not isinstance(value, dict):
        raise TypeError(f"expected an object, got {type(value).__name__}")
    return value


def table_or_none(value: object) -> Raw:
    """An object, or nothing where there is none."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Any]:
    """A list; nothing counts as an empty one, and so does a page of the Graph API without lines."""
    if isinstance(value, dict):
        value = value.get("data")
    if value is None:
        return []
    if not isinstance(value, list):
        raise TypeError(f"expected a list, got {type(value).__name__}")
    return value


def objects(page: Raw) -> list[dict[str, Any]]:
    """The objects on a page of the Graph API; what is none, or no page, is left out."""
    data = page.get("data")
    return [one for one in data if isinstance(one, dict)] if isinstance(data, list) else []


def ident(value: object) -> str:
    """An id, which Meta writes as a text and now and then as a number."""
    if not isinstance(value, str):
        value = _written_id(value)
    if not value:
        raise ValueError("an id is missing")
    if len(value) > LONGEST_ID or not value.isprintable() or " " in value:
        raise ValueError("an id is too long, or has blanks in it")
    return value


def _written_id(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return str(value)
    raise TypeError(f"expected an id, got {type(value).__name__}")


def ident_or_none(value: object) -> str:
    """An id, or "" where there is none."""
    return ident(value) if value is not None and value != "" else ""


def moment(now: int, *values: object, bounded: bool = True) -> int:
    """The first of the values that is a time, in unix ms: seconds or milliseconds, or written out; else `now`.

    That somebody said something does not depend on when: a strange time makes nothing unreadable. Times far ahead of
    `now` are strange as well, when they are `bounded`.
    """
    for value in values:
        at = milliseconds(value)
        if 0 < at <= (now + AHEAD if bounded else NEVER):
            return at
    return now


def milliseconds(value: object) -> int:
    """A time as Meta writes it (2026-11-23T09:30:00+0000, or unix seconds, or ms already) in unix ms; 0: it is none."""
    if isinstance(value, str):
        if value.isascii() and value.isdigit() and len(value) < DIGITS_OF_TIME:
            return milliseconds(int(value))
        try:
            written = datetime.fromisoformat(value)
            return int((written if written.tzinfo else written.replace(tzinfo=UTC)).timestamp() * 1000)
        except (ValueError, OverflowError):
            return 0
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return value * 1000 if value < SECONDS_UNTIL else value


DIGITS_OF_TIME: Final = 20


def address(value: object) -> str:
    """A web address that a file can be fetched from or a person can follow; "" for anything else."""
    text = clean(value).strip() if isinstance(value, str) else ""
    if not text.startswith(WEB) or not text.isprintable():
        return ""
    try:
        return text.replace(" ", "%20") if urlsplit(text).hostname else ""
    except ValueError:
        return ""


# --------------------------------------------------------------------------------------------------------- media


def media_ref(url: str, holder: str, number: int) -> str:
    """How a medium is named: the address as given, and what has it, so that an expired address can be asked for anew.

    `holder` is "message:<mid>", "comment:<id>", "post:<id>" or "ad:<id>" with Meta's own id; `number` counts its
    media from 0, so that a hook and a list of the Graph API number them alike.
    """
    return f"{url} {holder} {number}"


def media_ref_parts(ref: str) -> tuple[str, str, int]:
    """The address, the holder and the number of a named medium; ValueError for a ref that was not made so."""
    parts = ref.split(" ")
    if len(parts) != PARTS or not parts[0].startswith(WEB) or ":" not in parts[1]:
        raise ValueError(f"no medium of Facebook or Instagram is named {ref!r}")
    return parts[0], parts[1], int(parts[2])


PARTS: Final = 3


def media_of(kind: MediaKind, url: object, holder: str, number: int = 0, **more: Any) -> tuple[Media, ...]:
    """One medium, or none when there is no address to fetch it from."""
    found = address(url)
    return (Media(kind, media_ref(found, holder, number), **more),) if found else ()


# ---------------------------------------------------------------------------------------------------- unreadable


def unreadable(raw: object, why: Exception | str, now: int, id: str = "") -> Unreadable:
    """Keep what could not be understood, under its own id or a digest of it; the tokens in links of Meta's are not."""
    text = _SECRET.sub(r"\1…", raw if isinstance(raw, str) else _written(raw))
    name = id or hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    words = why if isinstance(why, str) else f"{type(why).__name__}: {clean(str(why))}"
    return Unreadable(name, clean(text[:LONGEST_RAW]), words, now)


def _written(raw: object) -> str:
    try:
        return json.dumps(raw, sort_keys=True)
    except MALFORMED as error:  # nested deeper than Python follows, or keys that do not sort
        return f"[{type(raw).__name__} that cannot be written out: {type(error).__name__}]"


def lines(parts: Iterable[str]) -> str:
    """The parts that say something, each on a line of its own."""
    return "\n".join(part for part in parts if part)
