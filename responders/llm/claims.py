"""Whether the words of a text stand in its sources: sentence by sentence, in any script, without a dictionary.

Every word that is not harmless must be a word of the sources, or another form of one. So what nobody wrote down, be it
a name, a promise, an insult or a number in words, is noticed in any language; what is only said in other words, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from responders.affirming import YES_AND_NO, YES_RUNS
from responders.llm.numbers import MARK, Fact, taken_apart
from responders.llm.vocabulary import (
    COMMITMENT_SIGNS,
    COMMITMENTS,
    CONDITION_SIGNS,
    CONDITIONS,
    COSTS,
    COURTESY,
    ENDINGS,
    GREETINGS,
    HARMLESS,
    HARMLESS_RUNS,
    NEGATION_SIGNS,
    NEGATIONS,
)
from responders.text import UNSPACED, normalise, words

SENTENCE = regex.compile(r"(?<=[.!?])(?=\s)|[\n;。！｡।…]+")
QUESTION = regex.compile(r"[？؟]")
APOSTROPHE = regex.compile(r"(?<=\p{L})['’](?=\p{L})")
RUNS = regex.compile(rf"[{UNSPACED}][{UNSPACED}\p{{M}}]*")
LATIN = regex.compile(r"[\p{Latin}\p{Cyrillic}\p{Greek}]+")
LOWEST = regex.compile(rf"(?:^|\s)(?:from|ab|desde|partir de|da)\s+{MARK}(?!\s+(?:to|bis|a|à|al|-)\s)")
PART = regex.compile(r"[,،、，:]+|\s[-–—]\s")
STEM = 4  # letters that two forms of a word share at least
YES_ALONE = 2  # words: "no" and "no, thanks", but not "no dogs in the garden"
GLUE = 3  # letters, in other scripts, by which two forms of a word may differ


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in the form in which it is compared."""

    facts: tuple[Fact, ...]
    said: str
    words: frozenset[str]
    content: frozenset[str]  # without what is harmless and what only turns it round
    runs: str  # of scripts without spaces, all together

    @property
    def asks(self) -> bool:
        """Whether it is a question, which says nothing."""
        return self.said.endswith("?")

    @property
    def negated(self) -> bool:
        """Whether it says that something is not so."""
        return bool(self.words & NEGATIONS) or any(sign in self.said for sign in NEGATION_SIGNS)

    @property
    def commits(self) -> frozenset[str]:
        """The beginnings of the words in it with which we would bind ourselves."""
        signs = {sign for sign in COMMITMENT_SIGNS if sign in self.runs}
        return frozenset(signs | {stem for word in self.words for stem in COMMITMENTS if word.startswith(stem)})

    @property
    def conditions(self) -> frozenset[str]:
        """The words in it that say for whom, when or how far it holds."""
        signs = {sign for sign in CONDITION_SIGNS if sign in self.runs}
        at_least = LOWEST.search(self.said) and any(fact.kind == "money" for fact in self.facts)
        return (self.words & CONDITIONS) | signs | ({"from"} if at_least else set())


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that say anything."""
    parts = (part.strip() for part in SENTENCE.split(QUESTION.sub("? ", text)) if part)
    return tuple(one for part in parts if (one := sentence(part)).words or one.runs or one.facts)


def sentence(text: str) -> Sentence:
    """One sentence as it is compared."""
    found_facts, rest = taken_apart(text)
    said = normalise(APOSTROPHE.sub(" ", rest))
    runs = "".join(RUNS.findall(said))
    found = frozenset(word for word in words(RUNS.sub(" ", said)) if not word.isdigit())
    return Sentence(found_facts, said, found, found - HARMLESS - NEGATIONS, runs)


@dataclass(frozen=True, slots=True)
class Known:
    """What may be said: all words, and all pairs of signs in scripts without spaces."""

    words: frozenset[str]
    pairs: frozenset[str]


def known(parts: Iterable[Sentence]) -> Known:
    """The words and pairs of some sentences."""
    each = tuple(parts)
    return Known(
        frozenset(word for one in each for word in one.words),
        frozenset(pair for one in each for pair in _pairs(one.runs)),
    )


def unsupported(said: Sentence, there: Known) -> tuple[str, ...]:
    """The words of a sentence that do not stand in a source in any form."""
    priced = any(fact.kind == "money" for fact in said.facts)  # then the sum says what the word for it says
    content = said.content - COSTS if priced else said.content
    strange = [word for word in content if word not in there.words and not another_form(word, there.words)]
    runs = [run for run in _claiming(said.runs) if not set(_pairs(run) or (run,)) <= there.pairs]
    return (*granted_without_a_word(said), *sorted(strange, key=said.said.find), *runs)


def yes_or_no(said: Sentence) -> str:
    """The yes or no with which a sentence or a part of it begins; "" if none does."""
    for part in PART.split(said.said):
        run = RUNS.match(part.strip())
        if run and run[0].rstrip() in YES_RUNS:
            return run[0]
        if (first := words(part)[:1]) and first[0] in YES_AND_NO and len(words(part)) <= YES_ALONE:
            return first[0]
    return ""


def granted_without_a_word(said: Sentence) -> tuple[str, ...]:
    """The parts of a sentence that claim nothing by themselves, and yet are an answer: we do, you can."""
    parts = [part.strip() for part in PART.split(said.said) if part]
    bare = [part for part in parts if _bare(part) and not set(words(part)) <= COURTESY]
    return tuple(bare)


def likeness(said: Sentence, other: Sentence) -> float:
    """How much of a sentence stands in another; 0 for nothing. Of two like ones the shorter counts."""
    same = sum(word in other.words or another_form(word, other.words) for word in said.content)
    same += len(set(_pairs(said.runs)) & set(_pairs(other.runs)))
    return max(same - len(other.content) / 1000, 0.0)


def without_names(text: str, names: Iterable[str]) -> str:
    """The text without the asker's name where it only addresses them: after a greeting, or before a comma."""
    for name in names:
        after = regex.compile(
            rf"(?<=^\s*|\b(?:{'|'.join(GREETINGS)})[\s,]+){regex.escape(name)}(?=\s*(?:[,!.।，！:–-]|$|\n))", regex.I
        )
        before = regex.compile(rf"(?<=,\s*){regex.escape(name)}(?=\s*[.!?।])", regex.I)
        text = before.sub("", after.sub("", text))
    return text


def _bare(part: str) -> bool:
    """Whether a part of a sentence has no word that a source could prove."""
    proven = RUNS.search(part) or MARK in part
    return bool(part) and not proven and not set(words(part)) - HARMLESS


def another_form(word: str, there: Iterable[str]) -> bool:
    """Whether one of some words is another form of this one."""
    return any(_one_stem(word, other) for other in there if other[: STEM - 1] == word[: STEM - 1])


def _one_stem(one: str, other: str) -> bool:
    """Whether two words are forms of one: the same beginning, and endings that words have."""
    share = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        share += 1
    rest, left = one[share:], other[share:]
    if LATIN.fullmatch(one):
        return share >= STEM and rest in ENDINGS and left in ENDINGS
    return share >= STEM - 1 and len(rest) <= GLUE and len(left) <= GLUE


def _claiming(runs: str) -> Iterator[str]:
    """The parts of a run of signs that are left when what is harmless is taken out."""
    if runs in YES_RUNS:
        yield runs
    for phrase in HARMLESS_RUNS:
        runs = runs.replace(phrase, " ")
    yield from runs.split()


def _pairs(run: str) -> tuple[str, ...]:
    return tuple(a + b for a, b in pairwise(run))
