"""A running simulated YouTube with a project, a channel, a video, two people, and a caller."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.playground.clock import Clock
from bot.playground.youtube import Channel, Person, Project, Video, YouTubeServer, YouTubeWorld
from tests.bot.playground.youtube.calls import START, Api


@pytest.fixture
async def server() -> AsyncIterator[YouTubeServer]:
    """Its clock stands still until a test moves it."""
    async with YouTubeServer(clock=Clock(START, speed=0)) as running:
        yield running


@pytest.fixture
def world(server: YouTubeServer) -> YouTubeWorld:
    return server.world


@pytest.fixture
def project(world: YouTubeWorld) -> Project:
    return world.create_project()


@pytest.fixture
def channel(world: YouTubeWorld, project: Project) -> Channel:
    return world.create_channel("Nadi Pots", project)


@pytest.fixture
def video(world: YouTubeWorld, channel: Channel) -> Video:
    return world.video(channel, "Throwing a bowl")


@pytest.fixture
def asha(world: YouTubeWorld) -> Person:
    return world.create_person("Asha Patel", "asha")


@pytest.fixture
def bhavin(world: YouTubeWorld) -> Person:
    return world.create_person("Bhavin Shah", "bhavin")


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """It does not make a PUT or DELETE again by itself when the connection is cut, as aiohttp would."""
    async with aiohttp.ClientSession() as session:
        session._retry_connection = False
        yield session


@pytest.fixture
def api(http: aiohttp.ClientSession, server: YouTubeServer, channel: Channel) -> Api:
    """The channel calls."""
    return Api(http, server.url, channel.token)


@pytest.fixture
def stranger(api: Api, world: YouTubeWorld, project: Project) -> Api:
    """Another channel calls."""
    return api.of(world.create_channel("Kiln Talk", project).token)
