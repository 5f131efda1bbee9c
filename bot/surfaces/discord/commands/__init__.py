"""The commands that are typed, and those in a message's menu: one tree, for our server only."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

import discord
import structlog
from discord import app_commands

from bot.surfaces.discord.asked import Interaction, answer
from bot.surfaces.discord.commands import (
    autonomy,
    choices,
    faq,
    figures,
    keeping,
    looking,
    measures,
    menus,
    moderation,
    modes,
    why,
    writing,
)
from inbox.errors import NotFound

log = structlog.get_logger("sangam")

COMMANDS: Final[tuple[app_commands.Command[Any, ..., None] | app_commands.Group, ...]] = (
    *looking.COMMANDS,
    *writing.COMMANDS,
    *keeping.COMMANDS,
    *modes.COMMANDS,
    *figures.COMMANDS,
    *autonomy.COMMANDS,
    *moderation.COMMANDS,
    *measures.COMMANDS,
    *why.COMMANDS,
    *faq.COMMANDS,
)


class Tree(app_commands.CommandTree[discord.Client]):
    """All commands of one server."""

    def __init__(self, client: discord.Client, server: int) -> None:
        """Discord is told of them by `sync`."""
        super().__init__(client, fallback_to_global=False)
        self.server = discord.Object(server)
        for command in (*COMMANDS, *menus.menus()):
            self.add_command(command, guild=self.server)

    def digest(self) -> str:
        """Tells one set of commands from another, as Discord would be told of them."""
        told = [command.to_dict(self) for command in self.get_commands(guild=self.server)]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """What is asked while somebody types is answered here, because of two processes one would log an error."""
        if interaction.type is discord.InteractionType.autocomplete:
            await choices.complete(interaction)
            return False
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """A command that Discord still shows to somebody and that we do not have like this any more."""
        log.info("discord.command_unknown", words=str(error))
        await answer(interaction, _changed)


async def _changed(asked: Any) -> None:
    raise NotFound("This command has changed; restart Discord (Ctrl+R), then type it again.")
