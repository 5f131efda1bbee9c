"""Holds an account that X calls to a simulated X that calls late, twice, out of order, or never."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from bot.networks._x.pace import STOPPED
from bot.playground.faults import Fault, Kind
from inbox.incoming import AccountRevoked
from inbox.models import RemoteId
from inbox.store.embedded import Server
from tests.bot.networks.x.payloads import payload
from tests.x_ear import Ear, ear

BY_ID = "GET /2/tweets"


@pytest.fixture
async def heard(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand, "webhook") as listening:
        yield listening


async def test_what_is_said_arrives_at_once(heard: Ear) -> None:
    world = heard.ours.server.world
    mention = heard.mention("hello")
    world.reply(heard.ours.asha, heard.ours.post, "Lovely")
    world.message(heard.ours.asha, heard.ours.us, "and in private")
    world.reply(heard.ours.us, mention, "Hi!")
    world.say_natively(heard.ours.us, heard.ours.asha, "yes?")
    await heard.told(until=5)
    assert await heard.texts() == ["hello", "Lovely", "and in private", "Hi!", "yes?"]
    assert [one.ours for one in await heard.messages()] == [False, False, False, True, True]
    by_thread = {one.thread.remote: one.thread for one in await heard.conversations()}
    subject = by_thread[RemoteId(f"{heard.ours.post.id}.{heard.ours.asha.id}")].subject
    assert subject is not None
    assert subject.text == "New cups today"


async def test_what_is_said_deep_below_a_post_of_ours_of_which_no_event_tells_is_searched(heard: Ear) -> None:
    world = heard.ours.server.world
    await heard.later(5)
    post = world.post(heard.ours.us, "Second")
    bhavin = world.create_person("bhavin", "Bhavin")
    world.keep_post(
        bhavin,
        "ask in the shop",
        reply_to=world.reply(heard.ours.asha, post, "Which clay?"),
        without=[heard.ours.us.id],
    )
    await heard.told(until=1)
    await heard.later(125)
    assert await heard.texts() == ["Which clay?", "ask in the shop"]


async def test_events_are_counted_once_each_by_their_price(heard: Ear) -> None:
    heard.mention("hello")
    heard.ours.server.world.message(heard.ours.asha, heard.ours.us, "and in private")
    await heard.told(until=2)
    things, billed = heard.ours.meter.things, heard.ours.server.billed.things
    assert (things["event.post"], things["event.dm"]) == (billed["post event"], billed["dm.received event"]) == (1, 1)


async def test_a_post_of_ours_that_is_removed_in_x_itself_is_marked(heard: Ear) -> None:
    world = heard.ours.server.world
    answer = world.reply(heard.ours.us, heard.mention("hello"), "Hi!")
    await heard.told(until=2)
    world.remove(answer)
    world.remove(heard.ours.post)  # which is no message, but what others stand under
    await heard.settle()
    by_id = {one.id: one for one in await heard.messages()}
    assert by_id[heard.ours.id(answer)].removed_at


async def test_twice_late_out_of_order_or_never_everything_is_there_once(heard: Ear) -> None:
    hooks, world = heard.ours.server.hooks, heard.ours.server.world
    hooks.missing, hooks.doubled, hooks.reordered, hooks.delayed = 0.2, 0.3, 0.2, 0.2
    for number in range(60):
        if number % 3 == 2:
            world.message(heard.ours.asha, heard.ours.us, f"private {number}")
        else:
            heard.mention(f"public {number}")
        await heard.later(2)
    await heard.later(700)
    assert len(await heard.messages()) == 60
    assert hooks.dealt[Kind.LOST] > 0
    assert await heard.recovered()


async def test_a_forged_call_stores_nothing_and_says_what_to_compare(heard: Ear) -> None:
    heard.ours.server.faults.next(Fault(Kind.FORGED), "*", 1)
    heard.mention("hello")
    await heard.told(until=1)
    await heard.settle()
    assert heard.ours.server.hooks.forged == [401]


async def test_what_could_not_be_stored_is_called_again(heard: Ear) -> None:
    heard.failing = 1
    heard.mention("hello")
    await heard.settle()
    assert await heard.messages() == []
    await heard.later(6)
    assert await heard.texts() == ["hello"]


@pytest.mark.parametrize("signs", ["oauth1", "both"])
async def test_a_body_in_whatever_shape_is_stored_or_ignored_and_answered(heard: Ear, signs: str) -> None:
    heard.ours.app.signs = signs  # type: ignore[assignment]  # of the three that there are
    (hook,) = heard.ours.app.webhooks.values()
    post = heard.ours.server.hooks.post
    for body in (b"", b"[]", b"no sense", b"[" * 5_000, b'{"data":{}}', b'{"data":{"event_type":1}}', b"{}"):
        assert await post(heard.ours.app, hook, body) == 200
    kept, _ = await heard.inbox.store.conversations.unreadable(20)
    assert len(kept) == 5


async def test_what_happens_to_an_account_that_nobody_has_is_said_once(heard: Ear) -> None:
    (hook,) = heard.ours.app.webhooks.values()
    for uuid in (b"1", b"2"):
        body = b'{"data":{"event_uuid":"%b","filter":{"user_id":"42"},"event_type":"dm.sent","payload":{}}}' % uuid
        assert await heard.ours.server.hooks.post(heard.ours.app, hook, body) == 200
    kept, _ = await heard.inbox.store.conversations.unreadable(20)
    ((_, said),) = kept
    assert "the account 42" in said["y"]


async def test_what_the_older_envelope_does_not_say_is_looked_for(heard: Ear) -> None:
    (hook,) = heard.ours.app.webhooks.values()
    heard.ours.server.hooks.missing = 1.0
    heard.ours.server.world.reply(heard.ours.asha, heard.ours.post, "Lovely")
    told = json.dumps(payload("older_reply")).replace('"1111"', f'"{heard.ours.us.id}"').encode()
    assert await heard.ours.server.hooks.post(heard.ours.app, hook, told) == 200
    await heard.later(5)
    assert await heard.texts() == ["Lovely"]


async def test_a_restart_reads_what_was_said_meanwhile(heard: Ear) -> None:
    await heard.stop()
    heard.ours.server.hooks.hosts.clear()
    for number in range(4):
        heard.mention(f"away {number}")
    heard.ours.server.clock.advance(300)
    heard.start()
    await heard.settle()
    assert len(await heard.messages()) == 4
    assert await heard.recovered() == ["4 messages recovered"]


async def test_the_app_taken_off_the_account_stops_it(heard: Ear) -> None:
    heard.ours.server.world.revoke(heard.ours.us)
    await heard.settle()
    (told,) = heard.of(AccountRevoked)
    assert "run.py connect x" in told.why


async def test_a_budget_that_is_used_up_has_x_tell_nothing_until_the_next_day(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, "webhook", budget_a_day=0.2) as heard:
        for number in range(60):
            heard.mention(f"number {number}")
            await heard.later(1)
        assert {one.event_type for one in heard.ours.app.subscriptions.values()} <= {"oauth.revoke"}
        assert heard.ours.meter.plans[-1][0] == STOPPED
        spent = heard.ours.server.billed.total
        assert spent <= 250_000
        heard.mention("unheard for now")
        await heard.later(600)
        assert heard.ours.server.billed.total == spent


async def test_a_challenge_is_answered_and_anything_else_is_not(heard: Ear) -> None:
    (hook,) = heard.ours.app.webhooks.values()
    assert await heard.ours.server.hooks.challenge(heard.ours.app, hook.url) is True
    heard.ours.app.consumer_secret = "another one"
    assert await heard.ours.server.hooks.challenge(heard.ours.app, hook.url) is False
    assert await heard.ours.server.hooks.post(heard.ours.app, hook, b"{}") == 401
