"""The matcher as others see it: made by `fit`, asked by `answer`."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from responders.matching.calibrator import calibrator
from responders.matching.fitted import Example, Fitted, fitted
from responders.matching.meaning import Vectors
from responders.matching.postings import Bools
from responders.matching.weighing import Finding, weigh

VERBATIM = 0.999
CERTAIN = 0.99  # what is asked in the very words of the file is what its author wants answered
FEWEST = math.log(3)  # phrasings of an entry, from which on more than its very words may be answered
DOUBTED = 0.5  # the most that is given where a doubt remains


@dataclass(frozen=True, slots=True)
class Match:
    """The entry that a question most likely asks for, and how far that can be trusted."""

    entry: str
    phrasing: str  # the one of the entry that is nearest to the question
    probability: float  # that this entry answers the question, from 0 to 1; no entry at all is the other possibility
    margin: float  # how far the classifier puts the entry before the second, from 0
    nearest: float  # how like the phrasing the question is, from 0 to 1
    second: str = ""  # the entry that comes next; "" when no other comes near
    second_phrasing: str = ""
    sure_from: float = 1.0  # the probability from which on it may be answered without a person
    unheard: float = 0.0  # how much the question's weightiest word tells that no phrasing at all has, from 0 to 1
    doubt: str = ""  # why a person has to look however alike the two are, as "..., because <doubt>"

    @property
    def sure(self) -> bool:
        """Whether this may be answered without a person: one rule for all brands, safe without any labelled message."""
        return self.probability >= self.sure_from

    @property
    def plausible(self) -> bool:
        """Whether this is worth showing to a person."""
        return self.probability >= calibrator().plausible


@dataclass(frozen=True, slots=True)
class Matcher:
    """What `fit` makes; never changes, so any number of threads may ask it at once."""

    brand: Fitted | None

    def answer(
        self, texts: Sequence[str], without: Collection[str] = (), vectors: Vectors | None = None
    ) -> list[Match | None]:
        """For each text the likeliest entry that is not left out by its name; None when it comes near no phrasing."""
        if self.brand is None:
            return [None] * len(texts)
        kept = self.brand.without(without) if without else None
        return [self._answer(self.brand, text, kept, (vectors or {}).get(text)) for text in texts]

    def _answer(self, brand: Fitted, text: str, kept: Bools | None, vector: Sequence[float] | None) -> Match | None:
        """By letters alone where they are sure and meaning does not say otherwise; else with meaning as well."""
        letters = _match(weigh(brand, text, kept))
        if vector is None or brand.meaning is None:
            return letters
        meant = _match(weigh(brand, text, kept, vector))
        if meant is None or (letters and letters.sure and letters.entry == meant.entry):
            return letters
        return meant


def _match(found: Finding | None) -> Match | None:
    if found is None:
        return None
    return Match(
        found.entry.name,
        found.phrasing.text,
        _probability(found),
        max(found.evidence.ahead, 0.0),
        found.evidence.near,
        found.second.name if found.second else "",
        found.second_phrasing.text if found.second_phrasing else "",
        CERTAIN if found.evidence.phrasings < FEWEST else calibrator(meant=found.meant).sure,
        found.evidence.unknown_most,
        found.doubt,
    )


def doubted(found: Finding) -> tuple[float, float]:
    """The least and the most probability that a finding may get, whatever the calibrator says."""
    verbatim = found.evidence.near >= VERBATIM and found.evidence.lead > 1 - VERBATIM
    return (CERTAIN, 1.0) if verbatim else (0.0, DOUBTED if found.doubt else 1.0)


def _probability(found: Finding) -> float:
    least, most = doubted(found)
    return min(max(calibrator(meant=found.meant).probability(found.evidence.figures()), least), most)


def fit(examples: Sequence[Example], nothing: Sequence[str] = (), vectors: Vectors | None = None) -> Matcher:
    """Learn from all phrasings at once; `nothing` are questions that people ask and no entry answers.

    The order of the examples does not matter, repeated ones count once, texts without a letter or digit are left out.
    With a vector for every text, meaning counts as well for the questions that have one; else vectors are passed over.
    """
    return Matcher(fitted(examples, nothing, vectors))
