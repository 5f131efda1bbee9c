"""The words of one language: who is meant, what is said of them, and what turns it round; read from words/*.toml.

In a file stands a table of kinds; each is a list of phrases, with commas between. A star stands for any ending of a
word. What the kinds are for stands at `WHO`, `SAID` and `TURNS`.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from responders.moderation.signs import SAME_ARABIC
from responders.text import words

FOLDER: Final = Path(__file__).with_name("words")
EVERYWHERE: Final = "any"  # what is said in every language
ARABIC: Final = re.compile("[\u0600-\u06ff]")
PREFIX: Final = re.compile("^(?:[وفبك]?ال|[وف]?لل)(?=..)")
REMEMBERED = 40_000  # words of which it is remembered what they may begin

WHO: Final[Mapping[str, str]] = {
    "group": "people for what they are born as or believe in",
    "you": "the reader",
    "they": "several",
    "one": "one person",
    "self": "who writes",
}
SAID: Final[Mapping[str, str]] = {
    "slur": "insults a group by itself",
    "slur_maybe": "is a slur only of people: fag, bitch",
    "dehuman": "scum, vermin",
    "insult": "stupid, disgusting",
    "insult_noun": "idiot",
    "emote": "what I do to them: hate, despise",
    "emote_by": "what they do to me: disgust me",
    "harm": "kill, shoot",
    "perish": "die, suffer: needs no object",
    "doom": "death to, burn in hell",
    "exclude": "get rid of, go back to",
    "below": "smarter than any, belong in a zoo",
    "worth": "what hurts when it is denied: belong, deserve to live",
    "profane": "fucking",
    "curse": "hurts whom it is followed by: fuck",
    "abuse": "is said to one person: shut up",
    "sexual": "what nobody asked for",
    "despair": "says that somebody may harm themselves",
    "despair_maybe": "the same of many who only speak of it",
}
TURNS: Final[Mapping[str, str]] = {
    "not": "denies",
    "counter": "speaks of what others say",
    "own": "speaks of oneself or of friends",
    "praise": "is meant well",
    "break": "begins another thought",
    "will": "says that something is meant to happen",
    "link": "ties a word to somebody: are, like",
    "final": "the same from behind, where a language says it last: है",
    "be": "says that something is done to somebody, where the language has a word for it",
    "report": "tells what happened or was made up",
}
LOUD: Final = frozenset(SAID)  # a text without any of these is clean, and nothing more is looked at
KINDS: Final = frozenset({*WHO, *SAID, *TURNS})


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase by the words behind its first one, and what it is; a star at the end of a word stands for any ending."""

    rest: tuple[str, ...]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """What stands at the words from `start` up to, not with, `end`."""

    kinds: frozenset[str]
    start: int
    end: int


class Lexicon:
    """The phrases of one language, by their first words."""

    def __init__(self, phrases: Mapping[tuple[str, ...], frozenset[str]]) -> None:
        """`phrases` holds each phrase, word by word, with its kinds.

        `vocabulary` are all whole words, `passive` says that there is a word for what is done to somebody ("be"),
        `verb_last` that a denial may stand behind what it denies.
        """
        self._whole: dict[str, list[Entry]] = {}
        self._stems: dict[str, list[Entry]] = {}
        for phrase, kinds in sorted(phrases.items(), key=lambda one: (-len(one[0]), one[0])):
            first = phrase[0]
            where = self._stems if first.endswith("*") else self._whole
            where.setdefault(first.removesuffix("*"), []).append(Entry(phrase[1:], kinds))
        self.vocabulary = frozenset(word for phrase in phrases for word in phrase if not word.endswith("*"))
        self.passive = any("be" in kinds for kinds in phrases.values())
        self.verb_last = any("final" in kinds for kinds in phrases.values())
        self._sizes = sorted({len(stem) for stem in self._stems}, reverse=True)
        self.entries = functools.lru_cache(REMEMBERED)(self._entries)

    def _entries(self, word: str) -> tuple[Entry, ...]:
        found = list(self._whole.get(word, ()))
        for size in self._sizes:
            if size <= len(word):
                found += self._stems.get(word[:size], ())
        return tuple(sorted(found, key=lambda entry: -len(entry.rest)))

    def starts(self) -> Iterator[tuple[str, list[Entry]]]:
        """The first words of what may hurt, with a star behind those that are only a beginning."""
        for listed, star in ((self._whole, ""), (self._stems, "*")):
            for word, entries in listed.items():
                if loud := [one for one in entries if one.kinds & LOUD]:
                    yield f"{word}{star}", loud

    def speaks(self, said: Sequence[str], at: int) -> bool:
        """Whether something that may hurt begins at this word."""
        return any(one.kinds & LOUD and _follows(one.rest, said, at + 1) for one in self.entries(said[at]))

    def singles(self, kinds: frozenset[str]) -> frozenset[str]:
        """The first words, and beginnings of first words, of what is of these kinds."""
        listed = (*self._whole.items(), *self._stems.items())
        return frozenset(word for word, entries in listed if any(one.kinds & kinds for one in entries))

    def hits(self, said: Sequence[str]) -> list[Hit]:
        """What stands in these words, the longest phrase first, none overlapping."""
        found, at = [], 0
        while at < len(said):
            entry = next((one for one in self.entries(said[at]) if _follows(one.rest, said, at + 1)), None)
            if entry is None:
                at += 1
                continue
            end = at + 1 + len(entry.rest)
            found.append(Hit(entry.kinds, at, end))
            at = end
        return found


