"""Holds the login to a simulated X: with proof of its own, refused in words, and renewed by a token that works once."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.networks._oauth import Grant
from bot.networks._x.oauth import SCOPES, Begun, Client, begin, client_of, exchange, renew, who
from bot.playground.faults import Fault, Kind
from inbox.errors import LoginNeeded, RateLimited, Rejected, Unavailable
from tests.x_account import Ours

REDIRECT = "http://localhost:8787/"


def client(ours: Ours, **changes: str) -> Client:
    given = {"id": ours.app.client_id, "secret": ours.app.client_secret, **changes}
    return Client(given["id"], given["secret"], ours.server.url, ours.server.url)


def agreed(ours: Ours, begun: Begun) -> str:
    """The code with which X sends a person back who said yes."""
    back = parse_qs(urlsplit(ours.server.world.approve(begun.address, ours.us)).query)
    assert back["state"] == [begun.state]
    return back["code"][0]


async def test_a_login_from_the_first_address_to_the_grant(ours: Ours) -> None:
    app = client(ours)
    begun = begin(app, REDIRECT)
    asked = parse_qs(urlsplit(begun.address).query)
    assert asked["scope"] == [" ".join(SCOPES)]
    assert (asked["code_challenge_method"], asked["redirect_uri"]) == (["S256"], [REDIRECT])
    assert begun.verifier not in begun.address
    grant = await exchange(ours.http, app, begun, agreed(ours, begun), ours.now())
    assert (grant.access, grant.refresh) == (ours.us.access_token, ours.us.refresh_token)
    assert grant.ends_at == ours.now() + 7_200_000
    assert set(grant.scopes) == set(SCOPES)
    assert grant.access not in repr(grant)
    assert await who(ours.http, app, grant) == (ours.us.id, "nadipots")


async def test_who_logged_in_is_not_told_to_a_dead_login(ours: Ours) -> None:
    with pytest.raises(LoginNeeded):
        await who(ours.http, client(ours), Grant("dead"))


async def test_a_code_is_good_for_half_a_minute_and_once(ours: Ours) -> None:
    app = client(ours)
    begun = begin(app, REDIRECT)
    code = agreed(ours, begun)
    ours.server.clock.advance(31)
    with pytest.raises(Rejected, match="authorization code was invalid"):
        await exchange(ours.http, app, begun, code, ours.now())


async def test_somebody_else_s_code_is_of_no_use(ours: Ours) -> None:
    app = client(ours)
    code = agreed(ours, begin(app, REDIRECT))
    with pytest.raises(Rejected, match="code verifier"):
        await exchange(ours.http, app, begin(app, REDIRECT), code, ours.now())


async def test_a_refresh_token_works_once(ours: Ours) -> None:
    app, old = client(ours), Grant(ours.us.access_token, ours.us.refresh_token, whose=ours.us.id)
    new = await renew(ours.http, app, old, ours.now())
    assert (new.refresh, new.whose) == (ours.us.refresh_token, ours.us.id)
    assert new.refresh != old.refresh
    with pytest.raises(Rejected, match="does not accept this login"):
        await renew(ours.http, app, old, ours.now())


async def test_a_wrong_secret_is_named_as_such(ours: Ours) -> None:
    grant = Grant(ours.us.access_token, ours.us.refresh_token)
    with pytest.raises(Rejected, match="client_secret anew"):
        await renew(ours.http, client(ours, secret="another one"), grant, ours.now())
    with pytest.raises(Rejected, match="client_secret anew"):  # a public client, where X knows a confidential one
        await renew(ours.http, client(ours, secret=""), grant, ours.now())


async def test_a_lost_or_broken_answer_is_tried_again_later(ours: Ours) -> None:
    grant = Grant(ours.us.access_token, ours.us.refresh_token)
    ours.server.faults.next(Fault(Kind.CUT_BEFORE), "POST /2/oauth2/token")
    with pytest.raises(Unavailable):
        await renew(ours.http, client(ours), grant, ours.now())
    ours.server.refuse("internal", match="POST /2/oauth2/token")
    with pytest.raises(Unavailable, match="HTTP 500"):
        await renew(ours.http, client(ours), grant, ours.now())
    ours.server.refuse("rate-limit", match="POST /2/oauth2/token")
    with pytest.raises(RateLimited):
        await renew(ours.http, client(ours), grant, ours.now())


def test_an_enterprise_app_asks_for_likes_as_well(ours: Ours) -> None:
    app = client_of(ours.account(plan="enterprise")._options)
    assert "like.write" in begin(app, REDIRECT).address
    assert (app.id, app.base_url) == (ours.app.client_id, ours.server.url)
