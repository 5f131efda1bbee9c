"""Whether the entry that the classifier puts first is right: a probability out of the evidence.

A logistic regression over clipped figures, so that nothing odd in one brand can outweigh all the rest. Each figure may
bend at two knots: from some nearness on, more of it says nothing more. The weights are made by
tests/bench/quality/train.py out of openly licensed questions of many brands; they are never fitted to the brand in use.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from responders.matching.evidence import FIGURES

WEIGHTS = Path(__file__).with_name("calibrator.json")
MEANING_WEIGHTS = Path(__file__).with_name("calibrator_meaning.json")  # for questions that have a vector
CLIP = 3.0  # standard deviations
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibrator:
    """The weights, and the two probabilities from which on a match is worth something."""

    base: float
    mean: Array
    deviation: Array
    weight: Array
    knots: Array  # first knots, then second: above which distance from the mean
    bends: Array  # how much more a figure counts from there on
    sure: float
    plausible: float

    def probability(self, figures: tuple[float, ...]) -> float:
        """That the entry is right."""
        standard = np.minimum(np.maximum((np.array(figures) - self.mean) / self.deviation, -CLIP), CLIP)
        logit = self.base + standard @ self.weight + np.vdot(np.maximum(standard - self.knots, 0), self.bends)
        return 1 / (1 + math.exp(-min(max(float(logit), -30.0), 30.0)))


@cache
def calibrator(*, meant: bool = False) -> Calibrator:
    """The one that ships; another one where meaning was weighed as well."""
    return read(json.loads((MEANING_WEIGHTS if meant else WEIGHTS).read_text()))


def read(made: Mapping[str, Any]) -> Calibrator:
    """A calibrator out of what the training script wrote; KeyError where a figure is missing."""
    rows = [made["figures"][name] for name in FIGURES]
    mean, deviation, weight = (np.array([row[key] for row in rows]) for key in ("mean", "deviation", "weight"))
    pairs = np.array([row["knots"] for row in rows]).reshape(len(rows), -1, 2)
    knots, bends = pairs[:, :, 0].T, pairs[:, :, 1].T
    return Calibrator(made["base"], mean, deviation, weight, knots, bends, made["sure"], made["plausible"])
