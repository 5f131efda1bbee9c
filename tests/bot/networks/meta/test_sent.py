"""Whether a send whose answer was lost is there: found by looking, and where nobody can tell, nobody says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.networks._meta.ids import comments_below, mention_in, padded, private_with
from inbox.actions import DirectMessage, Hide, React, Reply
from inbox.errors import LoginNeeded, Unavailable, Uncertain
from inbox.models import Media, RemoteId
from inbox.network import FindsSent, Receipt
from tests.meta_accounts import NOW, PAGE, PROFILE, Ours
from tests.meta_wire import CUT, Wire, refused, wire

BELOW, ON_INSTAGRAM = comments_below("71_10"), comments_below("1791")
ASHA = RemoteId("24266381753005180")
TALK = private_with(ASHA)
COMMENTS, REPLIES = "GET /71_10/comments", "GET /1791/replies"
TALKS, TALKS_ON_INSTAGRAM = f"GET /{PAGE}/conversations", f"GET /{PROFILE}/conversations"
MINUTE = 60_000


def at(ms: int) -> str:
    """A moment as Meta writes it."""
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def comment(id: str, text: str, ms: int = NOW, who: str = PAGE, **more: object) -> dict[str, Any]:
    return {"id": id, "message": text, "created_time": at(ms), "from": {"id": who, "name": "x"}, **more}


def reply(id: str, text: str, **more: object) -> dict[str, Any]:
    return {"id": id, "text": text, "timestamp": at(NOW), **more}


def talk(*messages: dict[str, Any], **paging: object) -> dict[str, Any]:
    """A list of conversations with this one in it, newest message first."""
    return {"data": [{"id": "t_1", "messages": {"data": list(messages), **paging}}]}


@dataclass
class World:
    wire: Wire
    ours: Ours


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wire() as (told, http):
        yield World(told, Ours(http, told.url))


async def test_both_networks_can_be_looked_at(world: World) -> None:
    assert isinstance(world.ours.facebook(), FindsSent)
    assert isinstance(world.ours.instagram(), FindsSent)


async def test_a_comment_of_ours_with_this_text_is_it(world: World) -> None:
    world.wire.tell(COMMENTS, {"data": [comment("71_13", "Hello", who="9"), comment("71_12", "Hello  \n there")]})
    found = await world.ours.facebook().find_sent(Reply(BELOW, "Hello there"), "key", NOW)
    assert found == Receipt(padded("71_12"), NOW)
    assert world.wire.asked[0].query["order"] == "reverse_chronological"


async def test_what_is_told_in_seconds_does_not_stand_before_what_it_answers(world: World) -> None:
    world.wire.tell(COMMENTS, {"data": [comment("71_12", "Hello", ms=NOW)]})
    found = await world.ours.facebook().find_sent(Reply(BELOW, "Hello"), "key", NOW + 900)
    assert found == Receipt(padded("71_12"), NOW + 900)


async def test_the_same_words_written_otherwise_are_the_same(world: World) -> None:
    world.wire.tell(COMMENTS, {"data": [comment("71_12", "Cafe\u0301")]})
    assert await world.ours.facebook().find_sent(Reply(BELOW, "Café"), "key", NOW)


@pytest.mark.parametrize(
    ("sent", "there"),
    [
        ("Thank you! ❤️", "Thank you! ❤"),
        ("Thank you!\u200b", "Thank you!"),
        ("First\r\nsecond \r\n", "First\nsecond"),
        ("co\u00adoperate", "cooperate"),
        ("word " * 1_600, "word " * 1_599 + "word"),
    ],
)
async def test_what_nobody_sees_makes_no_other_text(world: World, sent: str, there: str) -> None:
    world.wire.tell(COMMENTS, {"data": [comment("71_12", there)]})
    assert await world.ours.facebook().find_sent(Reply(BELOW, sent), "key", NOW)


async def test_a_link_that_got_a_card_of_its_own_is_the_same_text(world: World) -> None:
    text = "See https://example.org/tea"
    card = {"type": "share", "title": "Tea", "url": "https://example.org/tea"}
    world.wire.tell(COMMENTS, {"data": [comment("71_12", text, attachment=card)]})
    assert await world.ours.facebook().find_sent(Reply(BELOW, text), "key", NOW)
    attached = {"data": [{"id": "1", "name": "Tea"}]}
    world.wire.tell(TALKS, talk(comment("m_1", text, attachments=attached)))
    assert await world.ours.facebook().find_sent(Reply(TALK, text), "key", NOW)


@pytest.mark.parametrize(
    ("sent", "there"),
    [
        ("Hello @[24266:Asha Patel], thank you", "Hello Asha Patel, thank you"),
        ("Thank you for your kind words, Asha", "Thank you for your kind words"),
        ("Thank you — see you!", "Thank you - see you!"),
        ("Yes!", "Yes"),
    ],
)
async def test_of_one_that_says_nearly_the_same_nobody_can_tell(world: World, sent: str, there: str) -> None:
    world.wire.tell(COMMENTS, {"data": [comment("71_12", there)]})
    with pytest.raises(Uncertain, match="nearly the same"):
        await world.ours.facebook().find_sent(Reply(BELOW, sent), "key", NOW)


@pytest.mark.parametrize(
    "there",
    [
        [],
        [comment("71_12", "Hello", who="9")],
        [comment("71_12", "Something else")],
        [comment("71_12", "Hello", ms=NOW - 11 * MINUTE)],
        [{"id": "71_12", "message": "Hello", "created_time": at(NOW)}],  # nobody says whose it is
    ],
)
async def test_what_is_not_there_is_said_to_be_not_there(world: World, there: list[Any]) -> None:
    world.wire.tell(COMMENTS, {"data": there})
    assert await world.ours.facebook().find_sent(Reply(BELOW, "Hello"), "key", NOW) is None


async def test_of_two_that_look_alike_nobody_can_tell(world: World) -> None:
    world.wire.tell(COMMENTS, {"data": [comment("71_13", "Hello"), comment("71_12", "Hello")]})
    with pytest.raises(Uncertain, match="look like this one"):
        await world.ours.facebook().find_sent(Reply(BELOW, "Hello"), "key", NOW)


async def test_one_that_is_a_little_older_may_be_another(world: World) -> None:
    world.wire.tell(COMMENTS, {"data": [comment("71_12", "Hello", ms=NOW - 2 * MINUTE)]})
    with pytest.raises(Uncertain, match="a little older"):
        await world.ours.facebook().find_sent(Reply(BELOW, "Hello"), "key", NOW)


async def test_of_an_old_one_and_a_new_one_the_new_one_is_it(world: World) -> None:
    there = [comment("71_13", "Hello", ms=NOW), comment("71_12", "Hello", ms=NOW - 2 * MINUTE)]
    world.wire.tell(COMMENTS, {"data": there})
    found = await world.ours.facebook().find_sent(Reply(BELOW, "Hello"), "key", NOW)
    assert found == Receipt(padded("71_13"), NOW)


async def test_the_same_answer_to_somebody_else_in_the_thread_is_not_it(world: World) -> None:
    to_ben, to_asha = (comment(f"71_{n}", "Hello", parent={"id": f"71_{n - 10}"}) for n in (21, 22))
    world.wire.tell(COMMENTS, {"data": [to_ben, to_asha]})
    account = world.ours.facebook()
    assert (await account.find_sent(Reply(BELOW, "Hello", to=padded("71_12")), "1", NOW)) == Receipt(
        padded("71_22"), NOW
    )
    assert await account.find_sent(Reply(BELOW, "Hello", to=padded("71_10")), "2", NOW) is None


async def test_what_is_known_to_be_another_one_is_not_taken_for_it(world: World) -> None:
    world.wire.tell("POST /71_10/comments", {"id": "71_12"}, CUT)
    world.wire.tell(COMMENTS, {"data": [comment("71_12", "Hello")]})
    account = world.ours.facebook()
    await account.perform(Reply(BELOW, "Hello"), "one")
    with pytest.raises(Uncertain):
        await account.perform(Reply(BELOW, "Hello"), "two")
    assert await account.find_sent(Reply(BELOW, "Hello"), "two", NOW) is None


async def test_reading_goes_on_until_it_is_old_enough(world: World) -> None:
    link = {"next": f"{world.wire.url}/v26.0/71_10/comments?after=x"}
    page = [comment(f"71_{n}", "Others", who="9") for n in range(20, 25)]
    world.wire.tell(
        COMMENTS,
        {"data": page, "paging": link},
        {"data": [comment("71_12", "Hello", NOW - MINUTE), comment("71_11", "Old", NOW - 90 * MINUTE)], "paging": link},
    )
    assert await world.ours.facebook().find_sent(Reply(BELOW, "Hello"), "key", NOW)
    assert len(world.wire.asked) == 2


async def test_when_too_much_was_said_nobody_can_tell(world: World) -> None:
    link = {"next": f"{world.wire.url}/v26.0/71_10/comments?after=x"}
    world.wire.tell(COMMENTS, {"data": [comment("71_20", "Others", who="9")], "paging": link})
    with pytest.raises(Uncertain, match="too much"):
        await world.ours.facebook().find_sent(Reply(BELOW, "Hello"), "key", NOW)


@pytest.mark.parametrize(
    "answer", [refused(10), refused(100, 33), {"data": "what?"}, {"data": [{"id": None, "from": {"id": PAGE}}]}]
)
async def test_where_nobody_lets_us_look_nobody_can_tell(world: World, answer: object) -> None:
    world.wire.tell(COMMENTS, answer)
    with pytest.raises(Uncertain):
        await world.ours.facebook().find_sent(Reply(BELOW, "Hello"), "key", NOW)


async def test_out_of_reach_is_looked_at_again_later(world: World) -> None:
    world.wire.tell(COMMENTS, CUT, CUT, refused(190, 463))  # on a kept connection a question is asked twice
    account = world.ours.facebook()
    with pytest.raises(Unavailable):
        await account.find_sent(Reply(BELOW, "Hello"), "key", NOW)
    with pytest.raises(LoginNeeded):
        await account.find_sent(Reply(BELOW, "Hello"), "key", NOW)


async def test_on_instagram_the_answers_below_the_comment_are_read(world: World) -> None:
    ours, by_login = reply("1799", "Hello", **{"from": {"id": PROFILE}}), reply("1798", "Bye", user={"id": "26"})
    world.wire.tell(REPLIES, {"data": [reply("1797", "Hello", **{"from": {"id": "9"}}), by_login, ours]})
    account = world.ours.instagram()
    assert await account.find_sent(Reply(ON_INSTAGRAM, "Hello"), "1", NOW) == Receipt(padded("1799"), NOW)
    assert await account.find_sent(Reply(ON_INSTAGRAM, "Bye"), "2", NOW) == Receipt(padded("1798"), NOW)
    assert await account.find_sent(Reply(ON_INSTAGRAM, "Nothing"), "3", NOW) is None


async def test_below_posts_of_others_nobody_can_look(world: World) -> None:
    with pytest.raises(Uncertain, match="below the posts of others"):
        await world.ours.instagram().find_sent(Reply(mention_in("901", "902"), "Hello"), "key", NOW)
    world.wire.tell("GET /902/comments", {"data": [comment("71_12", "Hello")]})
    assert await world.ours.facebook().find_sent(Reply(mention_in("901", "902"), "Hello"), "key", NOW)


async def test_a_message_is_looked_for_in_the_conversation(world: World) -> None:
    world.wire.tell(TALKS, talk(comment("m_3", "Hello", who=ASHA), comment("m_2", "Hello")))
    assert await world.ours.facebook().find_sent(Reply(TALK, "Hello"), "key", NOW) == Receipt(RemoteId("m_2"), NOW)
    asked = world.wire.asked[0].query
    assert (asked["user_id"], asked["platform"]) == (ASHA, "messenger")


async def test_a_private_reply_is_looked_for_in_the_conversation_too(world: World) -> None:
    world.wire.tell(TALKS_ON_INSTAGRAM, talk(comment("aWdf", "In private", who=PROFILE)), {"data": []})
    action, account = DirectMessage(ASHA, "In private", about=padded("1791")), world.ours.instagram()
    assert await account.find_sent(action, "key", NOW) == Receipt(RemoteId("aWdf"), NOW)
    assert await account.find_sent(action, "another", NOW) is None
    unknown = DirectMessage(RemoteId("unknown.1791"), "In private", about=padded("1791"))
    with pytest.raises(Uncertain, match="does not tell who"):
        await account.find_sent(unknown, "key", NOW)


async def test_a_picture_without_a_text_is_told_by_being_one(world: World) -> None:
    ref = await world.ours.blobs.put(b"x")
    picture = comment("m_2", "", attachments={"data": [{"id": "1", "mime_type": "image/png"}]})
    world.wire.tell(TALKS, talk(comment("m_3", ""), picture))
    action = Reply(TALK, "", media=(Media("image", ref),))
    assert await world.ours.facebook().find_sent(action, "key", NOW) == Receipt(RemoteId("m_2"), NOW)


LONG = " ".join(f"word{number:04}" for number in range(500))


async def test_of_an_answer_in_parts_only_those_that_are_missing_are_sent_again(world: World) -> None:
    """Part two's answer was lost: it is there, so that only part three is still to be said."""
    world.wire.tell(f"POST /{PAGE}/messages", {"message_id": "m_1"}, CUT, {"message_id": "m_3"})
    with pytest.raises(Uncertain):
        await world.ours.facebook().perform(Reply(TALK, LONG), "key")
    said = [asked.json("message")["text"] for asked in world.wire.calls(f"POST /{PAGE}/messages")]
    world.wire.tell(TALKS, talk(comment("m_2", said[1]), comment("m_1", said[0])))
    account = world.ours.facebook()
    assert await account.find_sent(Reply(TALK, LONG), "key", NOW) is None
    assert (await account.perform(Reply(TALK, LONG), "key")).id == "m_1"
    said = [asked.json("message")["text"] for asked in world.wire.calls(f"POST /{PAGE}/messages")]
    assert len(said) == 3
    assert " ".join(said).split() == LONG.split()
    looked = len(world.wire.asked)
    whole = Receipt(RemoteId("m_1"), NOW, (RemoteId("m_2"), RemoteId("m_3")))
    assert (await world.ours.facebook().find_sent(Reply(TALK, LONG), "key", NOW)) == whole
    assert len(world.wire.asked) == looked  # all of it is written down


@pytest.mark.parametrize("action", [Hide(BELOW, padded("71_10")), React(TALK, RemoteId("m_1"), "👍")])
async def test_what_changes_a_message_is_done_again_and_not_looked_for(world: World, action: Any) -> None:
    account = world.ours.facebook()
    with pytest.raises(Uncertain):
        await account.find_sent(action, "key", NOW)
    assert not world.wire.asked
    assert {"hide", "react"} <= account.capabilities.repeatable
