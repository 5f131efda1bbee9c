"""Fetching a file from a network's server, over a real socket: what comes, and what each failure is called."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.networks._download import CHUNK, PATIENCE, downloading
from inbox.errors import NetworkError, Rejected, Unavailable

Speak = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
SECRET = "the-secret-in-the-address"


@asynccontextmanager
async def files_at(speak: Speak) -> AsyncIterator[str]:
    """The address of a file on a server that answers like this."""
    runner = web.ServerRunner(web.Server(speak), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/{SECRET}/tea.jpg"
    await runner.cleanup()


async def fetched(url: str, timeout: aiohttp.ClientTimeout = PATIENCE) -> list[bytes]:
    """The pieces of the file."""
    async with aiohttp.ClientSession() as http, downloading(http, url, "Discord", timeout) as pieces:
        return [piece async for piece in pieces]


async def test_a_large_file_comes_whole_in_small_pieces() -> None:
    data = b"tea" * CHUNK

    async def speak(request: web.BaseRequest) -> web.Response:
        return web.Response(body=data)

    async with files_at(speak) as url:
        pieces = await fetched(url)

    assert b"".join(pieces) == data
    assert max(map(len, pieces)) <= CHUNK


@pytest.mark.parametrize("status", [204, 302, 403, 404, 500])
async def test_anything_but_the_file_itself_is_refused_and_no_redirect_is_followed(status: int) -> None:
    asked: list[str] = []

    async def speak(request: web.BaseRequest) -> web.Response:
        asked.append(request.path)
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    async with files_at(speak) as url:
        with pytest.raises(Rejected, match=rf"^Discord no longer has this file \(HTTP {status}\)\.$"):
            await fetched(url)

    assert asked == [f"/{SECRET}/tea.jpg"]


async def test_a_file_that_breaks_off_or_comes_to_a_halt_can_be_tried_again() -> None:
    never, breaks_off = asyncio.Event(), iter((True, False))

    async def speak(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": "100"})
        await answer.prepare(request)
        await answer.write(b"half")
        if next(breaks_off) and request.transport:
            request.transport.close()
        await never.wait()
        return answer

    async with files_at(speak) as url:
        for name in ("ClientPayloadError", "SocketTimeoutError"):
            with pytest.raises(Unavailable, match=name) as failed:
                await fetched(url, aiohttp.ClientTimeout(sock_read=0.2))
            assert unsaid(failed.value)
        never.set()


async def test_a_server_that_is_not_there_can_be_tried_again() -> None:
    async def speak(request: web.BaseRequest) -> web.Response:
        raise AssertionError("nobody asks")

    async with files_at(speak) as url:
        pass
    with pytest.raises(Unavailable, match="could not be fetched") as failed:
        await fetched(url)
    assert unsaid(failed.value)


def unsaid(error: NetworkError) -> bool:
    """Whether the address stays out of an error, and of what is shown along with it."""
    return SECRET not in str(error) and error.__suppress_context__ and error.__cause__ is None


async def test_an_address_that_there_cannot_be_is_refused() -> None:
    with pytest.raises(Rejected, match="no address that there can be"):
        await fetched("https://net..example/tea.jpg")
