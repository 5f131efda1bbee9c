"""Texts are kept as they came, but for what no store can keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks._payloads import a_text, clean


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\0b\ud800🧉", "ab�🧉"), ("\ud800", "\ufffd"), ("\u202eevil", "\u202eevil"), ("", "")],
)
def test_a_text_loses_only_what_no_store_can_keep(text: str, kept: str) -> None:
    assert a_text(text) == clean(text) == kept


@given(st.text(st.characters(codec=None, categories=["L", "Cs", "So", "Cc"])))
def test_a_text_can_be_kept(text: str) -> None:
    kept = a_text(text)
    assert "\0" not in kept
    kept.encode()


@pytest.mark.parametrize("value", [5, b"x", ["x"], {"text": "x"}])
def test_what_is_no_text_is_refused(value: object) -> None:
    for read in (a_text, clean):
        with pytest.raises(TypeError, match="expected a text"):
            read(value)


def test_no_text_at_all_is_an_empty_one_where_there_need_be_none() -> None:
    assert clean(None) == ""
    with pytest.raises(TypeError):
        a_text(None)
