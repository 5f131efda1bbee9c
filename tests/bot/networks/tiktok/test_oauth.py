"""Logging in at both APIs, and staying logged in: each refresh token counts once, and none is lost."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.networks._oauth import read_grant
from bot.networks._tiktok.oauth import REDIRECT, Dialogue, Drawer, business, content, grant_of, logins
from bot.networks._tiktok.options import BUSINESS_API, TikTokOptions
from bot.playground.faults import Fault, Kind
from inbox.errors import LoginNeeded, SetupError, Unavailable
from tests.tiktok_account import DAY, Ours, Safe


def options(ours: Ours, **more: object) -> TikTokOptions:
    return TikTokOptions.model_validate({**ours.account()._options.model_dump(), **more})


async def test_a_code_of_the_api_for_business_is_a_grant(ours: Ours) -> None:
    client = business(options(ours), ours.http, ours.now)
    dialogue = Dialogue(client)
    assert parse_qs(urlsplit(dialogue.address()).query)["redirect_uri"] == [REDIRECT]
    code = ours.server.world.authorize(ours.us, REDIRECT)
    grant = await client.redeem(code)
    assert (grant.access, grant.whose) == (ours.us.access_token, ours.us.open_id)
    assert grant.ends_at == ours.now() + DAY * 1000
    assert grant.refresh_ends_at == ours.now() + 365 * DAY * 1000
    assert "comment.list" in grant.scopes
    with pytest.raises(LoginNeeded):
        await client.redeem(code)  # a code counts once


async def test_a_code_of_the_content_api_is_a_grant(ours: Ours) -> None:
    code = ours.server.world.authorize(ours.us, REDIRECT, kind="open")
    grant = await content(options(ours), ours.http, ours.now).redeem(code)
    assert grant.access == ours.us.open_token


async def test_the_address_of_the_api_for_business_is_made_in_the_portal(ours: Ours) -> None:
    real = business(options(ours, base_url=BUSINESS_API), ours.http, ours.now)
    with pytest.raises(SetupError, match="portal"):
        Dialogue(real).address()
    assert (
        Dialogue(real, authorization="https://www.tiktok.com/v2/auth/x").address() == "https://www.tiktok.com/v2/auth/x"
    )
    at_tiktok = Dialogue(content(options(ours, content_url="https://open.tiktokapis.com"), ours.http, ours.now))
    assert at_tiktok.address().startswith("https://www.tiktok.com/v2/auth/authorize/?client_key=")


async def test_a_login_is_renewed_and_its_refresh_token_rotates(ours: Ours) -> None:
    login, content_login = logins(options(ours), ours.http, ours.vault, ours.now)
    before = (await login.grant()).refresh
    ours.server.clock.advance(DAY)
    tokens = await asyncio.gather(login.token(), login.token(), login.token())
    assert set(tokens) == {ours.us.access_token}
    assert ours.server.calls["POST /tt_user/oauth2/refresh_token/"] == 1
    kept = await read_grant(ours.vault)
    assert kept is not None
    assert kept.refresh == ours.us.refresh_token != before
    assert await content_login.token() == ours.us.open_token


async def test_a_refresh_token_that_is_used_up_needs_a_person(ours: Ours) -> None:
    login, _ = logins(options(ours), ours.http, ours.vault, ours.now)
    ours.log_in(refresh="rft.used")
    ours.server.clock.advance(DAY)
    with pytest.raises(LoginNeeded, match="connect"):
        await login.token()


async def test_a_renewal_whose_answer_is_lost_is_no_dead_login(ours: Ours) -> None:
    login, _ = logins(options(ours), ours.http, ours.vault, ours.now)
    ours.server.clock.advance(DAY)
    ours.server.faults.next(Fault(Kind.CUT_BEFORE), "POST /tt_user/oauth2/refresh_token/")
    with pytest.raises(Unavailable):
        await login.token()
    assert await login.token() == ours.us.access_token


async def test_another_secret_is_said(ours: Ours) -> None:
    login, _ = logins(options(ours, app_secret="another-secret"), ours.http, ours.vault, ours.now)
    ours.server.clock.advance(DAY)
    with pytest.raises(LoginNeeded, match="id and secret"):
        await login.token()


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {},
        {"access_token": "a"},
        {"access_token": "a", "refresh_token": "b", "open_id": "c", "expires_in": "soon"},
    ],
)
def test_what_is_no_grant(said: object) -> None:
    with pytest.raises(Unavailable):
        grant_of(said, 0)


async def test_a_drawer_is_a_part_of_a_vault() -> None:
    safe = Safe()
    drawer = Drawer(safe, "content")
    await drawer.write("grant", "x")
    assert (safe.kept, await drawer.read("grant"), await drawer.read("y")) == ({"content_grant": "x"}, "x", None)
