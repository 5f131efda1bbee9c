"""Fetches files from addresses that somebody outside named: from the public internet, never from our own network.

The address is looked at when it is resolved and again when the very connection is made, so neither a name that leads
elsewhere a moment later nor an odd way of writing an address changes anything, and redirects are not followed.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import AddrInfoType
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from bot.networks._download import downloading
from inbox.errors import Rejected

WORLD: Final = ip_network("2000::/3")  # of IPv6, all that is ever given out for the public internet
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
    """Whether each of these is a public address; IPv4 in IPv6 clothes is looked at as what it is. Raises ValueError."""
    found = [ip_address(address.partition("%")[0]) for address in addresses]
    plain = [getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None) or one for one in found]
    return bool(plain) and all(
        one.is_global and not one.is_multicast and (not isinstance(one, IPv6Address) or one in WORLD) for one in plain
    )


def public_socket(address: AddrInfoType) -> socket.socket:
    """A socket for a connection to a public address; raises OSError for any other."""
    family, kind, protocol, _, (host, *_) = address
    try:
        inside = not all_public([str(host)])
    except ValueError:  # something that the system would make an address of
        inside = True
    if inside:
        raise OSError(INSIDE)
    return socket.socket(family, kind, protocol)


@asynccontextmanager
async def downloading_public(url: str, network: str) -> AsyncIterator[AsyncIterator[bytes]]:
    """The pieces of a file at an https address; raises Rejected for any other address, and as `downloading` does."""
    try:
        there = URL(url)
    except ValueError:
        there = URL()
    if there.scheme != "https" or not there.host:
        raise Rejected("This file has no https address, so it is not fetched.")
    try:
        literal = all_public([there.host])
    except ValueError:
        literal = True  # a name, which the resolver looks at
    if not literal:
        raise Rejected(INSIDE)
    connector = aiohttp.TCPConnector(resolver=PublicResolver(), socket_factory=public_socket)
    async with (
        aiohttp.ClientSession(connector=connector, auto_decompress=False) as http,
        downloading(http, url, network) as chunks,
    ):
        yield chunks


def downloading_theirs(
    http: aiohttp.ClientSession, base_url: str, url: str, network: str
) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
    """The pieces of a file of a network's own server, or of wherever in public that keeps its files."""
    return downloading(http, url, network) if url.startswith(f"{base_url}/") else downloading_public(url, network)
