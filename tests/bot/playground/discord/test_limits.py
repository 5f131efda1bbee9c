"""Rate limits: buckets by route and channel, all calls together, and what discord.py makes of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from bot.playground.clock import Clock
from bot.playground.discord import BotAccount, Channel, DiscordServer, Guild, Person, World
from bot.playground.discord.limits import OVERALL, RateLimits, TooFast
from bot.playground.faults import Fault, Kind
from tests.bot.playground.discord.clients import Heard, running
from tests.discord_spec import Watch

SEND = "POST /channels/{channel_id}/messages"


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    """One that enforces the limits, as the real one does."""
    watch = Watch()
    async with DiscordServer() as strict:
        strict.inspect, strict.inspect_answer = watch, watch.answer
        yield strict
    watch.check()


def test_a_channel_takes_five_messages_in_five_seconds() -> None:
    limits = RateLimits()
    left = [limits.take(1, SEND, {"channel_id": "7"}, 100.0)["X-RateLimit-Remaining"] for _ in range(5)]
    with pytest.raises(TooFast) as sixth:
        limits.take(1, SEND, {"channel_id": "7"}, 102.0)

    assert left == ["4", "3", "2", "1", "0"]
    assert sixth.value.retry_after == pytest.approx(3.0)
    assert sixth.value.headers["Via"]
    assert sixth.value.body() == {
        "message": "You are being rate limited.",
        "code": 0,
        "retry_after": 3.0,
        "global": False,
    }
    limits.take(1, SEND, {"channel_id": "8"}, 102.0)
    limits.take(2, SEND, {"channel_id": "7"}, 102.0)
    limits.take(1, SEND, {"channel_id": "7"}, 105.0)


def test_all_calls_of_a_bot_together_have_a_limit() -> None:
    limits = RateLimits()
    for number in range(OVERALL):
        limits.take(1, SEND, {"channel_id": f"{number}"}, 100.0)
    with pytest.raises(TooFast) as one_more:
        limits.take(1, SEND, {"channel_id": "x"}, 100.5)

    assert one_more.value.more["global"] is True
    assert one_more.value.headers["X-RateLimit-Global"] == "true"
    limits.take(1, SEND, {"channel_id": "x"}, 101.0)


def test_answers_to_people_are_not_counted() -> None:
    limits = RateLimits()
    for number in range(OVERALL * 2):
        route = "POST /interactions/{interaction_id}/{interaction_token}/callback"
        assert limits.take(0, route, {"interaction_id": f"{number}"}, 100.0) == {}


def test_a_channel_takes_two_new_names_in_ten_minutes() -> None:
    limits = RateLimits()
    for _ in range(2):
        limits.take_rename(1, 7, 100.0)
    with pytest.raises(TooFast):
        limits.take_rename(1, 7, 699.0)
    limits.take_rename(1, 7, 700.0)


async def test_discord_py_waits_before_the_sixth_message_and_none_is_lost(
    server: DiscordServer, world: World, channel: discord.TextChannel, general: Channel
) -> None:
    before = time.monotonic()
    for number in range(6):
        await channel.send(f"{number}")

    assert time.monotonic() - before > 4
    assert [message.content for message in world.messages(general)] == [f"{number}" for number in range(6)]
    assert all(call.status == 200 for call in server.calls)


async def test_two_processes_share_a_bucket_and_the_slower_is_told_to_wait(
    server: DiscordServer, world: World, nadi: BotAccount, general: Channel, channel: discord.TextChannel
) -> None:
    async with running(server, nadi) as other:
        elsewhere = other.get_partial_messageable(general.id)
        for number in range(3):
            await channel.send(f"{number}")
        await elsewhere.send("3")
        await asyncio.gather(channel.send("4"), elsewhere.send("5"))

    assert len(general.messages) == 6
    assert 429 in {call.status for call in server.calls}


async def test_a_third_new_name_is_refused_with_headers_and_words(
    server: DiscordServer, client: Heard, channel: discord.TextChannel, nadi: BotAccount
) -> None:
    for name in ("one", "two"):
        await channel.edit(name=name)
    address = f"{server.api}/channels/{channel.id}"
    headers = {"Authorization": f"Bot {nadi.token}"}
    async with aiohttp.ClientSession(headers=headers) as http, http.patch(address, json={"name": "three"}) as answer:
        body = await answer.json()

    assert answer.status == 429
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Via"]
    assert 590 < body["retry_after"] <= 600
    assert body["global"] is False


@pytest.mark.parametrize("text", ["", "global"])
async def test_a_429_that_a_test_asks_for_is_waited_out(
    server: DiscordServer, channel: discord.TextChannel, general: Channel, text: str
) -> None:
    server.faults.next(Fault(Kind.REFUSE, status=429, retry_after=1, text=text), SEND)
    await channel.send("hello")

    assert [call.status for call in server.calls if call.route == SEND] == [429, 200]
    assert len(general.messages) == 1


async def test_the_clock_decides_when_a_bucket_is_full_again() -> None:
    async with DiscordServer(clock=Clock(2e9, speed=0)) as frozen:
        bot = frozen.world.create_bot("nadi")
        headers = {"Authorization": f"Bot {bot.token}"}
        statuses = []
        async with aiohttp.ClientSession(headers=headers) as http:
            for advance in [0.0] * 21 + [2.0]:
                frozen.clock.advance(advance)
                async with http.get(f"{frozen.api}/users/@me") as answer:
                    statuses.append(answer.status)

    assert statuses == [200] * 20 + [429, 200]


async def test_without_limits_nothing_waits(nadi: BotAccount, guild: Guild, asha: Person) -> None:
    async with DiscordServer(limits=False) as free:
        bot = free.world.create_bot("nadi")
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {bot.token}"}) as http:
            for _ in range(60):
                async with http.get(f"{free.api}/users/@me") as answer:
                    assert answer.status == 200
                    assert "X-RateLimit-Limit" not in answer.headers
