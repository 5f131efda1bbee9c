"""Sangam is killed between what moderation does and what it writes down: each thing is done once, in one case."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import aiohttp

import run
from bot.playground.faults import Fault, Kind
from bot.playground.webhook import OtherService, refusal
from inbox import docket
from inbox.brand import Brand
from inbox.docket.shown import CaseView
from inbox.moderation import rulings, undoing
from inbox.store import opened
from inbox.store.embedded import running
from tests.flows.court import OLGA, SECRET
from tests.redis_servers import free_port, until
from tests.tree import ROOT

START = "import asyncio, sys; from tests.chaos.victim import live; asyncio.run(live(sys.argv[1]))"
MODERATION = "rules: [{id: scam, when: {words: airdrop}, do: {hide: true}}]"
HANGS = Fault(Kind.HANG_AFTER, seconds=60)
PATIENCE = 30.0


@dataclass
class Victim:
    """Where Sangam is started, killed and started again, and the service that it moderates."""

    folder: Path
    port: int
    service: OtherService
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, with nothing changed but its patience, and wait until it hears."""
        command = (sys.executable, "-c", START, str(self.folder / "config"))
        with (self.folder / "err").open("ab") as err:
            self.process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=err, stderr=err)

        async def hears() -> bool:
            assert self.process
            assert self.process.returncode is None, (self.folder / "err").read_text("utf-8")
            with contextlib.suppress(aiohttp.ClientError):
                async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{self.port}/login") as answer:
                    return answer.status == 200
            return False

        await until(hears, PATIENCE)

    async def kill(self) -> None:
        """End it without a word."""
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def says(self, id: str, text: str) -> None:
        """Somebody says something below a post."""
        status, answer = await self.service.tell(f"http://127.0.0.1:{self.port}/hooks/webhook/forum", {
            "type": "message", "thread": {"id": f"thread of {id}", "kind": "comments", "post": {"id": "p1"}}, "id": id,
            "author": {"id": "asha", "name": "Asha"}, "text": text, "at": int(self.service.clock.now() * 1000),
        })  # fmt: skip
        assert (status, answer) == (200, {"taken": 1, "new": 1})

    def done(self, id: str) -> list[object]:
        """What was done about it, in order, each thing once however often it was asked for."""
        return [one["action"] for one in self.service.taken.by_key.values() if one.get("message") == id]

    @contextlib.asynccontextmanager
    async def brand(self) -> AsyncIterator[Brand]:
        """The brand as another process sees it."""
        url = running(self.folder / "data" / "redis")
        assert url
        async with opened(url, "acme") as store:
            yield run.make_brand(run.read_config(self.folder / "config"), store)

    async def case(self, id: str, wanted: Callable[[CaseView], object]) -> CaseView:
        """The one case about it, once it is as wanted."""
        found: list[CaseView] = []

        async def there() -> bool:
            async with self.brand() as brand:
                rows = (await docket.cases(brand, OLGA)).rows
            found[:] = [one for one in rows if one.case.message == id]
            return bool(found) and bool(wanted(found[0]))

        await until(there, PATIENCE)
        (case,) = found
        return case

    async def dealt(self, kind: Kind, times: int = 1) -> None:
        """Wait until the service failed so often in this way."""

        async def was() -> bool:
            return self.service.faults.dealt[kind] >= times

        await until(was, PATIENCE)


@contextlib.asynccontextmanager
async def victim(folder: Path) -> AsyncIterator[Victim]:
    """It runs, with a rule in force, for the length of the block."""
    async with OtherService(SECRET) as service:
        it = Victim(folder, free_port(), service)
        forum = {"network": "webhook", "name": "forum", "secret_file": "secret", "deliver_to": service.url,
                 "actions": {"comments": ["reply", "hide", "unhide"]}}  # fmt: skip
        settings = {"brand": {"id": "acme", "name": "Acme"}, "data": "./data", "web": {"port": it.port},
                    "accounts": [forum], "undo": {"automatic": "0s", "people": "0s"}}  # fmt: skip
        files = {"bot": json.dumps(settings), "rules": "rules: []", "faq": "entries: []", "moderation": MODERATION}
        (folder / "config").mkdir()
        (folder / "secret").write_text(SECRET, "utf-8")
        for name, text in files.items():
            (folder / "config" / f"{name}.yaml").write_text(text, "utf-8")
        try:
            await it.start()
            async with it.brand() as brand:
                await rulings.put_in_force(brand, "scam", OLGA, "tried")
            yield it
        finally:
            if it.process and it.process.returncode is None:
                it.process.terminate()
                await it.process.wait()


async def test_what_is_done_is_done_once_however_it_is_killed(tmp_path: Path) -> None:
    async with victim(tmp_path) as it:
        it.service.faults.next(refusal(503, "Come back later"), "hide")
        await it.says("m1", "An airdrop, and it is killed before that is hidden")
        await it.dealt(Kind.REFUSE)
        it.service.faults.next(HANGS, "hide")
        await it.says("m2", "An airdrop, and it is killed after that was hidden")
        await it.dealt(Kind.HANG_AFTER)
        await it.kill()
        assert (it.done("m1"), it.done("m2")) == ([], ["hide"])

        await it.start()
        for id in ("m1", "m2"):
            hidden = await it.case(id, lambda one: one.state == "done")
            assert it.done(id) == ["hide"]
            assert [(deed.kind, deed.state) for deed in hidden.deeds] == [("hide", "done")]

        it.service.faults.next(HANGS, "unhide")
        async with it.brand() as brand:
            await undoing.undo(brand, hidden.case.number, OLGA, "a mistake")
        await it.dealt(Kind.HANG_AFTER, 2)
        await it.kill()

        await it.start()
        back = await it.case("m2", lambda one: one.deeds[0].state == "taken back")
        assert (back.state, back.case.undone_by) == ("undone", "olga")
        assert it.done("m2") == ["hide", "unhide"]
        assert (await it.case("m1", lambda one: True)).state == "done"
