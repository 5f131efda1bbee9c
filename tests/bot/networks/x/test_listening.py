"""Holds how an account goes on asking X, through restarts, budgets and trouble, to a simulated X that charges."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.networks._x.pace import SLOW, STOPPED
from bot.playground.faults import Fault, Kind, Match
from inbox.actions import Reply
from inbox.errors import LoginNeeded, Unavailable
from inbox.store.embedded import Server
from tests.x_ear import Ear, ear

MENTIONS, SEARCH, LETTERS = "GET /2/users/{id}/mentions", "GET /2/tweets/search/recent", "GET /2/dm_events"
OWN, BY_ID = "GET /2/users/{id}/tweets", "GET /2/tweets"
HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture
async def heard(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand) as listening:
        yield listening


async def test_a_first_start_reads_only_the_last_day_and_tells_of_no_gap(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand) as heard:
        await heard.stop()
        heard.pages.clear()
        heard.mention("long ago")
        heard.ours.server.clock.advance(DAY + 600)
        heard.mention("yesterday")
        heard.ours.server.clock.advance(DAY / 2)
        heard.ours.log_in()
        heard.start()
        await heard.settle()
        assert await heard.texts() == ["yesterday"]
        assert await heard.recovered() == []


async def test_what_was_said_while_nobody_listened_is_read_after_a_restart_and_told(heard: Ear) -> None:
    heard.mention("before")
    await heard.later(30)
    await heard.stop()
    for number in range(7):
        heard.mention(f"away {number}")
        heard.ours.server.clock.advance(100)
    heard.ours.server.world.message(heard.ours.asha, heard.ours.us, "and in private")
    heard.start()
    await heard.settle()
    assert len(await heard.messages()) == 9
    assert await heard.recovered() == ["8 messages recovered"]
    await heard.restart()
    await heard.settle()
    assert (len(await heard.messages()), len(await heard.recovered())) == (9, 1)


async def test_a_clock_of_ours_that_is_an_hour_ahead_loses_nothing(heard: Ear) -> None:
    real = heard.ours.now
    heard.ours.now = lambda: real() + 3_600_000  # type: ignore[method-assign]  # our clock is wrong
    await heard.restart()
    for number in range(4):
        heard.mention(f"number {number}")
        await heard.later(200)
    assert len(await heard.messages()) == 4


async def test_looking_costs_nothing_while_nothing_is_said(heard: Ear) -> None:
    await heard.later(120)
    before, calls = heard.ours.server.billed.total, heard.ours.server.calls[MENTIONS]
    await heard.later(2 * HOUR)
    assert heard.ours.server.billed.total == before
    assert heard.ours.server.calls[MENTIONS] - calls < 2 * HOUR / 15 / 3  # and all the less often it is looked


async def test_a_budget_first_slows_reading_then_stops_it_until_the_next_day(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, budget_a_day=1.0) as heard:
        for number in range(200):
            heard.mention(f"number {number}")
        await heard.later(300)
        early = len(await heard.messages())
        assert 0 < early < 200
        assert heard.ours.meter.plans[-1][0] == SLOW
        assert heard.ours.meter.plans[-1][2] == 1_000_000
        await heard.later(6 * HOUR)
        assert early < len(await heard.messages()) < 200
        assert (await heard.ours.meter.used()).today <= 1_000_000
        assert heard.ours.server.billed.on(heard.ours.server.clock.now()) <= 1_000_000


async def test_a_budget_that_is_used_up_lets_replies_go_on(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, budget_a_day=1.0) as heard:
        mention = heard.mention("hello")
        await heard.later(15)
        await heard.ours.meter.spend({"post.create.link": 5})
        await heard.later(300)
        words, next_at, _ = heard.ours.meter.plans[-1]
        assert words == STOPPED
        assert next_at % 86_400_000 < 2_000
        calls = sum(heard.ours.server.calls.values())
        heard.mention("unheard for now")
        await heard.later(HOUR)
        assert sum(heard.ours.server.calls.values()) == calls
        reply = Reply(heard.ours.below(mention), "Hello!", to=heard.ours.id(mention))
        await heard.account.perform(reply, "1")
        assert heard.ours.said()[-1] == "Hello!"


async def test_a_list_that_x_lets_be_read_no_more_waits_alone(heard: Ear) -> None:
    world = heard.ours.server.world
    world.limits.exhaust(LETTERS, heard.ours.us.id, now=world.now)
    world.message(heard.ours.asha, heard.ours.us, "in private")
    await heard.later(70)
    heard.mention("in public")
    await heard.later(30)
    assert await heard.texts() == ["in public"]
    await heard.later(960)
    assert len(await heard.texts()) == 2


async def test_an_x_that_is_away_is_tried_again_and_then_said(heard: Ear) -> None:
    heard.ours.server.faults.next(Fault(Kind.REFUSE, status=503), Match(call=MENTIONS), 2)
    heard.mention("hello")
    await heard.later(60)
    assert await heard.texts() == ["hello"]
    heard.ours.server.faults.next(Fault(Kind.REFUSE, status=503), Match(call=MENTIONS), 9)
    with pytest.raises(Unavailable):
        await heard.later(300)


async def test_credits_that_are_used_up_are_said_and_it_is_tried_again_every_hour(heard: Ear) -> None:
    heard.ours.app.credit = 0
    heard.mention("hello")
    await heard.later(600)
    assert heard.ours.meter.plans[-1][0].startswith("The app's credits at X are used up")
    assert await heard.messages() == []
    calls = sum(heard.ours.server.calls.values())
    await heard.later(HOUR / 2)
    assert sum(heard.ours.server.calls.values()) == calls
    heard.ours.app.credit = None
    await heard.later(HOUR)
    assert await heard.texts() == ["hello"]


async def test_a_login_that_is_over_ends_listening(heard: Ear) -> None:
    heard.ours.server.world.revoke(heard.ours.us)
    with pytest.raises(LoginNeeded):
        await heard.later(300)


async def test_listening_can_be_stopped_at_any_moment(heard: Ear) -> None:
    for number in range(30):
        heard.mention(f"number {number}")
        heard.ours.server.clock.advance(16)
        await asyncio.sleep(0.002 * (number % 5))  # no race: it is stopped wherever it has come to
        await heard.restart()
    await heard.later(30)
    assert len(await heard.messages()) == 30


async def test_on_the_enterprise_plan_no_budget_holds_anything_back(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, budget_a_day=0.1, plan="enterprise") as heard:
        for number in range(150):
            heard.mention(f"number {number}")
        await heard.later(15)
        assert len(await heard.messages()) == 150
