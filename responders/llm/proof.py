"""One sentence held against the sentences of the sources: what speaks against its standing there, in words."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from responders.brain import Passage
from responders.llm.claims import (
    Known,
    Sentence,
    another_form,
    known,
    likeness,
    sentence,
    sentences,
    unsupported,
    yes_or_no,
)
from responders.llm.numbers import Fact, facts, missing
from responders.llm.order import misplaced

CLOSEST = 5  # sentences of sources that are looked at closely
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of a source; what it stands under (its title, the brand) may be said together with it."""

    sentence: Sentence
    known: Known
    facts: tuple[Fact, ...]


def units(source: Passage, brand: str) -> tuple[Unit, ...]:
    """The sentences of a passage that say something; its questions do not, nor does the question of an FAQ entry."""
    return _units("" if source.kind == "faq" else source.title, source.text, brand)


def against(part: Sentence, there: Sequence[Unit]) -> tuple[str, ...]:
    """What speaks against a sentence, held against those of the sources that come nearest; empty: nothing."""
    ranked = sorted(((_nearness(part, unit), unit) for unit in there), key=lambda one: -one[0])
    # Where none proves it, what is said is what speaks against the one that is most like it.
    found = [(_against(part, unit), -near) for near, unit in ranked[:CLOSEST]]
    return min(found, key=lambda one: (len(one[0]), one[1]), default=((), 0.0))[0]


def listed(found: Iterable[str]) -> str:
    """A few of them in quotes, and how many more there are."""
    each = list(dict.fromkeys(found))
    more = f" and {len(each) - SHOWN} more" if len(each) > SHOWN else ""
    return ", ".join(f'"{one[:60]}"' for one in each[:SHOWN]) + more


@functools.lru_cache(512)  # the same few passages are cited again and again
def _units(title: str, text: str, brand: str) -> tuple[Unit, ...]:
    above = [one for one in (sentence(title), sentence(brand)) if not one.asks]
    stated = [fact for one in above for fact in one.facts]
    links = [fact for fact in facts(text) if fact.kind == "link"]  # often on a line of their own
    return tuple(
        Unit(one, known((one, *above)), tuple(dict.fromkeys((*one.facts, *stated, *links))))
        for one in sentences(text)
        if not one.asks
    )


def _nearness(part: Sentence, unit: Unit) -> float:
    return likeness(part, unit.sentence) + len(part.facts) - len(missing(part.facts, unit.facts))


def _against(part: Sentence, unit: Unit) -> tuple[str, ...]:
    turned = part.negated != unit.sentence.negated and likeness(part, unit.sentence) > 0
    said = (
        _strange_facts(part, unit),
        _strange_words(part, unit),
        "of a sentence and its source only one says not" if turned else "",
        _commits(part, unit),
    )
    return tuple(words for words in said if words)


def _strange_facts(part: Sentence, unit: Unit) -> str:
    if strange := missing(part.facts, unit.facts):
        return f"no source that it cites has {listed(fact.said.strip(' .') for fact in strange)}"
    return ""


def _strange_words(part: Sentence, unit: Unit) -> str:
    if word := yes_or_no(part):
        return f'it says "{word}" to what nobody can compare'
    if strange := unsupported(part, unit.known):
        return f"words that no source it cites has together: {listed(strange)}"
    left_out = unit.sentence.conditions - part.words - part.conditions
    if left_out and (part.content or part.runs):
        return f"it leaves out what its source says with it: {listed(sorted(left_out))}"
    if unit.sentence.negated and part.content and (lost := _lost(part, unit.sentence)):
        return f"of what is not so it leaves out {listed(lost)}"
    return misplaced(part, unit.sentence)


def _lost(part: Sentence, source: Sentence) -> list[str]:
    """The words of a source that a sentence has not: "we do not ship clay" is not "we do not ship"."""
    return [word for word in sorted(source.content) if word not in part.words and not another_form(word, part.words)]


def _commits(part: Sentence, unit: Unit) -> str:
    """What binds us must stand in that very sentence, and be said with everything it makes it depend on."""
    binding = sorted(part.commits)
    if not binding:
        return ""
    if not set(binding) <= unit.sentence.commits:
        return f'it binds us ("{binding[0]}…") where its source does not'
    needed = [Fact(fact.kind, fact.value, fact.said) for fact in unit.sentence.facts]
    whole = not missing(needed, part.facts) and unit.sentence.conditions <= part.words | part.conditions
    return "" if whole else f'it binds us ("{binding[0]}…") and leaves out on what it depends'
