"""How activity arrives: which events there are, on the stream and over signed hooks, late, twice, forged, or never."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground.faults import Fault, Kind
from bot.playground.x import Account, App, Person, Post, XServer, XWorld
from bot.playground.x.hooks_post import HEADER, NEW_HEADER, signature
from tests.bot.playground.x.calls import Api

PUBLIC = "https://pots.example"


@dataclass(slots=True)
class Ear:
    """An app's server: answers challenges, and hooks with `statuses` in turn, then 200; keeps what is well signed."""

    app: App
    statuses: list[int] = field(default_factory=list)
    secret: str = ""
    down: bool = False
    bodies: list[dict[str, Any]] = field(default_factory=list)
    forged: int = 0

    async def answer(self, request: web.Request) -> web.Response:
        secret = self.secret or self.app.consumer_secret
        if token := request.query.get("crc_token"):
            status = 503 if self.down else 200
            return web.json_response({"response_token": signature(secret, token.encode())}, status=status)
        body = await request.read()
        if request.headers.get(HEADER) != signature(self.app.consumer_secret, body):
            self.forged += 1
            return web.Response(status=403)
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.bodies.append(json.loads(body))
        return web.Response(status=status)

    @property
    def texts(self) -> list[str]:
        return [body["data"]["payload"]["text"] for body in self.bodies]


@pytest.fixture
async def ear(server: XServer, app: App) -> AsyncIterator[Ear]:
    ear = Ear(app)
    listening = web.Application()
    listening.router.add_route("*", "/x", ear.answer)
    async with TestServer(listening) as running:
        server.hooks.hosts[PUBLIC] = str(running.make_url("/")).rstrip("/")
        yield ear


async def subscribed(api: Api, event_type: str, account: Account, **more: str) -> str:
    made = await api.post("/2/activity/subscriptions", event_type=event_type, filter={"user_id": account.id}, **more)
    return str(made["data"]["subscription"]["subscription_id"])


async def hooked(api: Api, bearer: Api, account: Account, *event_types: str) -> str:
    hook = str((await bearer.post("/2/webhooks", url=f"{PUBLIC}/x"))["data"]["id"])
    for event_type in event_types:
        await subscribed(api, event_type, account, webhook_id=hook, tag="ours")
    return hook


@asynccontextmanager
async def stream(bearer: Api, **query: str) -> AsyncIterator[aiohttp.StreamReader]:
    headers = {"Authorization": f"Bearer {bearer.token}"}
    async with bearer.http.get(f"{bearer.url}/2/activity/stream", headers=headers, params=query) as answer:
        assert answer.status == 200
        yield answer.content


async def line(content: aiohttp.StreamReader) -> Any:
    return json.loads(await asyncio.wait_for(content.readline(), 5))


# -------------------------------------------------------------------------------- which events there are


async def test_which_events_a_post_makes(
    api: Api, bearer: Api, server: XServer, world: XWorld, pots: Account, asha: Person, bhavin: Person, cup: Post
) -> None:
    kinds = (
        "post.reply.create post.mention.create post.quote.create post.repost.create like.create post.create post.delete"
    )
    for kind in kinds.split():
        await subscribed(api, kind, pots)

    def heard() -> list[str]:
        kinds = [told.event_type for told in server.hooks.told]
        server.hooks.told.clear()
        return kinds

    first = world.reply(asha, cup, "How much?")
    assert heard() == ["post.reply.create"]  # the mention that X puts in front is none
    world.reply(bhavin, first, "@nadipots is this sold?")
    assert heard() == ["post.mention.create"]
    ours = world.reply(pots, first, "450")
    assert heard() == ["post.create"]
    world.reply(asha, ours, "Thanks")  # an answer to an answer
    world.edit(first, "How much, please?")
    world.remove(first)
    assert heard() == []
    world.post(asha, "Look", quote=cup)
    world.repost(bhavin, cup)
    world.like(asha, cup)
    world.remove(ours)
    assert heard() == ["post.quote.create", "post.repost.create", "like.create", "post.delete"]
    world.protect(bhavin)
    world.reply(bhavin, cup, "@nadipots only friends see this")
    assert heard() == []


