"""What bots hear of what people do, and what they are not shown."""

from __future__ import annotations

import pytest

from bot.playground.discord import BotAccount, Channel, DiscordServer, File, Guild, Person, World
from bot.playground.discord import permissions as may
from bot.playground.discord.records import MESSAGE_CONTENT
from tests.bot.playground.discord.clients import Heard, running, wanted


async def test_a_message_comes_with_its_place_its_member_and_what_it_answers(
    world: World, client: Heard, guild: Guild, general: Channel, asha: Person, meera: Person
) -> None:
    question = world.say(asha, general, "Do you ship?", files=[File("pot.txt", b"a pot", "text/plain")])
    world.say(meera, general, "Yes", reply_to=question)
    asked, answered = await client.hear("MESSAGE_CREATE", 2)

    assert (asked["guild_id"], asked["channel_type"]) == (str(guild.id), 0)
    assert asked["member"]["roles"] == []
    assert asked["attachments"][0]["filename"] == "pot.txt"
    assert answered["type"] == 19
    assert answered["message_reference"]["message_id"] == str(question.id)
    assert answered["referenced_message"]["content"] == "Do you ship?"
    assert [one["username"] for one in answered["mentions"]] == ["asha"]


async def test_edits_previews_and_deletions_are_heard(
    world: World, client: Heard, general: Channel, asha: Person
) -> None:
    message = world.say(asha, general, "helo")
    world.edit(message, "hello")
    world.preview(message, {"type": "link", "title": "A page"})
    world.remove(message)
    others = [world.say(asha, general, text) for text in ("one", "two")]
    world.remove_many(others)
    edited, previewed = await client.hear("MESSAGE_UPDATE", 2)

    assert edited["content"] == "hello"
    assert edited["edited_timestamp"] == previewed["edited_timestamp"]
    assert (await client.hear("MESSAGE_DELETE"))[0]["id"] == str(message.id)
    assert (await client.hear("MESSAGE_DELETE_BULK"))[0]["ids"] == [str(other.id) for other in others]
    assert world.messages(general) == []


async def test_reactions_are_heard_with_who_gave_them(
    world: World, client: Heard, general: Channel, asha: Person, meera: Person
) -> None:
    message = world.say(asha, general, "hello")
    world.react(meera, message, "👍")
    world.react(meera, message, "👍")
    world.unreact(meera, message, "👍")
    added = await client.hear("MESSAGE_REACTION_ADD")
    removed = await client.hear("MESSAGE_REACTION_REMOVE")

    assert len(added) == len(removed) == 1
    assert added[0]["emoji"] == {"id": None, "name": "👍"}
    assert added[0]["member"]["user"]["username"] == "meera"
    assert message.reactions == {}


async def test_a_direct_conversation_is_heard_without_a_guild(
    world: World, client: Heard, nadi: BotAccount, asha: Person, guild: Guild
) -> None:
    direct = world.dm(asha, nadi)
    assert world.dm(asha, nadi) is direct
    world.say(asha, direct, "psst")
    heard = (await client.hear("MESSAGE_CREATE"))[0]

    assert "guild_id" not in heard
    assert "member" not in heard
    assert heard["channel_type"] == 1


async def test_threads_and_posts_are_heard(
    world: World, client: Heard, guild: Guild, general: Channel, asha: Person
) -> None:
    question = world.say(asha, general, "A long story")
    on_message = world.open_thread(asha, general, "The story", from_message=question, text="It began…")
    forum = world.create_channel(guild, "help", kind="forum")
    post = world.open_thread(asha, forum, "My pot broke", text="Look at it")
    created = await client.hear("THREAD_CREATE", 2)
    world.archive(post)

    assert [one["id"] for one in created] == [str(question.id), str(post.id)]
    assert on_message.id == question.id
    assert next(iter(post.messages)) == post.id, "the first message of a post has the id of the post"
    assert (await client.hear("THREAD_UPDATE"))[0]["thread_metadata"]["archived"]
    assert world.posts(forum) == [post]
    there = client.get_guild(guild.id)
    assert there is not None
    assert {thread.name for thread in there.threads} == {"The story"}


async def test_members_come_change_and_go(world: World, client: Heard, guild: Guild) -> None:
    chen = world.create_person("chen")
    role = world.create_role(guild, "Regulars")
    world.join(chen, guild)
    world.join(chen, guild, roles=[role])
    world.rename(chen, guild, "Chen **the** @everyone")
    world.leave(chen, guild)
    changed = await client.hear("GUILD_MEMBER_UPDATE", 2)

    assert (await client.hear("GUILD_MEMBER_ADD"))[0]["user"]["username"] == "chen"
    assert changed[0]["roles"] == [str(role.id)]
    assert changed[1]["nick"] == "Chen **the** @everyone"
    assert (await client.hear("GUILD_MEMBER_REMOVE"))[0]["user"]["id"] == str(chen.id)


async def test_a_bot_hears_nothing_of_a_channel_that_it_cannot_see(
    world: World, client: Heard, guild: Guild, nadi: BotAccount, general: Channel, asha: Person
) -> None:
    hidden = world.create_channel(guild, "hidden")
    world.set_permissions(hidden, nadi, deny=may.VIEW_CHANNEL)
    world.say(asha, hidden, "secret")
    world.say(asha, general, "public")

    assert [one["content"] for one in await client.hear("MESSAGE_CREATE")] == ["public"]


async def test_intents_that_were_not_asked_for_bring_nothing(
    server: DiscordServer, world: World, nadi: BotAccount, general: Channel, asha: Person, guild: Guild
) -> None:
    async with running(server, nadi, wanted(guild_reactions=False, members=False, dm_messages=False)) as client:
        message = world.say(asha, general, "hello")
        world.react(asha, message, "👍")
        world.say(asha, world.dm(asha, nadi), "psst")
        world.leave(asha, guild)
        world.create_channel(guild, "last")
        await client.hear("CHANNEL_CREATE")

    assert {name for name, _ in client.events} == {"READY", "GUILD_CREATE", "MESSAGE_CREATE", "CHANNEL_CREATE"}


@pytest.fixture
def without_content(nadi: BotAccount) -> BotAccount:
    nadi.allowed_intents &= ~MESSAGE_CONTENT
    return nadi


async def test_without_the_content_intent_a_message_is_empty_unless_it_is_for_the_bot(
    server: DiscordServer, world: World, without_content: BotAccount, general: Channel, asha: Person, meera: Person
) -> None:
    nadi = without_content
    async with running(server, nadi, wanted(message_content=False)) as client:
        world.say(asha, general, "not for you", files=[File("a.txt", b"a")])
        named = world.say(asha, general, f"for {nadi.mention}")
        world.say(meera, general, "an answer", reply_to=named)
        world.say(asha, world.dm(asha, nadi), "direct")
        channel = client.get_channel(general.id)
        await channel.send("my own")  # type: ignore[union-attr]
        heard = await client.hear("MESSAGE_CREATE", 5)
        history = [message.content async for message in channel.history()]  # type: ignore[union-attr]

    assert [one["content"] for one in heard] == ["", named.content, "", "direct", "my own"]
    assert heard[0]["attachments"] == []
    assert heard[2]["referenced_message"]["content"] == named.content
    assert history == ["my own", "", named.content, ""]
