"""Holds what is done on Bluesky to a simulated one: once, where it belongs, and found again when the answer is lost."""

from __future__ import annotations

import pytest

from bot.playground.attachments import photo
from bot.playground.bluesky.world import GATE
from bot.playground.faults import Fault, Kind
from inbox.actions import (
    Action,
    Block,
    DirectMessage,
    Edit,
    Hide,
    Mute,
    React,
    Remove,
    Reply,
    Unblock,
    Unhide,
)
from inbox.errors import Rejected, Unavailable, Uncertain, Unsupported
from inbox.models import Media, RemoteId
from tests.bluesky_account import Ours


async def test_an_answer_hangs_below_what_it_answers(ours: Ours) -> None:
    first = ours.server.world.reply(ours.asha, ours.root, "How much?")
    second = ours.server.world.reply(ours.asha, first, "The blue one, I mean")
    reply = Reply(ours.below(second), "See https://nadi.example.com, @asha.example.com", to=RemoteId(second.id))
    receipt = await ours.account().perform(reply, "1")
    answer = ours.posts()[-1]
    assert (receipt.id, receipt.at) == (answer.id, ours.now())
    assert answer.value["reply"]["root"]["uri"] == ours.root.uri
    assert answer.value["reply"]["parent"] == {"uri": second.uri, "cid": second.cid}
    assert [one["features"][0] for one in answer.value["facets"]] == [
        {"$type": "app.bsky.richtext.facet#link", "uri": "https://nadi.example.com"},
        {"$type": "app.bsky.richtext.facet#mention", "did": ours.asha.did},
    ]


async def test_what_somebody_s_program_made_wrong_cannot_be_answered_and_says_so(ours: Ours) -> None:
    first = ours.server.world.reply(ours.asha, ours.root, "How much?")
    thread, first.value["reply"] = ours.below(first), {"parent": {}}
    with pytest.raises(Unavailable, match="could not be read"):
        await ours.account().perform(Reply(thread, "30", to=RemoteId(first.id)), "1")
    assert [one.id for one in ours.posts()] == [ours.root.id]


