"""Each action does its one thing in the simulated Telegram, and each failure says what is certain of it."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp import web

from bot.networks._telegram_calls import call_for
from bot.networks.telegram import Telegram
from bot.playground.faults import Fault, Kind
from bot.playground.telegram import Media as Thing
from bot.playground.telegram import Person, Sent
from inbox.actions import (
    Action,
    Block,
    DirectMessage,
    Edit,
    Hide,
    Mute,
    Publish,
    React,
    Remove,
    Reply,
    Unblock,
)
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, Unsupported
from inbox.models import Media, RemoteId
from inbox.network import Receipt
from tests.bot.networks.telegram.conftest import START, TOKEN, Desk


def remote(number: int) -> RemoteId:
    """An id as the adapter writes it."""
    return RemoteId(f"{number:010d}")


async def do(desk: Desk, action: Action) -> tuple[Receipt, Sent]:
    """Perform it; the receipt, and what the world saw of it."""
    receipt = await desk.account().perform(action, "key")
    return receipt, desk.world.sent[-1]


@pytest.fixture
def chat(desk: Desk, asha: Person) -> RemoteId:
    """Asha's private chat, in which she has said something as message 1."""
    desk.world.say(asha, desk.shop, "hello?")
    return remote(asha.id)


async def test_a_reply_quotes_what_it_answers(desk: Desk, chat: RemoteId) -> None:
    receipt, sent = await do(desk, Reply(chat, "Three days.", to=remote(1)))
    assert receipt == Receipt(remote(2), START * 1000)
    assert (sent.method, sent.text, sent.message_id) == ("sendMessage", "Three days.", 2)
    assert desk.shop.private[int(chat)].messages[2].body["reply_to_message"]


async def test_a_reply_to_what_is_gone_is_sent_without_the_quotation(desk: Desk, chat: RemoteId) -> None:
    _, sent = await do(desk, Reply(chat, "Three days.", to=remote(99)))
    assert sent.text == "Three days."


async def test_a_direct_message_goes_to_the_person(desk: Desk, chat: RemoteId) -> None:
    _, sent = await do(desk, DirectMessage(chat, "psst", about=remote(1)))
    assert (sent.chat_id, sent.text) == (int(chat), "psst")


async def test_a_reply_under_a_post_joins_its_comments(desk: Desk, asha: Person) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    post = desk.world.post(desk.world.create_channel("Tea news", [], group), "New teas!")
    copy = desk.world.discussion_of(post)
    thread = RemoteId(f"{group.id}.p{copy.id:010d}")
    _, sent = await do(desk, Reply(thread, "Welcome"))
    assert group.messages[sent.message_id].thread == copy.id
    with pytest.raises(Rejected, match="not found"):
        await desk.account().perform(Reply(thread, "to nobody", to=remote(99)), "key")


async def test_a_reply_in_a_topic_stays_in_it(desk: Desk, asha: Person) -> None:
    forum = desk.world.create_supergroup("Tea forum", [desk.shop], [asha])
    topic = desk.world.say(asha, forum, "which?")
    _, sent = await do(desk, Reply(RemoteId(f"{forum.id}.t{topic.id:010d}"), "Sencha"))
    assert forum.messages[sent.message_id].thread == topic.id


async def test_an_answer_to_a_direct_message_of_a_channel_goes_to_its_talk() -> None:
    call = call_for(Reply(RemoteId("-1001000000997.d0000000101"), "Of course"), {}, now=0)
    assert call.fields == {"chat_id": -1001000000997, "direct_messages_topic_id": 101, "text": "Of course"}


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("image", "sendPhoto"),
        ("video", "sendVideo"),
        ("audio", "sendAudio"),
        ("voice", "sendVoice"),
        ("file", "sendDocument"),
    ],
)
async def test_a_kept_file_is_uploaded_with_its_caption(desk: Desk, chat: RemoteId, kind: str, method: str) -> None:
    ref = await desk.blobs.put(b"\xff\xd8\xff bytes")
    medium = Media(kind, ref, name="tea.jpg")  # type: ignore[arg-type]
    _, sent = await do(desk, Reply(chat, "our tea", media=(medium,)))
    assert (sent.method, sent.text) == (method, "our tea")


async def test_several_pictures_are_one_album_with_one_caption(desk: Desk, chat: RemoteId) -> None:
    refs = [await desk.blobs.put(b"\xff\xd8\xff" + bytes([number])) for number in range(3)]
    pictures = tuple(Media("image", ref) for ref in refs)
    receipt, sent = await do(desk, Reply(chat, "three views", media=pictures))
    kept = [desk.shop.private[int(chat)].messages[number] for number in sent.message_ids]
    assert (sent.method, receipt.id) == ("sendMediaGroup", remote(sent.message_ids[0]))
    assert [message.text for message in kept] == ["three views", "", ""]


