"""Characters that nobody can see, and that change what a text says or hide what it holds."""

from __future__ import annotations

import re
import unicodedata

import regex

from responders.guard.lookalikes import unfolded
from responders.guard.said import Said

PLAIN_CONTROLS = frozenset("\n\t")
JOINERS = "\u200c\u200d"  # part of words in Indic and Arabic scripts and of emoji
BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters and patterns without ink
DIRECTIONS = frozenset("\u200e\u200f\u061c")  # plain writing where the text runs both ways
SUSPECT = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\u115f\u1160\u3164\uffa0\u2800]")
IN_LATIN = regex.compile(rf"(?<=\p{{Latin}})[{JOINERS}]|[{JOINERS}](?=\p{{Latin}})")
BOTH_WAYS = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}]")
FLAG = regex.compile("\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f")  # of England, Scotland, Wales
LOOKS_ALIKE = re.compile("[\u0370-\u058f\u1f00-\u1fff]")  # Greek, Cyrillic and Armenian
MIXED = regex.compile(
    r"\b\w*(?:[A-Za-z]\w{0,40}[\p{Cyrillic}\p{Greek}\p{Armenian}]|[\p{Cyrillic}\p{Greek}\p{Armenian}]\w{0,40}[A-Za-z])\w*"
)
SHOWN = 5


def invisible(said: Said) -> str:
    """Controls and format signs that reorder or hide text: bidi overrides, zero-width spaces, tags, blank letters."""
    if said.text.isascii() and said.text.isprintable():
        return ""
    text = FLAG.sub("", said.text)
    found = {sign for sign in SUSPECT.findall(text) if _hides(sign, text)} | set(IN_LATIN.findall(text))
    names = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(found)[:SHOWN])
    return f"It has characters that nobody can see ({names})." if found else ""


def disguised(said: Said) -> str:
    """Words with letters of another script that look like Latin ones: no search and no filter finds them."""
    if said.text.isascii() or not LOOKS_ALIKE.search(said.readable):
        return ""
    found = dict.fromkeys(word for word in MIXED.findall(said.readable) if unfolded(word).isascii())
    shown = ", ".join(f"“{word}”" for word in list(found)[:SHOWN])
    return f"Words with letters of another script that look alike: {shown}." if found else ""


def _hides(sign: str, text: str) -> bool:
    if sign in PLAIN_CONTROLS or sign in JOINERS:
        return False
    if sign in DIRECTIONS:
        return not BOTH_WAYS.search(text)
    return sign in BLANKS or unicodedata.category(sign) in {"Cc", "Cf", "Cs"}
