"""Opening the adapters of all accounts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.networks import REGISTRY, network_class
from bot.networks._outside import Outside
from bot.opening import Here, open_networks
from inbox.capabilities import Capabilities, Tariff, TextLimit
from inbox.models import AccountId, account_id
from inbox.network import Used
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


class Priced:
    """A network whose calls cost something in one of its plans."""

    class Options(BaseModel):
        """Which plan an account has."""

        free: bool = False

    def __init__(self, account: AccountId, options: Options, outside: Outside) -> None:
        """One account."""
        self.account = account
        self.capabilities = self.capabilities_of(options)
        self.outside = outside

    @staticmethod
    def capabilities_of(options: Options) -> Capabilities:
        """What an account of this plan may, and what it pays for that."""
        tariff = Tariff("USD", {"read": 5_000}, "tests/bot/test_opening.py", "2026-11-23")
        return Capabilities("priced", "", "", {}, TextLimit(280), tariff=None if options.free else tariff)

    async def close(self) -> None:
        """Nothing is held."""


async def test_an_account_is_given_a_meter_where_its_own_calls_cost_something(
    redis_url: str, brand: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REGISTRY, "priced", f"{__name__}:Priced")
    sites = [
        Site(account_id("priced", "paid"), "priced", Priced.Options()),
        Site(account_id("priced", "free"), "priced", Priced.Options(free=True)),
    ]

    async with world(redis_url, brand) as here:
        async with open_networks(sites, here.store, Here(Blobs(tmp_path), Keyring(tmp_path), here.clock)) as networks:
            spent = [await network.outside.meter.spend({"read": 2}) for network in networks.values()]  # type: ignore[attr-defined]
        tariff = Priced.capabilities_of(Priced.Options()).tariff
        assert tariff
        kept = await here.store.costs.all({sites[0].id: tariff}, here.clock())

    assert spent == [Used(10_000, 10_000, {"read": 2}), Used()]
    assert kept[sites[0].id].used == spent[0]
