"""Gaps in the texts of rules: {name}, {next_opening} and their like, and what they are filled in with.

A gap that nothing is known for is never sent: where the name is missing, what leads to it closes; anything else leaves
a mark, and a person has to fill it in. What people outside wrote (names, posts) is cut down to letters first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

import regex

from inbox.canned import GAP, filled
from responders.alarm import alarming
from responders.hours import Hours
from responders.hours_words import hours_in_words, opening_in_words
from responders.text import readable, spaced
from responders.turn import Turn

LEFT_OPEN = "…"
LONGEST_NAME, LONGEST_POST = 40, 60
NAME = "{name}"
NOT_A_NAME = regex.compile(r"[^\p{L}\p{M}\p{N} .'’·-]+")
ADDRESS = regex.compile(r"\p{L}\.\p{L}|\d{5}")  # a domain, a telephone number: more than a name
NOT_PLAIN = regex.compile(r"[{}\p{Cc}\p{Cf}\p{Cs}]+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What gaps are filled in from; `language` is what the text is written in, "" where nobody said."""

    turn: Turn
    language: str = ""
    hours: Hours | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A text to send, the names of gaps that nothing is known for, and how much of it is our own words."""

    text: str
    missing: tuple[str, ...]
    ours: str


def _name(facts: Facts) -> str:
    contact = facts.turn.contact
    called = " ".join(NOT_A_NAME.sub(" ", readable(contact.name)).split()) if contact else ""
    fits = 0 < len(called) <= LONGEST_NAME and not ADDRESS.search(called) and spaced(called)
    return called if fits and not alarming(called) else ""


def _first_name(facts: Facts) -> str:
    return _name(facts).partition(" ")[0]


def _account(facts: Facts) -> str:
    return facts.turn.conversation.account.partition(":")[2]


def _network(facts: Facts) -> str:
    name = facts.turn.conversation.account.partition(":")[0]
    return name.upper() if len(name) == 1 else name.capitalize()


def _post(facts: Facts) -> str:
    subject = facts.turn.conversation.thread.subject
    lines = subject.text.strip().splitlines() if subject else []
    first = " ".join(NOT_PLAIN.sub(" ", lines[0]).split()) if lines else ""
    return first if len(first) <= LONGEST_POST else first[: LONGEST_POST - 1].rstrip() + "…"


def _post_link(facts: Facts) -> str:
    subject = facts.turn.conversation.thread.subject
    link = subject.link if subject else ""
    return link if not NOT_PLAIN.search(link) and link.startswith(("https://", "http://")) and " " not in link else ""


def _hours(facts: Facts) -> str:
    return hours_in_words(facts.hours, facts.language) if facts.hours else ""


def _next_opening(facts: Facts) -> str:
    at = facts.hours.next_opening(facts.turn.now) if facts.hours else None
    return opening_in_words(facts.hours, at, facts.turn.now, facts.language) if facts.hours and at else ""


VALUES: dict[str, Callable[[Facts], str]] = {
    "name": _name,
    "first_name": _first_name,
    "account": _account,
    "network": _network,
    "post": _post,
    "post_link": _post_link,
    "link": lambda facts: facts.link,
    "hours": _hours,
    "next_opening": _next_opening,
}
NAMES = frozenset({"name", "first_name"})
NOT_OURS = NAMES | {"post"}  # what people outside wrote, or may have
OF_HOURS = frozenset({"hours", "next_opening"})


def gaps(text: str) -> tuple[str, ...]:
    """The names of the gaps in a text, each once, known or not."""
    return tuple(dict.fromkeys(gap.strip("{}") for gap in GAP.findall(text)))


def well_formed(text: str) -> str:
    """The text, if somebody fills in every gap of it; ValueError in words otherwise."""
    rest = text
    for name in VALUES:
        rest = rest.replace(f"{{{name}}}", "")
    unknown = GAP.search(rest)
    if unknown:
        raise ValueError(f"nobody fills in {unknown[0]}; known here: {', '.join(f'{{{name}}}' for name in VALUES)}")
    if "{" in rest or "}" in rest:
        raise ValueError(
            "a { or } stands here that belongs to no gap; leave it out, or write a whole one such as {name}"
        )
    return text


def fill(text: str, facts: Facts) -> Filled:
    """The text with everything filled in that is known."""
    values = {name: VALUES[name](facts) for name in gaps(text)}
    missing = tuple(name for name, value in values.items() if not value and name not in NAMES)
    ours = _put(text, {name: value for name, value in values.items() if name not in NOT_OURS})
    said = _put(text, {name: value or LEFT_OPEN for name, value in values.items() if name not in NAMES})
    for name in NAMES & values.keys():
        said = filled(said.replace(f"{{{name}}}", NAME), values[name])
    return Filled(said, missing, ours)


def pieces(text: str, link: str) -> tuple[str, ...]:
    """What stands between the gaps of a text, as it is compared: so that what was said is known again."""
    found: Iterable[str] = GAP.split(text.replace("{link}", link))
    return tuple(line for piece in found if (line := spaced(piece)))


def is_address(text: str) -> str:
    """The text, if it is the address of a page; ValueError in words otherwise."""
    try:
        parts = urlsplit(text)
        fits = parts.scheme in {"http", "https"} and parts.hostname and not NOT_PLAIN.search(text)
    except ValueError:
        fits = False
    if not fits or text.split() != [text]:
        raise ValueError("must be an address such as https://example.org/returns")
    return text


def _put(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
