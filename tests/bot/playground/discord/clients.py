"""discord.py as it comes, listening in the background and keeping what it hears."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import discord

from bot.playground.discord import BotAccount, DiscordServer

Given = discord.Interaction[Any]


class Heard(discord.Client):
    """A client that keeps every event of the gateway by its name, with the data as discord.py got it."""

    def __init__(self, intents: discord.Intents, **options: Any) -> None:
        super().__init__(intents=intents, enable_debug_events=True, guild_ready_timeout=0.05, **options)
        self.events: list[tuple[str, Any]] = []
        self.sockets = 0

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Begin the next session at once; discord.py waits five seconds, as the real Discord wants it."""

    async def on_socket_raw_receive(self, text: str) -> None:
        given = discord.utils._from_json(text)
        if given.get("t"):
            self.events.append((given["t"], given["d"]))
        self.sockets += given["op"] == 10

    def all(self, name: str) -> list[Any]:
        """The data of every event of this name, in order."""
        return [data for event, data in self.events if event == name]

    async def hear(self, name: str, count: int = 1, timeout: float = 20.0) -> list[Any]:
        """Wait until there were so many events of this name; returns their data."""
        async with asyncio.timeout(timeout):
            while len(self.all(name)) < count:
                await asyncio.sleep(0.01)
        return self.all(name)


def wanted(**changed: bool) -> discord.Intents:
    """What Sangam listens for: the default, members and the content of messages."""
    intents = discord.Intents.default()
    intents.members = intents.message_content = True
    for name, on in changed.items():
        setattr(intents, name, on)
    return intents


@contextlib.asynccontextmanager
async def running(
    server: DiscordServer, bot: BotAccount, intents: discord.Intents | None = None, client: Heard | None = None
) -> AsyncIterator[Heard]:
    """A client of this bot, logged in and ready; closed afterwards."""
    client = client or Heard(intents or wanted())
    async with asyncio.TaskGroup() as tasks, client:
        task = tasks.create_task(client.start(bot.token))
        await server.connected(bot, len(server.connections(bot)) + 1)
        # discord.py calls itself ready when no guild has come for a moment; on a busy machine that is before they came.
        await client.hear("GUILD_CREATE", sum(bot.id in guild.members for guild in server.world.guilds.values()))
        await asyncio.wait_for(client.wait_until_ready(), 20)
        try:
            yield client
        finally:
            await client.close()
            await asyncio.wait_for(task, 20)


def codes(problem: discord.HTTPException) -> tuple[int, int]:
    """The HTTP status and Discord's code of a refusal."""
    return problem.status, problem.code


def card(*custom_ids: str) -> discord.ui.LayoutView:
    """A card with a button for each id."""
    view = discord.ui.LayoutView(timeout=None)
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    for custom_id in custom_ids:
        row.add_item(discord.ui.Button(label=custom_id, custom_id=custom_id))
    view.add_item(discord.ui.Container(discord.ui.TextDisplay("Asha asks"), row))
    return view


def on_interaction(client: Heard, answer: Callable[[Given], Any]) -> list[Given]:
    """Answer every interaction so; returns those that came."""
    came: list[Given] = []

    @client.event
    async def on_interaction(interaction: Given) -> None:
        came.append(interaction)
        await answer(interaction)

    return came
