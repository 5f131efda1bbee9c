"""Holds an account that keeps X's activity stream open to one that ends, breaks, repeats itself and forgets."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.networks._outside import FREE
from bot.networks._x import stream
from bot.networks._x.api import Api
from bot.networks._x.pace import STOPPED
from bot.networks._x.subscriptions import KINDS
from inbox.errors import NetworkError, StoreAway
from inbox.store.embedded import Server
from tests.bot.networks.x.payloads import payload
from tests.x_ear import Ear, ear

STREAM, MENTIONS = "GET /2/activity/stream", "GET /2/users/{id}/mentions"


@pytest.fixture
async def heard(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand, "stream") as listening:
        yield listening


async def test_what_is_said_arrives_at_once(heard: Ear) -> None:
    world = heard.ours.server.world
    assert {one.event_type for one in heard.ours.app.subscriptions.values()} == set(KINDS)
    mention = heard.mention("hello")
    world.message(heard.ours.asha, heard.ours.us, "and in private")
    world.reply(heard.ours.us, mention, "Hi!")
    await heard.told(until=3)
    assert await heard.texts() == ["hello", "and in private", "Hi!"]
    assert not heard.ours.app.webhooks
    assert heard.ours.meter.things["event.post"] == heard.ours.server.billed.things["post event"] == 2


@pytest.mark.parametrize("end", ["disconnect", "cut"])
async def test_a_stream_that_ends_is_opened_again_and_tells_what_was_missed(heard: Ear, end: str) -> None:
    heard.mention("before")
    await heard.told(until=1)
    await heard.later(60)
    read = heard.ours.server.calls[MENTIONS]
    getattr(heard.ours.server.hooks.streams, end)()
    heard.mention("meanwhile")
    await heard.settle()
    await heard.told(until=2)
    heard.mention("after")
    await heard.told(until=3)
    assert await heard.texts() == [f"{word}" for word in ("before", "meanwhile", "after")]
    assert heard.ours.server.calls[MENTIONS] == read  # X told it; nothing was read for it


async def test_what_the_stream_tells_no_more_is_read(heard: Ear) -> None:
    await heard.later(30)
    heard.ours.server.refuse("unavailable", match=STREAM, times=12)
    heard.ours.server.hooks.streams.cut()
    for number in range(5):
        heard.mention(f"number {number}")
        await heard.later(100)
    await heard.later(300)
    assert len(await heard.messages()) == 5
    assert await heard.recovered()
    heard.mention("told again")
    await heard.told(until=6)


async def test_two_streams_are_all_that_x_allows_and_a_third_waits(heard: Ear) -> None:
    heard.ours.server.refuse("connections", match=STREAM, times=2)
    heard.ours.server.hooks.streams.cut()
    await heard.later(200)
    heard.mention("hello")
    await heard.told(until=1)
    assert heard.ours.server.hooks.streams.open(heard.ours.app.id) == 1


async def test_keep_alives_say_nothing(heard: Ear) -> None:
    await heard.later(200)
    assert await heard.messages() == []
    kept, _ = await heard.inbox.store.conversations.unreadable(10)
    assert kept == []


async def test_an_event_that_was_lost_is_read_after_a_silence(heard: Ear) -> None:
    heard.ours.server.hooks.missing = 1.0
    heard.mention("lost")
    await heard.later(1_300)
    assert await heard.texts() == ["lost"]
    assert await heard.recovered() == ["1 message recovered"]


async def test_what_could_not_be_stored_ends_listening_and_is_heard_after_the_restart(heard: Ear) -> None:
    heard.failing = 1
    heard.mention("hello")
    with pytest.raises(StoreAway):
        await heard.ended()
    await heard.restart()
    await heard.settle()
    assert await heard.texts() == ["hello"]


async def test_a_budget_that_is_used_up_closes_the_stream_until_the_next_day(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, "stream", budget_a_day=0.2) as heard:
        for number in range(60):
            heard.mention(f"number {number}")
        await heard.eventually(lambda: not heard.ours.server.hooks.streams.open(heard.ours.app.id))
        assert heard.ours.meter.plans[-1][0] == STOPPED
        spent = heard.ours.server.billed.total
        heard.mention("unheard for now")
        await heard.later(3_600)
        assert heard.ours.server.billed.total == spent


async def test_a_line_that_cannot_be_read_is_kept_and_the_stream_goes_on(heard: Ear) -> None:
    heard.ours.server.hooks.streams.send(heard.ours.app.id, "no event")
    heard.ours.server.hooks.streams.send(heard.ours.app.id, {"data": {"event_type": "post.create", "filter": {}}})
    heard.mention("hello")
    await heard.told(until=1)
    kept, _ = await heard.inbox.store.conversations.unreadable(10)
    assert len(kept) == 1


async def test_what_is_told_of_another_account_of_the_app_is_not_ours(heard: Ear) -> None:
    body = {"data": {**payload("message")["data"], "filter": {"user_id": "42"}}}
    heard.ours.server.hooks.streams.send(heard.ours.app.id, body)
    heard.mention("hello")
    await heard.told(until=1)
    assert await heard.texts() == ["hello"]
    assert heard.ours.meter.things["event.dm"] == 0


async def test_the_token_of_the_app_follows_no_way_elsewhere() -> None:
    asked: list[str] = []

    async def moved(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response(status=302, headers={"Location": "/elsewhere"})

    async def nothing(*_: object) -> None:
        raise AssertionError

    runner = web.ServerRunner(web.Server(moved))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as http:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        api = Api(http, url, nothing, nothing, "bearer", FREE, lambda: 0)  # type: ignore[arg-type]  # asked by nobody
        with pytest.raises(NetworkError):
            await stream.listen(http, api, 0, lambda: 0, lambda: None, nothing, nothing)
    await runner.cleanup()
    assert asked == [stream.PATH]
