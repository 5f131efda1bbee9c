"""Ends listening at odd moments, in every way of hearing, with faults on both sides: nothing is lost, nothing twice."""

from __future__ import annotations

import random

import pytest

from bot.playground.faults import Fault, Kind, Match
from inbox.errors import Unavailable
from inbox.incoming import NewMessage
from inbox.store.embedded import Server
from tests.x_ear import Ear, ear

READS = ("GET /2/users/{id}/mentions", "GET /2/dm_events", "GET /2/tweets/search/recent", "GET /2/users/{id}/tweets")
FAULTS = (Fault(Kind.REFUSE, status=503), Fault(Kind.REFUSE, status=500), Fault(Kind.REFUSE, status=429))


@pytest.mark.parametrize("way", ["poll", "webhook", "stream"])
async def test_nothing_is_lost_or_told_twice(redis_server: Server, brand: str, way: str) -> None:
    draw = random.Random(7)
    async with ear(redis_server.url, brand, way) as heard:
        hooks = heard.ours.server.hooks
        hooks.missing, hooks.doubled, hooks.delayed, hooks.reordered = 0.05, 0.1, 0.1, 0.1
        said = [await something(heard, draw, number) for number in range(160)]
        hooks.missing = 0.0
        await heard.restart()
        heard.ours.server.faults.clear()
        await heard.later(1_500)
        assert sorted(await heard.texts()) == sorted(said)
        ids = [message.id for message in await heard.messages()]
        assert len(ids) == len(set(ids))
        assert len(heard.of(NewMessage)) >= 160


async def something(heard: Ear, draw: random.Random, number: int) -> str:
    """Somebody says something; and perhaps X fails, time passes, or our process ends."""
    world, text = heard.ours.server.world, f"number {number}"
    kind = number % 4
    if kind == 0:
        heard.mention(text)
    elif kind == 1:
        world.message(heard.ours.asha, heard.ours.us, text)
    elif kind == 2:
        world.reply(heard.ours.asha, heard.ours.post, text)
    else:
        world.edit(heard.mention("before"), f"@nadipots {text}")  # of which X tells nobody
    if draw.random() < 0.2:
        heard.ours.server.faults.next(draw.choice(FAULTS), Match(call=draw.choice(READS)), 1)
    if draw.random() < 0.2:
        await heard.restart()
    elif draw.random() < 0.5:
        await pass_time(heard, draw.uniform(1, 40))
    return text


async def pass_time(heard: Ear, seconds: float) -> None:
    """Let time pass; the supervisor comes back when X stays away."""
    try:
        await heard.later(seconds)
    except Unavailable:
        await heard.restart()
