"""Two plain methods to measure the spam model against, made for this: rules, and linear n-grams.

The rules are a handful of words and patterns such as anybody would write on the first day. The n-grams are words, pairs
of words and runs of two to five characters, weighed by TF-IDF, under the same logistic regression as ours.
"""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tests.bench.moderation.spam_data import Flags, Row
from tests.bench.moderation.spam_fit import Array, logistic

RULES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"https?://|www\.|\.com\b",
        r"subscri|sub4sub|follow me",
        r"\bmy (?:\w+ )?(?:channel|video|page|cover|music|site|website)",
        r"check (?:it |this |them |me )?out|\bcheck\b.*\b(?:channel|video)",
        r"\bfree\b|\bwin\b|\bwon\b|prize|winner|claim|guaranteed|urgent|congratulations",
        r"£|\$\s?\d|cash|\bearn\b|money|bitcoin|forex|whats ?app",
        r"\b(?:\d{5}|0\d{10}|\+?\d{10,13})\b",
        r"\bp(?:lea|l)se? (?:like|visit|watch|share)|\btxt\b|\bsms\b|ringtone|18\+",
    )
)
POWER = 16
STIFFNESS = 0.03


def rules(found: list[Row]) -> NDArray[np.float64]:
    """How many rules match each text; one is enough."""
    return np.array([sum(bool(rule.search(row.text)) for rule in RULES) for row in found], np.float64)


def matrix(found: list[Row]) -> Array:
    """The buckets of every text, by TF-IDF, of length one."""
    made = np.zeros((len(found), 1 << POWER), np.float32)
    for at, row in enumerate(found):
        for piece in pieces(row.text):
            made[at, zlib.crc32(piece.encode("utf-8", "replace")) >> (32 - POWER)] += 1
    used = np.flatnonzero(made.any(0))
    made = np.log1p(made[:, used]) * (1 + np.log(len(found) / (made[:, used] > 0).sum(0))).astype(np.float32)
    lengthened: Array = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return lengthened


def pieces(text: str) -> list[str]:
    """Words, pairs of words, and runs of two to five characters within words."""
    words = re.findall(r"\w+|[^\w\s]", text.lower())
    framed = [f" {word} " for word in words]
    runs = [word[at : at + size] for word in framed for size in (2, 3, 4, 5) for at in range(len(word) - size + 1)]
    return [*(f"={word}" for word in words), *(f"={one} {other}" for one, other in pairwise(words)), *runs]


def ngrams(alike: Array, spam: Flags, taught: Flags) -> NDArray[np.float64]:
    """The score of every row, taught on some."""
    used = np.flatnonzero(taught)
    given = logistic(alike[np.ix_(used, used)], spam[used], np.ones(len(used)), STIFFNESS)
    scores: NDArray[np.float64] = (alike[:, used] @ given).astype(np.float64)
    return scores
