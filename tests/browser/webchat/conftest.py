"""A shop with the web chat in a browser, for every test of the chat's window."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from inbox.store.embedded import Server
from tests.browser.webchat_site import Site, shop
from tests.webchat_server import chat_server


@pytest.fixture
def options() -> dict[str, object]:
    """The chat's options; a test parametrizes this to have others."""
    return {}


@pytest.fixture
def window() -> dict[str, object]:
    """What the browser is like; a test parametrizes this to have another."""
    return {}


@pytest_asyncio.fixture(loop_scope="module")
async def site(
    browser: Browser,
    redis_server: Server,
    brand: str,
    tmp_path: Path,
    options: dict[str, object],
    window: dict[str, Any],
) -> AsyncIterator[Site]:
    """A shop with the chat, seen in a browser."""
    chosen = {"per_visitor": 100, "per_address": 1000, **options}
    async with chat_server(redis_server.url, brand, tmp_path, **chosen) as chat, shop(chat) as origin:
        context = await browser.new_context(**{"locale": "en-GB", **window})
        context.set_default_timeout(8000)
        yield Site(chat, origin, context)
        await context.close()
