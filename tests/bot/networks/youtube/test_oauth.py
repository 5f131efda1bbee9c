"""Google's login: the address, the code, renewing, and what is said when it was taken back."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.networks._oauth import Grant, Login, read_grant
from bot.networks._youtube import oauth
from bot.networks._youtube.oauth import COMMENTS, SCOPES, Client
from bot.networks._youtube.options import Hosts
from inbox.errors import LoginNeeded, Rejected, Unavailable
from tests.youtube_accounts import Ours, ours

BACK, VERIFIER = "http://127.0.0.1:8400/", "v" * 43


def client(channel: Ours) -> Client:
    return Client(channel.project.client_id, channel.project.client_secret)


async def code(channel: Ours, verifier: str = VERIFIER) -> str:
    """What the owner's browser is led back with."""
    url = oauth.address(Hosts.at(channel.server.url), client(channel), BACK, "state-1", verifier)
    async with channel.http.get(url) as page:
        link = re.search(r'class="allow" href="([^"]+)"', await page.text())
    assert link is not None
    back = parse_qs(urlsplit(html.unescape(link[1])).query)
    assert back["state"] == ["state-1"]
    return back["code"][0]


async def exchange(channel: Ours, code: str, verifier: str = VERIFIER) -> Grant:
    hosts = Hosts.at(channel.server.url)
    return await oauth.exchange(channel.http, hosts, client(channel), code, BACK, verifier, channel.now())


async def test_a_login_leads_to_a_grant_and_to_the_channel(channel: Ours) -> None:
    grant = await exchange(channel, await code(channel))
    assert grant.refresh.startswith("1//")
    assert (set(grant.scopes), grant.refresh_ends_at) == (set(SCOPES), 0)
    assert 3_500_000 < grant.ends_at - channel.now() <= 3_600_000
    found = await oauth.whose(channel.http, Hosts.at(channel.server.url), grant.access)
    assert found == (channel.channel.id, "Sangam Pottery")


async def test_a_code_is_good_once_and_for_whoever_has_the_verifier(channel: Ours) -> None:
    given = await code(channel)
    with pytest.raises(Rejected):
        await exchange(channel, given, "w" * 43)
    await exchange(channel, given)
    with pytest.raises(Rejected):
        await exchange(channel, given)


async def test_a_renewal_keeps_the_refresh_token_which_google_does_not_rotate(channel: Ours) -> None:
    renew = oauth.renewing(channel.http, Hosts.at(channel.server.url), client(channel), channel.now)
    login = Login(channel.vault, renew, channel.now, "Connect.")
    channel.clock.advance(3_550)
    grant = await login.grant()
    assert (grant.refresh, grant.access != channel.channel.token) == (channel.channel.refresh_token, True)
    assert await read_grant(channel.vault) == grant
    assert grant.whose == channel.channel.id


async def test_a_login_of_an_app_in_testing_ends_after_a_week(channel: Ours) -> None:
    async with ours(testing=True) as testing:
        grant = await exchange(testing, await code(testing))
        assert grant.refresh_ends_at == testing.now() + 7 * 86_400_000
        renew = oauth.renewing(testing.http, Hosts.at(testing.server.url), client(testing), testing.now)
        testing.clock.advance(7 * 86_400 + 1)
        with pytest.raises(Rejected, match="Testing"):
            await renew(grant)


async def test_another_client_is_said_to_be_the_mistake(channel: Ours) -> None:
    renew = oauth.renewing(
        channel.http, Hosts.at(channel.server.url), Client("x.apps.googleusercontent.com", "y"), channel.now
    )
    with pytest.raises(LoginNeeded, match="client_id and client_secret"):
        await renew(Grant("a", "b"))


async def test_google_out_of_order_is_no_end_of_the_login(channel: Ours) -> None:
    renew = oauth.renewing(channel.http, Hosts.at(channel.server.url), client(channel), channel.now)
    channel.server.refuse("internal_failure", "POST /token", status=500)
    with pytest.raises(Unavailable):
        await renew(Grant("a", channel.channel.refresh_token))


async def test_whoever_has_no_channel_is_told_so(channel: Ours) -> None:
    with pytest.raises(Rejected, match="does not say which channel"):
        await oauth.whose(channel.http, Hosts.at(channel.server.url), "nonsense")


def test_the_address_asks_for_all_that_is_used_and_hides_the_verifier() -> None:
    query = parse_qs(urlsplit(oauth.address(Hosts(), Client("id", "secret"), BACK, "s", VERIFIER)).query)
    assert COMMENTS in query["scope"][0]
    assert (query["access_type"], query["prompt"]) == (["offline"], ["consent"])
    assert query["code_challenge"] == [oauth.challenge(VERIFIER)]
    assert "secret" not in str(query)
