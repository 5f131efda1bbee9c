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
MARGIN = 2.0  # how much surer the expert for messages must be about a comment
GROUPS = ("letters", "words", "kinds")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """Two columns in every table: an expert for comments and one for private messages."""

    base: Floats
    tables: tuple[Floats, ...]  # a row for each bucket, in the order of GROUPS
    rarity: tuple[Floats, ...]  # squared, by bucket: pieces that are everywhere say little
    figures: Mapping[str, Floats]  # what a figure adds, times its value
    calibration: tuple[tuple[float, float], ...]  # slope and lift, of comments and of private messages

    def probability(self, seen: Traces, *, private: bool) -> float:
        """That the text is spam."""
        comment, message = self.scores(seen)
        slope, lift = self.calibration[private]
        score = message if private else either(comment, message)
        return 1 / (1 + math.exp(-min(max(slope * score + lift, -30.0), 30.0)))

    def scores(self, seen: Traces) -> list[float]:
        """What the two columns add up to."""
        found = self.base.copy()
        for name, value in seen.figures.items():
            if value:
                found += self.figures[name] * np.float32(value)
        for table, rarity, group in zip(self.tables, self.rarity, grams.groups(seen), strict=True):
            length = float(rarity[group].sum())
            if length:
                found += table[group].sum(0) * np.float32(length**-0.5)
        told: list[float] = found.tolist()
        return told

    def evidence(self, seen: Traces) -> dict[str, float]:
        """How much each figure speaks for spam in this text, by the expert that finds more."""
        comment, message = self.scores(seen)
        side = int(message - MARGIN > comment)
        return {name: float(self.figures[name][side]) * value for name, value in seen.figures.items() if value}


def either(comment: float, message: float) -> float:
    """The score of a comment: it may also be the kind of spam that messages bring, if that is plain enough."""
    high, low = max(comment, message - MARGIN), min(comment, message - MARGIN)
    return high + math.log1p(math.exp(max(low - high, -50.0)))


@cache
def model() -> Model:
    """The one that ships."""
    return read(json.loads(WEIGHTS.read_text()))


def read(made: Mapping[str, Any]) -> Model:
    """A model out of what the training script wrote; KeyError where a part is missing."""
    tables = tuple(np.ascontiguousarray(_unpacked(made["tables"][name]).T) for name in GROUPS)
    rarity = tuple(_unpacked(made["rarity"][name])[0] ** 2 for name in GROUPS)
    figures = {name: np.array(made["figures"][name], np.float32) for name in FIGURES}
    return Model(np.array(made["base"], np.float32), tables, rarity, figures, tuple(map(tuple, made["calibration"])))


def _unpacked(packed: Mapping[str, Any]) -> Floats:
    units = np.array(packed["units"], np.float32)
    steps = np.frombuffer(zlib.decompress(base64.b85decode(packed["bytes"])), np.int8)
    return steps.reshape(len(units), -1).astype(np.float32) * units[:, None]


def score(text: str, *, private: bool = False) -> float:
    """How probably a text is spam, 0 to 1."""
    return model().probability(traces(text), private=private) if text and not text.isspace() else 0.0
