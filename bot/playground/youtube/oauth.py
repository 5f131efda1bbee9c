"""Google's login: the page that asks which channel and leads back with a code, and the endpoints of tokens.

Source: developers.google.com, "Using OAuth 2.0 to Access Google APIs", for web servers and for installed apps.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode, urlsplit

from bot.playground.youtube.records import Channel, Project
from bot.playground.youtube.refusals import OAuthRefusal
from bot.playground.youtube.tokens import KNOWN_SCOPES, Code, Grant, Token
from bot.playground.youtube.wire import JsonObject
from bot.playground.youtube.world import YouTubeWorld

PAGE_PATH, TOKEN_PATH, REVOKE_PATH, INFO_PATH = "/o/oauth2/v2/auth", "/token", "/revoke", "/tokeninfo"
_HERE = ("127.0.0.1", "localhost", "::1")
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Choose a channel</title></head>
<body><h1>Project {project} asks for access</h1>
<p>This is a simulated login. Which channel is it about, and may the app do the following?</p>
<ul>{scopes}</ul>
{choices}
<p><a id="deny" href="{deny}">Cancel</a></p></body></html>
"""


class CannotLogIn(Exception):
    """Google shows an error page instead of a login."""


def page(world: YouTubeWorld, query: Mapping[str, str]) -> str:
    """The page; raises CannotLogIn for an app that is unknown or asks wrongly."""
    project = world.projects.get(query.get("client_id", ""))
    back, scopes = query.get("redirect_uri", ""), tuple(query.get("scope", "").split())
    if project is None:
        raise CannotLogIn("Error 401: invalid_client. The OAuth client was not found.")
    if not _leads_back(project, back):
        raise CannotLogIn(f"Error 400: redirect_uri_mismatch. {back} is not registered.")
    if query.get("response_type") != "code":
        raise CannotLogIn("Error 400: unsupported_response_type")
    unknown = [scope for scope in scopes if scope not in KNOWN_SCOPES]
    if not scopes or unknown:
        raise CannotLogIn(f"Error 400: invalid_scope. Some requested scopes were invalid: {unknown}")
    channels = [channel for channel in world.channels.values() if channel.project is project]
    choices = "\n".join(_choice(world, project, channel, query, scopes) for channel in channels)
    denied = _to(back, {"error": "access_denied"} | _state(query))
    listed = "".join(f"<li>{escape(scope)}</li>" for scope in scopes)
    return _PAGE.format(project=project.id, scopes=listed, choices=choices, deny=escape(denied))


def token(world: YouTubeWorld, form: Mapping[str, str]) -> JsonObject:
    """Exchange a code or a refresh token; raises OAuthRefusal."""
    project = world.projects.get(form.get("client_id", ""))
    if project is None or not hmac.compare_digest(form.get("client_secret", ""), project.client_secret):
        raise OAuthRefusal("invalid_client")
    match form.get("grant_type", ""):
        case "refresh_token":
            if not form.get("refresh_token"):
                raise OAuthRefusal("invalid_request", "Missing required parameter: refresh_token")
            return _answer(world, world.tokens.refresh(form["refresh_token"], project, world.now))
        case "authorization_code":
            return _redeem(world, project, form)
        case _:
            raise OAuthRefusal("unsupported_grant_type")


def revoke(world: YouTubeWorld, form: Mapping[str, str]) -> JsonObject:
    """End what was allowed, by an access or a refresh token; raises OAuthRefusal for a dead one."""
    grant = world.tokens.revoke(form.get("token", ""), world.now)
    world.record(f"POST {REVOKE_PATH}", grant.channel.id, account=grant.channel.id)
    return {}


def info(world: YouTubeWorld, query: Mapping[str, str]) -> JsonObject:
    """What an access token is good for; raises OAuthRefusal for a dead one."""
    found = world.tokens.access.get(query.get("access_token", ""))
    if found is None or found.grant.revoked or world.now >= found.expires:
        raise OAuthRefusal("invalid_token", "Invalid Value")
    left, client = round(found.expires - world.now), found.grant.project.client_id
    granted = " ".join(found.grant.scopes)
    return {"azp": client, "aud": client, "scope": granted, "expires_in": str(left), "access_type": "offline"}


def _redeem(world: YouTubeWorld, project: Project, form: Mapping[str, str]) -> JsonObject:
    code = world.tokens.redeem(
        form.get("code", ""), project, form.get("redirect_uri", ""), form.get("code_verifier", ""), world.now
    )
    grant = world.tokens.grant(project, code.channel, code.scopes, world.now)
    return _answer(world, world.tokens.issue(grant, world.now), grant if code.offline else None)


def _answer(world: YouTubeWorld, token: Token, grant: Grant | None = None) -> JsonObject:
    lives = max(0, round(token.expires - world.now) - 1)
    body: JsonObject = {"access_token": token.value, "expires_in": lives}
    if grant is not None:
        body["refresh_token"] = grant.refresh_token
        if grant.expires:
            body["refresh_token_expires_in"] = round(grant.expires - world.now)
    return body | {"scope": " ".join(token.grant.scopes), "token_type": "Bearer"}


def _leads_back(project: Project, back: str) -> bool:
    parts = urlsplit(back)
    return (parts.scheme == "http" and parts.hostname in _HERE) or back in project.redirects


def _choice(
    world: YouTubeWorld, project: Project, channel: Channel, query: Mapping[str, str], scopes: tuple[str, ...]
) -> str:
    back = query["redirect_uri"]
    code = Code(
        project,
        channel,
        scopes,
        back,
        world.now,
        challenge=query.get("code_challenge", ""),
        method=query.get("code_challenge_method", "plain"),
        offline=query.get("access_type") == "offline",
    )
    link = _to(back, _state(query) | {"code": world.tokens.offer(code), "scope": " ".join(scopes)})
    return f'<p><a class="allow" href="{escape(link)}">Continue as {escape(channel.title)}</a></p>'


def _state(query: Mapping[str, str]) -> dict[str, str]:
    return {"state": query["state"]} if "state" in query else {}


def _to(back: str, query: Mapping[str, str]) -> str:
    return f"{back}{'&' if '?' in back else '?'}{urlencode(query)}"
