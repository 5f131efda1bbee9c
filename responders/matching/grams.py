"""What the matcher sees in a text: its words, neighbours in pairs, and the pieces that a word is spelt with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from responders import text as texts

PIECE_SIZES = (2, 3, 4)
LONGEST = 1000  # nobody asks a known question in more letters; the bound keeps a 70 kB message cheap


# What people type with two thumbs.
THUMBED = {
    "r": "are", "u": "you", "ur": "your", "pls": "please", "plz": "please", "plss": "please", "thx": "thanks",
    "wen": "when", "wat": "what", "wht": "what", "hw": "how", "y": "why", "abt": "about", "cud": "could",
    "wud": "would", "shud": "should", "dnt": "dont", "bcoz": "because", "coz": "because", "msg": "message",
    "num": "number", "acc": "account", "amt": "amount", "hrs": "hours", "hv": "have", "gud": "good",
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of the first thousand letters, without capitals and accents, and as they are written in full."""
    return [THUMBED.get(word, word) for word in texts.words(text[:LONGEST])]


def phrases(found: Sequence[str]) -> dict[str, float]:
    """Words and pairs of neighbours, with how much each counts."""
    return damped([*found, *(f"{one} {other}" for one, other in pairwise(found))])


def pieces(word: str) -> Counter[str]:
    """Every run of two to four letters, its borders marked: most of them outlive a typo or another ending."""
    framed = f" {word} "
    return Counter(framed[at : at + size] for size in PIECE_SIZES for at in range(len(framed) - size + 1))


def damped(found: Iterable[str]) -> dict[str, float]:
    """Counts, damped: a word said four times counts 2.4 times, not four."""
    return {gram: 1.0 if count == 1 else 1 + math.log(count) for gram, count in Counter(found).items()}
