"""Letting an app in, tokens that die, refresh tokens that work once, scopes, and who may call what."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.playground.x import Account, App, XServer, XWorld
from tests.bot.playground.x.calls import Api

VERIFIER = "a verifier of at least forty-three characters, as the RFC wants"
BACK = "https://desk.example/back"


def asked(app: App, **more: str) -> dict[str, str]:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    return {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": BACK,
        "scope": "tweet.read users.read offline.access",
        "state": "s1",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    } | more


def code_of(world: XWorld, app: App, account: Account) -> str:
    back = urlsplit(world.approve("https://x.example/i/oauth2/authorize?" + urlencode(asked(app)), account))
    answer = parse_qs(back.query)
    assert answer["state"] == ["s1"]
    return answer["code"][0]


async def token(api: Api, app: App, path: str = "/2/oauth2/token", **form: str) -> tuple[int, Any]:
    basic = base64.b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
    async with api.http.post(api.url + path, data=form, headers={"Authorization": f"Basic {basic}"}) as answer:
        return answer.status, await answer.json()


async def test_a_login_gives_tokens_once(api: Api, world: XWorld, server: XServer, app: App, pots: Account) -> None:
    form = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": VERIFIER}
    code = code_of(world, app, pots)
    status, given = await token(api, app, code=code, **form)
    assert (status, given["token_type"], given["expires_in"]) == (200, "bearer", 7200)
    assert given["scope"] == "offline.access tweet.read users.read"
    assert (await api.of(given["access_token"]).get("/2/users/me"))["data"]["username"] == "nadipots"
    again = await token(api, app, code=code, **form)
    assert (again[0], again[1]["error"]) == (400, "invalid_request")
    wrong = await token(api, app, code=code_of(world, app, pots), **form | {"code_verifier": "another"})
    assert wrong[0] == 400
    late = code_of(world, app, pots)
    server.clock.advance(31)
    assert (await token(api, app, code=late, **form))[0] == 400


async def test_the_page_names_what_is_asked_for_and_leads_back(api: Api, app: App, pots: Account) -> None:
    app.callbacks = {BACK}
    async with api.http.get(f"{api.url}/i/oauth2/authorize", params=asked(app)) as answer:
        page = await answer.text()
    assert "<li>offline.access</li>" in page
    assert f"{BACK}?state=s1&amp;code=" in page
    async with api.http.get(
        f"{api.url}/i/oauth2/authorize", params=asked(app, redirect_uri="https://else.example")
    ) as answer:
        assert answer.status == 400


async def test_a_refresh_token_works_once(api: Api, server: XServer, app: App, pots: Account) -> None:
    first = pots.refresh_token
    server.clock.advance(7200)
    status, body = await api.refused("GET", "/2/users/me")
    assert (status, body["title"]) == (401, "Unauthorized")
    status, given = await token(api, app, grant_type="refresh_token", refresh_token=first)
    assert status == 200
    assert given["refresh_token"] not in ("", first)
    await api.of(given["access_token"]).get("/2/users/me")
    assert await token(api, app, grant_type="refresh_token", refresh_token=first) == (
        400,
        {"error": "invalid_request", "error_description": "Value passed for the token was invalid."},
    )
    await api.of(given["access_token"]).get("/2/users/me")  # nothing else was taken away
    assert (await token(api, app, grant_type="refresh_token", refresh_token=given["refresh_token"]))[0] == 200


async def test_an_app_must_prove_itself(api: Api, app: App, pots: Account) -> None:
    async with api.http.post(
        f"{api.url}/2/oauth2/token", data={"grant_type": "refresh_token", "refresh_token": pots.refresh_token}
    ) as answer:
        assert (answer.status, (await answer.json())["error"]) == (401, "unauthorized_client")


async def test_a_public_app_has_its_id_only(api: Api, app: App, pots: Account) -> None:
    app.public = True
    form = {"grant_type": "refresh_token", "refresh_token": pots.refresh_token, "client_id": app.client_id}
    async with api.http.post(f"{api.url}/2/oauth2/token", data=form) as answer:
        assert answer.status == 200


async def test_who_takes_access_away_makes_every_token_worthless(
    api: Api, world: XWorld, app: App, pots: Account
) -> None:
    world.revoke(pots)
    assert (await api.refused("GET", "/2/users/me"))[0] == 401
    assert (await token(api, app, grant_type="refresh_token", refresh_token=pots.refresh_token))[0] == 400


async def test_each_call_is_for_its_caller_and_needs_its_scopes(api: Api, bearer: Api, world: XWorld, app: App) -> None:
    status, body = await bearer.refused("POST", "/2/tweets", {"text": "Hello"})
    assert (status, body["type"].rpartition("/")[2]) == (403, "unsupported-authentication")
    status, body = await api.refused("GET", "/2/usage/tweets")
    assert (status, body["type"].rpartition("/")[2]) == (403, "unsupported-authentication")
    reader = world.create_account("reader", app=app, scopes=frozenset({"tweet.read", "users.read"}))
    assert (await api.of(reader.access_token).refused("GET", "/2/dm_events"))[0] == 403
    assert (await api.of("nonsense").refused("GET", "/2/users/me"))[0] == 401


async def test_unknown_paths_and_methods(api: Api) -> None:
    assert (await api.refused("GET", "/2/nothing"))[0] == 404
    assert (await api.refused("PATCH", "/2/tweets"))[0] == 405
