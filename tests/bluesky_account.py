"""An account of ours on the simulated Bluesky, as a process makes it, with what it heard."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp

from bot.networks._bluesky.api import Api
from bot.networks._bluesky.ids import Place, post_id
from bot.networks._bluesky.records import Records
from bot.networks._bluesky.session import Session
from bot.networks._outside import Outside
from bot.networks.bluesky import Bluesky
from bot.playground.bluesky import Account, BlueskyServer, Line, Person, Post
from bot.playground.clock import Clock
from bot.supervisor import spawn
from inbox.incoming import Cursor, Incoming, NewMessage
from inbox.models import RemoteId, account_id
from tests.adapters import Files, Shelves

START = 1_800_000_000.0
T = TypeVar("T", bound=Incoming)


@dataclass
class Safe:
    """A vault that lives as long as the test."""

    kept: dict[str, str] = field(default_factory=dict)

    async def read(self, name: str) -> str | None:
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        self.kept[name] = text


@dataclass
class Ours:
    """What outlives a restart; `account` makes the account anew, as a new process would."""

    http: aiohttp.ClientSession
    server: BlueskyServer
    us: Account
    asha: Person
    root: Post
    told: list[Incoming] = field(default_factory=list)
    cursor: Cursor | None = None
    mailbox: Shelves = field(default_factory=Shelves)
    files: Files = field(default_factory=Files)
    vault: Safe = field(default_factory=Safe)
    rests: list[float] = field(default_factory=list)
    away: bool = False  # the store
    _turn: asyncio.Event = field(default_factory=asyncio.Event)
    _go: asyncio.Event = field(default_factory=asyncio.Event)

    def options(self, **more: Any) -> Any:
        given = {"identifier": self.us.handle, "app_password": self.us.app_password, "base_url": self.server.url}
        return Bluesky.Options.model_validate({**given, **more})

    def account(self, **more: Any) -> Bluesky:
        outside = Outside(self.http, self.mailbox, self.files, "", self.now, vault=self.vault, rest=self.rest)
        return Bluesky(account_id("bluesky", "main"), self.options(**more), outside)

    def api(self) -> Api:
        return Api(self.http, Session(self.http, self.options(), self.vault, self.now), self.now)

    def records(self) -> Records:
        return Records(self.api(), self.mailbox, self.now)

    def now(self) -> int:
        return round(self.server.clock.now() * 1000)

    async def rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self._turn.set()
        await self._go.wait()
        self._go.clear()

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        if self.away:
            raise ConnectionError("the store is away")
        new = [event for event in events if event not in self.told]
        self.told += new
        self.cursor = cursor or self.cursor
        return len(new)

    def all(self, kind: type[T]) -> list[T]:
        return [event for event in self.told if isinstance(event, kind)]

    def texts(self) -> list[str]:
        return [one.text for one in self.all(NewMessage)]

    @asynccontextmanager
    async def listening(self, account: Bluesky | None = None) -> AsyncIterator[Callable[[float], Any]]:
        """A process that listens from where the last one stopped; gives what lets so many seconds pass."""
        task = spawn("listen", (account or self.account()).listen(self.receive, self.cursor))

        async def turn() -> None:
            waiting = asyncio.ensure_future(self._turn.wait())  # noqa: TID251  # awaited in the next line
            await asyncio.wait({waiting, task}, timeout=5, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            if task.done():
                await task
            assert self._turn.is_set()
            self._turn.clear()

        async def after(seconds: float) -> None:
            self.server.clock.advance(seconds)
            self._go.set()
            await turn()

        try:
            await turn()
            yield after
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.gather(task, return_exceptions=True)
            self._turn.clear()

    def below(self, post: Post, who: Person | None = None) -> RemoteId:
        """The thread in which somebody's post stands."""
        root = post.value["reply"]["root"]["uri"] if "reply" in post.value else post.uri
        return Place(post_id(root), (who or self.asha).did).remote

    def private(self, line: Line) -> RemoteId:
        return Place(convo=line.convo.id).remote

    def posts(self) -> list[Post]:
        """What this account has posted, oldest first."""
        return self.us.of("app.bsky.feed.post")


@asynccontextmanager
async def bluesky_account(*, privileged: bool = True, **options: Any) -> AsyncIterator[Ours]:
    """A running simulated Bluesky with our account, a post of it, and somebody who can speak."""
    async with BlueskyServer(clock=Clock(START, speed=0), **options) as server, aiohttp.ClientSession() as http:
        us = server.world.create_account("nadipots.example.com", "Nadi Pots", privileged=privileged)
        asha = server.world.create_person("asha.example.com", "Asha Patel")
        root = server.world.post(us, "New cups today")
        server.clock.advance(60)
        yield Ours(http, server, us, asha, root)
