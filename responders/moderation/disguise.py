"""The texts that lists of words look at: a message without the disguises that its words may wear.

Every text has its plain line. Only where something is odd about a piece of it (signs between letters, digits for
letters, mixed alphabets, single letters in a row) are there readings of that piece, each a line of its own. A reading
is only ever compared with words that somebody listed; it is shown to nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice
from typing import NamedTuple

import regex

from responders.moderation.pieces import Reading, runs, short_pieces
from responders.moderation.readings import EDGES, ODD_LATIN, TURNED, Mask, Readings, hides, turned
from responders.moderation.signs import STOP, canonical
from responders.text import ASCII_WORDS, UNSPACED, WORD

MOST_ODD = 400  # pieces of a text that are read in other ways; more than that is a flood and not a disguise
REMEMBERED = 16  # texts
MOST_TORN = 2_000  # readings of single letters in a row, and of scraps
_REPEATED = re.compile(r"([^\s\d])\1+")
_END, _SPACE = re.compile("\n"), re.compile(" ")
_RAW = re.compile(r"\S+")
_TALL_I = re.compile(
    r"I(?:(?<=[a-z]I)(?![A-Z])|(?<![^\W_]I)(?=[aeiou][a-z]))"
)  # looks like the letter after k, as 1 does
_OVERRIDDEN = re.compile("[\u202d\u202e]")  # what follows is shown from the other end
_WORD_OR_STOP = regex.compile(rf"{STOP}(?=[{UNSPACED}])|{WORD.pattern}")
_EDGES = ".,:;!?…'\"“”‘’«»()[]{}<>।॥،؛؟。！？、-–—"
Place = tuple[int, int]  # the first and the last piece, counted between spaces


@dataclass(frozen=True, slots=True)
class Line:
    """Words with one space before, between and after, and what they were read from, where that is not the text."""

    text: str
    row: tuple[Reading, ...] = ()


@dataclass(frozen=True)
class Views:
    """A text as lists of words look at it: the line of its plain words first, then its other readings."""

    text: str
    plain: str
    lines: tuple[Line, ...]
    masks: tuple[tuple[Mask, Place], ...] = ()  # words with letters starred out, and the pieces that they are
    skeleton: str = field(default="")  # the plain text with the first reading of each odd piece in its place

    @cached_property
    def haystack(self) -> str:
        """All lines, one below the other."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def squeezed(self) -> str:
        """The same with every letter once where it stands several times in a row."""
        return squeezed(self.haystack)

    def place(self, line: int, first: int, last: int) -> Place:
        """Which pieces these words of a line were read from."""
        places = self._places.get(line)
        if places is None:
            row = self.lines[line].row
            read = ((start, end) for text, start, end in row for _ in words_of(text))
            places = self._places[line] = tuple(read) if row else self._counted
        if last >= len(places):
            return 0, max(0, len(self._spans) - 1)
        return min(places[first][0], places[last][0]), max(places[first][1], places[last][1])

    def said(self, line: int) -> list[str]:
        """The words of a line."""
        said = self._said.get(line)
        if said is None:
            said = self._said[line] = self.lines[line].text.split()
        return said

    def written(self, place: Place, word: str) -> tuple[str, int]:
        """How it stands in the text, and where that begins."""
        spans = self._spans
        if not spans or place[1] >= len(spans):
            there = self.text.strip()
            return there, self.text.find(there)
        start, end = spans[place[0]][0], spans[place[1]][1]
        there = self.text[start:end]
        folded = there.casefold()
        for form in (word, word.replace(" ", "")) if len(folded) == len(there) else ():
            if (at := folded.find(form)) >= 0:
                return there[at : at + len(form)], start + at
        core = there.strip(_EDGES) or there
        return core, start + there.find(core)

    @cached_property
    def _spans(self) -> tuple[Place, ...]:
        """Where each piece stands; a few signs become two pieces, and some become none."""
        return tuple(found.span() for found in _RAW.finditer(self.text) for _ in canonical(found[0]).split())

    @cached_property
    def _places(self) -> dict[int, tuple[Place, ...]]:
        """The places of the words of each line that somebody asked for: there may be many hits in a long one."""
        return {}

    @cached_property
    def _said(self) -> dict[int, list[str]]:
        """The words of each line that somebody asked for."""
        return {}

    @cached_property
    def _counted(self) -> tuple[Place, ...]:
        pieces = enumerate(self.plain.split())
        return tuple((number, number) for number, piece in pieces for _ in words_of(piece))


class Borders(NamedTuple):
    """Where lines end and where spaces stand in all lines together."""

    ends: list[int]
    spaces: list[int]

    def at(self, start: int) -> tuple[int, int]:
        """The line and the word of it that begin at, or with the space at, a place."""
        line = bisect_left(self.ends, start)
        begin = self.ends[line - 1] if line else 0
        return line, max(0, bisect_right(self.spaces, start) - bisect_left(self.spaces, begin) - 1)


def borders_of(text: str) -> Borders:
    """The borders of lines that are one below the other."""
    return Borders([found.start() for found in _END.finditer(text)], [found.start() for found in _SPACE.finditer(text)])


def squeezed(text: str) -> str:
    """A text with every sign but digits once where it stands several times in a row."""
    return _REPEATED.sub(_once, text)


def _once(run: re.Match[str]) -> str:
    return run[0][0]


