"""The simulated Mastodon over plain HTTP: pages, limits, keys that count once, and who may see what."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.clock import Clock
from bot.playground.mastodon import Account, MastodonServer

START = 1_790_000_000


@pytest.fixture
async def server() -> AsyncIterator[MastodonServer]:
    async with MastodonServer(clock=Clock(START, speed=0), limits=True) as running:
        yield running


async def ask(server: MastodonServer, who: Account | None, method: str, path: str, **parts: Any) -> tuple[int, Any]:
    headers = {**parts.pop("headers", {}), "Authorization": f"Bearer {who.token if who else 'nobody'}"}
    async with (
        aiohttp.ClientSession() as http,
        http.request(method, f"{server.url}{path}", headers=headers, **parts) as answer,
    ):
        return answer.status, await answer.json()


async def test_pages_go_back_from_the_newest_or_on_from_an_id(server: MastodonServer) -> None:
    shop, asha = server.world.create_account("nadi"), server.world.create_person("asha")
    for number in range(5):
        server.world.mention(asha, shop, f"{number}")
    _, newest = await ask(server, shop, "GET", "/api/v1/notifications?limit=2")
    _, first = await ask(server, shop, "GET", f"/api/v1/notifications?limit=2&min_id={newest[1]['id']}")
    _, older = await ask(server, shop, "GET", f"/api/v1/notifications?limit=2&max_id={newest[1]['id']}")
    said = [[one["status"]["content"][-5] for one in page] for page in (newest, first, older)]
    assert said == [["4", "3"], ["4"], ["2", "1"]]


async def test_a_key_counts_once_for_each_account(server: MastodonServer) -> None:
    shop, other = server.world.create_account("nadi"), server.world.create_account("other")
    body, headers = {"status": "Hi"}, {"Idempotency-Key": "k"}
    ids = [
        (await ask(server, who, "POST", "/api/v1/statuses", json=body, headers=headers))[1]["id"]
        for who in (shop, shop, other)
    ]
    assert ids[0] == ids[1] != ids[2]


async def test_nothing_is_heard_of_the_muted_for_a_time_and_of_the_blocked_until_they_are_let_back(
    server: MastodonServer,
) -> None:
    shop, asha = server.world.create_account("nadi"), server.world.create_person("asha")
    about, post = f"/api/v1/accounts/{asha.id}", server.world.post(shop, "Cups!")

    async def heard(text: str) -> tuple[int, int]:
        server.world.post(asha, f"@nadi {text}", answers=post)
        told = (await ask(server, shop, "GET", "/api/v1/notifications"))[1]
        below = (await ask(server, shop, "GET", f"/api/v1/statuses/{post.id}/context"))[1]["descendants"]
        return len(told), len(below)

    await ask(server, shop, "POST", f"{about}/mute", json={"duration": 60})
    assert await heard("Muted") == (0, 0)
    server.clock.advance(61)
    assert await heard("Not any more") == (1, 2)
    await ask(server, shop, "POST", f"{about}/block")
    assert await heard("Blocked") == (1, 0)
    await ask(server, shop, "POST", f"{about}/unblock")
    assert await heard("Back") == (2, 4)


async def test_what_is_private_is_for_those_who_are_named(server: MastodonServer) -> None:
    shop, other = server.world.create_account("nadi"), server.world.create_account("other")
    asha = server.world.create_person("asha")
    said = server.world.message(asha, shop, "Psst")
    assert (await ask(server, shop, "GET", f"/api/v1/statuses/{said.id}"))[0] == 200
    assert (await ask(server, other, "GET", f"/api/v1/statuses/{said.id}"))[0] == 404
    assert (await ask(server, None, "GET", f"/api/v1/statuses/{said.id}"))[0] == 401
    assert (await ask(server, other, "DELETE", f"/api/v1/statuses/{said.id}"))[0] == 404


async def test_what_is_too_long_too_much_or_too_often_is_refused(server: MastodonServer) -> None:
    shop = server.world.create_account("nadi")
    status, said = await ask(server, shop, "POST", "/api/v1/statuses", json={"status": "x" * 501})
    assert (status, "limit of 500" in said["error"]) == (422, True)
    links = "https://pots.example/" + "x" * 900
    assert (await ask(server, shop, "POST", "/api/v1/statuses", json={"status": links}))[0] == 200
    statuses = [(await ask(server, shop, "GET", "/api/v1/accounts/verify_credentials"))[0] for _ in range(299)]
    assert statuses == [200] * 298 + [429]
    server.clock.advance(300)
    assert (await ask(server, shop, "GET", "/api/v1/accounts/verify_credentials"))[0] == 200


async def test_a_program_is_let_in_by_a_code_that_counts_once(server: MastodonServer) -> None:
    shop = server.world.create_account("nadi")
    redirect = "urn:ietf:wg:oauth:2.0:oob"
    async with aiohttp.ClientSession() as http:
        form = {"client_name": "Sangam", "redirect_uris": redirect, "scopes": "read write"}
        async with http.post(f"{server.url}/api/v1/apps", data=form) as answer:
            app = await answer.json()
        page = {"client_id": app["client_id"], "redirect_uri": redirect, "response_type": "code"}
        async with http.get(f"{server.url}/oauth/authorize", params=page) as answer:
            code = (await answer.text()).split("<code>")[1].split("</code>")[0]
        asked = {**app, "grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
        answers = []
        for _ in range(2):
            async with http.post(f"{server.url}/oauth/token", data=asked) as answer:
                answers.append((answer.status, (await answer.json()).get("access_token")))
    assert answers == [(200, shop.token), (400, None)]
