"""The words around a place in a text, so that a number is compared together with what it counts."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

import regex

from responders.llm.vocabulary import COUNTED, HARMLESS
from responders.text import normalise

WORD = regex.compile(r"[\p{L}\p{M}]+")
REACH = 4  # words on each side


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in their normal form, and where each begins and ends."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def near(self, start: int, end: int) -> frozenset[str]:
        """The words at most REACH away from what stands between two places."""
        last = bisect.bisect_right(self.ends, start)
        first = bisect.bisect_left(self.starts, end)
        return frozenset(self.words[max(last - REACH, 0) : first + REACH])

    def after(self, end: int) -> str:
        """The word that follows directly, after a space or a hyphen; "" when it says nothing about what is counted."""
        at = bisect.bisect_left(self.starts, end)
        if at == len(self.words) or self.text[end : self.starts[at]] not in {"", " ", "-", "\u00a0"}:
            return ""
        return "" if self.words[at] in HARMLESS - COUNTED else self.words[at]


def words_in(text: str) -> Words:
    """The words of a text with their places."""
    found = [(normalise(match[0]), match.start(), match.end()) for match in WORD.finditer(text)]
    # The plural of what is counted is the same thing: 30 days, a 30-day return.
    return Words(
        text,
        tuple(_singular(word) for word, _, _ in found),
        tuple(s for _, s, _ in found),
        tuple(e for _, _, e in found),
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
