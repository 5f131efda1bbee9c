"""The one clock of every simulated network: real time unless it is sped up, frozen or moved forward."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable


class Timer:
    """A callback that waits for its moment; `cancel` makes it never run."""

    __slots__ = ("cancelled", "due", "run")

    def __init__(self, due: float, run: Callable[[], None]) -> None:
        self.due = due
        self.run = run
        self.cancelled = False

    def cancel(self) -> None:
        """Never run; harmless when it already ran."""
        self.cancelled = True


class Clock:
    """Virtual time in unix seconds.

    `speed` 1 is real time, 60 makes a minute of every second, 0 stands still until `advance`.
    Timers belong to the event loop that was running when they were set.
    """

    def __init__(self, start: float | None = None, speed: float = 1.0) -> None:
        self._base = time.time() if start is None else start
        self._since = time.monotonic()
        self._speed = speed
        self._timers: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._alarm: asyncio.TimerHandle | None = None

    def now(self) -> float:
        """The virtual time in unix seconds."""
        return self._base + (time.monotonic() - self._since) * self._speed

    @property
    def speed(self) -> float:
        """How many virtual seconds pass in one real second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._rebase(self.now())
        self._speed = speed
        self._set_alarm()

    def advance(self, seconds: float) -> None:
        """Move forward at once and run every timer that fell due on the way, in order."""
        self._rebase(self.now() + seconds)
        self._run_due()

    @property
    def due(self) -> float | None:
        """When the next timer falls due, in unix seconds; None when there is none."""
        self._drop_cancelled()
        return self._timers[0][0] if self._timers else None

    def call_at(self, due: float, run: Callable[[], None]) -> Timer:
        """Run `run()` when the clock shows `due` (unix seconds), never before the caller has returned."""
        timer = Timer(due, run)
        heapq.heappush(self._timers, (due, next(self._order), timer))
        if self._timers[0][2] is timer:
            self._set_alarm()
        return timer

    async def sleep(self, seconds: float) -> None:
        """Wait that many virtual seconds."""
        await self.wait(asyncio.get_running_loop().create_future(), seconds)

    async def wait(self, future: asyncio.Future[None], seconds: float) -> bool:
        """Wait for `future`, at most that many virtual seconds; True when it was done in time.

        A future that ran out of time is cancelled; an exception set on it is raised here.
        """
        timer = self.call_at(self.now() + seconds, lambda: _cancel(future))
        try:
            await future
        except asyncio.CancelledError:
            if not _only_inner(future):
                raise
            return False
        finally:
            timer.cancel()
        return True

    def _rebase(self, now: float) -> None:
        self._base, self._since = now, time.monotonic()

    def _run_due(self) -> None:
        now = self.now()
        while self._timers and self._timers[0][0] <= now:
            timer = heapq.heappop(self._timers)[2]
            if not timer.cancelled:
                timer.run()
        self._set_alarm()

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self._drop_cancelled()
        if not self._timers:
            return
        left = max(0.0, self._timers[0][0] - self.now())
        if left == 0 or self._speed > 0:
            real = left / self._speed if left else 0.0
            self._alarm = asyncio.get_running_loop().call_later(real, self._run_due)

    def _drop_cancelled(self) -> None:
        while self._timers and self._timers[0][2].cancelled:
            heapq.heappop(self._timers)


def _cancel(future: asyncio.Future[None]) -> None:
    future.cancel()


def _only_inner(future: asyncio.Future[None]) -> bool:
    task = asyncio.current_task()
    return future.cancelled() and not (task is not None and task.cancelling())
