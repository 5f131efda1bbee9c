"""Fits a classifier to the phrasings of a brand and answers questions with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from responders.matching.grams import bags
from responders.matching.ridge import kernel, train
from responders.matching.sparse import Index, index

Vectors = Mapping[str, Sequence[float]]  # the embedding of each text, of one model; texts without one are allowed
Without = Callable[[str], bool]
SURE = 0.95
PLAUSIBLE = 0.35


@dataclass(frozen=True, slots=True)
class Example:
    """One phrasing of one entry."""

    entry: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """The entry that a question most likely asks for, and how far that can be trusted."""

    entry: str
    phrasing: str  # the one of the entry that is nearest to the question
    probability: float  # that this entry answers the question, from 0 to 1; no entry at all is the other possibility
    margin: float  # how far the classifier puts the entry before the second, from 0
    nearest: float  # how like the phrasing the question is, from 0 to 1
    second: str = ""  # the entry that comes next; "" when there is no other
    second_phrasing: str = ""

    @property
    def sure(self) -> bool:
        """Whether this may be answered without a person."""
        return self.probability >= SURE

    @property
    def plausible(self) -> bool:
        """Whether this is worth showing to a person."""
        return self.probability >= PLAUSIBLE


def no_entry(_: str) -> bool:
    """Leaves none out."""
    return False


@dataclass(frozen=True, slots=True)
class Matcher:
    """What `fit` makes; never changes, so any number of threads may ask it at once."""

    names: tuple[str, ...]
    phrasings: tuple[str, ...]
    starts: NDArray[np.int64]
    index: Index | None
    weights: NDArray[np.float32]

    def answer(
        self, texts: Sequence[str], without: Without = no_entry, vectors: Vectors | None = None
    ) -> list[Match | None]:
        """For each text the likeliest entry that is not left out; None when it shares nothing with any."""
        kept = np.array([not without(name) for name in self.names], bool)
        return [self._one(text, kept) for text in texts]

    def _one(self, text: str, kept: NDArray[np.bool_]) -> Match | None:
        if self.index is None or not kept.any():
            return None
        likeness = self.index.similarities(self.index.read(text)).mean(0)
        scores = np.where(kept, (kernel(likeness) @ self.weights)[: len(self.names)], -np.inf)
        first, *rest = np.argsort(-scores, kind="stable")[:2]
        phrasing, nearest = self._nearest(first, likeness)
        if nearest <= 0:
            return None
        score = max(float(scores[first]), 0.0)
        match = Match(self.names[first], phrasing, min(score, 1.0) * min(nearest, 1.0), score, min(nearest, 1.0))
        if not rest or not kept[rest[0]]:
            return match
        behind = max(float(scores[rest[0]]), 0.0)
        return replace(
            match,
            margin=max(score - behind, 0.0),
            second=self.names[rest[0]],
            second_phrasing=self._nearest(rest[0], likeness)[0],
        )

    def _nearest(self, entry: int, likeness: NDArray[np.float32]) -> tuple[str, float]:
        own = likeness[self.starts[entry] : self.starts[entry + 1]]
        at = int(own.argmax())
        return self.phrasings[self.starts[entry] + at], float(own[at])


def fit(examples: Sequence[Example], nothing: Sequence[str] = (), vectors: Vectors | None = None) -> Matcher:
    """Learn from all phrasings at once; `nothing` are questions that people ask and no entry answers.

    The order of the examples does not matter, repeated ones count once, texts without a letter or digit are left out.
    """
    told = sorted({(example.entry, example.text) for example in examples if any(bags(example.text))})
    names = tuple(sorted({entry for entry, _ in told}))
    if not names:
        return Matcher((), (), np.zeros(1, np.int64), None, np.zeros((0, 0), np.float32))
    number = {name: at for at, name in enumerate(names)}
    unanswered = sorted(text for text in set(nothing) if any(bags(text)))
    rows = [(number[entry], text) for entry, text in told] + [(len(names), text) for text in unanswered]
    entry_of = np.array([entry for entry, _ in rows], np.int32)
    entries = len(names) + bool(unanswered)
    made, reads = index([bags(text) for _, text in rows], entry_of.tolist(), entries)
    likeness = np.stack([made.similarities(read).mean(0) for read in reads])
    weights = train(likeness, entry_of, entries).weights
    starts = np.searchsorted(entry_of, np.arange(entries + 1))
    return Matcher(names, tuple(text for _, text in rows), starts, made, weights)
