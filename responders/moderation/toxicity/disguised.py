"""Another reading of a text that was spelled to be overlooked: figures for letters, letters apart, words run together.

Only what becomes a word of our lists is mended, and a word that people use anyway is left as it is.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from responders.matching.common import known as everyday
from responders.moderation.toxicity.lexicon import EVERYWHERE, LOUD, is_loud, languages, lexicon

APART: Final = re.compile(r"(?<!\w)\w(?:[ .\-_*]{1,2}\w){2,23}(?!\w)")
BETWEEN: Final = re.compile(r"[ .\-_*]+")
ODD: Final = re.compile(r"[^\W\d_]*(?:[0-9@$!*#|&](?=[^\W\d_])|[0-9@$](?!\w))[\w@$!*#|&]*", re.IGNORECASE)
LETTER: Final = re.compile(r"[^\W\d_]")
MASKED: Final = re.compile(r"[*#&]+")
WORD: Final = re.compile(r"[^\W\d_]{4,24}")
SIGNS: Final = re.compile(r"[0-9@$!*#|&][^\W\d_]|[^\W\d_][0-9@$*#|&]")
LEET: Final = (str.maketrans("01345789@$!|", "oieastbgasil"), str.maketrans("01345789@$!|", "oleastbgasil"))
LONGEST: Final = 24  # signs of a word; nobody reads a longer one as another
SHORTEST: Final = 5  # letters of a word that is found misspelt; of shorter ones too many others look alike
RUN_TOGETHER: Final = 7  # letters
PART: Final = 3  # letters of each of two words that were run together


def disguised(text: str, said: Sequence[str]) -> str | None:
    """The text as it was meant, as far as one can tell; None when it hides nothing."""
    mended = text
    if sum(len(word) == 1 for word in said) > PART - 1:
        mended = APART.sub(lambda found: _together(found[0]), mended)
    if SIGNS.search(text):
        mended = ODD.sub(lambda found: _plain(found[0].lower()) or found[0], mended)
    if any(_mended(word) for word in said):
        mended = WORD.sub(lambda found: _mended(found[0].lower()) or found[0], mended)
    return None if mended == text else mended


@functools.cache
def _vocabulary() -> frozenset[str]:
    """Every whole word of our lists; the shortest words of other languages would fit to anything."""
    names = (EVERYWHERE, *languages())
    return frozenset(word for name in names for word in lexicon(name).vocabulary)


@functools.cache
def _telling() -> frozenset[str]:
    """Those that say something, or whom it is said of, and are long enough to be told when misspelt."""
    kinds = LOUD | {"group"}
    names = (EVERYWHERE, *languages())
    found = {word for name in names for word in lexicon(name).singles(kinds)}
    return frozenset(word for word in found if len(word) >= SHORTEST)


@functools.cache
def _shortened() -> dict[str, str]:
    """Each telling word without one of its letters, with the word."""
    groups = {word for name in languages() for word in lexicon(name).singles(frozenset({"group"}))}
    long = sorted(word for word in _telling() if len(word) > SHORTEST or word in groups)
    return {word[:at] + word[at + 1 :]: word for word in long for at in range(1, len(word) - 1)}


@functools.lru_cache(20_000)
def _together(letters: str) -> str:
    """Letters that stood apart, as a word; an article that looks like one of them is left in front."""
    word = BETWEEN.sub("", letters.lower())
    for at in range(min(2, len(word))):
        rest = _plain(word[at:]) or word[at:]
        if rest in _vocabulary() or is_loud(rest):
            return f"{word[:at]} {rest}".strip()
    return letters


@functools.lru_cache(20_000)
def _plain(word: str) -> str | None:
    """A word with letters for its figures; one with a letter masked, as the word of our lists that fits."""
    if len(word) > LONGEST:
        return None
    if MASKED.search(word):
        parts = MASKED.split(word)
        likely = [one for one in _masked() if one.startswith(parts[0]) and one.endswith(parts[-1])]
        if not likely:
            return None
        letters = [rf"[^\W\d_]{{1,{len(mask) + 1}}}" for mask in MASKED.findall(word)]
        fits = re.compile(
            "".join(itertools.chain(*itertools.zip_longest(map(re.escape, parts), letters, fillvalue="")))
        )
        return next(filter(fits.fullmatch, likely), None)
    if len(word) < PART or not LETTER.search(word):
        return None
    for table in LEET:
        read = word.translate(table)
        if read != word and (read in _vocabulary() or is_loud(read)):
            return read
    return None


@functools.cache
def _masked() -> tuple[str, ...]:
    """What people mask: the foul words of English and of everywhere, the shortest first."""
    kinds = frozenset({"profane", "slur", "slur_maybe", "insult_noun", "abuse"})
    found = {word for name in (EVERYWHERE, "en") for word in lexicon(name).singles(kinds) if len(word) > PART}
    return tuple(sorted(found, key=lambda word: (len(word), word)))


@functools.lru_cache(20_000)
def _mended(word: str) -> str | None:
    """A misspelt word, or two that were run together, as they should be; None when there is nothing to mend."""
    if len(word) < SHORTEST - 1 or word in _vocabulary() or everyday(word) or is_loud(word) or not word.isalpha():
        return None
    if (meant := _shortened().get(word)) is not None and meant not in {f"{word}s", f"{word}d"}:
        return meant
    return next(_swapped(word), None) or next(_parted(word), None)


def _swapped(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        other = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if other in _telling():
            yield other


def _parted(word: str) -> Iterator[str]:
    if len(word) < RUN_TOGETHER:
        return
    for at in range(PART - 1, len(word) - PART + 1):
        one, other = word[:at], word[at:]
        long = other if len(other) >= len(one) else one
        if long in _telling() and one in _vocabulary() and other in _vocabulary():
            yield f"{one} {other}"