async def test_what_telegram_has_already_is_sent_by_its_id(desk: Desk, asha: Person, chat: RemoteId) -> None:
    theirs = desk.world.say(asha, desk.shop, media=Thing("voice"))
    voice = theirs.body["voice"]
    assert isinstance(voice, dict)
    _, sent = await do(desk, Reply(chat, "", media=(Media("voice", str(voice["file_id"])),)))
    assert sent.method == "sendVoice"


async def test_an_edit_changes_text_and_caption_and_nothing_to_change_is_done(desk: Desk, chat: RemoteId) -> None:
    written, _ = await do(desk, Reply(chat, "Thre days."))
    for _ in range(2):
        receipt, _ = await do(desk, Edit(chat, written.id, "Three days."))
        assert receipt.id == written.id
    picture, _ = await do(desk, Reply(chat, "old", media=(Media("image", await desk.blobs.put(b"\xff\xd8\xff")),)))
    _, sent = await do(desk, Edit(chat, picture.id, "new"))
    assert (sent.method, sent.text) == ("editMessageCaption", "new")


async def test_a_removed_message_is_gone_and_removing_it_again_is_done(desk: Desk, asha: Person) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    spam = desk.world.say(asha, group, "buy my coins")
    for _ in range(2):
        await desk.account().perform(Remove(remote(group.id), remote(spam.id)), "key")
    assert spam.removed


async def test_a_reaction_is_put_and_taken_back(desk: Desk, chat: RemoteId) -> None:
    for emoji in ("👍", ""):
        receipt, sent = await do(desk, React(chat, remote(1), emoji))
        assert (receipt.id, sent.text) == (remote(1), emoji)


async def test_somebody_is_muted_for_a_time_and_may_write_again(desk: Desk, asha: Person) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    await do(desk, Mute(remote(group.id), remote(asha.id), 3600))
    member = group.members[asha.id]
    assert (member.status, member.until) == ("restricted", START + 3600)
    await do(desk, Mute(remote(group.id), remote(asha.id), 0))
    assert group.members[asha.id].status == "member"


async def test_a_mute_of_seconds_is_not_one_for_ever(desk: Desk, asha: Person) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    await do(desk, Mute(remote(group.id), remote(asha.id), 5))
    assert group.members[asha.id].until > START


@pytest.mark.parametrize("seconds", [3600, 0])
async def test_a_mute_and_its_end_let_nobody_in_who_is_blocked(desk: Desk, asha: Person, seconds: int) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    await do(desk, Block(remote(group.id), remote(asha.id)))
    receipt, sent = await do(desk, Mute(remote(group.id), remote(asha.id), seconds))
    assert (receipt.id, sent.method, group.members[asha.id].status) == (remote(asha.id), "banChatMember", "kicked")


async def test_a_mute_that_could_not_ask_has_done_nothing(desk: Desk, asha: Person) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    desk.server.faults.next(Fault(Kind.CUT_AFTER), "getChatMember")
    with pytest.raises(Unavailable):
        await desk.account().perform(Mute(remote(group.id), remote(asha.id), 3600), "key")
    assert not desk.shop.calls["restrictChatMember"]


async def test_an_administrator_or_a_bot_without_the_right_is_refused_with_what_to_do(desk: Desk, asha: Person) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    thread, person = remote(group.id), remote(asha.id)
    desk.world.make_admin(group, asha)
    for deed in (Mute(thread, person, 3600), Block(thread, person)):
        with pytest.raises(Rejected, match=r"administrator of the chat\. No bot can"):
            await desk.account().perform(deed, "key")
    desk.world.add_bot(group, desk.shop, rights=["can_delete_messages"])
    for deed in (Mute(thread, person, 3600), Block(thread, person)):
        with pytest.raises(Rejected, match="with the right to ban users"):
            await desk.account().perform(deed, "key")


async def test_people_and_channels_are_blocked_and_unblocked(desk: Desk, asha: Person) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    deals = desk.world.create_channel("Cheap deals")
    await do(desk, Block(remote(group.id), remote(asha.id)))
    await do(desk, Block(remote(group.id), remote(deals.id)))
    assert (group.members[asha.id].status, group.banned_senders) == ("kicked", {deals.id})
    for _ in range(2):
        await do(desk, Unblock(remote(group.id), remote(asha.id)))
    await do(desk, Unblock(remote(group.id), remote(deals.id)))
    assert (group.members[asha.id].status, group.banned_senders) == ("left", set())


@pytest.mark.parametrize("by_name", [True, False])
async def test_a_post_is_published_by_id_or_by_name(desk: Desk, *, by_name: bool) -> None:
    news = desk.world.create_channel("Tea news", [desk.shop], username="teanews")
    place = RemoteId("@teanews") if by_name else remote(news.id)
    receipt, sent = await do(desk, Publish(place, "New teas!"))
    assert (sent.chat_id, news.messages[int(receipt.id)].text) == (news.id, "New teas!")


