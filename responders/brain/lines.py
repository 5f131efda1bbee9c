"""The lines of brand.yaml, each with its id, its owner and the day of its review, whoever of them was written where."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from responders.brain.written import BrandFile, Contact, Listed, Owned, OwnedHours, Product, WrittenLine
from responders.hours import CLOSED, DAY_NAMES, Hours
from responders.hours_words import hours_in_words
from responders.text import spaced

Place = tuple[str | int, ...]  # the keys and numbers that lead to something in the file
Owner = tuple[str, date | None]  # who answers for it, and when it should be read again
NOBODY: Owner = ("", None)

SECTIONS = {
    "mission": "Mission",
    "vision": "Vision",
    "history": "History",
    "values": "Values",
    "products": "Products",
    "hours": "Opening hours",
    "places": "Places",
    "strengths": "Strengths",
    "weaknesses": "Weaknesses",
    "opportunities": "Opportunities",
    "threats": "Threats",
    "voice": "Voice",
    "red_lines": "Red lines",
    "claims": "Claims",
    "never_promise": "Never promised",
    "contacts": "Contacts",
}
# What the team thinks among itself, and what only steers how we answer: no answer may be made of it.
UNTOLD = frozenset({"strengths", "weaknesses", "opportunities", "threats", "voice", "red_lines", "never_promise"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the brand; its `id` is unique in the file, and derived from its text where nobody gave one.

    A line with a `network` (part of the voice) counts there only. One that is not `public` is for the team: a
    weakness, say, or the telephone of a colleague.
    """

    id: str
    section: str
    title: str  # what the line is called: a product by its name
    text: str
    owner: str = ""
    review: date | None = None
    network: str = ""
    public: bool = True
    place: Place = field(default=(), repr=False, compare=False)


def lines_of(file: BrandFile) -> tuple[Line, ...]:
    """All lines in the order of SECTIONS, with the owner and review that they inherit from section and file."""
    return tuple(_lines(file))


def stale_because(line: Line, today: date) -> Iterator[str]:
    """Why somebody should read a line again, in words; nothing while it is fresh. It counts all the same."""
    if line.review and line.review < today:
        yield f"should have been read again by {line.review}; see whether it still holds, then write a later review"
    if not line.owner:
        yield "nobody answers for this line; write an owner on it, on its section, or once at the top of the file"


def derived_id(section: str, text: str) -> str:
    """The id of a line to which nobody gave one: the same as long as its words are."""
    digest = hashlib.sha256((spaced(text) or text).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{section}-{digest[:8]}"


def _lines(file: BrandFile) -> Iterator[Line]:
    for section, title in SECTIONS.items():
        held: Listed | OwnedHours | None = getattr(file, section)
        if held is None:
            continue
        owned = _inherited(held, _inherited(file, NOBODY))
        if isinstance(held, OwnedHours):
            yield Line(section, section, title, hours_text(held), *owned, place=(section,))
            continue
        yield from _listed(section, held, owned, (section,))
        if section == "voice":
            for network, own in file.voice.networks.items():
                yield from _listed(section, own, _inherited(own, owned), (section, "networks", network), network)


def _listed(section: str, held: Listed, owned: Owner, place: Place, network: str = "") -> Iterator[Line]:
    for number, written in enumerate(_written(held)):
        own, at = _inherited(written, owned), (*place, "lines", number)
        title, key, text = _words(section, written)
        public = written.public if isinstance(written, Contact) else section not in UNTOLD
        id = written.id or derived_id("-".join(filter(None, (section, network))), key)
        yield Line(id, section, title, text, *own, network, public, at)


def hours_text(hours: Hours) -> str:
    """The usual week with the days on which we are closed, the zone, and the days that are otherwise."""
    closed = [name.capitalize() for day, name in enumerate(DAY_NAMES) if not hours.usually(day)]
    otherwise = [f"{days}: {', '.join(map(str, openings)) or CLOSED}" for days, openings in hours.exceptions.items()]
    week = f"{hours_in_words(hours)} ({hours.zone})"
    return "\n".join(filter(None, (week, f"Closed on {', '.join(closed)}" if closed else "", *otherwise)))


def _written(held: Listed) -> tuple[WrittenLine | Product | Contact, ...]:
    lines: tuple[WrittenLine | Product | Contact, ...] = getattr(held, "lines", ())
    return lines


def _words(section: str, written: WrittenLine | Product | Contact) -> tuple[str, str, str]:
    """What a line is called, what its id is derived from, and its text."""
    match written:
        case Product():
            parts = (written.name, f"Price: {written.price}" if written.price else "", *written.facts, written.link)
            return written.name, written.name, "\n".join(filter(None, parts))
        case Contact():
            name = f"{written.matter}: {written.name}" if written.matter else written.name
            return SECTIONS[section], name, ", ".join((name, *written.reach))
        case _:
            return SECTIONS[section], written.text, written.text


def _inherited(own: Owned, outer: Owner) -> Owner:
    return own.owner or outer[0], own.review or outer[1]
