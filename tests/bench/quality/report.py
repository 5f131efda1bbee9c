"""Tables of what was scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from responders.matching.calibrator import calibrator
from tests.bench.quality.score import Scored
from tests.bench.quality.train import bound

TARGETS = (0.97, 0.95)
RULE = 0.97  # what a method without a rule of its own is tuned to, over all sets together


def per_set(rows: Sequence[Scored]) -> Iterator[str]:
    """Coverage where the threshold is chosen on the set's own public questions: as found, and by the lower bound."""
    yield "coverage % with a threshold per set: at 97 % and 95 % precision, and at 95 % by the lower bound"
    for method in methods(rows):
        cells = []
        for row in of(rows, method):
            found = [100 * row.coverage(lowest(row, target)) for target in TARGETS]
            safe = 100 * row.coverage(lowest(row, TARGETS[1], surely=True))
            cells.append(f"{row.name} {found[0]:.0f} {found[1]:.0f} {safe:.0f}")
        yield f"  {method:20} {' | '.join(cells)}"


def lowest(row: Scored, target: float, *, surely: bool = False) -> float:
    """The lowest score from which on the precision is reached."""
    order = np.argsort(-row.scores, kind="stable")
    scores, right = row.scores[order], row.right[order]
    last = np.append(scores[1:] < scores[:-1], True)  # a threshold cannot part equal scores
    precise = np.cumsum(right) / np.arange(1, len(right) + 1) >= target
    if surely:
        precise = np.array([bound(np.arange(len(right)) <= at, right) >= target for at in range(len(right))])
    fits = np.flatnonzero(precise & last)
    return float(scores[fits[-1]]) if len(fits) else float("inf")


def one_rule(rows: Sequence[Scored]) -> Iterator[str]:
    """One threshold for all sets: the matcher's own; for the others, one tuned to 97 % over all public questions."""
    yield "one threshold for all sets: coverage % / precision % / answered; mean coverage, worst precision, leak"
    for method in methods(rows):
        own = of(rows, method)
        least = calibrator().sure if method.startswith("matcher") else tuned(own)
        cells = [
            f"{row.name} {100 * row.coverage(least):.0f}/{100 * row.precision(least):.0f}/{(row.scores >= least).sum()}"
            for row in own
        ]
        mean = 100 * np.mean([row.coverage(least) for row in own])
        worst = 100 * min(row.precision(least) for row in own)
        leak = 100 * np.mean([row.leak(least) for row in own if not row.inside.all()])
        yield f"  {method:20} {' | '.join(cells)}"
        yield f"  {'':20} mean {mean:.1f} %, worst {worst:.1f} %, leak {leak:.1f} %, from {least:.3f}"


def tuned(rows: Sequence[Scored]) -> float:
    """One threshold that reaches 97 % over all sets, each counting alike."""
    scores = np.concatenate([row.scores for row in rows])
    right = np.concatenate([row.right for row in rows])
    weights = np.concatenate([np.full(len(row.right), 1 / len(row.right)) for row in rows])
    order = np.argsort(-scores, kind="stable")
    precise = np.cumsum((weights * right)[order]) / np.cumsum(weights[order]) >= RULE
    fits = np.flatnonzero(precise)
    return float(scores[order][fits[-1]]) if len(fits) else float("inf")


def resources(rows: Sequence[Scored]) -> Iterator[str]:
    """What fitting and asking cost the processor."""
    yield "processor seconds to fit, megabytes more, milliseconds per question (median, 95th of 100)"
    for method in methods(rows):
        timed = [row for row in of(rows, method) if row.asking]
        cells = [
            f"{row.name} {row.fitting:.2f} {row.memory:.0f} {1000 * np.quantile(row.asking, 0.5):.2f} "
            f"{1000 * np.quantile(row.asking, 0.95):.2f}"
            for row in timed
        ]
        if cells:
            yield f"  {method:20} {' | '.join(cells)}"


def methods(rows: Sequence[Scored]) -> list[str]:
    """The methods, in the order that they were scored."""
    return list(dict.fromkeys(row.method for row in rows))


def of(rows: Sequence[Scored], method: str) -> list[Scored]:
    """What one method scored."""
    return [row for row in rows if row.method == method]
