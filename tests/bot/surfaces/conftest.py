"""A command line on a brand that only this test uses, at the time that it really is."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.surfaces.cli_line import Line
from tests.world import world


@pytest_asyncio.fixture
async def cli(redis_url: str, brand: str, tmp_path: Path) -> AsyncIterator[Line]:
    """The command line; commands and the test see one clock, the real one."""
    async with world(redis_url, brand, time.time_ns() // 1_000_000) as it:
        yield Line(it, redis_url, tmp_path / "files")
