"""Text from outside cannot do anything to a terminal."""

from __future__ import annotations

import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces.cli import safe

ANY = st.text(st.characters(exclude_categories=()))  # surrogates, too
BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_dangerous(letter: str) -> bool:
    """Whether a terminal would do something else than show it."""
    return (unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") and letter != "\n") or letter in BIDI


@given(ANY)
def test_nothing_dangerous_is_left_in_lines(text: str) -> None:
    assert not [letter for letter in safe.lines(text) if is_dangerous(letter)]


@given(ANY)
def test_a_line_is_one_line(text: str) -> None:
    assert "\n" not in safe.line(text)
    assert safe.line(text) == safe.line(safe.line(text))


@given(ANY)
def test_json_is_safe_and_says_the_same(text: str) -> None:
    document = safe.document({"text": text})

    assert not [letter for letter in document if is_dangerous(letter)]
    assert json.loads(document) == {"text": text}


def test_signs_show_that_something_was_there() -> None:
    assert safe.lines("a\x1b[2J\x07\x7f\u202eb") == "a␛[2J␇‹007F›‹202E›b"


def test_line_breaks_of_every_kind_are_line_breaks() -> None:
    assert safe.lines("a\r\nb\rc\u2028d\x85e\tf") == "a\nb\nc\nd\ne    f"


def test_what_scripts_need_stays() -> None:
    words = "કેમ છો · می‌خواهم · 👨‍👩‍👧 · שלום\u200f"

    assert safe.lines(words) == words
    assert safe.document({"text": words}, None) == f'{{"text": "{words}"}}'
