"""All phrasings of a brand, and how alike a question is to each of them: by words, and by how words are spelt."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from responders.matching.grams import damped, phrases
from responders.matching.postings import Floats, Ints, Postings, postings
from responders.matching.vocabulary import Vocabulary, Word, rareness, vocabulary

VIEWS = 2
PHRASES, SPELLING = range(VIEWS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the index reads it."""

    words: Mapping[str, Word]
    phrases: tuple[Sequence[int], Sequence[float]]
    spelling: tuple[Sequence[int], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Index:
    """Who holds what, for both views; rows are phrasings."""

    vocabulary: Vocabulary
    phrase_numbers: Mapping[str, int]
    rarity: Sequence[float]  # of each phrase
    unseen: float
    by_phrase: Postings
    by_word: Postings

    def read(self, found: Sequence[str]) -> Asked:
        """What the index knows of a question, scaled so that products are cosines."""
        words_of = self.vocabulary.words(found)
        seen, length = self.known_phrases(found, words_of)
        return Asked(
            words_of,
            (list(seen), [amount / length for amount in seen.values()]),
            _spelling(found, words_of, self.vocabulary.numbers),
        )

    def likeness(self, asked: Asked) -> Floats:
        """The cosine with every phrasing, from 0 to 1: one row per view."""
        found = np.array([self.by_phrase.sums(*asked.phrases), self.by_word.sums(*asked.spelling)])
        capped: Floats = np.minimum(found, np.float32(1), out=found)
        return capped

    def most(self, asked: Asked) -> float:
        """What the likeness to no phrasing is above, all in all: small talk shares next to nothing with any."""
        return (self.by_phrase.most(*asked.phrases) + self.by_word.most(*asked.spelling)) / VIEWS

    def of(self, rows: Ints) -> Index:
        """The same index, for these rows only."""
        return replace(self, by_phrase=self.by_phrase.of(rows), by_word=self.by_word.of(rows))

    def known_phrases(self, found: Sequence[str], words_of: Mapping[str, Word]) -> tuple[dict[int, float], float]:
        """The known phrases with their weight, and the length over all: what no phrasing has counts against it."""
        seen: dict[int, float] = {}
        square, number_of, rarity, unseen = 0.0, self.phrase_numbers.get, self.rarity, self.unseen
        for phrase, says in _saying(found, words_of).items():
            number = number_of(phrase)
            if number is None:
                weight = says * unseen
            else:
                weight = seen[number] = says * rarity[number]
            square += weight * weight
        return seen, math.sqrt(square) or 1.0


def _saying(found: Sequence[str], words_of: Mapping[str, Word]) -> dict[str, float]:
    """How much words and pairs of neighbours say; a pair as much as the more telling of the two."""
    roots = [words_of[word].root for word in found]
    says = dict(zip(found, roots, strict=True))
    says.update(zip(map(" ".join, pairwise(found)), map(max, roots, roots[1:]), strict=True))
    if len(says) < 2 * len(found) - 1:  # something is said again
        for phrase, count in phrases(found).items():
            says[phrase] *= count
    return says


def _spelling(
    found: Sequence[str], words_of: Mapping[str, Word], numbers: Mapping[str, int]
) -> tuple[Sequence[int], Sequence[float]]:
    """The question spread over the known words that its words are like, for a question of length 1."""
    bag = damped(found) if len(words_of) < len(found) else dict.fromkeys(found, 1.0)
    amounts = {word: count * words_of[word].weight for word, count in bag.items()}
    spread: dict[int, float] = defaultdict(float)
    for word, amount in amounts.items():
        for number, likeness in words_of[word].alike.items():
            spread[number] += amount * likeness
    square = 0.0
    for word, amount in amounts.items():
        square += amount * (spread[numbers[word]] if word in numbers else amount)
    length = math.sqrt(square) or 1.0
    return list(spread), [amount / length for amount in spread.values()]


def index(found: Sequence[Sequence[str]], entry_of: Sequence[int], entries: int) -> Index:
    """Read all phrasings, given as their words; `entry_of` says which entry each belongs to."""
    known = vocabulary(found, entry_of, entries)
    bags = [phrases(phrasing) for phrasing in found]
    holders: dict[str, set[int]] = defaultdict(set)
    for entry, bag in zip(entry_of, bags, strict=True):
        for phrase in bag:
            holders[phrase].add(entry)
    numbers = {phrase: number for number, phrase in enumerate(holders)}
    rarity = [rareness(entries, len(own)) for own in holders.values()]
    empty = postings([], 0)
    bare = Index(known, numbers, rarity, rareness(entries, 0), empty, empty)
    return Index(
        known,
        numbers,
        rarity,
        bare.unseen,
        postings(
            [_scaled(*bare.known_phrases(phrasing, known.words(phrasing))) for phrasing in found], len(numbers)
        ).spread(),
        postings([_row(damped(phrasing), known) for phrasing in found], len(known.numbers)).spread(),
    )


def _scaled(row: Mapping[int, float], length: float) -> dict[int, float]:
    return {thing: amount / length for thing, amount in row.items()}


def _row(bag: Mapping[str, float], known: Vocabulary) -> dict[int, float]:
    """A phrasing by its own words only; the question is the side that is spread."""
    amounts = {known.numbers[word]: count * known.word(word).weight for word, count in bag.items()}
    square = sum(
        amount * amounts[other] * likeness
        for number, amount in amounts.items()
        for other, likeness in known.known[number].alike.items()
        if other in amounts
    )
    return _scaled(amounts, math.sqrt(square) or 1.0)
