"""Bad days of a running Sangam: Redis gone, the disk full, a token revoked, nonsense from outside. Nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

import run
from bot.playground.telegram import BotAccount, Media, Person, TelegramServer
from inbox import review
from inbox.brand import Brand
from inbox.models import ConversationId, Message
from tests.cast import ASHA, BHAVIN, MEERA
from tests.chaos.findings import bugs_logged
from tests.chaos.nursery import Child, Nursery, nursery
from tests.chaos.scene import write_config
from tests.chaos.striking import redis_under
from tests.redis_servers import free_port, kill, server, until
from tests.tree import ROOT

pytestmark = pytest.mark.asyncio(loop_scope="module")
MEGABYTE = 1024 * 1024
DISK = 48 * MEGABYTE


@dataclass(slots=True)
class Day:
    """A Sangam with two bots, seen from outside, from its log and from its store."""

    folder: Path
    telegram: TelegramServer
    bots: dict[str, BotAccount]
    births: Nursery
    child: Child | None = None

    @property
    def config(self) -> Path:
        """The config folder."""
        return self.folder / "config"

    async def begin(self, more: str = "") -> None:
        """Write the config and start."""
        tokens = {name: bot.token for name, bot in self.bots.items()}
        write_config(self.folder, self.telegram.url, more, **tokens)
        self.child = await self.births.bear("tests.chaos.victim:live", str(self.config))
        await self.until(lambda: all(bot.updates.polled for bot in self.bots.values()))

    def person(self, name: str = ASHA.name) -> Person:
        """Somebody with a Telegram account."""
        return self.telegram.world.create_person(name)

    def say(self, person: Person, *texts: str, to: str = "main") -> None:
        """A person writes to one of our bots in private."""
        for text in texts:
            self.telegram.world.say(person, self.bots[to], text)

    def logged(self, event: str) -> list[dict[str, str]]:
        """What stands in the log under this name."""
        lines = (json.loads(line) for line in self._log.splitlines() if line.startswith("{"))
        return [line for line in lines if line["event"] == event]

    async def until(self, holds: Callable[[], object], seconds: float = 30) -> None:
        """Wait for something, as long as Sangam lives."""

        async def looked() -> bool:
            assert self.child, "not begun"
            assert not self.child.ended.done(), self._log
            return bool(holds())

        await until(looked, seconds)

    async def heard(self, person: Person, count: int, by: str = "main") -> list[Message]:
        """What a bot has heard from a person, as soon as there is that much."""
        async with run.open_brand(self.config) as brand:
            async with asyncio.timeout(30):
                while len(found := await _said(brand, conversation(person, by))) < count:
                    await asyncio.sleep(0.05)
        return found

    async def end(self) -> None:
        """Kill it, after it has done nothing that nobody expected."""
        if self.child:
            await self.child.kill()
        assert bugs_logged(self._log) == []

    @property
    def _log(self) -> str:
        return self.births.log.read_text()


def conversation(person: Person, by: str = "main") -> ConversationId:
    """The private conversation of a person with one of our bots."""
    return ConversationId(f"telegram:{by}/{person.id:010d}")


async def _said(brand: Brand, id: ConversationId) -> list[Message]:
    read = await brand.store.conversations.read(id, brand.now(), limit=1000)
    return [message for message in read.messages if not message.ours] if read else []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def births(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """A process that brings up others."""
    async with nursery(tmp_path_factory.mktemp("births"), "tests.chaos.victim") as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def day(births: Nursery, tmp_path: Path) -> AsyncIterator[Day]:
    """A day that has not begun."""
    births.log = tmp_path / "children.log"
    async with TelegramServer(flood_limits=False) as telegram:
        bots = {name: telegram.world.create_bot(f"{name}_bot", "Shop") for name in ("main", "second")}
        it = Day(tmp_path, telegram, bots, births)
        yield it
        await it.end()


async def test_a_redis_that_is_gone_for_seconds_is_said_once_and_nothing_is_lost(day: Day) -> None:
    port, asha = free_port(), day.person()
    with server(day.folder / "theirs", port):
        await day.begin(f"redis: {{url: 'redis://127.0.0.1:{port}'}}\n")
        day.say(asha, "before")
        await day.heard(asha, 1)
    for number in range(15):
        day.say(asha, f"meanwhile {number}")
        await asyncio.sleep(0.2)  # it is away for three seconds, and tried again and again meanwhile
    with server(day.folder / "theirs", port):
        found = await day.heard(asha, 16)
        await day.until(lambda: day.logged("redis.back"))
        await day.end()

    assert [m.text for m in found] == ["before", *(f"meanwhile {number}" for number in range(15))]
    assert (len(day.logged("redis.away")), len(day.logged("redis.back"))) == (1, 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own for the data folder."""
    data = tmp_path / "data"
    data.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(data)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no disk of its own can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield data
    finally:
        subprocess.run(["umount", "--lazy", str(data)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte; the file that does it."""
    filler = disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return filler


async def test_a_disk_that_fills_up_is_said_once_and_nothing_is_lost(small_disk: Path, day: Day) -> None:
    asha, texts = day.person(), [f"meanwhile {number}" for number in range(10)]
    await day.begin()
    day.say(asha, "before")
    await day.heard(asha, 1)
    filler = fill(small_disk)
    day.say(asha, *texts)
    await day.until(lambda: day.logged("redis.away"))
    filler.unlink()

    assert [m.text for m in await day.heard(asha, 11)] == ["before", *texts]
    await day.until(lambda: day.logged("redis.back"))
    (said,) = day.logged("redis.away")
    assert "free some space" in said["words"]


async def test_a_redis_that_ends_while_its_disk_is_full_is_back_when_there_is_space(small_disk: Path, day: Day) -> None:
    asha = day.person()
    await day.begin()
    day.say(asha, "before")
    await day.heard(asha, 1)
    filler = fill(small_disk)
    kill(redis_under(small_disk / "redis"))
    day.say(asha, "meanwhile")
    await day.until(lambda: day.logged("redis.not_started"))
    filler.unlink()

    assert [m.text for m in await day.heard(asha, 2)] == ["before", "meanwhile"]
    (said,) = day.logged("redis.not_started")
    assert "is full" in said["words"]
    assert "free some space" in said["words"]


async def test_one_revoked_token_stops_one_account_and_no_other(day: Day) -> None:
    asha, bhavin = day.person(), day.person(BHAVIN.name)
    await day.begin()
    day.telegram.world.revoke(day.bots["main"])
    day.say(bhavin, "hello", to="second")
    await day.until(lambda: day.logged("account.stopped"))
    day.say(asha, "hello", to="second")
    await day.heard(asha, 1, "second")
    await approve_all(day, 2)
    await day.until(lambda: len(day.telegram.world.sent) == 2)

    (said,) = day.logged("account.stopped")
    assert said["ref"] == "telegram:main"
    assert "does not accept this bot's token" in said["words"]


async def approve_all(day: Day, count: int) -> None:
    """Approve so many drafts, as they come."""
    async with run.open_brand(day.config) as brand, asyncio.timeout(30):
        while count:
            page = await brand.store.conversations.page(
                "drafted", brand.now(), oldest_first=True, after=None, limit=count
            )
            for row in page.rows:
                await review.approve(brand, row.conversation.drafts[0], MEERA)
                count -= 1
            await asyncio.sleep(0.05)


async def test_nonsense_from_outside_is_kept_for_a_person_and_blocks_nothing(day: Day) -> None:
    asha, long = day.person(f"{ASHA.name}\u202egnp.exe"), "kem cho? " * 7800  # 70 kB
    film = Media("document", name="film.mp4", mime="video/mp4", size=200 * MEGABYTE)
    await day.begin()
    day.bots["main"].updates.push("message", 5, {"message_id": "seven", "chat": "nowhere"})
    day.say(asha, long)
    day.telegram.world.say(asha, day.bots["main"], media=film)
    day.say(asha, "hello")
    found = await day.heard(asha, 3)

    assert [m.text for m in found] == [long, "", "hello"]
    assert [(medium.name, medium.size) for medium in found[1].media] == [("film.mp4", 200 * MEGABYTE)]
    (said,) = day.logged("unreadable")
    (kept,) = json.loads(command(day, "parked", "--json"))["unreadable"]
    assert kept["id"] == said["ref"]
    assert '"chat": "nowhere"' in kept["raw"]
    assert "\u202e" not in command(day, "queue")


def command(day: Day, *words: str) -> str:
    """What `run.py` prints beside the running Sangam."""
    line = [sys.executable, "run.py", "--config", str(day.config), *words]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout
