"""Fetches the media of posts by their address, over real HTTP as TikTok does."""

from __future__ import annotations

import aiohttp

LARGEST = 300 * 1024 * 1024


class CannotFetch(Exception):
    """Nothing came from that address, or not in time."""


class Fetcher:
    """Keeps its connections until `close`. `fetched` are the addresses that gave something."""

    def __init__(self, seconds: float = 10.0) -> None:
        self.fetched: list[str] = []
        self.seconds = seconds  # real seconds for one file
        self._http: aiohttp.ClientSession | None = None

    async def fetch(self, url: str) -> tuple[bytes, str]:
        """The file at an address and its type; raises CannotFetch. It follows no redirection."""
        if self._http is None:
            self._http = aiohttp.ClientSession(headers={"User-Agent": "TikTok"})
        try:
            timeout = aiohttp.ClientTimeout(total=self.seconds)
            async with self._http.get(url, timeout=timeout, allow_redirects=False) as answer:
                data = await answer.read()
                if answer.status != 200 or not data or len(data) > LARGEST:
                    raise CannotFetch(f"status {answer.status}, {len(data)} bytes")
                self.fetched.append(url)
                return data, answer.content_type
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise CannotFetch(str(error)) from None

    async def close(self) -> None:
        """Free the connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None
