"""Opening every account's adapter on one shared HTTP session, and closing them at the end."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import aiohttp
from pydantic import BaseModel

from bot.networks import network_class, offered
from bot.networks._outside import FREE, Outside, ServesWeb, Share, unshared
from inbox.models import AccountId
from inbox.network import Meter, Network
from inbox.store import Store
from inbox.store.blobs import Blobs
from inbox.store.keyring import Keyring

NOTES_KEPT = 400 * 86_400_000  # ms; longer than any network lets one act upon what was said


class Presence(Protocol):
    """An account as bot.yaml describes it."""

    @property
    def id(self) -> AccountId: ...
    @property
    def network(self) -> str: ...
    @property
    def options(self) -> BaseModel: ...


@dataclass(frozen=True, slots=True)
class Here:
    """What all adapters of this installation are given; `team` are places where only our own people talk."""

    blobs: Blobs
    keyring: Keyring
    now: Callable[[], int]
    public_url: str = ""
    share: Share = unshared
    team: frozenset[str] = frozenset()


@contextlib.asynccontextmanager
async def open_networks(
    accounts: Iterable[Presence], store: Store, here: Here
) -> AsyncIterator[dict[AccountId, Network]]:
    """The adapter of each account, with a mailbox, a vault and a meter of its own."""
    vaults, networks = store.vaults(here.keyring), dict[AccountId, Network]()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as http:
        for account in accounts:
            cls, vault = network_class(account.network), vaults.of(account.id)
            # Who serves pages keeps whole talks there, and windows wait for their lines; all others only make notes.
            mailbox = store.mailboxes.of(account.id, None if isinstance(cls, ServesWeb) else NOTES_KEPT)
            outside = Outside(
                http, mailbox, here.blobs, here.public_url, here.now, here.team, vault, here.share,
                _meter(account, store, here.now),
            )  # fmt: skip
            networks[account.id] = cls(account.id, account.options, outside)
        try:
            yield networks
        finally:
            for network in networks.values():
                await network.close()


def _meter(account: Presence, store: Store, now: Callable[[], int]) -> Meter:
    """What counts the costs of an account's calls, where they have any."""
    tariff = offered(account.network, account.options).tariff
    return store.costs.of(account.id, tariff, now) if tariff else FREE
