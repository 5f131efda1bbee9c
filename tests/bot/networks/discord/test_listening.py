"""What people do in the simulated Discord arrives once, in order, in its place: messages and what happens to them."""

from __future__ import annotations

import json

import pytest

from bot.playground.discord.records import File, Person
from inbox.errors import LoginNeeded, Rejected, StoreAway, Unavailable
from inbox.incoming import (
    ContactLeft,
    Cursor,
    GapClosed,
    Incoming,
    MessageEdited,
    MessageRemoved,
    NewMessage,
    Reacted,
    Unreadable,
)
from inbox.models import Media, RemoteId
from tests.bot.networks.discord.conftest import Desk, Heard, caught_up, failure


def id20(number: int) -> RemoteId:
    """A snowflake as our id."""
    return RemoteId(f"{number:020d}")


async def test_a_message_arrives_with_its_author_place_and_time(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        said = desk.server.world.say(asha, desk.general, "Kem cho?")
        [message] = await heard.says("Kem cho?")
    assert (message.thread.kind, message.thread.title) == ("group", "Friends of Nadi: #general")
    assert (message.thread.remote, message.id) == (id20(desk.general.id), id20(said.id))
    assert message.author is not None
    assert (message.author.name, message.author.username) == ("Asha", "asha")
    assert abs(message.at - desk.now()) < 60_000


async def test_the_first_time_ever_history_is_not_read(desk: Desk, asha: Person, heard: Heard) -> None:
    desk.server.world.say(asha, desk.general, "long ago")
    desk.server.clock.advance(1)
    async with desk.listening(heard.receive):
        await caught_up(heard)
        desk.server.world.say(asha, desk.general, "now")
        await heard.says("now")
    assert heard.texts == ["now"]
    assert [gap.messages for gap in heard.of(GapClosed)] == [0]
    assert heard.pages[0][0] == []
    assert heard.pages[0][1] is not None  # where we began is stored before anything can be missed


async def test_a_file_a_sticker_and_a_reply_arrive(desk: Desk, asha: Person, heard: Heard) -> None:
    world = desk.server.world
    world.create_sticker(desk.guild, "wave")
    async with desk.listening(heard.receive) as account:
        first = world.say(asha, desk.general, "look", files=[File("tea.png", b"tea" * 40_000, "image/png")])
        world.say(asha, desk.general, "", stickers=["wave"], reply_to=first)
        picture, waved = await heard.says("look", "[sticker: wave]")
        [medium] = picture.media
        fetched = b"".join([chunk async for chunk in account.fetch(medium)])
    assert waved.reply_to == picture.id
    assert (medium.kind, medium.mime, medium.name, medium.size) == ("image", "image/png", "tea.png", 120_000)
    assert fetched == b"tea" * 40_000


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("nonsense", "no file of Discord's"),
        ("{channel}.{message}.1", "not part of its message"),
        ("{channel}.1.1", "gone"),
    ],
)
async def test_a_file_that_is_not_there_is_said(desk: Desk, asha: Person, ref: str, words: str) -> None:
    said = desk.server.world.say(asha, desk.general, "no file")
    medium = Media("image", ref.format(channel=desk.general.id, message=said.id))
    with pytest.raises(Rejected, match=words):
        await anext(desk.account().fetch(medium))


async def test_edits_removals_and_reactions_arrive_in_order(
    desk: Desk, asha: Person, bhavin: Person, heard: Heard
) -> None:
    world = desk.server.world
    async with desk.listening(heard.receive):
        said = [world.say(asha, desk.general, text) for text in ("one", "two", "three")]
        world.edit(said[0], "uno")
        world.preview(said[1], {"type": "link", "title": "Nadi"})
        world.react(bhavin, said[0], "👍")
        world.unreact(bhavin, said[0], "👍")
        world.remove(said[0])
        world.remove_many([said[2], said[1]])
        await heard.until(lambda: len(heard.of(MessageRemoved)) == 3)
    [edited] = heard.of(MessageEdited)
    assert (edited.id, edited.text) == (id20(said[0].id), "uno")
    assert [(r.author.name, r.emoji) for r in heard.of(Reacted)] == [("Bhavin", "👍"), ("Bhavin", "")]
    assert heard.of(MessageRemoved)[0].id == id20(said[0].id)
    assert {gone.id for gone in heard.of(MessageRemoved)[1:]} == {id20(said[1].id), id20(said[2].id)}


