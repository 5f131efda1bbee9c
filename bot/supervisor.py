"""Keeps tasks running: named, restarted with growing pauses after a bug, ended in order. Nothing else makes tasks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any

import structlog

from inbox.errors import NetworkError, StoreAway, StoreRestarted

log = structlog.get_logger("sangam")

PAUSES = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
STEADY_AFTER = 60.0
KNOCK = 2.0  # the longest pause before Redis is tried again: it is near, and everybody waits for it
GRACE = 20.0


@dataclass(frozen=True, slots=True)
class Job:
    """Something to run again and again; one that only `waits` for others may be ended at once."""

    name: str
    run: Callable[[], Awaitable[object]]
    waits: bool = False


class Supervisor:
    """Runs jobs for ever until told to stop; a job is an async function that takes nothing."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self.stopping = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: set[asyncio.Task[None]] = set()
        self._away_since: float | None = None

    def start(self, name: str, job: Callable[[], Awaitable[object]], *, waits: bool = False) -> asyncio.Task[None]:
        """Run a job under a name, again and again; one that only `waits` for others is ended at once by the stop."""
        task, kept = asyncio.create_task(self._keep(name, job), name=name), self._waiting if waits else self._tasks
        kept.add(task)
        task.add_done_callback(kept.discard)
        return task

    async def _keep(self, name: str, job: Callable[[], Awaitable[object]]) -> None:
        loop, failures, words = asyncio.get_running_loop(), 0, ""
        while not self.stopping.is_set():
            began, longest = loop.time(), PAUSES[-1]
            try:
                await job()
                failures, words = 0, ""
                self._redis_is_back(began)
                continue
            except StoreRestarted:
                longest = KNOCK
            except StoreAway as away:
                longest = KNOCK
                self._say_redis_is_away(away)
            except NetworkError as error:
                if words != str(error) or loop.time() - began > STEADY_AFTER:  # once, not at every try
                    words = str(error)
                    log.warning("network.down", job=name, error=type(error).__name__, words=words)
            except Exception:  # a bug in one job must not end the others; the traceback is what we need to mend it
                log.exception("job.failed", job=name)
            failures = 0 if loop.time() - began > STEADY_AFTER else failures
            await self.pause(min(longest, PAUSES[min(failures, len(PAUSES) - 1)]))
            failures += 1

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the stop."""
        try:
            async with asyncio.timeout(seconds):
                await self.stopping.wait()
        except TimeoutError:
            pass

    async def stop(self) -> None:
        """End every job: those that wait at once, the others when they are done, or after a grace of 20 s."""
        self.stopping.set()
        await _cancel(self._waiting)
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=GRACE)
            await _cancel(late)

    def _say_redis_is_away(self, away: StoreAway) -> None:
        if self._away_since is None:
            self._away_since = asyncio.get_running_loop().time()
            log.error("redis.away", words=str(away), now="waiting; nothing is confirmed to any network meanwhile")

    def _redis_is_back(self, began: float) -> None:
        """A job went well; one that began before Redis went away may only have rested since, and proves nothing."""
        if self._away_since is not None and began > self._away_since:
            self._away_since = None
            log.info("redis.back")


async def _cancel(tasks: Iterable[asyncio.Task[None]]) -> None:
    ending = list(tasks)
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


def spawn(name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """A task outside the supervisor's care (a live page's writer); whoever makes it keeps it and ends it."""
    return asyncio.create_task(work, name=name)
