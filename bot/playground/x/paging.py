"""Pages of lists: newest first, between two ids or times, with tokens that stay good when the list changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.playground.x.ids import first_at
from bot.playground.x.refusals import invalid
from bot.playground.x.wire import JsonObject, moment

_START = "7140dibdnow9c7btw"  # tokens are opaque; these say after which id the next page begins


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_HasId)


@dataclass(frozen=True, slots=True)
class Size:
    """How many things a page may have, and has when nobody says."""

    least: int
    most: int
    usual: int


def paged(
    items: Sequence[Item], query: Mapping[str, str], size: Size, tokens: Sequence[str] = ("pagination_token",)
) -> tuple[list[Item], JsonObject]:
    """The page that is asked for, and its `meta`; `items` come oldest first, as they were made.

    Raises Refusal for a bad size, token, id or time.
    """
    many = number(query, "max_results", size)
    below = _below(query, tokens)
    low, high = span(query)
    chosen: list[Item] = []
    for item in reversed(items):
        if int(item.id) <= low or len(chosen) > many:
            break
        if int(item.id) < min(below, high):
            chosen.append(item)
    page = chosen[:many]
    meta: JsonObject = {"result_count": len(page)}
    if page:
        meta |= {"newest_id": page[0].id, "oldest_id": page[-1].id}
    if len(chosen) > many:
        meta["next_token"] = f"{_START}{int(page[-1].id):x}"
    return page, meta


def number(query: Mapping[str, str], name: str, size: Size) -> int:
    """A whole number within its bounds; raises Refusal."""
    text = query.get(name, str(size.usual))
    if not text.isdigit() or not size.least <= int(text) <= size.most:
        words = f"The `{name}` query parameter value [{text}] is not between {size.least} and {size.most}"
        raise invalid(name, text, words)
    return int(text)


def _below(query: Mapping[str, str], tokens: Sequence[str]) -> int:
    given = next((query[name] for name in tokens if name in query), "")
    if not given:
        return 1 << 63
    try:
        if not given.startswith(_START):
            raise ValueError
        return int(given.removeprefix(_START), 16)
    except ValueError:
        raise invalid(tokens[0], given, f"The `{tokens[0]}` query parameter value [{given}] is not valid") from None


def span(query: Mapping[str, str]) -> tuple[int, int]:
    """Between which ids, both left out, those lie that since_id, until_id, start_time and end_time ask for."""
    low, high = -1, 1 << 63
    if since := query.get("since_id"):
        low = max(low, _id("since_id", since))
    if until := query.get("until_id"):
        high = min(high, _id("until_id", until))
    if start := query.get("start_time"):
        low = max(low, first_at(_time("start_time", start)) - 1)
    if end := query.get("end_time"):
        high = min(high, first_at(_time("end_time", end)))
    return low, high


def _id(name: str, text: str) -> int:
    if not text.isdigit() or len(text) > 19:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not valid")
    return int(text)


def _time(name: str, text: str) -> float:
    try:
        return moment(text)
    except ValueError:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not a valid RFC3339 date") from None
