"""What happens in a day: posts of ours, what people say below them and in private, and what they take back. Pure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
What = Literal["post", "comment", "reply", "held", "message", "edit", "remove"]
SAID: tuple[What, ...] = ("comment", "reply", "held", "message")
FRESH: tuple[float, ...] = (8.0 * HOUR, 12.5 * HOUR, 17.9 * HOUR)  # when we post; post 0 is a month old
STORM = 18.0 * HOUR  # an hour long
MORNING, EVENING = 6.0 * HOUR, DAY - 2 * MINUTE
SHARES = {"night": 0.01, "launch": 0.15, "storm": 0.4}  # two launches; the rest trickles over the day
REPLIES, HELD, MESSAGES, EDITED, REMOVED = 0.2, 0.03, 0.02, 0.03, 0.03


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happens, `at` seconds after midnight.

    `number` is whose turn it is: of a post of ours, or of what is said. `to` is what it is below, or about.
    """

    at: float
    what: What
    number: int
    to: int = 0
    late: bool = False  # said below a post of the day before or older


def planned(
    count: int, *, held: bool = False, private: bool = False, edits: bool = True, length: float = DAY
) -> list[Moment]:
    """A day with so many comments, in the order of time.

    With `held` some wait for our review; with `private` some are messages; without `edits` nobody changes anything.
    What is taken back has no answers. A day of less `length` (seconds) is the same, only shorter.
    """
    draw = random.Random("a day")
    said = [_said(draw, at, post, number) for number, (at, post) in enumerate(_times(draw, count))]
    kinds = {number: _kind(draw, held=held, private=private) for number in range(len(said))}
    gone = {one.number for one in said if draw.random() < REMOVED}
    found, below = [Moment(at, "post", number) for number, at in enumerate(FRESH, 1)], dict[int, list[int]]()
    for one in said:
        what, tops = kinds[one.number], below.setdefault(one.to, [])
        if what == "reply" and tops:
            found.append(Moment(one.at, what, one.number, draw.choice(tops), one.late))
        else:
            what = "comment" if what == "reply" else what
            found.append(Moment(one.at, what, one.number, one.to, one.late))
        if what == "comment" and one.number not in gone:
            tops.append(one.number)
        if one.number in gone and what in ("comment", "reply"):
            found.append(Moment(one.at + draw.uniform(MINUTE, 3 * HOUR), "remove", one.number, one.number))
        elif what in ("comment", "reply") and draw.random() < EDITED and edits:
            found.append(Moment(one.at + draw.uniform(MINUTE, 2 * HOUR), "edit", one.number, one.number))
    told = sorted((one for one in found if one.at < EVENING), key=lambda one: one.at)
    return [replace(one, at=one.at * length / DAY) for one in told]


def _times(draw: random.Random, count: int) -> list[tuple[float, int]]:
    """When something is said, and below which post; in the order of time."""
    found = [(draw.uniform(0, MORNING), 0) for _ in range(round(SHARES["night"] * count))]
    for post in (1, 2):
        bursts = (FRESH[post - 1] + draw.expovariate(1 / (20 * MINUTE)) for _ in range(round(SHARES["launch"] * count)))
        found += [(min(at, FRESH[post - 1] + 4 * HOUR), post) for at in bursts]
    found += [(draw.uniform(STORM, STORM + HOUR), 3) for _ in range(round(SHARES["storm"] * count))]
    while len(found) < count:
        at = draw.uniform(MORNING, EVENING)
        found.append((at, draw.choice([0, *(number for number, when in enumerate(FRESH, 1) if when < at)])))
    return sorted(found[:count])


def _said(draw: random.Random, at: float, post: int, number: int) -> Moment:
    return Moment(at, "comment", number, post, late=post == 0)


def _kind(draw: random.Random, *, held: bool, private: bool) -> What:
    share = draw.random()
    if share < REPLIES:
        return "reply"
    if held and share < REPLIES + HELD:
        return "held"
    return "message" if private and share > 1 - MESSAGES else "comment"


def texts(moments: Sequence[Moment]) -> dict[int, str]:
    """What is said each time, as it stands at the end of the day."""
    edited = {one.to for one in moments if one.what == "edit"}
    return {one.number: words(one.number, edited=one.number in edited) for one in moments if one.what in SAID}


def words(number: int, *, edited: bool = False) -> str:
    """The words of one comment, a hundred characters."""
    return f"Comment {number}, how long does it take?{' I mean the blue one.' if edited else ''}".ljust(100, ".")
