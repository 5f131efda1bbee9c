"""The index: which phrasing holds what, how rare that is, and so how alike a text is to every phrasing, per view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from responders.matching.grams import VIEWS, Bag, bags

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """For each gram, the rows that hold it, one gram after the other: those of gram g are from starts[g] on."""

    starts: NDArray[np.int64]
    rows: Ints
    weights: Floats

    def sums(self, grams: Ints, weights: Floats, rows: int) -> Floats:
        """For every row, the sum over these grams of the weight given times the weight held."""
        begins, ends = self.starts[grams], self.starts[grams + 1]
        sizes = ends - begins
        at = np.repeat(begins - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes) + np.arange(sizes.sum())
        held = self.weights[at] * np.repeat(weights, sizes)
        return np.bincount(self.rows[at], weights=held, minlength=rows).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Read:
    """One text as the index sees it: per view the grams it knows, their weights, and the weight of all its grams."""

    grams: tuple[Ints, ...]
    weights: tuple[Floats, ...]  # of the known grams; the length over all grams, known or not, is 1
    known: tuple[float, ...]  # the share of the weight that stands anywhere in the index


@dataclass(frozen=True, slots=True)
class Index:
    """All phrasings of all entries."""

    entries: int
    phrasings: int
    numbers: tuple[dict[str, int], ...]
    rarity: tuple[Floats, ...]
    unseen: float
    by_phrasing: tuple[Postings, ...]
    by_entry: tuple[Postings, ...]

    def read(self, text: str) -> Read:
        """The grams of a text that any phrasing has, weighted by rarity; what none has counts in the length."""
        return self.weigh(bags(text))

    def weigh(self, found: Sequence[Bag]) -> Read:
        """The same for a text that has been cut up already."""
        read = [self._view(view, bag) for view, bag in enumerate(found)]
        grams, weights, known = zip(*read, strict=True)
        return Read(grams, weights, known)

    def _view(self, view: int, bag: Bag) -> tuple[Ints, Floats, float]:
        numbers = self.numbers[view]
        seen = [(numbers[gram], count) for gram, count in bag.items() if gram in numbers]
        strange = np.array([count for gram, count in bag.items() if gram not in numbers], np.float32) * self.unseen
        grams = np.array([gram for gram, _ in seen], np.int32)
        weights = np.array([count for _, count in seen], np.float32) * self.rarity[view][grams]
        square = float(weights @ weights + strange @ strange)
        total = float(weights.sum() + strange.sum())
        if not square:
            return grams, weights, 0.0
        return grams, weights / np.float32(np.sqrt(square)), float(weights.sum()) / total

    def similarities(self, read: Read) -> Floats:
        """The cosine with every phrasing: one row per view."""
        return self._sums(read, self.by_phrasing, self.phrasings)

    def covered(self, read: Read) -> Floats:
        """For every entry, the share of the text's weight that stands in any of its phrasings: one row per view."""
        return self._sums(
            Read(
                read.grams,
                tuple(w / max(w.sum(), 1e-9) * k for w, k in zip(read.weights, read.known, strict=True)),
                read.known,
            ),
            self.by_entry,
            self.entries,
        )

    def _sums(self, read: Read, postings: Sequence[Postings], rows: int) -> Floats:
        return np.stack([postings[v].sums(read.grams[v], read.weights[v], rows) for v in range(VIEWS)])


def index(cut: Sequence[Sequence[Bag]], entry_of: Sequence[int], entries: int) -> tuple[Index, list[Read]]:
    """Number every gram, weigh it by how few entries have it, and note who holds it.

    Entries are counted, not phrasings: a word in all ten phrasings of one entry is its mark, not a common word.
    """
    parts = [_number([bag[view] for bag in cut], entry_of, entries) for view in range(VIEWS)]
    made = Index(
        entries,
        len(cut),
        tuple(part[0] for part in parts),
        tuple(part[1] for part in parts),
        float(1 + np.log(1 + entries)),
        (),
        tuple(part[2] for part in parts),
    )
    reads = [made.weigh(bag) for bag in cut]
    held = tuple(
        _held([read.grams[v] for read in reads], [read.weights[v] for read in reads], len(made.rarity[v]))
        for v in range(VIEWS)
    )
    return Index(made.entries, made.phrasings, made.numbers, made.rarity, made.unseen, held, made.by_entry), reads


def _number(found: Sequence[Bag], entry_of: Sequence[int], entries: int) -> tuple[dict[str, int], Floats, Postings]:
    numbers: dict[str, int] = {}
    holders: dict[int, dict[int, None]] = {}
    for entry, bag in zip(entry_of, found, strict=True):
        own = holders.setdefault(entry, {})
        for gram in bag:
            own[numbers.setdefault(gram, len(numbers))] = None
    grams = [np.fromiter(own, np.int32, len(own)) for own in holders.values()]
    ones = [np.ones(len(own), np.float32) for own in grams]
    postings = _held(grams, ones, len(numbers), list(holders))
    counts = np.diff(postings.starts)
    return numbers, (1 + np.log((1 + entries) / (1 + counts))).astype(np.float32), postings


def _held(grams: Sequence[Ints], weights: Sequence[Floats], count: int, names: Sequence[int] | None = None) -> Postings:
    rows = np.repeat(np.array(names if names is not None else range(len(grams)), np.int32), [len(own) for own in grams])
    flat = np.concatenate(grams) if grams else np.zeros(0, np.int32)
    order = np.argsort(flat, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(flat, minlength=count))))
    held = np.concatenate(weights) if weights else np.zeros(0, np.float32)
    return Postings(starts, rows[order], held[order])
