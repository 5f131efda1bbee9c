"""What a text is made of for the matcher: its words, the letters within words, and the letters as they run on.

Three views, because each survives what the others do not: words tell subjects apart; pieces of words survive typos,
endings and romanised spellings; runs of letters across the spaces hold word order and work where nobody writes spaces.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

from responders.text import running, words

WORDS, PIECES, RUNS = range(3)
VIEWS = 3
PIECE_SIZES = (2, 3, 4, 5)
RUN_SIZES = (3, 4, 5)
# Nobody asks a known question in more letters; the bound keeps a 70 kB message cheap.
LONGEST = 1000

Bag = dict[str, float]


def bags(text: str) -> tuple[Bag, Bag, Bag]:
    """What each view finds in a text, with counts damped: a word said four times counts 2.4 times, not four."""
    text = text[:LONGEST]
    found = words(text)
    line = running(text)
    pairs = [f"{one} {other}" for one, other in pairwise(found)]
    pieces = [cut for word in found for cut in _cut(f" {word} ", PIECE_SIZES)]
    return _damped(found + pairs), _damped(pieces), _damped(_cut(line, RUN_SIZES))


def _cut(line: str, sizes: tuple[int, ...]) -> list[str]:
    return [line[at : at + size] for size in sizes for at in range(len(line) - size + 1)]


def _damped(found: list[str]) -> Bag:
    return {gram: 1 + math.log(count) for gram, count in Counter(found).items()}
