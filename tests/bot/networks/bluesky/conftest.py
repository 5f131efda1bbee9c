"""A running simulated Bluesky with an account of ours on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bluesky_account import Ours, bluesky_account


@pytest.fixture
async def ours() -> AsyncIterator[Ours]:
    """Its clock stands still until a test moves it."""
    async with bluesky_account() as made:
        yield made
