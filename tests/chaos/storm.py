"""The storm: one process is killed again and again, and its Redis, while the world talks and the team decides."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import struct
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import run
from bot.playground.telegram import TelegramServer
from inbox.errors import StoreAway
from inbox.models import DeliveryId
from inbox.store import Store, opened
from inbox.store.data_folder import SOCKET_FILE
from inbox.store.embedded import embedded, running
from inbox.store.keys import Keys
from tests.chaos.findings import Findings, read_all, seen_by
from tests.chaos.nursery import Child, Nursery, nursery
from tests.chaos.scene import Crowd, trouble, write_config
from tests.chaos.team import Team

BRAND = "chaos"
LANES = ("draft", "send", "tend")
MOST_FALLS = 50  # a Redis that is killed while it starts takes its Sangam along


@dataclass(frozen=True, slots=True)
class Plan:
    """How big a storm; the same seed makes the same plan, not the same race. Times in seconds."""

    messages: int
    conversations: int
    kills: int
    redis_kills: int
    longest_life: float
    patience: float  # for what is left when the killing is over
    seed: int


@dataclass(slots=True)
class Victim:
    """The process that is killed and always comes back; `fell` holds exit codes that were none of our doing."""

    births: Nursery
    folder: Path
    polls: Callable[[], int]  # how often any of them has asked Telegram for more
    polls_before: int = 0
    child: Child | None = None
    fell: list[int] = field(default_factory=list)

    async def live(self) -> None:
        """Keep one alive until cancelled."""
        while True:
            self.polls_before = self.polls()
            self.child = await self.births.bear("tests.chaos.victim:live", str(self.folder / "config"))
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


@dataclass(slots=True)
class Storm:
    """What happened, for the table and the checks."""

    plan: Plan
    crowd: Crowd
    team: Team
    findings: Findings
    seen: Counter[tuple[str, str, str]]
    fell: list[int]
    parked: Collection[DeliveryId]  # before somebody looked at them
    parked_there: int  # so many of them had been sent in truth
    seconds: float
    log: str


async def rage(plan: Plan, folder: Path) -> Storm:
    """Run a whole storm, and read what it left."""
    began, draw = time.monotonic(), random.Random(plan.seed)
    async with (
        TelegramServer(flood_limits=False, seed=plan.seed) as telegram,
        nursery(folder, "tests.chaos.victim") as births,
    ):
        bot = telegram.world.create_bot("shop_bot", "Shop")
        config = run.read_config(write_config(folder, telegram.url, main=bot.token))
        crowd = Crowd(telegram, bot, plan.conversations, draw)
        victim = Victim(births, folder, lambda: bot.calls["getUpdates"])
        async with _running(victim.live()), _store(folder / "data" / "redis") as store:
            team = Team(run.make_brand(config, store), draw)
            async with _running(team.work()):
                trouble(telegram.faults)
                await asyncio.gather(
                    crowd.talk(plan.messages, plan.kills * plan.longest_life / 2), _kill(plan, victim, draw)
                )
                telegram.faults.clear()
                await _calm(plan, store, lambda: not len(bot.updates) and not bot.updates.held_back)
            before = await read_all(store, Keys(BRAND))
            there = await team.look_at_parked(before.deliveries, seen_by(telegram.world.sent))
            await _calm(plan, store, lambda: True)
        await victim.kill()
        async with embedded(folder / "data" / "redis") as server, opened(server.url, BRAND) as store:
            findings = await read_all(store, Keys(BRAND))
        parked = {d.id for d in before.deliveries if d.state == "parked"}
        seen, log = seen_by(telegram.world.sent), births.log.read_text()
    return Storm(plan, crowd, team, findings, seen, victim.fell, parked, there, time.monotonic() - began, log)


async def _kill(plan: Plan, victim: Victim, draw: random.Random) -> None:
    fates = [*[victim.kill] * plan.kills, *[victim.kill_redis] * plan.redis_kills]
    draw.shuffle(fates)
    for fate in fates:
        await asyncio.sleep(draw.uniform(0.05, plan.longest_life))
        await fate()


async def _calm(plan: Plan, store: Store, heard: Callable[[], bool]) -> None:
    """Wait until nothing is on its way any more: nothing upstream, no draft undecided, no lane due or held."""
    keys = Keys(BRAND)
    waiting = [("ZCARD", keys("q", "drafted")), *(("ZCARD", keys("due", lane)) for lane in LANES)]
    left: object = "everything"
    try:
        async with asyncio.timeout(plan.patience):
            while left:
                await asyncio.sleep(0.1)
                all_heard = heard()  # looked at first: what is heard after it would be missing from what is left
                with contextlib.suppress(StoreAway):
                    found = zip(waiting, await store.client.pipeline(waiting), strict=True)
                    left = {key: count for (_, key), count in found if count} or not all_heard
    except TimeoutError:
        raise AssertionError(f"after {plan.patience} s of calm there still waits: {left}") from None


@contextlib.asynccontextmanager
async def _store(folder: Path) -> AsyncIterator[Store]:
    """The store of the victim, as soon as there is one."""
    async with asyncio.timeout(30):
        while not (url := running(folder)):
            await asyncio.sleep(0.01)
    async with opened(url, BRAND) as store:
        yield store


@contextlib.asynccontextmanager
async def _running(work: Awaitable[None]) -> AsyncIterator[None]:
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
