"""What a planned fault does to a REST call of the simulated Discord."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.discord.wire import JsonObject, encode
from bot.playground.faults import Fault, Kind

_HAPPENS = frozenset({Kind.CUT_AFTER, Kind.HANG_AFTER, Kind.SLOW})
_WAITS = frozenset({Kind.HANG_BEFORE, Kind.HANG_AFTER, Kind.SLOW})
_HTML = {502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable", 504: "504 Gateway Time-out"}
_WORDS = {
    401: "401: Unauthorized",
    403: "Missing Permissions",
    404: "Unknown Channel",
    429: "You are being rate limited.",
}
_CODES = {403: 50013, 404: 10003}


async def fail(
    request: web.BaseRequest, fault: Fault, clock: Clock, happen: Callable[[], web.Response]
) -> web.Response:
    """Answer as the fault says; `happen` does what was asked for."""
    if fault.kind is Kind.REFUSE:
        return _refused(fault)
    answer = happen() if fault.kind in _HAPPENS else web.Response()
    if fault.kind in _WAITS:
        await clock.sleep(fault.seconds)
    if fault.kind is Kind.SLOW:
        return answer
    if request.transport is not None:
        request.transport.abort()
    return answer


def _refused(fault: Fault) -> web.Response:
    if fault.status in _HTML and not fault.text:
        return web.Response(
            text=f"<html><h1>{_HTML[fault.status]}</h1></html>", status=fault.status, content_type="text/html"
        )
    words = fault.text or _WORDS.get(fault.status, "Internal Server Error")
    body: JsonObject = {"message": words, "code": _CODES.get(fault.status, 0)}
    headers = {"Content-Type": "application/json"}
    if fault.status == 429:
        # A text of "global" makes it the limit of all calls together.
        overall = fault.text == "global"
        body = {"message": _WORDS[429], "retry_after": float(fault.retry_after or 1), "global": overall}
        headers |= {"Via": "1.1 google", "X-RateLimit-Scope": "global" if overall else "user"}
    return web.Response(body=encode(body).encode(), status=fault.status, headers=headers)
