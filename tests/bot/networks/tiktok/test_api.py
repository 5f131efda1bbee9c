"""Calls: the account's token goes along, a dead one is renewed once, and what is said is taken with care."""

from __future__ import annotations

import pytest

from bot.networks._http import Answer
from bot.networks._tiktok.api import as_app, data_in
from bot.playground.faults import Fault, Kind
from inbox.errors import LoginNeeded, RateLimited, Rejected, Unavailable, Uncertain
from tests.tiktok_account import DAY, Ours

GET = "GET /business/get/"


async def test_a_dead_token_is_renewed_once_and_the_call_made_again(ours: Ours) -> None:
    account = ours.account()
    ours.server.clock.advance(DAY + 1)  # TikTok ends it; the vault still thinks that it is good
    ours.log_in(refresh=ours.us.refresh_token, ends_at=0)
    assert (await account._api.get("/business/get/", fields=["username"]))["username"] == "nadipots"
    assert ours.server.calls[GET] == 2
    assert ours.server.calls["POST /tt_user/oauth2/refresh_token/"] == 1
    assert ours.us.access_token in ours.vault.kept["grant"]


async def test_a_token_that_stays_dead_stops_the_account(ours: Ours) -> None:
    account = ours.account()
    ours.server.world.withdraw(ours.us)
    with pytest.raises(LoginNeeded, match="connect"):
        await account._api.get("/business/get/")
    assert ours.server.calls[GET] == 1


async def test_an_expired_token_is_renewed_before_it_is_used(ours: Ours) -> None:
    account = ours.account()
    ours.server.clock.advance(DAY)
    await account._api.get("/business/get/")
    assert ours.server.calls[GET] == 1


@pytest.mark.parametrize("effect", [True, False])
async def test_an_answer_that_never_came(ours: Ours, effect: bool) -> None:  # both ways
    account, said = ours.account(), ours.comment("Hm")
    asked = {"video_id": ours.video.id, "comment_id": said.id, "action": "HIDE"}
    ours.server.faults.next(Fault(Kind.CUT_AFTER), "POST /business/comment/hide/")
    with pytest.raises(Uncertain if effect else Unavailable):
        await account._api.post("/business/comment/hide/", asked, effect=effect)
    assert said.hidden


async def test_the_limit_of_40_calls_a_minute(ours: Ours) -> None:
    account = ours.account()
    for _ in range(40):
        await account._api.get("/business/get/")
    with pytest.raises(RateLimited) as refused:
        await account._api.get("/business/get/")
    assert refused.value.retry_after == 300


async def test_the_content_api_has_a_login_of_its_own(ours: Ours) -> None:
    account = ours.account()
    said = await account._content.post("/v2/post/publish/creator_info/query/", effect=False)
    assert said["creator_username"] == "nadipots"
    ours.server.refuse("scope_not_authorized", "POST /v2/post/publish/creator_info/query/")
    with pytest.raises(Rejected, match="grant it"):
        await account._content.post("/v2/post/publish/creator_info/query/", effect=False)
    ours.server.clock.advance(DAY)
    await account._content.post("/v2/post/publish/creator_info/query/", effect=False)
    assert ours.server.calls["POST /v2/oauth/token/"] == 1


async def test_the_app_calls_by_its_secret(ours: Ours) -> None:
    asked = {"app_id": ours.app.client_key, "secret": ours.app.secret, "event_type": "COMMENT"}
    assert await as_app(ours.http, ours.server.url, "GET", "/business/webhook/list/", asked) == {}
    with pytest.raises(LoginNeeded, match="secret"):
        await as_app(ours.http, ours.server.url, "GET", "/business/webhook/list/", {**asked, "secret": "x"})


def test_an_answer_without_data() -> None:
    assert data_in(Answer(200, {}, b'{"code":0}'), effect=True) == {}
    assert data_in(Answer(200, {}, b'{"code":0,"data":[]}'), effect=True) == {}
    with pytest.raises(Uncertain):
        data_in(Answer(200, {}, b'{"code":0,"data":"x"}'), effect=True)
    with pytest.raises(Unavailable):
        data_in(Answer(200, {}, b'{"code":0,"data":5}'), effect=False)
