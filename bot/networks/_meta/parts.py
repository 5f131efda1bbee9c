"""Cuts a text that is too long for one message into several, where a reader would pause, as the network counts."""

from __future__ import annotations

from typing import Final

import regex

from inbox.capabilities import TextLimit

SIGN: Final = regex.compile(r"\X")  # what a reader takes for one character: accents, joined emoji and flags are whole
PAUSES: Final = ("\n\n", "\n", " ")  # where to cut, the better ones first
LEAST: Final = 2  # a better pause counts only when it leaves a part at least half full


def split(text: str, limit: TextLimit) -> list[str]:
    """The parts, none empty and none too long; a text that fits is one part and stays as it is."""
    most = limit.part or limit.most
    if limit.length(text) <= most:
        return [text]
    parts: list[str] = []
    rest = text.strip()
    while limit.length(rest) > most:
        room = _room(rest, most, limit)
        end = _pause(rest, room)
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*parts, rest] if rest else parts


def _room(text: str, most: int, limit: TextLimit) -> int:
    """How many code points of the text fit, not cutting through what a reader takes for one character."""
    size = 0
    for found in SIGN.finditer(text):
        size += limit.length(found.group())
        if size > most:
            return found.start() or _squeezed(text, most, limit)
    return len(text)


def _squeezed(text: str, most: int, limit: TextLimit) -> int:
    """The same for one that alone is longer than a part, as people make them for fun."""
    size = 0
    for place, sign in enumerate(text):
        size += limit.length(sign)
        if size > most:
            return max(1, place)
    return len(text)


def _pause(text: str, room: int) -> int:
    """Where to cut within `room`: at the end of a paragraph, a line or a word; where there is none, at its end."""
    if text[room : room + 1].isspace():
        return room
    for pause in PAUSES:
        at = text.rfind(pause, 0, room)
        if at >= (room // LEAST if pause != " " else 1):
            return at
    return room
