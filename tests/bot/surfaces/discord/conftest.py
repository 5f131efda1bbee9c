"""The control channel of a test: a brand of its own, a simulated Discord, and a client that is connected."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.store.embedded import Server
from tests.bot.surfaces.discord.control_room import Room, watched
from tests.world import World, world


@pytest_asyncio.fixture
async def inbox(redis_server: Server, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_server.url, brand) as it:
        yield it


@pytest_asyncio.fixture
async def room(inbox: World) -> AsyncIterator[Room]:
    """A control channel with our people in it."""
    async with watched(inbox) as it:
        yield it
