"""In a text channel a card is a message and its post the thread that hangs from it; all else is as in a forum."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.playground.discord import Message
from bot.playground.faults import Kind
from inbox import review
from tests.bot.surfaces.discord.wall import Wall, ids, wall
from tests.cast import ASHA, MEERA
from tests.world import World, at, proposal

SEND = "POST /channels/{channel_id}/messages"
THREAD = "POST /channels/{channel_id}/messages/{message_id}/threads"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"


@pytest_asyncio.fixture
async def board(inbox: World) -> AsyncIterator[Wall]:
    """Cards in a text channel."""
    async with wall(inbox, "text", limits=False) as it:
        yield it


def first(board: Wall) -> Message:
    """The one card in the channel itself."""
    (card,) = [one for one in board.channel.messages.values() if not one.removed and one.body["type"] == 0]
    return card


async def test_the_first_card_is_edited_where_it_stands_and_the_thread_bears_the_title(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    assert ids(first(board))[0] == "approve"
    assert board.post.name == "Asha · Kem cho?"

    await board.sent(draft)
    await board.settle()

    assert first(board).text.startswith("-# ✓ Asha: approved by meera, sent")
    assert board.counted() == [SEND, THREAD, EDIT, EDIT]


async def test_later_cards_stand_in_the_thread(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    await board.inbox.hear("And the lid?", id="m2")
    await board.inbox.propose(proposal("The lid, too."))
    await board.settle()

    assert first(board).text.startswith("-# ↷")
    later = [card for card in board.cards if card.components]
    assert [ids(card)[0] for card in later] == ["approve"]
    assert len(board.channel.threads) == 1


async def test_a_resolved_one_is_put_away(board: Wall) -> None:
    await board.inbox.hear()
    await board.settle()
    await review.resolve(board.inbox.brand, at(ASHA), MEERA)
    await board.settle()

    assert board.post.archived


@pytest.mark.parametrize("call", [SEND, THREAD])
@pytest.mark.parametrize(
    ("kind", "fault"), [(Kind.CUT_AFTER, {}), (Kind.CUT_BEFORE, {}), (Kind.REFUSE, {"status": 502})]
)
async def test_whatever_fails_there_is_one_card_and_one_thread_in_the_end(
    board: Wall, call: str, kind: Kind, fault: dict[str, object]
) -> None:
    board.fail(kind, call=call, **fault)
    await board.inbox.drafted()
    await board.settle(seconds=60)

    assert ids(first(board))[0] == "approve"
    assert board.post.name == "Asha · Kem cho?"
    assert await board.posting.board.conversation_of(str(board.post.id)) == at(ASHA)


async def test_a_deleted_first_card_comes_again_in_the_thread(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    board.discord.world.remove(first(board))
    await review.assign(board.inbox.brand, at(ASHA), MEERA, "noor")
    await board.settle()

    assert [ids(card)[0] for card in board.cards if card.components] == ["approve"]
