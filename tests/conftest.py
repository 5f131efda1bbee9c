"""What every test may ask for: a real Redis of its kind, and a brand that nobody else uses."""

from __future__ import annotations

import gc
import os
import signal
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import hypothesis
import pytest
import pytest_asyncio

from inbox.store.embedded import Server, embedded
from tests.redis_servers import cluster


def pytest_configure(config: pytest.Config) -> None:
    """Make the kinds of Redis selectable: `-m "not cluster"` leaves the cluster out."""
    # A job in the background ignores Ctrl+C and hands that on to every program that the tests start and interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # The tests start our program some hundred times; each start that may keep what it compiled halves the next one.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # On a busy machine an example takes as long as it takes; what hangs is ended by the time-out of its test.
    hypothesis.settings.register_profile("sangam", deadline=None)
    hypothesis.settings.load_profile("sangam")
    config.addinivalue_line("markers", "cluster: needs the three-node Redis Cluster (starts in two seconds)")


def pytest_collection_finish() -> None:
    """Let the garbage collector look no more at what stays to the end: all modules, and thousands of tests."""
    gc.collect()
    gc.freeze()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def redis_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One embedded Redis for all tests of this process; use `brand` to stay apart from the others."""
    async with embedded(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def cluster_servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of a three-node Redis Cluster for all tests of this process."""
    async with cluster(tmp_path_factory.mktemp("cluster")) as url:
        yield url


@pytest.fixture(params=["embedded", pytest.param("cluster", marks=pytest.mark.cluster)])
def redis_url(request: pytest.FixtureRequest) -> str:
    """The address of a shared Redis; a test that takes it runs on every kind."""
    if request.param == "cluster":
        return str(request.getfixturevalue("cluster_servers"))
    server: Server = request.getfixturevalue("redis_server")
    return server.url


@pytest.fixture
def brand() -> str:
    """A brand of this test alone, so that tests share a server and never meet."""
    return f"brand-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"
