"""The codes by which somebody asks for a case to be looked at again: short, and hard to mistake when read aloud."""

from __future__ import annotations

import re
import secrets
from itertools import islice
from typing import Final, Protocol

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, O, 1 and I
HALF: Final = 4
MOST: Final = 3  # codes that are looked at in one text
_SIGN = f"[{ALPHABET}{ALPHABET.lower()}]"
_CODE = re.compile(rf"(?<![\w-])({_SIGN}{{{HALF}}})[-\u2010-\u2015]({_SIGN}{{{HALF}}})(?![\w-])")


class Chooses(Protocol):
    """Where chance comes from."""

    def choice(self, seq: str, /) -> str:
        """One of the letters."""
        ...


SURE: Final[Chooses] = secrets.SystemRandom()


def code(random: Chooses = SURE) -> str:
    """A new code, such as K7QF-2M9X; each half holds a letter and a digit, as words, years and prices do not."""
    return f"{_half(random)}-{_half(random)}"


def find(text: str) -> str | None:
    """The first code in a text, as it was given out, however its letters were written; None when there is none."""
    return next(iter(found(text)), None)


def found(text: str) -> tuple[str, ...]:
    """The first few codes in a text, each once: another number, as of an order, may look like one."""
    there = (f"{first}-{second}".upper() for first, second in _CODE.findall(text) if _mixed(first) and _mixed(second))
    return tuple(islice(dict.fromkeys(there), MOST))


def _half(random: Chooses) -> str:
    while True:
        made = "".join(random.choice(ALPHABET) for _ in range(HALF))
        if _mixed(made):
            return made


def _mixed(signs: str) -> bool:
    return any(sign.isdigit() for sign in signs) and any(sign.isalpha() for sign in signs)
