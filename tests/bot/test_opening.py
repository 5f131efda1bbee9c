"""Opening the adapters of all accounts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from bot.networks import network_class
from bot.opening import Here, open_networks
from inbox.models import AccountId, account_id
from inbox.store.blobs import Blobs
from inbox.store.keyring import Keyring
from tests.world import World, world


@dataclass(frozen=True)
class Site:
    """The web chat as bot.yaml describes it."""

    id: AccountId
    network: str
    options: BaseModel


async def test_each_account_has_its_adapter(redis_url: str, brand: str, tmp_path: Path) -> None:
    options = network_class("webchat").Options()
    sites = [Site(account_id("webchat", name), "webchat", options) for name in ("shop", "blog")]

    async with world(redis_url, brand) as here:
        assert isinstance(here, World)
        async with open_networks(sites, here.store, Here(Blobs(tmp_path), Keyring(tmp_path), here.clock)) as networks:
            assert {id: network.account for id, network in networks.items()} == {site.id: site.id for site in sites}
