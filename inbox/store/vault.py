"""The vault: what accounts keep secret (their tokens), sealed before it reaches Redis.

One hash for a brand: `account/name` -> sealed text. Redis, its files and its backups never hold the text itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from inbox.errors import SangamError, SetupError
from inbox.models import AccountId
from inbox.sealing import Record, Ring, UnknownKey, key_id, new_key, seal, unseal
from inbox.store.keyring import Keyring
from inbox.store.scripts import Scripts

LOOKS: Final = 3  # at a record that is re-sealed between reading it and reading the keys


@dataclass(frozen=True, slots=True)
class Kept:
    """One record: whose it is, its name, its text ("" with the reason in `problem`), and the key that sealed it."""

    account: AccountId
    name: str
    key: str
    text: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: records sealed anew, those that cannot be opened, keys made useless, the key in use."""

    sealed: int
    shut: tuple[Kept, ...]
    dropped: int
    key: str


class Vaults:
    """All records of a brand; any number of processes may use them at once."""

    def __init__(self, scripts: Scripts, keyring: Keyring) -> None:
        """The vault of the brand that the scripts are bound to; no key is made or read yet."""
        self.keyring = keyring
        self._scripts = scripts
        self._hash = scripts.keys("vault")

    def of(self, account: AccountId) -> AccountVault:
        """What one account keeps."""
        return AccountVault(self, account)

    async def all(self) -> list[Kept]:
        """Every record, by account and name; one that cannot be opened says why. Raises StoreAway."""
        found = cast(dict[str, str], await self._scripts.client.call("HGETALL", self._hash))
        return [await self._kept(field, found[field]) for field in sorted(found)]

    async def forget(self, account: AccountId) -> int:
        """Remove all records of an account; answers how many there were."""
        fields = cast(list[str], await self._scripts.client.call("HKEYS", self._hash))
        mine = [field for field in fields if field.rpartition("/")[0] == account]
        return sum([int(await self._scripts.run_kept("vault", 0, field, "", "")) for field in mine])

    async def rotate(self) -> Rotated:
        """Seal everything with a new key and drop the old ones, or with the first key of a ring that is not ours.

        Interrupted at any point, it can be run again: the old keys go last. Raises SetupError and StoreAway.
        """
        async with self.keyring.locked(alone=True):
            before = self.keyring.read()
            if self.keyring.is_ours:
                self.keyring.write([new_key(), *before.keys])
            ring = self.keyring.read()
            if not ring.keys:
                raise SetupError(f"There is no key in {ring.where}.")
            fields = cast(list[str], await self._scripts.client.call("HKEYS", self._hash))
            results = [await self._seal_anew(field, ring) for field in sorted(fields)]
            if self.keyring.is_ours:
                self.keyring.write(ring.keys[:1])
        shut = tuple(kept for kept in results if isinstance(kept, Kept))
        done = sum(kept is True for kept in results)
        return Rotated(done, shut, len(ring.keys) - 1, ring.keys[0].id)

    async def read(self, field: str) -> str | None:
        """The text of a record; None where there is none. Raises SetupError when it cannot be opened."""
        sealed = await self._sealed(field)
        for left in reversed(range(LOOKS)):
            if sealed is None:
                return None
            try:
                return unseal(self.keyring.read(), sealed, self._record(field))
            except UnknownKey:
                before, sealed = sealed, await self._sealed(field)
                if not left or sealed == before:
                    raise
        raise AssertionError  # the last look returned or raised

    async def write(self, field: str, text: str) -> None:
        """Keep a text; it survives a kill -9 of Redis when this returns. Raises SetupError and StoreAway."""
        await self.keyring.made()
        async with self.keyring.locked():
            sealed = seal(self.keyring.read(), text, self._record(field))
            await self._scripts.run_kept("vault", 0, field, "", sealed)

    async def _seal_anew(self, field: str, ring: Ring) -> bool | Kept:
        """Whether it had to be sealed anew; the record itself when it cannot be opened."""
        while (sealed := await self._sealed(field)) is not None and key_id(sealed) != ring.keys[0].id:
            try:
                text = unseal(ring, sealed, self._record(field))
            except SetupError as error:
                return _shut(field, sealed, error)
            anew = seal(ring, text, self._record(field))
            if await self._scripts.run_kept("vault", 0, field, sealed, anew):
                return True
        return False

    async def _kept(self, field: str, sealed: str) -> Kept:
        try:
            text = await self.read(field)
        except SetupError as error:
            return _shut(field, sealed, error)
        account, _, name = field.rpartition("/")
        return Kept(AccountId(account), name, key_id(sealed), text or "")

    async def _sealed(self, field: str) -> str | None:
        found = await self._scripts.client.call("HGET", self._hash, field)
        return None if found is None else str(found)

    def _record(self, field: str) -> Record:
        account, _, name = field.rpartition("/")
        return self._scripts.keys.brand, account, name


class AccountVault:
    """What one account keeps; satisfies what adapters are given as their vault."""

    def __init__(self, vaults: Vaults, account: AccountId) -> None:
        """One account's part of the brand's vault."""
        self._vaults = vaults
        self._account = account

    async def read(self, name: str) -> str | None:
        """What is kept under the name; None when there is nothing. Raises SetupError when it cannot be opened."""
        return await self._vaults.read(f"{self._account}/{name}")

    async def write(self, name: str, text: str) -> None:
        """Keep it in place of what was there; returns once that is safe from a crash."""
        await self._vaults.write(f"{self._account}/{name}", text)


def _shut(field: str, sealed: str, error: SangamError) -> Kept:
    account, _, name = field.rpartition("/")
    return Kept(AccountId(account), name, key_id(sealed), problem=str(error))
