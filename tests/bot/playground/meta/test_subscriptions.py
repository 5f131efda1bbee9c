"""Who is told what: the subscriptions of an app and of its Pages and profiles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.playground.meta import App, MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import Graph


@asynccontextmanager
async def echo(token: str) -> AsyncIterator[str]:
    """An app's server that passes the handshake for this token."""

    async def answer(request: web.Request) -> web.Response:
        good = request.query.get("hub.verify_token") == token
        return web.Response(text=request.query["hub.challenge"] if good else "no", status=200 if good else 403)

    app = web.Application()
    app.router.add_get("/hook", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_an_app_subscribes_once_its_address_passes_the_handshake(graph: Graph, app: App) -> None:
    caller, path = graph.of(app.token), f"/{app.id}/subscriptions"
    async with echo("secret") as url:
        given = {"object": "page", "callback_url": url, "verify_token": "secret", "fields": "feed,messages"}
        assert await caller.post(path, **given) == {"success": True}
        assert await caller.refused("POST", path, **(given | {"verify_token": "guess"})) == (2200, 0)
    (row,) = (await caller.get(path))["data"]
    assert (row["object"], row["callback_url"], row["active"]) == ("page", url, True)
    assert [one["name"] for one in row["fields"]] == ["feed", "messages"]
    assert await caller.refused("POST", path, **(given | {"object": "group"})) == (100, 0)
    assert await caller.refused("POST", path, **(given | {"fields": "frogs"})) == (100, 0)
    await caller.delete(path, object="page")
    assert (await caller.get(path))["data"] == []


async def test_only_the_app_itself_subscribes(graph: Graph, app: App) -> None:
    assert await graph.refused("GET", f"/{app.id}/subscriptions") == (15, 0)
    assert await graph.refused("POST", f"/{app.id}/subscriptions", object="page") == (15, 0)


async def test_a_page_is_subscribed_to_fields_and_may_be_dropped(
    graph: Graph, world: MetaWorld, app: App, page: Page
) -> None:
    path = f"/{page.id}/subscribed_apps"
    assert await graph.post(path, subscribed_fields="feed,messages") == {"success": True}
    (row,) = (await graph.get(path))["data"]
    assert (row["id"], row["subscribed_fields"]) == (app.id, ["feed", "messages"])
    assert await graph.refused("POST", path, subscribed_fields="frogs") == (100, 0)
    assert await graph.refused("POST", path) == (100, 0)
    world.unsubscribe(app.id, page.id)
    assert (await graph.get(path))["data"] == []
    await graph.post(path, subscribed_fields=["feed"])
    assert await graph.delete(path) == {"success": True}
    assert page.subscribed == {}


async def test_a_profile_subscribes_by_itself_to_its_own_fields(insta: Graph, app: App, profile: Profile) -> None:
    await insta.post("/me/subscribed_apps", subscribed_fields="comments,messages")
    assert profile.subscribed == {app.id: {"comments", "messages"}}
    assert await insta.refused("POST", "/me/subscribed_apps", subscribed_fields="feed") == (100, 0)


async def test_an_app_hears_only_what_it_and_the_page_subscribed_to(
    graph: Graph, world: MetaWorld, app: App, page: Page, post: Post, asha: Person
) -> None:
    world.subscribe(app, "http://127.0.0.1:9/hook")
    world.comment(asha, post, "1")
    app.subscriptions["page"].fields.discard("feed")
    world.comment(asha, post, "2")
    app.subscriptions["page"].fields.add("feed")
    await graph.post(f"/{page.id}/subscribed_apps", subscribed_fields="messages")
    world.comment(asha, post, "3")
    world.message(asha, page, "4")
    assert [(one.field, one.app) for one in world.told] == [("feed", app.id), ("messages", app.id)]


async def test_with_facebook_login_the_page_stands_for_its_profile(
    world: MetaWorld, app: App, page: Page, asha: Person
) -> None:
    profile = world.create_profile("nadipots", page=page)
    world.subscribe(app, "http://127.0.0.1:9/hook")
    profile.subscribed.clear()
    world.message(asha, profile, "1")
    page.subscribed.clear()
    world.message(asha, profile, "2")
    assert [(one.object, one.entry, one.field) for one in world.told] == [("instagram", profile.id, "messages")]


async def test_an_address_is_known_while_the_subscription_is_active(world: MetaWorld, app: App) -> None:
    assert world.address(app.id, "page") is None
    world.subscribe(app, "http://127.0.0.1:9/hook")
    address = world.address(app.id, "page")
    assert address is not None
    assert (address.url, address.secret) == ("http://127.0.0.1:9/hook", app.secret)
    app.subscriptions["page"].active = False
    assert world.address(app.id, "page") is None