def _follows(rest: tuple[str, ...], said: Sequence[str], at: int) -> bool:
    if len(rest) > len(said) - at:
        return False
    return all(
        said[at + n].startswith(word[:-1]) if word.endswith("*") else said[at + n] == word
        for n, word in enumerate(rest)
    )


def said_in(text: str) -> list[str]:
    """The words of a text as they are looked up: in normal form, Arabic ones without what stands in front of them."""
    found = words(text)
    return found if text.isascii() or not ARABIC.search(text) else [_bare(word) for word in found]


def _bare(word: str) -> str:
    """An Arabic word in its commonest spelling, without "and", "to" and "the" where enough of it is left."""
    return PREFIX.sub("", word.translate(SAME_ARABIC))


def phrase_of(written: str) -> tuple[str, ...]:
    """A phrase word by word, in normal form, with its stars."""
    found: list[str] = []
    for part in written.split():
        pieces = said_in(part.removesuffix("*"))
        if part.endswith("*") and pieces:
            pieces[-1] += "*"
        found += pieces
    return tuple(found)


def read(table: Mapping[str, str]) -> dict[tuple[str, ...], frozenset[str]]:
    """The phrases of one file; raises ValueError, naming the kind that is not known."""
    phrases: dict[tuple[str, ...], frozenset[str]] = {}
    for kind, listed in table.items():
        if kind not in KINDS:
            raise ValueError(f"{kind} is no kind of word; there are {', '.join(sorted(KINDS))}")
        for phrase in filter(None, map(phrase_of, listed.split(","))):
            phrases[phrase] = phrases.get(phrase, frozenset()) | {kind}
    return phrases


@functools.cache
def languages() -> tuple[str, ...]:
    """The languages that there are words of."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml") if file.stem != EVERYWHERE))


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The words of a language with those that are said everywhere; only the latter where it has no file."""
    phrases: dict[tuple[str, ...], frozenset[str]] = {}
    for name in (EVERYWHERE, language):
        if name in {EVERYWHERE, *languages()}:
            for phrase, kinds in read(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))).items():
                phrases[phrase] = phrases.get(phrase, frozenset()) | kinds
    return Lexicon(phrases)


@dataclass(frozen=True, slots=True)
class _Start:
    """What may hurt in a language begins with a word; `then` are the words that must follow, None when none must."""

    language: str
    then: frozenset[str] | None


@functools.cache
def _starts() -> tuple[Mapping[str, tuple[_Start, ...]], Mapping[str, tuple[_Start, ...]], Sequence[int]]:
    """The first words of what may hurt in any language, whole ones and beginnings, and how long the latter are."""
    whole: dict[str, list[_Start]] = {}
    stems: dict[str, list[_Start]] = {}
    for name in (EVERYWHERE, *languages()):
        for word, entries in lexicon(name).starts():
            then = {one.rest[0] if one.rest else "*" for one in entries}
            start = _Start(name, None if any(word.endswith("*") for word in then) else frozenset(then))
            (stems if word.endswith("*") else whole).setdefault(word.removesuffix("*"), []).append(start)
    sizes = sorted({len(stem) for stem in stems})
    return (
        {key: tuple(found) for key, found in whole.items()},
        {key: tuple(found) for key, found in stems.items()},
        sizes,
    )


@functools.lru_cache(REMEMBERED)
def _loud_in(word: str) -> tuple[_Start, ...]:
    whole, stems, sizes = _starts()
    found = list(whole.get(word, ()))
    for size in sizes:
        if size > len(word):
            break
        found += stems.get(word[:size], ())
    return tuple(found)


def spoken(said: Sequence[str]) -> frozenset[str]:
    """The languages in which something is said with these words that may hurt; most texts have none."""
    found: set[str] = set()
    for at, word in enumerate(said):
        for start in _loud_in(word):
            if start.language in found or (start.then is not None and said[at + 1 : at + 2] == []):
                continue
            if start.then is not None and said[at + 1] not in start.then:
                continue
            if lexicon(start.language).speaks(said, at):
                found.add(start.language)
    return frozenset(found)


def is_loud(word: str) -> bool:
    """Whether a word begins something that may hurt, in any language."""
    return bool(_loud_in(word))
