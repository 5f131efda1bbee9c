"""Codes, tokens and limits: what opens the door, for how long, and how often."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.tiktok import Account, App, TikTokServer, TikTokWorld, Video
from bot.playground.tiktok.records import DAY
from tests.bot.playground.tiktok.calls import Business, JsonObject, Open

BACK = "https://sangam.example/connected/"


async def exchange(business: Business, app: App, code: str, redirect_uri: str = BACK) -> JsonObject:
    """An auth_code for tokens."""
    given = {"client_id": app.client_key, "client_secret": app.secret, "grant_type": "authorization_code"}
    return await _without_account(business, "token", given | {"auth_code": code, "redirect_uri": redirect_uri})


async def renew(business: Business, app: App, token: str) -> JsonObject:
    given = {"client_id": app.client_key, "client_secret": app.secret, "grant_type": "refresh_token"}
    return await _without_account(business, "refresh_token", given | {"refresh_token": token})


async def _without_account(business: Business, what: str, given: JsonObject) -> JsonObject:
    url = f"{business.url}/open_api/v1.3/tt_user/oauth2/{what}/"
    async with business.http.post(url, json=given) as answer:
        body: JsonObject = await answer.json()
        return body


async def test_a_code_works_once_within_ten_minutes(
    business: Business, world: TikTokWorld, app: App, account: Account, server: TikTokServer
) -> None:
    code = world.authorize(account, BACK)
    answer = await exchange(business, app, code)
    assert (answer["code"], answer["data"]["open_id"]) == (0, account.open_id)
    assert (answer["data"]["expires_in"], answer["data"]["refresh_token_expires_in"]) == (86400, 31536000)
    assert "comment.list" in answer["data"]["scope"].split(",")
    assert (await exchange(business, app, code))["code"] == 40110

    late = world.authorize(account, BACK)
    server.clock.advance(601)
    assert (await exchange(business, app, late))["code"] == 40110
    odd = world.authorize(account, BACK.rstrip("/"))
    assert (await exchange(business, app, odd, BACK.rstrip("/")))["code"] == 40002


async def test_access_lives_a_day_and_a_refresh_token_is_used_up(
    business: Business, app: App, account: Account, server: TikTokServer
) -> None:
    first, old = account.access_token, account.refresh_token
    server.clock.advance(DAY)
    assert (await business.get("/business/get/"))["code"] == 40102
    answer = await renew(business, app, old)
    assert answer["code"] == 0
    assert account.access_token == answer["data"]["access_token"] != first
    assert (await business.get("/business/get/"))["code"] == 0
    assert (await renew(business, app, old))["code"] == 40107
    server.clock.advance(366 * DAY)
    assert (await renew(business, app, account.refresh_token))["code"] == 40103


async def test_bad_tokens_have_codes_of_their_own(
    business: Business, http: aiohttp.ClientSession, world: TikTokWorld, account: Account, app: App
) -> None:
    business.token = "act.nobody"
    assert (await business.get("/business/get/"))["code"] == 40105
    async with http.get(f"{business.url}/open_api/v1.3/business/get/", params={"business_id": "x"}) as answer:
        assert (answer.status, (await answer.json())["code"]) == (200, 40104)
    business.token = world.create_account("other", app).access_token
    assert (await business.get("/business/get/"))["code"] == 40001
    business.token = account.open_token
    assert (await business.get("/business/get/"))["code"] == 40105


async def test_a_scope_that_was_not_granted_and_consent_taken_back(
    business: Business, world: TikTokWorld, app: App
) -> None:
    account = world.create_account("quiet", app, scopes=["user.info.basic", "video.list"])
    business.account = account
    video = world.video(account, "Hello")
    assert (await business.get("/business/comment/list/", video_id=video.id))["code"] == 40001
    world.withdraw(account)
    assert (await business.get("/business/get/"))["code"] == 40105


async def test_a_path_without_its_slash_is_not_found(http: aiohttp.ClientSession, business: Business) -> None:
    async with http.get(f"{business.url}/open_api/v1.3/business/get") as answer:
        assert (answer.status, await answer.text()) == (404, "404 page not found")
    async with http.post(f"{business.url}/open_api/v1.3/business/get/") as answer:
        assert answer.status == 405


async def test_forty_calls_a_minute_then_five_minutes_of_nothing(
    business: Business, video: Video, server: TikTokServer
) -> None:
    codes = [(await business.get("/business/comment/list/", video_id=video.id))["code"] for _ in range(41)]
    assert codes == [0] * 40 + [40100]
    assert (await business.get("/business/get/"))["code"] == 0
    server.clock.advance(299)
    assert (await business.get("/business/comment/list/", video_id=video.id))["code"] == 40100
    server.clock.advance(1)
    assert (await business.get("/business/comment/list/", video_id=video.id))["code"] == 0
    assert server.calls["GET /business/comment/list/"] == 43


async def test_an_app_has_its_own_limit(business: Business, app: App, world: TikTokWorld, account: Account) -> None:
    app.per_minute = 3
    for _ in range(2):
        await business.get("/business/get/")
    business.account = world.create_account("other", app)
    assert (await business.get("/business/get/"))["code"] == 0
    assert (await business.get("/business/get/"))["code"] == 40100


async def test_refusals_by_name_and_faults(
    business: Business, opened: Open, server: TikTokServer, video: Video
) -> None:
    server.refuse(60001, "GET /business/get/")
    server.refuse("rate_limit_exceeded", "*creator_info*")
    assert (await business.get("/business/get/"))["code"] == 60001
    assert (await business.get("/business/get/"))["code"] == 0
    status, body = await opened.post("/v2/post/publish/creator_info/query/")
    assert (status, body["error"]["code"]) == (429, "rate_limit_exceeded")
    with pytest.raises(ValueError, match="no error"):
        server.refuse(12345)

    server.faults.next(Fault(Kind.CUT_AFTER), "POST /business/comment/create/")
    with pytest.raises(aiohttp.ClientError):
        await business.post("/business/comment/create/", video_id=video.id, text="Hello")
    assert [one.text for one in video.comments.values()] == ["Hello"]


async def test_open_tokens_come_by_a_form(opened: Open, world: TikTokWorld, app: App, account: Account) -> None:
    who = {"client_key": app.client_key, "client_secret": app.secret}
    code = world.authorize(account, BACK, kind="open")
    given = who | {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    status, body = await opened.form("/v2/oauth/token/", **given)
    assert (status, body["open_id"], body["token_type"]) == (200, account.open_id, "Bearer")
    status, body = await opened.form("/v2/oauth/token/", **given)
    assert (status, body["error"]) == (400, "invalid_grant")
    old = account.open_refresh_token
    renewing = who | {"grant_type": "refresh_token", "refresh_token": old}
    status, body = await opened.form("/v2/oauth/token/", **renewing)
    assert (status, body["refresh_token"] == old) == (200, False)
    status, body = await opened.form("/v2/oauth/token/", **renewing)
    assert (status, body["error"]) == (400, "invalid_grant")


async def test_the_page_to_consent_leads_back_with_a_code(
    http: aiohttp.ClientSession, business: Business, app: App, account: Account
) -> None:
    query = {"client_key": app.client_key, "redirect_uri": BACK, "state": "s1", "kind": "business"}
    async with http.get(f"{business.url}/v2/auth/authorize/", params=query) as answer:
        (link,) = re.findall(r'href="([^"]+)"', await answer.text())
    back = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    assert back["state"] == ["s1"]
    assert (await exchange(business, app, back["auth_code"][0]))["data"]["open_id"] == account.open_id
