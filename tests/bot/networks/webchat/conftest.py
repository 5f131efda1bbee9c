"""A running web chat for each test, and what its visitors send."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inbox.store.embedded import Server
from tests.webchat_server import ChatServer, chat_server


@pytest.fixture
async def chat(
    redis_server: Server, brand: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[ChatServer]:
    """A web chat with the options of the test's `options` marker."""
    marker = request.node.get_closest_marker("options")
    async with chat_server(redis_server.url, brand, tmp_path, **(marker.kwargs if marker else {})) as server:
        yield server


def pytest_configure(config: pytest.Config) -> None:
    """Let a test say how its chat is set up."""
    config.addinivalue_line("markers", "options(**values): the options of the web chat in this test")
