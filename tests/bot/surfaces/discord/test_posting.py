"""Cards follow what happens in a conversation, in one post each, with as few calls as that takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from bot.supervisor import spawn
from bot.surfaces.discord.post import Posting
from bot.surfaces.discord.posting import post_next
from bot.surfaces.discord.waking import DEBOUNCE, follow
from inbox import delivery, review
from inbox.actions import Proposal, Reply
from inbox.incoming import MessageEdited
from inbox.models import RemoteId
from inbox.policy import Mode
from inbox.store.queue import Idle
from tests.bot.surfaces.discord.wall import DESK, Wall, another, ids, wall
from tests.cast import ASHA, BHAVIN, CHEN, MEERA, NOOR
from tests.world import HOUR, World, at, proposal, said, thread_of


@pytest_asyncio.fixture
async def board(inbox: World) -> AsyncIterator[Wall]:
    """Cards in a forum."""
    async with wall(inbox) as it:
        yield it


async def test_a_message_and_its_draft_become_one_post_that_says_who_what_and_how_it_stands(board: Wall) -> None:
    await board.inbox.hear("Is the *vase* safe? @everyone")
    await board.inbox.propose(_proposal("Yes - it is."))
    await board.settle()

    assert (board.post.name, board.post.tag_names) == (
        "Asha · Is the *vase* safe? @\u200beveryone",
        ["Telegram", "drafted"],
    )
    (card,) = board.cards
    assert "> Is the \\*vase\\* safe? \\@\u200beveryone" in card.text
    assert "Yes - it is." in card.text
    assert {"approve", "edit", "reject", "redraft", "reply", "claim", "snooze", "resolve"} <= set(ids(card))
    assert not card.pinged
    assert f"{DESK}/?c=telegram%3Amain%2F0000000101" in str(card.components)


async def test_from_the_message_to_the_folded_card_four_calls_are_made(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    before = len(board.counted())  # whatever the forum's tags took was once
    await board.sent(draft)
    await board.settle()

    assert board.counted()[1:before] == ["POST /channels/{channel_id}/threads"]
    assert board.counted()[before:] == [
        "PATCH /channels/{channel_id}/messages/{message_id}",  # approved, leaves in five seconds
        "PATCH /channels/{channel_id}/messages/{message_id}",  # sent, one line
        "PATCH /channels/{channel_id}",  # answered
    ]
    assert board.cards[0].text.startswith("-# ✓ Asha: approved by meera, sent <t:")
    assert board.post.tag_names == ["Telegram", "answered"]


async def test_nothing_is_called_when_nothing_that_a_card_shows_has_changed(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    calls = len(board.discord.calls)

    await review.note(board.inbox.brand, at(ASHA), MEERA, "call her back")
    await board.posting.board.lanes.wake(at(ASHA), board.inbox.clock.at, board.inbox.clock.at)
    await board.settle()

    assert len(board.discord.calls) == calls


async def test_whoever_waits_has_a_card_at_once_and_the_draft_takes_it_over(board: Wall) -> None:
    await board.inbox.hear()
    await board.settle()
    assert board.post.tag_names == ["Telegram", "waiting"]
    assert ids(board.cards[0])[0] == "reply"

    await board.inbox.propose(_proposal())
    await board.settle()

    assert [ids(card)[0] for card in board.cards] == ["approve"]
    assert board.post.tag_names == ["Telegram", "drafted"]


async def test_new_words_fold_the_old_card_and_make_a_new_one_below(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    await board.inbox.hear("And the lid?", id="m2")
    await board.inbox.propose(_proposal("The lid, too."))
    await board.settle()

    old, new = board.cards
    assert old.text.startswith("-# ↷ Asha: no longer fits: they wrote again · “Majama!”")
    assert "> Kem cho?\n> And the lid?" in new.text
    assert "The lid, too." in new.text


async def test_each_time_they_come_back_there_is_a_new_card_at_the_bottom(board: Wall) -> None:
    for number in range(4):
        await board.inbox.hear(f"Question {number}?", id=f"m{number}")
        await board.settle()
        board.inbox.clock.at += 1000
        await board.inbox.receive(said("An answer.", None, id=f"o{number}", at=board.inbox.clock.at))
        await board.settle()
        board.inbox.clock.at += 1000
    await board.inbox.hear("The last one?", id="m9")
    await board.settle()

    assert [card.text.split(":")[0] for card in board.cards[:-1]] == ["-# ↷ Asha"] * 4
    assert "> The last one?" in board.cards[-1].text


async def test_an_edit_of_theirs_is_seen_in_the_same_card(board: Wall) -> None:
    await board.inbox.hear("Is the vaze safe?")
    await board.settle()
    edited = MessageEdited(thread_of(ASHA), said("").id, ASHA, "Is the vase safe?", board.inbox.clock.at)
    await board.inbox.receive(edited)
    await board.settle()

    (card,) = board.cards
    assert "> Is the vase safe?\n-# edited" in card.text


async def test_decisions_made_elsewhere_are_seen_on_the_card(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    await review.assign(board.inbox.brand, at(ASHA), MEERA, "noor")
    await review.claim(board.inbox.brand, at(ASHA), NOOR)
    await board.settle()
    assert "✍ **noor is writing** · assigned to noor" in board.cards[0].text
    assert board.post.tag_names == ["Telegram", "drafted", "assigned"]

    await review.reject(board.inbox.brand, draft, NOOR, "wrong tone")
    await board.settle()

    assert [card.text.split("\n")[0] for card in board.cards] == [
        "-# ✗ Asha: rejected by noor: wrong tone · “Majama!”",
        "### Asha \\@asha",
    ]


async def test_what_is_recalled_is_the_same_card_again(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    sent = await review.approve(board.inbox.brand, draft, MEERA)
    await board.settle()
    assert ids(board.cards[0]) == ["recall"]

    await review.recall(board.inbox.brand, sent, MEERA)
    await board.settle()

    assert ids(board.cards[0])[0] == "approve"
    assert "**It came back:** taken back" in board.cards[0].text
    assert board.post.tag_names == ["Telegram", "drafted"]


async def test_what_could_not_be_sent_is_tagged_and_can_be_discarded(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    sent = await review.approve(board.inbox.brand, draft, MEERA)
    await board.parked()
    await board.settle()
    assert ids(board.cards[0]) == ["retry", "discard"]
    assert "**Not sent, a person must look:** they do \\*not\\* want to hear from us" in board.cards[0].text
    assert board.post.tag_names == ["Telegram", "parked"]

    await delivery.discard(board.inbox.brand, sent, MEERA)
    await board.settle()

    assert board.cards[0].text.startswith("-# ✗ Asha: approved by meera, discarded")
    assert ids(board.cards[1])[0] == "reply"
    assert board.post.tag_names == ["Telegram", "waiting"]


async def test_a_reply_typed_by_a_person_takes_over_the_card_of_the_conversation(board: Wall) -> None:
    await board.inbox.hear()
    await board.settle()
    await review.reply(board.inbox.brand, at(ASHA), MEERA, "I am looking.")
    await board.settle()
    assert "**Reply** written by meera, leaves" in board.cards[0].text

    await board.taken()
    await board.settle()

    (card,) = board.cards
    assert card.text.startswith("-# ✓ Asha: written by meera, sent")


async def test_a_resolved_conversation_is_folded_and_put_away_and_new_words_bring_it_back(board: Wall) -> None:
    await board.inbox.hear()
    await board.settle()
    await review.resolve(board.inbox.brand, at(ASHA), MEERA)
    await board.settle()
    assert board.post.archived
    assert [card.text for card in board.cards] == ["-# ↷ Asha: resolved"]

    await board.inbox.hear("One more thing: the lid?", id="m2")
    await board.settle()

    assert not board.post.archived
    assert board.post.name == "Asha · One more thing: the lid?"
    assert board.post.tag_names == ["Telegram", "waiting"]
    assert len(board.cards) == 2


async def test_a_post_that_was_renamed_too_often_keeps_its_title_and_gets_its_tags(board: Wall) -> None:
    for number, words in enumerate(["One?", "Two?", "Three?", "Four?"]):
        await board.inbox.hear(words, id=f"m{number}")
        await board.settle()
        assert board.post.tag_names == ["Telegram", "waiting"]
        await review.resolve(board.inbox.brand, at(ASHA), MEERA)
        await board.settle()

    assert board.post.name == "Asha · Three?"  # made as "One?", renamed twice
    assert board.post.tag_names == ["Telegram", "resolved"]


async def test_a_card_in_a_post_that_discord_archived_is_still_edited(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    board.discord.world.archive(board.post)

    await review.reject(board.inbox.brand, draft, MEERA, "no")
    await board.settle()

    assert board.cards[0].text.startswith("-# ✗ Asha: rejected by meera")
    assert len(board.cards) == 2


async def test_what_goes_out_by_itself_makes_no_post_until_it_needs_people(board: Wall) -> None:
    board.inbox.autonomy = "auto"
    await board.inbox.hear()
    await board.inbox.propose(_proposal())
    await board.settle()
    assert board.posts == []

    await board.parked()
    await board.settle()

    assert board.post.tag_names == ["Telegram", "waiting"]


async def test_a_role_is_told_of_a_new_post_once_and_nobody_else(board: Wall) -> None:
    role = board.discord.world.create_role(board.guild, "Moderators", mentionable=True)
    board.mention = role.id
    await board.inbox.hear(f"@everyone <@&{role.id}> <@{board.bot.owner.id if board.bot.owner else 1}>")
    await board.settle()
    assert board.cards[0].pinged.roles == {role.id}
    assert not board.cards[0].pinged.users
    assert not board.cards[0].pinged.everyone

    await board.inbox.propose(_proposal(f"<@&{role.id}>"))
    await board.settle()

    assert board.cards[0].edits == 1
    assert f"<@&{role.id}>" not in board.cards[0].text


async def test_when_the_channel_is_new_those_who_wait_get_their_posts(inbox: World) -> None:
    for author in (ASHA, BHAVIN):
        await inbox.hear(author=author)
    await inbox.hear(author=CHEN)
    await review.resolve(inbox.brand, at(CHEN), MEERA)

    async with wall(inbox) as board:
        await board.settle()

        assert [post.name for post in board.posts] == ["Asha · Kem cho?", "Bhavin · Kem cho?"]


async def test_in_a_storm_a_conversation_waits_until_somebody_asks_for_it(board: Wall) -> None:
    board.full = True
    await board.inbox.hear()
    await board.settle()
    assert (board.posts, board.waiting) == ([], {at(ASHA)})

    await board.posting.board.ask(at(ASHA), board.inbox.clock.at)
    await board.settle()
    assert board.post.name == "Asha · Kem cho?"

    await board.inbox.hear(author=BHAVIN)
    await board.settle()
    assert at(BHAVIN) in board.waiting
    await review.resolve(board.inbox.brand, at(BHAVIN), MEERA)
    await board.settle()
    assert at(BHAVIN) not in board.waiting


async def test_what_somebody_asked_for_has_a_post_though_nobody_waits(board: Wall) -> None:
    await board.inbox.hear()
    await review.resolve(board.inbox.brand, at(ASHA), MEERA)
    await board.settle()
    assert board.posts == []

    await board.posting.board.ask(at(ASHA), board.inbox.clock.at)
    await board.settle()

    assert "reopen" in ids(board.cards[0])


async def test_a_change_of_mode_is_seen_on_every_card_that_waits(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()

    await board.inbox.store.modes.change(Mode("crisis", by="olga", why="recall"), board.inbox.clock.at)
    await board.settle()

    assert "**crisis mode**" in board.cards[0].text


async def test_a_conversation_that_is_gone_is_forgotten(board: Wall) -> None:
    await board.posting.board.posted(at(CHEN), "1", "2", "head", [])
    await board.posting.board.lanes.wake(at(CHEN), board.inbox.clock.at, board.inbox.clock.at)

    await board.settle()

    assert (await board.posting.board.read(at(CHEN))).post == ""


async def test_words_wait_a_moment_for_their_draft_and_deeds_are_shown_soon(board: Wall) -> None:
    await board.inbox.hear()
    await follow(board.posting)
    assert await board.posting.board.lanes.claim(0, 1, "t") == Idle(board.inbox.clock.at + DEBOUNCE)

    await review.assign(board.inbox.brand, at(ASHA), MEERA, "noor")
    await follow(board.posting)

    found = await board.posting.board.lanes.claim(0, 1, "t")
    assert isinstance(found, Idle)
    assert found.until
    assert found.until < board.inbox.clock.at + DEBOUNCE


async def test_of_two_processes_that_follow_the_log_neither_misses_nor_repeats(board: Wall) -> None:
    async with another(board) as other:
        place = await board.posting.board.place()
        await board.inbox.hear()
        await asyncio.gather(follow(board.posting), follow(other))
        assert await board.posting.board.place() != place

        await board.settle(other)

    assert len(board.posts) == 1


async def test_several_processes_make_one_post_for_each_conversation(board: Wall) -> None:
    people = [ASHA, BHAVIN, CHEN]
    for author in people:
        await board.inbox.drafted(author=author, id=f"m{author.name}")
    async with another(board) as second, another(board) as third:
        await follow(board.posting)
        board.inbox.clock.at += HOUR
        postings = [board.posting, second, third] * 2
        tasks = [spawn("posting", _until_idle(posting)) for posting in postings]
        await asyncio.gather(*tasks)

    assert sorted(post.name for post in board.posts) == ["Asha · Kem cho?", "Bhavin · Kem cho?", "Chen · Kem cho?"]
    assert {len(post.messages) for post in board.posts} == {1}


async def test_several_drafts_of_a_group_are_several_cards_of_one_post(board: Wall) -> None:
    group = thread_of(ASHA, "group", "Friends of Nadi")
    await board.inbox.receive(said("One?", ASHA, id="m1", thread=group), said("Two?", BHAVIN, id="m2", thread=group))
    await board.inbox.propose(_proposal("To Asha", to="m1"), _proposal("To Bhavin", to="m2"))
    await board.settle()

    assert board.post.name.startswith("Friends of Nadi · ")
    assert [card.text.split("\n")[0] for card in board.cards] == [
        "### Asha \\@asha in Friends of Nadi",
        "### Bhavin \\@bhavin in Friends of Nadi",
    ]


async def _until_idle(posting: Posting) -> None:
    while not isinstance(await post_next(posting), Idle):
        pass


def _proposal(text: str = "Majama!", to: str = "") -> Proposal:
    made = proposal(text)
    return replace(made, action=Reply(ASHA.remote, text, RemoteId(to))) if to else made
