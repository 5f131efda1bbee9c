"""Logging in: a good token, a wrong one, a reset one, intents that the owner never switched on."""

from __future__ import annotations

import discord
import pytest

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person, World
from bot.playground.discord.records import MESSAGE_CONTENT
from tests.bot.playground.discord.clients import Heard, running, wanted


async def test_a_bot_that_logs_in_knows_its_guild_its_channels_and_its_members(
    client: Heard, guild: Guild, general: Channel, nadi: BotAccount, asha: Person
) -> None:
    assert client.user is not None
    assert client.user.id == nadi.id
    there = client.get_guild(guild.id)
    assert there is not None
    assert there.name == "Friends of Nadi"
    assert [channel.id for channel in there.channels] == [general.id]
    member = there.get_member(asha.id)
    assert member is not None
    assert (member.name, member.global_name) == ("asha", "Asha")
    assert there.me.guild_permissions.ban_members


async def test_a_wrong_token_is_refused(server: DiscordServer) -> None:
    async with Heard(wanted()) as client:
        with pytest.raises(discord.LoginFailure):
            await client.login("not a token")

    assert [(call.route, call.status) for call in server.calls] == [("", 401)]


async def test_a_token_that_was_reset_is_worth_nothing_from_then_on(
    server: DiscordServer, world: World, nadi: BotAccount, guild: Guild, general: Channel
) -> None:
    async with Heard(wanted()) as client:
        await client.login(nadi.token)
        old = nadi.token
        new = world.reset_token(nadi)
        with pytest.raises(discord.HTTPException) as refused:
            await client.get_partial_messageable(general.id).send("Am I still there?")

    assert old != new
    assert (refused.value.status, refused.value.code) == (401, 0)
    assert "401: Unauthorized" in str(refused.value)
    async with running(server, nadi):
        assert len(server.connections(nadi)) == 1


async def test_a_connection_with_a_token_that_was_reset_ends_for_good(
    server: DiscordServer, world: World, nadi: BotAccount, guild: Guild
) -> None:
    async with Heard(wanted()) as client:
        await client.login(nadi.token)
        server.clock.call_at(server.clock.now() + 0.3, lambda: void(world.reset_token(nadi)))
        with pytest.raises(discord.ConnectionClosed) as closed:
            await client.connect()

    assert closed.value.code == 4004


def void(_: object) -> None:
    """Forget a result."""


async def test_an_intent_that_the_owner_never_switched_on_ends_the_connection(
    server: DiscordServer, nadi: BotAccount, guild: Guild
) -> None:
    nadi.allowed_intents &= ~MESSAGE_CONTENT
    async with Heard(wanted()) as client:
        await client.login(nadi.token)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.connect()


async def test_the_application_says_which_privileged_intents_are_on(
    server: DiscordServer, nadi: BotAccount, guild: Guild
) -> None:
    nadi.allowed_intents = MESSAGE_CONTENT
    async with running(server, nadi, wanted(members=False)) as client:
        application = await client.application_info()

    assert application.flags.gateway_message_content_limited
    assert not application.flags.gateway_guild_members_limited


async def test_a_bot_learns_of_a_guild_that_it_is_invited_to(world: World, client: Heard, nadi: BotAccount) -> None:
    world.create_guild("Potters", bots=[nadi])
    await client.hear("GUILD_CREATE", 2)

    assert sorted(guild.name for guild in client.guilds) == ["Friends of Nadi", "Potters"]


async def test_members_of_a_large_guild_come_only_on_request(
    server: DiscordServer, world: World, nadi: BotAccount, guild: Guild
) -> None:
    for number in range(300):
        world.join(world.create_person(f"follower{number}"), guild)
    async with running(server, nadi) as client:
        there = client.get_guild(guild.id)
        assert there is not None
        assert there.large
        assert there.member_count == 304
        await there.chunk()

    assert len(there.members) == 304
    assert [len(chunk["members"]) for chunk in client.all("GUILD_MEMBERS_CHUNK")][-1] == 304
