"""One call over a real socket: what failed before anything was sent is told from what may have been done."""

from __future__ import annotations

import asyncio
import contextlib
import zlib

import aiohttp
import pytest
from aiohttp import web

from bot.networks._http import Answer, call, failed, plain
from inbox.errors import Rejected, Unavailable, Uncertain

MEGABYTE = 1024 * 1024
QUICK = aiohttp.ClientTimeout(total=None, connect=5, sock_read=0.2)


class Talkative:
    """A server on a socket that answers as the path says."""

    def __init__(self) -> None:
        """Not started yet."""
        self.url = ""
        self._runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Talkative:
        self._runner = web.ServerRunner(web.Server(self._answer))
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        match request.path:
            case "/cut":
                assert request.transport
                request.transport.close()
            case "/hang":
                await asyncio.sleep(2)
            case "/endless":
                response = web.StreamResponse(headers={"Content-Encoding": "gzip"})
                await response.prepare(request)
                packer = zlib.compressobj(1, wbits=31)
                first, more = (packer.compress(bytes(MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
                with contextlib.suppress(ConnectionError):
                    await response.write(first)
                    while True:
                        await response.write(more)
            case "/moved":
                return web.Response(status=302, headers={"Location": "/"})
        return web.json_response({"path": request.path}, headers={"Retry-After": "7"})


async def test_an_answer_comes_as_it_is() -> None:
    async with Talkative() as server, aiohttp.ClientSession() as http:
        answer = await call(http, "POST", f"{server.url}/x", name="Net", effect=True)
        moved = await call(http, "GET", f"{server.url}/moved", name="Net", effect=False)
    assert (answer.ok, answer.object(), answer.seconds()) == (True, {"path": "/x"}, 7.0)
    assert (moved.status, moved.ok) == (302, False)


@pytest.mark.parametrize("path", ["/cut", "/hang"])
async def test_an_answer_that_never_came_is_uncertain_only_where_something_may_have_been_done(path: str) -> None:
    async with Talkative() as server, aiohttp.ClientSession() as http:
        with pytest.raises(Uncertain, match=r"Net's answer never came"):
            await call(http, "POST", f"{server.url}{path}", name="Net", effect=True, timeout=QUICK)
        with pytest.raises(Unavailable, match=r"Net's answer never came"):
            await call(http, "GET", f"{server.url}{path}", name="Net", effect=False, timeout=QUICK)


@pytest.mark.parametrize("url", ["https://net..example/x", f"https://{'a' * 300}.example/x"])
async def test_an_address_that_there_cannot_be_is_said(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(Rejected, match="cannot be sent to Net"):
            await call(http, "POST", url, name="Net", effect=True)


@pytest.mark.parametrize("token", ["two\nlines", "nul\0"])
async def test_a_token_that_there_cannot_be_is_said_and_not_shown(token: str) -> None:
    async with Talkative() as server, aiohttp.ClientSession() as http:
        headers = {"Authorization": f"Bearer {token}"}
        with pytest.raises(Rejected, match="cannot be sent to Net") as caught:
            await call(http, "POST", f"{server.url}/x", name="Net", effect=True, headers=headers)
    assert token[:3] not in str(caught.value)


async def test_an_answer_that_unfolds_without_an_end_fills_no_memory() -> None:
    async with Talkative() as server, aiohttp.ClientSession() as http:
        with pytest.raises(Uncertain, match="longer than any"):
            await call(http, "POST", f"{server.url}/endless", name="Net", effect=True)
        with pytest.raises(Unavailable, match="longer than any"):
            await call(http, "GET", f"{server.url}/endless", name="Net", effect=False)


@pytest.mark.parametrize(
    ("said", "meant"), [("7", 7.0), ("-1", 0.0), ("1e400", 86_400.0), ("inf", 86_400.0), ("nan", None), ("soon", None)]
)
def test_however_long_a_network_asks_us_to_wait_it_is_a_time(said: str, meant: float | None) -> None:
    assert Answer(429, {"retry-after": said}, b"").seconds() == meant


async def test_where_nobody_listens_nothing_was_done() -> None:
    async with Talkative() as server:
        url = server.url
    async with aiohttp.ClientSession() as http:
        with pytest.raises(Unavailable, match="no connection to Net"):
            await call(http, "POST", url, name="Net", effect=True)


@pytest.mark.parametrize(
    ("status", "effect", "meant"),
    [
        (200, True, Uncertain),
        (200, False, Unavailable),
        (502, True, Uncertain),
        (503, True, Unavailable),
        (418, True, Unavailable),
    ],
)
def test_what_cannot_be_read_is_judged_by_its_status(status: int, effect: bool, meant: type[Exception]) -> None:
    assert type(failed(Answer(status, {}, b"<html>"), name="Net", effect=effect)) is meant


def test_a_body_that_is_no_json_is_nothing() -> None:
    deep = b"[" * 200_000
    for body in (b"", b"\xff", b"{", deep):
        assert Answer(200, {}, body).json() is None
        assert Answer(200, {"retry-after": "soon"}, body).object() == {}
    assert Answer(200, {"retry-after": "soon"}, b"").seconds() is None


def test_words_hold_no_token() -> None:
    token = "ya29." + "a1" * 30
    assert token not in plain(f"bad token\n{token} and refresh_token=abc")
    assert "abc" not in plain("refresh_token=abc&x")
    assert len(plain("word " * 500)) == 300


def test_words_steer_no_terminal_and_take_no_time() -> None:
    assert plain("no\x1b[2J\x07 \u202eway\x9b") == "no [2J way"
    assert plain("a." * 500_000) == ("a." * 150)
