"""An account of ours on the simulated Mastodon, as a process makes it, with what it heard."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
import pytest_asyncio

from bot.networks._outside import Outside
from bot.networks.mastodon import Mastodon
from bot.playground.clock import Clock
from bot.playground.mastodon import Account, MastodonServer
from bot.supervisor import spawn
from inbox.incoming import Cursor, Incoming
from inbox.models import account_id
from tests.adapters import Files, Shelves

START = 1_790_000_000
T = TypeVar("T", bound=Incoming)


@dataclass
class Ours:
    """What outlives a restart; `network` makes the account anew."""

    server: MastodonServer
    http: aiohttp.ClientSession
    shop: Account
    asha: Account
    told: list[Incoming] = field(default_factory=list)
    cursor: Cursor | None = None
    mailbox: Shelves = field(default_factory=Shelves)
    files: Files = field(default_factory=Files)
    rests: list[float] = field(default_factory=list)
    away: bool = False  # the store
    _heard: asyncio.Event = field(default_factory=asyncio.Event)
    _rested: asyncio.Event = field(default_factory=asyncio.Event)

    def network(self, **options: Any) -> Mastodon:
        given = {"base_url": self.server.url, "token": self.shop.token, **options}
        outside = Outside(self.http, self.mailbox, self.files, "", self.now, rest=self.rest)
        return Mastodon(account_id("mastodon", "main"), Mastodon.Options.model_validate(given), outside)

    def now(self) -> int:
        return int(self.server.clock.now() * 1000)

    async def rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        await self._rested.wait()
        self._rested.clear()

    def rested(self) -> None:
        """The pause that listening makes is over."""
        self._rested.set()

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        if self.away:
            raise ConnectionError("the store is away")
        new = [event for event in events if event not in self.told]
        self.told += new
        self.cursor = cursor or self.cursor
        self._heard.set()
        return len(new)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Task[None]]:
        """A process that listens, from where the last one stopped; ready when it follows the stream."""
        before = self.server.calls["GET /api/v1/streaming/user"]
        task = spawn("listen", self.network().listen(self.receive, self.cursor))
        try:
            await self.until(lambda: self.server.calls["GET /api/v1/streaming/user"] > before and bool(self.rests))
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            self.rests.clear()

    async def until(self, holds: Callable[[], bool], seconds: float = 5) -> None:
        async with asyncio.timeout(seconds):
            while not holds():
                self._heard.clear()
                with contextlib.suppress(TimeoutError):  # what it waits for may happen elsewhere than in receive
                    async with asyncio.timeout(0.02):
                        await self._heard.wait()

    async def hears(self, kind: type[T], number: int = 1) -> list[T]:
        """The first things of a kind; waits for so many."""
        await self.until(lambda: len(self.all(kind)) >= number)
        return self.all(kind)

    def all(self, kind: type[T]) -> list[T]:
        return [event for event in self.told if isinstance(event, kind)]


@pytest_asyncio.fixture
async def ours() -> AsyncIterator[Ours]:
    clock = Clock(START, speed=0)
    async with MastodonServer(clock=clock) as server, aiohttp.ClientSession() as http:
        shop = server.world.create_account("nadi", "Nadi Pottery")
        yield Ours(server, http, shop, server.world.create_person("asha@clay.example", "Asha Patel"))
