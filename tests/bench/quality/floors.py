"""What plain methods reach, in the same run: the nearest neighbour by TF-IDF, and a linear support vector machine.

Both see words, pairs of words and the letters within words (2 to 5), weighted by TF-IDF and scaled to length one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from responders.matching.fitted import Example
from responders.matching.postings import Postings, postings
from responders.text import words

EPOCHS = 12
COST = 1.0
LONGEST = 1000
Sparse = tuple[NDArray[np.int64], NDArray[np.float64]]  # which features, and how much of each


@dataclass(frozen=True, slots=True)
class Features:
    """The features of the phrasings, numbered, with their rarity."""

    numbers: dict[str, int]
    rarity: NDArray[np.float64]

    def of(self, text: str) -> Sparse:
        """The known features of a text, of length one."""
        bag = {self.numbers[gram]: n for gram, n in Counter(grams(text)).items() if gram in self.numbers}
        at = np.fromiter(bag, np.int64, len(bag))
        held = np.array([1 + math.log(n) for n in bag.values()]) * self.rarity[at]
        return at, held / max(float(np.linalg.norm(held)), 1e-9)


def grams(text: str) -> list[str]:
    """Words, pairs of words, and runs of two to five letters within words."""
    found = words(text[:LONGEST])
    framed = [f" {word} " for word in found]
    runs = [word[at : at + size] for word in framed for size in (2, 3, 4, 5) for at in range(len(word) - size + 1)]
    return [*(f"={word}" for word in found), *(f"={one} {other}" for one, other in pairwise(found)), *runs]


def features(texts: Sequence[str]) -> Features:
    """Count every feature of the phrasings."""
    counts = Counter(gram for text in texts for gram in set(grams(text)))
    numbers = {gram: number for number, gram in enumerate(counts)}
    return Features(numbers, np.array([1 + math.log((1 + len(texts)) / (1 + n)) for n in counts.values()]))


@dataclass(frozen=True, slots=True)
class Neighbour:
    """All phrasings; the answer is the entry of the one with the highest cosine."""

    features: Features
    names: tuple[str, ...]  # the entry of each phrasing
    held: Postings

    def score(self, text: str) -> tuple[str, float]:
        """The entry and its score."""
        at, weights = self.features.of(text)
        scores = self.held.sums(at.tolist(), weights.tolist())
        best = int(scores.argmax())
        return self.names[best], float(scores[best])


@dataclass(frozen=True, slots=True)
class Machine:
    """One plane per entry; the answer is the entry whose plane the text is farthest in front of."""

    features: Features
    names: tuple[str, ...]
    planes: NDArray[np.float64]  # feature by entry
    base: NDArray[np.float64]

    def score(self, text: str) -> tuple[str, float]:
        """The entry and its score."""
        at, weights = self.features.of(text)
        scores = weights @ self.planes[at] + self.base
        best = int(scores.argmax())
        return self.names[best], float(scores[best])


def neighbour(examples: Sequence[Example]) -> Neighbour:
    """Nothing to learn but how rare each feature is."""
    known = features([example.text for example in examples])
    rows = [known.of(example.text) for example in examples]
    table = [dict(zip(at.tolist(), weights.tolist(), strict=True)) for at, weights in rows]
    return Neighbour(known, tuple(example.entry for example in examples), postings(table, len(known.numbers)))


def machine(examples: Sequence[Example]) -> Machine:
    """Each entry against the rest, squared hinge loss, by dual coordinate descent over all entries at once."""
    known = features([example.text for example in examples])
    names = tuple(sorted({example.entry for example in examples}))
    rows = [known.of(example.text) for example in examples]
    sides = np.where(np.array([[example.entry == name for name in names] for example in examples]), 1.0, -1.0)
    planes, base = np.zeros((len(known.numbers), len(names))), np.zeros(len(names))
    duals = np.zeros_like(sides)
    dice = np.random.default_rng(0)
    for row in (row for _ in range(EPOCHS) for row in dice.permutation(len(rows))):
        at, weights = rows[row]
        gradient = sides[row] * (weights @ planes[at] + base) - 1 + duals[row] / (2 * COST)
        found = np.maximum(duals[row] - gradient / (2 + 1 / (2 * COST)), 0)
        step = (found - duals[row]) * sides[row]
        duals[row] = found
        planes[at] += weights[:, None] * step
        base += step
    return Machine(known, names, planes, base)
