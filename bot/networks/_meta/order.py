"""Puts what hooks tell into an order that can be stored: Meta promises none, and brings old news again.

What was said comes before what was done to it. What was done to a message that has not come yet is told again when it
comes, and what is older than what is known already is left out. All of it holds within one process; looking at the
posts later mends the rest.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.networks._meta.place import Change, Known
from inbox.incoming import Incoming, MessageEdited, MessageHidden, MessageRemoved, NewMessage, Reacted


def in_order(told: Iterable[Incoming], known: Known) -> list[Incoming]:
    """What one entry tells, as it is to be stored; remembers in `known` what was done to messages."""
    ordered: list[Incoming] = []
    for one in sorted(told, key=_rank):
        match one:
            case MessageRemoved() | MessageHidden() | Reacted():
                if _is_news(one, known):
                    ordered.append(one)
            case NewMessage() | MessageEdited():  # a store keeps an edited message that it never saw before
                ordered.append(one)
                if known.hear(one.id):
                    ordered += known.changes.get(one.id, {}).values()
            case _:
                ordered.append(one)
    return ordered


def _rank(one: Incoming) -> tuple[int, int]:
    match one:
        case NewMessage():
            return 0, one.at
        case MessageEdited():
            return 1, one.at
    return 2, 0


def _is_news(one: Change, known: Known) -> bool:
    """Whether nothing newer of this kind was done to the message; then it is the newest."""
    kind = f"{type(one).__name__} {one.author.remote}" if isinstance(one, Reacted) else type(one).__name__
    before = known.changes.get(one.id, {}).get(kind)
    if before is not None and before.at > one.at:
        return False
    known.keep_change(one, kind)
    return True
