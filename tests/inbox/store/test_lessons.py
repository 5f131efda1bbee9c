"""Decisions on lessons: kept with who made them, and the last one counts."""

from __future__ import annotations

from inbox.store import Store
from inbox.store.lessons import Settled


async def test_what_was_decided_is_kept_with_who_did_it(store: Store) -> None:
    await store.lessons.settle("q1", "dismissed", "meera of the team", 5)
    await store.lessons.settle("p2", "accepted", "olga", 6)
    await store.lessons.settle("q1", "accepted", "noor", 7)

    assert await store.lessons.settled() == {
        "q1": Settled("accepted", "noor", 7),
        "p2": Settled("accepted", "olga", 6),
    }


async def test_at_first_nothing_is_decided(store: Store) -> None:
    assert await store.lessons.settled() == {}
