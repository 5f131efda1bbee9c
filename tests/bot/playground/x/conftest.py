"""A running simulated X with an app, an account of ours, two people, and a caller for the account."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.playground.clock import Clock
from bot.playground.x import Account, App, Person, Post, XServer, XWorld
from tests.bot.playground.x.calls import START, Api


@pytest.fixture
async def server() -> AsyncIterator[XServer]:
    """Its clock stands still until a test moves it."""
    async with XServer(clock=Clock(START, speed=0)) as running:
        yield running


@pytest.fixture
def world(server: XServer) -> XWorld:
    return server.world


@pytest.fixture
def app(world: XWorld) -> App:
    return world.create_app()


@pytest.fixture
def pots(world: XWorld, app: App) -> Account:
    return world.create_account("nadipots", "Nadi Pots", app)


@pytest.fixture
def asha(world: XWorld) -> Person:
    return world.create_person("asha_p", "Asha Patel")


@pytest.fixture
def bhavin(world: XWorld) -> Person:
    return world.create_person("bhavin", "Bhavin Shah")


@pytest.fixture
def cup(world: XWorld, pots: Account) -> Post:
    return world.post(pots, "New cups today")


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(http: aiohttp.ClientSession, server: XServer, pots: Account) -> Api:
    """The account calls."""
    return Api(http, server.url, pots.access_token)


@pytest.fixture
def bearer(api: Api, app: App) -> Api:
    """The app calls for itself."""
    return api.of(app.bearer)
