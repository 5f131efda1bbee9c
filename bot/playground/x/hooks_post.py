"""Posts events to the apps' addresses, signed, and challenges the addresses: the CRC."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

import aiohttp

from bot.playground.x.records import App

NOTHING = 0  # the status of a call that nobody answered, or not in time
HEADER, NEW_HEADER = "x-twitter-webhooks-signature", "x-twitter-webhooks-signature-oauth2"


def signature(secret: str, body: bytes) -> str:
    """sha256= and the base64 of the HMAC, as headers and challenges have it."""
    return "sha256=" + base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def headers(app: App, body: bytes, secret: str = "") -> dict[str, str]:
    """The headers of a hook, signed with what the app chose, or with another secret."""
    signed = {}
    if app.signs in ("oauth1", "both"):
        signed[HEADER] = signature(secret or app.consumer_secret, body)
    if app.signs in ("oauth2", "both"):
        signed[NEW_HEADER] = signature(secret or app.client_secret, body)
    return {"Content-Type": "application/json", "User-Agent": "Twitterbot/1.0", **signed}


class Postman:
    """Speaks HTTP with the apps' servers. `hosts` leads public addresses to real ones, as a name server would."""

    def __init__(self) -> None:
        self.hosts: dict[str, str] = {}
        self.within = 10.0  # real seconds for an answer
        self._http: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status of the answer; NOTHING when there is none in time."""
        timeout = aiohttp.ClientTimeout(total=self.within)
        try:
            async with self._session().post(
                self._real(url), data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return NOTHING

    async def challenge(self, url: str, app: App, token: str) -> bool | None:
        """Whether the address answers rightly; None when it may only be down: 4xx, 5xx, no answer."""
        timeout = aiohttp.ClientTimeout(total=self.within)
        try:
            async with self._session().get(
                self._real(url), params={"crc_token": token}, timeout=timeout, allow_redirects=False
            ) as answer:
                said = await answer.read()
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return None
        if answer.status >= 400:
            return None
        return answer.status < 300 and _response_token(said) in _right(app, token)

    async def close(self) -> None:
        """Free the connections; they are made anew when something is posted again."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _real(self, url: str) -> str:
        for public, real in self.hosts.items():
            if url.startswith(public):
                return real + url.removeprefix(public)
        return url

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession()
        return self._http


def _response_token(said: bytes) -> str:
    try:
        body = json.loads(said)
    except ValueError:
        return ""
    return str(body.get("response_token", "")) if isinstance(body, dict) else ""


def _right(app: App, token: str) -> set[str]:
    secrets = {"oauth1": [app.consumer_secret], "oauth2": [app.client_secret]}
    usable = secrets.get(app.signs, [app.consumer_secret, app.client_secret])
    return {signature(secret, token.encode()) for secret in usable}
