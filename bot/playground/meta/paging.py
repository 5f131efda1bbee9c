"""Pages of a list: limits, cursors that stay good when the list changes, time limits, and links to the next page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.playground.meta.refusals import invalid
from bot.playground.meta.wire import JsonObject

Link = Callable[[Mapping[str, str]], str]


def paged(
    items: Sequence[Any], given: Mapping[str, str], limit: int, most: int, link: Link
) -> tuple[Sequence[Any], JsonObject]:
    """The part of a list that is asked for, and its `paging`; raises Refusal for a bad limit or cursor."""
    size = _size(given, limit, most)
    items = _in_time(items, given)
    start, end = _span(items, given, size)
    page = items[start:end]
    if not page:
        return page, {}
    before, after = _cursor(page[0], start), _cursor(page[-1], end - 1)
    paging: JsonObject = {"cursors": {"before": before, "after": after}}
    kept = {name: value for name, value in given.items() if name not in ("before", "after", "access_token")}
    kept["limit"] = str(size)
    if end < len(items):
        paging["next"] = link(kept | {"after": after})
    if start > 0:
        paging["previous"] = link(kept | {"before": before})
    return page, paging


def moment(text: str, name: str) -> float:
    """A time as callers write it: unix seconds, or a date; raises Refusal for anything else."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text.replace("+0000", "+00:00")).timestamp()
    except ValueError:
        raise invalid(f"Param {name} must be a valid ISO 8601 datetime or unix timestamp") from None


def _size(given: Mapping[str, str], limit: int, most: int) -> int:
    text = given.get("limit", str(limit))
    if not text.isdigit():
        raise invalid("Param limit must be an integer greater than or equal to 0")
    return min(int(text), most)


def _in_time(items: Sequence[Any], given: Mapping[str, str]) -> Sequence[Any]:
    since = moment(given["since"], "since") if "since" in given else float("-inf")
    until = moment(given["until"], "until") if "until" in given else float("inf")
    if "since" not in given and "until" not in given:
        return items
    return [item for item in items if isinstance(item, dict) or since <= _time(item) <= until]


def _time(item: Any) -> float:
    return float(next(getattr(item, name) for name in ("created", "begun", "updated") if hasattr(item, name)))


def _span(items: Sequence[Any], given: Mapping[str, str], size: int) -> tuple[int, int]:
    if "after" in given:
        start = _position(items, given["after"]) + 1
        return start, min(start + size, len(items))
    if "before" in given:
        end = _position(items, given["before"])
        return max(0, end - size), end
    return 0, min(size, len(items))


def _position(items: Sequence[Any], cursor: str) -> int:
    """Where the item of a cursor stands; where it stood when it is gone."""
    try:
        padded = cursor.removesuffix("ZD") + "=="  # more of it than needed does no harm
        number, _, name = base64.urlsafe_b64decode(padded).decode().partition(":")
        stood = int(number)
    except ValueError:
        raise invalid("Invalid cursors values. Please check the before and after parameters.") from None
    for at, item in enumerate(items):
        if _name(item) == name:
            return at
    return min(stood, len(items)) - 1


def _cursor(item: Any, at: int) -> str:
    return base64.urlsafe_b64encode(f"{at}:{_name(item)}".encode()).decode().rstrip("=") + "ZD"


def _name(item: Any) -> str:
    return str(item.get("id") or item.get("post_id", "")) if isinstance(item, dict) else str(getattr(item, "id", item))
