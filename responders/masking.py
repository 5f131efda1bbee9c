"""Takes out of a text what is about one person, so that it can be shown, kept and learned from without them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import regex

from responders.text import normalise, words

BLANK = "…"
SHORTEST_NAME = 2  # signs; a single letter is no name
ADDRESS = regex.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)+|(?<![\w/])@[\w.]{2,}")
# Anything with three digits in a row, and digits in groups as telephone numbers are written. Prices, hours and sizes
# have fewer, and a text without them would teach nothing.
NUMBER = regex.compile(r"\+?\d[\d \-./()]{4,}\d|(?<![\w#])[\w#]*\d{3,}\w*")
FIGURE = regex.compile(r"\d+(?:[.,:]\d+)*")
BLANKS = regex.compile(rf"{BLANK}(?:[\s,]*{BLANK})+")


def masked(text: str, names: Iterable[str] = (), keep: Collection[str] = ()) -> str:
    """The text with a blank in place of names, addresses, handles and long numbers, but for the numbers in `keep`."""
    text = ADDRESS.sub(BLANK, text)
    text = NUMBER.sub(lambda found: found[0] if found[0] in keep else BLANK, text)
    parts = {word for name in names for word in words(name) if len(word) >= SHORTEST_NAME}
    if parts:
        text = regex.sub(r"[\p{L}\p{M}\p{N}]+", lambda found: BLANK if normalise(found[0]) in parts else found[0], text)
    return BLANKS.sub(BLANK, text).strip()


def numbers(text: str) -> frozenset[str]:
    """The numbers in a text that would be left out."""
    return frozenset(NUMBER.findall(text))


def figures(text: str) -> frozenset[str]:
    """Every number in a text, however short: two texts with other figures do not say the same."""
    return frozenset(FIGURE.findall(text))
