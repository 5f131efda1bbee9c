"""Words that were torn into pieces by spaces: single letters in a row, and scraps that are no word by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import regex

from responders.text import SPACED

Read = Callable[[str], Iterable[str]]  # what else one piece may stand for
Reading = tuple[str, int, int]  # a text, and the first and the last piece that it was read from

LONGEST_RUN = 48  # letters in a row within which words are looked for
LONGEST_WORD = 18
SCRAPS = 12  # how many short pieces in a row are put together
_ASCII_RUN = re.compile(r"(?:(?<!\S)[^a-z0-9\s]{0,2}[a-z0-9@$][^a-z0-9\s]{0,2}(?:\s+|\Z)){3,}")
_LETTER = rf"{SPACED}[\p{{L}}\p{{N}}]\p{{M}}*+(?:[्્]{SPACED}[\p{{L}}]\p{{M}}*+)*"
_RUN = regex.compile(rf"(?:(?<!\S)[^\p{{L}}\p{{N}}\s]{{0,2}}{_LETTER}[^\p{{L}}\p{{N}}\s]{{0,2}}(?:\s+|\Z)){{2,}}+")
_SIGNS = regex.compile(r"[^\p{L}\p{M}\p{N}@$]+")
_NO_VOWEL = re.compile(r"(?<!\S)[bcdfghjklmnpqrstvwxz]{1,3}(?!\S)")
_FLAGS = re.compile("[\U0001f1e6-\U0001f1ff]")
_OF_FLAGS = {0x1F1E6 + number: chr(ord("a") + number) for number in range(26)}
_SHORT = re.compile(r"(?:(?<!\S)[a-z]{1,2}(?:\s|\Z)){3,}")


def runs(plain: str, read: Read) -> Iterator[Reading]:
    """The words of letters that stand alone in a row; a wider gap parts two words."""
    pattern, least = (_ASCII_RUN, 3) if plain.isascii() else (_RUN, 2)
    if least == 2 and _FLAGS.search(plain):
        plain = plain.translate(_OF_FLAGS)
    first = counted = 0
    for found in pattern.finditer(plain):
        first += len(plain[counted : found.start()].split())
        counted = found.start()
        letters = [_SIGNS.sub("", piece) for piece in found[0].split()][:LONGEST_RUN]
        if len(letters) < least:
            continue
        gaps = [len(gap) for gap in re.findall(r"\s+", found[0].strip())]
        cuts = [0, *(at + 1 for at, gap in enumerate(gaps[: len(letters) - 1]) if gap > min(gaps)), len(letters)]
        whole = len(cuts) == 2
        for start, end in pairwise(cuts):
            yield from _read(letters, first, start, end, read, least=3 if whole else 2)
        if whole and len(letters) > 3:
            yield from _within(letters, first, read)


def _read(letters: Sequence[str], first: int, start: int, end: int, read: Read, least: int) -> Iterator[Reading]:
    if end - start < least:
        return
    word = "".join(letters[start:end])
    if not word.isdigit():
        yield word, first + start, first + end - 1
        for other in read(word):
            yield other, first + start, first + end - 1


def _within(letters: Sequence[str], first: int, read: Read) -> Iterator[Reading]:
    """Words inside of one long row; the shortest ones only at its ends, where a letter or two is a word of its own."""
    count = len(letters)
    for start in range(count):
        for end in range(start + 3, min(count, start + LONGEST_WORD) + 1):
            at_an_end = start == 0 or end == count
            if (start, end) != (0, count) and (end - start > 3 or (at_an_end and count <= 5)):
                yield from _read(letters, first, start, end, read, 3)


def short_pieces(plain: str, pieces: Sequence[str]) -> Iterator[Reading]:
    """Scraps put together: those without a vowel with their neighbours, and three or more of at most two letters."""
    for at, piece in enumerate(pieces) if _NO_VOWEL.search(plain) else ():
        if len(piece) <= 3 and _NO_VOWEL.fullmatch(piece):
            yield from _with_neighbours(pieces, at)
    for start in range(len(pieces) - 2) if _SHORT.search(plain) else ():
        word = ""
        for end in range(start, min(len(pieces), start + SCRAPS)):
            if not (len(pieces[end]) <= 2 and pieces[end].isalpha() and pieces[end].isascii()):
                break
            word += pieces[end]
            if end - start >= 2 and len(word) >= 5:
                yield word, start, end


def _with_neighbours(pieces: Sequence[str], at: int) -> Iterator[Reading]:
    for start, end in ((at - 1, at), (at, at + 1), (at - 1, at + 1)):
        if start >= 0 and end < len(pieces):
            part = pieces[start : end + 1]
            if all(each.isalpha() and each.isascii() for each in part) and any(len(each) > 1 for each in part):
                yield "".join(part), start, end
