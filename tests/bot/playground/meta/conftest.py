"""A running simulated Meta with an app, a Page, a profile, two people, and callers for both."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.playground.clock import Clock
from bot.playground.meta import App, MetaServer, MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import START, Graph


@pytest.fixture
async def server() -> AsyncIterator[MetaServer]:
    """Its clock stands still until a test moves it; nothing is limited."""
    async with MetaServer(clock=Clock(START, speed=0)) as running:
        yield running


@pytest.fixture
def world(server: MetaServer) -> MetaWorld:
    return server.world


@pytest.fixture
def app(world: MetaWorld) -> App:
    return world.create_app()


@pytest.fixture
def page(world: MetaWorld, app: App) -> Page:
    return world.create_page("Nadi Pots", app)


@pytest.fixture
def profile(world: MetaWorld, app: App) -> Profile:
    """By Instagram Login."""
    return world.create_profile("nadi", app)


@pytest.fixture
def asha(world: MetaWorld) -> Person:
    return world.create_person("Asha Patel", "asha")


@pytest.fixture
def bhavin(world: MetaWorld) -> Person:
    return world.create_person("Bhavin Shah", "bhavin")


@pytest.fixture
def post(world: MetaWorld, page: Page) -> Post:
    return world.post(page, "New cups today")


@pytest.fixture
def media(world: MetaWorld, profile: Profile) -> Post:
    return world.post(profile, "A bowl")


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def graph(http: aiohttp.ClientSession, server: MetaServer, page: Page) -> Graph:
    """The Page calls."""
    return Graph(http, server.url, page.token)


@pytest.fixture
def insta(graph: Graph, profile: Profile) -> Graph:
    """The profile calls, by Instagram Login."""
    return graph.of(profile.token)
