"""The id of a button tells the verb and what it is about, and nothing else is taken for one of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces.discord.ids import MOST, Pressed, button_id, edit_id, parse, text_digest


def test_a_verb_and_its_draft_are_read_back() -> None:
    assert button_id("approve", "12") == "sg:approve:12"
    assert parse("sg:approve:12") == Pressed("approve", "12")
    assert parse(button_id("let_go")) == Pressed("let_go")


def test_edit_brings_the_digest_of_the_text_that_the_card_shows() -> None:
    id = edit_id("12", "Majama!")

    assert parse(id) == Pressed("edit", "12", text_digest("Majama!"))
    assert text_digest("Majama!") != text_digest("Majama")


@pytest.mark.parametrize("foreign", ["", "sg", "sg:approve", "sg:Approve:12", "other:approve:12", " sg:approve:12"])
def test_the_button_of_somebody_else_is_none_of_ours(foreign: str) -> None:
    assert parse(foreign) is None


@pytest.mark.parametrize(("verb", "ref"), [("approve", "x" * MOST), ("Approve", ""), ("", "12"), ("a b", "")])
def test_what_discord_would_not_take_or_we_could_not_read_is_refused(verb: str, ref: str) -> None:
    with pytest.raises(ValueError, match="cannot be the id of a button"):
        button_id(verb, ref)


@given(st.text(st.characters(codec=None)))
def test_any_text_has_a_digest_of_eight(text: str) -> None:
    assert len(text_digest(text)) == 8
