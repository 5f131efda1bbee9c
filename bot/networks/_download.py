"""Fetches a file that a network keeps, piece by piece; no text here contains its address, which may hold a token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Final

import aiohttp

from inbox.errors import Rejected, Unavailable

CHUNK: Final = 64 * 1024
PATIENCE: Final = aiohttp.ClientTimeout(total=None, connect=30, sock_read=30)  # a film may take as long as it likes


@asynccontextmanager
async def downloading(
    http: aiohttp.ClientSession,
    url: str,
    network: str,
    timeout: aiohttp.ClientTimeout = PATIENCE,
    headers: Mapping[str, str] | None = None,
) -> AsyncIterator[AsyncIterator[bytes]]:
    """The pieces of the file at this address; Rejected when `network` has none there, Unavailable when it broke off."""
    try:
        async with http.get(url, timeout=timeout, headers=headers, allow_redirects=False) as answer:
            if answer.status != 200:
                raise Rejected(f"{network} no longer has this file (HTTP {answer.status}).")
            yield answer.content.iter_chunked(CHUNK)
    except UnicodeError:  # out of the names of hosts
        raise Rejected("This file has no address that there can be.") from None
    except (aiohttp.ClientError, TimeoutError) as error:
        raise Unavailable(f"the file could not be fetched ({type(error).__name__})") from None
