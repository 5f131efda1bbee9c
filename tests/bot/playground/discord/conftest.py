"""A simulated Discord with one guild, a bot, two followers and a moderator; and discord.py as it comes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import discord
import pytest

from bot.discord_base import REAL_API, point_at
from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person, World
from tests.bot.playground.discord.clients import Heard, running
from tests.discord_spec import Watch


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """It runs in real time; rate limits are off. Every call and every answer is held against Discord's description."""
    watch = Watch()
    async with DiscordServer(limits=False) as running:
        running.inspect, running.inspect_answer = watch, watch.answer
        yield running
    watch.check()


@pytest.fixture(autouse=True)
def pointed(request: pytest.FixtureRequest) -> Iterator[None]:
    """discord.py looks for Discord where the server is, and where it always did afterwards."""
    if "server" in request.fixturenames:
        point_at(request.getfixturevalue("server").api)
    yield
    point_at(REAL_API)


@pytest.fixture
def world(server: DiscordServer) -> World:
    return server.world


@pytest.fixture
def asha(world: World) -> Person:
    return world.create_person("asha", name="Asha")


@pytest.fixture
def meera(world: World) -> Person:
    return world.create_person("meera", name="Meera")


@pytest.fixture
def nadi(world: World) -> BotAccount:
    return world.create_bot("nadi")


@pytest.fixture
def guild(world: World, nadi: BotAccount, asha: Person, meera: Person) -> Guild:
    return world.create_guild("Friends of Nadi", bots=[nadi], members=[asha, meera])


@pytest.fixture
def general(world: World, guild: Guild) -> Channel:
    return world.create_channel(guild, "general")


@pytest.fixture
def channel(client: Heard, general: Channel) -> discord.TextChannel:
    """The general channel as discord.py sees it."""
    found = client.get_channel(general.id)
    assert isinstance(found, discord.TextChannel)
    return found


@pytest.fixture
async def client(server: DiscordServer, nadi: BotAccount, guild: Guild, general: Channel) -> AsyncIterator[Heard]:
    """discord.py, logged in and connected, which keeps what it hears."""
    async with running(server, nadi) as heard:
        yield heard
