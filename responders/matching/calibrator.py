"""Whether the entry that the classifier puts first is right: a probability out of the evidence.

A logistic regression over clipped figures, so that nothing odd in one brand can outweigh all the rest. Its weights are
made by tests/bench/quality/train.py out of openly licensed questions of many brands, never of the brand that it judges.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from responders.matching.evidence import Evidence

WEIGHTS = Path(__file__).with_name("calibrator.json")


@dataclass(frozen=True, slots=True)
class Weighed:
    """How one figure counts: by its distance from the mean in standard deviations, and by how far it is above knots."""

    mean: float
    deviation: float
    weight: float
    knots: tuple[tuple[float, float], ...]  # from where on, and how much more


CLIP = 3.0


@dataclass(frozen=True, slots=True)
class Calibrator:
    """The weights, and the two probabilities from which on a match is worth something."""

    base: float
    figures: tuple[Weighed, ...]
    sure: float
    plausible: float

    def probability(self, figures: tuple[float, ...]) -> float:
        """That the entry is right."""
        logit = self.base
        for found, how in zip(figures, self.figures, strict=True):
            z = min(max((found - how.mean) / how.deviation, -CLIP), CLIP)
            logit += how.weight * z + sum(more * (z - knot) for knot, more in how.knots if z > knot)
        return 1 / (1 + math.exp(-min(max(logit, -30.0), 30.0)))


@cache
def calibrator() -> Calibrator:
    """The one that ships."""
    return read(json.loads(WEIGHTS.read_text()))


def read(made: dict[str, object]) -> Calibrator:
    """A calibrator out of what the training script wrote; KeyError where a figure is missing."""
    raw = json.loads(json.dumps(made))
    weighed = tuple(
        Weighed(row["mean"], row["deviation"], row["weight"], tuple((knot, more) for knot, more in row["knots"]))
        for row in (raw["figures"][field.name] for field in fields(Evidence))
    )
    return Calibrator(raw["base"], weighed, raw["sure"], raw["plausible"])
