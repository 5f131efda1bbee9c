"""The weights that ship, and what they make of a text: a probability, and the signs that speak for spam the most.

The file is made by tests/bench/moderation/spam_train.py out of openly licensed comments and messages, and of examples
written for this project. No text is in it: a piece is known by the number of its bucket only.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from responders.moderation.spam import grams
from responders.moderation.spam.traces import FIGURES, Traces, traces

WEIGHTS = Path(__file__).with_name("weights.json")
GROUPS = ("letters", "words", "kinds")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """A linear model: what every piece and every figure adds to the score."""

    base: float
    tables: tuple[Floats, ...]  # by bucket, in the order of GROUPS
    figures: Mapping[str, float]  # what a figure adds, times its value
    slope: float  # from the score to the logit of the probability
    lift: float

    def probability(self, seen: Traces) -> float:
        """That the text is spam."""
        score = self.base + sum(self.evidence(seen).values())
        for table, group in zip(self.tables, grams.groups(seen), strict=True):
            if len(group):
                score += float(table[group].sum()) * len(group) ** -0.5
        return 1 / (1 + math.exp(-min(max(self.slope * score + self.lift, -30.0), 30.0)))

    def evidence(self, seen: Traces) -> dict[str, float]:
        """How much each figure speaks for spam in this text."""
        return {name: self.figures[name] * value for name, value in seen.figures.items() if value}


@cache
def model() -> Model:
    """The one that ships."""
    return read(json.loads(WEIGHTS.read_text()))


def read(made: Mapping[str, Any]) -> Model:
    """A model out of what the training script wrote; KeyError where a part is missing."""
    tables = tuple(_table(made["tables"][name]) for name in GROUPS)
    figures = {name: float(made["figures"][name]) for name in FIGURES}
    return Model(made["base"], tables, figures, made["slope"], made["lift"])


def _table(packed: Mapping[str, Any]) -> Floats:
    steps = np.frombuffer(zlib.decompress(base64.b85decode(packed["bytes"])), np.int8)
    return steps.astype(np.float32) * np.float32(packed["unit"])


def score(text: str) -> float:
    """How probably a text is spam, 0 to 1."""
    return model().probability(traces(text)) if text and not text.isspace() else 0.0
