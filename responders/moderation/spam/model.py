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
    """Two experts, one for comments and one for messages: a column each in every table."""

    base: tuple[float, float]
    tables: tuple[Floats, ...]  # a row for each bucket, in the order of GROUPS
    figures: tuple[tuple[str, float, float], ...]  # what a figure adds, times its value
    slope: float  # from the score to the logit of the probability
    lift: float

    def experts(self, seen: Traces) -> tuple[float, float]:
        """The two scores, before they are put together."""
        comment, message = self.base
        for table, group in zip(self.tables, grams.groups(seen), strict=True):
            if len(group):
                one, other = (table[group].sum(0) * len(group) ** -0.5).tolist()
                comment, message = comment + one, message + other
        for name, one, other in self.figures:
            value = seen.figures.get(name, 0.0)
            if value:
                comment, message = comment + one * value, message + other * value
        return comment, message

    def probability(self, seen: Traces) -> float:
        """That the text is spam."""
        comment, message = self.experts(seen)
        high, low = max(comment, message), min(comment, message)
        score = high + math.log1p(math.exp(max(low - high, -50.0)))
        return 1 / (1 + math.exp(-min(max(self.slope * score + self.lift, -30.0), 30.0)))

    def evidence(self, seen: Traces) -> dict[str, float]:
        """How much each figure speaks for spam in this text, by the expert that finds it more suspicious."""
        comment, message = self.experts(seen)
        side = int(message > comment)
        weights = {name: (one, other)[side] for name, one, other in self.figures}
        return {name: weight * seen.figures.get(name, 0.0) for name, weight in weights.items()}


@cache
def model() -> Model:
    """The one that ships."""
    return read(json.loads(WEIGHTS.read_text()))


def read(made: Mapping[str, Any]) -> Model:
    """A model out of what the training script wrote; KeyError where a part is missing."""
    tables = tuple(_table(made["tables"][name]) for name in GROUPS)
    figures = tuple((name, *made["figures"][name]) for name in FIGURES)
    return Model(tuple(made["base"]), tables, figures, made["slope"], made["lift"])


def _table(packed: Mapping[str, Any]) -> Floats:
    bytes_ = zlib.decompress(base64.b85decode(packed["bytes"]))
    whole = np.frombuffer(bytes_, np.int8).reshape(2, -1).astype(np.float32)
    return np.ascontiguousarray((whole * np.array(packed["unit"], np.float32)[:, None]).T)


def score(text: str) -> float:
    """How probably a text is spam, 0 to 1."""
    return model().probability(traces(text)) if text and not text.isspace() else 0.0
