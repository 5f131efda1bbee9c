"""Fetches files from addresses that somebody outside named: from the public internet, never from our own network.

The address is looked at when it is resolved for the very connection, so a name that leads elsewhere a moment later
changes nothing, and redirects are not followed.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.networks._download import downloading
from inbox.errors import Rejected

INSIDE: Final = "This address leads into a network that is not public, so nothing is fetched from it."


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only; raises OSError for a name that has another one."""

    def __init__(self, inner: AbstractResolver | None = None) -> None:
        """`inner` does the asking."""
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name."""
        found = await self._inner.resolve(host, port, family)
        if not all_public(one["host"] for one in found):
            raise OSError(INSIDE)
        return found

    async def close(self) -> None:
        """Let go of what asks."""
        await self._inner.close()


def all_public(addresses: Iterable[str]) -> bool:
    """Whether each of these is a public address; IPv4 in IPv6 clothes is looked at as what it is."""
    found = [ip_address(address.partition("%")[0]) for address in addresses]
    plain = [getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None) or one for one in found]
    return bool(plain) and all(one.is_global and not one.is_multicast for one in plain)


@asynccontextmanager
async def downloading_public(url: str, network: str) -> AsyncIterator[AsyncIterator[bytes]]:
    """The pieces of a file at an https address; raises Rejected for any other address, and as `downloading` does."""
    there = urlsplit(url)
    if there.scheme != "https" or not there.hostname:
        raise Rejected("This file has no https address, so it is not fetched.")
    try:
        literal = all_public([there.hostname])
    except ValueError:
        literal = True  # a name, which the resolver looks at
    if not literal:
        raise Rejected(INSIDE)
    connector = aiohttp.TCPConnector(resolver=PublicResolver())
    async with (
        aiohttp.ClientSession(connector=connector, auto_decompress=False) as http,
        downloading(http, url, network) as chunks,
    ):
        yield chunks
