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
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from responders.moderation.spam import grams
from responders.moderation.spam.traces import FIGURES, Traces, beyond, cut, traces

WEIGHTS = Path(__file__).with_name("weights.json")
MARGIN = 2.0  # how much surer the expert for messages must be about a comment
ADVICE = 0.2  # how much the expert for comments counts about a private message
LOSS = 3.0  # what a comment of twice the length of what is taught loses
GROUPS = ("letters", "words", "kinds", "typed")
REMEMBERED = 1024  # texts: who floods a page sends the same one again and again
NUMBER_OF = {name: number for number, name in enumerate(FIGURES)}
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Model:
    """A column for each expert in every table: for comments, for messages, and for messages as they are typed."""

    base: Floats
    tables: tuple[Floats, ...]  # a row for each bucket, in the order of GROUPS; its rarity, squared, stands last
    figures: Floats  # what a figure adds, times its value; in the order of FIGURES
    calibration: tuple[tuple[float, float], ...]  # slope and lift, of comments and of private messages

    def probability(self, seen: Traces, *, private: bool) -> float:
        """That the text is spam."""
        comment, message, typed = self.scores(seen, private=private)
        slope, lift = self.calibration[private]
        score = typed + ADVICE * comment if private else either(comment, message) - LOSS * beyond(len(seen.shown))
        return 1 / (1 + math.exp(-min(max(slope * score + lift, -30.0), 30.0)))

    def scores(self, seen: Traces, *, private: bool) -> list[float]:
        """What the columns add up to; the last one is of use for a private message only."""
        values = np.fromiter(seen.figures.values(), np.float32, len(seen.figures))
        found = self.base + values @ self.figures[[NUMBER_OF[name] for name in seen.figures]]
        groups = grams.groups(seen, typed_too=private)
        for table, group in zip(self.tables, groups, strict=False):
            *_, length = summed = np.ones(len(group), np.float32) @ table.take(group, 0)
            if length:
                found += summed[:-1] * length**-0.5
        told: list[float] = found.tolist()
        return told

    def evidence(self, seen: Traces) -> dict[str, float]:
        """How much each figure speaks for spam in this text, by the expert that finds more."""
        comment, message, _ = self.scores(seen, private=False)
        side = int(message - MARGIN > comment)
        return {name: float(self.figures[NUMBER_OF[name], side]) * value for name, value in seen.figures.items()}


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
    halves = [(_unpacked(made["tables"][name]), _unpacked(made["rarity"][name]) ** 2) for name in GROUPS]
    tables = tuple(np.ascontiguousarray(np.concatenate(half).T) for half in halves)
    figures = np.array([made["figures"][name] for name in FIGURES], np.float32)
    return Model(np.array(made["base"], np.float32), tables, figures, tuple(map(tuple, made["calibration"])))


def _unpacked(packed: Mapping[str, Any]) -> Floats:
    units = np.array(packed["units"], np.float32)
    steps = np.frombuffer(zlib.decompress(base64.b85decode(packed["bytes"])), np.int8)
    return steps.reshape(len(units), -1).astype(np.float32) * units[:, None]


def score(text: str, *, private: bool = False) -> float:
    """How probably a text is spam, 0 to 1."""
    return _score(cut(text), private=private) if text and not text.isspace() else 0.0


@lru_cache(maxsize=REMEMBERED)
def _score(text: str, *, private: bool) -> float:
    return model().probability(traces(text), private=private)
