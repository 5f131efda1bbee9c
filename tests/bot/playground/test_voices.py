"""How people of a story speak: in the simulated Telegram and Discord, and over the requests of a real web chat."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot

from bot.playground import discord
from bot.playground.attachments import photo
from bot.playground.clock import Clock
from bot.playground.telegram import BotAccount, CannotAct, Chat, Person, TelegramServer, World
from bot.playground.voices import DiscordVoice, TelegramVoice, VisitorVoice, Voice
from inbox.actions import Reply
from inbox.incoming import MessageEdited, NewMessage, Reacted
from inbox.store.embedded import Server
from tests.webchat_server import ChatServer, chat_server


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=Clock(1_790_000_000, speed=0), flood_limits=False) as running:
        yield running


@pytest.fixture
def world(server: TelegramServer) -> World:
    return server.world


@pytest.fixture
def shop(world: World) -> BotAccount:
    return world.create_bot("shop_bot", "Shop")


@pytest.fixture
async def bot(server: TelegramServer, shop: BotAccount) -> AsyncIterator[Bot]:
    async with Bot(shop.token, base_url=server.bot_url, base_file_url=server.file_url) as client:
        yield client


@pytest.fixture
def asha(world: World) -> Person:
    return world.create_person("Asha", language="gu")


@pytest.fixture
def group(world: World, shop: BotAccount, asha: Person) -> Chat:
    return world.create_supergroup("Friends", [shop], [asha])


@pytest.fixture
async def visited(redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[ChatServer]:
    async with chat_server(redis_server.url, brand, tmp_path) as chat:
        yield chat


@pytest.fixture
def visitor(visited: ChatServer) -> VisitorVoice:
    return VisitorVoice(visited.http, visited.url, "Dolores", "es", random.Random(1))


async def soon(voice: Voice) -> bool:
    """Whether an answer is there, or comes within a moment."""
    try:
        async with asyncio.timeout(0.3):
            await voice.answered()
    except TimeoutError:
        return False
    return True


async def test_in_private_whatever_the_bot_sends_is_an_answer(
    world: World, shop: BotAccount, asha: Person, bot: Bot
) -> None:
    voice = TelegramVoice(world, asha, world.private(shop, asha))
    await voice.say("Are you open?")
    assert not await soon(voice)
    await bot.send_message(asha.id, "On Saturdays")

    assert await soon(voice)
    assert not await soon(voice)


async def test_in_a_group_only_a_reply_to_oneself_is_an_answer(
    world: World, group: Chat, asha: Person, bot: Bot
) -> None:
    voice = TelegramVoice(world, asha, group)
    await voice.say("Are you open?")
    await bot.send_message(group.id, "Good morning everybody")
    assert not await soon(voice)
    await bot.send_message(group.id, "On Saturdays", reply_to_message_id=group.last_id - 1)

    assert await soon(voice)


async def test_files_become_an_album_and_the_last_message_can_be_edited(
    world: World, group: Chat, asha: Person
) -> None:
    voice = TelegramVoice(world, asha, group)
    await voice.say("My new cups", [photo("cup"), photo("bowl")])
    await voice.say("Look")
    await voice.edit("Look!")

    first, second, third = world.messages(group)
    assert first.media_group == second.media_group != ""
    assert (first.text, third.text) == ("My new cups", "Look!")


async def test_a_comment_hangs_below_its_post(world: World, group: Chat, shop: BotAccount, asha: Person) -> None:
    channel = world.create_channel("Shop", [shop], group)
    under = world.discussion_of(world.post(channel, "The kiln is open"))
    await TelegramVoice(world, asha, group, under).say("Lovely")

    assert world.messages(group)[-1].thread == under.id


async def test_a_reaction_goes_to_the_answer(world: World, shop: BotAccount, asha: Person, bot: Bot) -> None:
    voice = TelegramVoice(world, asha, world.private(shop, asha))
    await voice.say("Are you open?")
    await voice.react("👍")
    sent = await bot.send_message(asha.id, "On Saturdays")
    await voice.answered()
    await voice.react("👍")

    assert world.private(shop, asha).messages[sent.message_id].reactions[asha.id] == [{"type": "emoji", "emoji": "👍"}]


async def test_who_is_muted_learns_it(world: World, group: Chat, asha: Person) -> None:
    world.mute(group, asha)

    with pytest.raises(CannotAct):
        await TelegramVoice(world, asha, group).say("Why?")


@dataclass
class Discord:
    """A simulated Discord with a channel, a forum and a follower, and the calls that a bot makes there."""

    server: discord.DiscordServer
    http: aiohttp.ClientSession
    bot: discord.BotAccount
    asha: discord.Person
    talk: discord.Channel
    forum: discord.Channel

    async def send(self, place: discord.Channel, text: str, to: discord.Message | None = None) -> None:
        """The bot writes."""
        body = {"content": text} | ({"message_reference": {"message_id": str(to.id)}} if to else {})
        headers = {"Authorization": f"Bot {self.bot.token}"}
        url = f"{self.server.api}/channels/{place.id}/messages"
        async with self.http.post(url, json=body, headers=headers) as answer:
            assert answer.status == 200

    def voice(self, place: discord.Channel, title: str = "") -> DiscordVoice:
        """Asha there."""
        return DiscordVoice(self.server.world, self.asha, place, title)


@pytest.fixture
async def friends() -> AsyncIterator[Discord]:
    async with discord.DiscordServer(limits=False) as server, aiohttp.ClientSession() as http:
        world = server.world
        bot, asha = world.create_bot("nadi"), world.create_person("asha")
        guild = world.create_guild("Friends", bots=[bot], members=[asha])
        talk, forum = world.create_channel(guild, "talk"), world.create_channel(guild, "questions", "forum")
        yield Discord(server, http, bot, asha, talk, forum)


async def test_in_a_channel_of_discord_only_a_reply_to_oneself_is_an_answer(friends: Discord) -> None:
    voice = friends.voice(friends.talk)
    await voice.say("Are you open?")
    await friends.send(friends.talk, "Good morning everybody")
    assert not await soon(voice)
    await friends.send(friends.talk, "On Saturdays", to=friends.server.world.messages(friends.talk)[0])

    assert await soon(voice)
    assert not await soon(voice)


async def test_in_a_direct_conversation_whatever_the_bot_says_is_an_answer_that_one_reacts_to(friends: Discord) -> None:
    dm = friends.server.world.dm(friends.asha, friends.bot)
    voice = friends.voice(dm)
    await voice.say("Are you open?")
    await voice.react("👍")
    await friends.send(dm, "On Saturdays")
    await voice.answered()
    await voice.react("👍")

    assert [one.reactions for one in friends.server.world.messages(dm)] == [{}, {"👍": [friends.asha.id]}]


async def test_the_first_words_in_a_forum_open_a_post_and_the_next_go_on_in_it(friends: Discord) -> None:
    voice = friends.voice(friends.forum, "A crack")
    await voice.say("My bowl has one", [photo("broken bowl")])
    await voice.say("Look")
    await voice.edit("Look!")
    (post,) = friends.server.world.posts(friends.forum)
    await friends.send(post, "Oh no!")

    first, second, _ = friends.server.world.messages(post)
    assert (post.name, first.content, second.content) == ("A crack", "My bowl has one", "Look!")
    assert [one["filename"] for one in first.body["attachments"]] == ["broken-bowl.png"]
    assert await soon(voice)


async def test_who_left_the_server_learns_that_they_cannot_write(friends: Discord) -> None:
    friends.server.world.leave(friends.asha, friends.talk.guild or pytest.fail("a channel is in a guild"))

    with pytest.raises(discord.CannotAct):
        await friends.voice(friends.talk).say("Why?")


async def test_a_visitor_says_what_a_browser_would_send(visited: ChatServer, visitor: VisitorVoice) -> None:
    await visitor.say("¿Hacen piezas por encargo?", [photo("cup")])
    await visitor.edit("¿Hacen platos por encargo?")

    said, changed = visited.heard.incoming
    assert isinstance(said, NewMessage)
    assert isinstance(changed, MessageEdited)
    assert said.author is not None
    assert (said.author.name, said.author.language, said.text) == ("Dolores", "es", "¿Hacen piezas por encargo?")
    assert [(medium.kind, medium.mime) for medium in said.media] == [("image", "image/png")]
    assert (changed.id, changed.text) == (said.id, "¿Hacen platos por encargo?")


async def test_a_visitor_hears_our_answer_once_and_reacts_to_it(visited: ChatServer, visitor: VisitorVoice) -> None:
    await visitor.say("Hola")
    said = visited.heard.incoming[0]
    assert isinstance(said, NewMessage)
    assert not await soon(visitor)
    receipt = await visited.chat.perform(Reply(said.thread.remote, "Sí, con gusto"), "key-1")
    await visitor.answered()
    await visitor.react("❤")

    assert not await soon(visitor)
    reacted = visited.heard.incoming[-1]
    assert isinstance(reacted, Reacted)
    assert (reacted.id, reacted.emoji) == (receipt.id, "❤")


async def test_each_visitor_is_a_person_of_their_own(visited: ChatServer) -> None:
    draw = random.Random(1)
    for name in ("Dolores", "Chen"):
        await VisitorVoice(visited.http, visited.url, name, "", draw).say("Hola")

    first, second = visited.heard.incoming
    assert isinstance(first, NewMessage)
    assert isinstance(second, NewMessage)
    assert first.thread != second.thread


async def test_a_refused_visitor_learns_it(visited: ChatServer, visitor: VisitorVoice) -> None:
    with pytest.raises(aiohttp.ClientResponseError):
        await visitor.say("x" * 5000)
