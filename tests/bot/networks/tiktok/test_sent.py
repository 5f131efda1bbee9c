"""Whether what we meant to say is there: found, certainly not there, or for a person to look at."""

from __future__ import annotations

import pytest

from bot.networks._tiktok.sent import even
from bot.playground.faults import Fault, Kind
from inbox.actions import Hide, Reply
from inbox.errors import Uncertain
from inbox.models import Media, RemoteId
from tests.files_to_post import jpeg
from tests.tiktok_account import Ours

SEND, REPLY = "POST /business/message/send/", "POST /business/comment/reply/create/"


async def test_a_reply_whose_answer_was_lost_is_found_and_not_said_twice(ours: Ours) -> None:
    said = ours.comment("Hm")
    action, since = Reply(ours.below(said), "Celadon. 🏺"), ours.now()
    ours.server.faults.next(Fault(Kind.CUT_AFTER), REPLY)
    with pytest.raises(Uncertain):
        await ours.account().perform(action, "1")
    found = await ours.account().find_sent(action, "1", since)
    assert found is not None
    assert found.id == said.replies[0].id


async def test_a_reply_that_never_left_is_certainly_not_there(ours: Ours) -> None:
    said = ours.comment("Hm")
    ours.server.world.reply(ours.asha, said, "Celadon.")  # said by somebody else
    ours.server.world.reply(ours.us, said, "Another text")
    assert await ours.account().find_sent(Reply(ours.below(said), "Celadon."), "1", ours.now()) is None


async def test_the_same_words_of_another_delivery_are_not_this_one(ours: Ours) -> None:
    said = ours.comment("Hm")
    action, since = Reply(ours.below(said), "Thank you!"), ours.now()
    await ours.account().perform(action, "1")
    again = ours.account()
    assert await again.find_sent(action, "2", since) is None
    ours.server.world.reply(ours.us, said, "Thank you!")
    ours.server.world.reply(ours.us, said, "Thank you!")
    with pytest.raises(Uncertain, match="several"):
        await again.find_sent(action, "2", since)


async def test_older_words_do_not_count(ours: Ours) -> None:
    said = ours.comment("Hm")
    ours.server.world.reply(ours.us, said, "Thank you!")
    ours.server.clock.advance(600)
    assert await ours.account().find_sent(Reply(ours.below(said), "Thank you!"), "1", ours.now()) is None


async def test_a_reply_that_tiktok_hid_as_spam_is_found_all_the_same(ours: Ours) -> None:
    said, since, account = ours.comment("Hm"), ours.now(), ours.account()
    for number in range(5):
        await account.perform(Reply(ours.below(said), f"Thank you so much! {number}"), f"{number}")
    assert said.replies[-1].hidden
    mine = Reply(ours.below(said), "Thank you so much! 4")
    assert (await ours.account().find_sent(mine, "4", since)) is not None


async def test_a_message_whose_answer_was_lost_is_found(ours: Ours) -> None:
    ours.write("Hello")
    since, picture = ours.now(), Media("image", await ours.blobs.put(jpeg()))
    ours.server.faults.next(Fault(Kind.CUT_AFTER), SEND)
    with pytest.raises(Uncertain):
        await ours.account().perform(Reply(ours.talk(), "", media=(picture,)), "1")
    found = await ours.account().find_sent(Reply(ours.talk(), "", media=(picture,)), "1", since)
    assert found is not None
    assert await ours.account().find_sent(Reply(ours.talk(), "Hello?"), "2", since) is None


async def test_nobody_can_tell_where_more_was_written_than_is_shown(ours: Ours) -> None:
    ours.write("Hello")
    since = ours.now()
    for number in range(25):
        ours.write(f"Hello? {number}")
    with pytest.raises(Uncertain, match="more was written"):
        await ours.account().find_sent(Reply(ours.talk(), "Yes?"), "1", since)


async def test_what_changes_a_comment_is_not_looked_for(ours: Ours) -> None:
    said = ours.comment("Hm")
    with pytest.raises(Uncertain):
        await ours.account().find_sent(Hide(ours.below(said), RemoteId(said.id)), "1", ours.now())


async def test_a_comment_that_is_gone_shows_nothing(ours: Ours) -> None:
    said = ours.comment("Hm")
    ours.server.world.remove_video(ours.video)
    with pytest.raises(Uncertain, match="does not show"):
        await ours.account().find_sent(Reply(ours.below(said), "Celadon."), "1", ours.now())


def test_texts_are_compared_as_people_see_them() -> None:
    assert even("Cafe\u0301  \u2764\ufe0f\u200b ok") == even("Café ❤ ok")
