"""What one piece of a text may stand for: its look-alikes, digits and signs read as letters, without its separators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from responders.moderation import signs
from responders.moderation.signs import (
    DOTLESS,
    DRAWN,
    DRAWN_OF,
    EAST_ASIAN_DRAWN,
    LEET,
    LEET_CYRILLIC,
    LEET_CYRILLIC_E,
    LEET_GREEK,
    LEET_L,
    LEET_SIGNS,
    LIVING,
    UNDOTTED,
)
from responders.text import UNSPACED

DIGITS = "0123456789"
EDGES = ".,:;!?…'\"`´’‘“”«»()[]{}<>*_~#-–—/\\|।॥،؛؟。，！？、・+=^&%"
LONGEST, MOST_HIDDEN = 24, 3  # letters of a word with some starred out, and how many of them
ENOUGH = 8  # letters of a text that all look like another alphabet: by chance one text in some thousands does
MANY, LONG = 4, 6  # letters of a word from which it says by chance no other one, in disguise
LATIN, CYRILLIC, GREEK = frozenset({"Latin"}), frozenset({"Cyrillic"}), frozenset({"Greek"})
OTHER = frozenset({"other"})
_ALONE = frozenset({"Cyrillic", "Greek", "Arabic", "Indic"})
_STRICT_CYRILLIC = frozenset("аеорсухіјѕктмԁԛԝһӏ")
_STRICT_GREEK = frozenset("αορνκιτυχε")
_STRICT_LATIN = frozenset("aeopcyxkitmj")
_BADGES = re.compile("[\U0001f150-\U0001f1ff]")  # letters on signs, and halves of flags
_TWINS = re.compile("[\u0370-\u052f\u1f00-\u1fff]")  # the two alphabets that pass for Latin, and for each other
_TWIN_WORD = re.compile("[\u0430-\u045f]+|[\u03ac-\u03ce]+")
_ONE_ALPHABET = re.compile(
    "[\u0901-\u0963]+|[\u0a81-\u0ae3]+|[\u0620-\u063f\u0641-\u064a\u0671-\u06a0\u06a2-\u06b9\u06bb-\u06d3]+"
    "|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]+"
)
_PURE = regex.compile(r"[\p{L}\p{M}]+")
_SEPARATORS = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
_LINK = re.compile(r"://|^www\.|[^@]@[\w.-]+\.\w{2,}$|\.(?:com|net|org|ru|in|io|me|ly)(?:/|$)")
_ELIDED = re.compile(r"[^\W\d_]+['’ʼ][^\W\d_]+")  # he'll is not the word without its sign
_MENTION = re.compile(r"@[\w.]*[\d_.][\w.]*")
_ASCII_STARS = "*#@$%&!^~+=_-"
_STARS = f"\u2022\u25a0-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff{_ASCII_STARS}"
_MASKED = regex.compile(
    rf"\p{{L}}[\p{{L}}\p{{M}}]*+[{_STARS}]{{1,3}}[\p{{L}}\p{{M}}][\p{{L}}\p{{M}}{_STARS}]*|\p{{L}}{{2,}}\*{{2,3}}"
)
_UNSURE = re.compile("[bdghmnruvwyz]")
_STAR = re.compile(f"[{_STARS}]")
_STAR_INSIDE = re.compile(rf"[{_STARS}](?<=[\w\u0900-\u0dff].)")
_ASCII_STAR_INSIDE = re.compile(rf"[{_ASCII_STARS}](?<=\w.)")
_SEAM = regex.compile(r"(?<=[a-z])(?=[^\p{Latin}\P{L}])|(?<=[^\p{Latin}\P{L}]\p{M}*)(?=[a-z])")
_SPREAD = re.compile(r"[a-z](?:[^a-z0-9]{1,3}[a-z])+")
TURNED = re.compile("[ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ]")
_ROTATED = str.maketrans("bdnpquɾ", "qpudbnj")
_BEGINS = {"!": "i", "|": "l", "+": "t", "(": "c"}  # signs at the edge of a word that may be its first letter
_INDIC = re.compile("[\u0900-\u097f\u0a80-\u0aff]")
_APART = regex.compile(r"\p{L}\p{M}*+(?:[^\p{L}\p{M}]+\p{L}\p{M}*+)+")
_NO_LETTERS = regex.compile(r"[^\p{L}\p{M}]+")
_V_FOR_U = re.compile("(?<=[bcdfghjklmnpqrstwxz])v(?=[bcdfghjklmnpqrstwxz])")
ODD_LATIN = re.compile(f"ph|vv|{_V_FOR_U.pattern}")  # letters that stand for others, in a word of plain letters
_YERY = re.compile("[bь][l1i|]")  # drawn with two letters
_VIRAMA = "्્"
_EDGE_LETTERS = frozenset(_BEGINS) | {sign[0] for sign in DRAWN}
_UNSPACED = regex.compile(f"[{UNSPACED}]")


class Mask(NamedTuple):
    """A word with letters starred out: a question mark for each; `any_letter` where stars stand, else only vowels."""

    pattern: str
    any_letter: bool


class Readings:
    """The readings of the pieces of one text; what stands around them says whether a whole word is in disguise."""

    def __init__(self, plain: str) -> None:
        """Look at the alphabets of the whole text."""
        self.in_company = False  # plain Latin words may be read as Cyrillic or Greek ones
        self.own = ""  # the alphabet that the text is truly written in, beside Latin
        self._whole = False  # words of nothing but look-alikes are read as Latin ones
        self._beside_latin = False  # so are longer words of letters that look much alike
        self.has_twins = not plain.isascii() and _TWINS.search(plain) is not None
        if self.has_twins:
            self._look_around([piece.strip(EDGES) for piece in plain.split()])

    def _look_around(self, cores: list[str]) -> None:
        latin = alike = letters = 0
        mixed = False
        for core in cores:
            if core.isascii():
                latin += core.isalpha() and not _STRICT_LATIN.issuperset(core)
                continue
            kinds = _kind(core) if _TWIN_WORD.fullmatch(core) else _alphabets(core)
            mixed = mixed or len(kinds) > 1
            if kinds in (CYRILLIC, GREEK):
                if (_STRICT_CYRILLIC if kinds == CYRILLIC else _STRICT_GREEK).issuperset(core):
                    alike, letters = alike + 1, letters + len(core)
                else:
                    (self.own,) = kinds
        self._whole = alike > 0 and not self.own and (latin > 0 or mixed or letters >= ENOUGH)
        self._beside_latin = latin > 0 or mixed
        self.in_company = bool(self.own) and not latin

    def of(self, piece: str) -> tuple[str, ...]:
        """What a piece may stand for, the likeliest first; nothing when it can only be what it is."""
        core = piece.strip(EDGES)
        begun = _begun(piece, core) if piece[0] in _EDGE_LETTERS else ()
        if core.isascii() and core.isalpha():
            return (*self._foreign(core), *_pairs(core), *begun)
        if not core or core.isdigit() or self._is_plain(core) or _is_name(piece, core):
            return ()
        found = _of_latin(core) if core.isascii() else self._of_any(core)
        others = tuple(dict.fromkeys(reading for reading in (*found, *begun) if reading and reading != core))
        return (core, *others) if others and _is_living(core) else others

    def _is_plain(self, core: str) -> bool:
        """Whether it is a word of one alphabet that disguises nothing; most words of other scripts are."""
        if _TWIN_WORD.fullmatch(core):
            return not (self._whole or self._beside_latin)
        if _ONE_ALPHABET.fullmatch(core) is None or core[-1] in _VIRAMA:
            return False
        return len(core) < MANY or not EAST_ASIAN_DRAWN.issuperset(core)

    def masks(self, piece: str) -> Iterator[Mask]:
        """The word with a question mark for every letter that is starred out, or that may be one of several."""
        if hides(piece) and not piece.startswith("*"):
            core = piece.strip(EDGES.replace("*", ""))
            if 4 <= len(core) <= LONGEST and not core.isalpha() and _MASKED.fullmatch(core):
                yield from _mask(_STAR.sub("?", core), any_letter="*" in core)
                if _INDIC.search(core):  # there a star may hide a letter with its sign
                    yield from _mask(_STAR.sub("??", core), any_letter="*" in core)
        elif not piece.isascii() and 5 <= len(piece) <= LONGEST:
            yield from self._unsure(piece.strip(EDGES))

    def _unsure(self, core: str) -> Iterator[Mask]:
        """A Cyrillic or Greek word with Latin letters in it that look like more than one of its own, as b, m and n."""
        kinds = _alphabets(core) - LATIN
        if kinds in (CYRILLIC, GREEK) and _UNSURE.search(core):
            leet, tables = (LEET_CYRILLIC, signs.cyrillics()) if kinds == CYRILLIC else (LEET_GREEK, signs.greeks())
            pattern = _UNSURE.sub("?", core).translate(leet).translate(tables[0])
            if _alphabets(pattern) == kinds:
                yield from _mask(pattern, any_letter=True)

    def _foreign(self, core: str) -> tuple[str, ...]:
        """A Latin word in a text of another alphabet that could be one of that: cyka between Russian words."""
        if not self.in_company or len(core) < 3 or not _STRICT_LATIN.issuperset(core):
            return ()
        tables = signs.cyrillics() if self.own == "Cyrillic" else signs.greeks()
        return tuple(core.translate(table) for table in tables)

    def _of_any(self, core: str) -> Iterator[str]:
        kinds = _alphabets(core)
        if not kinds and not _BADGES.search(core):
            return
        if len(kinds) == 1 and kinds <= _ALONE:
            yield from self._of_one(core, next(iter(kinds)))
            return
        if kinds == LATIN and all(sign.isascii() or sign in LIVING for sign in core if sign.isalpha()):
            yield from _of_latin(core)  # a living alphabet; only its separators and digits are odd
            if not LIVING.isdisjoint(core):
                if len(core) >= LONG:
                    yield from _readable(core.translate(signs.latin()))
                return
        yield from _of_several(core, kinds)
        if "Indic" in kinds:
            yield from self._of_one(core, "Indic")
        if kinds == OTHER and not _PURE.fullmatch(core):
            yield from _of_other(core)

    def _of_one(self, core: str, kind: str) -> Iterator[str]:
        """A piece of one alphabet: without its separators, with digits as letters; whole look-alikes where they fit."""
        if kind in ("Cyrillic", "Greek"):
            strict = _STRICT_CYRILLIC if kind == "Cyrillic" else _STRICT_GREEK
            plain = core.translate(signs.latin())
            if (self._whole and len(core) > 2 and strict.issuperset(core)) or (
                self._beside_latin and len(core) > 4 and plain.isascii()
            ):
                yield plain
            if core.isalpha():
                return
            yield from _in(core, kind, LEET_CYRILLIC if kind == "Cyrillic" else LEET_GREEK)
            if kind == "Cyrillic" and ("3" in core or "4" in core):
                yield from _in(core.translate(LEET_CYRILLIC_E), kind, LEET_CYRILLIC)
            return
        if not _PURE.fullmatch(core):
            yield from _in(core, kind, {})
        if kind == "Arabic" and not DOTLESS.isdisjoint(core):
            yield "\x01" + _SEPARATORS.sub("", core).translate(UNDOTTED)
        if kind == "Indic":
            bare = _SEPARATORS.sub("", core)
            yield from (
                form
                for form in (
                    bare.translate(signs.indic(to_gujarati=True)),
                    bare.translate(signs.indic(to_gujarati=False)),
                )
                if _mixed(bare)
            )
            if bare[-1:] in _VIRAMA:
                yield bare[:-1]


def _is_living(core: str) -> bool:
    """Whether it is a whole word of an alphabet with letters such as ł, which most likely means what it says."""
    return not LIVING.isdisjoint(core) and all(sign in LIVING or (sign.isascii() and sign.isalpha()) for sign in core)


def _is_name(piece: str, core: str) -> bool:
    """Whether it is a link, a mention, or a word with an apostrophe in it, which are what they are."""
    return (
        (("." in piece or ":" in piece) and _LINK.search(piece) is not None)
        or ("@" in piece and _MENTION.fullmatch(piece) is not None)
        or _ELIDED.fullmatch(core) is not None
    )


def hides(text: str) -> bool:
    """Whether a sign after a letter may stand for another one."""
    return (_ASCII_STAR_INSIDE if text.isascii() else _STAR_INSIDE).search(text) is not None


def turned(piece: str) -> str:
    """What is said by letters that stand on their heads, read from the end."""
    return piece.translate(_ROTATED).translate(signs.latin())[::-1]


def _begun(piece: str, core: str) -> tuple[str, ...]:
    """A word whose first letter is drawn by signs that could also be punctuation before it."""
    drawn = DRAWN_OF.match(piece)
    if drawn and len(core) >= MANY:
        return (_joined(DRAWN[drawn[0]] + piece[drawn.end() :].strip(EDGES).translate(LEET)),)
    first = _BEGINS.get(piece[0])
    if first and (len(core) >= MANY or piece[0] == "!") and not (piece[0] == "(" and ")" in piece):
        return (_joined(first + core.translate(LEET)),)
    return ()


def _mask(pattern: str, *, any_letter: bool) -> Iterator[Mask]:
    hidden = pattern.count("?")
    if hidden <= MOST_HIDDEN and len(pattern) - hidden >= 2:
        yield Mask(pattern, any_letter)


def _of_several(core: str, kinds: frozenset[str]) -> Iterator[str]:
    """A piece of several alphabets in each of them; the parts of one that can only be two words."""
    plain = core.translate(signs.latin())
    for table in signs.latins() if _all_ascii(plain) else ():
        yield from _readable(core.translate(table))
    if TURNED.search(core):
        yield turned(core)
    for table in signs.cyrillics() if "Cyrillic" in kinds else ():
        yield from _in(_YERY.sub("ы", core).translate(table), "Cyrillic", LEET_CYRILLIC)
    for table in signs.greeks() if "Greek" in kinds else ():
        yield from _in(core.translate(table), "Greek", LEET_GREEK)
    if not _all_ascii(plain) and "Latin" in kinds:
        yield _SEAM.sub(" ", core)
        yield from _in(core, "", {})


def _of_other(core: str) -> Iterator[str]:
    """A word of another script without the signs and digits in it; Han has words only where all of it is so."""
    if not _UNSPACED.search(core) or _APART.fullmatch(core):
        yield _NO_LETTERS.sub("", core)


def _of_latin(core: str) -> Iterator[str]:
    """A piece of plain Latin letters, digits and signs."""
    if not any(map(str.isalpha, core)):
        return
    core = DRAWN_OF.sub(lambda drawn: DRAWN[drawn[0]], core)
    trimmed = core.strip(DIGITS)
    if len(trimmed) > 2 and (trimmed.isalpha() or _SPREAD.fullmatch(trimmed)):
        yield _joined(trimmed)
    for form in dict.fromkeys((trimmed, core)):
        letters = sum(map(str.isalpha, form))
        odd = sum(sign.isdigit() or sign in LEET_SIGNS for sign in form)
        if odd and (letters >= max(odd, 2 if odd == 1 else 1) or odd == letters + 1 == 3):
            yield _joined(form.translate(LEET))
            yield _joined(form.translate(LEET_L).translate(LEET))
    for bare in dict.fromkeys((_joined(trimmed), _joined(core).strip(DIGITS))):
        if len(bare) > 2:
            yield bare
    yield from _pairs(_joined(trimmed))


def _pairs(core: str) -> Iterator[str]:
    """Two letters that stand for one."""
    if ODD_LATIN.search(core):
        yield _V_FOR_U.sub("u", core.replace("ph", "f").replace("vv", "w"))


def _readable(plain: str) -> Iterator[str]:
    """A piece that was turned into Latin letters: itself, and what it says behind digits and signs."""
    bare = _joined(plain)
    if bare.isalpha():
        yield bare
    yield from _of_latin(plain.strip(EDGES))


def _in(core: str, kind: str, leet: dict[int, int]) -> Iterator[str]:
    """A piece read in one alphabet; nothing when letters of another one are left."""
    plain = _joined(core)
    for bare in dict.fromkeys((_joined(core.translate(leet)), plain, plain.strip(DIGITS))):
        if not kind or _alphabets(bare) == {kind}:
            yield bare


def _joined(core: str) -> str:
    return _SEPARATORS.sub("", core)


def _all_ascii(text: str) -> bool:
    return any(map(str.isalpha, text)) and all(sign.isascii() for sign in text if sign.isalpha())


def _mixed(core: str) -> bool:
    return any("\u0900" <= sign <= "\u097f" for sign in core) and any("\u0a80" <= sign <= "\u0aff" for sign in core)


def _kind(word: str) -> frozenset[str]:
    return CYRILLIC if word[0] >= "\u0400" else GREEK


def _alphabets(core: str) -> frozenset[str]:
    """The alphabets of its letters, as far as one of them can pass for another; the rest is "other"."""
    return frozenset(map(_alphabet, core)) - {""}


@lru_cache(1 << 14)
def _alphabet(sign: str) -> str:
    if not sign.isalpha():
        return ""
    code = ord(sign)
    if code < 0x250 or 0x1E00 <= code < 0x1F00:
        return "Latin"
    if 0x370 <= code < 0x400 or 0x1F00 <= code < 0x2000:
        return "Greek"
    if 0x400 <= code < 0x530:
        return "Cyrillic"
    if 0x600 <= code < 0x780 or 0x8A0 <= code < 0x900:
        return "Arabic"
    if 0x900 <= code < 0x980 or 0xA80 <= code < 0xB00:
        return "Indic"
    return "other"
