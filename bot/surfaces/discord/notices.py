"""What is said in the control channel about no conversation in particular: once each, and changed in place.

Which message it is stands in Redis. It is written down before the call that something is about to be said; who finds
that after a crash looks whether it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp
import discord
from discord import ui

from bot.surfaces.discord.ids import text_digest
from bot.surfaces.discord.shown import plain_title
from inbox.errors import NetworkError, Rejected, Unavailable
from inbox.store.cards import Board

FAILED = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Notice:
    """The newest notice of its name: which one it is (`key`), and where it stands; nowhere yet without `message`."""

    key: str = ""
    channel: str = ""
    message: str = ""
    digest: str = ""


class Notices:
    """The notices of one control channel. All methods raise NetworkError and StoreAway."""

    def __init__(self, client: discord.Client, board: Board, channel: int) -> None:
        """Said in `channel`: as a post of its own in a forum, else as a message."""
        self._client = client
        self._board = board
        self._channel = channel

    async def last(self, name: str) -> Notice:
        """The newest notice of this name."""
        said = await self._board.setting(f"notice:{name}")
        return Notice(*said.split("|")) if said else Notice()

    async def say(self, name: str, key: str, title: str, text: str, *rows: ui.Item[ui.LayoutView]) -> None:
        """Say it, unless the newest notice of this name has this key and stands."""
        last = await self.last(name)
        if last.key == key and last.message:
            return
        try:
            found = await self._found(title) if last.key == key else None
            await self._board.set(f"notice:{name}", f"{key}|||")
            place = found or await self._new(title, _view(text, rows))
        except FAILED as error:
            raise _failed(error) from error
        await self._board.set(f"notice:{name}", f"{key}|{place}|{text_digest(text)}")

    async def change(self, name: str, text: str, *rows: ui.Item[ui.LayoutView]) -> bool:
        """Change the newest notice of this name if it says something else; False when it does not stand any more."""
        last = await self.last(name)
        if not last.message:
            return False
        if last.digest == text_digest(text):
            return True
        message = self._client.get_partial_messageable(int(last.channel)).get_partial_message(int(last.message))
        try:
            await message.edit(view=_view(text, rows), allowed_mentions=discord.AllowedMentions.none())
        except discord.NotFound:
            await self.forget(name)
            return False
        except FAILED as error:
            raise _failed(error) from error
        await self._board.set(f"notice:{name}", f"{last.key}|{last.channel}|{last.message}|{text_digest(text)}")
        return True

    async def forget(self, name: str) -> None:
        """The notice stays as it is; the next of this name is another one."""
        await self._board.set(f"notice:{name}", "")

    async def _new(self, title: str, view: ui.LayoutView) -> str:
        channel = await self._place()
        nobody = discord.AllowedMentions.none()
        if isinstance(channel, discord.ForumChannel):
            tags = channel.available_tags[:1] if channel.flags.require_tag else []
            made = await channel.create_thread(
                name=plain_title(title), view=view, applied_tags=tags, allowed_mentions=nobody
            )
            return f"{made.thread.id}|{made.message.id}"
        nonce = text_digest(title)  # should it be sent twice within minutes, Discord makes one of it
        message = await channel.send(view=view, nonce=nonce, allowed_mentions=nobody)
        return f"{message.channel.id}|{message.id}"

    async def _found(self, title: str) -> str | None:
        """The post that was made just before a crash."""
        channel = await self._place()
        if not isinstance(channel, discord.ForumChannel):
            return None
        us, name = self._client.application_id, plain_title(title)
        for thread in await channel.guild.active_threads():
            if thread.parent_id == channel.id and thread.name == name and thread.owner_id == us:
                return f"{thread.id}|{thread.id}"
        return None

    async def _place(self) -> discord.ForumChannel | discord.TextChannel:
        channel = self._client.get_channel(self._channel) or await self._client.fetch_channel(self._channel)
        if not isinstance(channel, discord.ForumChannel | discord.TextChannel):
            raise Rejected(f"control_channel.channel {self._channel} is neither a forum nor a text channel")
        return channel


def _view(text: str, rows: tuple[ui.Item[ui.LayoutView], ...]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    for item in (ui.TextDisplay[ui.LayoutView](text), *rows):
        view.add_item(item)
    view.stop()  # discord.py need not remember it: the ids of its buttons say what they are for
    return view


def _failed(error: Exception) -> NetworkError:
    if isinstance(error, discord.NotFound | discord.Forbidden):
        return Rejected(f"Discord lets nobody speak in the control channel: {error}")
    return Unavailable(f"Discord cannot be reached for the control channel: {str(error) or type(error).__name__}")
