"""What Mastodon offers, and the files that come with posts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from pydantic import ValidationError

from bot.networks._outside import EMPTY, Outside
from bot.networks.mastodon import CAPABILITIES, Mastodon
from bot.playground.mastodon import MastodonServer
from inbox.capabilities import Capabilities
from inbox.errors import LoginNeeded, Rejected
from inbox.models import Media, RemoteId, account_id
from inbox.network import Differs, FetchesMedia, Listens, Network
from inbox.publishing import JudgesPosts, ReadsMetrics
from tests.adapters import Files, Shelves


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def account(http: aiohttp.ClientSession, url: str) -> Mastodon:
    options = Mastodon.Options.model_validate({"base_url": url, "token": None})
    outside = Outside(http, Shelves(), Files(), "", lambda: 0)
    return Mastodon(account_id("mastodon", "main"), options, outside)


async def test_an_account_can_all_that_the_port_knows_of_it(http: aiohttp.ClientSession) -> None:
    network = account(http, "https://mastodon.example/")
    for ability in (Network, Listens, FetchesMedia, ReadsMetrics, JudgesPosts):
        assert isinstance(network, ability)
    assert isinstance(Mastodon, Differs)
    assert network.capabilities.text == CAPABILITIES.text
    opened = network.capabilities.opens(RemoteId("900.22"), RemoteId("5"))
    assert opened == "https://mastodon.example/web/statuses/5"


def test_it_offers_what_mastodon_has() -> None:
    can: Capabilities = CAPABILITIES
    assert can.offers("comments", "publish")
    assert not can.offers("direct", "publish")
    assert not can.offers("comments", "hide")
    assert can.limit("comments", "publish").length("https://www.example.com/" + "x" * 100) == 23


async def test_a_file_is_fetched_from_the_server_and_not_from_inside(http: aiohttp.ClientSession) -> None:
    async with MastodonServer() as server:
        world = server.world
        asha = world.create_person("asha")
        made = world.attach(world.post(asha, "Look"), "image", b"pot")
        network = account(http, server.url)
        own = Media("image", f"{server.url}/media/{made.id}")
        assert b"".join([part async for part in network.fetch(own)]) == b"pot"
        for address in ("https://127.0.0.1/x", "http://files.example/x", "", "https://169.254.169.254/latest"):
            with pytest.raises(Rejected):
                async for _ in network.fetch(Media("image", address)):
                    pass


async def test_without_a_token_it_says_how_to_connect(http: aiohttp.ClientSession) -> None:
    network = account(http, "https://mastodon.example")
    assert await EMPTY.read("grant") is None
    with pytest.raises(LoginNeeded, match="connect mastodon"):
        await network.metrics(CAPABILITIES.network)  # type: ignore[arg-type]  # any id


@pytest.mark.parametrize("url", ["mastodon.social", "ftp://x", ""])
def test_an_address_that_cannot_be_one_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Mastodon.Options.model_validate({"base_url": url})
