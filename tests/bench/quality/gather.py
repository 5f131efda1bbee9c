"""What the matcher finds for the questions of a brand, and whether it is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responders.matching.evidence import FIGURES
from responders.matching.fitted import Example, fitted
from responders.matching.matcher import doubted
from responders.matching.meaning import Vectors
from responders.matching.weighing import weigh
from tests.bench.quality.data import Question, Rows, brands
from tests.bench.quality.regression import Array, Regression, regress


@dataclass(frozen=True, slots=True)
class Found:
    """One row per question for which anything was found."""

    name: str  # of the set
    family: str
    figures: Array
    right: NDArray[np.bool_]
    inside: NDArray[np.bool_]  # whether any entry answers the question
    most: Array  # the highest probability that is given whatever the figures say
    least: Array  # and the lowest

    def probabilities(self, regression: Regression) -> Array:
        """What the matcher would say with these weights."""
        given: Array = np.clip(regression.probabilities(self.figures), self.least, self.most)
        return given


def gather(
    rows: Rows,
    examples: Sequence[Example],
    nothing: Sequence[str],
    questions: Sequence[Question],
    vectors: Vectors | None = None,
) -> Found:
    """Fit a brand and ask it."""
    brand = fitted(examples, nothing, vectors)
    if brand is None:
        raise ValueError(f"{rows.name} has no phrasings")
    kept = np.ones(len(brand.entries), bool)
    asked = [
        (question, weigh(brand, question.text, kept, (vectors or {}).get(question.text))) for question in questions
    ]
    pairs = [(question, found) for question, found in asked if found is not None]
    bounds = np.array([doubted(found) for _, found in pairs]).reshape(-1, 2)
    return Found(
        rows.name,
        rows.family,
        np.array([found.evidence.figures() for _, found in pairs], float).reshape(-1, len(FIGURES)),
        np.array([question.entry == found.entry.name for question, found in pairs], bool),
        np.array([bool(question.entry) for question, _ in pairs], bool),
        bounds[:, 1],
        bounds[:, 0],
    )


def of_brands(rows: Rows, count: int, vectors: Vectors | None = None) -> list[Found]:
    """What is found for made-up brands out of one set."""
    return [gather(rows, brand.examples, brand.nothing, brand.questions, vectors) for brand in brands(rows, count)]


def trained(found: Sequence[Found]) -> Regression:
    """The calibrator that these teach. Every set counts alike, and so do questions with and without an entry."""
    sizes = {one.name: sum(other.name == one.name for other in found) for one in found}
    weights = np.concatenate([_weights(one) / sizes[one.name] for one in found])
    figures = np.concatenate([one.figures for one in found])
    return regress(figures, np.concatenate([one.right for one in found]), weights / weights.mean())


def _weights(one: Found) -> Array:
    inside = max(int(one.inside.sum()), 1)
    outside = max(len(one.inside) - inside, 1)
    return np.where(one.inside, 0.5 / inside, 0.5 / outside)
