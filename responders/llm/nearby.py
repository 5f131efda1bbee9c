"""The words behind a place in a text, so that a number is compared together with what it counts."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

import regex

from responders.llm.vocabulary import COUNTED, HARMLESS
from responders.text import normalise

WORD = regex.compile(r"[\p{L}\p{M}]+")
REACH = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in their normal form, and where each begins."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]

    def near(self, end: int) -> frozenset[str]:
        """The words that follow a place."""
        first = bisect.bisect_left(self.starts, end)
        return frozenset(self.words[first : first + REACH])

    def after(self, end: int) -> str:
        """The word that follows directly, after a space or a hyphen; "" when it says nothing about what is counted."""
        at = bisect.bisect_left(self.starts, end)
        if at == len(self.words) or self.text[end : self.starts[at]] not in {"", " ", "-", "\u00a0"}:
            return ""
        return "" if self.words[at] in HARMLESS - COUNTED else self.words[at]


def words_in(text: str) -> Words:
    """The words of a text with their places."""
    found = [(normalise(match[0]), match.start()) for match in WORD.finditer(text)]
    # The plural of what is counted is the same thing: 30 days, a 30-day return.
    return Words(text, tuple(_singular(word) for word, _ in found), tuple(start for _, start in found))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
