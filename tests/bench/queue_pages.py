"""What a page of the queue costs among a million conversations, against the same page among a thousand."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from inbox import views
from inbox.brand import Brand
from inbox.store import Store, opened
from inbox.store.client import Client
from inbox.store.connect import connect
from inbox.store.embedded import embedded
from inbox.store.keys import Keys
from tests.bench.figures import Figure, seconds, show
from tests.cast import MEERA
from tests.world import ACCOUNT, START, World

MOST = 1.5
IN_ONE_SCRIPT = 5_000
SHELF = "open"
# What `receive` leaves of a conversation with one message that nobody answered, as far as a queue shows it.
FILL = """
local p, account, from, to, start = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
for n = from, to do
  local who, at = string.format('%010d', n), start + n * 1000
  local conv = account .. '/' .. who
  redis.call('HSET', p .. 'c:' .. conv, 'a', account, 'th', '{"i":"' .. who .. '","k":"direct"}', 'at', at, 'pv',
    'how long does shipping take to my town and may I send the bowl back, asks ' .. n, 'last', who, 'lat', at,
    'who', who, 'left', '', 'rev', 1, 'st', 'open', 'sn', 0, 'w', at)
  redis.call('HSET', p .. 'contacts', account .. '/' .. who, '["' .. who .. '","Visitor ' .. n .. '","","en"]')
  for _, shelf in ipairs({'all', 'open', 'waiting'}) do
    redis.call('ZADD', p .. 'q:' .. shelf, at, conv)
    redis.call('ZADD', p .. 'q:' .. shelf .. '@' .. account, at, conv)
  end
end
return redis.call('ZCARD', p .. 'q:open')
"""


async def measure(few: int = 1_000, many: int = 1_000_000, pages: int = 400) -> list[Figure]:
    """How many times as long a page takes, at the top of the queue and somewhere in the middle of it."""
    with tempfile.TemporaryDirectory() as folder:
        async with embedded(Path(folder)) as server:
            await _fill(server.url, {"few": few, "many": many})
            async with opened(server.url, "few") as small, opened(server.url, "many") as big:
                places = [await _places(small, "few", few, pages), await _places(big, "many", many, pages)]
                brands = [World(store, "bench").brand for store in (small, big)]
                top = await _compared(brands, [[None] * pages] * 2)
                middle = await _compared(brands, places)
    return [
        _figure(f"first page of {many:,} over {few:,}", top),
        _figure(f"page from the middle of {many:,} over {few:,}", middle),
    ]


async def _fill(url: str, brands: dict[str, int]) -> None:
    """Put that many conversations into each brand; nothing of it is for the file."""
    client: Client = connect(url)
    await client.call("CONFIG", "SET", "appendonly", "no")
    for brand, count in brands.items():
        for first in range(1, count + 1, IN_ONE_SCRIPT):
            last = min(first + IN_ONE_SCRIPT - 1, count)
            there = await client.evalsha(FILL, [Keys(brand).prefix], [ACCOUNT, first, last, START])
            assert there == last
    await client.aclose()


async def _places(store: Store, brand: str, count: int, pages: int) -> list[str | None]:
    """Where pages from the middle half of the queue begin, at random."""
    chosen = random.Random(count)
    ranks = [chosen.randrange(count // 4, 3 * count // 4) for _ in range(pages)]
    shelf = Keys(brand)("q", SHELF)
    found = await store.client.pipeline([("ZRANGE", shelf, rank, rank, "WITHSCORES") for rank in ranks])
    return [f"{score} {member}" for [[member, score]] in cast(list[list[tuple[str, float]]], found)]


async def _compared(brands: Sequence[Brand], places: Sequence[Sequence[str | None]]) -> list[float]:
    """The median seconds of a page in each brand, asked in turn."""
    taken: list[list[float]] = [[] for _ in brands]
    for afters in zip(*places, strict=True):
        for number, (brand, after) in enumerate(zip(brands, afters, strict=True)):

            async def page(brand: Brand = brand, after: str | None = after) -> None:
                assert len((await views.queue(brand, MEERA, SHELF, after=after)).rows) == 50

            taken[number].append(await seconds(page))
    return [statistics.median(times) for times in taken]


def _figure(name: str, took: Sequence[float]) -> Figure:
    few, many = took
    return Figure(name, many / few, f"{many * 1000:.2f} ms against {few * 1000:.2f} ms for 50 rows", most=MOST)


if __name__ == "__main__":
    show(measure())
