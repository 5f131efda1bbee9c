"""The pieces of a text as numbers of buckets: runs of characters, words with their neighbours, runs of kinds."""

from __future__ import annotations

from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from responders.moderation.spam.traces import Traces

Ints = NDArray[np.int64]
SIZES = (2, 3, 4, 5)
LETTERS, WORDS, KINDS = 16, 14, 12  # powers of two: how many buckets each has
PRIME, MIXER = np.uint32(0x01000193), np.uint32(0x9E3779B1)


def letters(plain: str) -> Ints:
    """Buckets of every run of two to five characters, each once; a word's borders are characters too."""
    codes = np.frombuffer(plain.encode("utf-32-le", "replace"), np.uint32)
    rolled, runs = codes, []
    for size in SIZES:
        if len(codes) < size:
            break
        rolled = rolled[:-1] * PRIME + codes[size - 1 :] + np.uint32(size)
        runs.append(rolled)
    return _once(np.concatenate(runs), LETTERS) if runs else np.empty(0, np.int64)


def words(found: tuple[str, ...]) -> Ints:
    """Buckets of every word, every pair of neighbours, and every pair with one word between."""
    told = {*found, *(f"{one} {other}" for one, other in pairwise(found))}
    told.update(f"{one}_{other}" for one, other in zip(found, found[2:], strict=False))
    codes = [crc32(word.encode("utf-8", "replace")) for word in told]
    return _once(np.array(codes, np.uint32), WORDS)


def kinds(signs: str) -> Ints:
    """Buckets of every run of one to four kinds, and of every pair of kinds with something between."""
    runs = {signs[at : at + size] for size in (1, 2, 3, 4) for at in range(len(signs) - size + 1)}
    runs.update(f"{one}_{other}" for gap in (2, 3) for one, other in zip(signs, signs[gap:], strict=False))
    return _once(np.array([crc32(run.encode()) for run in runs], np.uint32), KINDS)


def groups(seen: Traces) -> tuple[Ints, Ints, Ints]:
    """The buckets of the characters, of the words and of the kinds."""
    return letters(seen.plain), words(seen.words), kinds(seen.kinds + seen.links)


def _once(codes: NDArray[np.uint32], power: int) -> Ints:
    mixed = (codes ^ (codes >> np.uint32(15))) * MIXER >> np.uint32(32 - power)
    mixed.sort()
    new = np.empty(len(mixed), np.bool_)
    new[:1] = True
    np.not_equal(mixed[1:], mixed[:-1], out=new[1:])
    return mixed[new].astype(np.int64)
