"""The routes that are used less: what they answer, and what they refuse."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord.http import Route

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person, World
from tests.bot.playground.discord.clients import Heard, codes, running


async def ask(client: Heard, method: str, path: str, **options: Any) -> Any:
    """Call a route as it is."""
    return await client.http.request(Route(method, path), **options)


async def refused(client: Heard, method: str, path: str, **options: Any) -> tuple[int, int]:
    """Status and code of the refusal of a call."""
    with pytest.raises(discord.HTTPException) as problem:
        await ask(client, method, path, **options)
    return codes(problem.value)


async def test_a_bot_finds_its_gateway_its_guilds_and_itself(
    server: DiscordServer, client: Heard, guild: Guild, nadi: BotAccount
) -> None:
    gateway = await ask(client, "GET", "/gateway/bot")

    assert gateway["url"] == server.gateway
    assert gateway["session_start_limit"]["remaining"] == 999
    assert [one["id"] for one in await ask(client, "GET", "/users/@me/guilds")] == [str(guild.id)]
    assert (await ask(client, "GET", f"/users/{nadi.id}"))["bot"] is True
    assert (await ask(client, "GET", "/applications/@me"))["id"] == str(nadi.application_id)
    assert await refused(client, "GET", "/applications/1/commands") == (403, 50001)


async def test_a_sharded_client_asks_where_the_gateway_is(
    server: DiscordServer, nadi: BotAccount, guild: Guild
) -> None:
    async with running(server, nadi, client=Sharded()) as client:
        assert [one.id for one in client.guilds] == [guild.id]
    assert "GET /gateway/bot" in {call.route for call in server.calls}


class Sharded(Heard, discord.AutoShardedClient):
    """The same client, in shards."""

    def __init__(self) -> None:
        intents = discord.Intents.default()
        intents.members = intents.message_content = True
        super().__init__(intents)


async def test_nobody_and_bots_cannot_be_written_to(client: Heard, nadi: BotAccount) -> None:
    assert await refused(client, "POST", "/users/@me/channels", json={"recipient_id": "99"}) == (404, 10013)
    assert await refused(client, "POST", "/users/@me/channels", json={"recipient_id": str(nadi.id)}) == (400, 50035)


async def test_channels_are_made_in_every_kind(
    server: DiscordServer, client: Heard, guild: Guild, general: Channel
) -> None:
    there = client.get_guild(guild.id)
    assert there is not None
    category = await there.create_category("Team")
    forum = await there.create_forum("cases", category=category, available_tags=[discord.ForumTag(name="open")])
    await there.create_voice_channel("talk")

    assert [tag.name for tag in forum.available_tags] == ["open"]
    assert [channel.name for channel in guild.channels.values()] == ["general", "Team", "cases", "talk"]
    assert guild.channels[forum.id].parent is guild.channels[category.id]
    server.inspect = None
    assert await refused(client, "POST", f"/guilds/{guild.id}/channels", json={"name": "x", "type": 99}) == (400, 50035)


async def test_a_channel_takes_new_overwrites_and_typing(
    world: World, client: Heard, channel: discord.TextChannel, general: Channel, guild: Guild, asha: Person
) -> None:
    await channel.typing()
    await channel.edit(overwrites={channel.guild.default_role: discord.PermissionOverwrite(view_channel=False)})

    assert world.may(asha, general) == 0


async def test_a_direct_conversation_cannot_be_changed_nor_cleaned(
    world: World, client: Heard, nadi: BotAccount, asha: Person, guild: Guild
) -> None:
    direct = world.dm(asha, nadi)
    theirs = world.say(asha, direct, "mine")

    assert await refused(client, "PATCH", f"/channels/{direct.id}", json={"name": "x"}) == (403, 50003)
    assert await refused(client, "DELETE", f"/channels/{direct.id}/messages/{theirs.id}") == (403, 50003)
    assert (await ask(client, "DELETE", f"/channels/{direct.id}"))["type"] == 1


async def test_somebodys_reaction_can_be_taken_away(
    world: World, channel: discord.TextChannel, general: Channel, asha: Person, meera: Person
) -> None:
    message = world.say(asha, general, "hello")
    world.react(meera, message, "👍")
    fetched = await channel.fetch_message(message.id)
    await fetched.remove_reaction("👍", discord.Object(meera.id))

    assert message.reactions == {}


async def test_threads_are_joined_and_left(
    world: World, client: Heard, general: Channel, asha: Person, nadi: BotAccount
) -> None:
    thread = await client.fetch_channel(world.open_thread(asha, general, "Shipping", text="Hello").id)
    assert isinstance(thread, discord.Thread)
    await thread.join()
    assert {member.id for member in await thread.fetch_members()} == {asha.id, nadi.id}
    await thread.remove_user(discord.Object(asha.id))
    await thread.leave()

    assert await thread.fetch_members() == []
    assert await refused(client, "PUT", f"/channels/{general.id}/thread-members/@me") == (400, 50024)


async def test_only_some_kinds_of_channel_take_a_thread_or_a_crosspost(
    server: DiscordServer, world: World, client: Heard, general: Channel, guild: Guild, asha: Person
) -> None:
    voice = world.create_channel(guild, "talk", kind="voice")
    forum = world.create_channel(guild, "cases", kind="forum")
    said = world.say(asha, general, "hello")
    server.inspect = None
    thread = {"name": "x", "type": 11}

    assert await refused(client, "POST", f"/channels/{voice.id}/threads", json=thread) == (400, 50024)
    assert await refused(client, "POST", f"/channels/{general.id}/messages/{said.id}/crosspost") == (400, 50024)
    server_says = await refused(
        client, "POST", f"/channels/{general.id}/threads", json=thread | {"applied_tags": ["1"]}
    )
    assert server_says == (403, 40066)
    assert world.posts(forum) == []


@pytest.mark.parametrize(
    ("embeds", "words"),
    [
        ([{"title": "x"}] * 11, "Must be 10 or fewer"),
        ([{"description": "x" * 4097}], "Must be 4096 or fewer"),
        ([{"fields": [{"name": "a", "value": "b"}] * 26}], "Must be 25 or fewer"),
        ([{"fields": [{"name": "a", "value": "x" * 1025}]}], "embeds.0.fields.0.value"),
        ([{"footer": {"text": "x" * 2049}}], "embeds.0.footer.text"),
        ([{"description": "x" * 4000}, {"description": "x" * 2001}], "exceeds maximum size of 6000"),
        ("nonsense", "In embeds"),
    ],
)
async def test_embeds_have_limits(
    server: DiscordServer, client: Heard, general: Channel, embeds: Any, words: str
) -> None:
    server.inspect = None
    with pytest.raises(discord.HTTPException) as problem:
        await ask(client, "POST", f"/channels/{general.id}/messages", json={"embeds": embeds})

    assert codes(problem.value) == (400, 50035)
    assert words in str(problem.value)


@pytest.mark.parametrize("count", [0, 1, 101])
async def test_between_2_and_100_messages_are_deleted_at_once(
    server: DiscordServer, client: Heard, general: Channel, count: int
) -> None:
    server.inspect = None
    ids = [str(number) for number in range(1, count + 1)]

    assert await refused(client, "POST", f"/channels/{general.id}/messages/bulk-delete", json={"messages": ids}) == (
        400,
        50016,
    )


async def test_pages_have_a_size(server: DiscordServer, client: Heard, general: Channel) -> None:
    server.inspect = None
    for limit in (0, 101, "many"):
        path = f"/channels/{general.id}/messages"
        assert await refused(client, "GET", path, params={"limit": limit}) == (400, 50035)


async def test_one_command_is_changed_alone(client: Heard, nadi: BotAccount) -> None:
    path = f"/applications/{nadi.application_id}/commands"
    command = await ask(client, "POST", path, json={"name": "inbox", "description": "What waits"})
    changed = await ask(client, "PATCH", f"{path}/{command['id']}", json={"description": "Other words"})

    assert (
        (await ask(client, "GET", f"{path}/{command['id']}"))["description"] == changed["description"] == "Other words"
    )
    assert [one["name"] for one in nadi.commands[0]] == ["inbox"]
