"""/why: the reasons of a conversation, of a draft, and of what a card shows."""

from __future__ import annotations

from bot.surfaces.discord.commands.why import EARLIER, told
from inbox import review
from inbox.reasons import Reason
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA, BHAVIN, MEERA
from tests.world import START
from tests.world import at as talk


async def test_why_tells_what_happened_and_what_it_rests_on(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    await review.reject(room.inbox.brand, draft, MEERA, "too **stiff**")

    said = await room.said(await room.command("pavel", card.channel, "why"))

    assert "the rule greeting matched" in said
    assert "meera rejected it" in said
    assert "too \\*\\*stiff" in said
    assert "-# rests on greeting" in said


async def test_why_is_asked_for_another_conversation_and_for_a_draft(room: Room) -> None:
    draft = await room.inbox.drafted()
    await room.inbox.hear("Hola", BHAVIN, id="m9")
    where = room.lounge()

    of_bhavin = await room.command("pavel", where, "why", conversation=talk(BHAVIN))
    assert "no responder has looked at it yet" in await room.said(of_bhavin)
    of_draft = await room.command("pavel", where, "why", draft=str(draft))
    assert "the rule greeting matched" in await room.said(of_draft)
    gone = await room.command("pavel", where, "why", draft="999")
    assert await room.said(gone) == "There is no draft 999."


async def test_the_menu_of_a_card_tells_why(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    chosen = room.world.menu(room.people["pavel"], card, "Why?")

    assert "the rule greeting matched" in await room.said(await chosen.answered())


def test_where_not_all_reasons_fit_the_newest_are_told() -> None:
    found = [Reason(START + n, "held", f"{n:03} " + "*" * 390) for n in range(9)]
    said = told(found)
    assert said.startswith(EARLIER)
    assert "008" in said
    assert ": 000 " not in said
    assert len(said) <= 2000


def test_nothing_is_said_to_be_nothing() -> None:
    assert told([]) == "Nothing happened here yet that needs a reason."
