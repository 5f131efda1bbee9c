"""Finds commands, mentions, links and the like in a text, with offsets in UTF-16 code units as Telegram counts them."""

from __future__ import annotations

import re

from bot.playground.telegram.wire import JsonObject

_MARKS = re.compile(
    r"(?P<url>https?://[^\s<>\"]+|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:com|org|net|io|in|me|example)\b(?:/[^\s<>\"]*)?)"
    r"|(?P<email>(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@[A-Za-z]\w{2,31})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{2,31})"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)",
    re.IGNORECASE,
)
_HINT = re.compile(r"[@/#]|\.[A-Za-z]")
_TRAILING = ".,:;!?)'\""


def utf16(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def entities_in(text: str) -> list[JsonObject]:
    """The entities that Telegram itself finds in a text, in order."""
    if not _HINT.search(text):
        return []
    found: list[JsonObject] = []
    for mark in _MARKS.finditer(text):
        kind = mark.lastgroup or ""
        piece = mark.group().rstrip(_TRAILING) if kind == "url" else mark.group()
        found.append({"type": kind, "offset": utf16(text[: mark.start()]), "length": utf16(piece)})
    return found


def merged(text: str, given: list[JsonObject]) -> list[JsonObject]:
    """What a sender marked plus what Telegram finds where the sender marked nothing."""
    if not given:
        return entities_in(text)
    taken = [_span(entity) for entity in given]
    free = [e for e in entities_in(text) if not any(_overlaps(_span(e), span) for span in taken)]
    return sorted([*given, *free], key=_span)


def _span(entity: JsonObject) -> tuple[int, int]:
    start = int(str(entity.get("offset", 0)))
    return start, start + int(str(entity.get("length", 0)))


def _overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
