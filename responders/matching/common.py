"""How much a word says anywhere: "please" next to nothing, "refund" much; what a brand with ten phrasings cannot know.

The table counts in how many of 291 kinds of question, of three openly licensed sets, a word turned up; the script
tests/bench/quality/common.py made it and names the sets. Words that it lacks, of any language, count in full.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("common.json")


@cache
def _table() -> tuple[dict[str, int], int]:
    read = json.loads(TABLE.read_text())
    return read["words"], read["kinds"]


@cache
def _weights() -> dict[str, float]:
    counts, kinds = _table()
    most = 1 + math.log(1 + kinds)
    return {word: (1 + math.log((1 + kinds) / (1 + count))) / most for word, count in counts.items()}


def everyday() -> Iterable[str]:
    """All words of the table."""
    return _weights().keys()


def known(word: str) -> bool:
    """Whether the word turned up, so that it is hardly another one misspelt."""
    return word in _weights()


def telling(word: str) -> float:
    """From 0.2 for a word that turns up in every kind of question to 1 for one that is rare or unknown."""
    return _weights().get(word, 1.0)
