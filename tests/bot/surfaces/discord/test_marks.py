"""A message of ours is known again by the component ids that it bears."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.surfaces.discord.calls import content
from bot.surfaces.discord.card import card
from bot.surfaces.discord.fold import folded
from bot.surfaces.discord.marks import bears, marker
from tests.bot.surfaces.discord.scenes import card_of, other, reading, scene


def test_a_card_bears_the_marks_of_its_conversation_and_its_slot() -> None:
    id = reading().conversation.id
    drawn = content(card(scene(), card_of())).payload or {}

    assert bears(drawn, marker(id))
    assert bears(drawn, marker(id, "7"))
    assert not bears(drawn, marker(id, ""))
    assert not bears(drawn, marker(other("2")))
    assert bears(content(folded(reading(), "", None)).payload or {}, marker(id, ""))
    assert not bears({}, marker(id))


@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_a_mark_is_a_component_id_that_discord_takes_and_two_of_a_message_differ(conversation: str, slot: str) -> None:
    frame, first = marker(conversation), marker(conversation, slot)

    assert 1 << 20 <= frame < 1 << 31
    assert 1 << 20 <= first < 1 << 31
    assert frame != first
    assert marker(conversation) == frame
