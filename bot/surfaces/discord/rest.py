"""The REST half of discord.py alone, logged in when it is first needed: cards go out while the gateway is down, too."""

from __future__ import annotations

import asyncio
from typing import Final

from discord.http import HTTPClient
from pydantic import SecretStr

LONGEST_WAIT: Final = 30.0  # seconds that discord.py waits out one limit; for longer ones the lane comes again


class Rest:
    """One bot's way to ask Discord something."""

    def __init__(self, token: SecretStr) -> None:
        """Nothing is opened yet."""
        self._token = token
        self._http: HTTPClient | None = None
        self._opening = asyncio.Lock()

    async def __call__(self) -> HTTPClient:
        """The way in; raises what discord.py raises when the log-in fails, and is then tried anew the next time."""
        async with self._opening:
            if self._http is None:
                http = HTTPClient(asyncio.get_running_loop(), max_ratelimit_timeout=LONGEST_WAIT)
                try:
                    await http.static_login(self._token.get_secret_value().strip())
                except BaseException:  # also when we are told to stop: its connections would stay open
                    await http.close()
                    raise
                self._http = http
            return self._http

    async def aclose(self) -> None:
        """Close its connections."""
        if self._http:
            await self._http.close()
            self._http = None
