"""Fits a method to a set, asks it everything, and keeps what it said and what that cost."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from responders.matching.fitted import Example
from responders.matching.matcher import fit
from tests.bench.quality.data import Rows, sets
from tests.bench.quality.floors import machine, neighbour
from tests.bench.quality.gather import gather, of_brands
from tests.bench.quality.regression import Array, Regression
from tests.bench.quality.train import BRANDS, without_each

Ask = Callable[[str], tuple[str, float]]
UNSEEN = "matcher, set unseen"


@dataclass(frozen=True, slots=True)
class Scored:
    """One method on one set."""

    method: str
    name: str
    scores: Array  # one per question
    right: NDArray[np.bool_]
    inside: NDArray[np.bool_]  # whether any entry answers the question
    fitting: float = 0.0  # processor seconds: what else the machine does must not count
    asking: tuple[float, ...] = ()  # seconds, one per question
    memory: float = 0.0  # megabytes by which the process grew while it was fitted

    def coverage(self, least: float) -> float:
        """The share of the questions with an entry that are answered rightly from this score on."""
        return float((self.right & (self.scores >= least)).sum() / max(int(self.inside.sum()), 1))

    def precision(self, least: float) -> float:
        """The share of what is answered that is right; 1 where nothing is."""
        answered = self.scores >= least
        return float(self.right[answered].mean()) if answered.any() else 1.0

    def leak(self, least: float) -> float:
        """The share of the questions without an entry that are answered all the same."""
        outside = ~self.inside
        return float((outside & (self.scores >= least)).sum() / max(int(outside.sum()), 1))


def _matcher(examples: Sequence[Example]) -> Ask:
    made = fit(examples)

    def ask(text: str) -> tuple[str, float]:
        (match,) = made.answer([text])
        return (match.entry, match.probability) if match else ("", 0.0)

    return ask


METHODS: dict[str, Callable[[Sequence[Example]], Ask]] = {
    "neighbour": lambda examples: neighbour(examples).score,
    "linear SVM": lambda examples: machine(examples).score,
    "matcher": _matcher,
}


def scored(rows: Rows, most: int, method: str) -> Scored:
    """Fit with so many phrasings per entry and ask the public questions."""
    examples = rows.examples(most)
    before, started = resident(), time.thread_time()
    ask = METHODS[method](examples)
    fitting, memory = time.thread_time() - started, resident() - before
    said, asking = [], []
    for question in rows.questions:
        started = time.thread_time()
        said.append(ask(question.text))
        asking.append(time.thread_time() - started)
    return Scored(
        method,
        rows.name,
        np.array([score for _, score in said]),
        np.array(
            [bool(q.entry) and entry == q.entry for (entry, _), q in zip(said, rows.questions, strict=True)], bool
        ),
        np.array([bool(question.entry) for question in rows.questions], bool),
        fitting,
        tuple(asking),
        memory,
    )


def resident() -> float:
    """Megabytes of memory that this process has now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


@cache
def _strangers(folder: Path) -> dict[str, Regression]:
    return without_each([found for rows in sets(folder) for found in of_brands(rows, BRANDS)])


def unseen(folder: Path, most: int) -> list[Scored]:
    """The matcher with calibrators that have seen neither the set nor any that shares its questions."""
    found = []
    for rows in sets(folder):
        own = gather(rows, rows.examples(most), (), rows.questions)
        missed = len(rows.questions) - len(own.right)
        inside = sum(bool(question.entry) for question in rows.questions)
        rest = np.zeros(missed, bool)
        rest[: inside - int(own.inside.sum())] = True
        given = own.probabilities(_strangers(folder)[rows.family])
        found.append(
            Scored(
                UNSEEN,
                rows.name,
                np.concatenate([given, np.zeros(missed)]),
                np.concatenate([own.right, np.zeros(missed, bool)]),
                np.concatenate([own.inside, rest]),
            )
        )
    return found
