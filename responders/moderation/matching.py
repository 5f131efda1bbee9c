"""Conditions of moderation as functions of a message; what is cheap is looked at first, what costs money last.

Words and patterns are not looked for one by one: those of all rules are gathered, found in one pass, and a test only
looks up whether its own are among them. By the same numbers a rule that has none of its own there is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import re2

from responders.links import is_below
from responders.moderation.conditions import PLACES, Capitals, Condition, Emoji, Flood, Links, Raid, Repeated, Writer
from responders.moderation.parts import OPEN, Atom, Found, Hit, Part, Test, all_of, any_of, none_of, of_words
from responders.moderation.seen import Arrived
from responders.moderation.writing import writing
from responders.rules import matching as rules
from responders.rules.conditions import PATTERN_OPTIONS

LINK: Atom = ("link", 0)
SHOWN = 60  # characters of what was found that a person is shown
SURE = 0.99


@dataclass(slots=True)
class Gathered:
    """What all rules look for, each thing once: lists of words by their names or words, and patterns."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[tuple[str, ...], int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)  # lists of the file, by the same numbers
    patterns: dict[str, int] = field(default_factory=dict)

    def number_of(self, words: tuple[str, ...]) -> int:
        """The number of some words that a rule has itself."""
        return self.words.setdefault(words, len(self.words))

    def number_of_list(self, name: str) -> int:
        """The number of a list; one that is not there has no words."""
        return self.named.setdefault(name, self.number_of(self.lists.get(name, ())))


Maker = Callable[[Any, Gathered], Part]


def compiled(condition: Condition, into: Gathered) -> Part:
    """A condition as one function; all its parts must hold."""
    asked = ((make, getattr(condition, name)) for name, make in MAKERS)
    return all_of([make(wanted, into) for make, wanted in asked if wanted not in (None, ())])


def _as_in_rules(name: str) -> Maker:
    make = dict(rules.MAKERS)[name]
    return lambda wanted, _: Part(of_words(make(wanted, rules.NOWHERE), told=name == "always" or name not in PLACES))


def _languages(wanted: tuple[str, ...], _: Gathered) -> Part:
    of_rules = dict(rules.MAKERS)["languages"](wanted, rules.NOWHERE)

    def test(seen: Arrived) -> Found:
        if not seen.language:
            return OPEN
        words = of_rules(seen)
        return None if words is None else Hit(words)

    return Part(test)


def _words(wanted: tuple[str, ...], into: Gathered) -> Part:
    number = into.number_of(wanted)
    return Part(_listed(number, ""), frozenset({("words", number)}))


def _lists(wanted: tuple[str, ...], into: Gathered) -> Part:
    return any_of(
        [
            Part(_listed(number, f" (list {name})"), frozenset({("words", number)}))
            for name in wanted
            for number in [into.number_of_list(name)]
        ]
    )


def _listed(number: int, where: str) -> Test:
    def test(seen: Arrived) -> Found:
        word = seen.what.listed.get(number)
        return None if word is None else Hit(f'the {"words" if " " in word else "word"} "{word[:SHOWN]}"{where}')

    return test


def _pattern(wanted: str, into: Gathered) -> Part:
    number = into.patterns.setdefault(wanted, len(into.patterns))
    search = re2.compile(wanted, PATTERN_OPTIONS).search

    def test(seen: Arrived) -> Found:
        if number not in seen.what.patterns:
            return None
        hit = search(seen.raw)
        words = " ".join(hit.group().decode("utf-8", "replace").split())[:SHOWN] if hit else ""
        return Hit(f'"{words}" (a pattern)') if hit else None

    return Part(test, frozenset({("pattern", number)}))


def _mentions(wanted: int, _: Gathered) -> Part:
    return Part(lambda seen: Hit(f"{seen.what.mentions} people named") if seen.what.mentions >= wanted else None)


