"""All keys of a brand share one hash slot, and no two brands share a key."""

from __future__ import annotations

import re

from inbox.models import RemoteId
from inbox.store import Store
from inbox.store import keys as named
from inbox.store.keys import Keys
from tests.world import World, world


def test_a_key_begins_with_its_brand_in_braces() -> None:
    keys = Keys("shop")

    assert keys.prefix == "{shop}:"
    assert keys("c", "telegram:main/1") == "{shop}:c:telegram:main/1"


async def test_every_key_that_is_written_belongs_to_the_brand_and_is_described(redis_url: str, brand: str) -> None:
    async with world(redis_url, brand) as here:
        await here.drafted()
        await here.store.mailboxes.of(next(iter(here.capabilities))).append(RemoteId("t"), "k", "{}")
        written = [key for key in await keys_of(here) if brand in key]

    described = set(re.findall(r"\{brand\}:(\w+)", named.__doc__ or ""))
    assert len(written) > 10
    assert {key.removeprefix(f"{{{brand}}}:").split(":")[0] for key in written} <= described


async def keys_of(here: World) -> list[str]:
    """Every key on the server; on a cluster, of every node."""
    client = here.store.client._redis
    return [key async for key in client.scan_iter(count=1000)]


async def test_two_brands_on_one_redis_never_meet(redis_url: str, brand: str) -> None:
    async with world(redis_url, brand) as one, world(redis_url, f"{brand}-two") as other:
        await one.drafted()

        page = await other.store.conversations.page("all", 1, oldest_first=True, after=None, limit=9)
        assert (page.total, await other.store.log.last()) == (0, "0-0")


async def test_a_store_has_one_salt_for_ever(store: Store, redis_url: str, brand: str) -> None:
    salt = await store.client.call("GET", f"{{{brand}}}:salt")
    async with world(redis_url, brand):
        pass

    assert await store.client.call("GET", f"{{{brand}}}:salt") == salt
