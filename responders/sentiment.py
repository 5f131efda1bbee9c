"""How a text sounds: negative, neutral or positive, by a list of words, faces and shouting; offline, in ten languages.

A hint and never evidence: it knows no irony, no context and no language that it has no list of. It serves to bring an
upset person to the front and to keep an answer from going out alone, not to decide what is true.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from responders.sentiment_words import FACES, FALSE_FRIENDS, LANGUAGES, Words
from responders.text import readable, words

Mood = Literal["negative", "neutral", "positive"]

LONGEST = 10_000  # characters that are looked at
SURE = 1.0  # from here a text is negative or positive
STRONG = -2.0  # what no praise in the same text makes up for
HEAD = 3  # letters by which beginnings of words are kept; none is shorter
BEFORE, BEHIND = 3, 2  # words within which "not" turns one
CLAUSE = re.compile(r"[.!?,;:…\n।。！？，；：]+")
ASKS = re.compile("[?？؟]")
NOT = re.compile(r"n['’]t\b", re.IGNORECASE)  # "isn't good" has a "not" in it
# Languages that deny behind the word: "accha nahi hai", "gefällt mir nicht".
BEHIND_WORDS = frozenset(words("नहीं नही નથી નહીં નહિ nahi nahin nhi nai nathi nicht"))
CAPITALS = regex.compile(r"\p{Lu}")
SMALL = regex.compile(r"\p{Ll}")
SHOUTED = 12  # capitals
LISTS: tuple[tuple[str, float], ...] = (
    ("awful", -2.0), ("bad", -1.0), ("good", 1.0), ("great", 2.0), ("polite", 0.5), ("nothing", 0.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Feeling:
    """How a text sounds, how much so, and what that rests on as it is found in the lists."""

    mood: Mood
    score: float
    found: tuple[str, ...] = ()

    def __str__(self) -> str:
        """In words: negative (scam, 😡)."""
        return f"{self.mood} ({', '.join(self.found)})" if self.found else self.mood


@dataclass(frozen=True, slots=True)
class _Lexicon:
    phrases: Mapping[str, Mapping[tuple[str, ...], float]]  # by their first word, the longest first
    stems: Mapping[str, Mapping[str, float]]  # by their first letters
    turns: frozenset[str]

    def speaks(self, said: frozenset[str]) -> bool:
        """Whether all the words of something in the lists are among these: seldom so, and then a closer look is due."""
        for word in said:
            phrases, stems = self.phrases.get(word), self.stems.get(word[:HEAD])
            if phrases and any(said.issuperset(phrase) for phrase in phrases):
                return True
            if stems and self.stem(word) is not None:
                return True
        return False

    def stem(self, word: str) -> float | None:
        """The weight of a word by its beginning."""
        stems = self.stems.get(word[:HEAD], {})
        return next((weight for stem, weight in stems.items() if word.startswith(stem)), None) if stems else None


def sentiment_of(text: str, language: str = "", said: frozenset[str] | None = None) -> Feeling:
    """How a text sounds; `language` is what it is written in, as far as one knows; `said` are its words, if known."""
    text = readable(text[:LONGEST])
    lexicon = _lexicon(language.lower())
    found: list[tuple[str, float]] = []
    if lexicon.speaks(frozenset(words(text)) if said is None else said):
        plain = NOT.sub(" not", text) if "n't" in text or "n’t" in text else text
        found = [hit for clause in CLAUSE.split(plain) for hit in _hits(words(clause), lexicon)]
    if not text.isascii():
        found += [(face, FACES[face]) for face in dict.fromkeys(text) if face in FACES]
    bad, good = sum(weight for _, weight in found if weight < 0), sum(weight for _, weight in found if weight > 0)
    if ASKS.search(text):  # "is it good?" is no praise
        good /= 2
    if bad + good <= 0 and _shouts(text):
        found.append(("in capitals", -1.0))
        bad -= 1
    score = bad + good
    mood: Mood = "negative" if bad <= STRONG or score <= -SURE else "positive" if score >= SURE else "neutral"
    sign = {"negative": -1, "neutral": 0, "positive": 1}[mood]
    return Feeling(mood, score, tuple(dict.fromkeys(told for told, weight in found if weight * sign > 0)))


def _hits(said: Sequence[str], lexicon: _Lexicon) -> Iterator[tuple[str, float]]:
    """What a clause holds of the lists, the longest phrases first, each with its weight after "not"."""
    at = 0
    while at < len(said):
        size, weight = _longest_at(said, at, lexicon)
        if weight:
            before, behind = said[max(0, at - BEFORE) : at], said[at + size : at + size + BEHIND]
            denied = not lexicon.turns.isdisjoint(before) or not BEHIND_WORDS.isdisjoint(behind)
            phrase = " ".join(said[at : at + size])
            yield (f"not {phrase}", min(0.0, -min(weight, 1.0))) if denied else (phrase, weight)
        at += size


def _longest_at(said: Sequence[str], at: int, lexicon: _Lexicon) -> tuple[int, float]:
    for phrase, weight in lexicon.phrases.get(said[at], {}).items():
        if tuple(said[at : at + len(phrase)]) == phrase:
            return len(phrase), weight
    return 1, lexicon.stem(said[at]) or 0.0


def _shouts(text: str) -> bool:
    if text == text.lower():
        return False
    loud = len(CAPITALS.findall(text))
    return loud >= SHOUTED and loud > 3 * len(SMALL.findall(text)) and len(text.split()) > 1


@functools.cache
def _lexicon(language: str) -> _Lexicon:
    """The lists of a language before those of all others, whose false friends are left out."""
    main = language.partition("-")[0]
    own = [LANGUAGES[code] for code in dict.fromkeys((language, main, f"{main}-latn")) if code in LANGUAGES]
    weights: dict[tuple[str, ...], float] = {}
    stems: dict[str, float] = {}
    for listed, theirs in [*((one, False) for one in reversed(own)), *((one, True) for one in LANGUAGES.values())]:
        for entry, weight in _entries(listed):
            key = tuple(words(entry))
            if theirs and not key[1:] and key[0] in FALSE_FRIENDS:
                continue
            if entry.endswith("*") and not key[1:]:
                stems.setdefault(key[0], weight)
            else:
                weights.setdefault(key, weight)
    turns = {word for one in own or LANGUAGES.values() for word in words(one.turns)}
    return _Lexicon(_by_first(weights), _by_head(stems), frozenset(turns - (set() if own else FALSE_FRIENDS)))


def _by_first(weights: Mapping[tuple[str, ...], float]) -> dict[str, dict[tuple[str, ...], float]]:
    found: dict[str, dict[tuple[str, ...], float]] = {}
    for phrase in sorted(weights, key=len, reverse=True):
        found.setdefault(phrase[0], {})[phrase] = weights[phrase]
    return found


def _by_head(stems: Mapping[str, float]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for stem in sorted(stems, key=len, reverse=True):
        found.setdefault(stem[:HEAD], {})[stem] = stems[stem]
    return found


def _entries(listed: Words) -> Iterator[tuple[str, float]]:
    for name, weight in LISTS:
        for entry in getattr(listed, name).split(","):
            if entry.strip():
                yield entry.strip(), weight
