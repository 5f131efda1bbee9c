"""What storms have in common: a process that is killed and comes back, strikes at random, and the calm afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inbox.errors import StoreAway
from inbox.store import Store, opened
from inbox.store.data_folder import SOCKET_FILE
from inbox.store.embedded import running as running_at
from tests.chaos.nursery import Child, Nursery

BRAND = "chaos"
MOST_FALLS = 50  # a Redis that is killed while it starts takes its Sangam along
SEED = int(os.environ.get("SEED") or random.randrange(1_000_000))


@dataclass(slots=True)
class Victim:
    """The process that is killed and always comes back; `fell` holds exit codes that were none of our doing."""

    births: Nursery
    folder: Path
    polls: Callable[[], int]  # how often any of them has asked the network for more
    call: str = "tests.chaos.victim:live"
    given: Sequence[object] = ()  # to the call, after its config
    polls_before: int = 0
    child: Child | None = None
    fell: list[int] = field(default_factory=list)

    async def live(self) -> None:
        """Keep one alive until cancelled."""
        while True:
            self.polls_before = self.polls()
            self.child = await self.births.bear(self.call, str(self.folder / "config"), *self.given)
            code = await asyncio.shield(self.child.ended)
            if code != -signal.SIGKILL:
                self.fell.append(code)
                assert len(self.fell) < MOST_FALLS, f"it falls by itself: {self.births.log.read_text()[-2000:]}"

    async def kill(self) -> None:
        """End the one that lives now."""
        while self.child is None or self.child.ended.done():
            await asyncio.sleep(0.001)
        await self.child.kill()

    async def kill_redis(self) -> None:
        """End the Redis of one that is at work; found by its socket, so that it can be no other process."""
        while self.polls() == self.polls_before or not (pid := redis_under(self.folder / "data" / "redis")):
            await asyncio.sleep(0.01)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


async def strike(fates: Sequence[Callable[[], Awaitable[None]]], draw: random.Random, longest_pause: float) -> None:
    """Let everything happen, in any order, at moments that nobody expects."""
    for fate in draw.sample(fates, len(fates)):
        await asyncio.sleep(draw.uniform(0.02, longest_pause))
        await fate()


async def calm(patience: float, left: Callable[[], Awaitable[object]]) -> None:
    """Wait until nothing is left to do, as the store tells it when it is there."""
    found: object = "everything"
    try:
        async with asyncio.timeout(patience):
            while found:
                await asyncio.sleep(0.1)
                with contextlib.suppress(StoreAway):
                    found = await left()
    except TimeoutError:
        raise AssertionError(f"after {patience} s of calm there is still left: {found}") from None


def figures(rows: Mapping[str, int]) -> str:
    """What happened, line by line."""
    return "\n" + "\n".join(f"  {what:<36}{figure:>8,}" for what, figure in rows.items())


@contextlib.asynccontextmanager
async def store_of(folder: Path) -> AsyncIterator[Store]:
    """The store of the victim in this data folder, as soon as there is one."""
    async with asyncio.timeout(30):
        while not (url := running_at(folder)):
            await asyncio.sleep(0.01)
    async with opened(url, BRAND) as store:
        yield store


@contextlib.asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    """Have something done for the length of the block; its error, if any, comes out of the block."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(_done(work))
        yield
        task.cancel()


async def _done(work: Awaitable[None]) -> None:
    await work


def redis_under(folder: Path) -> int:
    """The process id of the Redis that runs on a folder, asked of its socket; 0 when none does."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(folder / SOCKET_FILE))
        except OSError:
            return 0
        pid, _, _ = struct.unpack("3i", probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return int(pid)
