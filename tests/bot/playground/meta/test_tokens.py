"""Tokens: what they permit, how they die, and how they are got, made longer and looked at."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import aiohttp
import pytest

from bot.playground.meta import App, MetaServer, MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import DAY, START, Graph

BACK = "https://localhost/"


@pytest.mark.parametrize("subcode", [458, 460, 463, 467])
async def test_a_dead_token_says_why(graph: Graph, world: MetaWorld, page: Page, subcode: int) -> None:
    if subcode == 463:
        world.expire(page.token)
    else:
        world.revoke(page.token, subcode)
    assert await graph.refused("GET", "/me") == (190, subcode)


async def test_a_token_that_never_was_is_refused_in_a_header_too(
    http: aiohttp.ClientSession, server: MetaServer
) -> None:
    async with http.get(f"{server.url}/me", headers={"Authorization": "Bearer nonsense"}) as answer:
        assert (await answer.json())["error"]["code"] == 190
        assert "invalid_token" in answer.headers["WWW-Authenticate"]


async def test_a_missing_permission_is_10_for_a_look_and_200_for_a_change(
    graph: Graph, world: MetaWorld, app: App, asha: Person
) -> None:
    bare = world.create_page("Bare", app, scopes=["pages_show_list"])
    post, caller = world.post(bare, "x"), graph.of(bare.token)
    comment = world.comment(asha, post, "y")
    world.message(asha, bare, "z")

    assert await caller.refused("GET", f"/{post.id}") == (10, 0)
    assert await caller.refused("GET", f"/{post.id}/comments") == (10, 0)
    assert await caller.refused("GET", f"/{bare.id}/conversations") == (10, 0)
    assert await caller.refused("GET", f"/{post.id}/insights", metric="post_clicks") == (10, 0)
    assert await caller.refused("POST", f"/{comment.id}/comments", message="x") == (200, 0)
    assert await caller.refused("DELETE", f"/{comment.id}") == (200, 0)
    assert await caller.refused("POST", f"/{bare.id}/feed", message="x") == (200, 0)
    assert await caller.refused("POST", f"/{bare.id}/messages", recipient={"id": asha.id}, message={"text": "x"}) == (
        200,
        0,
    )
    assert await caller.refused("POST", f"/{bare.id}/subscribed_apps", subscribed_fields="feed") == (200, 0)


async def test_a_permission_withdrawn_for_one_page_leaves_the_others(
    graph: Graph, world: MetaWorld, app: App, page: Page, post: Post
) -> None:
    other = world.create_page("Other", app)
    theirs = world.post(other, "x")
    world.withdraw(page, "pages_manage_engagement")
    assert await graph.refused("POST", f"/{post.id}/comments", message="x") == (200, 0)
    assert await graph.of(other.token).post(f"/{theirs.id}/comments", message="x")
    world.restore(page, "pages_manage_engagement")
    assert await graph.post(f"/{post.id}/comments", message="x")


async def test_names_of_commenters_need_their_permission(
    graph: Graph, world: MetaWorld, page: Page, post: Post, asha: Person
) -> None:
    comment = world.comment(asha, post, "x")
    world.withdraw(page, "pages_read_user_content")
    assert "from" not in await graph.get(f"/{comment.id}", fields="from,message")


async def test_instagram_has_permissions_of_its_own(
    insta: Graph, world: MetaWorld, page: Page, profile: Profile, media: Post, asha: Person
) -> None:
    comment = world.comment(asha, media, "x")
    world.withdraw(profile, "instagram_business_manage_comments")
    assert await insta.refused("POST", f"/{comment.id}/replies", message="x") == (200, 0)
    linked = world.create_profile("nadipots", page=page)
    world.withdraw(page, "instagram_content_publish")
    caller = insta.of(page.token)
    assert await caller.refused("POST", f"/{linked.id}/media", image_url="x") == (200, 0)


async def test_errors_of_instagram_login_have_their_own_type(insta: Graph, world: MetaWorld, profile: Profile) -> None:
    _, body = await insta.call("GET", "/123")
    assert body["error"]["type"] == "IGApiException"
    world.expire(profile.token)
    _, body = await insta.call("GET", "/me")
    assert body["error"]["type"] == "OAuthException"


async def test_an_id_at_instagram_login_differs_from_the_accounts(insta: Graph, profile: Profile) -> None:
    me = await insta.get("/me", fields="user_id,username")
    assert (me["user_id"], me["username"]) == (profile.id, "nadi")
    assert me["id"] == profile.scoped_id != profile.id


async def test_a_wrong_proof_is_refused_and_a_right_one_is_not(graph: Graph, app: App, page: Page) -> None:
    proof = hmac.new(app.secret.encode(), page.token.encode(), hashlib.sha256).hexdigest()
    assert (await graph.get("/me", appsecret_proof=proof))["id"] == page.id
    status, body = await graph.call("GET", "/me", appsecret_proof="0" * 64)
    assert (status, body["error"]["code"], body["error"]["type"]) == (400, 100, "GraphMethodException")


async def test_a_page_answers_to_its_own_token_only(graph: Graph, world: MetaWorld, app: App, page: Page) -> None:
    user = graph.of(world.user_token(app).value)
    assert (await user.get(f"/{page.id}"))["id"] == page.id
    assert await user.refused("POST", f"/{page.id}/feed", message="x") == (210, 0)
    assert await user.refused("GET", f"/{page.id}/conversations") == (210, 0)


async def test_a_user_token_leads_to_pages_whose_tokens_never_expire(
    graph: Graph, world: MetaWorld, app: App, page: Page
) -> None:
    world.create_profile("nadipots", page=page)
    user = graph.of(world.user_token(app).value)
    fields = "id,name,access_token,tasks,instagram_business_account{id,username}"
    (row,) = (await user.get("/me/accounts", fields=fields))["data"]
    assert (row["id"], row["instagram_business_account"]["username"]) == (page.id, "nadipots")
    assert "MODERATE" in row["tasks"]
    assert (await graph.of(row["access_token"]).get("/me"))["id"] == page.id
    assert world.tokens.all[row["access_token"]].expires == 0

    short = graph.of(world.user_token(app, lives=3600).value)
    (row,) = (await short.get("/me/accounts", fields="access_token"))["data"]
    assert world.tokens.all[row["access_token"]].expires == START + 3600


async def test_permissions_of_a_user_are_listed(graph: Graph, world: MetaWorld, app: App) -> None:
    user = graph.of(world.user_token(app, scopes=["pages_show_list"]).value)
    assert (await user.get("/me/permissions"))["data"] == [{"permission": "pages_show_list", "status": "granted"}]


def secret(app: App, **more: str) -> dict[str, str]:
    """What the app itself sends."""
    return {"client_id": app.id, "client_secret": app.secret} | more


async def test_a_code_is_exchanged_once_and_the_token_made_long(graph: Graph, world: MetaWorld, app: App) -> None:
    nobody = graph.of("")
    given = secret(app, redirect_uri=BACK, code=world.grant(app, BACK))
    short = await nobody.get("/oauth/access_token", **given)
    assert (short["token_type"], short["expires_in"]) == ("bearer", 7200)
    assert await nobody.refused("GET", "/oauth/access_token", **given) == (100, 36009)

    exchange = secret(app, grant_type="fb_exchange_token", fb_exchange_token=short["access_token"])
    long = await nobody.get("/oauth/access_token", **exchange)
    assert long["expires_in"] == 60 * DAY
    assert (await graph.of(long["access_token"]).get("/me"))["id"] == app.login.id


async def test_a_code_is_bound_to_its_app_its_address_and_its_time(graph: Graph, world: MetaWorld, app: App) -> None:
    nobody, other = graph.of(""), world.create_app("Other")
    elsewhere = secret(app, redirect_uri="https://evil.example/", code=world.grant(app, BACK))
    assert await nobody.refused("GET", "/oauth/access_token", **elsewhere) == (100, 36008)
    foreign = secret(other, redirect_uri=BACK, code=world.grant(app, BACK))
    assert await nobody.refused("GET", "/oauth/access_token", **foreign) == (100, 36008)
    late = secret(app, redirect_uri=BACK, code=world.grant(app, BACK))
    world.clock.advance(601)
    assert await nobody.refused("GET", "/oauth/access_token", **late) == (100, 36007)
    wrong = secret(app, code="x") | {"client_secret": "guess"}
    assert await nobody.refused("GET", "/oauth/access_token", **wrong) == (1, 0)
    assert await nobody.refused("GET", "/oauth/access_token", client_id="1") == (101, 0)


async def test_an_app_gets_its_own_token(graph: Graph, app: App) -> None:
    answer = await graph.of("").get("/oauth/access_token", **secret(app, grant_type="client_credentials"))
    assert answer["access_token"] == f"{app.id}|{app.secret}"
    assert (await graph.of(answer["access_token"]).get("/app", fields="name"))["name"] == "Sangam"


async def exchange(graph: Graph, app: App, code: str) -> tuple[int, Any]:
    """What Instagram's own host gives for a code."""
    form = secret(app, grant_type="authorization_code", redirect_uri=BACK, code=code)
    async with graph.http.post(f"{graph.url}/oauth/access_token", data=form) as answer:
        return answer.status, await answer.json()


