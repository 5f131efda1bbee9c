"""What Discord says of our bot and its server before anything is started: asked over REST, without a gateway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import discord

from bot.discord_base import point_at
from bot.surfaces.discord.options import ControlOptions


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of the server: what kind it is, and what the bot and everybody may do there."""

    name: str
    kind: str
    ours: discord.Permissions
    everybody: discord.Permissions


@dataclass(frozen=True, slots=True)
class Facts:
    """What Discord says of the bot and its server; `server` is empty when the bot is not on it."""

    bot: str
    application: int
    hears: frozenset[str] = frozenset()  # the privileged intents that are switched on
    endpoint: str = ""  # where Discord sends clicks instead of to us
    server: str = ""
    places: Mapping[int, Place] = field(default_factory=dict)
    roles: Mapping[int, str] = field(default_factory=dict)
    mentionable: frozenset[int] = frozenset()


async def fetch(options: ControlOptions) -> Facts:
    """Ask Discord; raises what discord.py and aiohttp raise."""
    point_at(options.base_url)
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        await client.login(options.token.get_secret_value())
        application = await client.application_info()
        known = Facts(
            bot=str(client.user.name if client.user else application.name),
            application=application.id,
            hears=_hears(application.flags),
            endpoint=application.interactions_endpoint_url or "",
        )
        try:
            guild = await client.fetch_guild(options.server, with_counts=False)
        except (discord.NotFound, discord.Forbidden):
            return known
        return await _on_server(known, guild, client.user.id if client.user else application.id)


def _hears(flags: discord.ApplicationFlags) -> frozenset[str]:
    content = flags.gateway_message_content or flags.gateway_message_content_limited
    members = flags.gateway_guild_members or flags.gateway_guild_members_limited
    return frozenset(name for name, on in (("message_content", content), ("members", members)) if on)


async def _on_server(known: Facts, guild: discord.Guild, bot: int) -> Facts:
    me, channels = await guild.fetch_member(bot), await guild.fetch_channels()
    return replace(
        known,
        server=guild.name,
        places={channel.id: _placed(channel, me, guild.default_role) for channel in channels},
        roles={role.id: role.name for role in guild.roles},
        mentionable=frozenset(role.id for role in guild.roles if role.mentionable),
    )


def _placed(channel: discord.abc.GuildChannel, me: discord.Member, everybody: discord.Role) -> Place:
    ours, theirs = channel.permissions_for(me), channel.permissions_for(everybody)
    return Place(channel.name, str(channel.type).replace("_", " "), ours, theirs)
