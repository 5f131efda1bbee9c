"""A running simulated X with an account of ours on it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.x_account import Ours, x_account


@pytest.fixture
async def ours() -> AsyncIterator[Ours]:
    """On X's usual plan; its clock stands still until a test moves it."""
    async with x_account() as made:
        yield made


@pytest.fixture
async def large() -> AsyncIterator[Ours]:
    """On the enterprise plan, with the paid badge."""
    async with x_account("enterprise", premium=True) as made:
        yield made
