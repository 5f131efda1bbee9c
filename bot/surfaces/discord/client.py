"""The connection of the control channel to Discord: its own token, its own intents, and who gets what arrives."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any, Final

import aiohttp
import discord
import structlog

from bot.discord_base import INTENTS_FIX, TOKEN_FIX, point_at, privileged
from bot.surfaces.discord import gone, notes
from bot.surfaces.discord.asked import NOBODY, Interaction
from bot.surfaces.discord.clicks import Click, submitted
from bot.surfaces.discord.commands import Tree
from bot.surfaces.discord.kit import Kit
from inbox.errors import LoginNeeded, StoreAway, Unavailable

log = structlog.get_logger("sangam")

DEAD_TOKEN: Final = 4004  # close code of the gateway (discord docs, topics/opcodes-and-status-codes, read 2026-11-27)
GRACE: Final = 10.0  # seconds for what was begun when we stop
SYNCED: Final = "commands"
OUT_OF_REACH = (discord.HTTPException, discord.GatewayNotFound, discord.ConnectionClosed, aiohttp.ClientError, OSError)


class ControlClient(discord.Client):
    """One connection; a new one is made after it ended."""

    def __init__(self, kit: Kit) -> None:
        """Nothing is connected yet."""
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_messages = True  # that a card was deleted is told with it
        intents.message_content = kit.options.notes
        super().__init__(
            intents=intents,
            allowed_mentions=NOBODY,
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            guild_ready_timeout=0.2,  # we do not wait for all servers: one is ours
        )
        self.kit = kit
        self._in_order = asyncio.Lock()  # what is said one after the other is kept so
        self._busy: set[asyncio.Task[Any]] = set()
        self.tree = Tree(self, kit.options.server)

    async def setup_hook(self) -> None:
        """One class stands for all buttons and menus, also for those that another process has drawn.

        Each session that Discord refuses counts among the thousand of a day, so we look first.
        """
        may = self.application_flags
        if self.intents.message_content and not (may.gateway_message_content or may.gateway_message_content_limited):
            raise _deaf(self.intents)
        self.add_dynamic_items(Click)

    @contextlib.contextmanager
    def busy(self) -> Iterator[None]:
        """While something is being done for somebody; the end waits for it."""
        task = asyncio.current_task()
        assert task
        self._busy.add(task)
        try:
            yield
        finally:
            self._busy.discard(task)

    async def finish(self) -> None:
        """Wait until what was begun is done, but not for ever."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=GRACE)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Windows that were filled in; buttons and commands have found their way already."""
        if interaction.type is discord.InteractionType.modal_submit:
            await submitted(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """What is said in a post; only ever a note."""
        async with self._in_order:
            await notes.keep(self.kit, message)

    async def on_raw_thread_delete(self, deleted: discord.RawThreadDeleteEvent) -> None:
        """A post, perhaps."""
        await gone.post_deleted(self.kit, deleted.thread_id)

    async def on_raw_message_delete(self, deleted: discord.RawMessageDeleteEvent) -> None:
        """A card, perhaps."""
        await gone.messages_deleted(self.kit, deleted.channel_id, [deleted.message_id])

    async def on_raw_bulk_message_delete(self, deleted: discord.RawBulkMessageDeleteEvent) -> None:
        """Cards, perhaps."""
        await gone.messages_deleted(self.kit, deleted.channel_id, deleted.message_ids)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """The server is there, after a start or an outage."""
        await self._sync(guild)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Somebody has invited us."""
        await self._sync(guild)

    async def _sync(self, guild: discord.Guild) -> None:
        """Tell Discord of our commands, unless it was told these since we were invited."""
        if guild.id != self.kit.options.server:
            return
        since = guild.me.joined_at
        digest = f"{self.application_id} {guild.id} {since and since.isoformat()} {self.tree.digest()}"
        try:
            if await self.kit.cards.setting(SYNCED) == digest:
                return
            await self.tree.sync(guild=self.tree.server)
            await self.kit.cards.set(SYNCED, digest)
        except discord.Forbidden as error:
            log.warning("discord.no_commands", words=error.text, fix="invite the bot again: run.py discord invite")
        except (StoreAway, *OUT_OF_REACH) as error:
            log.warning("discord.commands_not_told", words=str(error), now="told again at the next start")


class ControlChannel:
    """The control channel while it is connected, and again after it was not."""

    def __init__(self, kit: Kit) -> None:
        """Nothing is connected until it runs."""
        self._kit = kit
        self.client: ControlClient | None = None

    async def run(self) -> None:
        """Stay connected; raises LoginNeeded or Unavailable with the fix in words when that does not work."""
        options = self._kit.options
        point_at(options.base_url)
        self.client = client = ControlClient(self._kit)
        try:
            async with client:
                try:
                    await client.start(options.token.get_secret_value())
                finally:
                    await client.finish()
        except discord.LoginFailure:
            raise _dead_token() from None
        except discord.PrivilegedIntentsRequired:
            raise _deaf(client.intents) from None
        except discord.ConnectionClosed as closed:
            raise _dead_token() if closed.code == DEAD_TOKEN else Unavailable(f"Discord closed: {closed}") from closed
        except OUT_OF_REACH as error:
            raise Unavailable(f"Discord cannot be reached for the control channel: {error}") from error
        finally:
            self.client = None


def _dead_token() -> LoginNeeded:
    return LoginNeeded(f"Discord does not take the token of the control channel. {TOKEN_FIX}")


def _deaf(intents: discord.Intents) -> LoginNeeded:
    fix = INTENTS_FIX.format(intents=privileged(intents))
    return LoginNeeded(f"Discord refuses the control channel what notes need. {fix}")