async def test_what_is_for_a_few_is_not_posted_for_all(desk: Desk) -> None:
    news = desk.world.create_channel("Tea news", [desk.shop], username="teanews")
    with pytest.raises(Unsupported, match="for everybody"):
        await desk.account().perform(Publish(remote(news.id), "New teas!", visibility="private"), "key")
    assert not desk.world.sent


async def test_a_group_that_moved_is_followed_once(desk: Desk, asha: Person) -> None:
    group = desk.world.create_group("Tea friends", [desk.shop], [asha])
    new = desk.world.migrate(group)
    _, sent = await do(desk, Reply(remote(group.id), "still here"))
    assert (sent.chat_id, desk.shop.calls["sendMessage"]) == (new.id, 2)


GROUP, SUPERGROUP, PRIVATE, SOMEBODY = map(RemoteId, ("-4000000001", "-1002000000001", "0000000101", "0000000102"))
CHANNEL_IDENTITY = RemoteId("-1001000000555")
PICTURE = Media("image", "file-id")


@pytest.mark.parametrize(
    ("action", "meant", "words"),
    [
        (Hide(SUPERGROUP, remote(1)), Unsupported, "removed for good"),
        (Mute(PRIVATE, SOMEBODY, 60), Unsupported, "private"),
        (Block(PRIVATE, SOMEBODY), Unsupported, "private"),
        (Block(RemoteId("-1001.d0000000101"), SOMEBODY), Unsupported, "private"),
        (Mute(GROUP, SOMEBODY, 60), Unsupported, "supergroups only"),
        (Mute(SUPERGROUP, CHANNEL_IDENTITY, 60), Unsupported, "block it instead"),
        (Mute(SUPERGROUP, SOMEBODY, 400 * 86_400), Rejected, "for ever; choose a shorter time"),
        (Unblock(GROUP, SOMEBODY), Unsupported, "invite them there again"),
        (DirectMessage(CHANNEL_IDENTITY, "hello"), Unsupported, "written to in private"),
        (Reply(PRIVATE, "x" * 4097), Rejected, "4097 characters"),
        (Reply(PRIVATE, "😀" * 2049), Rejected, "4098 characters"),
        (Edit(PRIVATE, remote(1), "x" * 4097), Rejected, "4096"),
        (Reply(PRIVATE, "x" * 1025, media=(PICTURE,)), Rejected, "1024"),
        (Reply(PRIVATE, "", media=(PICTURE,) * 11), Rejected, "at most 10"),
        (Reply(PRIVATE, "", media=(PICTURE, Media("file", "f"))), Rejected, "alone"),
        (Reply(PRIVATE, "", media=(PICTURE, Media("voice", "f"))), Rejected, "alone"),
        (Reply(PRIVATE, "", media=(Media("location", "1,2"),)), Unsupported, "location"),
        (Reply(PRIVATE, "hm", media=(Media("sticker", "s"),)), Rejected, "sticker"),
        (Reply(PRIVATE, "", media=(Media("image", "blob:erased"),)), Rejected, "erased"),
        (Reply(RemoteId("asha"), "hello"), Rejected, "no id"),
    ],
)
async def test_what_telegram_cannot_do_is_said_before_any_call(
    desk: Desk, action: Action, meant: type[NetworkError], words: str
) -> None:
    with pytest.raises(meant, match=words):
        await desk.account().perform(action, "key")
    assert not desk.shop.calls


FAULTS: list[tuple[Fault, type[NetworkError], int]] = [
    (Fault(Kind.CUT_BEFORE), Uncertain, 0),
    (Fault(Kind.CUT_AFTER), Uncertain, 1),
    (Fault(Kind.REFUSE, status=500), Uncertain, 0),
    (Fault(Kind.REFUSE, status=502), Uncertain, 0),
    (Fault(Kind.REFUSE, status=503), Unavailable, 0),
    (Fault(Kind.REFUSE, status=504), Uncertain, 0),
    (Fault(Kind.REFUSE, status=429, retry_after=7), RateLimited, 0),
    (Fault(Kind.REFUSE, status=401, text="Unauthorized"), LoginNeeded, 0),
    (Fault(Kind.REFUSE, status=403), Rejected, 0),
    (Fault(Kind.REFUSE, status=400, text="Bad Request: chat not found"), Rejected, 0),
    (Fault(Kind.REFUSE, status=409), Unavailable, 0),
    (Fault(Kind.REFUSE, status=413), Rejected, 0),
]


