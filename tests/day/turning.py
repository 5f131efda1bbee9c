"""Turns a virtual day: its clock moves on only when nothing is under way, however slow the machine is."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import aiohttp
from aiohttp import web

from bot.playground.clock import Clock

T = TypeVar("T")

TURNS = 25  # of the loop in which nothing was under way: what one side sent, the other has by then
PATIENCE = 60.0  # real seconds after which something is taken to hang
TINY = 1e-6  # what times of today are as exact as


class Turning:
    """The clock of a day, and all that is under way in it: calls to the network, and what Redis is asked.

    What is read at paths that end in one of `streams` has no end; what is said there no count tells.
    """

    def __init__(self, clock: Clock, *streams: str) -> None:
        self.clock = clock
        self.made: list[tuple[float, str]] = []  # when each call was made, and its path
        self.refused: Counter[int] = Counter()  # answers of the network that were a no, by their status
        self._streams = streams
        self._busy = 0
        self._calm = asyncio.Event()
        self._calm.set()

    def now(self) -> int:
        """Unix milliseconds."""
        return round(self.clock.now() * 1000)

    async def rest(self, seconds: float) -> None:
        """How everybody waits in a day that is turned."""
        await self.clock.sleep(seconds)

    @contextlib.contextmanager
    def busily(self) -> Iterator[None]:
        """Time stands still for the length of the block."""
        self._begin()
        try:
            yield
        finally:
            self._end()

    def counted(self, inner: T) -> T:
        """The same, whose methods hold time as long as they run."""
        return cast("T", _Counted(self, inner))

    def session(self) -> aiohttp.ClientSession:
        """A session whose calls hold time until they are answered."""
        return aiohttp.ClientSession(trace_configs=[self._trace()])

    def most(self, span: float = 60.0, *, together: bool = False) -> int:
        """The most calls of one path, or of all `together`, within so many seconds."""
        found, latest = 0, dict[str, deque[float]]()
        for at, path in self.made:
            recent = latest.setdefault("" if together else path, deque())
            recent.append(at)
            while recent[0] <= at - span:
                recent.popleft()
            found = max(found, len(recent))
        return found

    async def until(self, end: float, doing: asyncio.Task[None]) -> None:
        """Move from moment to moment to `end` (unix seconds); raises what ended `doing`."""
        while True:
            await self._settle()
            if doing.done():
                doing.result()
                raise AssertionError("listening ended by itself")
            due = self.clock.due
            if due is None or due > end:
                self.clock.advance(max(0.0, end - self.clock.now()))
                return
            self.clock.advance(max(TINY, due - self.clock.now()))

    async def _settle(self) -> None:
        """Return when nothing is under way, and nothing comes of it either."""
        calm = 0
        while calm < TURNS:
            if self._busy:
                async with asyncio.timeout(PATIENCE):
                    await self._calm.wait()
                calm = 0
            await asyncio.sleep(0.001 if self._streams and calm == TURNS // 2 else 0)
            calm += 1

    def _begin(self) -> None:
        self._busy += 1
        self._calm.clear()

    def _end(self) -> None:
        self._busy -= 1
        if not self._busy:
            self._calm.set()

    def _trace(self) -> aiohttp.TraceConfig:
        async def begun(_: Any, call: SimpleNamespace, asked: aiohttp.TraceRequestStartParams) -> None:
            self.made.append((self.clock.now(), asked.url.path))
            call.open = True
            self._begin()

        async def answered(_: Any, call: SimpleNamespace, said: aiohttp.TraceRequestEndParams) -> None:
            if said.response.status >= 400:
                self.refused[said.response.status] += 1
            if self._streams and said.url.path.endswith(self._streams):
                over(call)
            else:
                said.response.content.on_eof(lambda: over(call))

        async def ended(_: Any, call: SimpleNamespace, __: Any) -> None:
            over(call)

        def over(call: SimpleNamespace) -> None:
            if call.open:
                call.open = False
                self._end()

        trace = aiohttp.TraceConfig()
        trace.on_request_start.append(begun)
        trace.on_request_end.append(answered)
        trace.on_request_exception.append(ended)
        return trace


class _Counted:
    """See Turning.counted."""

    def __init__(self, turning: Turning, inner: object) -> None:
        self._turning = turning
        self._inner = inner

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        method = getattr(self._inner, name)

        async def counted(*given: Any, **named: Any) -> Any:
            with self._turning.busily():
                return await method(*given, **named)

        return counted


@contextlib.asynccontextmanager
async def reached(
    turning: Turning, take: Callable[[web.BaseRequest], Coroutine[Any, Any, web.Response]]
) -> AsyncIterator[str]:
    """An address at which a network calls us, for the length of the block; time stands still while it is answered."""

    async def answer(request: web.BaseRequest) -> web.Response:
        with turning.busily():
            return await take(request)

    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
