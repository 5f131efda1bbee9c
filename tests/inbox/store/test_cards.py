"""Cards: what a control channel shows is remembered, a post in the making is known of, and memory stays modest."""

from __future__ import annotations

import pytest

from inbox.models import ConversationId, EntryId
from inbox.store import Store
from inbox.store.cards import FOLDED_KEPT, Board, Posted, Shown
from inbox.store.queue import Idle

CONV = ConversationId("telegram:main/1")
OTHER = ConversationId("telegram:main/2")
CARD = Shown("7", "1001", "abcd")


@pytest.fixture
def board(store: Store) -> Board:
    """The cards of one surface."""
    return store.cards.of("discord")


async def test_of_a_conversation_without_a_post_nothing_is_known(board: Board) -> None:
    assert await board.read(CONV) == Posted(CONV)
    assert await board.conversation_of("55") is None
    assert await board.posts([CONV, OTHER]) == {}
    assert await board.posts([]) == {}


async def test_a_post_is_found_by_its_conversation_and_the_other_way_round(board: Board) -> None:
    await board.posted(CONV, "55", "9", "head", [CARD])

    assert await board.read(CONV) == Posted(CONV, "55", "9", "head", cards=(CARD,))
    assert await board.conversation_of("55") == CONV
    assert await board.posts([OTHER, CONV]) == {CONV: "55"}


async def test_a_post_in_the_making_is_known_of_until_it_is_made(board: Board) -> None:
    assert await board.begin(CONV, 100) == 100
    assert await board.begin(CONV, 200) == 100
    assert (await board.read(CONV)).begun == 100

    await board.posted(CONV, "55", "9", "head", [CARD])

    assert (await board.read(CONV)).begun == 0
    await board.lost(CONV)
    assert await board.begin(CONV, 300) == 300


async def test_cards_are_changed_and_forgotten_one_by_one(board: Board) -> None:
    await board.posted(CONV, "55", "9", "head", [Shown("", "55", "aaaa")])

    await board.shows(CONV, [CARD], gone=[""])
    assert (await board.read(CONV)).cards == (CARD,)
    folded = Shown("7", "1001", "ffff", folded=True)
    await board.shows(CONV, [folded, Shown("", "1002", "bbbb")])
    await board.headed(CONV, "another")

    found = await board.read(CONV)
    assert sorted(found.cards, key=lambda card: card.slot) == [Shown("", "1002", "bbbb"), folded]
    assert (found.post, found.head) == ("55", "another")


async def test_of_folded_cards_the_newest_are_remembered_and_of_others_all(board: Board) -> None:
    await board.posted(CONV, "55", "9", "head", [CARD])
    for n in range(FOLDED_KEPT + 8):
        await board.shows(CONV, [Shown(f"f{n}", str(995 + n), "ffff", folded=True)])

    kept = {card.slot for card in (await board.read(CONV)).cards}

    assert kept == {CARD.slot, *(f"f{n}" for n in range(8, FOLDED_KEPT + 8))}


async def test_a_post_that_is_gone_leaves_nothing_behind(board: Board, store: Store, brand: str) -> None:
    await board.posted(CONV, "55", "9", "head", [CARD])

    await board.lost(CONV)

    assert await board.read(CONV) == Posted(CONV)
    assert await board.conversation_of("55") is None
    assert not await store.client.call("EXISTS", f"{{{brand}}}:card:discord:{CONV}")


async def test_a_new_post_takes_the_place_of_the_old_one(board: Board) -> None:
    await board.posted(CONV, "55", "9", "head", [CARD])
    await board.posted(CONV, "66", "9", "head", [Shown("8", "66", "cccc")])

    assert await board.conversation_of("55") is None
    assert await board.conversation_of("66") == CONV
    assert (await board.read(CONV)).cards == (Shown("8", "66", "cccc"),)


async def test_what_somebody_asked_for_is_due_at_once_and_no_longer_asked_for_when_it_is_there(board: Board) -> None:
    await board.ask(CONV, 50)

    assert (await board.read(CONV)).asked
    assert await board.lanes.claim(50, 100, "t") == CONV
    await board.lost(CONV)
    assert (await board.read(CONV)).asked
    await board.posted(CONV, "55", "9", "head", [])
    assert not (await board.read(CONV)).asked


async def test_lanes_are_woken_with_the_place_in_the_log_once(board: Board) -> None:
    assert await board.place() is None
    assert await board.woke({CONV: 70, OTHER: 60}, None, EntryId("5-0"), 10)

    assert not await board.woke({CONV: 20}, None, EntryId("4-0"), 10)

    assert await board.place() == "5-0"
    assert await board.lanes.claim(59, 100, "t") == Idle(60)
    assert {await board.lanes.claim(70, 100, token) for token in "ab"} == {CONV, OTHER}
    assert await board.woke({}, EntryId("5-0"), EntryId("6-0"), 75)
    assert await board.place() == "6-0"


async def test_small_settings_are_kept_by_name(board: Board) -> None:
    assert await board.setting("digest") == ""
    await board.set("digest", "77")
    assert await board.setting("digest") == "77"
    await board.set("digest", "")
    assert await board.setting("digest") == ""


async def test_what_only_one_process_shall_do_is_given_to_the_first_that_asks(board: Board, store: Store) -> None:
    assert await board.first("note:1", 60)
    assert not await board.first("note:1", 60)
    assert await board.first("note:2", 60)
    assert await store.cards.of("elsewhere").first("note:1", 60)


async def test_surfaces_do_not_meet(board: Board, store: Store) -> None:
    await board.posted(CONV, "55", "9", "head", [CARD])
    other = store.cards.of("elsewhere")

    assert await other.read(CONV) == Posted(CONV)
    assert await other.conversation_of("55") is None


async def test_a_post_with_a_card_costs_little_memory(board: Board, store: Store, brand: str) -> None:
    digest = "0123456789abcdef"
    for n in range(200):
        post = str(1_400_000_000_000_000_000 + n)
        await board.posted(
            ConversationId(f"telegram:main/{n:010d}"), post, "9" * 19, digest, [Shown("7", post, digest)]
        )

    keys = [f"{{{brand}}}:card:discord:telegram:main/{n:010d}" for n in range(200)] + [f"{{{brand}}}:cardof:discord"]
    used = [int(str(await store.client.call("MEMORY", "USAGE", key))) for key in keys]
    assert sum(used) / 200 < 500
