"""Slips of the finger and short forms, mended by the words that a FAQ itself uses: opne is open, u is you.

Only what is almost certainly meant: a word that the FAQ lacks and that is no everyday word, with two neighbouring
letters swapped or, in longer words, a vowel or a doubled letter too many or too few, if that makes exactly one word of
the FAQ. Other letters make other words: boats are not coats, power is no powder, a contract no contact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import regex

from responders.matching.common import everyday
from responders.matching.grams import THUMBED
from responders.romanised import romanised, sound
from responders.text import words

SHORT_FORMS = THUMBED | {
    "wots": "what s", "dnt": "don t", "cuz": "because", "tmrw": "tomorrow", "tmr": "tomorrow", "tdy": "today",
    "pkg": "package",
    "mins": "minutes", "whr": "where", "wanna": "want to", "gonna": "going to", "gimme": "give me",
    "lemme": "let me", "cant": "can t", "dont": "don t", "whats": "what s", "wheres": "where s",
    "whens": "when s", "hows": "how s", "im": "i m", "ive": "i ve", "didnt": "didn t", "doesnt": "doesn t",
    "wont": "won t", "isnt": "isn t", "havent": "haven t", "hasnt": "hasn t",
}  # fmt: skip
SHORTEST, SHORTEST_WITHOUT_ONE = 4, 5  # letters of a word whose letters may be swapped, or of which one may be missing
MOST_MET = 5000  # words that are remembered; people use few
VOWEL = regex.compile(r"[aeiouy\p{M}]")  # the signs of Indian scripts are vowels, or join letters
DIGIT = regex.compile(r"\p{N}")


class Speller:
    """Knows the words of some texts, and mends others by them."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take in every word; quick, thousands of texts in tenths of a second."""
        self._known = frozenset(word for text in texts for word in words(text))
        self._plain = {word: word for word in everyday()} | SHORT_FORMS | {word: word for word in self._known}
        self._met: dict[tuple[str, bool], str] = {}
        self._swapped: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._shorter: dict[str, set[str]] = defaultdict(set)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        for word in self._known:
            self._sounds[sound(word)].add(word)
            if len(word) >= SHORTEST:
                self._swapped[word[0], "".join(sorted(word))].add(word)
            if len(word) > SHORTEST_WITHOUT_ONE:
                for less in _without_one(word):
                    self._shorter[less].add(word)

    def mend(self, text: str) -> str:
        """The words of a text, those that are almost certainly a slip in place of which another was meant mended."""
        found = words(text)
        strange = [word for word in found if word not in self._plain]
        by_sound = bool(strange) and bool(romanised(text))
        mended = {word: self._met.get((word, by_sound)) or self._meet(word, by_sound=by_sound) for word in strange}
        return " ".join([self._plain.get(word) or mended[word] for word in found])

    def _meet(self, word: str, *, by_sound: bool) -> str:
        """A word that the FAQ lacks and that is no everyday word, remembered until too many were met."""
        if DIGIT.search(word):  # an order number is met once
            return word
        meant = self._meant(word, by_sound=by_sound)
        if len(self._met) < MOST_MET:
            self._met[word, by_sound] = meant
        return meant

    def _meant(self, word: str, *, by_sound: bool) -> str:
        alike = self._sounds.get(sound(word), set()) if by_sound else set()
        meant = alike or self._swaps(word) or self._one_off(word)
        return next(iter(meant)) if len(meant) == 1 else word

    def _swaps(self, word: str) -> set[str]:
        """Known words that it is with two neighbours swapped, the first letter in its place."""
        same_letters = self._swapped.get((word[0], "".join(sorted(word))), set()) if len(word) >= SHORTEST else set()
        return {known for known in same_letters if _is_swapped(word, known)}

    def _one_off(self, word: str) -> set[str]:
        """Known words that it is with a letter more or less."""
        missing = self._shorter.get(word, set()) if len(word) >= SHORTEST_WITHOUT_ONE else set()
        extra = set(_without_one(word)) & self._known if len(word) > SHORTEST_WITHOUT_ONE else set()
        return missing | extra


def _without_one(word: str) -> Iterator[str]:
    """The word less a vowel or one of two equal letters, the first one staying."""
    for at in range(1, len(word)):
        if VOWEL.match(word[at]) or word[at] == word[at - 1]:
            yield word[:at] + word[at + 1 :]


def _is_swapped(word: str, other: str) -> bool:
    apart = [at for at, (one, two) in enumerate(zip(word, other, strict=True)) if one != two]
    return len(apart) == 2 and apart[1] == apart[0] + 1
