"""A seat at the desk that every browser test may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from inbox.store.embedded import Server
from tests.bot.surfaces.desk.desk_server import desk_server
from tests.browser.chromium import chromium
from tests.browser.desk_seat import Seat
from tests.inbox.cased import FAIRNESS


@pytest.fixture
async def seat(redis_server: Server, brand: str) -> AsyncIterator[Seat]:
    """A desk and a Chromium; afterwards nothing may have been complained about."""
    async with desk_server(redis_server.url, brand) as desk, chromium() as browser:
        seat = Seat(browser, desk)
        yield seat
        await seat.close()


@pytest.fixture
async def bench(redis_server: Server, brand: str) -> AsyncIterator[Seat]:
    """The same at the desk of a brand whose messages are judged."""
    async with desk_server(redis_server.url, brand, fairness=FAIRNESS) as desk, chromium() as browser:
        seat = Seat(browser, desk)
        yield seat
        await seat.close()
