"""X's login: OAuth 2.0 with PKCE. Where to log in, and what a code or a refresh token is good for.

A code lives for 30 seconds, an access token for two hours, and a refresh token works once (docs.x.com, "OAuth 2.0
Authorization Code Flow with PKCE", read 2026-11-27; RFC 6749, RFC 7636).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode

import aiohttp

from bot.networks._http import Answer, call, plain
from bot.networks._oauth import Grant
from bot.networks._x.errors import error_for
from bot.networks._x.options import API, PAGES, XOptions
from inbox.errors import RateLimited, Rejected, Unavailable

SCOPES: Final[Mapping[str, str]] = {  # what each is needed for, in words
    "tweet.read": "read posts",
    "users.read": "know who writes",
    "tweet.write": "answer and publish",
    "tweet.moderate.write": "hide answers",
    "media.write": "send files",
    "dm.read": "read private messages",
    "dm.write": "write in private, and stop somebody's messages",
    "mute.read": "see who is muted",
    "mute.write": "mute people",
    "offline.access": "stay logged in",
}
MORE: Final[Mapping[str, str]] = {"like.read": "see likes", "like.write": "like posts"}  # on the enterprise plan
NEEDED: Final = frozenset({"tweet.read", "users.read"})  # without these nothing works
TOKEN: Final = "/2/oauth2/token"
AUTHORISE: Final = "/i/oauth2/authorize"
DEAD: Final = "X does not accept this login any more."


@dataclass(frozen=True, slots=True)
class Client:
    """The app as X knows it; a public one has no `secret`. `enterprise` asks for what only that plan may."""

    id: str
    secret: str = field(default="", repr=False)
    base_url: str = API
    login_url: str = PAGES
    enterprise: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A login that a person goes on with at `address`; `state` comes back with the code, `verifier` stays with us."""

    address: str
    state: str
    verifier: str = field(repr=False)
    redirect: str


def client_of(options: XOptions) -> Client:
    """The app that bot.yaml names."""
    secret = options.client_secret.get_secret_value() if options.client_secret else ""
    return Client(options.client_id, secret, options.base_url, options.login_url, options.plan == "enterprise")


def begin(client: Client, redirect: str, state: str = "", verifier: str = "") -> Begun:
    """A new login; `redirect` must be among the app's Callback URIs, letter by letter."""
    verifier, state = verifier or secrets.token_urlsafe(64), state or secrets.token_urlsafe(24)
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect,
        "scope": " ".join((*SCOPES, *(MORE if client.enterprise else ()))),
        "state": state,
        "code_challenge": digest,
        "code_challenge_method": "S256",
    }
    address = f"{client.login_url.rstrip('/')}{AUTHORISE}?{urlencode(asked, quote_via=quote)}"
    return Begun(address, state, verifier, redirect)


async def exchange(http: aiohttp.ClientSession, client: Client, begun: Begun, code: str, now: int) -> Grant:
    """The grant for a code; raises Rejected when X takes it no more, which is after 30 seconds, and NetworkErrors."""
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": begun.redirect,
        "code_verifier": begun.verifier,
    }
    return await _ask(http, client, asked, now, before=Grant("-"))


async def renew(http: aiohttp.ClientSession, client: Client, grant: Grant, now: int) -> Grant:
    """A new grant for an old one; raises Rejected when X takes its refresh token no more, and NetworkErrors."""
    asked = {"grant_type": "refresh_token", "refresh_token": grant.refresh}
    return await _ask(http, client, asked, now, before=grant)


async def who(http: aiohttp.ClientSession, client: Client, grant: Grant) -> tuple[str, str]:
    """The id and the username of the account that logged in; raises NetworkErrors. X charges for it."""
    url, headers = f"{client.base_url.rstrip('/')}/2/users/me", {"Authorization": f"Bearer {grant.access}"}
    answer = await call(http, "GET", url, name="X", effect=False, headers=headers)
    if not answer.ok:
        raise error_for(answer.status, answer.body, answer.headers, effect=False)
    told = answer.object().get("data")
    if not isinstance(told, dict) or not told.get("id"):
        raise Unavailable("X did not say who logged in.")
    return str(told["id"]), str(told.get("username") or "")


async def _ask(
    http: aiohttp.ClientSession, client: Client, asked: Mapping[str, str], now: int, *, before: Grant
) -> Grant:
    form, headers = dict(asked), dict[str, str]()
    if client.secret:
        pair = f"{quote(client.id, safe='')}:{quote(client.secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        form["client_id"] = client.id
    url = client.base_url.rstrip("/") + TOKEN
    answer = await call(http, "POST", url, name="X", effect=False, data=form, headers=headers)
    told = answer.object()
    if not answer.ok or not isinstance(told.get("access_token"), str):
        raise _refused(answer, told)
    return _grant(told, now, before)


def _grant(told: Mapping[str, Any], now: int, before: Grant) -> Grant:
    lives = told.get("expires_in")
    return Grant(
        access=told["access_token"],
        refresh=str(told.get("refresh_token") or ""),
        ends_at=now + 1000 * lives if isinstance(lives, int) and lives > 0 else 0,
        obtained_at=now,
        scopes=tuple(str(told.get("scope") or "").split()) or before.scopes,
        whose=before.whose,
    )


def _refused(answer: Answer, told: Mapping[str, Any]) -> Rejected | RateLimited | Unavailable:
    error = str(told.get("error") or "")
    words = plain(told.get("error_description") or told.get("detail") or error or "it gives no reason")
    if answer.status == 429:
        return RateLimited("X asks to slow down.", answer.seconds() or 60.0)
    if error in ("invalid_client", "unauthorized_client"):
        return Rejected(f"X does not know this app: {words} Copy client_id and client_secret anew.")
    if answer.status in (400, 401, 403) and told:
        return Rejected(f"{DEAD} ({words.rstrip('.')})")
    return Unavailable(f"X did not answer the login (HTTP {answer.status}).")