def _capitals(wanted: Capitals, _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        upper, letters = seen.what.capitals
        fits = letters >= wanted.letters and upper >= wanted.share * letters
        return Hit(f"{upper} capitals in {letters} letters") if fits else None

    return Part(test)


def _emoji(wanted: Emoji, _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        count, signs = seen.what.emoji
        fits = count >= (wanted.count or 1) and count >= (wanted.share or 0) * signs
        return Hit(f"{count} emoji in {signs} signs") if fits else None

    return Part(test)


def _links(wanted: Links, _: Gathered) -> Part:
    kinds, least = frozenset(wanted.kinds), wanted.at_least or 1
    anything = not (kinds or wanted.domains)

    def test(seen: Arrived) -> Found:
        found = []
        for link in seen.what.links:
            if is_below(link.host, wanted.other_than):
                continue
            odd = kinds & link.kinds
            if anything or odd or is_below(link.host, wanted.domains):
                found.append(f"{min(odd)} link {link.words[:SHOWN]}" if odd else f"link to {link.host[:SHOWN]}")
        if len(found) < least:
            return None
        return Hit(found[0] if len(found) == 1 else f"{len(found)} links, first {found[0]}")

    return Part(test, frozenset({LINK}))


def _invites(_: object, __: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        found = next((link for link in seen.what.links if "invite" in link.kinds), None)
        return Hit(f"an invite {found.words[:SHOWN]}") if found else None

    return Part(test, frozenset({LINK}))


def _repeated(wanted: Repeated, _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        crowd = seen.arrival.crowd
        fits = crowd.same >= wanted.times and crowd.same_people >= wanted.people
        return Hit(f"the same text {crowd.same} times by {crowd.same_people} people") if fits else None

    return Part(test)


def _flood(wanted: Flood, _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        count = seen.arrival.crowd.flood
        return Hit(f"{count} messages of one person in a short time") if count >= wanted.messages else None

    return Part(test)


def _raid(wanted: Raid, _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        count = seen.arrival.crowd.newcomers
        return Hit(f"{count} people new here in a short time") if count >= wanted.newcomers else None

    return Part(test)


def _strikes(wanted: float, _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        points = seen.arrival.person.points
        return Hit(f"{points:.1f} strikes") if points >= wanted else None

    return Part(test)


def _author(wanted: Writer, _: Gathered) -> Part:
    return Part(writing(wanted))


def _spam(wanted: float, _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        if seen.spam < wanted:
            return None
        because = f": {seen.what.spam_because}" if seen.what.spam_because else ""
        return Hit(f"spam, {_percent(seen.spam)} sure{because}", seen.spam)

    return Part(test)


def _toxic(wanted: Mapping[str, float], _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        found = {name: seen.toxic.classes.get(name, 0.0) for name in wanted}
        over = [name for name, score in found.items() if score >= wanted[name]]
        if not over:
            return None
        worst = max(over, key=lambda name: found[name])
        because = f": {seen.toxic.because[:SHOWN]}" if seen.toxic.because else ""
        return Hit(f"{worst}{because}", found[worst])

    return Part(test)


def _scores(wanted: Mapping[str, float], _: Gathered) -> Part:
    def test(seen: Arrived) -> Found:
        scores = seen.scores
        if scores is None:
            seen.wants_scores = True
            return OPEN
        over = [name for name, least in wanted.items() if scores.get(name, 0.0) >= least]
        if not over:
            seen.unscored |= wanted.keys() - scores.keys()
            return OPEN if wanted.keys() - scores.keys() else None
        worst = max(over, key=lambda name: scores[name])
        return Hit(f"the classifier says {worst}, {_percent(scores[worst])}", scores[worst])

    return Part(test)


def _any(conditions: tuple[Condition, ...], into: Gathered) -> Part:
    return any_of([compiled(each, into) for each in conditions])


def _all(conditions: tuple[Condition, ...], into: Gathered) -> Part:
    return all_of([compiled(each, into) for each in conditions])


def _not(condition: Condition, into: Gathered) -> Part:
    return none_of(compiled(condition, into))


def _percent(share: float) -> str:
    return f"{min(share, SURE):.0%}"


MAKERS: tuple[tuple[str, Maker], ...] = (
    ("always", _as_in_rules("always")),
    ("networks", _as_in_rules("networks")),
    ("accounts", _as_in_rules("accounts")),
    ("kinds", _as_in_rules("kinds")),
    ("labels", _as_in_rules("labels")),
    ("strikes", _strikes),
    ("repeated", _repeated),
    ("flood", _flood),
    ("raid", _raid),
    ("words", _words),
    ("lists", _lists),
    ("pattern", _pattern),
    ("invites", _invites),
    ("links", _links),
    ("media", _as_in_rules("media")),
    ("author", _author),
    ("mentions", _mentions),
    ("emoji", _emoji),
    ("capitals", _capitals),
    ("post", _as_in_rules("post")),
    ("languages", _languages),
    ("spam", _spam),
    ("any_", _any),
    ("all_", _all),
    ("not_", _not),
    ("toxic", _toxic),
    ("scores", _scores),
)
