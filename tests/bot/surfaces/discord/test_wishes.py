"""Another draft: a window asks what is wished of it, and what nobody can write anew comes back with the reason."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.surfaces.discord import modals
from inbox import review
from inbox.models import DraftId
from tests.bot.surfaces.discord.control_room import Room
from tests.bot.surfaces.discord.wall import Wall, ids, wall
from tests.cast import ASHA, QASIM
from tests.world import World
from tests.world import at as talk


async def test_nothing_has_to_be_wished(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    shown = await room.pressed("qasim", card, "redraft")
    submitted = await room.submit("qasim", shown)

    await room.until_state(draft, "rejected")
    turn = await room.inbox.turn()
    assert (turn.conversation.id, dict(turn.wishes)) == (talk(ASHA), {})
    assert submitted.said == []


async def test_what_is_picked_and_what_is_written_are_one_wish(room: Room) -> None:
    draft = await room.inbox.drafted("Majama!")
    card = await room.card(talk(ASHA), draft)

    shown = await room.pressed("qasim", card, "redraft")
    await room.submit("qasim", shown, wish=["in Gujarati"], words=" say *less* ")

    await room.until_state(draft, "rejected")
    (wish,) = (await room.inbox.turn()).wishes.values()
    assert (wish.words, wish.text, wish.by) == ("in Gujarati, say *less*", "Majama!", "qasim")


async def test_whoever_only_looks_gets_no_window(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("pavel", card, "redraft")

    assert pressed.modal is None
    assert "may not" in await room.said(pressed)


async def test_a_card_of_an_earlier_version_opens_the_window_as_well(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    room.retarget(card, f"sg:redraft:{draft}:gu", f"sg:redraft:{draft}")

    shown = await room.pressed("qasim", card, "redraft")
    await room.submit("qasim", shown, words="shorter")

    await room.until_state(draft, "rejected")


async def test_a_wish_for_what_was_decided_meanwhile_is_given_back(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    shown = await room.pressed("qasim", card, "redraft")
    await review.reject(room.inbox.brand, draft, QASIM, "no")
    submitted = await room.submit("qasim", shown, words="say it in *one* line")

    said = await room.said(submitted)
    assert "Already rejected by qasim" in said
    assert "say it in \\*one\\* line" in said


def test_their_own_language_is_among_what_can_be_picked() -> None:
    fields = modals.redraft("7", "gu").to_dict()["components"]

    offered = {one["label"]: one["value"] for one in fields[0]["component"]["options"]}
    assert offered["Shorter"] == "shorter"
    assert offered["In Gujarati"] == "in Gujarati"
    assert [one["component"]["required"] for one in fields] == [False, False]


# ---------------------------------------------------------------------------------------- when nobody can write it anew


@pytest_asyncio.fixture
async def board(inbox: World) -> AsyncIterator[Wall]:
    """A forum in which cards are posted."""
    async with wall(inbox, limits=False) as it:
        yield it


def words(board: Wall) -> str:
    """What the newest message says."""
    return board.cards[-1].text


async def asked_for(board: Wall, wish: str) -> DraftId:
    """A draft of which somebody has wished another one, and the responders have looked at that."""
    draft = await board.inbox.drafted("Majama!")
    await board.settle()
    await review.redraft(board.inbox.brand, draft, QASIM, wish)
    await board.settle()
    await board.inbox.propose()
    await board.settle()
    return draft


async def test_a_draft_that_nobody_can_write_anew_is_back_and_says_why(board: Wall) -> None:
    draft = await asked_for(board, "shorter")

    assert "**No other draft:** no model is there that could write it anew; the one before waits again" in words(board)
    assert "Majama" in words(board)
    assert f"sg:approve:{draft}" in str(board.cards[-1].components)
    assert sum("approve" in ids(card) for card in board.cards) == 1


async def test_where_nothing_else_fits_the_card_of_the_conversation_says_so(board: Wall) -> None:
    await asked_for(board, "")

    assert "**No other draft:** nothing else fits" in words(board)
    assert "reply" in ids(board.cards[-1])

    await board.inbox.hear("Are you there?", id="m2")
    await board.settle(seconds=5)
    assert "No other draft" not in words(board)
