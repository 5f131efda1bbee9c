"""A brand of this test alone, on every kind of Redis."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.world import World, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis, with a clock that the test moves."""
    async with world(redis_url, brand) as it:
        yield it
