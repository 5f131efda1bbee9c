"""Google's login: the page, codes, access tokens of one hour, refreshing, revoking, and what a token lacks."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.playground.youtube import Channel, Project, Video, YouTubeServer, YouTubeWorld
from bot.playground.youtube.tokens import ANALYTICS, FORCE_SSL, READONLY, UPLOAD
from tests.bot.playground.youtube.calls import Api

BACK = "http://127.0.0.1:8765/"


async def post(api: Api, path: str, **form: str) -> tuple[int, Any]:
    """Status and JSON of the token endpoint."""
    async with api.http.post(f"{api.url}{path}", data=form) as answer:
        return answer.status, await answer.json()


async def page(api: Api, project: Project, **more: str) -> tuple[int, str]:
    """Status and text of the login page."""
    query = {"client_id": project.client_id, "redirect_uri": BACK, "response_type": "code", "scope": FORCE_SSL}
    async with api.http.get(f"{api.url}/o/oauth2/v2/auth", params=query | more) as answer:
        return answer.status, await answer.text()


def link(html: str, mark: str) -> dict[str, str]:
    """The query of the link that leads back."""
    found = re.search(rf'{mark}" href="([^"]+)"', html)
    assert found is not None
    return {name: values[0] for name, values in parse_qs(urlsplit(unescape(found[1])).query).items()}


def client(project: Project) -> dict[str, str]:
    """What every call of the token endpoint says of the app."""
    return {"client_id": project.client_id, "client_secret": project.client_secret}


async def test_a_login_leads_to_tokens_once_and_with_the_right_verifier(
    api: Api, project: Project, channel: Channel
) -> None:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"verifier").digest()).decode().rstrip("=")
    pkce = {"code_challenge": challenge, "code_challenge_method": "S256"}
    status, html = await page(api, project, state="s1", access_type="offline", prompt="consent", **pkce)
    assert status == 200
    assert channel.title in html
    back = link(html, "allow")
    assert (back["state"], back["scope"]) == ("s1", FORCE_SSL)
    form = client(project) | {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK}
    assert (await post(api, "/token", **form))[1]["error"] == "invalid_grant"
    status, tokens = await post(api, "/token", **form, code_verifier="verifier")
    assert (status, tokens["token_type"], tokens["expires_in"]) == (200, "Bearer", 3599)
    assert tokens["refresh_token"]
    [mine] = await api.of(tokens["access_token"]).items("channels", part="id", mine=True)
    assert mine["id"] == channel.id
    assert (await post(api, "/token", **form, code_verifier="verifier"))[0] == 400
    assert link(html, "deny") == {"error": "access_denied", "state": "s1"}


async def test_without_offline_access_there_is_no_refresh_token(api: Api, project: Project, channel: Channel) -> None:
    back = link((await page(api, project))[1], "allow")
    form = client(project) | {"grant_type": "authorization_code", "code": back["code"], "redirect_uri": BACK}
    assert "refresh_token" not in (await post(api, "/token", **form))[1]


async def test_a_login_that_asks_wrongly_is_blocked(api: Api, project: Project) -> None:
    for wrong in (
        {"client_id": "nobody"},
        {"redirect_uri": "https://evil.example.org/"},
        {"scope": "everything"},
        {"response_type": "token"},
    ):
        status, html = await page(api, project, **wrong)
        assert (status, "Access blocked" in html) == (400, True), wrong


async def test_an_access_token_lives_for_an_hour_and_is_refreshed(
    api: Api, server: YouTubeServer, project: Project, channel: Channel
) -> None:
    look = {"part": "id", "mine": True}
    server.clock.advance(3_599)
    await api.get("channels", **look)
    server.clock.advance(1)
    assert await api.refused("GET", "channels", **look) == (401, "authError")
    form = client(project) | {"grant_type": "refresh_token", "refresh_token": channel.refresh_token}
    status, fresh = await post(api, "/token", **form)
    assert (status, fresh["scope"]) == (200, f"{FORCE_SSL} {UPLOAD} {ANALYTICS}")
    assert "refresh_token" not in fresh
    await api.of(fresh["access_token"]).get("channels", **look)
    wrong = form | {"client_secret": "no"}
    assert (await post(api, "/token", **wrong)) == (
        401,
        {"error": "invalid_client", "error_description": "The OAuth client was not found."},
    )


async def test_what_is_withdrawn_or_revoked_is_an_invalid_grant(
    api: Api, server: YouTubeServer, world: YouTubeWorld, project: Project, channel: Channel
) -> None:
    form = client(project) | {"grant_type": "refresh_token", "refresh_token": channel.refresh_token}
    server.refuse("invalid_grant", "POST /token")
    assert (await post(api, "/token", **form))[1]["error"] == "invalid_grant"
    assert (await post(api, "/token", **form))[0] == 200
    assert await post(api, "/revoke", token=channel.refresh_token) == (200, {})
    assert (await post(api, "/token", **form)) == (
        400,
        {"error": "invalid_grant", "error_description": "Token has been expired or revoked."},
    )
    assert await api.refused("GET", "channels", part="id", mine=True) == (401, "authError")
    assert (await post(api, "/revoke", token=channel.refresh_token))[0] == 400
    other = world.create_channel("Kiln Talk", project)
    world.withdraw(other)
    assert (await post(api, "/token", **form | {"refresh_token": other.refresh_token}))[0] == 400


async def test_the_refresh_token_of_a_project_in_testing_lives_for_seven_days(
    api: Api, server: YouTubeServer, world: YouTubeWorld
) -> None:
    project = world.create_project(testing=True)
    channel = world.create_channel("Kiln Talk", project)
    form = client(project) | {"grant_type": "refresh_token", "refresh_token": channel.refresh_token}
    server.clock.advance(7 * 86_400 - 1)
    assert (await post(api, "/token", **form))[0] == 200
    server.clock.advance(1)
    assert (await post(api, "/token", **form))[1]["error"] == "invalid_grant"


async def test_a_token_without_the_scope_is_told_which_it_lacks(
    api: Api, world: YouTubeWorld, channel: Channel, video: Video
) -> None:
    reader = api.of(world.token(channel, (READONLY,)))
    await reader.get("videos", part="id", id=video.id)
    look = {"part": "id", "videoId": video.id}
    assert await reader.refused("GET", "commentThreads", **look) == (403, "insufficientPermissions")
    headers = {"Authorization": f"Bearer {reader.token}"}
    async with api.http.get(f"{api.url}/youtube/v3/commentThreads", params=look, headers=headers) as answer:
        assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


async def test_an_api_key_reads_what_is_public_and_nothing_else(
    api: Api, http: aiohttp.ClientSession, project: Project, video: Video, world: YouTubeWorld
) -> None:
    [comment] = world.crowd(video, 1)
    nobody = Api(http, api.url, "")
    key = {"key": project.api_key}
    assert len(await nobody.items("commentThreads", part="id", videoId=video.id, **key)) == 1
    assert await nobody.refused("DELETE", "comments", id=comment.id, **key) == (401, "required")
    assert await nobody.refused("GET", "channels", part="id", mine=True, **key) == (401, "required")
    assert await nobody.refused("GET", "videos", part="id", id=video.id) == (401, "required")


async def test_a_token_tells_what_it_is_good_for(api: Api, channel: Channel, project: Project) -> None:
    async with api.http.get(f"{api.url}/tokeninfo", params={"access_token": channel.token}) as answer:
        told = await answer.json()
    assert (told["aud"], told["expires_in"]) == (project.client_id, "3600")
    assert FORCE_SSL in told["scope"].split()
