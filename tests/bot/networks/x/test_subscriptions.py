"""Holds what X is asked to tell, and where, to a simulated X that refuses, forgets and gives up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.networks._x.pace import TOLD
from bot.networks._x.subscriptions import KINDS
from bot.playground.faults import Fault, Kind, Match
from inbox.store.embedded import Server
from tests.x_ear import PUBLIC, Ear, ear

BY_ID = "GET /2/tweets"


@pytest.fixture
async def heard(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand, "webhook") as listening:
        yield listening


async def test_x_is_told_to_call_us_and_of_what(heard: Ear) -> None:
    (hook,) = heard.ours.app.webhooks.values()
    assert (hook.url, hook.valid) == (f"{PUBLIC}/hooks/x/{heard.ours.app.client_id}", True)
    told = heard.ours.app.subscriptions.values()
    assert {one.event_type for one in told} == set(KINDS)
    assert {(one.filter["user_id"], one.webhook_id) for one in told} == {(heard.ours.us.id, hook.id)}
    await heard.restart()
    await heard.later(700)
    assert len(heard.ours.app.subscriptions) == len(KINDS)
    assert heard.ours.meter.plans[-1][0] == TOLD


async def test_a_hook_that_x_gave_up_is_woken_and_what_it_missed_is_read(heard: Ear) -> None:
    (hook,) = heard.ours.app.webhooks.values()
    hook.valid = False
    heard.mention("into the void")
    await heard.later(700)
    assert hook.valid
    assert await heard.texts() == ["into the void"]
    assert await heard.recovered() == ["1 message recovered"]


async def test_an_address_that_x_cannot_reach_is_said_and_mentions_are_read_all_the_same(
    redis_server: Server, brand: str
) -> None:
    async with ear(redis_server.url, brand, "webhook") as heard:
        await heard.stop()
        heard.ours.app.webhooks.clear()
        heard.ours.app.subscriptions.clear()
        heard.ours.server.hooks.hosts[PUBLIC] = "http://127.0.0.1:9"
        heard.start()
        heard.mention("hello")
        await heard.later(650)
        assert not heard.ours.app.webhooks
        assert await heard.texts() == ["hello"]


async def test_a_right_that_the_login_lacks_takes_only_its_own_events_away(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, "webhook") as heard:
        await heard.stop()
        for one in list(heard.ours.app.subscriptions.values()):
            if one.event_type.startswith("dm."):
                del heard.ours.app.subscriptions[one.id]
        heard.ours.server.faults.next(Fault(Kind.REFUSE, status=403), Match(call="POST /2/activity/subscriptions"), 2)
        heard.start()
        await heard.later(1_300)
        assert {one.event_type for one in heard.ours.app.subscriptions.values()} == set(KINDS) - {
            "dm.received",
            "dm.sent",
        }


@pytest.mark.parametrize("shape", ["nested", "list", "flat"])
async def test_each_shape_in_which_x_answers_will_do(redis_server: Server, brand: str, shape: str) -> None:
    async with ear(redis_server.url, brand, "webhook") as heard:
        heard.ours.server.world.subscription_shape = shape
        heard.ours.app.subscriptions.clear()
        await heard.later(700)
        assert len(heard.ours.app.subscriptions) == len(KINDS)


async def test_subscriptions_that_lead_elsewhere_are_led_to_us_and_those_of_others_are_left(heard: Ear) -> None:
    other = heard.ours.server.world.create_account("other", "Other", heard.ours.app)
    for one in heard.ours.app.subscriptions.values():
        one.webhook_id = ""
    theirs = next(iter(heard.ours.app.subscriptions.values()))
    heard.ours.app.subscriptions["9"] = replace(theirs, id="9", filter={"user_id": other.id}, webhook_id="")
    await heard.later(700)
    (hook,) = heard.ours.app.webhooks.values()
    assert heard.ours.app.subscriptions.pop("9").webhook_id == ""
    assert {one.webhook_id for one in heard.ours.app.subscriptions.values()} == {hook.id}