async def test_without_a_message_named_the_root_is_answered(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    await ours.account().perform(Reply(ours.below(mention), "Hello!"), "1")
    assert ours.posts()[-1].value["reply"]["parent"]["uri"] == mention.uri


@pytest.mark.parametrize("fault", [Kind.CUT_BEFORE, Kind.CUT_AFTER])
async def test_an_answer_whose_receipt_was_lost_is_found_or_made_once(ours: Ours, fault: Kind) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    reply, account = Reply(ours.below(mention), "Hello!", to=RemoteId(mention.id)), ours.account()
    assert await account.find_sent(reply, "1", ours.now()) is None
    ours.server.faults.next(Fault(fault), "POST com.atproto.repo.createRecord")
    with pytest.raises(Uncertain):
        await account.perform(reply, "1")
    ours.server.clock.advance(30)
    found = await ours.account().find_sent(reply, "1", ours.now())
    assert (found is not None) is (fault is Kind.CUT_AFTER)
    receipt = await ours.account().perform(reply, "1")
    assert found in (None, receipt)
    assert [one.text for one in ours.posts()] == ["New cups today", "Hello!"]
    assert ours.posts()[-1].id == receipt.id


async def test_two_answers_of_one_moment_are_two(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    reply, account = Reply(ours.below(mention), "Hello!", to=RemoteId(mention.id)), ours.account()
    first, second = await account.perform(reply, "1"), await account.perform(reply, "2")
    assert first.id != second.id


async def test_an_answer_has_up_to_four_pictures(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "show me")
    picture = Media("image", await ours.files.put(photo("cup").data), "image/png", "cup.png", alt="A cup")
    reply = Reply(ours.below(mention), "Here", to=RemoteId(mention.id), media=(picture,) * 2)
    await ours.account().perform(reply, "1")
    images = ours.posts()[-1].value["embed"]["images"]
    assert [(one["alt"], one["aspectRatio"]) for one in images] == [("A cup", {"width": 240, "height": 180})] * 2
    film = Reply(reply.thread, "Film", media=(Media("video", "blob:x"),))
    with pytest.raises(Rejected, match="up to 4 pictures"):
        await ours.account().perform(film, "2")


async def test_who_cannot_be_answered_is_said_in_words(ours: Ours) -> None:
    world, account = ours.server.world, ours.account()
    gone = world.mention(ours.asha, ours.us, "oops")
    closed = world.mention(ours.asha, ours.us, "closed")
    gate = {"post": closed.uri, "allow": [], "createdAt": "2026-01-01T00:00:00Z"}
    world.keep(ours.asha, GATE, gate, closed.rkey)
    world.remove(gone)
    with pytest.raises(Rejected, match="no longer there"):
        await account.perform(Reply(ours.below(gone), "Hi", to=RemoteId(gone.id)), "1")
    with pytest.raises(Rejected, match="lets only some people answer"):
        await account.perform(Reply(ours.below(closed), "Hi", to=RemoteId(closed.id)), "2")


async def test_a_direct_message_is_answered_and_found_again(ours: Ours) -> None:
    line = ours.server.world.message(ours.asha, ours.us, "Open?")
    reply, account = Reply(ours.private(line), "Until six"), ours.account()
    begun = ours.now()
    assert await account.find_sent(reply, "1", begun) is None
    ours.server.faults.next(Fault(Kind.CUT_AFTER), "POST chat.bsky.convo.sendMessage")
    with pytest.raises(Uncertain):
        await account.perform(reply, "1")
    found = await account.find_sent(reply, "1", begun)
    assert found is not None
    said = line.convo.lines[-1]
    assert (found.id, said.text, said.sender) == (said.id, "Until six", ours.us)
    assert ours.us.did in line.convo.accepted
    await account.perform(reply, "2")
    with pytest.raises(Uncertain, match="several"):
        await account.find_sent(reply, "2", begun)
    ours.server.clock.advance(120)
    assert await account.find_sent(reply, "3", ours.now()) is None


async def test_somebody_is_written_to_who_takes_messages(ours: Ours) -> None:
    account, message = ours.account(), DirectMessage(RemoteId(ours.asha.did), "About your question")
    begun = ours.now()
    receipt = await account.perform(message, "1")
    assert await account.find_sent(message, "1", begun) == receipt
    stranger = ours.server.world.create_person("quiet.example.com")
    unwanted = DirectMessage(RemoteId(stranger.did), "Hello")
    for setting, words in (("none", "no direct messages"), ("following", "whom they follow")):
        stranger.incoming = setting  # type: ignore[assignment]  # one of both
        with pytest.raises(Rejected, match=words):
            await account.perform(unwanted, "2")
    with pytest.raises(Uncertain, match="does not show"):
        await account.find_sent(unwanted, "2", begun)


async def test_answers_are_hidden_and_shown_below_our_posts(ours: Ours) -> None:
    rude = ours.server.world.reply(ours.asha, ours.root, "bah")
    thread, account = ours.below(rude), ours.account()
    for _ in range(2):
        await account.perform(Hide(thread, RemoteId(rude.id)), "1")
    assert ours.server.world.hidden(rude)
    assert ours.server.calls["POST com.atproto.repo.putRecord"] == 1
    await account.perform(Unhide(thread, RemoteId(rude.id)), "2")
    assert not ours.server.world.hidden(rude)


async def test_hiding_keeps_what_else_the_gate_says(ours: Ours) -> None:
    rude = ours.server.world.reply(ours.asha, ours.root, "bah")
    rule = {"$type": f"{GATE}#followerRule"}
    made = "2026-01-01T00:00:00.000Z"
    gate = {"post": ours.root.uri, "allow": [rule], "createdAt": made}
    ours.server.world.keep(ours.us, GATE, gate, ours.root.rkey)
    await ours.account().perform(Hide(ours.below(rude), RemoteId(rude.id)), "1")
    (now,) = ours.us.of(GATE)
    assert (now.value["allow"], now.value["createdAt"], now.value["hiddenReplies"]) == ([rule], made, [rude.uri])


@pytest.mark.parametrize(("liked", "emoji", "likes"), [(False, "❤️", 1), (True, "❤️", 1), (True, "", 0), (False, "", 0)])
async def test_a_post_is_liked_once_and_a_like_from_elsewhere_can_be_taken_back(
    ours: Ours, liked: bool, emoji: str, likes: int
) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    if liked:
        ours.server.world.like(ours.us, mention)
    for _ in range(2):
        await ours.account().perform(React(ours.below(mention), RemoteId(mention.id), emoji), "1")
    assert len(ours.us.of("app.bsky.feed.like")) == likes


async def test_only_our_own_posts_are_deleted_and_twice_does_no_harm(ours: Ours) -> None:
    account = ours.account()
    for _ in range(2):
        await account.perform(Remove(ours.below(ours.root), RemoteId(ours.root.id)), "1")
    assert ours.root.removed
    theirs = ours.server.world.mention(ours.asha, ours.us, "hello")
    with pytest.raises(Rejected, match="only posts of this account"):
        await account.perform(Remove(ours.below(theirs), RemoteId(theirs.id)), "2")


async def test_people_are_muted_and_blocked_and_let_back_in(ours: Ours) -> None:
    account, person, thread = ours.account(), RemoteId(ours.asha.did), ours.below(ours.root)
    await account.perform(Mute(thread, person, 3600), "1")
    assert ours.us.muted == {ours.asha.did}
    await account.perform(Mute(thread, person, 0), "2")
    assert ours.us.muted == set()
    for _ in range(2):
        await account.perform(Block(thread, person), "3")
    assert len(ours.us.of("app.bsky.graph.block")) == 1
    (made,) = ours.us.of("app.bsky.graph.block")
    ours.server.world.block(ours.us, ours.asha)
    ours.server.world.remove(made)
    await account.perform(Unblock(thread, person), "4")
    assert not ours.us.blocks(ours.asha.did)


@pytest.mark.parametrize(
    "action", [Edit(RemoteId("dm.abc"), RemoteId("x"), "y"), Hide(RemoteId("dm.abc"), RemoteId("did:plc:a~b"))]
)
async def test_what_bluesky_lacks_is_refused(ours: Ours, action: Action) -> None:
    with pytest.raises(Unsupported):
        await ours.account().perform(action, "1")


async def test_what_changes_something_is_done_again_and_not_looked_for(ours: Ours) -> None:
    block = Block(ours.below(ours.root), RemoteId(ours.asha.did))
    await ours.account().perform(block, "1")
    assert await ours.account().find_sent(block, "1", ours.now()) is None
    assert "block" in ours.account().capabilities.repeatable
