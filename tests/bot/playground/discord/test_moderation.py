"""Timeouts, bans and sending away: who may, against whom, and what is heard of it."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from bot.playground.discord import BotAccount, CannotAct, Channel, DiscordServer, Guild, Person, World
from bot.playground.discord import permissions as may
from bot.playground.discord.records import GUILD_MEMBERS
from bot.playground.discord.refusals import Refusal
from bot.playground.discord.routes.threads import slowmode_from
from tests.bot.playground.discord.clients import Heard, codes


@pytest.fixture
async def there(client: Heard, guild: Guild) -> discord.Guild:
    """The guild as discord.py sees it."""
    found = client.get_guild(guild.id)
    assert found is not None
    return found


async def test_a_timeout_silences_somebody_until_it_is_over_or_lifted(
    server: DiscordServer, world: World, client: Heard, there: discord.Guild, general: Channel, asha: Person
) -> None:
    member = await there.fetch_member(asha.id)
    await member.timeout(timedelta(hours=1), reason="Cool down")
    assert (await client.hear("GUILD_MEMBER_UPDATE"))[0]["communication_disabled_until"] is not None
    with pytest.raises(CannotAct):
        world.say(asha, general, "But…")
    await member.timeout(None)
    world.say(asha, general, "Sorry")
    await member.timeout(timedelta(hours=1))
    server.clock.advance(3601)
    world.say(asha, general, "Am I back?")

    assert [sent.what for sent in world.sent] == ["mute", "unmute", "mute"]
    assert world.sent[0].details["reason"] == "Cool down"


async def test_a_timeout_lasts_at_most_28_days(there: discord.Guild, asha: Person) -> None:
    member = await there.fetch_member(asha.id)
    await member.timeout(timedelta(days=27, hours=23))
    with pytest.raises(discord.HTTPException) as refused:
        await member.timeout(timedelta(days=28, minutes=1))

    assert codes(refused.value) == (400, 50035)


async def test_slow_mode_holds_people_up_for_six_hours_at_most_and_ends_in_threads_too(
    server: DiscordServer, world: World, client: Heard, channel: discord.TextChannel, general: Channel, asha: Person
) -> None:
    first = world.say(asha, general, "One")
    thread = await (await channel.fetch_message(first.id)).create_thread(name="Cups")
    for place, there in ((channel, general), (thread, general.guild.threads[thread.id] if general.guild else general)):
        world.say(asha, there, "Two")
        await place.edit(slowmode_delay=60)
        with pytest.raises(CannotAct, match="slow mode"):
            world.say(asha, there, "Three")
        server.clock.advance(61)
        world.say(asha, there, "Four")
        await place.edit(slowmode_delay=0)
        world.say(asha, there, "Five")
    with pytest.raises(Refusal, match="Invalid Form Body"):
        slowmode_from({"rate_limit_per_user": 21_601}, general)


async def test_owners_administrators_and_those_above_cannot_be_touched(
    world: World, there: discord.Guild, guild: Guild, asha: Person, meera: Person, nadi: BotAccount
) -> None:
    world.join(asha, guild, roles=[world.create_role(guild, "Admins", may.ADMINISTRATOR)])
    above = world.create_role(guild, "Above")
    above.position = 5000
    world.join(meera, guild, roles=[above])
    for person in (guild.owner, asha, meera):
        with pytest.raises(discord.Forbidden) as refused:
            await (await there.fetch_member(person.id)).timeout(timedelta(hours=1))
        assert codes(refused.value) == (403, 50013)
    for person in (guild.owner, meera):
        with pytest.raises(discord.Forbidden):
            await there.ban(discord.Object(person.id))
        with pytest.raises(discord.Forbidden):
            await there.kick(discord.Object(person.id))


async def test_a_ban_sends_away_and_sweeps_what_was_said_lately(
    server: DiscordServer,
    world: World,
    client: Heard,
    there: discord.Guild,
    guild: Guild,
    general: Channel,
    asha: Person,
    meera: Person,
) -> None:
    old = world.say(asha, general, "long ago")
    server.clock.advance(7200)
    world.say(asha, general, "spam")
    world.say(asha, general, "spam again")
    world.say(meera, general, "hello")
    await there.ban(discord.Object(asha.id), reason="Spam", delete_message_seconds=3600)

    assert [message.content for message in world.messages(general)] == ["long ago", "hello"]
    assert not old.removed
    assert (await client.hear("GUILD_BAN_ADD"))[0]["user"]["id"] == str(asha.id)
    assert (await client.hear("GUILD_MEMBER_REMOVE"))[0]["user"]["id"] == str(asha.id)
    assert len((await client.hear("MESSAGE_DELETE_BULK"))[0]["ids"]) == 2
    with pytest.raises(CannotAct):
        world.join(asha, guild)
    assert (await there.fetch_ban(discord.Object(asha.id))).reason == "Spam"
    assert [ban.user.id async for ban in there.bans()] == [asha.id]


async def test_a_ban_is_lifted_once(
    world: World, client: Heard, there: discord.Guild, guild: Guild, asha: Person
) -> None:
    await there.ban(discord.Object(asha.id))
    await there.unban(discord.Object(asha.id))
    with pytest.raises(discord.NotFound) as twice:
        await there.unban(discord.Object(asha.id))
    world.join(asha, guild)

    assert codes(twice.value) == (404, 10026)
    assert (await client.hear("GUILD_BAN_REMOVE"))[0]["user"]["id"] == str(asha.id)


async def test_strangers_can_be_banned_and_nobody_cannot(world: World, there: discord.Guild) -> None:
    stranger = world.create_person("stranger")
    await there.ban(discord.Object(stranger.id))
    with pytest.raises(discord.NotFound) as nobody:
        await there.ban(discord.Object(12345))

    assert codes(nobody.value) == (404, 10013)


async def test_who_was_sent_away_may_come_back(world: World, there: discord.Guild, guild: Guild, asha: Person) -> None:
    await there.kick(discord.Object(asha.id), reason="Please read the rules")
    assert asha.id not in guild.members
    world.join(asha, guild)
    with pytest.raises(discord.NotFound) as unknown:
        await there.fetch_member(world.create_person("stranger").id)

    assert codes(unknown.value) == (404, 10007)


@pytest.mark.parametrize("missing", ["MODERATE_MEMBERS", "BAN_MEMBERS", "KICK_MEMBERS"])
async def test_each_needs_its_permission(
    world: World, there: discord.Guild, guild: Guild, nadi: BotAccount, asha: Person, missing: str
) -> None:
    world.set_role_permissions(guild, nadi, may.INVITED_BOT & ~int(getattr(may, missing)))
    member = await there.fetch_member(asha.id)
    deeds = {
        "MODERATE_MEMBERS": lambda: member.timeout(timedelta(hours=1)),
        "BAN_MEMBERS": member.ban,
        "KICK_MEMBERS": member.kick,
    }
    with pytest.raises(discord.Forbidden) as refused:
        await deeds[missing]()

    assert codes(refused.value) == (403, 50013)


async def test_members_are_listed_for_bots_with_the_intent(
    there: discord.Guild, guild: Guild, nadi: BotAccount
) -> None:
    assert len([member async for member in there.fetch_members()]) == len(guild.members)
    nadi.allowed_intents &= ~GUILD_MEMBERS
    with pytest.raises(discord.Forbidden) as refused:
        [member async for member in there.fetch_members()]

    assert codes(refused.value) == (403, 50001)


async def test_a_guild_tells_its_roles_channels_and_counts(
    world: World, client: Heard, guild: Guild, general: Channel
) -> None:
    world.create_role(guild, "Moderators", may.MODERATE_MEMBERS)
    seen = await client.fetch_guild(guild.id)

    assert seen.approximate_member_count == len(guild.members)
    assert [role.name for role in await seen.fetch_roles()] == ["@everyone", "Nadi", "Moderators"]
    assert [channel.name for channel in await seen.fetch_channels()] == ["general"]
    with pytest.raises(discord.NotFound) as unknown:
        await client.fetch_guild(7)
    with pytest.raises(discord.Forbidden) as strange:
        await client.fetch_guild(world.create_guild("Elsewhere").id)
    assert (codes(unknown.value), codes(strange.value)) == ((404, 10004), (403, 50001))
