"""Google's login for programs that people run themselves: the address to open, the code it leads to, and renewing.

Source: developers.google.com/identity/protocols/oauth2/native-app, read 2026-11-27. Google does not rotate refresh
tokens: what a renewal does not tell stays as it was. While the consent screen is in "Testing" they end after 7 days.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from bot.logs import hide
from bot.networks._http import Answer, call, failed, plain
from bot.networks._oauth import Grant
from bot.networks._youtube.errors import CONNECT
from bot.networks._youtube.options import Hosts
from inbox.errors import LoginNeeded, Rejected, Unavailable

SCOPE: Final = "https://www.googleapis.com/auth/"
COMMENTS, UPLOADS = f"{SCOPE}youtube.force-ssl", f"{SCOPE}youtube.upload"
FIGURES: Final = f"{SCOPE}yt-analytics.readonly"
SCOPES: Final = (COMMENTS, UPLOADS, FIGURES)
GOOGLE: Final = "Google"
TESTING: Final = 8 * 86_400_000  # ms; a refresh token that ends sooner is one of a consent screen in "Testing"
REVOKED: Final = (
    "Google took the login back: access was withdrawn, or the app's consent screen is in “Testing”, where each login "
    "lasts 7 days. Publish the app (Google Cloud console, OAuth consent screen), then connect once more."
)


@dataclass(frozen=True, slots=True)
class Client:
    """The OAuth client of the Google Cloud project."""

    id: str
    secret: str = field(repr=False)


def address(hosts: Hosts, client: Client, redirect: str, state: str, verifier: str) -> str:
    """The page on which the owner chooses the channel and says yes; it leads to `redirect` with a code.

    `verifier` is a secret of 43 to 128 letters that `exchange` needs as well.
    """
    query = {
        "client_id": client.id,
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "access_type": "offline",
        "prompt": "consent",  # without it, a second login tells no refresh token
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
    }
    return f"{hosts.login}/o/oauth2/v2/auth?{urlencode(query)}"


def challenge(verifier: str) -> str:
    """What the page is told of the verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


async def exchange(
    http: aiohttp.ClientSession, hosts: Hosts, client: Client, code: str, redirect: str, verifier: str, now: int
) -> Grant:
    """The login for a code. Raises Rejected when Google does not take it, and Unavailable."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
    said = await _ask(http, hosts, client, form)
    if not said.get("refresh_token"):
        raise Rejected("Google gave no refresh token. Remove the app at myaccount.google.com/permissions, and again.")
    return _grant(said, Grant(""), now)


def renewing(
    http: aiohttp.ClientSession, hosts: Hosts, client: Client, now: Callable[[], int]
) -> Callable[[Grant], Awaitable[Grant]]:
    """How a grant is renewed: raises Rejected when the login was taken back, LoginNeeded for another client's."""

    async def renew(grant: Grant) -> Grant:
        form = {"grant_type": "refresh_token", "refresh_token": grant.refresh}
        return _grant(await _ask(http, hosts, client, form), grant, now())

    return renew


async def whose(http: aiohttp.ClientSession, hosts: Hosts, token: str) -> tuple[str, str]:
    """The id and the title of the channel that was chosen; raises Rejected where there is none, and Unavailable."""
    answer = await call(
        http,
        "GET",
        f"{hosts.api}/youtube/v3/channels",
        name="YouTube",
        effect=False,
        params={"part": "snippet", "mine": "true"},
        headers={"Authorization": f"Bearer {token}"},
    )
    items = answer.object().get("items")
    if not answer.ok or not isinstance(items, list):
        raise Rejected(f"YouTube does not say which channel this is (HTTP {answer.status}).")
    if not items:
        raise Rejected("Whoever logged in has no channel. Choose the channel, and not the Google account, and again.")
    return str(items[0]["id"]), str(items[0].get("snippet", {}).get("title", ""))


async def _ask(http: aiohttp.ClientSession, hosts: Hosts, client: Client, form: Mapping[str, str]) -> Mapping[str, Any]:
    """Ask for tokens; asking twice does no harm."""
    fields = {**form, "client_id": client.id, "client_secret": client.secret}
    answer = await call(http, "POST", f"{hosts.token}/token", name=GOOGLE, effect=False, data=fields)
    said = answer.object()
    if answer.ok and isinstance(said.get("access_token"), str) and said["access_token"]:
        hide(said["access_token"], str(said.get("refresh_token", "")))
        return said
    raise _refused(answer, said)


def _refused(answer: Answer, said: Mapping[str, Any]) -> Exception:
    code, words = str(said.get("error", "")), plain(said.get("error_description", ""))
    if code == "invalid_grant":
        return Rejected(REVOKED)
    if code in ("invalid_client", "unauthorized_client", "deleted_client"):
        return LoginNeeded(
            f"Google does not know client_id and client_secret of bot.yaml ({words}). Set them right. {CONNECT}."
        )
    if code and answer.status < 500:
        return Rejected(f"Google refused the login: {words or code}")
    return failed(answer, name=GOOGLE, effect=False) if not words else Unavailable(f"Google: {words}")


def _grant(said: Mapping[str, Any], old: Grant, now: int) -> Grant:
    lasts, ends = _seconds(said.get("expires_in"), 3600), _seconds(said.get("refresh_token_expires_in"), 0)
    scopes = str(said.get("scope", "")).split()
    return Grant(
        access=said["access_token"],
        refresh=str(said.get("refresh_token") or old.refresh),
        ends_at=now + lasts * 1000,
        refresh_ends_at=now + ends * 1000 if ends else old.refresh_ends_at,
        obtained_at=now,
        scopes=tuple(sorted(scopes)) or old.scopes,
        whose=old.whose,
    )


def _seconds(value: object, usual: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else usual
