"""The gateway's wire: what it says first, and with which code it closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person, World


class Raw:
    """A gateway connection without a library."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, op: int, data: Any = None) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def hear(self) -> dict[str, Any]:
        given: dict[str, Any] = await self.socket.receive_json(timeout=20)
        return given

    async def closed(self) -> int | None:
        async with asyncio.timeout(20):
            async for _ in self.socket:
                pass
        return self.socket.close_code


@pytest.fixture
async def raw(server: DiscordServer) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{server.gateway}?v=10&encoding=json") as socket:
        yield Raw(socket)


def identity(bot: BotAccount, **more: Any) -> dict[str, Any]:
    return {"token": bot.token, "intents": 1 << 9, "properties": {}} | more


async def test_it_greets_and_answers_heartbeats(raw: Raw) -> None:
    hello = await raw.hear()
    await raw.say(1)

    assert hello["op"] == 10
    assert hello["d"]["heartbeat_interval"] > 1000
    assert (await raw.hear())["op"] == 11


async def test_after_identifying_come_ready_and_the_guilds(raw: Raw, nadi: BotAccount, guild: Guild) -> None:
    await raw.hear()
    await raw.say(2, identity(nadi))
    ready, create = await raw.hear(), await raw.hear()

    assert (ready["t"], ready["s"]) == ("READY", 1)
    assert ready["d"]["guilds"] == [{"id": str(guild.id), "unavailable": True}]
    assert ready["d"]["resume_gateway_url"].startswith("ws://")
    assert (create["t"], create["s"]) == ("GUILD_CREATE", 2)
    assert [member["user"]["id"] for member in create["d"]["members"]] == [str(nadi.id)], "no members intent"


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (99, None, 4003),
        (8, {"guild_id": "1"}, 4003),
        (2, {"token": "nobody", "intents": 0}, 4004),
        (6, {"token": "nobody", "session_id": "x", "seq": 1}, 4004),
    ],
)
async def test_who_has_not_identified_is_closed(raw: Raw, op: int, data: Any, code: int) -> None:
    await raw.hear()
    await raw.say(op, data)

    assert await raw.closed() == code


async def test_what_is_not_json_closes(raw: Raw) -> None:
    await raw.hear()
    await raw.socket.send_str("{")

    assert await raw.closed() == 4002


@pytest.mark.parametrize(("intents", "code"), [(1 << 40, 4013), ("all", 4013), (1 << 1, 4014)])
async def test_intents_that_are_wrong_or_not_allowed_close(raw: Raw, nadi: BotAccount, intents: Any, code: int) -> None:
    nadi.allowed_intents = 0
    await raw.hear()
    await raw.say(2, identity(nadi, intents=intents))

    assert await raw.closed() == code


async def test_a_bot_in_several_shards_is_not_simulated(raw: Raw, nadi: BotAccount) -> None:
    await raw.hear()
    await raw.say(2, identity(nadi, shard=[0, 2]))

    assert await raw.closed() == 4010


@pytest.mark.parametrize(("op", "code"), [(2, 4005), (77, 4001)])
async def test_who_has_identified_may_not_again_nor_speak_in_tongues(
    raw: Raw, nadi: BotAccount, guild: Guild, op: int, code: int
) -> None:
    await raw.hear()
    await raw.say(2, identity(nadi))
    await raw.say(op, identity(nadi))

    assert await raw.closed() == code


async def test_another_version_of_the_api_is_not_spoken(server: DiscordServer) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{server.gateway}?v=6&encoding=json") as socket:
        assert await Raw(socket).closed() == 4012


async def test_an_unknown_session_cannot_be_resumed(raw: Raw, nadi: BotAccount) -> None:
    await raw.hear()
    await raw.say(6, {"token": nadi.token, "session_id": "gone", "seq": 4})

    assert await raw.hear() == {"op": 9, "d": False}


async def test_a_session_that_was_left_for_minutes_cannot_be_resumed(
    server: DiscordServer, raw: Raw, nadi: BotAccount, guild: Guild
) -> None:
    await raw.hear()
    await raw.say(2, identity(nadi))
    ready = await raw.hear()
    server.drop(nadi)
    await raw.closed()
    server.clock.advance(181)
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{server.gateway}?v=10&encoding=json") as socket:
        again = Raw(socket)
        await again.hear()
        await again.say(6, {"token": nadi.token, "session_id": ready["d"]["session_id"], "seq": 1})

        assert await again.hear() == {"op": 9, "d": False}


@pytest.mark.parametrize(("code", "left"), [(1000, 0), (4000, 1)])
async def test_a_bot_that_says_goodbye_ends_its_session(
    world: World, raw: Raw, nadi: BotAccount, guild: Guild, code: int, left: int
) -> None:
    await raw.hear()
    await raw.say(2, identity(nadi))
    await raw.hear()
    await raw.socket.close(code=code)
    await world.wait_for(lambda: not any(session.wire for session in world.sessions.of(nadi)))

    assert len(world.sessions.of(nadi)) == left


async def test_a_resume_replays_what_was_missed_in_order(
    server: DiscordServer, world: World, raw: Raw, nadi: BotAccount, general: Channel, asha: Person
) -> None:
    await raw.hear()
    await raw.say(2, identity(nadi))
    ready, create = await raw.hear(), await raw.hear()
    server.drop(nadi, code=None)
    for number in range(3):
        world.say(asha, general, f"message {number}")
    async with aiohttp.ClientSession() as http, http.ws_connect(f"{server.gateway}?v=10&encoding=json") as socket:
        again = Raw(socket)
        await again.hear()
        await again.say(6, {"token": nadi.token, "session_id": ready["d"]["session_id"], "seq": create["s"]})
        heard = [await again.hear() for _ in range(4)]

    assert [event["t"] for event in heard] == ["MESSAGE_CREATE"] * 3 + ["RESUMED"]
    assert [event["s"] for event in heard] == [3, 4, 5, 6]
    assert isinstance(heard[-1]["d"], dict)
