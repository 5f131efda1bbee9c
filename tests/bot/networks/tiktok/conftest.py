"""A running simulated TikTok with an account of ours on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.tiktok_account import Ours, tiktok_account


@pytest.fixture
async def ours() -> AsyncIterator[Ours]:
    """With messages and every permission; its clock stands still until a test moves it."""
    async with tiktok_account() as made:
        yield made
