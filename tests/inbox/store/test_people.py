"""Our people: who they are, which browsers they are signed in with, and how often signing in failed."""

from __future__ import annotations

import asyncio

from inbox.store import Store
from inbox.store.people import Person

ANNA = Person("anna", "admin", "hash")
BEN = Person("ben", "writer")


async def test_people_are_added_changed_and_forgotten(store: Store) -> None:
    await store.people.save(BEN)
    await store.people.save(ANNA)
    await store.people.save(Person("ben", "moderator"))

    assert await store.people.all() == [ANNA, Person("ben", "moderator")]
    assert await store.people.find("anna") == ANNA
    await store.people.remove("anna")
    assert await store.people.find("anna") is None


async def test_of_many_who_would_be_the_first_one_is(store: Store) -> None:
    people = [Person(f"anna{n}", "admin") for n in range(20)]

    made = await asyncio.gather(*(store.people.save_first(one) for one in people))

    assert made.count(True) == 1
    assert await store.people.all() == [people[made.index(True)]]


async def test_a_browser_stays_signed_in_until_it_is_forgotten(store: Store) -> None:
    await store.people.save(ANNA)
    await store.people.sign_in("secret", "anna", 60)

    assert await store.people.signed_in("secret") == ANNA
    assert await store.people.signed_in("another") is None
    await store.people.sign_out("secret")
    assert await store.people.signed_in("secret") is None


async def test_who_is_no_longer_one_of_us_is_signed_out_everywhere(store: Store) -> None:
    await store.people.save(ANNA)
    await store.people.sign_in("secret", "anna", 60)

    await store.people.remove("anna")

    assert await store.people.signed_in("secret") is None


async def test_the_secret_of_a_browser_is_not_in_redis(store: Store) -> None:
    await store.people.save(ANNA)
    await store.people.sign_in("the-secret", "anna", 60)

    keys = [key async for key in store.client._redis.scan_iter(count=1000)]
    assert not [key for key in keys if "the-secret" in key]


async def test_failures_are_counted_for_each_who_tries_and_looking_counts_none(store: Store) -> None:
    people = store.people
    counts = [await people.failures("1.2.3.4", 60, failed=True) for _ in range(3)]

    assert counts == [1, 2, 3]
    assert await people.failures("1.2.3.4", 60) == 3
    assert await people.failures("5.6.7.8", 60) == 0


async def test_failures_are_forgotten_after_their_time(store: Store) -> None:
    await store.people.failures("1.2.3.4", 1, failed=True)

    async with asyncio.timeout(5):
        while await store.people.failures("1.2.3.4", 1):
            await asyncio.sleep(0.05)
