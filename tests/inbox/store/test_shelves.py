"""Reading a sorted set page by page, newest first, whatever leaves it meanwhile."""

from __future__ import annotations

import pytest

from inbox.store import Store
from inbox.store.shelves import newest


async def fill(store: Store, brand: str, scores: list[int]) -> str:
    """A shelf with an id for each score; gives the name of its key."""
    key = f"{{{brand}}}:q:test"
    for n, score in enumerate(scores):
        await store.client.call("ZADD", key, score, f"id {n:02}")
    return key


async def page(store: Store, limit: int, after: str | None = None) -> tuple[list[str], str | None]:
    """One page of it."""
    return await newest(store.schedule._scripts, "test", limit, after)


async def whole(store: Store, limit: int) -> list[str]:
    """The shelf, page by page."""
    found: list[str] = []
    after: str | None = None
    while True:
        ids, after = await page(store, limit, after)
        found += ids
        if after is None:
            return found


@pytest.mark.parametrize("limit", [1, 3, 10, 50])
@pytest.mark.parametrize("scores", [list(range(10)), [5] * 10, []])
async def test_every_id_is_on_exactly_one_page(store: Store, brand: str, limit: int, scores: list[int]) -> None:
    await fill(store, brand, scores)

    assert await whole(store, limit) == [f"id {n:02}" for n in reversed(range(len(scores)))]


@pytest.mark.parametrize("scores", [list(range(10)), [5] * 10])
async def test_nothing_is_skipped_when_the_last_of_a_page_leaves_or_moves(
    store: Store, brand: str, scores: list[int]
) -> None:
    key = await fill(store, brand, scores)
    _, place = await page(store, 4)
    await store.client.call("ZREM", key, "id 06")

    assert (await page(store, 2, place))[0] == ["id 05", "id 04"]

    for score in (99, -99):
        await store.client.call("ZADD", key, score, "id 06")
        assert (await page(store, 2, place))[0] == ["id 05", "id 04"]
