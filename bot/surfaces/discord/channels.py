"""The channels that posts stand in, looked at now and then, and what keeps us from posting there, said once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

import structlog

from bot.surfaces.discord.calls import Calls, Channel
from bot.surfaces.discord.head import TAGS, needed
from bot.surfaces.discord.trouble import NotAllowed, NotTaken, Trouble
from inbox.store.cards import Board

log = structlog.get_logger("sangam")

JUST_NOW: Final = 10_000  # milliseconds
FRESH: Final = 600_000  # milliseconds; tags and kinds of channels change rarely
TROUBLE: Final = "trouble"  # the setting, with the channel's id behind it, that says what is wrong there


class Channels:
    """What is known of the channels of one control channel; shared by its workers."""

    def __init__(self, calls: Calls, board: Board, accounts: Iterable[str], now: Callable[[], int]) -> None:
        """`accounts` are those whose networks need tags."""
        self._calls, self._board, self._now = calls, board, now
        self._tags = needed(accounts)
        self._seen: dict[int, tuple[int, Channel]] = {}
        self._troubled: dict[int, str] = {}
        self._fine: set[int] = set()
        self._looking = asyncio.Lock()

    async def get(self, id: int) -> Channel:
        """A channel with the tags that posts need, as far as they can be made; raises Trouble."""
        async with self._looking:  # so that no two workers make the same tags
            at, channel = self._seen.get(id, (0, None))
            if channel is None or self._now() - at > FRESH:
                channel = await self._with_tags(await self._calls.channel(id))
                self._seen[id] = (self._now(), channel)
            return channel

    def forget(self, id: int) -> bool:
        """Look again before the next post: something there is not as it was; whether it was seen some time ago."""
        at, _ = self._seen.pop(id, (self._now(), None))
        return self._now() - at > JUST_NOW

    async def _with_tags(self, channel: Channel) -> Channel:
        """Make the tags that are missing, if we may and there is room; posts do without those that cannot be made."""
        missing = [name for name in self._tags if name not in channel.tags]
        wanted = missing[: TAGS - len(channel.tags)]
        if not channel.forum or not missing:
            return channel
        try:
            made = await self._calls.add_tags(channel, wanted) if wanted else channel
        except (NotAllowed, NotTaken) as why:
            log.warning("discord.tags_missing", channel=channel.id, tags=missing, words=str(why))
            return channel
        if len(wanted) < len(missing):
            log.warning("discord.tags_missing", channel=channel.id, tags=missing[len(wanted) :], words="20 is the most")
        return made

    async def troubled(self, id: int, why: Trouble) -> None:
        """A channel cannot be posted in: said once, for this process and for whoever asks how things stand."""
        self.forget(id)
        self._fine.discard(id)
        if self._troubled.get(id) != str(why):
            self._troubled[id] = str(why)
            log.warning("discord.channel_trouble", channel=id, error=type(why).__name__, words=str(why))
            await self._board.set(f"{TROUBLE} {id}", str(why))

    async def fine(self, id: int) -> None:
        """A channel could be posted in; what was said of it, perhaps by a process that ended, is taken back."""
        if id in self._fine:
            return
        self._fine.add(id)
        if self._troubled.pop(id, ""):
            log.info("discord.channel_back", channel=id)
        await self._board.set(f"{TROUBLE} {id}", "")
