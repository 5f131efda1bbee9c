"""A desk that every test of it may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.store.embedded import Server
from tests.bot.surfaces.desk.desk_server import DeskServer, desk_server
from tests.inbox.cased import FAIRNESS


@pytest_asyncio.fixture
async def desk(redis_server: Server, brand: str) -> AsyncIterator[DeskServer]:
    """A desk with nobody in it yet."""
    async with desk_server(redis_server.url, brand) as server:
        yield server


@pytest_asyncio.fixture
async def court(redis_server: Server, brand: str) -> AsyncIterator[DeskServer]:
    """A desk of a brand whose messages are judged."""
    async with desk_server(redis_server.url, brand, fairness=FAIRNESS) as server:
        yield server
