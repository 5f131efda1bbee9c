"""One classifier over all phrasings of all entries: kernel ridge regression, solved in closed form.

Each entry gets a number for a text: 1 on its own phrasings, 0 on everybody else's, and near 0 far from all of them. It
is as right as a linear support vector machine on the same grams, and the closed form gives for nothing what makes a
cold start safe: what the classifier would have said about each phrasing had it, or its whole entry, not been there.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
STIFFNESS = 0.3  # how much a phrasing's own label counts less than agreement among its neighbours
SHARPNESS = 2.0  # a text half like two phrasings is worth less than one wholly like one of them


def kernel(likeness: Floats) -> Floats:
    """From cosines to the similarity that the classifier works with."""
    sharp: Floats = np.exp(np.float32(SHARPNESS) * (likeness - np.float32(1)))
    return sharp


@dataclass(frozen=True, slots=True)
class Trained:
    """The classifier, and how it does on its own phrasings when they are taken away."""

    weights: Floats  # phrasing by entry
    without_itself: Floats  # phrasing by entry: the scores without this phrasing
    without_entry: Floats  # the same without all phrasings of its entry


def train(likeness: Floats, entry_of: NDArray[np.int32], entries: int) -> Trained:
    """Solve for all entries at once; the phrasings of one entry stand together."""
    count = len(entry_of)
    inverse = np.linalg.inv(kernel(likeness) + np.float32(STIFFNESS) * np.eye(count, dtype=np.float32))
    labels = np.zeros((count, entries), np.float32)
    labels[np.arange(count), entry_of] = 1
    weights = (inverse @ labels).astype(np.float32)
    alone = (labels - weights / np.diag(inverse)[:, None]).astype(np.float32)
    apart = np.empty_like(labels)
    starts = np.searchsorted(entry_of, np.arange(entries + 1))
    for first, last in pairwise(starts.tolist()):
        own = slice(first, last)
        apart[own] = labels[own] - np.linalg.solve(inverse[own, own], weights[own])
    return Trained(weights, alone, apart)
