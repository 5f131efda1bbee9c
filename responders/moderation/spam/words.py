"""What a word does in an advertisement or a scam, in several languages: it calls, names a place, promises money …

The words are in kinds.txt. The model learns what runs of such kinds mean, so that "check out my channel" and "mira mi
canal" look alike to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from responders.text import normalise

KINDS = Path(__file__).with_name("kinds.txt")
UNSPACED = re.compile(r"[\u3400-\u9fff]")  # scripts without spaces between words: looked for anywhere
LONGEST = 11  # letters of the longest beginning that is looked for


def listed() -> Iterator[tuple[str, str]]:
    """Every word with the sign of its kind, as it stands in the file."""
    for line in KINDS.read_text().splitlines():
        if not line.startswith("#"):
            sign, *words = line.split()
            yield from ((normalise(word), sign) for word in words)


@cache
def tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Whole words, beginnings, and words of scripts without spaces; the first kind that names one counts."""
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    unspaced: dict[str, str] = {}
    for word, sign in listed():
        if UNSPACED.search(word):
            unspaced.setdefault(word, sign)
        elif word.endswith("*"):
            begun.setdefault(word[:-1], sign)
        else:
            whole.setdefault(word, sign)
    return whole, begun, unspaced


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile("|".join(sorted(tables()[2], key=lambda word: (-len(word), word))))


def kinds(word: str) -> str:
    """The signs of what a word does, or of what each word in it does; "." for one that is not known."""
    whole, begun, unspaced = tables()
    known = whole.get(word)
    if known is not None:
        return known
    if not word.isascii() and UNSPACED.search(word):
        return "".join(unspaced[found] for found in _unspaced().findall(word)) or "."
    sizes = range(min(len(word), LONGEST), 1, -1)
    return next((begun[word[:size]] for size in sizes if word[:size] in begun), ".")
