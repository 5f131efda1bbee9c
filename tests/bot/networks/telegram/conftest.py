"""A Telegram account of ours, listening and acting over a real socket in the simulated world."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.networks._outside import Outside
from bot.networks.telegram import Telegram
from bot.playground.clock import Clock
from bot.playground.telegram import BotAccount, Person, TelegramServer, World
from inbox.incoming import Cursor, Incoming, Receive
from inbox.models import account_id
from tests.adapters import Files, Shelves

START = 1_800_000_000
TOKEN = "900:the-secret-of-this-bot"


@dataclass
class Heard:
    """What was received: every page with its cursor; `until` waits for so many things to have been said."""

    pages: list[tuple[list[Incoming], Cursor | None]] = field(default_factory=list)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def all(self) -> list[Incoming]:
        return [event for page, _ in self.pages for event in page]

    @property
    def cursor(self) -> Cursor | None:
        return self.pages[-1][1] if self.pages else None

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> None:
        async with self.arrived:
            self.pages.append((list(events), cursor))
            self.arrived.notify_all()

    async def until(self, count: int) -> list[Incoming]:
        async with asyncio.timeout(5), self.arrived:
            await self.arrived.wait_for(lambda: len(self.all) >= count)
        return self.all


@dataclass
class Desk:
    """One account of ours and everything around it."""

    server: TelegramServer
    http: aiohttp.ClientSession
    shop: BotAccount
    mailbox: Shelves
    blobs: Files

    @property
    def world(self) -> World:
        return self.server.world

    def now(self) -> int:
        return int(self.server.clock.now() * 1000)

    def account(self, *, public_url: str = "", url: str = "", **options: Any) -> Telegram:
        """Our account as a process would make it; twice means a restart."""
        given = {"token": TOKEN, "base_url": url or self.server.url, **options}
        outside = Outside(self.http, self.mailbox, self.blobs, public_url, self.now)
        return Telegram(account_id("telegram", "main"), Telegram.Options.model_validate(given), outside)

    @asynccontextmanager
    async def listening(
        self, receive: Receive, cursor: Cursor | None = None, waits_for: str = "getUpdates", **given: Any
    ) -> AsyncIterator[None]:
        """Our account listens as long as the block runs; its error, if any, comes out of the block."""
        async with asyncio.TaskGroup() as group:
            task = group.create_task(self.account(**given).listen(receive, cursor))
            async with asyncio.timeout(5):
                while not self.shop.calls[waits_for]:
                    await asyncio.sleep(0.001)
            yield
            task.cancel()


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """Its clock stands still until a test moves it; flood limits are off."""
    async with (
        TelegramServer(clock=Clock(START, speed=0), flood_limits=False) as server,
        aiohttp.ClientSession() as http,
    ):
        yield Desk(server, http, server.world.create_bot("shop_bot", "Shop", TOKEN), Shelves(), Files())


@pytest.fixture
def asha(desk: Desk) -> Person:
    return desk.world.create_person("Asha", username="asha", language="gu")


@pytest.fixture
def bhavin(desk: Desk) -> Person:
    return desk.world.create_person("Bhavin", language="hi")


@pytest.fixture
def heard() -> Heard:
    return Heard()
