"""What is said and done over the wire: once, in parts where it must be, and nothing twice after a crash."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.networks._meta.ids import comments_below, padded, private_with
from inbox.actions import Block, DirectMessage, Edit, Hide, React, Remove, Reply, Unblock
from inbox.errors import RateLimited, Rejected, Unavailable, Uncertain, WindowClosed
from inbox.models import Media, RemoteId
from inbox.network import Receipt
from tests.meta_accounts import NOW, PAGE, PROFILE, Ours
from tests.meta_wire import CUT, Wire, refused, wire

BELOW, COMMENT = comments_below("71_10"), padded("71_10")
ASHA = RemoteId("24266381753005180")
TALK = private_with(ASHA)
SENDS = f"POST /{PAGE}/messages"
LONG = " ".join(f"word{number:04}" for number in range(500))  # three messages


@dataclass
class World:
    wire: Wire
    ours: Ours

    def texts(self) -> list[str]:
        """What was said in private, in its order."""
        return [asked.json("message").get("text", "") for asked in self.wire.calls(SENDS)]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wire() as (told, http):
        yield World(told, Ours(http, told.url))


async def test_a_comment_is_answered_once_and_its_id_is_the_receipt(world: World) -> None:
    world.wire.tell("POST /71_10/comments", {"id": "71_12"})
    receipt = await world.ours.facebook().perform(Reply(BELOW, "Hello"), "key")
    assert receipt == Receipt(padded("71_12"), NOW)
    assert len(world.wire.asked) == 1


async def test_a_message_is_named_by_its_mid_even_where_that_is_a_number(world: World) -> None:
    world.wire.tell(SENDS, {"recipient_id": ASHA, "message_id": "123"})
    assert (await world.ours.facebook().perform(Reply(TALK, "Hello"), "key")).id == "123"


@pytest.mark.parametrize("subcode", [0, 33, 2534002])
async def test_what_cannot_be_quoted_is_answered_without_the_quotation(world: World, subcode: int) -> None:
    world.wire.tell(SENDS, refused(100, subcode, "(#100) Param reply_to[mid] is wrong"), {"message_id": "m_2"})
    receipt = await world.ours.facebook().perform(Reply(TALK, "Hello", to=RemoteId("m_1")), "key")
    assert receipt.id == "m_2"
    assert ["reply_to" in asked.form for asked in world.wire.calls(SENDS)] == [True, False]


@pytest.mark.parametrize(("code", "subcode"), [(100, 2018001), (10, 2018278), (551, 1545041)])
async def test_what_is_refused_for_another_reason_is_not_said_again(world: World, code: int, subcode: int) -> None:
    world.wire.tell(SENDS, refused(code, subcode))
    with pytest.raises((Rejected, WindowClosed)):
        await world.ours.facebook().perform(Reply(TALK, "Hello", to=RemoteId("m_1")), "key")
    assert len(world.wire.asked) == 1


async def test_where_our_key_is_not_taken_it_is_said_without(world: World) -> None:
    words = '(#100) Invalid keys "metadata" were found in param "message".'
    world.wire.tell(f"POST /{PROFILE}/messages", refused(100, 0, words), {"message_id": "m_1"}, refused(100, 0, words))
    assert (await world.ours.instagram().perform(Reply(TALK, "Hello"), "key")).id == "m_1"
    assert [asked.json("message") for asked in world.wire.asked] == [
        {"text": "Hello", "metadata": "key"},
        {"text": "Hello"},
    ]
    with pytest.raises(Rejected):
        await world.ours.instagram().perform(Reply(TALK, "Hello"), "another")
    assert len(world.wire.asked) == 4


@pytest.mark.parametrize("answer", [{}, {"id": ""}, {"id": None}, {"message_id": [1]}])
async def test_a_yes_that_names_nothing_is_uncertain(world: World, answer: object) -> None:
    world.wire.tell(SENDS, answer)
    with pytest.raises(Uncertain):
        await world.ours.facebook().perform(Reply(TALK, "Hello"), "key")


async def test_a_long_answer_leaves_in_parts_and_is_one_message_to_us(world: World) -> None:
    world.wire.tell(SENDS, *({"message_id": f"m_{number}"} for number in (1, 2, 3)))
    receipt = await world.ours.facebook().perform(Reply(TALK, LONG), "key")
    assert (receipt.id, receipt.further) == ("m_1", ("m_2", "m_3"))
    assert " ".join(world.texts()).split() == LONG.split()


@pytest.mark.parametrize("error", [CUT, refused(4), (503, b"", {})])
async def test_a_process_that_ended_between_two_parts_goes_on_behind_the_first(world: World, error: object) -> None:
    world.wire.tell(SENDS, {"message_id": "m_1"}, error, {"message_id": "m_2"}, {"message_id": "m_3"})
    with pytest.raises((Uncertain, RateLimited, Unavailable)):
        await world.ours.facebook().perform(Reply(TALK, LONG), "key")
    receipt = await world.ours.facebook().perform(Reply(TALK, LONG), "key")  # another process
    assert receipt.id == "m_1"
    said = world.texts()
    assert len(said) == 4
    assert said[1] == said[2]  # the failed part, again
    assert len({said[0], said[1], said[3]}) == 3


async def test_words_say_which_part_was_refused(world: World) -> None:
    world.wire.tell(SENDS, {"message_id": "m_1"}, refused(10, 2018278))
    with pytest.raises(WindowClosed, match="What stands before part 2 of 3 is sent"):
        await world.ours.facebook().perform(Reply(TALK, LONG), "key")


async def test_one_private_reply_is_all_that_a_comment_gets(world: World) -> None:
    world.wire.tell(SENDS, {"message_id": "m_1"}, refused(10900))
    account, action = world.ours.facebook(), DirectMessage(ASHA, "In private", about=COMMENT)
    assert (await account.perform(action, "key")).id == "m_1"
    with pytest.raises(Rejected, match="lets that happen once"):
        await account.perform(action, "another key")


async def test_a_window_that_is_closed(world: World) -> None:
    world.wire.tell(f"POST /{PROFILE}/messages", refused(10, 2534022))
    with pytest.raises(WindowClosed):
        await world.ours.instagram().perform(Reply(TALK, "Hello"), "key")


async def test_a_file_goes_to_messenger_with_the_call(world: World) -> None:
    ref = await world.ours.blobs.put(b"\x89PNG")
    world.wire.tell(SENDS, {"message_id": "m_1"}, {"message_id": "m_2"})
    action = Reply(TALK, "Look", media=(Media("image", ref, "image/png", "tea.png"),))
    assert (await world.ours.facebook().perform(action, "key")).id == "m_1"
    first, second = world.wire.calls(SENDS)
    assert first.json("message") == {"text": "Look", "metadata": "key/1"}
    assert second.json("message") == {
        "metadata": "key/2",
        "attachment": {"type": "image", "payload": {"is_reusable": False}},
    }
    assert second.files == {"filedata": ("tea.png", "image/png", b"\x89PNG")}


async def test_instagram_fetches_a_file_from_us(world: World) -> None:
    world.ours.share = lambda media, seconds: f"https://ours.example/shared/{media.ref}?for={seconds}"
    world.wire.tell(f"POST /{PROFILE}/messages", {"message_id": "m_1"})
    await world.ours.instagram().perform(Reply(TALK, "", media=(Media("voice", "blob:7", "audio/mp4"),)), "key")
    assert world.wire.asked[0].json("message")["attachment"] == {
        "type": "audio",
        "payload": {"url": "https://ours.example/shared/blob:7?for=3600"},
    }


async def test_where_the_world_cannot_reach_us_instagram_gets_no_file(world: World) -> None:
    with pytest.raises(Rejected, match="public_url"):
        await world.ours.instagram().perform(Reply(TALK, "", media=(Media("image", "blob:7"),)), "key")
    assert not world.wire.asked


async def test_a_picture_in_a_comment_is_uploaded_before(world: World) -> None:
    ref = await world.ours.blobs.put(b"\xff\xd8\xff")
    world.wire.tell(f"POST /{PAGE}/photos", {"id": "991"})
    world.wire.tell("POST /71_10/comments", {"id": "71_12"})
    picture = Media("image", ref, "image/jpeg")
    await world.ours.facebook().perform(Reply(BELOW, "Look", media=(picture,)), "key")
    photo, comment = world.wire.asked
    assert photo.json("published") is False
    assert photo.files == {"source": ("image.jpg", "image/jpeg", b"\xff\xd8\xff")}
    assert (comment.form["message"], comment.form["attachment_id"]) == ("Look", "991")


async def test_an_upload_whose_answer_is_lost_is_nothing_that_anybody_saw(world: World) -> None:
    ref = await world.ours.blobs.put(b"\xff\xd8\xff")
    world.wire.tell(f"POST /{PAGE}/photos", CUT)
    with pytest.raises(Unavailable):
        await world.ours.facebook().perform(Reply(BELOW, "", media=(Media("image", ref),)), "key")


@pytest.mark.parametrize(
    ("media", "words"),
    [
        (Media("image", "blob:none"), "has been erased"),
        (Media("image", "https://example.org/tea.png"), "kept here"),
        (Media("image", "blob:0", size=9 * 1024 * 1024), "at most 8 MB"),
        (Media("file", "blob:0"), "has 26.0 MB; Facebook takes at most 25 MB"),
    ],
)
async def test_files_that_are_not_sent(world: World, media: Media, words: str) -> None:
    await world.ours.blobs.put(b"\0" * (26 * 1024 * 1024))
    with pytest.raises(Rejected, match=words):
        await world.ours.facebook().perform(Reply(TALK, "", media=(media,)), "key")
    assert not world.wire.asked


async def test_changes_answer_with_what_was_acted_upon(world: World) -> None:
    for call in ("POST /71_10", "POST /71_10/likes", f"POST /{PAGE}/messages"):
        world.wire.tell(call, {"success": True})
    account = world.ours.facebook()
    for action in (Hide(BELOW, COMMENT), Edit(BELOW, COMMENT, "Better"), React(BELOW, COMMENT, "👍")):
        assert await account.perform(action, "key") == Receipt(COMMENT, NOW)
    assert await account.perform(React(TALK, RemoteId("m_1"), "👍"), "key") == Receipt(RemoteId("m_1"), NOW)


async def test_blocking_says_for_whom_it_worked(world: World) -> None:
    world.wire.tell(f"POST /{PAGE}/blocked", {ASHA: True}, {ASHA: False})
    world.wire.tell(f"DELETE /{PAGE}/blocked", {"success": True})
    account = world.ours.facebook()
    assert await account.perform(Block(BELOW, ASHA), "key") == Receipt(ASHA, NOW)
    with pytest.raises(Rejected, match="refused to change this for this person"):
        await account.perform(Block(BELOW, ASHA), "key")
    assert await account.perform(Unblock(BELOW, ASHA), "key") == Receipt(ASHA, NOW)
    assert world.wire.calls(f"DELETE /{PAGE}/blocked")[0].query["user"] == ASHA


async def test_what_is_gone_already_is_removed(world: World) -> None:
    world.wire.tell("DELETE /71_10", refused(100, 33))
    world.wire.tell("GET /71_10", refused(100, 33), {"id": "71_10"}, refused(10))
    account = world.ours.facebook()
    assert await account.perform(Remove(BELOW, COMMENT), "key") == Receipt(COMMENT, NOW)
    for _ in range(2):  # it is there, and cannot be removed; nobody lets us look
        with pytest.raises(Rejected, match="is gone, or the app may not see it"):
            await account.perform(Remove(BELOW, COMMENT), "key")
