"""Disguises made by rule: what people do to a word, one habit at a time or two together, on each word of a list.

These tables are of street spellings and know nothing of those that the program reads with.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import regex

SEED = 23
LEET = {"a": "4@", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7+", "l": "1", "b": "8", "g": "9"}
TWINS = {
    "a": "аɑα", "c": "сϲ", "e": "еє", "i": "іι", "o": "оο", "p": "рρ", "s": "ѕ", "x": "хχ", "y": "уү", "n": "п",
    "t": "т", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "к": "k", "х": "x", "м": "m", "т": "t",
    "α": "a", "ο": "o", "ρ": "p", "ν": "v", "ι": "i", "κ": "k", "τ": "t", "υ": "u", "χ": "x", "ε": "e",
}  # fmt: skip
UNSEEN = ("\u200b", "\u200c", "\u2060", "\u00ad", "\ufeff", "\u2063")
BETWEEN = (".", "-", "_", "*", " ", "·", "~", "/", "|", "•", ",")
PICTURES = ("🔥", "😂", "💰", "⭐", "🍑")
FONTS = (0x1D400, 0x1D468, 0x1D4D0, 0x1D5A0, 0x1D5D4, 0x1D670)  # where an alphabet of capitals begins
CLUSTER = regex.compile(r"[\p{L}\p{N}](?:\p{M}|(?<=[्્])\p{L})*")
Habit = Callable[[list[str], random.Random], str]


def _leet(signs: list[str], chance: random.Random) -> str:
    able = [at for at, sign in enumerate(signs) if sign in LEET]
    for at in chance.sample(able, min(len(able), max(1, len(signs) // 3))):
        signs[at] = chance.choice(LEET[signs[at]])
    return "".join(signs)


def _twins(signs: list[str], chance: random.Random) -> str:
    able = [at for at, sign in enumerate(signs) if sign in TWINS]
    for at in chance.sample(able, min(len(able), chance.randint(1, 3))):
        signs[at] = chance.choice(TWINS[signs[at]])
    return "".join(signs)


def _unseen(signs: list[str], chance: random.Random) -> str:
    return chance.choice(UNSEEN).join(signs)


def _between(signs: list[str], chance: random.Random) -> str:
    return chance.choice(BETWEEN).join(signs)


def _pictures(signs: list[str], chance: random.Random) -> str:
    return chance.choice(PICTURES).join(signs)


def _drawn_out(signs: list[str], chance: random.Random) -> str:
    at = chance.randrange(len(signs))
    signs[at] += signs[at][-1] * chance.randint(2, 5)
    return "".join(signs)


def _font(signs: list[str], chance: random.Random) -> str:
    capital = chance.choice(FONTS)
    return "".join(chr(capital + 26 + ord(sign) - ord("a")) if "a" <= sign <= "z" else sign for sign in signs)


def _numbered(signs: list[str], chance: random.Random) -> str:
    return "".join(signs) + str(chance.choice((18, 69, 123, 365, 777, 2026)))


def _struck(signs: list[str], chance: random.Random) -> str:
    return "".join(sign + chance.choice("\u0336\u0337\u0332") for sign in signs)


def _loud(signs: list[str], chance: random.Random) -> str:
    return "".join(chance.choice((sign.upper(), sign)) for sign in signs)


def _tatweel(signs: list[str], chance: random.Random) -> str:
    return ("ـ" * chance.randint(1, 3)).join(signs)


def _vowelled(signs: list[str], chance: random.Random) -> str:
    return "".join(sign + chance.choice("\u064e\u064f\u0650\u0651") for sign in signs)


def _nukta(signs: list[str], chance: random.Random) -> str:
    at = chance.randrange(len(signs))
    signs[at] = signs[at][0] + ("\u093c" if signs[at][0] < "\u0a80" else "\u0abc") + signs[at][1:]
    return "".join(signs)


ANYWHERE: tuple[Habit, ...] = (_unseen, _between, _pictures, _drawn_out, _numbered)
OF_SCRIPT: dict[str, tuple[Habit, ...]] = {
    "Latin": (*ANYWHERE, _leet, _twins, _font, _struck, _loud),
    "Cyrillic": (*ANYWHERE, _twins, _struck, _loud),
    "Greek": (*ANYWHERE, _twins, _struck, _loud),
    "Devanagari": (*ANYWHERE, _nukta),
    "Gujarati": (*ANYWHERE, _nukta),
    "Arabic": (*ANYWHERE, _tatweel, _vowelled),
    "Han": (_unseen, _between, _pictures),
}


def disguised(words: Sequence[str], each: int = 25) -> list[tuple[str, str]]:
    """Each word so many times: as it is listed, and as somebody with one or two of these habits writes it."""
    chance = random.Random(SEED)
    return [(word, _disguise(word, chance)) for word in words if " " not in word for _ in range(each)]


def _disguise(word: str, chance: random.Random) -> str:
    script = next(name for name in OF_SCRIPT if regex.match(rf"\p{{{name}}}", word))
    first, second = chance.sample(OF_SCRIPT[script], 2)
    written = first(CLUSTER.findall(word), chance)
    if chance.random() < 0.3 and CLUSTER.fullmatch(written[:1]) and len(CLUSTER.findall(written)) > 1:
        written = second(CLUSTER.findall(written), chance) if "".join(CLUSTER.findall(written)) == written else written
    return written
