"""Redis is killed while its disk stalls, which takes back what it acknowledged: still nothing is said twice or lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sending import Patience, send_next
from inbox import review
from inbox.actions import Action
from inbox.errors import StoreAway
from inbox.network import Receipt
from inbox.policy import Mode
from inbox.store.embedded import Server, start
from inbox.views import card
from tests.cast import BHAVIN, CHEN, DOLORES, MEERA, NOOR
from tests.postbox import Postbox
from tests.redis_servers import is_running, kill, stalling_server_binary
from tests.world import ACCOUNT, LEASE, World, at, world

NOW_AND_THEN = 1_000  # writes between two looks at whether the disk has stalled


@dataclass(slots=True)
class Disk:
    """A Redis whose disk can be told to stall: what it acknowledges from then on is in its memory only."""

    redis: Server
    stalled: Path

    async def stall(self, here: World) -> None:
        """Stall, and return when a write would be acknowledged without having reached the system."""
        self.stalled.touch()
        client = here.store.client
        while (await client.infos())[""]["aof_buffer_length"] == 0:
            for _ in range(NOW_AND_THEN):
                await client.call("INCR", "n")

    async def crash(self) -> None:
        """Kill Redis, which loses what is in its memory only; it comes back on a disk that works."""
        if is_running(self.redis.pid):
            kill(self.redis.pid)
        self.stalled.unlink(missing_ok=True)
        await self.redis.restart()


@pytest.fixture
async def disk(tmp_path: Path) -> AsyncIterator[Disk]:
    """A disk that does not stall yet."""
    built = stalling_server_binary(tmp_path)
    if built is None:
        pytest.skip("no gcc here to build the stalling disk with")
    binary, stalled = built
    redis = await start(tmp_path / "data", binary=binary)
    try:
        yield Disk(redis, stalled)
    finally:
        await redis.stop()


class CrashingPostbox(Postbox):
    """Redis is killed while this network does what it was asked to."""

    def __init__(self, disk: Disk) -> None:
        """Nothing has crashed yet."""
        super().__init__()
        self.disk = disk

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it, then lose Redis and what is in its memory."""
        receipt = await super().perform(action, key)
        kill(self.disk.redis.pid)
        return receipt


async def test_a_send_that_redis_forgot_is_not_made_again(disk: Disk) -> None:
    async with world(disk.redis.url, "acme") as here:
        await review.approve(here.brand, await here.drafted(), MEERA)
        here.clock.at += here.brand.undo.people
        box = CrashingPostbox(disk)
        await disk.stall(here)
        with pytest.raises(StoreAway):
            await send_next(here.brand, {ACCOUNT: box}, Patience(20_000, LEASE))
        await disk.crash()

        here.clock.at += LEASE
        await send_next(here.brand, {ACCOUNT: box}, Patience(20_000, LEASE))

        assert len(box.done) == 1


async def test_a_decision_that_somebody_was_told_of_is_kept(disk: Disk) -> None:
    async with world(disk.redis.url, "acme") as here:
        approved, rejected = await here.drafted(), await here.drafted(author=BHAVIN, id="m2")
        recalled = await review.approve(here.brand, await here.drafted(author=CHEN, id="m3"), MEERA)
        await here.hear(author=DOLORES, id="m4")
        await disk.stall(here)
        sent = await review.approve(here.brand, approved, MEERA)
        await review.reject(here.brand, rejected, MEERA, "no")
        await review.recall(here.brand, recalled, MEERA)
        written = await review.reply(here.brand, at(DOLORES), NOOR, "One moment.")
        await disk.crash()

        deliveries = [await here.store.outbox.open(id) for id in (sent, recalled, written)]
        assert [d and d.state for d in deliveries] == ["queued", "recalled", "queued"]
        assert (await card(here.brand, MEERA, rejected)).draft.state == "rejected"


async def test_a_stop_that_somebody_was_told_of_is_kept(disk: Disk) -> None:
    async with world(disk.redis.url, "acme") as here:
        await disk.stall(here)
        await here.store.modes.change(Mode("stopped", by="olga", why="a recall"), here.clock.at)
        await disk.crash()

        assert (await here.store.modes.read(here.clock.at)).level == "stopped"
