"""What we do on TikTok, done once, with what it refuses said in words."""

from __future__ import annotations

import pytest

from bot.networks._tiktok.acting import STILL_HIDDEN
from bot.playground.faults import Fault, Kind, Match
from inbox.actions import Block, DirectMessage, Edit, Hide, Mute, React, Remove, Reply, Unhide
from inbox.errors import Rejected, Uncertain, Unsupported, WindowClosed
from inbox.incoming import NewMessage
from inbox.models import Media, RemoteId
from tests.files_to_post import gif, jpeg, png
from tests.tiktok_account import DAY, Ours

SEND, REPLY = "POST /business/message/send/", "POST /business/comment/reply/create/"


async def test_a_comment_is_answered_below_itself(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("What glaze is this?")
    deeper = ours.server.world.reply(ours.asha, said, "Anyone?")
    receipt = await account.perform(Reply(ours.below(said), "Celadon.", RemoteId(deeper.id)), "1")
    answer = said.replies[-1]
    assert (answer.id, answer.text, answer.parent) == (receipt.id, "Celadon.", said)
    assert abs(receipt.at - ours.now()) <= 1000
    assert account.known.self_id == ours.us.unique_identifier


async def test_what_we_said_is_no_colleague_s(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Hm")
    await account.perform(Reply(ours.below(said), "Celadon."), "1")
    assert set(await ours.hook(account)) == {200}
    assert [(one.author is None, one.delivery) for one in ours.heard.of(NewMessage)] == [(False, ""), (True, "1")]


async def test_what_is_said_in_tiktok_s_app_is(ours: Ours) -> None:
    account = ours.account()
    ours.write("Hello")
    ours.server.world.say_natively(ours.us, ours.asha, "Hi!")
    await ours.hook(account)
    assert [(one.author is None, one.delivery) for one in ours.heard.of(NewMessage)] == [(False, ""), (True, "")]


async def test_too_long_or_where_comments_are_off(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Hm")
    with pytest.raises(Rejected, match="150"):
        await account.perform(Reply(ours.below(said), "x" * 151), "1")
    ours.server.world.comments_off(ours.video)
    with pytest.raises(Rejected, match="turned off"):
        await account.perform(Reply(ours.below(said), "Hello"), "2")
    with pytest.raises(Rejected, match="no files"):
        await account.perform(Reply(ours.below(said), "Hello", media=(Media("image", "blob:0"),)), "3")
    ours.server.world.remove_comment(said)
    with pytest.raises(Rejected, match="does not exist"):
        await account.perform(Reply(ours.below(said), "Hello"), "4")


async def test_hidden_shown_liked_unliked_and_twice_is_once(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Hm")
    thread, id = ours.below(said), RemoteId(said.id)
    for _ in range(2):
        await account.perform(Hide(thread, id), "1")
        assert said.hidden
    for _ in range(2):
        await account.perform(Unhide(thread, id), "2")
        assert not said.hidden
    await account.perform(React(thread, id, "❤️"), "3")
    assert said.liked
    await account.perform(React(thread, id, ""), "4")
    assert not said.liked
    with pytest.raises(Unsupported, match="like"):
        await account.perform(React(thread, id, "😂"), "5")


async def test_a_comment_that_stays_hidden_is_no_success(ours: Ours) -> None:
    account = ours.account()
    said = ours.server.world.comment(ours.asha, ours.video, "Hm", held=True)
    with pytest.raises(Rejected) as refused:
        await account.perform(Unhide(ours.below(said), RemoteId(said.id)), "1")
    assert str(refused.value) == STILL_HIDDEN
    ours.server.refuse(50002, "GET /business/comment/list/")  # whether it worked cannot be looked at
    assert (await account.perform(Unhide(ours.below(said), RemoteId(said.id)), "2")).id == said.id


async def test_only_our_own_comments_can_be_deleted(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Hm")
    receipt = await account.perform(Reply(ours.below(said), "Celadon."), "1")
    await account.perform(Remove(ours.below(said), receipt.id), "2")
    assert said.replies == []
    with pytest.raises(Rejected, match="Hide it instead"):
        await account.perform(Remove(ours.below(said), RemoteId(said.id)), "3")


async def test_a_comment_that_is_deleted_already_is_deleted(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Hm")
    receipt = await account.perform(Reply(ours.below(said), "Celadon."), "1")
    ours.server.faults.next(Fault(Kind.CUT_AFTER), Match(call="*comment/delete*"))
    with pytest.raises(Uncertain):
        await account.perform(Remove(ours.below(said), receipt.id), "2")
    await account.perform(Remove(ours.below(said), receipt.id), "2")
    assert said.replies == []


async def test_what_tiktok_does_not_have(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("Hm")
    ours.write("Hello")
    thread, id, who = ours.below(said), RemoteId(said.id), RemoteId("x")
    talk = ours.talk()
    for action in (
        Block(thread, who),
        Mute(thread, who, 60),
        Edit(thread, id, "x"),
        DirectMessage(who, "x"),
        Hide(talk, id),
        Unhide(talk, id),
        React(talk, id, "❤️"),
        Remove(talk, id),
    ):
        with pytest.raises(Unsupported):
            await account.perform(action, "1")


async def test_a_message_within_48_hours_and_ten_at_most(ours: Ours) -> None:
    account = ours.account()
    ours.write("Hello")
    for number in range(10):
        await account.perform(Reply(ours.talk(), f"answer {number}"), f"{number}")
    with pytest.raises(WindowClosed, match="ten times"):
        await account.perform(Reply(ours.talk(), "one too many"), "10")
    ours.write("Thank you")
    await account.perform(Reply(ours.talk(), "You are welcome"), "11")
    ours.server.clock.advance(2 * DAY + 1)
    ours.log_in(ends_at=0)
    with pytest.raises(WindowClosed, match="48 hours"):
        await account.perform(Reply(ours.talk(), "too late"), "12")


async def test_a_picture_and_a_text_are_two_messages_and_none_twice(ours: Ours) -> None:
    account = ours.account()
    ours.write("Hello")
    picture = Media("image", await ours.blobs.put(jpeg()), "image/jpeg")
    action = Reply(ours.talk(), "This one.", media=(picture,))
    from bot.playground.faults import Match

    ours.server.faults.next(Fault(Kind.SLOW, seconds=0), SEND)
    ours.server.refuse(50002, Match(SEND), times=1)  # the picture leaves, the text does not
    with pytest.raises(Uncertain):
        await account.perform(action, "1")
    again = ours.account()
    assert await again.find_sent(action, "1", ours.now()) is None
    receipt = await again.perform(action, "1")
    sent = [one for one in ours.us.conversations[ours.asha.unique_identifier].messages if one.ours]
    assert [(one.kind, one.text) for one in sent] == [("image", ""), ("text", "This one.")]
    assert [id.replace("~", "/") for id in (receipt.id, *receipt.further)] == [one.id for one in sent]


async def test_pictures_that_tiktok_does_not_take(ours: Ours) -> None:
    account = ours.account()
    ours.write("Hello")
    for data, words in ((gif(), "JPG or PNG"), (jpeg(size=4_000_000), "3 MB"), (None, "erased")):
        ref = await ours.blobs.put(data) if data else "blob:none"
        with pytest.raises(Rejected, match=words):
            await account.perform(Reply(ours.talk(), "", media=(Media("image", ref),)), words)
    two = tuple([Media("image", await ours.blobs.put(png())) for _ in range(2)])
    with pytest.raises(Rejected, match="one picture"):
        await account.perform(Reply(ours.talk(), "", media=two), "two")
    ours.asha.images = False
    with pytest.raises(Rejected, match="not supported"):
        await account.perform(Reply(ours.talk(), "", media=two[:1]), "here")
