"""discord.py loses its connection in every way there is, and what it has heard afterwards."""

from __future__ import annotations

import asyncio

from bot.playground.discord import BotAccount, Channel, DiscordServer, Person, World
from bot.playground.faults import Fault, Kind, Match
from tests.bot.playground.discord.clients import Heard, running


async def contents(client: Heard, count: int) -> list[str]:
    return [data["content"] for data in await client.hear("MESSAGE_CREATE", count)]


async def test_a_dropped_connection_is_resumed_and_nothing_is_missed(
    server: DiscordServer, world: World, client: Heard, nadi: BotAccount, general: Channel, asha: Person
) -> None:
    world.say(asha, general, "before")
    await client.hear("MESSAGE_CREATE")
    assert server.drop(nadi, code=4000) == 1
    world.say(asha, general, "meanwhile")
    await client.hear("RESUMED")
    world.say(asha, general, "after")

    assert await contents(client, 3) == ["before", "meanwhile", "after"]
    assert len(client.all("READY")) == 1


async def test_a_connection_that_is_cut_in_the_middle_of_an_event_is_resumed(
    server: DiscordServer, world: World, client: Heard, nadi: BotAccount, general: Channel, asha: Person
) -> None:
    server.drop_during(nadi, "MESSAGE_CREATE")
    world.say(asha, general, "torn in half")
    await client.hear("RESUMED")

    assert await contents(client, 1) == ["torn in half"]


async def test_a_forgotten_session_is_begun_anew_and_what_was_said_meanwhile_is_missed(
    server: DiscordServer, world: World, client: Heard, nadi: BotAccount, general: Channel, asha: Person
) -> None:
    server.forget_sessions(nadi)
    server.drop(nadi)
    world.say(asha, general, "meanwhile")
    await client.hear("READY", 2)
    world.say(asha, general, "after")

    assert await contents(client, 1) == ["after"]
    channel = client.get_channel(general.id)
    assert [message.content async for message in channel.history()] == ["after", "meanwhile"]  # type: ignore[union-attr]


async def test_a_bot_that_is_asked_to_reconnect_resumes(
    server: DiscordServer, world: World, client: Heard, nadi: BotAccount, general: Channel, asha: Person
) -> None:
    server.ask_to_reconnect(nadi)
    await client.hear("RESUMED")
    world.say(asha, general, "still there")

    assert await contents(client, 1) == ["still there"]


async def test_a_bot_whose_session_is_invalidated_begins_anew(
    server: DiscordServer, client: Heard, nadi: BotAccount
) -> None:
    server.invalidate(nadi)
    await client.hear("READY", 2)

    assert not client.all("RESUMED")


async def test_two_processes_of_one_bot_hear_everything_both(
    server: DiscordServer, world: World, client: Heard, nadi: BotAccount, general: Channel, asha: Person
) -> None:
    async with running(server, nadi) as other:
        world.say(asha, general, "to both")
        both = await asyncio.gather(contents(client, 1), contents(other, 1))

    assert both == [["to both"], ["to both"]]


async def test_an_event_can_come_twice_and_late_but_never_out_of_order(
    server: DiscordServer, world: World, client: Heard, nadi: BotAccount, general: Channel, asha: Person
) -> None:
    server.faults.next(Fault(Kind.DUPLICATE), Match(call="MESSAGE_CREATE", network="discord"))
    server.faults.next(Fault(Kind.DELAY, seconds=0.2), Match(call="MESSAGE_CREATE", account="nadi"))
    for text in ("twice", "late", "last"):
        world.say(asha, general, text)

    assert await contents(client, 4) == ["twice", "twice", "late", "last"]
