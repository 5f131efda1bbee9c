"""What every simulated server does: listen on a port of this machine, and fail a call as a planned fault says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind

_HAPPENS = frozenset({Kind.CUT_AFTER, Kind.HANG_AFTER, Kind.SLOW})
_WAITS = frozenset({Kind.HANG_BEFORE, Kind.HANG_AFTER, Kind.SLOW})
_GATEWAY_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>nginx</body></html>"
_REASON = {502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable", 504: "504 Gateway Time-out"}


class Server:
    """Answers on a port of its own from `start` to `stop`, as often as one likes; a subclass brings the answers."""

    def __init__(self, answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]], largest_body: int) -> None:
        self.url = ""
        self._answering = answer
        self._largest_body = largest_body
        self._runner: web.ServerRunner | None = None

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the base URL, such as http://127.0.0.1:40123, without a slash at the end."""
        server = web.Server(self._answering, request_factory=self._request, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Stop listening and end every connection; the world stays as it is and `start` may be called again."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def _request(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: web.RequestHandler,
        writer: AbstractStreamWriter,
        task: asyncio.Task[None],
    ) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=self._largest_body)


async def fail(
    request: web.BaseRequest,
    fault: Fault,
    clock: Clock,
    happen: Callable[[], Awaitable[web.Response]],
    refused: Callable[[Fault], web.Response],
) -> web.Response:
    """Answer as the fault says; `happen` does what was asked for, `refused` are the network's words for a refusal."""
    if fault.kind is Kind.REFUSE:
        return _page_of_a_gateway(fault) or refused(fault)
    answer = await happen() if fault.kind in _HAPPENS else web.Response()
    if fault.kind in _WAITS:
        await clock.sleep(fault.seconds)
    if fault.kind is not Kind.SLOW and request.transport is not None:
        request.transport.abort()
    return answer


def _page_of_a_gateway(fault: Fault) -> web.Response | None:
    """What stands in front of a network answers when the network is down, unless a fault has words of its own."""
    if fault.text or fault.status not in _REASON:
        return None
    page = _GATEWAY_PAGE.format(_REASON[fault.status])
    return web.Response(text=page, status=fault.status, content_type="text/html")
