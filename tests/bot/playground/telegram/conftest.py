"""A running simulated Telegram with a shop's bot and two people, and two ways to call it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import Bot

from bot.playground.clock import Clock
from bot.playground.telegram import BotAccount, Person, TelegramServer, World
from tests.bot.playground.telegram.calls import START, Raw


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """Its clock stands still until a test moves it; flood limits are off."""
    async with TelegramServer(clock=Clock(START, speed=0), flood_limits=False) as running:
        yield running


@pytest.fixture
def world(server: TelegramServer) -> World:
    return server.world


@pytest.fixture
def shop(world: World) -> BotAccount:
    return world.create_bot("shop_bot", "Shop")


@pytest.fixture
def asha(world: World) -> Person:
    return world.create_person("Asha", username="asha", language="gu")


@pytest.fixture
def bhavin(world: World) -> Person:
    return world.create_person("Bhavin", language="hi")


@pytest.fixture
async def bot(server: TelegramServer, shop: BotAccount) -> AsyncIterator[Bot]:
    """python-telegram-bot as it comes."""
    async with Bot(shop.token, base_url=server.bot_url, base_file_url=server.file_url) as client:
        yield client


@pytest.fixture
async def raw(server: TelegramServer, shop: BotAccount) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as http:
        yield Raw(http, server.url, shop.token)
