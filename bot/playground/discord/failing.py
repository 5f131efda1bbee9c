"""What the simulated Discord answers when a planned fault refuses a REST call."""

from __future__ import annotations

from aiohttp import web

from bot.playground.discord.wire import JsonObject, encode
from bot.playground.faults import Fault

_WORDS = {
    401: "401: Unauthorized",
    403: "Missing Permissions",
    404: "Unknown Channel",
    429: "You are being rate limited.",
}
_CODES = {403: 50013, 404: 10003}


def refused(fault: Fault) -> web.Response:
    """The refusal in Discord's own words, unless the fault has others."""
    words = fault.text or _WORDS.get(fault.status, "Internal Server Error")
    body: JsonObject = {"message": words, "code": _CODES.get(fault.status, 0)}
    headers = {"Content-Type": "application/json"}
    if fault.status == 429:
        # A text of "global" makes it the limit of all calls together.
        overall = fault.text == "global"
        body = {"message": _WORDS[429], "retry_after": float(fault.retry_after or 1), "global": overall}
        headers |= {"Via": "1.1 google", "X-RateLimit-Scope": "global" if overall else "user"}
    return web.Response(body=encode(body).encode(), status=fault.status, headers=headers)
