"""Holds calls to a simulated X: one call each, logins renewed in time, and everything that was read on the meter."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.networks._x.api import FIELDS
from bot.playground.faults import Fault, Kind
from inbox.actions import Reply
from inbox.errors import LoginNeeded, RateLimited, Rejected, Unavailable, Uncertain, Unsupported
from tests.x_account import Ours


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("duplicate", Rejected, "takes no text twice"),
        ("cashtags", Rejected, "one cashtag"),
        ("reply-restricted", Rejected, "chose who may answer"),
        ("reply-gone", Rejected, "gone from X"),
        ("too-long", Rejected, "too long"),
        ("scope", Rejected, "run.py connect x"),
        ("client-forbidden", Unsupported, "plan at X does not include"),
        ("credits", RateLimited, "Buy some"),
        ("usage-capped", RateLimited, "for this month"),
        ("unavailable", Unavailable, "down for a moment"),
        ("internal", Uncertain, "HTTP 500"),
    ],
)
async def test_each_refusal_has_its_consequence_and_its_words(
    ours: Ours, name: str, error: type[Exception], words: str
) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    ours.server.refuse(name, match="POST /2/tweets")
    with pytest.raises(error, match=words):
        await ours.account().perform(Reply(ours.below(mention), "Hello", to=ours.id(mention)), "1")
    assert ours.said() == ["New cups today"]


async def test_a_window_that_is_used_up_is_waited_for(ours: Ours) -> None:
    mention, world = ours.server.world.mention(ours.asha, ours.us, "hello"), ours.server.world
    world.limits.exhaust("POST /2/tweets", ours.us.id, now=world.now)
    with pytest.raises(RateLimited) as caught:
        await ours.account().perform(Reply(ours.below(mention), "Hello", to=ours.id(mention)), "1")
    assert caught.value.retry_after == pytest.approx(900, abs=2)


async def test_a_token_that_is_over_is_renewed_once_and_kept_before_it_is_used(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    old, used = ours.us.access_token, ours.us.refresh_token
    ours.server.world.tokens.forget(old)
    await ours.account().perform(Reply(ours.below(mention), "Hello", to=ours.id(mention)), "1")
    assert ours.said()[-1] == "Hello"
    assert ours.us.access_token not in ("", old)
    assert ours.us.access_token in ours.vault.kept["grant"]
    assert used not in ours.vault.kept["grant"]
    assert ours.server.calls["POST /2/oauth2/token"] == 1


async def test_a_login_that_was_taken_away_stops_the_account(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    ours.server.world.revoke(ours.us)
    with pytest.raises(LoginNeeded, match=r"run\.py connect x"):
        await ours.account().perform(Reply(ours.below(mention), "Hello", to=ours.id(mention)), "1")


async def test_what_was_read_is_counted_once_by_its_kind(ours: Ours) -> None:
    ours.server.world.mention(ours.asha, ours.us, "hello")
    api = ours.api()
    for _ in range(2):
        page = await api.get(f"/2/users/{ours.us.id}/mentions", {"expansions": "author_id", FIELDS: "created_at"})
        assert len(page["data"]) == len(page["includes"]["users"]) == 1
    assert +ours.meter.things == {"post.read": 1, "user.read": 1}


async def test_our_own_lists_are_cheaper_where_the_app_is_ours(ours: Ours) -> None:
    await ours.api(owned=True).get(f"/2/users/{ours.us.id}/tweets")
    assert +ours.meter.things == {"owned.read": 1}
    assert ours.server.billed.total == (await ours.meter.used()).today == 1_000


async def test_what_could_not_be_shown_stays_in_the_answer(ours: Ours) -> None:
    answer = await ours.api().get("/2/tweets", {"ids": f"{ours.post.id},1"})
    assert [one["id"] for one in answer["data"]] == [ours.post.id]
    assert [one["resource_id"] for one in answer["errors"]] == ["1"]


async def test_headers_tell_what_is_left(ours: Ours) -> None:
    api, path = ours.api(), f"/2/users/{ours.us.id}/mentions"
    assert api.limits.left("GET", path) is None
    await api.get(path)
    left = api.limits.left("GET", "/2/users/77/mentions")
    assert left
    assert left.remaining == 299
    assert api.limits.wait("GET", path) == 0


async def test_a_dead_login_is_renewed_once_and_no_more(ours: Ours) -> None:
    ours.server.world.tokens.forget(ours.us.access_token)
    with pytest.raises(LoginNeeded):
        await ours.api().get("/2/users/me")


async def test_the_app_itself_calls_with_its_own_token(ours: Ours) -> None:
    assert await ours.api().get("/2/webhooks", app=True) == {"meta": {"result_count": 0}}
    ours.app.bearer = "AnotherBearer"
    account = ours.account(bearer="TheOldBearer")
    with pytest.raises(Rejected, match="Bearer Token anew"):
        await account._api.get("/2/webhooks", app=True)
    with pytest.raises(Rejected, match="bearer_env"):
        await ours.account(bearer=None)._api.get("/2/webhooks", app=True)


async def test_a_lost_answer_is_uncertain_only_where_something_may_be_done(ours: Ours) -> None:
    api = ours.api()
    for match in ("GET /2/users/me", "POST /2/tweets"):
        ours.server.faults.next(Fault(Kind.CUT_BEFORE), match, times=2)  # the client repeats what only reads
    with pytest.raises(Unavailable):
        await api.get("/2/users/me")
    with pytest.raises(Uncertain):
        await api.send("POST", "/2/tweets", {"text": "hello"}, thing="post.create")
    assert +ours.meter.things == {"post.create": 1}


async def test_nobody_answers(ours: Ours) -> None:
    api = ours.api()
    await ours.server.stop()
    with pytest.raises(Unavailable, match="no connection to X"):
        await api.send("POST", "/2/tweets", {"text": "hello"}, thing="post.create")
    assert not ours.meter.things


@pytest.mark.parametrize(
    ("body", "error", "counted"),
    [
        ('{"errors": [{"detail": "Could not find tweet", "type": "x/problems/resource-not-found"}]}', Rejected, 0),
        ("[]", Uncertain, 1),
        ("<html>", Uncertain, 1),
    ],
)
async def test_a_yes_that_is_none(ours: Ours, body: str, error: type[Exception], counted: int) -> None:
    async def odd(request: web.Request) -> web.Response:
        return web.Response(text=body, content_type="application/json")

    app = web.Application()
    app.router.add_post("/2/tweets", odd)
    async with TestServer(app) as server:
        api = ours.api(base_url=str(server.make_url("/")))
        with pytest.raises(error):
            await api.send("POST", "/2/tweets", {"text": "hello"}, thing="post.create")
    assert ours.meter.things["post.create"] == counted
