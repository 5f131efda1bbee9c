"""The simulated Bluesky is as strict as the real one: logins, records, lists, talks, limits and refusals."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.attachments import photo
from bot.playground.bluesky import Account, BlueskyServer, BlueskyWorld, CannotAct, Person
from bot.playground.bluesky.__main__ import furnish
from bot.playground.bluesky.limits import LOGINS, POINTS
from bot.playground.bluesky.records import written
from bot.playground.bluesky.sessions import ACCESS_LIVES, GRACE
from bot.playground.faults import Fault, Kind
from tests.bot.playground.bluesky.conftest import START, Caller

POST, CREATE = "app.bsky.feed.post", "com.atproto.repo.createRecord"
NOTES = "app.bsky.notification.listNotifications"


def record(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return {"$type": POST, "text": text, "createdAt": written(START), **more}


async def test_what_it_says_when_run_alone_can_be_used_at_once(api: Caller) -> None:
    async with BlueskyServer() as alone:
        about = furnish(alone)
        account = about["account"]
        assert isinstance(account, dict)
        caller = Caller(api.http, alone.url)
        body = {"identifier": account["handle"], "password": account["app_password"]}
        _, said = await caller.call("POST", "com.atproto.server.createSession", body, home="")
        caller.token = said["accessJwt"]
        assert len((await caller.get(NOTES))["notifications"]) == 2
        assert len((await caller.get("chat.bsky.convo.listConvos"))["convos"]) == 1


async def test_tokens_end_and_are_renewed(api: Caller, server: BlueskyServer, pots: Account) -> None:
    said = await api.log_in(pots)
    server.clock.advance(ACCESS_LIVES)
    assert (await api.call("GET", "com.atproto.server.getSession"))[1]["error"] == "ExpiredToken"
    renewing = Caller(api.http, api.url, said["refreshJwt"])
    refresh = "com.atproto.server.refreshSession"
    status, fresh = await renewing.call("POST", refresh, home="")
    assert (status, fresh["refreshJwt"] != said["refreshJwt"]) == (200, True)
    assert (await renewing.call("POST", refresh, home=""))[0] == 200
    server.clock.advance(GRACE)
    assert (await renewing.call("POST", refresh, home=""))[1]["error"] == "ExpiredToken"
    assert (await renewing.call("GET", "com.atproto.server.getSession"))[1]["error"] == "ExpiredToken"


@pytest.mark.parametrize(
    ("verb", "method", "params", "status", "name"),
    [
        ("GET", "app.bsky.feed.getNothing", {}, 501, "MethodNotImplemented"),
        ("POST", NOTES, {}, 405, "InvalidRequest"),
        ("GET", NOTES, {"limit": 101}, 400, "InvalidRequest"),
        ("GET", NOTES, {"odd": 1}, 400, "InvalidRequest"),
        ("GET", "app.bsky.feed.getPosts", {}, 400, "InvalidRequest"),
        ("GET", "app.bsky.feed.getPosts", {"uris": ["at://x"] * 26}, 400, "InvalidRequest"),
        ("GET", "app.bsky.actor.getProfile", {"actor": "nobody.example.com"}, 400, "InvalidRequest"),
        ("GET", "chat.bsky.convo.getConvo", {"convoId": "x"}, 400, "InvalidConvo"),
        ("POST", CREATE, {}, 400, "InvalidRequest"),
    ],
)
async def test_bad_calls_are_refused(
    api: Caller, verb: str, method: str, params: dict[str, Any], status: int, name: str
) -> None:
    got, said = await api.call(verb, method, **params)
    assert (got, said["error"]) == (status, name)


async def test_without_a_login_and_at_the_wrong_door(api: Caller) -> None:
    assert (await api.call("GET", NOTES, home=""))[0] == 501
    api.token = ""
    assert (await api.call("GET", NOTES))[1]["error"] == "AuthMissing"
    api.token = "nonsense"
    assert (await api.call("GET", NOTES))[1] == {"error": "InvalidToken", "message": "Token could not be verified"}


@pytest.mark.parametrize(
    "value",
    [
        record("x" * 301),
        record("👩🏽‍🎨" * 299),
        record(createdAt="today"),
        record(odd=1),
        record(tags=["t"] * 9),
        record(reply={"root": {}}),
        record(facets=[{"index": {"byteStart": 0, "byteEnd": 99}, "features": []}]),
        record("कप", facets=[{"index": {"byteStart": 1, "byteEnd": 3}, "features": []}]),
        record(embed={"$type": "app.bsky.embed.images", "images": []}),
        record(embed={"$type": "app.bsky.embed.external", "external": {"uri": "https://x"}}),
        {"$type": "app.bsky.feed.like", "text": "x"},
        "odd",
    ],
)
async def test_records_are_held_to_their_lexicon(api: Caller, pots: Account, value: object) -> None:
    body = {"repo": pots.did, "collection": POST, "record": value}
    status, said = await api.call("POST", CREATE, body)
    assert (status, said["error"]) == (400, "InvalidRequest")


async def test_a_record_key_is_taken_once_and_swaps_are_checked(
    api: Caller, pots: Account, world: BlueskyWorld
) -> None:
    rkey = world.ids.tid(world.now)
    body = {"repo": pots.did, "collection": POST, "rkey": rkey, "record": record()}
    made = await api.post(CREATE, **body)
    assert (await api.call("POST", CREATE, body))[0] == 500
    put = "com.atproto.repo.putRecord"
    assert (await api.post(put, **body))["cid"] == made["cid"]
    changed = {**body, "record": record("Other")}
    assert (await api.call("POST", put, {**changed, "swapRecord": None}))[1]["error"] == "InvalidSwap"
    await api.post(put, **changed, swapRecord=made["cid"])
    assert (await api.call("POST", CREATE, {**body, "rkey": "self"}))[0] == 400
    await api.post("com.atproto.repo.deleteRecord", repo=pots.did, collection=POST, rkey=rkey)
    await api.post("com.atproto.repo.deleteRecord", repo=pots.did, collection=POST, rkey=rkey)
    got = await api.call("GET", "com.atproto.repo.getRecord", repo=pots.did, collection=POST, rkey=rkey)
    assert got[1]["error"] == "RecordNotFound"
    assert [one.call for one in world.sent] == [CREATE, put, "com.atproto.repo.deleteRecord"]


async def test_a_picture_is_kept_before_a_record_names_it(api: Caller, pots: Account) -> None:
    headers = {"Authorization": f"Bearer {api.token}", "Content-Type": "image/png"}
    url = f"{api.url}/pds/xrpc/com.atproto.repo.uploadBlob"
    async with api.http.post(url, headers=headers, data=photo("cup").data) as answer:
        blob = (await answer.json())["blob"]
    image = {"alt": "A cup", "image": blob}
    body = {"repo": pots.did, "collection": POST, "record": record(embed=_images(image))}
    made = await api.post(CREATE, **body)
    view = (await api.get("app.bsky.feed.getPosts", uris=[made["uri"]]))["posts"][0]
    async with api.http.get(view["embed"]["images"][0]["fullsize"]) as answer:
        assert await answer.read() == photo("cup").data
    for odd in ({**blob, "size": 2_000_001}, {**blob, "ref": {"$link": "none"}}, {**blob, "mimeType": "video/mp4"}):
        body["record"] = record(embed=_images({"alt": "", "image": odd}))
        assert (await api.call("POST", CREATE, body))[0] == 400


def _images(image: object) -> dict[str, object]:
    return {"$type": "app.bsky.embed.images", "images": [image]}


async def test_lists_have_pages_and_leave_out_the_muted_and_blocked(
    api: Caller, world: BlueskyWorld, pots: Account, asha: Person
) -> None:
    root, rude = world.post(pots, "New cups"), world.create_person("rude.example.com")
    for number in range(5):
        world.reply(asha, root, str(number))
    world.like(asha, root)
    world.reply(rude, root, "bah")
    first = await api.get(NOTES, limit=4, reasons=["reply", "mention"])
    second = await api.get(NOTES, limit=4, reasons=["reply", "mention"], cursor=first["cursor"])
    texts = [one["record"]["text"] for page in (first, second) for one in page["notifications"]]
    assert texts == ["bah", "4", "3", "2", "1", "0"]
    world.block(pots, rude)
    pots.muted.add(asha.did)
    assert (await api.get(NOTES))["notifications"] == []


async def test_direct_messages_need_the_right_and_the_header(
    api: Caller, world: BlueskyWorld, pots: Account, asha: Person
) -> None:
    line = world.message(asha, pots, "Hello")
    talk = (await api.get("chat.bsky.convo.listConvos"))["convos"][0]
    assert (talk["status"], talk["lastMessage"]["text"]) == ("request", "Hello")
    url, headers = f"{api.url}/pds/xrpc/chat.bsky.convo.listConvos", {"Authorization": f"Bearer {api.token}"}
    async with api.http.get(url, headers=headers) as answer:
        assert "No service configured" in (await answer.json())["message"]
    said = await api.post("chat.bsky.convo.sendMessage", convoId=talk["id"], message={"text": "Hi"})
    assert line.convo.lines[-1].id == said["id"]
    for odd in ({"text": ""}, {"text": "x" * 1001}, {"text": "x", "facets": [{}]}):
        status, _ = await api.call("POST", "chat.bsky.convo.sendMessage", {"convoId": talk["id"], "message": odd})
        assert status == 400
    pots.privileged = False
    assert (await api.call("GET", "chat.bsky.convo.listConvos"))[1]["message"] == "Bad token method"


async def test_limits_are_told_and_kept(api: Caller, server: BlueskyServer, pots: Account) -> None:
    body = {"repo": pots.did, "collection": POST, "record": record()}
    await api.post(CREATE, **body)
    assert api.headers["ratelimit-limit"] == str(POINTS)
    assert server.limits is not None
    server.limits.write(pots, POINTS - 5, server.clock.now())
    assert (await api.call("POST", CREATE, body))[1]["error"] == "RateLimitExceeded"
    assert float(api.headers["ratelimit-reset"]) > server.clock.now()
    server.clock.advance(3600)
    await api.log_in(pots)
    await api.post(CREATE, **body)
    wrong = {"identifier": pots.handle, "password": "x"}
    statuses = {(await api.call("POST", "com.atproto.server.createSession", wrong, home=""))[0] for _ in range(LOGINS)}
    assert statuses == {401, 429}


async def test_planned_faults_and_refusals(api: Caller, server: BlueskyServer) -> None:
    server.refuse("UpstreamFailure", f"GET {NOTES}", message="down")
    server.faults.next(Fault(Kind.REFUSE, status=429), f"GET {NOTES}")
    assert await api.call("GET", NOTES) == (502, {"error": "UpstreamFailure", "message": "down"})
    assert (await api.call("GET", NOTES))[1]["error"] == "RateLimitExceeded"
    assert (await api.get(NOTES))["notifications"] == []
    assert server.calls[f"GET {NOTES}"] == 3


def test_what_nobody_could_do_is_refused(world: BlueskyWorld, pots: Account, asha: Person) -> None:
    root = world.post(pots, "New cups")
    world.remove(root)
    with pytest.raises(CannotAct):
        world.reply(asha, root, "too late")
    for handle in ("asha.example.com", "no handle", ""):
        with pytest.raises(CannotAct):
            world.create_person(handle)
