"""The login of one account: made with its app password, renewed by its refresh token, and made anew when that is dead.

Both tokens change with each renewal, so a new pair is in the vault before it is used. Logins by password are few at
Bluesky (30 in five minutes, 300 a day), renewals are not.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import aiohttp

from bot.networks._bluesky.errors import FIX, NAME, error_for
from bot.networks._bluesky.options import BlueskyOptions
from bot.networks._http import UNREADABLE, call, failed
from bot.networks._oauth import Grant, Login, keep_grant, read_grant
from bot.networks._outside import Vault
from inbox.errors import LoginNeeded, Rejected, SetupError

_HOST: Final = re.compile(
    r"https?://[A-Za-z0-9.-]{1,253}(?::\d{1,5})?(?:/[A-Za-z0-9._~-]+)*"
)  # nobody before it, no query
CREATE: Final = "com.atproto.server.createSession"
REFRESH: Final = "com.atproto.server.refreshSession"


class Session:
    """Who we are at Bluesky; `now` is in unix ms."""

    def __init__(
        self, http: aiohttp.ClientSession, options: BlueskyOptions, vault: Vault, now: Callable[[], int]
    ) -> None:
        """Nothing happens on the wire yet."""
        self._http = http
        self._options = options
        self._vault = vault
        self._now = now
        self._login = Login(vault, self._renew, now, FIX)
        self._turn = asyncio.Lock()
        self._begun = False

    async def grant(self) -> Grant:
        """A login that is good for some minutes; raises LoginNeeded, and what making or renewing one raises."""
        if not self._begun:
            async with self._turn:
                await self._begin()
        return await self._login.grant()

    async def renewed(self, dead: str) -> Grant:
        """A login with another access token than `dead`."""
        return await self._login.renewed(dead)

    async def _begin(self) -> None:
        """Log in unless the vault holds a login of this very account."""
        try:
            kept = await read_grant(self._vault)
        except SetupError:  # what cannot be read is made anew
            kept = None
        if kept is None or kept.scopes != self._as_whom:
            made = await self._create()
            try:
                await keep_grant(self._vault, made)
            except SetupError as error:  # an operator's own key is missing
                raise LoginNeeded(str(error)) from error
        self._begun = True

    @property
    def _as_whom(self) -> tuple[str, ...]:
        """What a login was made for: another account, or another server, in bot.yaml needs another login."""
        return (self._options.identifier, self._options.base_url)

    async def _create(self) -> Grant:
        body = {"identifier": self._options.identifier, "password": self._password}
        return await self._ask(CREATE, json=body)

    async def _renew(self, old: Grant) -> Grant:
        try:
            return await self._ask(REFRESH, headers={"Authorization": f"Bearer {old.refresh}"})
        except (LoginNeeded, Rejected):
            return await self._create()

    @property
    def _password(self) -> str:
        return self._options.app_password.get_secret_value().strip()

    async def _ask(self, method: str, **parts: Any) -> Grant:
        url = f"{self._options.base_url}/xrpc/{method}"
        answer = await call(self._http, "POST", url, name=NAME, effect=False, **parts)
        if not answer.ok:
            raise error_for(answer, effect=False, now=self._now())
        said = answer.object()
        try:
            access, refresh, did = str(said["accessJwt"]), str(said["refreshJwt"]), str(said["did"])
        except KeyError:
            raise failed(answer, name=NAME, effect=False) from None
        if said.get("active") is False:
            raise LoginNeeded(f"{NAME} says that this account is {said.get('status') or 'not active'}. {FIX}")
        home = home_in(said.get("didDoc"), self._options.base_url)
        return Grant(access, refresh, ends_at(access, self._now()), 0, self._now(), self._as_whom, did, home)


def ends_at(token: str, now: int) -> int:
    """When a token that was given out `now` ends by our clock, in unix ms; 0 where it tells no time to live."""
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
        return now + max(0, int(claims["exp"]) - int(claims["iat"])) * 1000
    except (*UNREADABLE, IndexError, KeyError, TypeError):
        return 0


def home_in(document: object, base_url: str) -> str:
    """The server on which an account lives, by its DID document; `base_url` where that names none that is as safe."""
    services = document.get("service") if isinstance(document, Mapping) else None
    for service in services if isinstance(services, list) else ():
        if isinstance(service, Mapping) and str(service.get("id")).endswith("#atproto_pds"):
            url = str(service.get("serviceEndpoint") or "").rstrip("/")
            if _HOST.fullmatch(url) and (url.startswith("https://") or base_url.startswith("http://")):
                return url
    return base_url
