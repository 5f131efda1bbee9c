"""A person in front of the simulated Discord's page, and a bot of discord.py that answers, for every test of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser

from bot.discord_base import REAL_API, point_at
from bot.playground.discord import DiscordServer
from tests.browser.discord_seat import Clerk, Place, Seat


@pytest_asyncio.fixture(loop_scope="module")
async def place() -> AsyncIterator[Place]:
    """A server where followers and the team are, without any bot connected."""
    async with DiscordServer() as discord:
        yield Place.built(discord)


@pytest_asyncio.fixture(loop_scope="module")
async def seat(place: Place, browser: Browser) -> AsyncIterator[Seat]:
    """Pages in that server; afterwards nothing may have been complained about."""
    seat = Seat(browser, place)
    yield seat
    await seat.close()


@pytest_asyncio.fixture(loop_scope="module")
async def clerk(place: Place) -> AsyncIterator[Clerk]:
    """The team's bot, connected."""
    point_at(place.discord.api)
    async with Clerk(place.guild.id) as clerk, asyncio.TaskGroup() as group:
        running = group.create_task(clerk.start(place.clerk.token))
        await asyncio.wait_for(clerk.there.wait(), 15)
        yield clerk
        running.cancel()
    point_at(REAL_API)
