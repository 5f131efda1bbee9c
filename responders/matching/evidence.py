"""What speaks for and against the entry that the classifier puts first.

The classifier is sure of itself also far from everything it was told. Whether its answer is right is another question,
and what tells it is the same for every brand: how far ahead the entry is, how near its nearest phrasing, whether words
and spelling agree, which words of the question the entry has never heard, and which words of its phrasings are missing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

from responders.matching.vocabulary import Word


@dataclass(frozen=True, slots=True)
class Evidence:
    """The figures that the calibrator weighs, in its order; shares, likenesses and weights are about 0 to 1."""

    score: float  # of the classifier, for this entry
    second: float  # for the next
    ahead: float
    share: float  # of this entry when all scores are made to sum to 1
    positive: float  # what all entries score together
    none: float  # score and likeness of the questions that have no entry
    none_near: float
    near_phrases: float  # likeness to the nearest phrasing, by view
    near_spelling: float
    near: float
    near_least: float
    lead_phrases: float  # the same, less that of the nearest phrasing of any other entry
    lead_spelling: float
    lead: float
    near_meaning: float  # the same by meaning; 0 without vectors
    lead_meaning: float
    agree: float  # how many views put this entry first
    near_some: float  # mean likeness to its three nearest phrasings
    strange_most: float  # of the question's words, what the entry lacks: the weightiest, all, their share
    strange: float
    strange_share: float
    apart_most: float  # the same, measured at the nearest phrasing
    apart: float
    apart_share: float
    lost_most: float  # of the nearest phrasing's words, what the question lacks
    lost: float
    lost_share: float
    core_most: float  # of the words in half the entry's phrasings or more, what the question lacks
    core: float
    unknown_most: float  # of the question's words, what no phrasing of the brand has
    unknown_share: float
    asks: float  # question words that the entry lacks
    asks_apart: float  # question words that stand in one of question and nearest phrasing only
    numbers: float  # words with a digit that the nearest phrasing lacks
    weight: float  # of all words of the question
    length: float  # words of the question, their logarithm
    near_length: float  # words of the nearest phrasing
    entries: float  # logarithms
    phrasings: float  # of this entry
    phrasings_mean: float

    def figures(self) -> tuple[float, ...]:
        """All of them, as the calibrator wants them."""
        found: tuple[float, ...] = _ALL(self)
        return found


FIGURES = tuple(field.name for field in fields(Evidence))
_ALL = attrgetter(*FIGURES)  # a generator takes six times as long


@dataclass(frozen=True, slots=True)
class Differences:
    """How the words of a question differ from those of an entry and of its nearest phrasing."""

    strange: tuple[float, float, float]
    apart: tuple[float, float, float]
    lost: tuple[float, float, float]
    core: tuple[float, float]
    unknown: tuple[float, float]
    weight: float


def differences(
    asked: Mapping[str, Word],
    known: Sequence[Word],
    entry: Mapping[int, float],
    phrasing: Collection[int],
) -> Differences:
    """Compare word by word, forgiving misspellings; `entry` has the share of its phrasings that hold each word."""
    near = set(phrasing)
    heard: dict[int, float] = {}  # the known words, as far as the question says them
    strange, apart, unknown = [], [], []
    weight = 0.0
    for word in asked.values():
        by_entry = by_phrasing = 0.0
        for number, likeness in word.heard:
            if likeness > heard.get(number, 0.0):
                heard[number] = likeness
            if likeness > by_entry and number in entry:
                by_entry = likeness
            if likeness > by_phrasing and number in near:
                by_phrasing = likeness
        weight += word.telling
        strange.append(word.telling * (1 - by_entry))
        apart.append(word.telling * (1 - by_phrasing))
        if word.unknown:
            unknown.append(word.telling)
    lost = [known[number].telling * (1 - heard.get(number, 0.0)) for number in phrasing]
    said = sum(known[number].telling for number in phrasing)
    core = [known[n].telling * (1 - heard.get(n, 0.0)) * share for n, share in entry.items() if share >= 0.5]
    return Differences(
        _summed(strange, weight),
        _summed(apart, weight),
        _summed(lost, said),
        _summed(core, 1)[:2],
        (max(unknown, default=0.0), sum(unknown) / max(weight, 1e-6)),
        weight,
    )


def _summed(parts: Sequence[float], whole: float) -> tuple[float, float, float]:
    total = sum(parts)
    return max(parts, default=0.0), total, total / max(whole, 1e-6)
