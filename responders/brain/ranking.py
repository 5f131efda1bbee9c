"""Which texts help most to answer a question, by the words and the runs of letters that they share (BM25), any script.

Two views, because each finds what the other does not: words tell subjects apart; runs of letters survive typos and
endings, and work where nobody writes spaces. Views are joined by the places they give (reciprocal ranks), since their
scores cannot be compared.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responders.text import SEAM, spaced

Floats = NDArray[np.float32]
Cut = Callable[[str], list[str]]

LONGEST = 2000  # characters of a question that are looked at; nobody needs more to ask, and a 70 kB message stays cheap
DAMPED, LENGTHS = 1.2, 0.75  # BM25's k1 and b, as everybody sets them
RUN, UNSPACED_RUN = 3, 2
BEST = 50  # places of each view that count
PLACES = 60  # what reciprocal ranks are damped by, as everybody sets it
NEAR = 0.2  # of the best score of a view: what is below shares only what everything shares


@dataclass(frozen=True, slots=True)
class View:
    """For each piece the texts that have it, one piece after the other: piece n's are from starts[n] to starts[n+1]."""

    cut: Cut
    least: int  # pieces that must be shared, or half of the question's where it has fewer
    numbers: dict[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    weights: Floats
    texts: int

    def scores(self, question: str) -> Floats:
        """How much each text shares with a question (`spaced`); 0 where that is nothing, or no more than by chance."""
        asked = set(self.cut(question))
        found = sorted(self.numbers[piece] for piece in asked if piece in self.numbers)
        if not found:
            return np.zeros(self.texts, dtype=np.float32)
        spans = [slice(self.starts[number], self.starts[number + 1]) for number in found]
        rows = np.concatenate([self.rows[span] for span in spans])
        held = np.concatenate([self.weights[span] for span in spans])
        enough = np.bincount(rows, minlength=self.texts) >= min(self.least, (len(asked) + 1) // 2)
        return (np.bincount(rows, weights=held, minlength=self.texts) * enough).astype(np.float32)


def views_of(texts: Sequence[str]) -> tuple[View, ...]:
    """Both views of these texts: about a quarter of a millisecond for each 600 characters."""
    lines = [spaced(text) for text in texts]
    return tuple(_view([cut(line) for line in lines], cut, least) for cut, least in ((_words, 1), (_runs, 3)))


def _view(texts: Sequence[list[str]], cut: Cut, least: int) -> View:
    numbers: dict[str, int] = {}
    pieces: list[int] = []
    rows: list[int] = []
    counts: list[int] = []
    for row, found in enumerate(texts):
        bag = Counter(found)
        pieces += [numbers.setdefault(piece, len(numbers)) for piece in bag]
        rows += [row] * len(bag)
        counts += bag.values()
    piece, row_of, count = np.array(pieces, np.int64), np.array(rows, np.int32), np.array(counts, np.float64)
    found_in = np.bincount(piece, minlength=len(numbers))
    rarity = np.log1p((len(texts) - found_in + 0.5) / (found_in + 0.5))
    lengths = np.array([len(found) for found in texts], np.float64)
    length = lengths / max(float(lengths.mean()) if len(texts) else 0.0, 1.0)
    weights = rarity[piece] * count * (DAMPED + 1) / (count + DAMPED * (1 - LENGTHS + LENGTHS * length[row_of]))
    order = np.argsort(piece, kind="stable")
    starts = np.concatenate(([0], np.cumsum(found_in)))
    return View(cut, least, numbers, starts, row_of[order], weights[order].astype(np.float32), len(texts))


def _words(line: str) -> list[str]:
    return line.split()


def _runs(line: str) -> list[str]:
    """The runs of three letters; where no spaces are written, those of two as well."""
    close = line if line.isascii() else SEAM.sub("", line)
    found = [close[at : at + RUN] for at in range(len(close) - RUN + 1)]
    if close != line:
        found += [close[at : at + UNSPACED_RUN] for at in range(len(close) - UNSPACED_RUN + 1)]
    return found


def asked(question: str) -> str:
    """A question as the views look at it."""
    return spaced(question[:LONGEST])


def fused(views: Sequence[Floats]) -> list[int]:
    """The texts that any view finds, best first by all of them together; on a tie, the earlier text."""
    together: dict[int, float] = {}
    for scores in views:
        for place, row in enumerate(_best(scores)):
            together[row] = together.get(row, 0.0) + 1 / (PLACES + place)
    return sorted(together, key=lambda row: (-together[row], row))


def _best(scores: Floats) -> list[int]:
    if not len(scores) or (most := float(scores.max())) <= 0 or math.isnan(most):
        return []
    order = np.argsort(-scores, kind="stable")[:BEST]
    return [int(row) for row in order if scores[row] >= most * NEAR]
