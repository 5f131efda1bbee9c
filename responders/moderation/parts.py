"""What a test of a condition answers, and how several are put together.

Besides yes and no there is "open": nobody knows (yet). What a network does not tell, and what a classifier was not
asked, is never taken for a no that another condition could turn into a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from responders.moderation.seen import Arrived


class Hit(NamedTuple):
    """What was found, in words, and how bad that is by itself (0: no telling); no words: nothing worth telling."""

    words: str
    severity: float = 0.0


class Open(Enum):
    """Nobody knows."""

    OPEN = "open"


OPEN = Open.OPEN
Found = Hit | Open | None
Test = Callable[[Arrived], Found]
Atom = tuple[str, int]
Gate = frozenset[Atom] | None
"""What to look for in a message first: a condition matches nothing without one of these; None: it may be anything."""


class Part(NamedTuple):
    """A condition as a function, and what must be in a message before it is worth calling."""

    test: Test
    gate: Gate = None


def of_words(test: Callable[[Arrived], str | None], *, told: bool = True) -> Test:
    """A test that answers in words, as those of rules.yaml do; `told`: whether anybody wants to read them."""

    def found(seen: Arrived) -> Found:
        words = test(seen)
        return None if words is None else Hit(words if told else "")

    return found


def all_of(parts: Sequence[Part]) -> Part:
    """All must hold; what matched is told together. The smallest gate of theirs is enough."""
    if len(parts) == 1:
        return parts[0]
    tests = [part.test for part in parts]

    def test(seen: Arrived) -> Found:
        hits, is_open = [], False
        for each in tests:
            found = each(seen)
            if found is None:
                return None
            if isinstance(found, Hit):
                hits.append(found)
            else:
                is_open = True
        return OPEN if is_open else Hit(_together(hits), max((hit.severity for hit in hits), default=0.0))

    gates = [part.gate for part in parts if part.gate is not None]
    return Part(test, min(gates, key=len) if gates else None)


def any_of(parts: Sequence[Part]) -> Part:
    """One is enough; it is open while one of them is."""
    tests = [part.test for part in parts]

    def test(seen: Arrived) -> Found:
        is_open = False
        for each in tests:
            found = each(seen)
            if isinstance(found, Hit):
                return found
            is_open = is_open or found is OPEN
        return OPEN if is_open else None

    gates = [part.gate for part in parts]
    gate = None if None in gates else frozenset(atom for each in gates for atom in each or ())
    return Part(test, gate)


def none_of(part: Part) -> Part:
    """The opposite; what is open stays so."""

    def test(seen: Arrived) -> Found:
        found = part.test(seen)
        return found if found is OPEN else None if found else Hit("")

    return Part(test)


def _together(hits: Sequence[Hit]) -> str:
    return " and ".join(dict.fromkeys(hit.words for hit in hits if hit.words))
