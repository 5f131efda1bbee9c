"""What a text says without a word that could be compared: faces, flags and symbols, and words spelled out."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from responders.text import normalise

SYMBOL = regex.compile(r"[\p{So}\p{Extended_Pictographic}]")
FRIENDLY = frozenset("😊🙂😀😄☺🙏👋✨🌿🌸🎉❤💙💚💛°©®™№")
# "l'eau" and "n'y a" are no spelling out, "c u n t" and "f.u.c.k" are.
SPELLED = regex.compile(
    r"(?<![\p{L}\p{N}])[\p{Latin}\p{Cyrillic}\p{Greek}](?:[^\p{L}\p{N}'’]+[\p{Latin}\p{Cyrillic}\p{Greek}]){2,}(?![\p{L}\p{N}])"
)


def unsaid(text: str, there: str) -> Iterator[str]:
    """The symbols and the spelled-out words of a text that do not stand in its sources; a friendly face may."""
    yield from dict.fromkeys(sign for sign in SYMBOL.findall(text) if sign not in FRIENDLY and sign not in there)
    known = normalise(there)
    yield from (found for found in SPELLED.findall(text) if normalise(found) not in known)
