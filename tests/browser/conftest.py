"""A seat at the desk that every browser test may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import async_playwright

from inbox.store.embedded import Server
from tests.bot.surfaces.desk.desk_server import desk_server
from tests.browser.desk_seat import CHROMIUM, Seat


@pytest.fixture
async def seat(redis_server: Server, brand: str) -> AsyncIterator[Seat]:
    """A desk and a Chromium; afterwards nothing may have been complained about."""
    async with desk_server(redis_server.url, brand) as desk, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        seat = Seat(desk, chromium)
        yield seat
        for context in seat.contexts:
            await context.close()
        await chromium.close()
        assert seat.complaints == []