async def test_instagram_login_goes_from_an_hour_to_60_days_and_is_refreshed(
    graph: Graph, world: MetaWorld, app: App, profile: Profile
) -> None:
    status, body = await exchange(graph, app, world.grant(app, BACK, profile))
    (short,) = body["data"]
    assert (status, short["user_id"]) == (200, profile.scoped_id)
    assert "instagram_business_basic" in short["permissions"].split(",")

    caller = graph.of(short["access_token"])
    long = await caller.get("/access_token", grant_type="ig_exchange_token", client_secret=app.secret)
    assert long["expires_in"] == 60 * DAY
    caller = graph.of(long["access_token"])
    assert await caller.refused("GET", "/refresh_access_token", grant_type="ig_refresh_token") == (10, 0)
    world.clock.advance(DAY)
    fresh = await caller.get("/refresh_access_token", grant_type="ig_refresh_token")
    assert fresh["expires_in"] == 60 * DAY
    world.clock.advance(59.5 * DAY)
    assert await caller.refused("GET", "/me") == (190, 463)
    assert (await graph.of(fresh["access_token"]).get("/me", fields="username"))["username"] == "nadi"
    assert await caller.of(world.user_token(app).value).refused(
        "GET", "/refresh_access_token", grant_type="ig_refresh_token"
    ) == (190, 0)


