"""Hooks that miss, double and shuffle, and restarts in between: after one round everything is stored, and once."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from bot.playground.meta.records import Comment
from bot.playground.meta.told import Told
from inbox.errors import Unavailable
from inbox.store.embedded import Server
from tests.meta_ear import MINUTE, Ear, ear

THINGS = 400
MOST = 100  # in one body


def happen(heard: Ear, draw: random.Random) -> list[str]:
    """People comment, reply and write; answers every text."""
    world, said = heard.server.world, list[str]()
    people = [world.create_person(f"Person {number}") for number in range(20)]
    posts = [world.post(heard.owner, f"Post {number}") for number in range(4)]
    posts.append(world.post(heard.owner, "Advertisement", ad=True))
    below: list[Comment] = []
    for number in range(THINGS):
        person, text = draw.choice(people), f"{number}"
        said.append(text)
        heard.server.clock.advance(draw.random())
        if draw.random() < 0.4:
            world.message(person, heard.owner, text)
        elif below and draw.random() < 0.4:
            top = draw.choice(below)
            world.comment(person, top.post, text, under=top)
        else:
            below.append(world.comment(person, draw.choice(posts), text))
    return said


async def deliver(heard: Ear, draw: random.Random) -> int:
    """A tenth never arrives, a tenth comes twice, nothing in order, with crashes between. Answers what was lost."""
    told: list[Told] = [one for one in heard.server.world.told if one.entry == heard.owner.id]
    arrives = [one for one in told if draw.random() >= 0.1]
    arrives += [one for one in arrives if draw.random() < 0.1]
    draw.shuffle(arrives)
    lost = len({id(one) for one in told}) - len({id(one) for one in arrives})
    while arrives:
        size = draw.randint(1, MOST)
        body, arrives = arrives[:size], arrives[size:]
        await heard.tell(body)
        if draw.random() < 0.3:
            heard.start()
    return lost


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("network", ["facebook", "instagram"])
async def test_all_is_stored_once(redis_server: Server, brand: str, network: str, seed: int) -> None:
    draw = random.Random(seed)
    async with ear(redis_server.url, brand, network, page=network == "instagram") as heard:
        await heard.round()
        said = happen(heard, draw)
        lost = await deliver(heard, draw)
        heard.later(2 * MINUTE)
        heard.server.refuse(2, match="GET /{id}/conversations")
        with pytest.raises(Unavailable):
            await heard.round()
        found = await heard.round()
        assert Counter(await heard.texts()) == Counter(said)
        assert 0 < found <= lost
        assert heard.recovered == [found]
        assert await heard.round() == 0