@pytest.mark.parametrize(("fault", "meant", "done"), FAULTS, ids=[f"{row[0].kind} {row[0].status}" for row in FAULTS])
async def test_a_failed_send_says_what_is_certain(
    desk: Desk, chat: RemoteId, fault: Fault, meant: type[NetworkError], done: int
) -> None:
    desk.server.faults.next(fault, "sendMessage")
    with pytest.raises(meant) as failed:
        await desk.account().perform(Reply(chat, "Three days."), "key")
    assert type(failed.value) is meant
    assert len(desk.world.sent) == done


async def test_a_flood_says_how_long_to_wait(desk: Desk, chat: RemoteId) -> None:
    desk.server.faults.next(Fault(Kind.REFUSE, status=429, retry_after=7), "sendMessage")
    with pytest.raises(RateLimited) as failed:
        await desk.account().perform(Reply(chat, "Three days."), "key")
    assert failed.value.retry_after == 7


async def test_a_refusal_is_in_telegrams_own_words(desk: Desk, asha: Person, chat: RemoteId) -> None:
    desk.world.block_bot(asha, desk.shop)
    with pytest.raises(Rejected, match="bot was blocked by the user"):
        await desk.account().perform(Reply(chat, "hello"), "key")


async def test_a_group_that_moves_again_while_it_is_followed_is_left_to_a_person(desk: Desk, asha: Person) -> None:
    group = desk.world.create_group("Tea friends", [desk.shop], [asha])
    again = desk.world.migrate(group)
    again.migrated_to = desk.world.create_supergroup("Tea friends", [desk.shop])
    with pytest.raises(Rejected, match="migrated"):
        await desk.account().perform(Reply(remote(group.id), "still here"), "key")


async def test_nobody_answering_at_all_is_not_done(desk: Desk, chat: RemoteId) -> None:
    account = desk.account()
    await desk.server.stop()
    with pytest.raises(Unavailable):
        await account.perform(Reply(chat, "hello"), "key")


async def test_after_the_session_is_closed_nothing_was_done(desk: Desk, chat: RemoteId) -> None:
    async with aiohttp.ClientSession() as http:
        desk.http = http
        account = desk.account()
    with pytest.raises(Unavailable, match="shutting down"):
        await account.perform(Reply(chat, "hello"), "key")
    await account.close()


# ---------------------------------------------------------------------------------------------------------- media


async def fetched(account: Telegram, medium: Media) -> bytes:
    """The bytes of a medium."""
    return b"".join([chunk async for chunk in account.fetch(medium)])


async def test_a_file_comes_in_chunks(desk: Desk, asha: Person) -> None:
    data = bytes(range(256)) * 1000
    said = desk.world.say(asha, desk.shop, media=Thing("document", data, "tea.bin"))
    document = said.body["document"]
    assert isinstance(document, dict)
    assert await fetched(desk.account(), Media("file", str(document["file_id"]), size=len(data))) == data


async def test_a_file_over_20_mb_is_refused_in_words_with_and_without_asking(desk: Desk, asha: Person) -> None:
    said = desk.world.say(asha, desk.shop, media=Thing("video", b"x", size=200 * 1024 * 1024))
    video = said.body["video"]
    assert isinstance(video, dict)
    for size, words in ((200 * 1024 * 1024, "20 MB"), (0, "too big")):
        with pytest.raises(Rejected, match=words):
            await fetched(desk.account(), Media("video", str(video["file_id"]), size=size))
    assert desk.shop.calls["getFile"] == 1


async def test_a_file_that_cannot_be_had_says_so_without_the_token(desk: Desk, asha: Person) -> None:
    said = desk.world.say(asha, desk.shop, media=Thing("voice"))
    voice = said.body["voice"]
    assert isinstance(voice, dict)
    account = desk.account()
    desk.server.faults.next(Fault(Kind.REFUSE, status=500), "getFile")
    with pytest.raises(Unavailable):
        await fetched(account, Media("voice", str(voice["file_id"])))
    desk.world.files._by_path.clear()
    with pytest.raises(Rejected, match="no longer") as failed:
        await fetched(account, Media("voice", str(voice["file_id"])))
    assert TOKEN not in repr(failed.getrepr(chain=True))


async def test_a_download_that_breaks_off_is_no_whole_file(desk: Desk) -> None:
    async def speak(request: web.BaseRequest) -> web.StreamResponse:
        if "/file/" not in request.path:
            return web.json_response({"ok": True, "result": {"file_path": "voice/1.oga"}})
        answer = web.StreamResponse(headers={"Content-Length": "500"})
        await answer.prepare(request)
        await answer.write(b"half")
        assert request.transport is not None
        request.transport.abort()
        return answer

    runner = web.ServerRunner(web.Server(speak))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    account = desk.account(url=f"http://127.0.0.1:{runner.addresses[0][1]}")
    with pytest.raises(Unavailable, match="could not be fetched"):
        await fetched(account, Media("voice", "id"))
    await runner.cleanup()
