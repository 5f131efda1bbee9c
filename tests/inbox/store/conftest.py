"""The store of one brand, on every kind of Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.store import Store, opened


@pytest_asyncio.fixture
async def store(redis_url: str, brand: str) -> AsyncIterator[Store]:
    """An empty store."""
    async with opened(redis_url, brand) as it:
        yield it
