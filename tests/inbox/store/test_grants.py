"""Grants: what has earned to go out alone, who said so, and what was taken back."""

from __future__ import annotations

from inbox.models import EntryId
from inbox.policy import Slice
from inbox.store import Store
from inbox.store.grants import Grant
from tests.world import ACCOUNT, START

ANY = Slice("faq", ACCOUNT, "direct")
SALES = Slice("faq", ACCOUNT, "direct", "sales")


async def told(store: Store) -> list[tuple[str, str, str, str]]:
    """The lines of the log."""
    return [(e.what, e.ref, e.by, e.detail) for e in await store.log.after(EntryId("0-0"))]


async def test_a_slice_is_granted_once_and_the_log_says_by_whom(store: Store) -> None:
    assert await store.grants.grant(ANY, "olga", START, "30 of 30 unchanged")
    assert not await store.grants.grant(ANY, "meera", START + 1)

    assert await store.grants.all() == (Grant(ANY, "olga", START, "30 of 30 unchanged"),)
    assert await told(store) == [
        ("autonomy.granted", f"faq on {ACCOUNT}, direct", "olga", "30 of 30 unchanged")
    ]  # fmt: skip


async def test_what_is_taken_back_says_why_until_it_is_granted_anew(store: Store) -> None:
    await store.grants.grant(SALES, "olga", START)

    assert await store.grants.withdraw(SALES, "they complained", "sangam", START + 5) == (True, 0)
    assert await store.grants.withdraw(SALES, "again", "sangam", START + 6) == (False, 0)

    (grant,) = await store.grants.all()
    assert grant == Grant(SALES, "olga", START, "", "sangam", START + 5, "they complained")
    assert not grant.stands
    assert (await told(store))[-1] == (
        "autonomy.withdrawn", f"faq on {ACCOUNT}, direct labelled sales", "sangam", "they complained",
    )  # fmt: skip

    await store.grants.grant(SALES, "olga", START + 9)
    assert await store.grants.all() == (Grant(SALES, "olga", START + 9),)


async def test_slices_are_granted_each_for_itself(store: Store) -> None:
    await store.grants.grant(ANY, "olga", START)
    await store.grants.grant(SALES, "olga", START + 1)

    assert not (await store.grants.withdraw(Slice("rules", ACCOUNT, "direct"), "x", "olga", START + 2))[0]
    assert [(grant.slice, grant.stands) for grant in await store.grants.all()] == [(ANY, True), (SALES, True)]