async def test_instagram_refuses_a_code_in_another_shape(graph: Graph, app: App) -> None:
    status, body = await exchange(graph, app, "used")
    assert (status, body["error_type"], body["code"]) == (400, "OAuthException", 400)


async def test_a_token_can_be_looked_at_by_its_app(graph: Graph, world: MetaWorld, app: App, page: Page) -> None:
    caller = graph.of(app.token)
    world.withdraw(page, "pages_messaging")
    data = (await caller.get("/debug_token", input_token=page.token))["data"]
    assert (data["app_id"], data["type"], data["profile_id"], data["is_valid"]) == (app.id, "PAGE", page.id, True)
    assert "pages_messaging" not in data["scopes"]
    assert "pages_manage_engagement" in data["scopes"]
    granted = {one["scope"]: one["target_ids"] for one in data["granular_scopes"]}
    assert (granted["pages_messaging"], granted["pages_manage_engagement"]) == ([], [page.id])

    world.revoke(page.token, 460)
    data = (await caller.get("/debug_token", input_token=page.token))["data"]
    assert (data["is_valid"], data["error"]["subcode"]) == (False, 460)
    data = (await caller.get("/debug_token", input_token="nonsense"))["data"]
    assert data["is_valid"] is False
    foreign = graph.of(world.create_app("Other").token)
    assert await foreign.refused("GET", "/debug_token", input_token=page.token) == (100, 0)
