"""Stopped again and again in the middle of bursts, with calls that fail and hooks that get lost or come twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.tiktok import Comment
from inbox.actions import Reply
from inbox.errors import NetworkError, Uncertain
from inbox.incoming import NewMessage
from tests.tiktok_account import Ours, tiktok_account

TURNS, MOST = 15, 40
FAULTS = (Kind.CUT_BEFORE, Kind.CUT_AFTER, Kind.REFUSE)


def burst(ours: Ours, draw: random.Random) -> None:
    """Some people comment, and answer each other, under new and old comments."""
    world = ours.server.world
    for _ in range(draw.randrange(MOST)):
        video = draw.choice(list(ours.us.videos.values()))
        there: list[Comment] = list(video.comments.values())
        if there and draw.random() < 0.4:
            world.reply(ours.asha, draw.choice(there), f"reply {len(world.comments)}")
        else:
            ours.comment(f"comment {len(world.comments)}", video=video)
    for _ in range(draw.randrange(3)):
        fault = Fault(draw.choice(FAULTS), status=draw.choice((500, 502, 503)))
        ours.server.faults.next(fault, draw.choice(("GET *", "POST /business/comment/reply/create/")))


async def listen_a_moment(ours: Ours, draw: random.Random) -> None:
    """A new process hears some of the hooks, begins to listen, and dies."""
    account, told = ours.account(), ours.told()
    draw.shuffle(told)
    await ours.hook(
        account, [one for one in told if draw.random() < 0.7] + [one for one in told if draw.random() < 0.1]
    )
    async with asyncio.TaskGroup() as group:
        task = group.create_task(account.listen(ours.heard.receive, ours.heard.cursor))
        for _ in range(draw.randrange(25)):
            await asyncio.sleep(0.001)  # no race: it dies wherever it has come to
        task.cancel()


async def answer(ours: Ours, said: NewMessage, key: str) -> None:
    """As the outbox does: tried again where nothing was done, looked for where nobody knows; by another process."""
    action, since = Reply(said.thread.remote, f"answer {key}", said.id), ours.now()
    for _ in range(8):
        try:
            await ours.account().perform(action, key)
        except Uncertain:
            if await found(ours, action, key, since):
                return
        except NetworkError:
            continue
        else:
            return


async def found(ours: Ours, action: Reply, key: str, since: int) -> bool:
    for _ in range(8):
        try:
            return await ours.account().find_sent(action, key, since) is not None
        except NetworkError:
            continue
    raise AssertionError("nobody could look")


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_is_lost_and_nothing_said_twice(seed: int) -> None:
    draw = random.Random(seed)
    async with tiktok_account(limits=False) as ours:
        ours.server.world.video(ours.us, "another post")
        keys = 0
        for _ in range(TURNS):
            burst(ours, draw)
            await listen_a_moment(ours, draw)
            theirs = [one for one in ours.heard.messages.values() if one.author is not None]
            for said in draw.sample(theirs, min(2, len(theirs))):
                keys += 1
                await answer(ours, said, f"{keys}")
            ours.server.clock.advance(draw.choice((5, 60, 3600)))
        ours.server.faults.clear()
        last = ours.account()
        for _ in range(3):
            await ours.round(last)
            ours.server.clock.advance(3700)
        people = {one.id for one in ours.server.world.comments.values() if one.who is ours.asha}
        assert people - ours.heard.messages.keys() == set()
        assert {one.id for one in ours.heard.messages.values() if one.author is not None} == people
        assert set(Counter(one.text for one in ours.server.sent).values()) == {1}
        assert len(ours.server.sent) == keys
