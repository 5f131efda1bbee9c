"""Logging in at TikTok, and staying logged in: two APIs with a login each, access for a day, renewed for a year.

business-api.tiktok.com, "Authentication" of the Accounts API, and developers.tiktok.com, "Manage user access tokens",
read 2026-11-23. The address at which an owner consents to the API for Business is made in TikTok's portal and can be
had there only; its redirect has to end with a slash and to have no query.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from bot.logs import hide
from bot.networks._http import call
from bot.networks._oauth import Grant, Login
from bot.networks._outside import Vault
from bot.networks._tiktok.errors import DEAD, ENDED, NAME, business_error, code_of, content_error
from bot.networks._tiktok.options import BUSINESS_API, CONNECT, CONTENT_API, TikTokOptions
from bot.networks._tiktok.shapes import opaque
from inbox.errors import NetworkError, Rejected, SetupError, Unavailable

DIALOG: Final = "https://www.tiktok.com"
REDIRECT: Final = "https://localhost/"
FIX: Final = f"Connect it: {CONNECT}."
FIX_CONTENT: Final = "Connect it for posting: `.venv/bin/python run.py connect tiktok --api content`."
CONTENT_SCOPES: Final = ("user.info.basic", "video.list", "video.publish", "video.upload")
PORTAL: Final = (
    "Make this address at business-api.tiktok.com/portal, My Apps, your app, TikTok account holder authorization URL."
)


@dataclass(frozen=True, slots=True)
class Drawer:
    """A part of an account's vault, for a second login of the same account."""

    vault: Vault
    name: str

    async def read(self, name: str) -> str | None:
        """What is kept under the name in this part."""
        return await self.vault.read(f"{self.name}_{name}")

    async def write(self, name: str, text: str) -> None:
        """Keep it in this part."""
        await self.vault.write(f"{self.name}_{name}", text)


@dataclass(frozen=True, slots=True)
class Client:
    """One app at one of the two APIs; `now` is in unix ms."""

    http: aiohttp.ClientSession
    key: str
    secret: str = field(repr=False)
    url: str
    now: Callable[[], int]
    content: bool = False  # the Content Posting API, else the API for Business

    async def redeem(self, code: str, redirect: str = REDIRECT, verifier: str = "") -> Grant:
        """What a code gives, once and within ten minutes; raises NetworkErrors."""
        named = "code" if self.content else "auth_code"
        asked = {"grant_type": "authorization_code", named: code, "redirect_uri": redirect}
        return await self._ask("token", asked | ({"code_verifier": verifier} if verifier else {}))

    async def renew(self, old: Grant) -> Grant:
        """A new grant for an old one, whose refresh token is used up; Rejected when it is no longer taken."""
        hide(self.secret)
        way = "token" if self.content else "refresh_token"
        try:
            return await self._ask(way, {"grant_type": "refresh_token", "refresh_token": old.refresh})
        except NetworkError as error:
            if code_of(error) in DEAD | ENDED:
                raise Rejected(str(error).removesuffix(f" {FIX}")) from None
            raise

    async def _ask(self, way: str, asked: Mapping[str, str]) -> Grant:
        parts: dict[str, Any]
        if self.content:
            given = {"client_key": self.key, "client_secret": self.secret, **asked}
            url, parts = f"{self.url}/v2/oauth/{way}/", {"data": given}
        else:
            given = {"client_id": self.key, "client_secret": self.secret, **asked}
            url, parts = f"{self.url}/open_api/v1.3/tt_user/oauth2/{way}/", {"json": given}
        answer = await call(self.http, "POST", url, name=NAME, effect=False, **parts)
        error = (content_error if self.content else business_error)(answer, effect=False)
        if error is not None:
            raise error
        said = answer.object()
        return grant_of(said if self.content else said.get("data"), self.now())


def grant_of(said: object, now: int) -> Grant:
    """A grant out of what TikTok tells; raises Unavailable for anything else."""
    try:
        told: dict[str, Any] = said if isinstance(said, dict) else {}
        access, refresh, whose = opaque(told["access_token"]), opaque(told["refresh_token"]), opaque(told["open_id"])
        ends, last = int(told["expires_in"]), told.get("refresh_token_expires_in") or told.get("refresh_expires_in")
        scopes = tuple(one for one in re.split(r"[,\s]+", str(told.get("scope") or "")) if one)
        return Grant(access, refresh, now + ends * 1000, now + int(last or 0) * 1000 if last else 0, now, scopes, whose)
    except (KeyError, TypeError, ValueError):
        raise Unavailable(f"{NAME} gave no token, and said no reason.") from None


def business(options: TikTokOptions, http: aiohttp.ClientSession, now: Callable[[], int]) -> Client:
    """The app at the API for Business."""
    return Client(http, options.app_id, options.app_secret.get_secret_value(), options.base_url, now)


def content(options: TikTokOptions, http: aiohttp.ClientSession, now: Callable[[], int]) -> Client:
    """The app at the Content Posting API."""
    key, secret = options.client_key or options.app_id, options.client_secret or options.app_secret
    return Client(http, key, secret.get_secret_value(), options.content_url, now, content=True)


def logins(
    options: TikTokOptions, http: aiohttp.ClientSession, vault: Vault, now: Callable[[], int]
) -> tuple[Login, Login]:
    """The logins of an account at the API for Business and at the Content Posting API."""
    first = Login(vault, business(options, http, now).renew, now, FIX, options.business_id)
    return first, Login(Drawer(vault, "content"), content(options, http, now).renew, now, FIX_CONTENT)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One login of a person: where it happens; nothing of it is kept anywhere."""

    client: Client
    redirect: str = REDIRECT
    authorization: str = ""  # the address from TikTok's portal, for the API for Business
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def address(self) -> str:
        """What the person opens in a browser; raises SetupError where the portal's address is missing."""
        if not self.client.content:
            return self._from_portal()
        asked = {
            "client_key": self.client.key,
            "scope": ",".join(CONTENT_SCOPES),
            "response_type": "code",
            "redirect_uri": self.redirect,
            "state": self.state,
        }
        base = DIALOG if self.client.url == CONTENT_API else self.client.url
        return f"{base}/v2/auth/authorize/?{urlencode(asked)}"

    def _from_portal(self) -> str:
        if self.authorization.startswith(("https://", "http://")):
            return self.authorization
        if self.client.url == BUSINESS_API:
            raise SetupError(f"The address at which the account's owner consents is missing. {PORTAL}")
        asked = {"client_key": self.client.key, "redirect_uri": self.redirect, "state": self.state, "kind": "business"}
        return f"{self.client.url}/v2/auth/authorize/?{urlencode(asked)}"  # a simulated one
