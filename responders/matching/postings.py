"""A sparse table, kept by column: which rows hold a thing, and how much of it."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
COMMON = 24  # a thing is common that more than one row in so many holds
MANY = 100  # rows, below which nothing is worth being spread out


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows of thing t, and what they hold of it, stand from starts[t] to starts[t + 1].

    What many rows hold ("the") may stand in `whole` as well, one number for every row: to add up these is several times
    as fast as to look up which rows they belong to.
    """

    starts: NDArray[np.int64]
    rows: Ints
    held: Floats
    height: int
    common: Mapping[int, int] = field(default_factory=dict)  # things, with their places in `whole`
    whole: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    peaks: Sequence[float] = ()  # the most that any row holds of each thing; once it is spread

    def sums(self, things: Sequence[int], amounts: Sequence[float]) -> Floats:
        """For every row, the sum over the things of the amount asked times the amount held."""
        places, shares, rare, few = [], [], [], []
        for thing, amount in zip(things, amounts, strict=True):
            place = self.common.get(thing)
            if place is None:
                rare.append(thing)
                few.append(amount)
            else:
                places.append(place)
                shares.append(amount)
        if not places:
            return self._sparse(rare, few)
        found: Floats = np.array(shares, np.float32) @ self.whole[places]
        return found + self._sparse(rare, few) if rare else found

    def most(self, things: Sequence[int], amounts: Sequence[float]) -> float:
        """What no row's sum can be above, without a look at the rows."""
        return sum(amount * self.peaks[thing] for thing, amount in zip(things, amounts, strict=True))

    def _sparse(self, things: Sequence[int], amounts: Sequence[float]) -> Floats:
        asked = np.array(things, np.int64)
        begins = self.starts[asked]
        sizes = self.starts[asked + 1] - begins
        ends = np.cumsum(sizes)
        if not len(ends) or not ends[-1]:
            return np.zeros(self.height, np.float32)
        at = np.arange(ends[-1]) + (begins - ends + sizes).repeat(sizes)
        amounts_held = self.held[at] * np.array(amounts, np.float32).repeat(sizes)
        return np.bincount(self.rows[at], weights=amounts_held, minlength=self.height).astype(np.float32)

    def of(self, rows: Ints) -> Postings:
        """The same table with these rows only, in ascending order."""
        place = np.full(self.height, -1, np.int32)
        place[rows] = np.arange(len(rows), dtype=np.int32)
        kept = place[self.rows] >= 0
        starts = np.concatenate(([0], np.cumsum(kept)))[self.starts]
        found = Postings(starts, place[self.rows[kept]], self.held[kept], len(rows))
        return found.spread() if self.peaks else found

    def spread(self) -> Postings:
        """The same table, quicker to add up, in at most COMMON times the room; nothing held may be below 0."""
        if not self.height:
            return self
        peaks = array("f", np.maximum.reduceat(np.append(self.held, 0), self.starts[:-1]).tolist())
        if self.height < MANY:
            return replace(self, peaks=peaks)
        common = np.flatnonzero(np.diff(self.starts) * COMMON > self.height).tolist()
        whole = np.zeros((len(common), self.height), np.float32)
        for place, thing in enumerate(common):
            own = slice(self.starts[thing], self.starts[thing + 1])
            whole[place, self.rows[own]] = self.held[own]
        return replace(self, common={thing: place for place, thing in enumerate(common)}, whole=whole, peaks=peaks)


def postings(table: Sequence[Mapping[int, float]], things: int) -> Postings:
    """The table of one mapping per row, from things to amounts."""
    sizes = [len(row) for row in table]
    rows = np.repeat(np.arange(len(table), dtype=np.int32), sizes)
    columns = np.fromiter((thing for row in table for thing in row), np.int64, sum(sizes))
    held = np.fromiter((amount for row in table for amount in row.values()), np.float32, sum(sizes))
    order = np.argsort(columns, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(columns, minlength=things))))
    return Postings(starts, rows[order], held[order], len(table))
