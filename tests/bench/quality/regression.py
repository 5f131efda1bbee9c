"""Fits the calibrator: a logistic regression on clipped figures, with knots where a figure may bend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responders.matching.calibrator import CLIP

Array = NDArray[np.float64]
KNOTS = (1 / 3, 2 / 3)  # the quantiles where the line of a figure may bend
RIDGE = 0.001  # per question, on every weight but the base
STEPS = 8


@dataclass(frozen=True, slots=True)
class Regression:
    """What was fitted; the weights stand in the order figures, first knots, second knots, base."""

    mean: Array
    deviation: Array
    knots: Array
    weights: Array

    def probabilities(self, figures: Array) -> Array:
        """That each of these is right."""
        chance: Array = _logistic(_bent(figures, self.mean, self.deviation, self.knots) @ self.weights)
        return chance

    def written(self, names: tuple[str, ...]) -> dict[str, object]:
        """As calibrator.json has it."""
        count = len(names)
        plain, *bends = (self.weights[at : at + count] for at in range(0, len(self.weights) - 1, count))
        rows = {
            name: {
                "mean": _short(self.mean[at]),
                "deviation": _short(self.deviation[at]),
                "weight": _short(plain[at]),
                "knots": [[_short(knot[at]), _short(bend[at])] for knot, bend in zip(self.knots, bends, strict=True)],
            }
            for at, name in enumerate(names)
        }
        return {"base": _short(self.weights[-1]), "figures": rows}


def regress(figures: Array, right: NDArray[np.bool_], weights: Array) -> Regression:
    """Fit by Newton's method; weights of about 1 say how much each question counts."""
    mean, deviation = figures.mean(0), figures.std(0) + 1e-6
    standard = np.clip((figures - mean) / deviation, -CLIP, CLIP)
    knots = np.quantile(standard, KNOTS, axis=0)
    bent = _bent(figures, mean, deviation, knots)
    found = np.zeros(bent.shape[1])
    penalty = np.full(len(found), RIDGE * len(right))
    penalty[-1] = 0
    for _ in range(STEPS):
        chance = _logistic(bent @ found)
        slope = bent.T @ (weights * (right - chance)) - penalty * found
        curve = (bent * (weights * chance * (1 - chance))[:, None]).T @ bent + np.diag(penalty + 1e-6)
        found += np.linalg.solve(curve, slope)
    return Regression(mean, deviation, knots, found)


def _bent(figures: Array, mean: Array, deviation: Array, knots: Array) -> Array:
    standard = np.clip((figures - mean) / deviation, -CLIP, CLIP)
    bends = [np.maximum(standard - knot, 0) for knot in knots]
    return np.concatenate([standard, *bends, np.ones((len(figures), 1))], axis=1)


def _logistic(logits: Array) -> Array:
    chance: Array = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return chance


def _short(number: float) -> float:
    return float(f"{number:.5g}")
