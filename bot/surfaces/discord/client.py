"""The connection of the control channel to Discord: its own token, its own intents, and who gets what arrives."""

from __future__ import annotations

import asyncio
from typing import Final

import aiohttp
import discord
import structlog
from discord.http import HTTPClient

from bot.discord_base import INTENTS_FIX, TOKEN_FIX, point_at, privileged
from bot.surfaces.discord import notes
from bot.surfaces.discord.asked import NOBODY, Interaction
from bot.surfaces.discord.clicks import Click, submitted
from bot.surfaces.discord.commands import Tree
from bot.surfaces.discord.kit import Kit
from inbox.errors import LoginNeeded, Unavailable

log = structlog.get_logger("sangam")

DEAD_TOKEN: Final = 4004  # close code of the gateway (discord docs, topics/opcodes-and-status-codes, read 2026-11-27)
SYNCED: Final = "commands"
OUT_OF_REACH = (discord.HTTPException, discord.GatewayNotFound, discord.ConnectionClosed, aiohttp.ClientError, OSError)


class ControlClient(discord.Client):
    """One connection; a new one is made after it ended."""

    def __init__(self, kit: Kit) -> None:
        """Nothing is connected yet."""
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_messages = intents.message_content = kit.options.notes
        super().__init__(
            intents=intents,
            allowed_mentions=NOBODY,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.kit = kit
        self.tree = Tree(self, kit.options.server)

    async def setup_hook(self) -> None:
        """Before the first event: one class for all buttons, and the commands where they changed."""
        self.add_dynamic_items(Click)
        await self._sync()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Windows that were filled in; buttons and commands have found their way already."""
        if interaction.type is discord.InteractionType.modal_submit:
            await submitted(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """What is said in a post; only ever a note."""
        await notes.keep(self.kit, message)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Commands are gone with whoever was invited anew."""
        if guild.id == self.kit.options.server:
            await self.kit.cards.set(SYNCED, "")
            await self._sync()

    async def _sync(self) -> None:
        """Tell Discord of our commands when they are not what it was told last."""
        digest = f"{self.application_id} {self.kit.options.server} {self.tree.digest()}"
        if await self.kit.cards.setting(SYNCED) == digest:
            return
        try:
            await self.tree.sync(guild=self.tree.server)
        except discord.Forbidden as error:
            log.warning("discord.no_commands", words=error.text, fix="invite the bot again: run.py discord invite")
        else:
            await self.kit.cards.set(SYNCED, digest)


class ControlChannel:
    """The control channel while it is connected, and again after it was not."""

    def __init__(self, kit: Kit) -> None:
        """Nothing is connected until it runs."""
        self._kit = kit
        self._logged_in = asyncio.Event()
        self.client: ControlClient | None = None

    async def run(self) -> None:
        """Stay connected; raises LoginNeeded or Unavailable with the fix in words when that does not work."""
        options = self._kit.options
        point_at(options.base_url)
        self.client = client = ControlClient(self._kit)
        try:
            async with client:
                await client.login(options.token.get_secret_value())
                self._logged_in.set()
                await client.connect()
        except discord.LoginFailure:
            raise _dead_token() from None
        except discord.PrivilegedIntentsRequired:
            fix = INTENTS_FIX.format(intents=privileged(client.intents))
            raise LoginNeeded(f"Discord refuses the control channel what notes need. {fix}") from None
        except discord.ConnectionClosed as closed:
            raise _dead_token() if closed.code == DEAD_TOKEN else Unavailable(f"Discord closed: {closed}") from closed
        except OUT_OF_REACH as error:
            raise Unavailable(f"Discord cannot be reached for the control channel: {error}") from error
        finally:
            self._logged_in.clear()
            self.client = None

    async def rest(self) -> HTTPClient:
        """What Discord can be asked with, as soon as it has taken our token."""
        while self.client is None or not self._logged_in.is_set():
            await self._logged_in.wait()
        return self.client.http


def _dead_token() -> LoginNeeded:
    return LoginNeeded(f"Discord does not take the token of the control channel. {TOKEN_FIX}")
