"""What is learnt from the phrasings of a brand: the index, the classifier, what each entry and phrasing is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responders.matching.grams import words
from responders.matching.index import PHRASES, SPELLING, Asked, Index, index
from responders.matching.meaning import Meaning, Vectors, meaning
from responders.matching.polarity import asking, denied
from responders.matching.postings import Bools, Floats, Ints
from responders.matching.ridge import kernel, landmarks, train


@dataclass(frozen=True, slots=True)
class Example:
    """One phrasing of one entry."""

    entry: str
    text: str


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One row of the index."""

    text: str
    said: frozenset[str]
    words: tuple[int, ...]
    denies: bool
    asks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """The rows of one entry, and what share of them has each word."""

    name: str
    rows: slice
    words: Mapping[int, float]
    asks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """Never changes. Questions that have no entry stand last, as rows of an entry that cannot win."""

    entries: tuple[Entry, ...]
    numbers: Mapping[str, int]  # of the entries, by their names
    phrasings: tuple[Phrasing, ...]
    index: Index
    starts: Ints  # the first row of each entry, and of the questions that have none
    remembered: Ints  # the rows that the classifier knows
    weights: Floats  # of the remembered rows, by entry
    meaning: Meaning | None = None  # where all phrasings have vectors
    meant: Floats | None = None  # the weights when meaning counts as well

    @property
    def nothing(self) -> bool:
        """Whether it was told of questions that have no entry."""
        return len(self.starts) > len(self.entries)

    def without(self, names: Collection[str]) -> Bools:
        """Which entries are kept when these are left out."""
        kept = np.ones(len(self.entries), bool)
        kept[[self.numbers[name] for name in names if name in self.numbers]] = False
        return kept

    def by_row(self, kept: Bools) -> Bools:
        """Which phrasings are kept when these entries are; the questions that have none always are."""
        sizes = np.diff(self.starts, append=self.index.by_word.height)
        return np.append(kept, True).repeat(sizes) if self.nothing else kept.repeat(sizes)

    def scores(self, seen: Seen, entries: NDArray[np.int64]) -> Floats:
        """What the classifier gives these entries for a question."""
        weights = self.weights if self.meant is None or not seen.meant else self.meant
        all_of_them = len(self.remembered) == len(seen.likeness)
        given: Floats = weights[entries] @ kernel(seen.likeness if all_of_them else seen.likeness[self.remembered])
        return given

    def see(self, asked: Asked, vector: Sequence[float] | None) -> Seen:
        """How like a question is to every row, by meaning too where both have a vector."""
        views = self.index.likeness(asked)
        letters = (views[PHRASES] + views[SPELLING]) * np.float32(0.5)  # mean() takes three times as long
        meant = self.meaning.likeness(vector) if self.meaning and vector is not None else None
        if meant is None:
            return Seen(views, letters, meant=False)
        return Seen(np.vstack([views, meant]), blended(letters, meant), meant=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """How like a question is to every row: by view, and all in all."""

    views: Floats
    likeness: Floats
    meant: bool  # whether meaning is among the views


def blended(letters: Floats, meant: Floats) -> Floats:
    """Letters and meaning count alike: one knows names and numbers, the other knows other words for the same."""
    return (letters + meant) / np.float32(2)


def fitted(examples: Sequence[Example], nothing: Sequence[str], vectors: Vectors | None = None) -> Fitted | None:
    """Learn from all phrasings at once; None when there is not one with a letter or digit."""
    rows = sorted({(example.entry, example.text) for example in examples if words(example.text)})
    if not rows:
        return None
    names = sorted({name for name, _ in rows})
    numbers = {name: number for number, name in enumerate(names)}
    unanswered = sorted(text for text in set(nothing) if words(text))
    texts = [text for _, text in rows] + unanswered
    of = np.array([numbers[name] for name, _ in rows] + [len(names)] * len(unanswered), np.int32)
    found = [words(text) for text in texts]
    count = len(names) + bool(unanswered)
    made = index(found, of.tolist(), count)
    remembered = landmarks(of)
    near = made if len(remembered) == len(of) else made.of(remembered)
    likeness = np.stack([near.likeness(near.read(said)).mean(0) for said in found])
    means = meaning(texts, of, vectors)
    phrasings = tuple(_phrasing(text, said, made) for text, said in zip(texts, found, strict=True))
    starts = np.searchsorted(of, np.arange(count + 1)).astype(np.int32)
    return Fitted(
        tuple(_entry(name, phrasings, slice(*starts[at : at + 2].tolist())) for at, name in enumerate(names)),
        numbers,
        phrasings,
        made,
        starts[:-1],
        remembered,
        train(likeness, remembered, of, count),
        means,
        train(blended(likeness, means.among(remembered)), remembered, of, count) if means else None,
    )


def _phrasing(text: str, said: Sequence[str], made: Index) -> Phrasing:
    numbers = made.vocabulary.numbers
    return Phrasing(
        text, frozenset(said), tuple(dict.fromkeys(numbers[word] for word in said)), denied(said), asking(said)
    )


def _entry(name: str, phrasings: Sequence[Phrasing], rows: slice) -> Entry:
    own = phrasings[rows]
    counts = Counter(word for phrasing in own for word in phrasing.words)
    shares = {word: count / len(own) for word, count in counts.items()}
    return Entry(name, rows, shares, frozenset().union(*(phrasing.asks for phrasing in own)))
