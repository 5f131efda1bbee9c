"""Holds what is looked up to a simulated X that tells nobody and nothing along."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from bot.playground.x import Post
from inbox.incoming import ThreadDescribed
from inbox.store.embedded import Server
from tests.x_ear import Ear, ear

BY_ID = "GET /2/tweets"


@pytest.fixture
async def heard(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand, "webhook") as listening:
        yield listening


async def test_names_and_posts_that_were_not_told_are_looked_up_in_one_call(heard: Ear) -> None:
    await heard.later(5)
    world = heard.ours.server.world
    heard.ours.server.hooks.missing = 1.0
    bhavin = world.create_person("bhavin", "Bhavin")
    mine = world.reply(heard.ours.us, world.reply(bhavin, world.post(heard.ours.us, "Second"), "Which clay?"), "Red")
    for who in (heard.ours.asha, bhavin):
        await bare(heard, world.reply(who, mine, f"thanks from {who.username}"))
    await heard.settle()
    before = heard.ours.server.calls[BY_ID]
    await heard.later(3)
    assert heard.ours.server.calls[BY_ID] == before + 1
    assert {one.thread.subject.text for one in heard.of(ThreadDescribed) if one.thread.subject} == {"Second"}
    for one in await heard.conversations():
        whole = await heard.inbox.store.conversations.read(one.id, heard.now())
        assert whole
        assert {contact.name for contact in whole.people.values()} <= {"Asha Patel", "Bhavin"}
    await heard.later(1_300)
    assert heard.ours.server.calls[BY_ID] <= before + 2  # and not again, but to see whether they are still there


async def bare(heard: Ear, post: Post) -> None:
    """X tells of an answer to us as its manual shows it: with nobody and nothing included."""
    told = {
        "id": post.id,
        "author_id": post.author.id,
        "text": post.full,
        "conversation_id": post.conversation_id,
        "in_reply_to_user_id": heard.ours.us.id,
        "referenced_tweets": [{"type": "replied_to", "id": post.reply_to.id if post.reply_to else ""}],
        "display_text_range": [post.shown_from, len(post.full)],
    }
    data = {
        "event_uuid": post.id,
        "filter": {"user_id": heard.ours.us.id},
        "event_type": "post.reply.create",
        "payload": told,
        "includes": {},
    }
    (hook,) = heard.ours.app.webhooks.values()
    assert await heard.ours.server.hooks.post(heard.ours.app, hook, json.dumps({"data": data}).encode()) == 200


async def test_what_is_gone_is_asked_for_once(heard: Ear) -> None:
    await heard.later(5)
    world = heard.ours.server.world
    heard.ours.server.hooks.missing = 1.0
    root = world.post(heard.ours.us, "Second")
    mine = world.reply(heard.ours.us, world.reply(heard.ours.asha, root, "Which clay?"), "Red")
    first, second = (world.reply(heard.ours.asha, mine, text) for text in ("one", "two"))
    world.remove(root)
    await bare(heard, first)
    before = heard.ours.server.calls[BY_ID]
    await heard.later(3)
    await bare(heard, second)
    await heard.later(3)
    assert heard.ours.server.calls[BY_ID] == before + 1
    assert await heard.texts() == ["one", "two"]


async def test_without_money_nothing_is_looked_up(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, "webhook", budget_a_day=0.2) as heard:
        await heard.later(5)
        await heard.ours.meter.spend({"event.post": 35})
        heard.ours.server.hooks.missing = 1.0
        await bare(heard, heard.ours.server.world.reply(heard.ours.asha, heard.ours.post, "one"))
        before = heard.ours.server.calls[BY_ID]
        await heard.later(30)
        assert heard.ours.server.calls[BY_ID] == before
