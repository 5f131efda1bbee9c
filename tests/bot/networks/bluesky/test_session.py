"""The login: made by password once, renewed in time and by one process, and made anew when nothing else helps."""

from __future__ import annotations

import asyncio
import base64
import json

import pytest

from bot.networks._bluesky.session import Session, ends_at, home_in
from bot.networks._oauth import NAME, from_text
from bot.networks._outside import EMPTY
from bot.playground.bluesky.sessions import ACCESS_LIVES, GRACE, REFRESH_LIVES
from inbox.errors import LoginNeeded, RateLimited, Unavailable
from tests.bluesky_account import Ours, Safe

CREATE, REFRESH = "POST com.atproto.server.createSession", "POST com.atproto.server.refreshSession"


def session(ours: Ours, **more: object) -> Session:
    return Session(ours.http, ours.options(**more), ours.vault, ours.now)


async def test_many_at_once_log_in_once_and_the_login_outlives_the_process(ours: Ours) -> None:
    one = session(ours)
    grants = await asyncio.gather(*[one.grant() for _ in range(5)])
    assert {grant.whose for grant in grants} == {ours.us.did}
    assert grants[0].home == f"{ours.server.url}/pds"
    assert await session(ours).grant() == grants[0]
    assert ours.server.calls[CREATE] == 1


async def test_it_is_renewed_before_it_ends_and_the_new_pair_is_kept(ours: Ours) -> None:
    first = await session(ours).grant()
    ours.server.clock.advance(ACCESS_LIVES - 60)
    second = await session(ours).grant()
    assert second.access != first.access
    assert second.refresh != first.refresh
    assert from_text(ours.vault.kept[NAME]) == second
    assert (ours.server.calls[CREATE], ours.server.calls[REFRESH]) == (1, 1)


@pytest.mark.parametrize("away", [REFRESH_LIVES + 60, ACCESS_LIVES])
async def test_a_dead_refresh_token_is_replaced_by_the_password(ours: Ours, away: float) -> None:
    await session(ours).grant()
    if away == ACCESS_LIVES:
        ours.server.refuse("InvalidToken", REFRESH)
    ours.server.clock.advance(away)
    assert (await session(ours).grant()).ends_at > ours.now()
    assert ours.server.calls[CREATE] == 2


async def test_a_refresh_token_used_by_two_processes_logs_nobody_out(ours: Ours) -> None:
    one, two = session(ours), session(ours)
    dead = (await one.grant()).access
    await two.grant()
    fresh = await one.renewed(dead)
    assert await two.renewed(dead) == fresh
    ours.server.clock.advance(GRACE)
    assert (await two.grant()).ends_at > ours.now()


async def test_a_revoked_password_and_a_wrong_one_say_what_to_do(ours: Ours) -> None:
    await session(ours).grant()
    given = ours.options()
    ours.us.app_password = "revoked"
    ours.server.clock.advance(ACCESS_LIVES)
    with pytest.raises(LoginNeeded, match="Make a new app password"):
        await Session(ours.http, given, ours.vault, ours.now).grant()
    ours.server.refuse("AuthFactorTokenRequired", CREATE)
    with pytest.raises(LoginNeeded, match="an app password is needed"):
        await session(ours).grant()


async def test_another_account_in_bot_yaml_is_another_login(ours: Ours) -> None:
    await session(ours).grant()
    other = ours.server.world.create_account("other.example.com")
    grant = await session(ours, identifier=other.handle, app_password=other.app_password).grant()
    assert grant.whose == other.did


async def test_a_record_that_cannot_be_read_is_made_anew(ours: Ours) -> None:
    ours.vault.kept[NAME] = "{"
    assert (await session(ours).grant()).whose == ours.us.did


async def test_where_nothing_can_be_kept_a_person_is_told(ours: Ours) -> None:
    with pytest.raises(LoginNeeded, match="nowhere to keep"):
        await Session(ours.http, ours.options(), EMPTY, ours.now).grant()


async def test_too_many_logins_and_an_answer_without_tokens(ours: Ours) -> None:
    ours.server.refuse("RateLimitExceeded", CREATE)
    with pytest.raises(RateLimited):
        await session(ours).grant()
    ours.server.refuse("UpstreamFailure", CREATE)
    with pytest.raises(Unavailable):
        await session(ours).grant()


async def test_a_clock_that_is_hours_off_renews_no_more_often(ours: Ours) -> None:
    for hours in (-5, 5):
        ahead = Session(ours.http, ours.options(), Safe(), lambda hours=hours: ours.now() + hours * 3_600_000)  # type: ignore[misc]  # bound here
        for _ in range(5):
            await ahead.grant()
    assert ours.server.calls[REFRESH] == 0


def test_when_a_token_ends_is_read_from_it() -> None:
    middle = base64.urlsafe_b64encode(json.dumps({"iat": 100, "exp": 7300}).encode()).decode().rstrip("=")
    assert ends_at(f"e30.{middle}.x", 1_800_000_000_000) == 1_800_007_200_000
    for odd in ("", "a.b.c", "opaque", f"e30.{base64.urlsafe_b64encode(b'[]').decode()}.x", "a.é.b"):
        assert ends_at(odd, 1) == 0


@pytest.mark.parametrize(
    ("document", "home"),
    [
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://pds.example/"}]}, "https://pds.example"),
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "http://127.0.0.1"}]}, "https://bsky.social"),
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://a@evil.example"}]}, "https://bsky.social"),
        ({"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://evil.example/?"}]}, "https://bsky.social"),
        ({"service": [{"id": "#other", "serviceEndpoint": "https://x.example"}]}, "https://bsky.social"),
        ({"service": "odd"}, "https://bsky.social"),
        (None, "https://bsky.social"),
    ],
)
def test_where_an_account_lives_is_read_from_its_document(document: object, home: str) -> None:
    assert home_in(document, "https://bsky.social") == home
