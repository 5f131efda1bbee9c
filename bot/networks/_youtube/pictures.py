"""Pictures in comments: YouTube shows each at an address that ends after six hours, so it is asked for anew."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from bot.networks._download import downloading
from bot.networks._youtube.errors import NAME
from bot.networks._youtube.ids import PICTURE
from bot.networks._youtube.reading import Reading
from inbox.errors import Rejected
from inbox.models import Media

HOSTS: Final = ("googleusercontent.com", "ggpht.com", "ytimg.com", "youtube.com")
GOOGLE: Final = re.compile(
    rf"((?!xn--)[a-z0-9-]+\.)*({'|'.join(map(re.escape, HOSTS))})(:443)?", re.IGNORECASE | re.ASCII
)
GONE: Final = "YouTube shows this picture no more. Open the comment on YouTube."


@dataclass(frozen=True, slots=True)
class Pictures:
    """Fetches pictures; `base_url` is where this account's API is, "" for Google's own: pictures may lie there too."""

    http: aiohttp.ClientSession
    reading: Reading
    base_url: str

    async def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes; costs one unit. Raises a NetworkError."""
        comment = media.ref.removeprefix(PICTURE)
        if not media.ref.startswith(PICTURE) or not comment:
            raise Rejected(f"This is no file of {NAME}'s.")
        found = (await self.reading.there([comment])).get(comment) or {}
        snippet = found.get("snippet")
        link = snippet.get("imageUrl") if isinstance(snippet, dict) else None
        if not isinstance(link, str) or not self._safe(link):
            raise Rejected(GONE)
        async with downloading(self.http, link, NAME) as chunks:
            async for chunk in chunks:
                yield chunk

    def _safe(self, link: str) -> bool:
        """Whether it leads to Google; nothing else is fetched from inside our network."""
        there, base = urlsplit(link), urlsplit(self.base_url)
        if self.base_url and (there.scheme, there.netloc) == (base.scheme, base.netloc):
            return True
        return there.scheme == "https" and GOOGLE.fullmatch(there.netloc) is not None
