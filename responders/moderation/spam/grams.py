"""The pieces of a text as numbers of buckets: runs of characters, words with their neighbours, runs of kinds.

What is typed, word for word, sign for sign and with the first digits of a number, counts in private messages only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from responders.moderation.spam.traces import Traces

Ints = NDArray[np.int64]
Codes = NDArray[np.uint32]
SIZES, KIND_SIZES = (2, 3, 4, 5), (1, 2, 3, 4)
LETTERS, WORDS, KINDS, TYPED = 16, 14, 12, 15  # powers of two: how many buckets each has
TOKEN, DIGITS = re.compile(r"\w+|[^\w\s]"), re.compile(r"\d{3,}")
PRIME, MIXER = np.uint32(0x01000193), np.uint32(0x9E3779B1)


def letters(plain: str) -> Ints:
    """Buckets of every run of two to five characters, each once; a word's borders are characters too."""
    return _once(_runs(plain, SIZES), LETTERS)


def words(found: tuple[str, ...]) -> Ints:
    """Buckets of every word, every pair of neighbours, and every pair with one word between."""
    codes = np.fromiter(map(_code, found), np.uint32, len(found))
    return _once([codes, _pairs(codes, 1), _pairs(codes, 2)], WORDS)


@lru_cache(maxsize=1 << 10)
def kinds(signs: str) -> Ints:
    """Buckets of every run of one to four kinds, and of every pair of kinds with something between."""
    codes = _codes(signs)
    return _once([*_runs(signs, KIND_SIZES), _pairs(codes, 2), _pairs(codes, 3)], KINDS)


def typed(text: str) -> Ints:
    """Buckets of every word and sign as they stand, and of every pair of neighbours; of a number its beginning."""
    found = TOKEN.findall(DIGITS.sub(_beginning, text.lower()))
    codes = np.fromiter(map(_code, found), np.uint32, len(found))
    return _once([codes, _pairs(codes, 1)], TYPED)


def groups(seen: Traces, *, typed_too: bool = True) -> tuple[Ints, ...]:
    """The buckets of the characters, of the words, of the kinds, and of what is typed."""
    found = letters(seen.plain), words(seen.words), kinds(seen.kinds + seen.links)
    return (*found, typed(seen.shown)) if typed_too else found


def _beginning(digits: re.Match[str]) -> str:
    return digits[0][:2] + "0" * min(len(digits[0]) - 2, 9)


@lru_cache(maxsize=1 << 14)
def _code(word: str) -> int:
    return crc32(word.encode("utf-8", "replace"))


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)


def _runs(text: str, sizes: Sequence[int]) -> list[Codes]:
    """A number for every run of each of these sizes, which follow one another."""
    codes = _codes(text)
    rolled, runs = codes, []
    for size in range(1, min(sizes[-1], len(codes)) + 1):
        if size > 1:
            rolled = rolled[:-1] * PRIME + codes[size - 1 :] + np.uint32(size)
        if size >= sizes[0]:
            runs.append(rolled)
    return runs


def _pairs(codes: Codes, gap: int) -> Codes:
    """A number for every two that stand so far from each other."""
    return (codes[:-gap] ^ np.uint32(gap)) * MIXER + codes[gap:] * PRIME


def _once(codes: list[Codes], power: int) -> Ints:
    """The bucket of each, every bucket once."""
    mixed = np.concatenate(codes) if codes else np.empty(0, np.uint32)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * MIXER >> np.uint32(32 - power)
    mixed.sort()
    new = np.empty(len(mixed), np.bool_)
    new[:1] = True
    np.not_equal(mixed[1:], mixed[:-1], out=new[1:])
    return mixed[new].astype(np.int64)
