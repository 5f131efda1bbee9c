"""Fits the spam model: logistic regressions on hashed pieces and figures, by Newton's method among the rows.

One is taught comments and one messages, for what sells in one place is harmless in the other. A third one is taught
messages as they are typed, and is asked about private messages only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responders.moderation.spam import grams
from responders.moderation.spam.model import ADVICE, MARGIN
from responders.moderation.spam.traces import FIGURES, traces
from tests.bench.moderation.spam_data import HELD, MESSAGES, OWN, Flags, Row

Array = NDArray[np.float32]
Kernels = tuple[Array, ...]  # one for each expert
POWERS = (grams.LETTERS, grams.WORDS, grams.KINDS, grams.TYPED)
OWN_COUNTS = (0.3, 0.3, 0.1)  # by expert: our examples are written to be hard, so they count less than real rows
STEPS, ENOUGH = 12, 0.02  # Newton; until no score moves by more
INNER = 200  # steps of conjugate gradients
ROUGHLY, EXACTLY = 1e-2, 1e-4  # how far from solved they may stop, to compare and to ship


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is chosen by folds: how stiff, and how much each group and, at the end, the figures count."""

    stiffness: float = 0.03
    shares: tuple[float, ...] = (1.0, 0.5, 0.5, 0.0, 0.15)
    private: tuple[float, ...] = (0.5, 0.0, 0.0, 1.0, 0.0)  # the same for the expert for private messages

    def by_expert(self) -> tuple[tuple[float, ...], ...]:
        """The shares of each expert."""
        return self.shares, self.shares, self.private


@dataclass(frozen=True, slots=True)
class Seen:
    """What the model sees of all rows: a matrix for each group of pieces and one of figures."""

    rows: list[Row]
    matrices: tuple[Array, ...]
    rarity: tuple[Array, ...]  # by bucket; 0 where no row has it
    mean: Array
    deviation: Array
    spam: Flags
    messages: Flags
    own: Flags
    held: Flags

    @property
    def comments(self) -> Flags:
        """The rows from under videos."""
        return ~(self.messages | self.own | self.held)

    def kernels(self, recipe: Recipe) -> Kernels:
        """How alike any two rows are to each expert."""
        public = self._kernel(recipe.shares)
        return public, public, self._kernel(recipe.private)

    def _kernel(self, shares: Sequence[float]) -> Array:
        total = np.ones((len(self.rows), len(self.rows)), np.float32)
        for share, held in zip(shares, self.matrices, strict=True):
            if share:
                used = held[:, held.any(0)]
                total += np.float32(share) * (used @ used.T)
        return total


def see(found: list[Row]) -> Seen:
    """Read all rows."""
    read = [traces(row.text) for row in found]
    pieces = [grams.groups(one) for one in read]
    rarity = [_rarity([groups[at] for groups in pieces], 1 << power) for at, power in enumerate(POWERS)]
    matrices = [np.zeros((len(found), 1 << power), np.float32) for power in POWERS]
    for at, groups in enumerate(pieces):
        for matrix, rare, group in zip(matrices, rarity, groups, strict=True):
            matrix[at, group] = rare[group] / max(float(np.linalg.norm(rare[group])), 1e-9)
    figures = np.array([[one.figures.get(name, 0.0) for name in FIGURES] for one in read], np.float32)
    mean, deviation = figures.mean(0), figures.std(0) + np.float32(0.05)
    matrices.append((figures - mean) / deviation / np.float32(len(FIGURES) ** 0.5))
    place = np.array([row.place for row in found])
    spam = np.array([row.spam for row in found])
    return Seen(
        found, tuple(matrices), tuple(rarity), mean, deviation, spam, place == MESSAGES, place == OWN, place == HELD
    )


def _rarity(pieces: list[grams.Ints], size: int) -> Array:
    """How much a bucket says by how few rows have it."""
    rows = np.bincount(np.concatenate(pieces), minlength=size)
    rare: Array = np.where(rows, 1 + np.log(len(pieces) / np.maximum(rows, 1)), 0).astype(np.float32)
    return rare


def teach(seen: Seen, alike: Kernels, taught: Flags, recipe: Recipe, exact: float = ROUGHLY) -> Array:
    """The weight of every row for each expert; zero for rows that are not taught."""
    found = np.zeros((len(seen.rows), len(alike)), np.float32)
    for number, place in enumerate((seen.comments, seen.messages, seen.messages)):
        used = np.flatnonzero(taught & (place | seen.own))
        counts = np.where(seen.own, OWN_COUNTS[number], 1.0)[used]
        near = alike[number][np.ix_(used, used)]
        found[used, number] = logistic(near, seen.spam[used], counts, recipe.stiffness, exact)
    return found


def scored(alike: Kernels, given: Array) -> NDArray[np.float64]:
    """What each expert makes of every row."""
    return np.stack([near @ weights for near, weights in zip(alike, given.T, strict=True)], 1).astype(np.float64)


def together(scores: NDArray[np.float64], private: Flags) -> NDArray[np.float64]:
    """The score of each row out of those of the experts, as the model does it."""
    comment, message, typed = scores.T
    score: NDArray[np.float64] = np.where(private, typed + ADVICE * comment, np.logaddexp(comment, message - MARGIN))
    return score


def logistic(alike: Array, spam: Flags, counts: NDArray[np.float64], stiffness: float, exact: float = ROUGHLY) -> Array:
    """The weight of each row, so that `alike @ weights` are the logits."""
    score, root = np.zeros(len(spam)), np.zeros(len(spam), np.float32)
    solved = weights = np.zeros(len(spam), np.float32)
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(score, -30, 30)))
        curve = np.maximum(counts * chance * (1 - chance), 1e-4)
        root = np.sqrt(curve).astype(np.float32)
        target = (score + counts * (spam - chance) / curve).astype(np.float32)
        solved = _solve(alike, root, np.float32(stiffness), root * target, weights / root, exact)
        weights = root * solved
        before, score = score, (alike @ weights).astype(np.float64)
        if np.abs(score - before).max() < ENOUGH:
            break
    return weights


def _solve(alike: Array, root: Array, stiffness: np.float32, target: Array, start: Array, exact: float) -> Array:
    """Conjugate gradients for (root · alike · root + stiffness) x = target."""
    found = start.copy()
    rest = target - root * (alike @ (root * found)) - stiffness * found
    way, left = rest.copy(), float(rest @ rest)
    enough = exact**2 * float(target @ target)
    for _ in range(INNER):
        if left <= enough:
            break
        led = root * (alike @ (root * way)) + stiffness * way
        step = np.float32(left / float(way @ led))
        found += step * way
        rest -= step * led
        before, left = left, float(rest @ rest)
        way = rest + np.float32(left / before) * way
    return found
