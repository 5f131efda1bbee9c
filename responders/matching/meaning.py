"""How near two texts are in meaning, by vectors that somebody else's model made; of any model, of any length.

Models differ in what they call near: with one, unlike questions have a cosine of 0.1, with another 0.8. So what is the
same in all phrasings of the brand is taken away first, and the rest is scaled: 0 is how alike phrasings of different
entries are on the whole, 1 is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from responders.matching.postings import Floats, Ints

Vectors = Mapping[str, Sequence[float]]  # the vector of each text; those of one model only
SAMPLE = 600  # phrasings between which the likeness of strangers is measured


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of all phrasings, of length one, after their mean was taken away."""

    rows: Floats
    mean: Floats
    strangers: float  # the mean cosine between phrasings of different entries

    def likeness(self, vector: Sequence[float]) -> Floats | None:
        """From 0 to 1 for every phrasing; None for a vector of another model."""
        given = np.asarray(vector, np.float32)
        if given.shape != self.mean.shape or not np.isfinite(given).all():
            return None
        return self.scaled(self.rows @ _unit(_unit(given[None]) - self.mean)[0])

    def among(self, remembered: Ints) -> Floats:
        """Of every phrasing to the remembered ones."""
        return self.scaled(self.rows @ self.rows[remembered].T)

    def scaled(self, cosines: Floats) -> Floats:
        """From cosines to likeness."""
        found: Floats = np.clip((cosines - self.strangers) / (1 - self.strangers), 0, 1).astype(np.float32)
        return found


def meaning(texts: Sequence[str], entry_of: Ints, vectors: Vectors | None) -> Meaning | None:
    """What the vectors of these texts say; None where one is missing, broken or of another length than the rest."""
    if not vectors or not all(text in vectors for text in texts):
        return None
    if len({len(vectors[text]) for text in texts}) != 1:
        return None
    given = np.array([vectors[text] for text in texts], np.float32)
    if not given.size or not np.isfinite(given).all():
        return None
    given = _unit(given)
    mean = given.mean(0) if len(given) > 2 else np.zeros(given.shape[1], np.float32)
    rows = _unit(given - mean)
    some = np.unique(np.linspace(0, len(rows) - 1, min(SAMPLE, len(rows))).astype(int))
    apart = entry_of[some][:, None] != entry_of[some]
    strangers = float((rows[some] @ rows[some].T)[apart].mean()) if apart.any() else 0.0
    return Meaning(rows, mean, min(max(strangers, 0.0), 0.9))


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    found: Floats = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return found
