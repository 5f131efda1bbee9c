"""Who somebody on the Discord server is for us: a person with a role of ours, or nobody."""

from __future__ import annotations

import discord

from bot.surfaces.discord.options import ControlOptions
from inbox.models import Actor


def actor(options: ControlOptions, who: discord.User | discord.Member) -> Actor | None:
    """The person that a member acts as; None for everybody who may not even look."""
    if not isinstance(who, discord.Member) or who.bot or who.guild.id != options.server:
        return None
    held = list(who._roles)  # noqa: SLF001  # `roles` leaves out those of a server that Discord has not told of yet
    standing = options.standing(held, {role.id: role.name for role in who.guild.roles})
    return Actor("person", options.desk_name(who.name), standing) if standing else None
