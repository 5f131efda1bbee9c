"""Opening every account's adapter on one shared HTTP session, and closing them at the end."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from typing import Protocol

import aiohttp
from pydantic import BaseModel

from bot.networks import network_class
from bot.networks._outside import Outside
from inbox.models import AccountId
from inbox.network import Network
from inbox.store import Store
from inbox.store.blobs import Blobs


class Presence(Protocol):
    """An account as bot.yaml describes it."""

    @property
    def id(self) -> AccountId: ...
    @property
    def network(self) -> str: ...
    @property
    def options(self) -> BaseModel: ...


@contextlib.asynccontextmanager
async def open_networks(
    accounts: Iterable[Presence],
    store: Store,
    blobs: Blobs,
    public_url: str,
    now: Callable[[], int],
    team: Collection[str] = (),
) -> AsyncIterator[dict[AccountId, Network]]:
    """The adapter of each account; `team` are places where only our own people talk, which no network listens to."""
    networks: dict[AccountId, Network] = {}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as http:
        for account in accounts:
            outside = Outside(http, store.mailboxes.of(account.id), blobs, public_url, now, frozenset(team))
            networks[account.id] = network_class(account.network)(account.id, account.options, outside)
        try:
            yield networks
        finally:
            for network in networks.values():
                await network.close()
