"""What the brand says of itself, as the checks of a text want it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from responders.guard.said import Ground
from responders.text import words

if TYPE_CHECKING:  # what is looked up in needs numpy, which the checks do not
    from responders.brain import Line
    from responders.brain.knowledge import Knowledge

QUOTED = re.compile(r"[\"“„«「]([^\"”“»」\n]{2,60})[\"”“»」]")
FEW = 3  # words: a red line so short names what is not said


def ground_of(knowledge: Knowledge) -> Ground:
    """What may be told and linked to, what is never promised or said, and which contacts are only for the team.

    A red line counts as words that are never said where it is three words or fewer, or puts them in quotes
    (`Never call anybody "cheap"`); every other one is for people and for the model.
    """
    return Ground(
        text="\n".join(f"{passage.title}\n{passage.text}" for passage in knowledge.passages),
        links=tuple(sorted(knowledge.links)),
        promises=tuple(line.text for line in knowledge.promises),
        banned=tuple(_named(knowledge.red_lines)),
        internal=tuple(_reach(knowledge.contacts)),
    )


def _named(red_lines: Sequence[Line]) -> Iterator[str]:
    for line in red_lines:
        quoted = QUOTED.findall(line.text)
        yield from quoted or ([line.text] if len(words(line.text)) <= FEW else [])


def _reach(contacts: Sequence[Line]) -> Iterator[str]:
    """Addresses and numbers of those who are not named outside; their names and matters are ordinary words."""
    for line in contacts:
        if not line.public:
            yield from (part for part in line.text.split(", ") if "@" in part or sum(map(str.isdecimal, part)) > 5)
