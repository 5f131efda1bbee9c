"""Fetches what callers offer by its address, over real HTTP as Meta does: pictures, videos and other files."""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp

from bot.playground.meta.files import File, FileStore

LARGEST = 300 * 1024 * 1024


class CannotFetch(Exception):
    """Nothing came from that address, or not in time (then `late`)."""

    def __init__(self, reason: str, *, late: bool = False) -> None:
        super().__init__(reason)
        self.late = late


class Fetcher:
    """Keeps its connections until `close`. `fetched` are the addresses that gave something."""

    def __init__(self, files: FileStore, seconds: float = 10.0) -> None:
        self.fetched: list[str] = []
        self.seconds = seconds  # real seconds for one file
        self._files = files
        self._http: aiohttp.ClientSession | None = None

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> File:
        """The file at an address; raises CannotFetch."""
        if not url.startswith(("http://", "https://")):
            raise CannotFetch("not an address")
        if self._http is None:
            self._http = aiohttp.ClientSession(headers={"User-Agent": "facebookexternalhit/1.1"})
        try:
            timeout = aiohttp.ClientTimeout(total=self.seconds)
            async with self._http.get(url, timeout=timeout, headers=headers) as answer:
                data = await answer.read()
                if answer.status != 200 or not data or len(data) > LARGEST:
                    raise CannotFetch(f"status {answer.status}, {len(data)} bytes")
                self.fetched.append(url)
                name = answer.url.path.rpartition("/")[2]
                return self._files.keep(data, answer.content_type, name, source=url)
        except TimeoutError:
            raise CannotFetch("it took too long", late=True) from None
        except (aiohttp.ClientError, ValueError) as error:
            raise CannotFetch(str(error)) from None

    async def close(self) -> None:
        """Free the connections."""
        if self._http is not None:
            await self._http.close()
            self._http = None
