"""How a message of ours is known again when the process died before its id was written down.

Discord keeps the component ids that we choose. The frame of every card carries a number made from its conversation,
and its first text one made from the slot that it shows; both are looked for in what Discord gives back.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def marker(conversation: str, slot: str | None = None) -> int:
    """The component id of a conversation's frame, or of a slot's first text: 31 bits, and never the same number."""
    frame = _number(conversation)
    if slot is None:
        return frame
    made = _number(f"{conversation} {slot}")
    return made if made != frame else made ^ 1


def bears(message: Mapping[str, Any], mark: int) -> bool:
    """Whether a message, as Discord's JSON gives it, has this component in it."""
    return any(component.get("id") == mark for component in _all(message.get("components", ())))


def _number(words: str) -> int:
    return (zlib.crc32(words.encode("utf-8", "replace")) >> 1) | 1 << 20  # far above the ids that Discord gives


def _all(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for one in components:
        yield one
        yield from _all(one.get("components", ()))
