"""Pages of lists: tokens that say where the next page begins, good also when the list has grown meanwhile."""

from __future__ import annotations

import base64
import bisect
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from bot.playground.youtube.records import Comment
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.wire import JsonObject

_Item = TypeVar("_Item")


def newest_first(
    comments: Sequence[Comment], token: str, size: int, wanted: Callable[[Comment], bool]
) -> tuple[list[Comment], str]:
    """One page of comments that are kept oldest first, and the token of the next page, empty at the end."""
    end = bisect.bisect_left(comments, _place(token), key=Comment.place) if token else len(comments)
    found = list(islice(filter(wanted, _backwards(comments, end)), size + 1))
    page = found[:size]
    return page, _token("t", *page[-1].place()) if len(found) > size and page else ""


def by_offset(items: Sequence[_Item], token: str, size: int) -> tuple[Sequence[_Item], str]:
    """One page of a list whose order is no matter of time."""
    start = int(_read(token, "o")[0]) if token else 0
    page = items[start : start + size]
    return page, _token("o", start + size) if start + size < len(items) else ""


def listing(kind: str, items: list[JsonObject], size: int, following: str, total: int | None = None) -> JsonObject:
    """The answer that a page is; of comments `totalResults` tells only how many there are on it."""
    body: JsonObject = {"kind": f"youtube#{kind}ListResponse"}
    if following:
        body["nextPageToken"] = following
    count = len(items) if total is None else total
    return body | {"pageInfo": {"totalResults": count, "resultsPerPage": size}, "items": items}


def _backwards(comments: Sequence[Comment], end: int) -> Iterator[Comment]:
    for at in range(end - 1, -1, -1):
        yield comments[at]


def _place(token: str) -> tuple[float, int]:
    created, number = _read(token, "t")
    return created, int(number)


def _token(kind: str, *numbers: float) -> str:
    words = ":".join((kind, *(f"{number:.0f}" for number in numbers)))
    return "Q0FF" + base64.urlsafe_b64encode(words.encode()).decode().rstrip("=")


def _read(token: str, kind: str) -> list[float]:
    try:
        words = base64.urlsafe_b64decode(token.removeprefix("Q0FF") + "==").decode().split(":")
        numbers = [float(word) for word in words[1:]]
    except ValueError:
        raise Refusal("invalidPageToken") from None
    if words[0] != kind or len(numbers) != (2 if kind == "t" else 1):
        raise Refusal("invalidPageToken")
    return numbers
