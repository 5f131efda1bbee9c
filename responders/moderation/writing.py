"""Who wrote: what is known of them by their messages, their network, and what our people noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fnmatch import fnmatchcase
from typing import Any

from inbox.times import span
from responders.moderation.conditions import Writer
from responders.moderation.parts import OPEN, Found, Hit, Test
from responders.moderation.seen import Arrived

Answer = bool | None  # None: nobody told


def _counted(seen: Arrived, fits: Callable[[int], bool]) -> Answer:
    return fits(seen.arrival.messages) if seen.arrival.messages else None


def _since(seen: Arrived, at: int, fits: Callable[[int], bool]) -> Answer:
    return fits(max(0, seen.arrival.now - at)) if at else None


def _followers(seen: Arrived, below: int) -> Answer:
    count = seen.arrival.contact.followers
    return None if count is None else count < below


def _follows(seen: Arrived, wanted: bool) -> Answer:  # noqa: FBT001 - asked like all the others
    follows = seen.arrival.contact.follows
    return None if follows is None else follows is wanted


def _labelled(seen: Arrived, wanted: tuple[str, ...]) -> Answer:
    return any(fnmatchcase(label, pattern) for label in seen.arrival.person.labels for pattern in wanted)


def _ms(lasting: timedelta) -> int:
    return round(lasting.total_seconds() * 1000)


ASKED: tuple[tuple[str, Callable[[Arrived, Any], Answer]], ...] = (
    ("first", lambda seen, wanted: _counted(seen, lambda count: (count == 1) is wanted)),
    ("at_least", lambda seen, wanted: _counted(seen, lambda count: count >= wanted)),
    ("at_most", lambda seen, wanted: _counted(seen, lambda count: count <= wanted)),
    ("known_for", lambda seen, wanted: _since(seen, seen.arrival.known_since, lambda ago: ago >= _ms(wanted))),
    ("new_within", lambda seen, wanted: _since(seen, seen.arrival.known_since, lambda ago: ago <= _ms(wanted))),
    ("followers_below", _followers),
    ("younger_than", lambda seen, wanted: _since(seen, seen.arrival.contact.joined, lambda ago: ago < _ms(wanted))),
    ("follows_us", _follows),
    ("labels", _labelled),
)


def _who(seen: Arrived) -> str:
    """What is known of who wrote, in words."""
    arrival = seen.arrival
    told = ["somebody new" if arrival.messages == 1 else f"{arrival.messages} messages so far"]
    if arrival.contact.followers is not None:
        told.append(f"{arrival.contact.followers} followers")
    if arrival.contact.joined:
        told.append(f"there for {span(max(0, arrival.now - arrival.contact.joined))}")
    return ", ".join(told)


def writing(wanted: Writer) -> Test:
    """A test of who wrote; what nobody told is open, or fits where the rule says so."""
    asked = [(ask, of) for name, ask in ASKED if (of := getattr(wanted, name)) not in (None, ())]

    def test(seen: Arrived) -> Found:
        answers = [ask(seen, of) for ask, of in asked]
        if False in answers:
            return None
        return OPEN if None in answers and not wanted.unknown else Hit(_who(seen))

    return test
