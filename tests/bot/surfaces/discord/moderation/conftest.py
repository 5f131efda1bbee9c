"""A control channel of a brand whose messages are judged, with our people in it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.bot.surfaces.discord.control_room import Room, watched
from tests.inbox.cased import FAIRNESS, judging
from tests.world import World


@pytest_asyncio.fixture
async def room(inbox: World) -> AsyncIterator[Room]:
    """The same as everywhere, but rules look at what is said."""
    inbox.fairness = FAIRNESS
    judging(inbox)
    async with watched(inbox) as it:
        yield it
