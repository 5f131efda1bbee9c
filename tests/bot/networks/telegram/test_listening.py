"""What people do in the simulated Telegram arrives once, in order, in its thread, whatever happens to the listener."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import pytest

from bot.networks.telegram import HEARD, PAGE
from bot.playground.faults import Fault, Kind
from bot.playground.telegram import Media, Person
from inbox.errors import LoginNeeded, NetworkError, StoreAway, Unavailable
from inbox.incoming import ContactLeft, Cursor, Incoming, MessageEdited, NewMessage, Reacted, ThreadMoved, Unreadable
from tests.bot.networks.telegram.conftest import Desk, Heard


def messages(events: Sequence[Incoming]) -> list[NewMessage]:
    """The messages among what was heard."""
    return [event for event in events if isinstance(event, NewMessage)]


def failure(group: pytest.ExceptionInfo[BaseExceptionGroup[BaseException]]) -> BaseException:
    """The one error inside a task group's."""
    [inner] = group.value.exceptions
    return inner


async def test_a_message_arrives_with_its_author_thread_and_time(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        desk.world.say(asha, desk.shop, "hello")
        [message] = messages(await heard.until(1))
    assert (message.text, message.thread.kind, message.at) == ("hello", "direct", 1_800_000_000_000)
    assert message.author is not None
    assert (message.author.name, message.author.language) == ("Asha", "gu")


async def test_all_kinds_are_asked_for_by_name(desk: Desk, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        assert desk.shop.updates.allowed == frozenset(HEARD)


async def test_a_page_is_confirmed_only_after_it_was_received(desk: Desk, asha: Person) -> None:
    confirmed_while_storing: list[int] = []

    async def store(events: Sequence[Incoming], cursor: Cursor | None) -> None:
        confirmed_while_storing.append(len(desk.shop.updates))
        raise StoreAway("no Redis")

    desk.world.say(asha, desk.shop, "keep me")
    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(store):
            await desk.world.wait_for(lambda: False)
    assert isinstance(failure(failed), StoreAway)
    assert (confirmed_while_storing, len(desk.shop.updates)) == ([1], 1)


async def test_after_a_crash_between_receive_and_confirm_the_same_updates_come_again(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async def store_and_die(events: Sequence[Incoming], cursor: Cursor | None) -> None:
        await heard.receive(events, cursor)
        raise ConnectionAbortedError("killed")

    for text in ("one", "two"):
        desk.world.say(asha, desk.shop, text)
    with pytest.raises(ExceptionGroup):
        async with desk.listening(store_and_die):
            await desk.world.wait_for(lambda: False)
    async with desk.listening(heard.receive):
        again = await heard.until(4)
    assert again[2:] == again[:2]


async def test_listening_resumes_behind_its_cursor(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        desk.world.say(asha, desk.shop, "before")
        await heard.until(1)
    desk.world.say(asha, desk.shop, "after")
    async with desk.listening(heard.receive, heard.cursor):
        told = messages(await heard.until(2))
    assert [message.text for message in told] == ["before", "after"]


async def test_many_updates_come_in_pages_of_a_hundred_and_in_order(desk: Desk, asha: Person, heard: Heard) -> None:
    desk.shop.updates.allow(HEARD)
    for number in range(250):
        desk.world.say(asha, desk.shop, str(number))
    async with desk.listening(heard.receive):
        told = messages(await heard.until(250))
    assert [message.text for message in told] == [str(number) for number in range(250)]
    assert [len(page) for page, _ in heard.pages] == [PAGE, PAGE, 50]


async def test_a_malformed_update_is_kept_and_holds_nothing_up(desk: Desk, asha: Person, heard: Heard) -> None:
    desk.shop.updates.push("message", 1, {"message_id": "?", "chat": None})
    desk.world.say(asha, desk.shop, "behind it")
    async with desk.listening(heard.receive):
        broken, behind = await heard.until(2)
    assert isinstance(broken, Unreadable)
    assert json.loads(broken.raw)["message"]["message_id"] == "?"
    assert isinstance(behind, NewMessage)


async def test_a_70_kb_message_and_a_bidi_name_arrive_whole(desk: Desk, heard: Heard) -> None:
    spoofer = desk.world.create_person("\u202eahsA\u202c", username="spoofer")
    desk.world.say(spoofer, desk.shop, "x" * 70_000)
    async with desk.listening(heard.receive):
        [message] = messages(await heard.until(1))
    assert len(message.text) == 70_000
    assert message.author is not None
    assert message.author.name == "\u202eahsA\u202c"


async def test_the_parts_of_an_album_carry_its_id(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        desk.world.album(asha, desk.shop, [Media(), Media(), Media()], "three views")
        parts = messages(await heard.until(3))
    assert len({part.album for part in parts}) == 1
    assert parts[0].album
    assert [part.text for part in parts] == ["three views", "", ""]


async def test_an_edit_a_reaction_and_a_block_arrive(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        said = desk.world.say(asha, desk.shop, "helo")
        desk.world.edit(said, "hello")
        desk.world.react(asha, said, "👍")
        desk.world.block_bot(asha, desk.shop)
        desk.world.unblock_bot(asha, desk.shop)
        _, edited, reacted, left, back = await heard.until(5)
    assert isinstance(edited, MessageEdited)
    assert edited.text == "hello"
    assert isinstance(reacted, Reacted)
    assert reacted.emoji == "👍"
    assert isinstance(left, ContactLeft)
    assert isinstance(back, ContactLeft)
    assert (left.back, back.back) == (False, True)


async def test_comments_stand_under_their_post_even_as_answers_to_each_other(
    desk: Desk, asha: Person, bhavin: Person, heard: Heard
) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha, bhavin])
    news = desk.world.create_channel("Tea news", [desk.shop], group, "teanews")
    async with desk.listening(heard.receive):
        post = desk.world.post(news, "New teas!")
        first = desk.world.comment(asha, post, "which?")
        desk.world.say(bhavin, group, "the red one", reply_to=first)
        desk.world.react(bhavin, first, "🔥")
        ours, asked, answered, reacted = await heard.until(4)
    assert isinstance(ours, NewMessage)
    assert (ours.author, ours.text) == (None, "New teas!")
    assert isinstance(asked, NewMessage)
    assert isinstance(answered, NewMessage)
    assert asked.thread == answered.thread
    assert asked.thread.subject is not None
    assert (asked.thread.kind, asked.thread.subject.text) == ("comments", "New teas!")
    assert asked.thread.subject.link == f"https://t.me/teanews/{post.id}"
    assert isinstance(reacted, Reacted)
    assert reacted.thread == asked.thread


async def test_after_a_restart_an_answer_to_a_comment_still_finds_its_post(
    desk: Desk, asha: Person, bhavin: Person, heard: Heard
) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha, bhavin])
    news = desk.world.create_channel("Tea news", [], group)
    async with desk.listening(heard.receive):
        first = desk.world.comment(asha, desk.world.post(news, "New teas!"), "which?")
        await heard.until(1)
    async with desk.listening(heard.receive, heard.cursor):
        desk.world.say(bhavin, group, "the red one", reply_to=first)
        desk.world.say(bhavin, group, "by us", as_chat=news)
        asked, answered, ours = messages(await heard.until(3))
    assert answered.thread == asked.thread
    assert ours.author is None


async def test_a_chain_of_answers_in_a_plain_group_stays_in_the_group(desk: Desk, asha: Person, heard: Heard) -> None:
    group = desk.world.create_supergroup("Tea talk", [desk.shop], [asha])
    async with desk.listening(heard.receive):
        first = desk.world.say(asha, group, "hello")
        second = desk.world.say(asha, group, "anybody?", reply_to=first)
        desk.world.say(asha, group, "no?", reply_to=second)
        told = messages(await heard.until(3))
    assert {message.thread.remote for message in told} == {f"{group.id}"}


async def test_a_group_that_becomes_a_supergroup_moves_its_thread(desk: Desk, asha: Person, heard: Heard) -> None:
    group = desk.world.create_group("Tea friends", [desk.shop], [asha])
    async with desk.listening(heard.receive):
        new = desk.world.migrate(group)
        desk.world.say(asha, new, "still here")
        moved, message = await heard.until(2)
    assert isinstance(moved, ThreadMoved)
    assert isinstance(message, NewMessage)
    assert moved.to == message.thread.remote == f"{new.id}"


async def test_a_second_poller_ends_the_first_with_words_that_say_so(desk: Desk, heard: Heard) -> None:
    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive):
            await asyncio.gather(desk.shop.updates.poll(0, 1, 0), desk.world.wait_for(lambda: False))
    assert isinstance(failure(failed), Unavailable)
    assert "Another program" in str(failure(failed))


async def test_a_webhook_left_behind_is_removed_before_polling(desk: Desk, asha: Person, heard: Heard) -> None:
    desk.shop.webhook.point_to("https://gone.example/", "x", 40)
    async with desk.listening(heard.receive):
        desk.world.say(asha, desk.shop, "hello")
        await heard.until(1)
    assert desk.shop.webhook.url == ""


@pytest.mark.parametrize(
    ("fault", "meant"),
    [
        (Fault(Kind.REFUSE, status=401, text="Unauthorized"), LoginNeeded),
        (Fault(Kind.REFUSE, status=502), Unavailable),
        (Fault(Kind.CUT_BEFORE), Unavailable),
    ],
    ids=["revoked", "bad gateway", "cut"],
)
async def test_a_failed_poll_ends_listening_with_its_meaning(
    desk: Desk, heard: Heard, fault: Fault, meant: type[NetworkError]
) -> None:
    desk.server.faults.next(fault, "getUpdates")
    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive):
            await desk.world.wait_for(lambda: False)
    assert type(failure(failed)) is meant
