"""Who may do what where, by roles and overwrites."""

from __future__ import annotations

import io

import discord
import pytest

from bot.playground.discord import Channel, Guild, Person, World
from bot.playground.discord import permissions as may

SEND, VIEW = may.SEND_MESSAGES, may.VIEW_CHANNEL


@pytest.mark.parametrize(
    ("everyone", "role", "own", "result"),
    [
        ((0, 0), (0, 0), (0, 0), True),
        ((0, SEND), (0, 0), (0, 0), False),
        ((0, SEND), (SEND, 0), (0, 0), True),
        ((0, 0), (0, SEND), (0, 0), False),
        ((0, 0), (0, SEND), (SEND, 0), True),
        ((SEND, 0), (SEND, 0), (0, SEND), False),
        ((0, 0), (0, VIEW), (0, 0), False),
    ],
)
async def test_overwrites_count_from_everyone_over_roles_to_the_person(
    world: World,
    guild: Guild,
    general: Channel,
    asha: Person,
    everyone: tuple[int, int],
    role: tuple[int, int],
    own: tuple[int, int],
    result: bool,
) -> None:
    helpers = world.create_role(guild, "Helpers")
    world.join(asha, guild, roles=[helpers])
    for who, (allow, deny) in ((guild.everyone, everyone), (helpers, role), (asha, own)):
        world.set_permissions(general, who, allow=allow, deny=deny)

    assert bool(world.may(asha, general) & SEND) is result


async def test_administrators_and_the_owner_may_everything_everywhere(
    world: World, guild: Guild, general: Channel, asha: Person
) -> None:
    world.join(asha, guild, roles=[world.create_role(guild, "Admins", may.ADMINISTRATOR)])
    world.set_permissions(general, guild.everyone, deny=may.ALL)

    assert world.may(asha, general) == world.may(guild.owner, general) == may.ALL


async def test_a_thread_has_the_permissions_of_its_channel(
    world: World, guild: Guild, general: Channel, asha: Person, meera: Person
) -> None:
    thread = world.open_thread(asha, general, "Shipping", text="Hello")
    world.set_permissions(general, meera, deny=VIEW)

    assert world.may(asha, thread) & may.SEND_MESSAGES_IN_THREADS
    assert world.may(meera, thread) == 0


async def test_somebody_in_a_timeout_may_only_read(world: World, guild: Guild, general: Channel, asha: Person) -> None:
    guild.members[asha.id].muted_until = world.clock.now() + 60

    assert world.may(asha, general) == may.WHEN_MUTED


async def test_a_channel_in_a_category_begins_with_its_overwrites(world: World, guild: Guild, asha: Person) -> None:
    team = world.create_channel(guild, "Team", kind="category")
    world.set_permissions(team, guild.everyone, deny=VIEW)
    inside = world.create_channel(guild, "inside", parent=team)

    assert world.may(asha, inside) == 0


async def test_a_direct_conversation_is_for_its_two(world: World, guild: Guild, asha: Person, meera: Person) -> None:
    direct = world.dm(asha, guild.bots[0])

    assert world.may(asha, direct) & SEND
    assert world.may(meera, direct) == 0


async def test_a_private_thread_is_for_those_in_it_and_for_those_who_manage_threads(
    world: World, guild: Guild, general: Channel, asha: Person, channel: discord.TextChannel
) -> None:
    opened = await channel.create_thread(name="Among us", type=discord.ChannelType.private_thread)
    thread = world.channels[opened.id]
    assert world.may(asha, thread) == 0
    await opened.add_user(discord.Object(asha.id))
    assert world.may(asha, thread) & may.SEND_MESSAGES_IN_THREADS


async def test_a_bot_without_the_history_reads_nothing_and_answers_nobody(
    world: World, general: Channel, asha: Person, guild: Guild, channel: discord.TextChannel
) -> None:
    said = world.say(asha, general, "Do you ship?")
    fetched = await channel.fetch_message(said.id)
    world.set_permissions(general, guild.bots[0], deny=may.READ_MESSAGE_HISTORY | may.EMBED_LINKS | may.ATTACH_FILES)
    assert [message async for message in channel.history()] == []
    with pytest.raises(discord.Forbidden) as reply:
        await fetched.reply("Yes")
    with pytest.raises(discord.Forbidden) as embed:
        await channel.send(embed=discord.Embed(title="A pot"))
    with pytest.raises(discord.Forbidden) as file:
        await channel.send(file=discord.File(io.BytesIO(b"a"), "a.txt"))

    assert [one.value.code for one in (reply, embed, file)] == [160002, 50013, 50013]
