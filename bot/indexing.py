"""Keeps the search index up to date: one process of each host does, the others take over when it ends."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog

from bot.tail import Tail
from inbox import search
from inbox.brand import Brand
from inbox.models import Entry
from inbox.search import Damaged, Index, Unsearchable, Writer

log = structlog.get_logger("sangam")

OUR_TURN = 3.0  # seconds until we look again whether whoever writes has ended
LONGEST_REST = 5.0
GATHER = 0.2  # what comes in a rush is taken in at once
TRY_AGAIN = 30.0


class Indexing:
    """Follows the log into the index; the supervisor calls `follow` again and again."""

    def __init__(self, brand: Brand, index: Index, tail: Tail, longest_rest: float = LONGEST_REST) -> None:
        """Nothing is read yet; without news we look again after `longest_rest` seconds."""
        self._brand, self._index = brand, index
        self._longest_rest = longest_rest
        self._news = asyncio.Event()
        self._anew = False
        self._said = ""
        tail.tell(self._heard)

    def _heard(self, entry: Entry) -> None:
        if entry.conversation:
            self._news.set()

    async def follow(self, try_again: float = TRY_AGAIN) -> None:
        """Bring the index up to date and keep it so, until something is wrong with it; what is wrong is said once."""
        try:
            async with self._index.writing(anew=self._anew) as writer:
                if writer is None:
                    await asyncio.sleep(OUR_TURN)
                    return
                self._anew = False
                await self._keep(writer)
        except Damaged:
            self._anew = True
        except Unsearchable as wrong:
            if str(wrong) != self._said:
                self._said = str(wrong)
                log.error("search.away", words=self._said)
            await asyncio.sleep(try_again)

    async def _keep(self, writer: Writer) -> None:
        if writer.aside:
            log.warning("search.anew", why="the index could not be used", aside=str(writer.aside))
        elif writer.place.log != "0-0":
            await writer.verify()
        if await search.begin(self._brand.store, writer):
            log.info("search.reading", words="every conversation is read once to be found by its words")
        while True:
            self._news.clear()
            while await search.step(self._brand.store, writer):
                pass
            self._said = ""
            await self._rest()
            if self._index.doubted:
                self._index.doubted = False
                await writer.verify(words=True)

    async def _rest(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(self._longest_rest):
                await self._news.wait()
                await asyncio.sleep(GATHER)
