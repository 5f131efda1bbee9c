"""The login dialog as somebody sees it in a browser."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.playground.meta import App, MetaServer, MetaWorld, Page, Profile
from tests.bot.playground.meta.calls import Graph

BACK = "https://localhost/"


async def links(http: aiohttp.ClientSession, url: str, query: dict[str, str]) -> list[str]:
    """Where the links of the page lead."""
    async with http.get(url, params=query) as answer:
        assert answer.status == 200
        return [unescape(link) for link in re.findall(r'href="([^"]+)"', await answer.text())]


def asked(app: App, **more: str) -> dict[str, str]:
    """What an app asks for."""
    return {"client_id": app.id, "redirect_uri": BACK, "response_type": "code", "state": "s1"} | more


async def test_facebooks_dialog_leads_back_with_a_code_and_the_state(
    http: aiohttp.ClientSession, server: MetaServer, graph: Graph, app: App
) -> None:
    scope = "pages_show_list,pages_messaging"
    allow, deny = await links(http, f"{server.url}/v26.0/dialog/oauth", asked(app, scope=scope))
    query = parse_qs(urlsplit(allow).query)
    assert allow.startswith(BACK)
    assert query["state"] == ["s1"]
    assert parse_qs(urlsplit(deny).query)["error"] == ["access_denied"]
    given = {"client_id": app.id, "client_secret": app.secret, "redirect_uri": BACK, "code": query["code"][0]}
    token = (await graph.of("").get("/oauth/access_token", **given))["access_token"]
    rows = (await graph.of(token).get("/me/permissions"))["data"]
    assert [row["permission"] for row in rows] == ["pages_messaging", "pages_show_list"]


async def test_instagrams_dialog_offers_each_account(
    http: aiohttp.ClientSession, server: MetaServer, world: MetaWorld, app: App, profile: Profile, page: Page
) -> None:
    world.create_profile("studio", app)
    first, second, _ = await links(http, f"{server.url}/oauth/authorize", asked(app))
    codes = [parse_qs(urlsplit(link).query)["code"][0] for link in (first, second)]
    assert [world.tokens.codes[code].owner.name for code in codes] == ["Nadi", "Studio"]
    assert first.endswith("#_")


@pytest.mark.parametrize("wrong", [{"client_id": "1"}, {"redirect_uri": ""}, {"response_type": "token"}])
async def test_a_login_that_leads_nowhere_is_refused(
    http: aiohttp.ClientSession, server: MetaServer, app: App, wrong: dict[str, str]
) -> None:
    async with http.get(f"{server.url}/v26.0/dialog/oauth", params=asked(app, **wrong)) as answer:
        assert answer.status == 400
