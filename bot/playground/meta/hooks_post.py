"""Posts one body to an app's address, and asks an address whether it wants to be told: the handshake."""

from __future__ import annotations

import hmac
import random
from collections.abc import Mapping

import aiohttp

NOTHING = 0  # the status of a call that nobody answered, or not in time


class Postman:
    """Speaks HTTP with the apps' servers, over connections that it keeps until `close`."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._http: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> int:
        """The status of the answer; NOTHING when there is none within so many real seconds."""
        timeout = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session().post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return NOTHING

    async def handshake(self, url: str, token: str, seconds: float = 20.0) -> str:
        """Have the address echo a challenge; returns what went wrong in Meta's words, empty when nothing did."""
        challenge = str(self._draw.randrange(10**8, 2**31))
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": token}
        timeout = aiohttp.ClientTimeout(total=seconds)
        try:
            async with self._session().get(url, params=query, timeout=timeout, allow_redirects=False) as answer:
                said = await answer.read()
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return "The URL couldn't be validated. Unable to reach the server."
        if answer.status != 200:
            return f"HTTP Status Code = {answer.status}; HTTP Message = {answer.reason}"
        if not hmac.compare_digest(said, challenge.encode()):
            return "Response does not match challenge, expected value = " + f'"{challenge}", received="{said[:60]!r}"'
        return ""

    async def close(self) -> None:
        """Free the connections; they are made anew when something is posted again."""
        if self._http is not None:
            await self._http.close()
            self._http = None

    def _session(self) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession()
        return self._http
