"""Another service under load: it tells what its people say until that is taken, in bodies of any size, and doubled."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bot.playground.clock import Clock
from bot.playground.faults import Kind
from bot.playground.webhook import OtherService
from inbox.actions import Reply
from inbox.models import RemoteId
from tests.chaos.striking import running
from tests.day.plan import Moment, words
from tests.day.running import Drawer
from tests.day.turning import Turning

SECRET: Final = "a-secret-of-16-or-more"
BEGIN: Final = 1_796_083_200.0
PEOPLE: Final = 200
MOST: Final = 200  # items in one body
DOUBLED, FORGED, ABANDONED = 0.05, 0.03, 0.05  # of the bodies
AGAIN: Final = 0.1  # real seconds, after which what was not taken is told again


@dataclass
class ServiceStage:
    """A forum with posts and private talks; see tests.day.running.Stage."""

    server: OtherService
    turning: Turning
    secret: str = SECRET
    ids: dict[int, str] = field(default_factory=dict)
    vault: Drawer = field(default_factory=Drawer)
    dealt: Counter[Kind] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)  # bodies, by the status
    _threads: dict[int, dict[str, Any]] = field(default_factory=dict)
    _waiting: list[dict[str, Any]] = field(default_factory=list)
    _draw: random.Random = field(default_factory=lambda: random.Random(6))
    _url: str = ""

    def act(self, moment: Moment) -> None:
        """Let it happen; it is told soon."""
        number, at = moment.number, self.turning.now()
        who = {"id": f"viewer/{number % PEOPLE}", "name": f"Viewer {number % PEOPLE}"}
        match moment.what:
            case "comment" | "reply" | "message":
                self._threads[number] = thread = self._thread(moment)
                self.ids[number] = f"m%2F{number}"
                said = {"type": "message", "id": f"m/{number}", "author": who, "text": words(number)}
                self._waiting.append(said | {"thread": thread, "at": at})
            case "edit" | "remove":
                told: dict[str, Any] = {"type": "removed", "id": f"m/{moment.to}"}
                if moment.what == "edit":
                    author = {"id": f"viewer/{moment.to % PEOPLE}"}
                    told = {"type": "edited", "id": f"m/{moment.to}", "author": author}
                    told["text"] = words(moment.to, edited=True)
                self._waiting.append(told | {"thread": self._threads[moment.to], "at": at})

    def _thread(self, moment: Moment) -> dict[str, Any]:
        if moment.what == "reply":
            return self._threads[moment.to]
        if moment.what == "message":
            return {"id": f"talk/{moment.number % PEOPLE}", "kind": "direct"}
        post = {"id": f"post/{moment.to}", "text": f"Post {moment.to}"}
        return {"id": f"post/{moment.to}/{moment.number}", "kind": "comments", "post": post}

    def answer(self, number: int) -> Reply:
        """An answer to something."""
        thread = RemoteId(self._threads[number]["id"].replace("/", "%2F"))
        return Reply(thread, "", RemoteId(self.ids[number]))

    def reach(self, port: int) -> None:
        """Where what is said is told from now on."""
        self._url = f"http://127.0.0.1:{port}/hooks/webhook/main"

    def said(self) -> list[str]:
        """What was said by us, as often as it was."""
        return [str(text) for text in self.server.taken.texts]

    @property
    def waiting(self) -> int:
        """So much is not taken yet."""
        return len(self._waiting)

    async def tell_for_ever(self) -> None:
        """Tell what waits, in order, until each body is taken."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
            while True:
                if not self._url or not self._waiting:
                    await asyncio.sleep(0.02)
                    continue
                body = self._waiting[: self._draw.randint(1, MOST)]
                if await self._tell(http, body) == 200 and self._draw.random() >= DOUBLED:
                    del self._waiting[: len(body)]

    async def _tell(self, http: aiohttp.ClientSession, body: list[dict[str, Any]]) -> int:
        try:
            if self._draw.random() < FORGED:
                self.dealt[Kind.FORGED] += 1
                self.answered[await self._post(http, body, b"somebody else's secret")] += 1
            if self._draw.random() < ABANDONED:  # the answer is not waited for
                self.dealt[Kind.CUT_AFTER] += 1
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._draw.uniform(0, 0.02)):
                        await self._post(http, body)
                return 0
            status = await self._post(http, body)
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.answered[status] += 1
        if status != 200:
            await asyncio.sleep(AGAIN)
        return status

    async def _post(self, http: aiohttp.ClientSession, told: list[dict[str, Any]], secret: bytes | None = None) -> int:
        body = json.dumps(told).encode()
        headers = {"Sangam-Signature": self.server.signature(body, secret=secret)}
        async with http.post(self._url, data=body, headers=headers) as answer:
            await answer.read()
            return answer.status


@contextlib.asynccontextmanager
async def service() -> AsyncIterator[ServiceStage]:
    """The service, which tells for the length of the block."""
    clock = Clock(BEGIN, speed=0)
    async with OtherService(SECRET, clock=clock) as server:
        stage = ServiceStage(server, Turning(clock))
        async with running(stage.tell_for_ever()):
            yield stage
