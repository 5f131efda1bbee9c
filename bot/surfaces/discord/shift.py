"""The loop beside the cards: what the control channel is told at its times, and while too many wait for their posts."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from bot.surfaces.discord import autonomy, digest
from bot.surfaces.discord.calls import Calls
from bot.surfaces.discord.hours import next_time
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.moderation import telling
from bot.surfaces.discord.notices import Notices
from bot.surfaces.discord.storm import Storm
from bot.surfaces.discord.trouble import A_WHILE, NotNow, Trouble
from inbox.store.pace import CROWD
from inbox.store.queue import Idle, Look, at_once

log = structlog.get_logger("sangam")

LEASE: Final = 180_000  # milliseconds; longer than anybody may take to say something
MOST_SECONDS: Final = 160.0
SLOWLY: Final = 300_000  # until a channel that is gone, or forbidden, is tried again
DIGEST: Final = "digest"


class Shift:
    """Says what there is to say; of several processes one does, whichever is first."""

    def __init__(self, kit: Kit, calls: Calls, look: Look = at_once) -> None:
        """`look` is how to look for work."""
        self._kit = kit
        self._notices = Notices(calls, kit.cards, kit.options.channel)
        self._look = look
        self._pace = kit.brand.store.paces.of("discord")
        self.storm = Storm(kit.brand, kit.options, self._pace)
        self._begun = False
        self._deeds: Mapping[str, Callable[[], Awaitable[int | None]]] = {
            CROWD: self._crowd,
            DIGEST: self._digest,
            autonomy.LANE: self._autonomy,
            telling.LANE: self._moderation,
        }

    async def next(self) -> Idle | None:
        """Say the next thing; Idle when nothing is due."""
        await self._begin()
        now, token = self._kit.brand.now, secrets.token_hex(8)
        lane = await self._look(lambda: self._pace.lanes.claim(now(), LEASE, token))
        if isinstance(lane, Idle):
            return lane
        await self._pace.lanes.release(lane, token, now(), await self._due(lane))
        return None

    async def _due(self, lane: str) -> int | None:
        """Do it; when the next time is."""
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await self._deeds[lane]()
        except TimeoutError:
            log.info("discord.not_now", notice=lane, words="Discord is too slow", seconds=A_WHILE)
            return self._kit.brand.now() + int(A_WHILE * 1000)
        except NotNow as error:
            log.info("discord.not_now", notice=lane, words=str(error), seconds=error.seconds)
            return self._kit.brand.now() + int(error.seconds * 1000)
        except Trouble as error:
            log.error("discord.notice_not_taken", notice=lane, error=type(error).__name__, words=str(error))
            return self._kit.brand.now() + SLOWLY

    async def _begin(self) -> None:
        """The first digest is that of the next time, unless one is due since before we started."""
        if self._begun:
            return
        times, now = self._kit.options.digest, self._kit.brand.now()
        if times:
            await self._pace.lanes.wake(DIGEST, next_time(times, now), now)
        await self._pace.lanes.wake(autonomy.LANE, now, now)
        await self._pace.lanes.wake(telling.LANE, now, now)
        self._begun = True

    async def _crowd(self) -> int | None:
        return await self.storm.speak(self._notices, self._kit.desk_url)

    async def _digest(self) -> int | None:
        return await digest.post(self._kit, self._notices)

    async def _autonomy(self) -> None:
        await autonomy.speak(self._kit, self._notices)

    async def _moderation(self) -> int | None:
        return await telling.speak(self._kit, self._notices)
