"""One login: the address to open, and what is made of the address that it leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import pytest_asyncio

from bot.networks._meta.login import App, Dialogue, Hosts, token_in
from bot.networks._meta.needs import Way, scopes
from inbox.errors import Unavailable

STATE = "s3cret-state"


@pytest_asyncio.fixture
async def http() -> Any:
    """A session that no test here uses on the wire."""
    async with aiohttp.ClientSession() as it:
        yield it


def login(http: aiohttp.ClientSession, way: Way) -> Dialogue:
    """A login of one app at Meta itself."""
    return Dialogue(http, App("123", "app-secret-of-mine"), way, Hosts(), lambda: 0, state=STATE)


@pytest.mark.parametrize(
    ("way", "begins"),
    [
        ("page", "https://www.facebook.com/v26.0/dialog/oauth"),
        ("instagram by page", "https://www.facebook.com/v26.0/dialog/oauth"),
        ("instagram", "https://www.instagram.com/oauth/authorize"),
    ],
)
async def test_the_address_asks_for_what_is_needed_and_leads_where_nobody_listens(
    http: aiohttp.ClientSession, way: Way, begins: str
) -> None:
    address = login(http, way).address()
    asked = parse_qs(urlsplit(address).query)

    assert address.partition("?")[0] == begins
    assert asked == {
        "client_id": ["123"],
        "redirect_uri": ["https://localhost/"],
        "response_type": ["code"],
        "scope": [",".join(scopes(way))],
        "state": [STATE],
    }
    assert "app-secret-of-mine" not in address + repr(login(http, way))


async def test_a_configuration_of_the_app_takes_the_place_of_the_permissions(http: aiohttp.ClientSession) -> None:
    with_one = Dialogue(http, App("123", "s"), "page", Hosts(), lambda: 0, configuration="77")
    asked = parse_qs(urlsplit(with_one.address()).query)
    assert (asked["config_id"], "scope" in asked) == (["77"], False)
    assert "scope" in parse_qs(urlsplit(replace(with_one, way="instagram").address()).query)


async def test_two_logins_never_share_their_state(http: aiohttp.ClientSession) -> None:
    made = {Dialogue(http, App("1", "s"), "page", Hosts(), lambda: 0).state for _ in range(50)}
    assert len(made) == 50


def test_a_simulated_meta_is_everything_at_one_address() -> None:
    assert set(vars_of(Hosts.at("http://127.0.0.1:9/"))) == {"http://127.0.0.1:9"}
    assert Hosts.at("") == Hosts.at("https://graph.facebook.com") == Hosts.at("https://graph.instagram.com") == Hosts()


def vars_of(hosts: Hosts) -> list[str]:
    """The five addresses."""
    return [hosts.dialog, hosts.graph, hosts.instagram, hosts.instagram_login, hosts.instagram_graph]


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, {"access_token": 5}])
def test_an_answer_without_a_token_is_no_answer(answer: dict[str, object]) -> None:
    with pytest.raises(Unavailable, match="without a token"):
        token_in(answer)
