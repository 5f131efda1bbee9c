"""The words of a brand's phrasings, and which of them are spelt alike.

Two words are as alike as the pieces that they share, the rarer the piece the more: so "mattres" still is "mattress",
and a romanised word matches its other spellings without a word list. One letter missing, added, wrong or swapped
breaks most pieces of a short word, so that is looked for as well; but a number is no slip of another, and neither is
a word that is known to be one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from responders.matching import common
from responders.matching.common import telling
from responders.matching.grams import pieces
from responders.matching.postings import Postings, postings

MOST_MET = 5000
SHORTEST, LONGEST = 3, 20  # letters of a word that may be a slip of another
ALIKE = 0.3  # below it, two words share an ending or nothing
SAME = 0.99  # likeness above which two words are one
FORGIVEN = 4  # words shorter than this are not taken for a misspelling of another


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the vocabulary sees it: what it says, and the known words that it may be, itself among them."""

    telling: float  # how much it says anywhere
    weight: float  # how much it counts here: long and rare pieces make it count more
    alike: Mapping[int, float]  # numbers of known words, with likeness from ALIKE to 1
    root: float  # of `telling`
    heard: tuple[tuple[int, float], ...]  # those of `alike` that it may be misspelt for, or is
    unknown: bool  # whether no phrasing has it


def _word(text: str, says: float, weight: float, alike: Mapping[int, float]) -> Word:
    heard = tuple((n, likeness) for n, likeness in alike.items() if likeness > SAME or len(text) >= FORGIVEN)
    return Word(says, weight, alike, math.sqrt(says), heard, all(likeness <= SAME for _, likeness in heard))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word of every phrasing, numbered."""

    numbers: Mapping[str, int]
    known: tuple[Word, ...]
    piece_numbers: Mapping[str, int]
    rarity: tuple[float, ...]  # of each piece
    unseen: float  # the rarity of a piece that no phrasing has
    by_piece: Postings
    slips: Mapping[str, Sequence[int]]  # the words that are left as this when one letter is dropped, or none
    met: dict[str, Word]  # all known words, and those looked up by their pieces; people use few that are not among them

    def word(self, word: str) -> Word:
        """What is known of a word; of one that no phrasing has, the words it is spelt like."""
        return self.met.get(word) or self._meet(word)

    def words(self, found: Iterable[str]) -> dict[str, Word]:
        """What is known of each of these."""
        met = self.met
        return {word: met.get(word) or self._meet(word) for word in found}

    def _meet(self, word: str) -> Word:
        found = self._slipped(word, self.look(word))
        if len(self.met) < len(self.known) + MOST_MET:
            self.met[word] = found
        return found

    def look(self, word: str) -> Word:
        """The same by its pieces only."""
        found = pieces(word)
        rare = [self._rarity(piece) * count for piece, count in found.items()]
        length = math.hypot(*rare)
        seen = [
            (self.piece_numbers[p], r / length) for p, r in zip(found, rare, strict=True) if p in self.piece_numbers
        ]
        likeness = self.by_piece.sums([p for p, _ in seen], [r for _, r in seen])
        alike = {int(n): min(float(likeness[n]), 1.0) for n in np.flatnonzero(likeness >= ALIKE)}
        says = telling(word)
        return _word(word, says, length * math.sqrt(says), alike)

    def _slipped(self, text: str, word: Word) -> Word:
        """With the words that were meant if one letter went wrong."""
        if common.known(text) or not SHORTEST <= len(text) <= LONGEST or any(letter.isdigit() for letter in text):
            return word
        meant = {number for form in _dropped(text) for number in self.slips.get(form, ())}
        near = 1 - 1 / len(text)
        alike = {**word.alike, **{n: max(word.alike.get(n, 0.0), near) for n in sorted(meant)}}
        return _word(text, word.telling, word.weight, alike)

    def _rarity(self, piece: str) -> float:
        number = self.piece_numbers.get(piece)
        return self.unseen if number is None else self.rarity[number]


def vocabulary(found: Sequence[Sequence[str]], entry_of: Sequence[int], entries: int) -> Vocabulary:
    """Number the words and pieces of all phrasings; `entry_of` says which entry each phrasing belongs to."""
    numbers = _numbered(word for phrasing in found for word in phrasing)
    spelt = [pieces(word) for word in numbers]
    piece_numbers = _numbered(piece for word in spelt for piece in word)
    holders: list[set[int]] = [set() for _ in piece_numbers]
    for entry, word in {(entry, word) for entry, phrasing in zip(entry_of, found, strict=True) for word in phrasing}:
        for piece in spelt[numbers[word]]:
            holders[piece_numbers[piece]].add(entry)
    rarity = tuple(rareness(entries, len(own)) for own in holders)
    table = [_unit({piece_numbers[p]: rarity[piece_numbers[p]] * n for p, n in word.items()}) for word in spelt]
    unseen = rareness(entries, 0)
    bare = Vocabulary(
        numbers, (), piece_numbers, rarity, unseen, postings(table, len(piece_numbers)), _slips(numbers), {}
    )
    known = tuple(bare.look(word) for word in numbers)
    return replace(bare, known=known, met=dict(zip(numbers, known, strict=True)))


def _dropped(word: str) -> list[str]:
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


def _slips(numbers: Mapping[str, int]) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for word, number in numbers.items():
        if SHORTEST < len(word) <= LONGEST:
            for form in dict.fromkeys(_dropped(word)):
                found[form].append(number)
    return dict(found)


def rareness(entries: int, having: int) -> float:
    """How much a thing tells when so many of the entries have it. Entries count, not phrasings: what stands in all ten
    phrasings of one entry is that entry's mark, not a common thing."""
    return 1 + math.log((1 + entries) / (1 + having))


def _numbered(things: Iterable[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for thing in things:
        numbers.setdefault(thing, len(numbers))
    return numbers


def _unit(row: dict[int, float]) -> dict[int, float]:
    length = math.hypot(*row.values())
    return {thing: amount / length for thing, amount in row.items()}
