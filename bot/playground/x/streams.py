"""The activity stream: one line for each event, a bare line now and then to show that it lives, and its ends."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping

from aiohttp import web

from bot.playground.clock import Clock
from bot.playground.x.refusals import PROBLEMS, Refusal, invalid
from bot.playground.x.wire import encode, moment

MOST_CONNECTIONS, MOST_BACKFILL = 2, 5
KEEP_ALIVE = 20.0  # virtual seconds
_OPERATIONAL = {
    "title": "operational-disconnect",
    "disconnect_type": "OperationalDisconnect",
    "detail": "This stream has been disconnected for operational reasons.",
    "type": PROBLEMS + "operational-disconnect",
}
_CUT = b"cut"
Line = asyncio.Queue[bytes | None]


def span(query: Mapping[str, str], now: float) -> tuple[float, float]:
    """From when until when a new stream tells what was missed, in unix seconds; raises Refusal."""
    minutes = query.get("backfill_minutes", "0")
    if not minutes.isdigit() or int(minutes) > MOST_BACKFILL:
        raise invalid("backfill_minutes", minutes, f"backfill_minutes must be between 0 and {MOST_BACKFILL}")
    try:
        start = moment(query["start_time"]) if "start_time" in query else now - 60.0 * int(minutes)
        end = moment(query["end_time"]) if "end_time" in query else now
    except ValueError:
        raise invalid("start_time", query.get("start_time", ""), "start_time and end_time must be RFC3339") from None
    asked = "start_time" in query or int(minutes) > 0
    return (start, end) if asked else (now, -1.0)


class Streams:
    """The open streams of every app."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._open: defaultdict[str, list[Line]] = defaultdict(list)

    def open(self, app_id: str) -> int:
        """How many streams of an app are open."""
        return len(self._open[app_id])

    def send(self, app_id: str, body: object) -> None:
        """Say something on every open stream of an app; nobody hears it where none is."""
        for line in self._open[app_id]:
            line.put_nowait(encode(body) + b"\r\n")

    def disconnect(self) -> None:
        """X ends every stream for reasons of its own, and says so."""
        for lines in self._open.values():
            for line in lines:
                line.put_nowait(encode({"errors": [_OPERATIONAL]}) + b"\r\n")
                line.put_nowait(None)

    def cut(self) -> None:
        """Every connection breaks without a word."""
        for lines in self._open.values():
            for line in lines:
                line.put_nowait(_CUT)

    def close(self) -> None:
        """Every stream ends."""
        for lines in self._open.values():
            for line in lines:
                line.put_nowait(None)

    async def serve(
        self, request: web.BaseRequest, app_id: str, headers: Mapping[str, str], missed: Iterable[object]
    ) -> web.StreamResponse:
        """Answer with a stream that begins with what was missed; raises Refusal when there are two already."""
        if self.open(app_id) >= MOST_CONNECTIONS:
            raise Refusal("connections")
        line: Line = asyncio.Queue()
        for body in missed:
            line.put_nowait(encode(body) + b"\r\n")
        self._open[app_id].append(line)
        response = web.StreamResponse(headers={"Content-Type": "application/json; charset=utf-8", **headers})
        try:
            await response.prepare(request)
            while (piece := await self._next(line)) is not None:
                if piece is _CUT:
                    if request.transport is not None:
                        request.transport.abort()
                    break
                await response.write(piece)
        except ConnectionError:
            pass  # the app hung up
        finally:
            self._open[app_id].remove(line)
        return response

    async def _next(self, line: Line) -> bytes | None:
        timer = self._clock.call_at(self._clock.now() + KEEP_ALIVE, lambda: line.put_nowait(b"\r\n"))
        try:
            return await line.get()
        finally:
            timer.cancel()
