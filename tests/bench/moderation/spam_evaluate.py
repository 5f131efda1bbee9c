"""Measures the spam model and two plain methods on rows that they were not taught.

How stiff the regression is and how much each group counts is chosen inside the taught rows of each fold: by leaving out
one more video, or a third of the messages. The threshold for messages comes from those same inner scores, never from
the rows that are judged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from tests.bench.moderation.spam_data import Flags, folds
from tests.bench.moderation.spam_fit import Array, Kernels, Recipe, Seen, scored, teach, together
from tests.bench.moderation.spam_plain import ngrams
from tests.bench.moderation.spam_train import calibrated

Scores = NDArray[np.float64]
Method = Callable[[Flags], Scores]  # the scores of all rows by a method that was taught some
CHOICES = (Recipe(), Recipe(shares=(1.0, 1.0, 1.0, 0.0, 0.3), private=(0.3, 0.0, 0.05, 1.0, 0.0)))
BLOCKED = 0.005  # of the clean messages
INNER = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """What is left out in turn and judged, and what is left out inside the rest to choose by."""

    name: str
    outer: Sequence[Flags]
    inner: Sequence[Flags]


@dataclass(frozen=True, slots=True)
class Judged:
    """The score of every row that was left out once, each part's MCC, and which rows stood above the threshold."""

    rows: Flags
    scores: Scores
    each: tuple[float, ...]
    blocked: Flags

    def share(self, chosen: Flags) -> float:
        """How much of some rows stood above the threshold for messages."""
        return float(self.blocked[self.rows & chosen].mean())


def ours(seen: Seen, kernels: Mapping[Recipe, Kernels]) -> list[Method]:
    """The model that ships, taught again, by each of the recipes."""

    def scores(taught: Flags, recipe: Recipe, alike: Kernels) -> Scores:
        return together(scored(alike, teach(seen, alike, taught, recipe)), seen.messages)

    return [partial(scores, recipe=recipe, alike=alike) for recipe, alike in kernels.items()]


def plain(seen: Seen, alike: Array) -> list[Method]:
    """The linear n-grams; taught the rows of the place that they are asked about, which is the easier task."""
    return [
        lambda taught, place=place: ngrams(alike, seen.spam, taught & place) for place in (seen.comments, seen.messages)
    ]


def videos(seen: Seen) -> list[Flags]:
    """The rows of each video."""
    place = np.array([row.place for row in seen.rows])
    return [place == name for name in sorted(set(place[seen.comments]))]


def parts(seen: Seen) -> list[Parts]:
    """By name, all ways of leaving out."""
    thirds = folds(seen.rows, seen.messages, INNER, seed=1)
    return [
        Parts("known", folds(seen.rows, seen.comments, 5, together=False), videos(seen)[:INNER]),
        Parts("known, doubles together", folds(seen.rows, seen.comments, 5), videos(seen)[:INNER]),
        Parts("unseen", videos(seen), videos(seen)),
        Parts("messages", folds(seen.rows, seen.messages, 5, together=False), thirds),
        Parts("messages, doubles together", folds(seen.rows, seen.messages, 5), thirds),
    ]


def halves(seen: Seen) -> list[Flags]:
    """The messages in two, each to be calibrated by the other."""
    return folds(seen.rows, seen.messages, 2, seed=2)


def judge(seen: Seen, methods: Sequence[Method], left: Parts) -> Judged:
    """Leave out each part in turn, choose among the methods inside the rest, judge the part."""
    scores, blocked, each = np.zeros(len(seen.rows)), np.zeros(len(seen.rows), bool), []
    for part in left.outer:
        method, line = _chosen(seen, methods, part, left.inner)
        scores[part] = method(~part)[part]
        blocked[part] = scores[part] > line
        each.append(mcc(seen.spam[part], scores[part] > 0))
    return Judged(np.logical_or.reduce(left.outer), scores, tuple(each), blocked)


def _chosen(seen: Seen, methods: Sequence[Method], part: Flags, inner: Sequence[Flags]) -> tuple[Method, float]:
    """The method that does best inside what is taught, and the threshold for messages that it needs there."""
    used = np.logical_or.reduce(inner) & ~part
    tried = []
    for method in methods:
        scores = np.zeros(len(seen.rows))
        for asked in (fold & ~part for fold in inner if (fold & ~part).any()):
            scores[asked] = method(~part & ~asked)[asked]
        tried.append((mcc(seen.spam[used], scores[used] > 0), lowest(scores[used], seen.spam[used])))
    best = max(range(len(methods)), key=lambda at: tried[at][0])
    return methods[best], tried[best][1]


def lowest(scores: Scores, spam: Flags) -> float:
    """The score above which no more clean rows stand than may be blocked."""
    clean = np.sort(scores[~spam])[::-1]
    return float(clean[int(BLOCKED * len(clean))])


def mcc(spam: Flags, said: Flags) -> float:
    """Matthews' correlation: 1 all right, 0 no better than chance."""
    hit, missed, wrong, right = (
        float((one & other).sum()) for one in (spam, ~spam) for other in (said, ~said)
    )  # rows of spam first
    below = (hit + wrong) * (hit + missed) * (right + wrong) * (right + missed)
    return (hit * right - wrong * missed) / below**0.5 if below else 0.0


def caught(judged: Judged, spam: Flags, precision: float = 0.99) -> float:
    """The largest share of the spam that is found at this precision, over all parts together."""
    own = judged.rows.nonzero()[0]
    order = own[np.argsort(-judged.scores[own], kind="stable")]
    hits = np.cumsum(spam[order])
    good = np.flatnonzero(hits / np.arange(1, len(order) + 1) >= precision)
    return float(hits[good[-1]] / spam[own].sum()) if len(good) else 0.0


def probabilities(seen: Seen, apart: Scores, asked: Scores, part: Flags) -> Scores:
    """What `asked` scores of a part mean by a calibration on the scores of all other rows, taught without them."""
    others = seen.messages & ~part if (part & seen.messages).any() else ~part & ~seen.held & ~seen.messages
    slope, lift = calibrated(apart[others], seen.spam[others])
    chance: Scores = 1 / (1 + np.exp(-np.clip(slope * asked[part] + lift, -30, 30)))
    return chance
