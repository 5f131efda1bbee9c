"""The vault: sealed in Redis, bound to its record, and its keys changed while others read and write."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from inbox.errors import SetupError, StoreAway
from inbox.models import AccountId
from inbox.sealing import Key, key_id
from inbox.store import Store, opened
from inbox.store.embedded import embedded
from inbox.store.keyring import FILE, Keyring
from inbox.store.vault import Vaults
from tests.redis_servers import kill

PAGE, OTHER = AccountId("facebook:main"), AccountId("facebook:second")
OLD, NEW, LOST = Key(b"o" * 32), Key(b"n" * 32), Key(b"l" * 32)


@pytest.fixture
def vaults(store: Store, data: Path) -> Vaults:
    """A vault whose key is made on first use."""
    return store.vaults(Keyring(data))


async def in_redis(store: Store, brand: str) -> dict[str, str]:
    """What somebody sees who reads Redis."""
    found = await store.client.call("HGETALL", f"{{{brand}}}:vault")
    assert isinstance(found, dict)
    return found


async def put(store: Store, brand: str, field: str, sealed: str) -> None:
    """What somebody does who writes into Redis."""
    await store.client.call("HSET", f"{{{brand}}}:vault", field, sealed)


async def test_what_is_written_is_read_and_redis_never_sees_it(vaults: Vaults, store: Store, brand: str) -> None:
    vault = vaults.of(PAGE)
    assert await vault.read("token") is None
    await vault.write("token", "EAAB-first")
    await vault.write("token", "EAAB-સંગમ")

    assert await vault.read("token") == "EAAB-સંગમ"
    assert await vaults.of(OTHER).read("token") is None
    kept = await in_redis(store, brand)
    assert list(kept) == ["facebook:main/token"]
    assert "EAAB" not in str(kept)


async def test_a_sealed_text_moved_to_another_record_stays_shut(vaults: Vaults, store: Store, brand: str) -> None:
    await vaults.of(PAGE).write("token", "EAAB")
    await put(store, brand, f"{OTHER}/token", (await in_redis(store, brand))[f"{PAGE}/token"])

    with pytest.raises(SetupError, match="facebook:second cannot be opened"):
        await vaults.of(OTHER).read("token")


async def test_a_lost_key_file_says_which_key_is_missing_and_harms_nobody_else(vaults: Vaults, data: Path) -> None:
    await vaults.of(PAGE).write("token", "EAAB")
    (data / FILE).unlink()
    with pytest.raises(SetupError, match=r"facebook:main was encrypted with the key \w{8}, and .*vault.key has none"):
        await vaults.of(PAGE).read("token")

    await vaults.of(OTHER).write("token", "EAAC")
    assert await vaults.of(OTHER).read("token") == "EAAC"
    listed = {kept.account: kept for kept in await vaults.all()}
    assert (listed[PAGE].text, listed[OTHER].text) == ("", "EAAC")
    assert "Put that key back" in listed[PAGE].problem


async def test_everything_of_an_account_is_forgotten(vaults: Vaults) -> None:
    await vaults.of(PAGE).write("token", "EAAB")
    await vaults.of(PAGE).write("spare", "EAAC")
    await vaults.of(OTHER).write("token", "EAAD")

    assert await vaults.forget(PAGE) == 2
    assert await vaults.forget(PAGE) == 0
    assert [(kept.account, kept.name, kept.text) for kept in await vaults.all()] == [(OTHER, "token", "EAAD")]


async def test_a_rotation_leaves_one_new_key_that_opens_everything(vaults: Vaults, store: Store, brand: str) -> None:
    for account in (PAGE, OTHER):
        await vaults.of(account).write("token", f"of {account}")
    (before,) = vaults.keyring.read().keys

    rotated = await vaults.rotate()

    (after,) = vaults.keyring.read().keys
    assert (rotated.sealed, rotated.shut, rotated.dropped, rotated.key) == (2, (), 1, after.id)
    assert after != before
    assert {key_id(sealed) for sealed in (await in_redis(store, brand)).values()} == {after.id}
    assert [kept.text for kept in await vaults.all()] == [f"of {PAGE}", f"of {OTHER}"]


async def test_an_interrupted_rotation_is_run_again(vaults: Vaults, store: Store, brand: str) -> None:
    await vaults.of(PAGE).write("token", "EAAB")
    (old,) = vaults.keyring.read().keys
    vaults.keyring.write([NEW, old])  # the new key was put in front, then the light went out
    await vaults.of(OTHER).write("token", "EAAC")
    assert {key_id(sealed) for sealed in (await in_redis(store, brand)).values()} == {old.id, NEW.id}

    rotated = await vaults.rotate()

    assert (rotated.sealed, rotated.dropped) == (2, 2)
    assert [kept.text for kept in await vaults.all()] == ["EAAB", "EAAC"]
    assert len(vaults.keyring.read().keys) == 1


async def test_a_rotation_without_redis_drops_no_key(tmp_path: Path, data: Path, brand: str) -> None:
    async with embedded(tmp_path / "redis") as redis, opened(redis.url, brand) as store:
        vaults = store.vaults(Keyring(data))
        await vaults.of(PAGE).write("token", "EAAB")
        (old,) = vaults.keyring.read().keys
        kill(redis.pid)
        with pytest.raises(StoreAway):
            await vaults.rotate()
        assert old in vaults.keyring.read().keys

        await redis.restart()
        await vaults.rotate()
        assert old not in vaults.keyring.read().keys
        assert await vaults.of(PAGE).read("token") == "EAAB"


async def test_what_no_key_opens_is_named_and_stays(vaults: Vaults, store: Store, data: Path, brand: str) -> None:
    await store.vaults(Keyring(data, LOST.text)).of(OTHER).write("token", "EAAC")
    await vaults.of(PAGE).write("token", "EAAB")

    rotated = await vaults.rotate()

    assert rotated.sealed == 1
    assert [(kept.account, kept.key) for kept in rotated.shut] == [(OTHER, LOST.id)]
    assert key_id((await in_redis(store, brand))[f"{OTHER}/token"]) == LOST.id


async def test_with_a_ring_of_the_operator_the_first_key_seals_and_no_key_is_made(store: Store, data: Path) -> None:
    await store.vaults(Keyring(data, OLD.text)).of(PAGE).write("token", "EAAB")
    both = store.vaults(Keyring(data, f"{NEW.text}\n{OLD.text}"))
    first, second = await both.rotate(), await both.rotate()

    assert (first.sealed, first.key, second.sealed) == (1, NEW.id, 0)
    assert await store.vaults(Keyring(data, NEW.text)).of(PAGE).read("token") == "EAAB"
    assert not data.exists()


async def test_nothing_is_lost_when_many_write_read_and_rotate_at_once(store: Store, data: Path) -> None:
    accounts = [AccountId(f"facebook:page-{n}") for n in range(8)]
    last = dict.fromkeys(accounts, "")

    async def live(account: AccountId) -> Sequence[str | None]:
        vault, seen = store.vaults(Keyring(data)).of(account), []
        for n in range(15):
            await vault.write("token", f"{account} {n}")
            last[account] = f"{account} {n}"
            seen.append(await vault.read("token"))
        return seen

    async def rotate() -> int:
        for _ in range(6):
            await store.vaults(Keyring(data)).rotate()
        return 0

    *seen, _, _ = await asyncio.gather(*map(live, accounts), rotate(), rotate())

    assert seen == [[f"{account} {n}" for n in range(15)] for account in accounts]
    assert {kept.account: kept.text for kept in await store.vaults(Keyring(data)).all()} == last