async def test_direct_messages_are_conversations_of_their_own_and_end_when_somebody_leaves(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    world = desk.server.world
    async with desk.listening(heard.receive):
        dm = world.dm(asha, desk.bot)
        world.say(asha, dm, "Kem cho?")
        [message] = await heard.says("Kem cho?")
        world.leave(asha, desk.guild)
        left = await heard.first(ContactLeft)
        world.join(asha, desk.guild)
        await heard.until(lambda: len(heard.of(ContactLeft)) == 2)
    assert (message.thread.kind, message.thread.remote) == ("direct", id20(dm.id))
    assert left.thread == message.thread
    assert [one.back for one in heard.of(ContactLeft)] == [False, True]


async def test_threads_and_forum_posts_by_others_are_groups(
    desk: Desk, asha: Person, bhavin: Person, heard: Heard
) -> None:
    world = desk.server.world
    forum = world.create_channel(desk.guild, "help", kind="forum")
    async with desk.listening(heard.receive):
        first = world.say(asha, desk.general, "Which tea?")
        thread = world.open_thread(bhavin, desk.general, "green tea", from_message=first)
        world.say(bhavin, thread, "Sencha")
        world.open_thread(asha, forum, "Where is my parcel?", text="It should be here")
        sencha, parcel = await heard.says("Sencha", "It should be here")
    assert (sencha.thread.kind, sencha.thread.title) == ("group", "Friends of Nadi: #general: green tea")
    assert (parcel.thread.kind, parcel.thread.title) == ("group", "Friends of Nadi: #help: Where is my parcel?")
    assert parcel.thread.remote == parcel.id


async def test_a_thread_on_an_announcement_is_the_comments_on_it(
    desk: Desk, asha: Person, bhavin: Person, heard: Heard
) -> None:
    world = desk.server.world
    news = world.create_channel(desk.guild, "news", kind="announcement")
    async with desk.listening(heard.receive):
        post = world.say(asha, news, "New teas are here!")
        thread = world.open_thread(bhavin, news, "New teas", from_message=post)
        world.say(bhavin, thread, "Which one is without caffeine?")
        [comment] = await heard.says("Which one is without caffeine?")
    assert comment.thread.kind == "comments"
    assert comment.thread.subject is not None
    assert (comment.thread.subject.text, comment.thread.subject.remote) == ("New teas are here!", id20(post.id))
    assert comment.thread.subject.link.endswith(f"/{desk.guild.id}/{news.id}/{post.id}")


async def test_what_is_excluded_is_not_heard(desk: Desk, asha: Person, heard: Heard) -> None:
    world = desk.server.world
    team = world.create_channel(desk.guild, "team", kind="forum")
    async with desk.listening(heard.receive, exclude=[team.id], direct_messages=False):
        post = world.open_thread(asha, team, "A card", text="plain talk")
        world.say(asha, post, "more talk")
        world.say(asha, world.dm(asha, desk.bot), "in private")
        world.say(asha, desk.general, "in public")
        await heard.says("in public")
    assert heard.texts == ["in public"]


async def test_a_channel_that_was_made_meanwhile_and_a_renamed_one_are_known(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async with desk.listening(heard.receive):
        fresh = desk.server.world.create_channel(desk.guild, "fresh")
        desk.server.world.say(asha, fresh, "first")
        [first] = await heard.says("first")
    assert first.thread.title == "Friends of Nadi: #fresh"


async def test_what_cannot_be_understood_is_kept_and_holds_nothing_up(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        [session] = desk.server.world.sessions.of(desk.bot)
        session.tell("MESSAGE_CREATE", json.dumps({"id": "?", "channel_id": str(desk.general.id), "author": {}}))
        desk.server.world.say(asha, desk.general, "behind it")
        await heard.says("behind it")
    [broken] = heard.of(Unreadable)
    assert json.loads(broken.raw)["d"]["id"] == "?"


async def test_while_the_store_is_away_nothing_is_lost(desk: Desk, asha: Person, heard: Heard) -> None:
    async def away(events: list[Incoming], cursor: Cursor | None) -> int:
        if any(isinstance(event, NewMessage) for event in events):
            raise StoreAway("no Redis")
        return await heard.receive(events, cursor)

    async def talk() -> None:
        await caught_up(heard)
        desk.server.world.say(asha, desk.general, "keep me")
        await heard.says("keep me")

    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(away):  # type: ignore[arg-type]
            await talk()
    assert isinstance(failure(failed), StoreAway)
    async with desk.listening(heard.receive, heard.cursor):
        await heard.says("keep me")


async def test_a_dead_token_ends_listening_in_words(desk: Desk, heard: Heard) -> None:
    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive, token="dead"):
            await heard.says("never")
    assert isinstance(failure(failed), LoginNeeded)
    assert "Reset Token" in str(failure(failed))


async def test_a_token_that_is_reset_ends_listening(desk: Desk, heard: Heard) -> None:
    async def reset() -> None:
        await caught_up(heard)
        desk.server.world.reset_token(desk.bot)
        await heard.says("never")

    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive):
            await reset()
    assert isinstance(failure(failed), LoginNeeded)


async def test_a_missing_intent_is_named(desk: Desk, heard: Heard) -> None:
    desk.bot.allowed_intents = 0
    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive):
            await heard.says("never")
    assert isinstance(failure(failed), LoginNeeded)
    assert "Turn on Message Content Intent for the application" in str(failure(failed))
    assert desk.bot.identified == 0  # a refused session would count among the thousand of a day


async def test_without_the_members_intent_all_else_is_heard(desk: Desk, asha: Person, heard: Heard) -> None:
    desk.bot.allowed_intents &= ~(1 << 1)
    async with desk.listening(heard.receive):
        desk.server.world.say(asha, desk.general, "hello")
        await heard.says("hello")


async def test_when_nobody_is_there_it_is_said_that_discord_cannot_be_reached(desk: Desk, heard: Heard) -> None:
    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive, url="http://127.0.0.1:9/api/v10"):
            await heard.says("never")
    assert isinstance(failure(failed), Unavailable)
