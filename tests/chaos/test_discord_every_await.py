"""Killed at every single await of a send to Discord, the follower sees it once, and nobody has to look."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from dataclasses import astuple

import pytest
import pytest_asyncio

from bot.playground.discord import Channel, DiscordServer
from bot.playground.discord.records import Message
from inbox import arrivals
from inbox.incoming import NewMessage
from inbox.models import Contact, DeliveryId, RemoteId, Thread
from inbox.store.embedded import Server
from inbox.store.queue import Idle
from tests.cast import ASHA
from tests.chaos.interrupted import Moment
from tests.chaos.nursery import Nursery, nursery
from tests.chaos.stage import LATER, Place, stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
FEWEST_AWAITS, MOST_AWAITS = 3, 120
MODULES = ("tests.chaos.stage", "bot.networks.discord")


async def approved(place: Place, channel: Channel, question: Message) -> DeliveryId:
    """A reply to that message, approved and due."""
    thread, author = Thread(RemoteId(f"{channel.id:020d}"), "group"), Contact(RemoteId("1"), ASHA.name)
    async with stage(place) as here:
        asked = NewMessage(thread, RemoteId(f"{question.id:020d}"), author, question.content, 1)
        await arrivals.receive(here.brand, here.account, [asked], None)
        return await here.decide()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def births(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """A process that brings up others."""
    async with nursery(tmp_path_factory.mktemp("births"), *MODULES) as opened:
        yield opened


@pytest.mark.parametrize("moment", ["waits", "goes on"])
@pytest.mark.parametrize("ahead", [0, LATER], ids=["at once", "when no key is remembered"])
async def test_killed_at_any_await_of_a_send_it_is_seen_once(
    births: Nursery, redis_server: Server, brand: str, moment: Moment, ahead: int
) -> None:
    async with DiscordServer(limits=False) as discord:
        world = discord.world
        bot, asha = world.create_bot("nadi"), world.create_person("asha")
        guild = world.create_guild("Friends of Nadi", bots=[bot], members=[asha])
        general = world.create_channel(guild, "general")
        for at in itertools.count(1):
            assert at < MOST_AWAITS
            place = Place(redis_server.url, f"{brand}-{at}", "discord", discord.api, bot.token)
            question = world.say(asha, general, "hello")
            delivery = await approved(place, general, question)
            child = await births.bear("tests.chaos.stage:act", astuple(place), "send", at, moment)
            code = await child.ended
            assert code in (0, -9), births.log.read_text()
            async with stage(place, ahead=max(ahead, 61_000)) as here:  # by then every lease has ended
                for _ in range(10):
                    if isinstance(await here.send(), Idle):
                        break
                found = await here.brand.store.outbox.open(delivery)
            seen = sum(m.author is bot and m.reply_to is question for m in general.messages.values())
            assert (found and found.state, seen) == ("sent", 1), f"killed as await {at} {moment}"
            if code == 0:
                assert at > FEWEST_AWAITS
                break