async def test_what_an_event_says(
    api: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    for kind in ("post.reply.create", "dm.received", "oauth.revoke"):
        await subscribed(api, kind, pots, tag="ours")
    post = world.reply(asha, cup, "How much?")
    message = world.message(asha, pots, "Open?")
    world.revoke(pots)
    reply, dm, revoked = [told.body["data"] for told in server.hooks.told]
    assert isinstance(reply, dict)
    assert isinstance(dm, dict)
    assert isinstance(revoked, dict)
    assert (reply["filter"], reply["tag"]) == ({"user_id": pots.id}, "ours")
    payload = reply["payload"]
    assert (payload["id"], payload["in_reply_to_tweet_id"], payload["author_id"]) == (post.id, cup.id, asha.id)
    assert payload["public_metrics"]["like_count_str"] == "0"
    assert reply["includes"]["users"][0]["username"] == "asha_p"
    event = dm["payload"]["direct_message_events"][0]
    assert (event["id"], event["message_create"]["sender_id"]) == (message.id, asha.id)
    assert dm["payload"]["users"][asha.id]["data"]["name"] == "Asha Patel"
    assert dm["event_uuid"].startswith("-")  # every other one is negative
    assert revoked["payload"]["user_id"] == pots.id
    world.vocabulary = "post"
    world.reply(asha, cup, "And the red one?")
    newest = server.hooks.told[-1].body["data"]
    assert isinstance(newest, dict)
    assert newest["payload"]["referenced_posts"] == [{"type": "replied_to", "id": cup.id}]


async def test_private_events_need_the_account_itself_and_its_scope(
    api: Api, bearer: Api, world: XWorld, app: App, pots: Account, asha: Person
) -> None:
    body = {"event_type": "dm.received", "filter": {"user_id": pots.id}}
    assert (await bearer.refused("POST", "/2/activity/subscriptions", body))[0] == 403
    other = world.create_account("other", app=app, scopes=frozenset({"tweet.read"}))
    assert (await api.of(other.access_token).refused("POST", "/2/activity/subscriptions", body))[0] == 403
    body["filter"] = {"user_id": other.id}
    assert (await api.of(other.access_token).refused("POST", "/2/activity/subscriptions", body))[0] == 403
    assert (await api.refused("POST", "/2/activity/subscriptions", body | {"event_type": "post.edit"}))[0] == 400


async def test_subscriptions_are_kept_changed_and_ended(api: Api, bearer: Api, world: XWorld, pots: Account) -> None:
    id = await subscribed(api, "post.create", pots, tag="a")
    double = {"event_type": "post.create", "filter": {"user_id": pots.id}}
    assert (await api.refused("POST", "/2/activity/subscriptions", double))[0] == 400
    world.subscription_shape = "list"
    made = await api.post("/2/activity/subscriptions", event_type="post.delete", filter={"user_id": pots.id})
    assert made["data"][0]["event_type"] == "post.delete"
    assert (await api.refused("GET", "/2/activity/subscriptions"))[0] == 403
    await bearer.call("PUT", f"/2/activity/subscriptions/{id}", {"tag": "b"})
    found = await bearer.get("/2/activity/subscriptions")
    assert [one.get("tag") for one in found["data"]] == ["b", None]
    status, gone = await bearer.call("DELETE", f"/2/activity/subscriptions/{id}")
    assert (status, gone["meta"]) == (200, {"total_subscriptions": 1})


# -------------------------------------------------------------------------------- the stream


async def test_the_stream_lives_tells_and_says_why_it_ends(
    api: Api, bearer: Api, server: XServer, world: XWorld, app: App, pots: Account, asha: Person, cup: Post
) -> None:
    await subscribed(api, "post.reply.create", pots)
    world.reply(asha, cup, "Nobody hears this")
    async with stream(bearer) as content:
        await world.wait_for(lambda: server.hooks.streams.open(app.id) == 1)
        server.clock.advance(20)
        assert await asyncio.wait_for(content.readline(), 5) == b"\r\n"
        server.faults.next(Fault(Kind.DUPLICATE))
        post = world.reply(asha, cup, "How much?")
        first, second = await line(content), await line(content)
        assert first == second
        assert first["data"]["payload"]["id"] == post.id
        assert server.billed.micros == {"post event": 5000}  # what reaches nobody, or twice, costs nothing more
        async with stream(bearer):
            status, body = await bearer.refused("GET", "/2/activity/stream")
            assert (status, body["connection_issue"]) == (429, "TooManyConnections")
        server.hooks.streams.disconnect()
        assert (await line(content))["errors"][0]["title"] == "operational-disconnect"
        assert await content.read() == b""


async def test_the_stream_fills_a_gap_of_five_minutes(
    api: Api, bearer: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    await subscribed(api, "post.reply.create", pots)
    world.reply(asha, cup, "too old")
    server.clock.advance(301)
    server.faults.next(Fault(Kind.LOST))
    world.reply(asha, cup, "lost on the way")
    server.clock.advance(60)
    async with stream(bearer, backfill_minutes="5") as content:
        assert (await line(content))["data"]["payload"]["text"] == "@nadipots lost on the way"
        server.hooks.streams.cut()
        with pytest.raises(aiohttp.ClientError):
            await content.read()
    assert (await bearer.refused("GET", "/2/activity/stream", backfill_minutes=6))[0] == 400


# -------------------------------------------------------------------------------- hooks


def test_signatures_are_xs() -> None:
    assert signature("consumer_secret", b"challenge_string") == "sha256=v1WdiCVwy17uGTMWveHGlqQXN/qW1bQraNXXByRO2YA="
    body = b'{"data":{"event_uuid":"1"}}'
    assert signature("consumer_secret", body) == "sha256=87q21F6bg7SssH/00rvTUM+/cb9uMda7q3+P0DGxg4k="


async def test_addresses_are_https_without_port_and_answer_the_challenge(
    api: Api, bearer: Api, server: XServer, app: App, ear: Ear
) -> None:
    async def title(url: str) -> str:
        return str((await bearer.refused("POST", "/2/webhooks", {"url": url}))[1]["title"])

    assert await title("http://pots.example/x") == "UrlValidationFailed"
    assert await title("https://pots.example:8443/x") == "UrlValidationFailed"
    ear.secret = "another"
    assert await title(f"{PUBLIC}/x") == "CrcValidationFailed"
    ear.secret = ""
    made = (await bearer.post("/2/webhooks", url=f"{PUBLIC}/x"))["data"]
    assert made["valid"] is True
    assert await title(f"{PUBLIC}/x") == "DuplicateUrlFailed"
    assert (await bearer.get("/2/webhooks"))["data"] == [made]
    ear.secret = "another"
    assert (await bearer.call("PUT", f"/2/webhooks/{made['id']}"))[1] == {"data": {"valid": False}}
    await bearer.call("DELETE", f"/2/webhooks/{made['id']}")
    assert "data" not in await bearer.get("/2/webhooks")


async def test_hooks_come_signed_again_after_failure_and_twice(
    api: Api, bearer: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post, ear: Ear
) -> None:
    await hooked(api, bearer, pots, "post.reply.create")
    ear.statuses = [500]
    world.reply(asha, cup, "one")
    await server.hooks.idle()
    assert ear.bodies == []
    server.faults.next(Fault(Kind.FORGED))
    world.reply(asha, cup, "two")
    server.faults.next(Fault(Kind.DUPLICATE))
    world.reply(asha, cup, "three")
    server.faults.next(Fault(Kind.LOST))
    world.reply(asha, cup, "four")
    await server.hooks.idle()
    server.clock.advance(5)
    await server.hooks.idle()
    assert [text.split()[-1] for text in ear.texts] == ["two", "three", "three", "one"]
    assert (ear.forged, server.hooks.forged) == (1, [403])
    assert ear.bodies[1] == ear.bodies[2]


async def test_hooks_held_delayed_and_overtaken(
    api: Api, bearer: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post, ear: Ear
) -> None:
    await hooked(api, bearer, pots, "post.reply.create")
    server.faults.next(Fault(Kind.DELAY, seconds=100))
    world.reply(asha, cup, "late")
    server.faults.next(Fault(Kind.REORDER))
    world.reply(asha, cup, "overtaken")
    world.reply(asha, cup, "first")
    await server.hooks.idle()
    server.hooks.hold()
    world.reply(asha, cup, "held")
    await server.hooks.idle()
    assert [text.split()[-1] for text in ear.texts] == ["first", "overtaken"]
    assert server.hooks.waiting == 1
    server.hooks.release()
    await server.hooks.idle()
    server.clock.advance(100)
    await server.hooks.idle()
    assert [text.split()[-1] for text in ear.texts][2:] == ["held", "late"]


async def test_a_hook_is_challenged_daily_and_lost_after_a_day_of_failures(
    api: Api, bearer: Api, server: XServer, app: App, pots: Account, ear: Ear
) -> None:
    hook = app.webhooks[await hooked(api, bearer, pots)]
    ear.down = True
    for _ in range(60):
        server.clock.advance(1800)
        await server.hooks.idle()
        if not hook.valid:
            break
    assert not hook.valid
    assert 28 * 3600 < server.clock.now() - hook.validated <= 28.5 * 3600


async def test_what_was_missed_is_posted_again(
    api: Api, bearer: Api, server: XServer, world: XWorld, pots: Account, asha: Person, cup: Post, ear: Ear
) -> None:
    hook = await hooked(api, bearer, pots, "post.reply.create")
    server.faults.next(Fault(Kind.LOST))
    world.reply(asha, cup, "missed")
    server.clock.advance(3600)
    span = {"webhook_id": hook, "from_date": "202701150800", "to_date": "202701150830"}
    job = (await bearer.post("/2/webhooks/replay", **span))["data"]["job_id"]
    await server.hooks.idle()
    again, done = ear.bodies
    assert again["data"]["payload"]["text"] == "@nadipots missed"
    assert (done["replay_job_status"]["job_id"], done["replay_job_status"]["job_state"]) == (job, "Complete")
    assert (await bearer.refused("POST", "/2/webhooks/replay", span | {"to_date": "202701150859"}))[0] == 400


async def test_apps_may_be_signed_for_with_the_newer_secret(
    api: Api, bearer: Api, server: XServer, world: XWorld, app: App, pots: Account, asha: Person, cup: Post, ear: Ear
) -> None:
    app.signs = "both"
    await hooked(api, bearer, pots, "post.reply.create")
    world.reply(asha, cup, "one")
    await server.hooks.idle()
    assert len(ear.bodies) == 1
    app.signs = "oauth2"
    world.reply(asha, cup, "two")
    await server.hooks.idle()
    assert ear.forged == 1  # this ear knows the older header only
    assert NEW_HEADER == "x-twitter-webhooks-signature-oauth2"
