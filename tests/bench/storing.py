"""How fast pages of messages are stored, beside a bare pipelined XADD of the same bytes on the same server."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from redis.asyncio import Redis

from inbox import arrivals
from inbox.incoming import Incoming
from inbox.store import conversations, opened
from inbox.store.client import Word
from inbox.store.embedded import embedded
from tests.bench.figures import Figure, Step, in_turn, remark, show
from tests.bench.flood import PAGE, Flood
from tests.world import ACCOUNT, World

T = TypeVar("T")
Page = list[Incoming]
Command = list[Word]


async def measure(rounds: int = 9, pages: int = 20, people: int = 500) -> list[Figure]:
    """Messages per second with and without the look at durability, as shares of the bare XADD's."""
    flood = Flood(people)
    said = [[flood.page() for _ in range(pages)] for _ in range(3 * rounds)]
    bare = [[_xadds(page) for page in batch] for batch in said[:rounds]]
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server, opened(server.url, "bench") as store:
            world, redis = World(store, "bench"), Redis.from_url(server.url)
            storing = partial(store.conversations.receive, ACCOUNT, now=world.clock.at, debounce=1000)
            confirming = partial(arrivals.receive, world.brand, ACCOUNT)
            took = await in_turn(
                rounds,
                _each(iter(bare), partial(_send, redis)),
                _each(iter(said[rounds : 2 * rounds]), lambda page: storing(page, cursor="7")),
                _each(iter(said[2 * rounds :]), lambda page: confirming(page, "7")),
            )
            await redis.aclose()
    rates = [pages * PAGE / seconds for seconds in took]
    return [
        Figure("messages stored, of bare XADD", rates[1] / rates[0], remark(rates[1], rates[0]), least=0.25),
        Figure("the same, until safe to confirm", rates[2] / rates[0], remark(rates[2], rates[0]), least=0.25),
    ]


def _each(batches: Iterator[Sequence[T]], way: Callable[[T], Awaitable[object]]) -> Step:
    """A step that takes the next batch and gives each page of it to `way`, one after the other as a poll does."""

    async def step() -> None:
        for page in next(batches):
            await way(page)

    return step


def _xadds(page: Page) -> list[Command]:
    """One XADD for each message, with every byte that `receive` would send of it; made before the clock runs."""
    return [
        ["XADD", "bare", "*", "item", *conversations._item(ACCOUNT, incoming, conversations.endless)]
        for incoming in page
    ]


async def _send(redis: Redis, commands: list[Command]) -> None:
    pipe = redis.pipeline(transaction=False)
    for command in commands:
        pipe.execute_command(*command)
    await pipe.execute()


if __name__ == "__main__":
    show(measure())
