"""One classifier over all phrasings of all entries: kernel ridge regression, solved in closed form.

Each entry gets a number for a question: about 1 on its own phrasings, about 0 on everybody else's and far from all of
them. It is as often right as a linear support vector machine on the same grams, and it is fitted by one inversion.
"""

from __future__ import annotations

import numpy as np

from responders.matching.postings import Floats, Ints

STIFFNESS = np.float32(0.3)  # how much a phrasing's own label counts less than agreement among its neighbours
SHARPNESS = np.float32(2.0)  # a question half like two phrasings is worth less than one wholly like one of them
# An inversion takes the cube of this, a question its multiple; above it, phrasings are spoken for by their neighbours.
MOST = 2500
TINY = 1e-3  # keeps the inversion possible where two remembered phrasings are the same


def kernel(likeness: Floats) -> Floats:
    """From cosines to the similarity that the classifier works with."""
    similar: Floats = np.exp(SHARPNESS * (likeness - np.float32(1)))
    return similar


def landmarks(entry_of: Ints) -> Ints:
    """Which phrasings the classifier remembers: all, or where there are too many, as many of each entry as fit."""
    starts = np.searchsorted(entry_of, np.arange(entry_of[-1] + 1))
    turn = np.arange(len(entry_of)) - starts[entry_of]  # the first of every entry, then the second of every entry ...
    return np.sort(np.argsort(turn, kind="stable")[:MOST]).astype(np.int32)


def train(likeness: Floats, remembered: Ints, entry_of: Ints, entries: int) -> Floats:
    """The weight of each remembered phrasing for each entry, by entry; `likeness` is of all phrasings to those."""
    similar = kernel(likeness)
    own = similar[remembered]
    if len(remembered) == len(entry_of):
        labels = (entry_of[:, None] == np.arange(entries)).astype(np.float32)
        solved = np.linalg.solve(own + STIFFNESS * np.eye(len(own), dtype=np.float32), labels)
    else:  # the same by least squares over all phrasings, in the room of those that are remembered
        gram = (similar.T @ similar).astype(np.float64) + STIFFNESS * own + TINY * np.eye(len(own))
        labelled = np.add.reduceat(similar, np.searchsorted(entry_of, np.arange(entries)))
        solved = np.linalg.solve(gram, labelled.T.astype(np.float64))
    return np.ascontiguousarray(solved.T, dtype=np.float32)
