"""A running web chat for each test of it, and the options that it has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inbox.store.embedded import Server
from tests.webchat_server import ChatServer, chat_server


@pytest.fixture
def options() -> dict[str, object]:
    """The chat's options; a test parametrizes this to have others."""
    return {}


@pytest.fixture
async def chat(
    redis_server: Server, brand: str, tmp_path: Path, options: dict[str, object]
) -> AsyncIterator[ChatServer]:
    """A running web chat with these options."""
    async with chat_server(redis_server.url, brand, tmp_path, **options) as server:
        yield server
