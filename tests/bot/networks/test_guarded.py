"""What somebody outside names is fetched from the public internet only."""

from __future__ import annotations

import socket

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.networks._guarded import PublicResolver, all_public, downloading_public
from inbox.errors import Rejected


class Telling(AbstractResolver):
    """Says of every name what it is told to say."""

    def __init__(self, *addresses: str) -> None:
        """These."""
        self.addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=family, proto=0, flags=0) for one in self.addresses
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::", "ff02::1",
    ],
)  # fmt: skip
async def test_nothing_is_fetched_from_inside(address: str) -> None:
    assert not all_public([address])
    with pytest.raises(OSError, match="not public"):
        await PublicResolver(Telling("93.184.216.34", address)).resolve("pots.example")
    shown = f"[{address.partition('%')[0]}]" if ":" in address else address
    with pytest.raises(Rejected, match="not public"):
        async with downloading_public(f"https://{shown}/x", "Net"):
            pass


async def test_a_public_address_is_one() -> None:
    found = await PublicResolver(Telling("93.184.216.34", "2606:2800:220:1::1")).resolve("pots.example")
    assert [one["host"] for one in found] == ["93.184.216.34", "2606:2800:220:1::1"]
    assert not all_public([])


@pytest.mark.parametrize("url", ["http://pots.example/x", "file:///etc/passwd", "ftp://x/y", "https:///x", ""])
async def test_only_https_is_fetched(url: str) -> None:
    with pytest.raises(Rejected, match="no https address"):
        async with downloading_public(url, "Net"):
            pass


async def test_a_name_that_leads_inside_is_caught_at_the_connection() -> None:
    connector = aiohttp.TCPConnector(resolver=PublicResolver(Telling("127.0.0.1")))
    async with aiohttp.ClientSession(connector=connector) as http:
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get("http://pots.example/")
