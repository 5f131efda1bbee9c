"""Meters: what was used of a day and a month, and no more than may be, whoever asks at the same time."""

from __future__ import annotations

import asyncio

from inbox.store import Store
from inbox.store.meters import Spent
from tests.world import DAY, START

NOON = START - START % DAY + DAY // 2


async def test_what_is_reserved_and_settled_is_spent_in_its_day_and_month(store: Store) -> None:
    meters = store.meters
    assert await meters.spent("model", NOON) == Spent()

    assert await meters.reserve("model", 500, 90, {}, NOON)
    await meters.settle("model", -200, 10, NOON)

    assert await meters.spent("model", NOON) == Spent(300, 300, 100, 100)
    assert await meters.spent("model", NOON + DAY) == Spent(0, 300, 0, 100)
    assert await meters.spent("model", NOON + 40 * DAY) == Spent()
    assert await meters.spent("embeddings", NOON) == Spent()


async def test_a_call_that_would_pass_a_limit_is_refused_and_counts_nothing(store: Store) -> None:
    meters = store.meters
    assert await meters.reserve("model", 600, 10, {"day_micros": 1000}, NOON)

    assert not await meters.reserve("model", 401, 10, {"day_micros": 1000}, NOON)
    assert not await meters.reserve("model", 0, 91, {"month_tokens": 100}, NOON)
    assert await meters.reserve("model", 400, 90, {"day_micros": 1000, "month_tokens": 100}, NOON)

    assert await meters.spent("model", NOON) == Spent(1000, 1000, 100, 100)


async def test_a_limit_of_nothing_allows_nothing_even_where_it_costs_nothing(store: Store) -> None:
    assert not await store.meters.reserve("model", 0, 10, {"month_micros": 0}, NOON)


async def test_of_many_at_once_only_as_many_as_may(store: Store) -> None:
    asked = [store.meters.reserve("model", 100, 1, {"day_micros": 1000}, NOON) for _ in range(30)]

    assert sum(await asyncio.gather(*asked)) == 10


async def test_what_was_used_is_forgotten_some_day(store: Store, brand: str) -> None:
    await store.meters.reserve("model", 1, 1, {}, NOON)

    for span in ("2026-09-21", "2026-09"):
        assert int(str(await store.client.call("TTL", f"{{{brand}}}:spent:model:{span}"))) > 30 * 86400
