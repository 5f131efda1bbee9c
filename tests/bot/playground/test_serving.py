"""What the simulated servers have in common, seen through a server that only counts."""

from __future__ import annotations

import asyncio
from itertools import count

import aiohttp
import pytest
from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.serving import Server, fail


class Counter(Server):
    """Answers each call with the next number, or fails it; takes bodies of 10 bytes."""

    def __init__(self) -> None:
        super().__init__(self._answer, largest_body=10)
        self.clock = Clock(0, speed=0)
        self.fault = Fault(Kind.SLOW, seconds=0)
        self.counted = 0
        self._numbers = count(1)

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        try:
            await request.read()
        except web.HTTPRequestEntityTooLarge as refusal:
            return web.Response(status=refusal.status)
        return await fail(request, self.fault, self.clock, self._happen, self._refused)

    async def _happen(self) -> web.Response:
        self.counted = next(self._numbers)
        return web.Response(text=str(self.counted))

    def _refused(self, fault: Fault) -> web.Response:
        return web.Response(text=f"refused: {fault.text}", status=fault.status)


async def asked(server: Server, body: bytes = b"") -> tuple[int, str]:
    """The status and the text of an answer."""
    async with aiohttp.ClientSession() as http, http.post(server.url, data=body) as answer:
        return answer.status, await answer.text()


async def test_it_listens_on_this_machine_on_a_port_of_its_own_and_may_be_started_again() -> None:
    server = Counter()
    async with server:
        assert server.url.startswith("http://127.0.0.1:")
        assert await asked(server) == (200, "1")
    with pytest.raises(aiohttp.ClientConnectorError):
        await asked(server)
    port = int(server.url.rpartition(":")[2])

    assert await server.start(port=port) == server.url
    assert await asked(server) == (200, "2")
    await server.stop()
    await server.stop()


async def test_a_body_that_is_too_large_is_not_read() -> None:
    async with Counter() as server:
        assert await asked(server, b"x" * 10) == (200, "1")
        assert await asked(server, b"x" * 11) == (413, "")


@pytest.mark.parametrize(("kind", "happened"), [(Kind.CUT_BEFORE, 0), (Kind.CUT_AFTER, 1)])
async def test_a_cut_is_no_answer_whether_it_happened_or_not(kind: Kind, happened: int) -> None:
    async with Counter() as server:
        server.fault = Fault(kind)
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await asked(server)
        assert server.counted == happened


@pytest.mark.parametrize(("kind", "happened"), [(Kind.HANG_BEFORE, 0), (Kind.HANG_AFTER, 1), (Kind.SLOW, 1)])
async def test_what_hangs_or_is_slow_takes_its_virtual_time(kind: Kind, happened: int) -> None:
    async with Counter() as server:
        server.fault = Fault(kind, seconds=60)
        call = asyncio.gather(asked(server), return_exceptions=True)
        done, _ = await asyncio.wait([call], timeout=0.2)
        assert not done
        assert server.counted == happened

        server.clock.advance(60)
        (answer,) = await asyncio.wait_for(call, 5)
    assert answer == (200, "1") if kind is Kind.SLOW else isinstance(answer, aiohttp.ServerDisconnectedError)


@pytest.mark.parametrize(
    ("fault", "status", "text"),
    [
        (Fault(Kind.REFUSE, status=403, text="no"), 403, "refused: no"),
        (Fault(Kind.REFUSE, status=502, text="no"), 502, "refused: no"),
        (Fault(Kind.REFUSE, status=500), 500, "refused: "),
        (Fault(Kind.REFUSE, status=503), 503, "<h1>503 Service Temporarily Unavailable</h1>"),
    ],
)
async def test_a_refusal_has_the_networks_words_and_a_dead_gateway_its_page(
    fault: Fault, status: int, text: str
) -> None:
    async with Counter() as server:
        server.fault = fault
        answer = await asked(server)

    assert answer[0] == status
    assert text in answer[1]
    assert server.counted == 0