@lru_cache(REMEMBERED)
def views(text: str) -> Views:
    """All readings of a text; the latest are remembered, for several ask for those of one message."""
    plain = canonical(text)
    pieces = plain.split()
    readings = Readings(plain)
    odd, masks = _odd(plain, pieces, readings)
    if "I" in text and _TALL_I.search(text):
        _read_tall(text, pieces, readings, odd)
    torn = list(islice(runs(plain, readings.of), MOST_TORN))
    whole = list(_whole(pieces, odd, torn)) if odd or torn else []
    scraps = islice(short_pieces(plain, pieces), MOST_TORN)
    lines = [Line(f" {' '.join(words_of(plain))} "), *map(_line, whole)]
    lines += [_line([reading]) for reading in (*_others(odd), *torn, *scraps)]
    if not text.isascii() and (TURNED.search(plain) or _OVERRIDDEN.search(text)):
        lines.append(_backwards(pieces, is_turned=TURNED.search(plain) is not None))
    skeleton = " ".join([reading for reading, _, _ in whole[0]]) if whole else plain
    return Views(text, plain, tuple(lines), tuple(_starred(pieces, masks)) if masks else (), skeleton)


def _odd(
    plain: str, pieces: list[str], readings: Readings
) -> tuple[dict[int, tuple[str, ...]], list[tuple[Mask, int]]]:
    """By their numbers what the odd pieces may stand for, and what those say in which letters are hidden."""
    passing = not readings.in_company and not ODD_LATIN.search(plain)
    hidden = readings.has_twins or hides(plain)
    odd: dict[int, tuple[str, ...]] = {}
    masks: list[tuple[Mask, int]] = []
    for number, piece in enumerate(pieces):
        if piece.isascii() and piece.isalpha() and passing:
            continue
        if found := readings.of(piece):
            odd[number] = found
        if hidden:
            masks += [(mask, number) for mask in readings.masks(piece)]
        if len(odd) + len(masks) > MOST_ODD:
            break
    return odd, masks


def _read_tall(text: str, pieces: list[str], readings: Readings, odd: dict[int, tuple[str, ...]]) -> None:
    """Read capitals that look like a small l as that, too."""
    for number, (piece, tall) in enumerate(zip(pieces, canonical(_TALL_I.sub("1", text)).split(), strict=False)):
        if piece != tall and number not in odd and len(odd) < MOST_ODD:
            odd[number] = (piece, *readings.of(tall))


def _whole(pieces: list[str], odd: dict[int, tuple[str, ...]], torn: list[Reading]) -> Iterator[list[Reading]]:
    """All of a text with one reading of each odd piece in its place: the words of a phrase may all be odd."""
    tried: list[dict[int, str]] = []
    for pick in (_first, _longest, _foreign, _last):
        chosen = {number: reading for number, found in odd.items() if (reading := pick(found))}
        if chosen not in tried and (chosen or not tried):
            tried.append(chosen)
            yield _replaced(pieces, [*torn, *((reading, number, number) for number, reading in chosen.items())])


def _backwards(pieces: list[str], *, is_turned: bool) -> Line:
    """All of a text from its end, where some of it is shown so or stands on its head."""
    row = [(turned(piece) if is_turned else piece[::-1], number, number) for number, piece in enumerate(pieces)]
    return _line(row[::-1])


def _starred(pieces: list[str], masks: list[tuple[Mask, int]]) -> Iterator[tuple[Mask, Place]]:
    """Words in which letters are hidden, and two words in a row of which one or both are such."""
    for mask, number in masks:
        yield mask, (number, number)
    known = {number: mask for mask, number in masks}
    for first in sorted({place for number in known for place in (number - 1, number)}):
        if 0 <= first < len(pieces) - 1:
            pair = [known.get(at) or Mask(pieces[at].strip(EDGES), any_letter=True) for at in (first, first + 1)]
            pattern = " ".join([mask.pattern for mask in pair])
            yield Mask(pattern, all(mask.any_letter for mask in pair)), (first, first + 1)


def _first(found: tuple[str, ...]) -> str:
    return found[0]


def _longest(found: tuple[str, ...]) -> str:
    """The reading that takes most of its signs for letters."""
    return max(found, key=len)


def _foreign(found: tuple[str, ...]) -> str:
    """The first that is not in Latin letters; nothing where there is none, and the piece stays as it is."""
    return next((reading for reading in found if not reading.isascii()), "")


def _last(found: tuple[str, ...]) -> str:
    return found[-1]


def _others(odd: dict[int, tuple[str, ...]]) -> list[Reading]:
    """The readings that may stand in no whole line: not the first and not the last, and skeletons of Arabic."""
    return [
        (reading, number, number)
        for number, found in odd.items()
        for at, reading in enumerate(found)
        if 0 < at < len(found) - 1 or reading[0] == "\x01"
    ]


def _replaced(pieces: list[str], readings: list[Reading]) -> list[Reading]:
    """All pieces in a row, with readings in the place of those that they are readings of; the longest ones first."""
    best: dict[int, Reading] = {}
    for reading in readings:
        if reading[1] not in best or reading[2] > best[reading[1]][2]:
            best[reading[1]] = reading
    row: list[Reading] = []
    while (at := row[-1][2] + 1 if row else 0) < len(pieces):
        row.append(best.get(at, (pieces[at], at, at)))
    return row


def _line(row: list[Reading]) -> Line:
    text = row[0][0] if len(row) == 1 else " ".join([text for text, _, _ in row])
    return Line(f" {' '.join(words_of(text))} ", tuple(row))


def words_of(piece: str) -> list[str]:
    """The words of a text in canonical form; a skeleton of Arabic bears a sign before it.

    Where no spaces part words, a full stop is one as well: what stands on both sides of it is no word.
    """
    if piece.startswith("\x01"):
        return [piece]
    if piece.isascii():
        return piece.translate(ASCII_WORDS).split()
    found: list[str] = (_WORD_OR_STOP if STOP in piece else WORD).findall(piece)
    return found
