"""Lists of words, looked for all at once in one pass over a text, however its words are disguised.

Words count whole: their borders are those of `responders.text.words`, so that "class" holds no other word. A star at
the beginning or the end of a word stands for any letters. Words of several parts are found in a row; what has no letter
(an emoji, say) is found anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, islice
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import regex

from responders.moderation.disguise import Borders, Place, Views, borders_of, squeezed, words_of
from responders.moderation.signs import DOTLESS, UNDOTTED, canonical
from responders.text import UNSPACED

if TYPE_CHECKING:
    from ahocorasick import Automaton

    from responders.moderation.readings import Mask

K = TypeVar("K", bound=Hashable)
NOWHERE: frozenset[int] = frozenset()
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_UNSPACED = regex.compile(f"[{UNSPACED}]")
AT_ONCE = 50_000  # words of one automaton: nothing else runs while it is closed, so that must not take long
TOGETHER = 6  # letters, those of Hangul one by one, that a phrase must have to count without its spaces
LONG = 6  # letters from which one that stands twice makes no other word
SELDOM_TWICE = frozenset("uiyhjqvwxуыэъьυχ")
VOWELS = frozenset("aeiouyаеёиоуыэюяіїєαεηιουω")


class Hit(NamedTuple):
    """A listed word that was found: as the list has it, as it stands in the text, and where that begins."""

    word: str
    written: str
    start: int


class _Word(NamedTuple):
    """One word of the lists as it is looked for."""

    word: str
    key: str
    lists: tuple[int, ...]  # numbers of the lists it counts in
    spared: frozenset[int]  # numbers of the lists in which nothing inside of it counts
    is_open: bool  # a star stands at its beginning or its end


class _Part(NamedTuple):
    """Some of the words: an automaton over what is looked for, and by its numbers the words that are found so."""

    automaton: Automaton
    groups: tuple[tuple[_Word, ...], ...]


class _Ready(NamedTuple, Generic[K]):
    names: tuple[K, ...]
    parts: tuple[_Part, ...]
    signs: tuple[_Word, ...]


class _Found(NamedTuple):
    word: _Word
    line: int
    first: int  # words of the line
    last: int
    place: Place


@dataclass(frozen=True)
class WordIndex(Generic[K]):
    """Many lists of words by their names; made ready at the first look."""

    lists: Mapping[K, Iterable[str]]
    except_: Mapping[K, Iterable[str]] = field(default_factory=dict)
    at_once: int = AT_ONCE

    @classmethod
    def of(cls, lists: Mapping[K, Iterable[str]], except_: Mapping[K, Iterable[str]] | None = None) -> WordIndex[K]:
        """Lists by name; `except_` are by the same names the words and phrases in which a hit does not count."""
        return cls(lists, except_ or {})

    def hits(self, views: Views) -> Mapping[K, Hit]:
        """The first word of each list that is in the text; lists without any are not in it."""
        names, parts, signs = self._ready
        found = [*self._found(views)] if parts else []
        found += [_sign_at(word, views) for word in signs if word.key in views.plain]
        if not found:
            return {}
        spared = [each for each in found if each.word.spared]
        hits: dict[K, Hit] = {}
        for each in sorted(found, key=lambda one: one.place):
            for number in each.word.lists:
                if names[number] not in hits and not any(_spares(one, each, number) for one in spared):
                    hits[names[number]] = _hit(each, views)
        return hits

    @cached_property
    def _ready(self) -> _Ready[K]:
        names = tuple(dict.fromkeys([*self.lists, *self.except_]))
        counts: dict[str, list[int]] = {}
        spares: dict[str, list[int]] = {}
        for number, name in enumerate(names):
            for word in self.lists.get(name, ()):
                counts.setdefault(word, []).append(number)
            for word in self.except_.get(name, ()):
                spares.setdefault(word, []).append(number)
        return _Ready(names, *_parts(dict.fromkeys([*counts, *spares]), counts, spares, self.at_once))

    def _found(self, views: Views) -> Iterator[_Found]:
        for word, start, borders in self._keys_in(views.haystack, lambda word: word.key):
            yield _at(word, views, borders, start)
        if views.squeezed != views.haystack:
            yield from self._squeezed(views)
        for mask, place in views.masks:
            for word in self._masked(mask):
                yield _Found(word, -1, 0, 0, place)

    def _keys_in(self, text: str, key_of: Callable[[_Word], str]) -> Iterator[tuple[_Word, int, Borders]]:
        """The words whose keys are in all lines together, where each begins, and the borders of the lines."""
        borders: Borders | None = None
        for part in self._ready.parts:
            for end, number in part.automaton.iter(text):
                for word in part.groups[number]:
                    key = key_of(word)
                    start = end + 1 - len(key)
                    if text.startswith(key, start):
                        borders = borders or borders_of(text)
                        yield word, start, borders

    def _squeezed(self, views: Views) -> Iterator[_Found]:
        for word, start, borders in self._keys_in(views.squeezed, lambda word: squeezed(word.key)):
            found = _at(word, views, borders, start)
            if _stretched(word, " ".join(views.said(found.line)[found.first : found.last + 1])):
                yield found

    def _masked(self, mask: Mask) -> Iterator[_Word]:
        import ahocorasick

        pattern = f" {mask.pattern} "
        for automaton, groups in self._ready.parts:
            for key in automaton.keys(pattern, "?", ahocorasick.MATCH_EXACT_LENGTH):
                hidden = {letter for letter, sign in zip(key, pattern, strict=True) if sign == "?"}
                if " " not in hidden and (mask.any_letter or hidden <= VOWELS):
                    yield from (word for word in groups[automaton.get(key)] if word.key == key)


@dataclass(frozen=True)
class WordList:
    """One list of words."""

    index: WordIndex[str]

    @classmethod
    def of(cls, words: Iterable[str], except_: Iterable[str] = ()) -> WordList:
        """Words and phrases, and those in which a hit does not count."""
        return cls(WordIndex.of({"": words}, {"": except_}))

    def find(self, views: Views) -> Hit | None:
        """The first word of the list that is in the text."""
        return self.index.hits(views).get("")


def _parts(
    words: Iterable[str], counts: Mapping[str, list[int]], spares: Mapping[str, list[int]], at_once: int
) -> tuple[tuple[_Part, ...], tuple[_Word, ...]]:
    groups: dict[str, tuple[_Word, ...]] = {}
    signs: list[_Word] = []
    same: dict[tuple[int, ...], tuple[int, ...]] = {}  # most words are in the same lists, and say so with one object
    for word in words:
        lists = tuple(counts.get(word, ()))
        lists, spared = same.setdefault(lists, lists), frozenset(spares[word]) if word in spares else NOWHERE
        keys = tuple(_keys(word))
        if not keys and (key := canonical(word).strip()):
            signs.append(_Word(word, key, lists, spared, is_open=True))
        for key in keys:
            entry = _Word(word, key, lists, spared, not (key[0] == key[-1] == " "))
            for form in dict.fromkeys((key, squeezed(key))):
                groups[form] = (*groups.get(form, ()), entry)
    forms = iter(groups.items())
    return tuple(_part(some) for some in iter(lambda: tuple(islice(forms, at_once)), ())), tuple(signs)


def _part(forms: Sequence[tuple[str, tuple[_Word, ...]]]) -> _Part:
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for number, (form, _) in enumerate(forms):
        automaton.add_word(form, number)
    automaton.make_automaton()
    return _Part(automaton, tuple(words for _, words in forms))


def _keys(word: str) -> Iterator[str]:
    """What is looked for: the word between two spaces, and its other forms; nothing where there is no letter."""
    if word.isascii() and word.isalnum():
        yield f" {word.lower()} "
        return
    bare = word.strip()
    said = words_of(canonical(bare.strip("*")))
    if not said:
        return
    yield f"{'' if bare.startswith('*') else ' '}{' '.join(said)}{'' if bare.endswith('*') else ' '}"
    together = "".join(said)
    if len(said) > 1 and len(unicodedata.normalize("NFD", together)) >= TOGETHER and not _UNSPACED.search(together):
        yield f" {together} "
    undotted = together.translate(UNDOTTED) if _ARABIC.search(together) else ""
    if len(said) == 1 and not DOTLESS.isdisjoint(undotted) and "*" not in bare:
        yield f" \x01{undotted} "


def _at(word: _Word, views: Views, borders: Borders, start: int) -> _Found:
    """Where a key that begins here in all lines was found."""
    line, first = borders.at(start)
    last = first + word.key.strip().count(" ")
    return _Found(word, line, first, last, views.place(line, first, last))


def _sign_at(word: _Word, views: Views) -> _Found:
    """Where something without a letter stands, as an emoji does; that has no borders."""
    piece = len(f"{views.plain.partition(word.key)[0]}.".split()) - 1
    return _Found(word, -1, 0, 0, (piece, piece))


def _stretched(word: _Word, there: str) -> bool:
    """Whether letters were only repeated, and plainly so: "good" is not "god", "rapper" does not begin with "rape"."""
    wanted, has = _lengths(word.key.strip()), _lengths(there)
    if word.is_open:
        starts, ends = word.key.startswith(" "), word.key.endswith(" ")
        has = has[: len(wanted)] if starts else has[-len(wanted) :] if ends else []
    if len(has) < len(wanted) or any(more < less for more, less in zip(has, wanted, strict=False)):
        return False
    extra = [more - less for more, less in zip(has, wanted, strict=False)]
    doubled = [at for at, more in enumerate(extra) if more]
    if len(doubled) > 1 or max(extra) > 1:
        return True
    return bool(doubled) and not word.is_open and _is_odd_double(word.key.strip(), wanted, doubled[0])


def _is_odd_double(word: str, lengths: Sequence[int], at: int) -> bool:
    """Whether a letter that is there once too often is no other word: "hatte" is not "hate", "fuuck" says it."""
    letter = word[sum(lengths[:at])]
    return (
        len(word) >= LONG or unicodedata.category(letter).startswith("M") or (len(word) > 3 and letter in SELDOM_TWICE)
    )


def _lengths(text: str) -> list[int]:
    return [len(list(same)) for _, same in groupby(text)]


def _hit(found: _Found, views: Views) -> Hit:
    written, start = views.written(found.place, found.word.key.strip())
    return Hit(found.word.word, written, start)


def _spares(exception: _Found, hit: _Found, number: int) -> bool:
    if number not in exception.word.spared:
        return False
    if exception.line == hit.line:
        return exception.first <= hit.first and hit.last <= exception.last
    return exception.place[0] <= hit.place[0] and hit.place[1] <= exception.place[1]
