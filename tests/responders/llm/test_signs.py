"""Faces, flags and spelled-out words that no source has."""

from __future__ import annotations

import pytest

from responders.llm.signs import unsaid


@pytest.mark.parametrize("text", ["A cup costs € 14 🖕", "🐒 A cup", "A cup 🇷🇺", "A cup ☭", "💣🔫"])
def test_a_symbol_that_no_source_has_is_named(text: str) -> None:
    assert list(unsaid(text, "A cup costs € 14.")), text


@pytest.mark.parametrize("text", ["You are a c u n t.", "f.u.c.k", "( a s s )", "с у к а"])
def test_a_word_that_is_spelled_out_is_named(text: str) -> None:
    assert list(unsaid(text, "A cup costs € 14."))


@pytest.mark.parametrize("text", ["Thank you 😊🙏", "Up to 180 °C", "Il n'y a pas d'eau", "We are at 4 Rua do Rio ❤️"])
def test_a_friendly_face_a_degree_and_an_apostrophe_say_nothing(text: str) -> None:
    assert list(unsaid(text, "")) == []


def test_what_a_source_has_may_be_said() -> None:
    assert list(unsaid("A B C: 🕘 at nine", "Size a b c. 🕘")) == []
