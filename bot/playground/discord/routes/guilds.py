"""Guilds and their roles."""

from __future__ import annotations

from bot.playground.discord.bodies import role_body
from bot.playground.discord.calls import Call, guild_of
from bot.playground.discord.guild_bodies import guild_body
from bot.playground.discord.wire import JsonObject


def look(call: Call) -> JsonObject:
    """One guild."""
    guild = guild_of(call)
    body = guild_body(guild)
    if call.query.get("with_counts") not in ("1", "true"):
        return body
    count = len(guild.members)
    return body | {"approximate_member_count": count, "approximate_presence_count": count}


def roles(call: Call) -> list[JsonObject]:
    """Its roles."""
    return [role_body(role) for role in guild_of(call).roles.values()]


ROUTES = {"GET /guilds/{guild_id}": look, "GET /guilds/{guild_id}/roles": roles}
