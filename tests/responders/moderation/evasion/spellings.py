"""The disguised spellings of `spellings.tsv`, written by hand, in two halves; one was never looked at while tuning."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import regex

# Short words that stand inside of many good ones, for the clean messages; nobody disguises them in the spellings.
INSIDE_OTHERS = ("ass", "cunt", "dick", "sex", "anal", "tits", "cum", "rape*", "хер", "ебать", "пизда", "गू", "ચોર")
SCRIPTS = ("Latin", "Cyrillic", "Greek", "Devanagari", "Gujarati", "Arabic", "Han")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word of the list, and how somebody wrote it."""

    word: str
    written: str

    @property
    def script(self) -> str:
        """The script of the word."""
        return next(name for name in SCRIPTS if regex.match(rf"\p{{{name}}}", self.word))

    @property
    def is_kept(self) -> bool:
        """Whether it is in the half that was only counted; a coin decided it."""
        return hashlib.sha256(f"{self.word}\t{self.written}".encode()).digest()[0] % 2 == 1


def spellings() -> Sequence[Spelling]:
    """All of them."""
    lines = (Path(__file__).parent / "spellings.tsv").read_text().splitlines()
    rows = [line.partition("\t") for line in lines if line and not line.startswith("#")]
    return [Spelling(word, _seen(written)) for word, _, written in rows]


def listed() -> tuple[str, ...]:
    """The list that they are to get past."""
    return tuple(dict.fromkeys([each.word for each in spellings()]))


def _seen(written: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), written)
