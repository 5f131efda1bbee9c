"""What somebody outside names is fetched from the public internet only."""

from __future__ import annotations

import asyncio
import socket

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.networks._guarded import PublicResolver, all_public, downloading_public, public_socket
from inbox.errors import NetworkError, Rejected


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
        "::7f00:1", "::ffff:0:7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "fec0::1",
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


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "１２７.0.0.1",
        "①②⑦.0.0.1",
        "127。0。0。1",
        "127.1",
        "2130706433",
        "0x7f.1",
        "127.0.0.1.",
        "[::ffff:7f00:1]",
    ],
)
async def test_no_way_of_writing_an_address_leads_inside(host: str) -> None:
    came: list[int] = []

    async def told(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(1)
        writer.close()

    server = await asyncio.start_server(told, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NetworkError):
            async with downloading_public(f"https://{host}:{port}/x", "Net"):
                pass
    assert not came


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "pots.example", "::1"])
def test_no_socket_is_made_for_a_place_inside(host: str) -> None:
    with pytest.raises(OSError, match="not public"):
        public_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", (host, 443)))
