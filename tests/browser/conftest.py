"""One Chromium for the tests of a module, and a seat at the desk that each of them may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from inbox.store.embedded import Server
from tests.bot.surfaces.desk.desk_server import desk_server
from tests.browser.chromium import chromium
from tests.browser.desk_seat import Seat
from tests.inbox.cased import FAIRNESS


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all; each test has a context, which is a profile, of its own."""
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def seat(redis_server: Server, brand: str, browser: Browser) -> AsyncIterator[Seat]:
    """A desk and a browser; afterwards nothing may have been complained about."""
    async with desk_server(redis_server.url, brand) as desk:
        seat = Seat(browser, desk)
        yield seat
        await seat.close()


@pytest_asyncio.fixture(loop_scope="module")
async def bench(redis_server: Server, brand: str, browser: Browser) -> AsyncIterator[Seat]:
    """The same at the desk of a brand whose messages are judged."""
    async with desk_server(redis_server.url, brand, fairness=FAIRNESS) as desk:
        seat = Seat(browser, desk)
        yield seat
        await seat.close()
