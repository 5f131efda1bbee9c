"""A running simulated TikTok with an app, an account, two people, a video, callers, and an app's server."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground.clock import Clock
from bot.playground.tiktok import Account, App, Person, TikTokServer, TikTokWorld, Video
from tests.bot.playground.tiktok.calls import START, Business, Open, Receiver


@pytest.fixture
async def server() -> AsyncIterator[TikTokServer]:
    """Its clock stands still until a test moves it."""
    async with TikTokServer(clock=Clock(START, speed=0)) as running:
        yield running


@pytest.fixture
def world(server: TikTokServer) -> TikTokWorld:
    return server.world


@pytest.fixture
def app(world: TikTokWorld) -> App:
    return world.create_app()


@pytest.fixture
def account(world: TikTokWorld, app: App) -> Account:
    return world.create_account("nadipots", app)


@pytest.fixture
def asha(world: TikTokWorld) -> Person:
    return world.create_person("Asha Patel", "asha")


@pytest.fixture
def bhavin(world: TikTokWorld) -> Person:
    return world.create_person("Bhavin Shah", "bhavin")


@pytest.fixture
def video(world: TikTokWorld, account: Account) -> Video:
    return world.video(account, "New cups today")


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def business(http: aiohttp.ClientSession, server: TikTokServer, account: Account) -> Business:
    return Business(http, server.url, account)


@pytest.fixture
def opened(http: aiohttp.ClientSession, server: TikTokServer, account: Account) -> Open:
    return Open(http, server.url, account)


@pytest.fixture
async def receiver(world: TikTokWorld, app: App) -> AsyncIterator[Receiver]:
    """The app is told of everything here."""
    held = Receiver(app.secret)
    inside = web.Application()
    inside.router.add_post("/hooks", held.answer)
    async with TestServer(inside) as running:
        held.url = str(running.make_url("/hooks"))
        world.subscribe(app, held.url)
        yield held
