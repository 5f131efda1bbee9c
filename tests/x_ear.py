"""An account on a simulated X that listens and stores what it hears in a real Redis; time passes as the test says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.networks.x import X
from bot.playground.x import Person, Post
from bot.supervisor import spawn
from inbox import arrivals
from inbox.errors import StoreAway
from inbox.incoming import Cursor, Incoming
from inbox.models import Conversation, EntryId, Message
from inbox.network import Hook
from tests.world import ACCOUNT, World, world
from tests.x_account import Ours, x_account

T = TypeVar("T", bound=Incoming)
PUBLIC = "https://sangam.example"


@dataclass
class Ear:
    """One account; `pages` is everything that it handed over to be stored, with the place to resume from."""

    ours: Ours
    inbox: World
    options: dict[str, Any]
    way: str
    account: X = field(init=False)
    pages: list[tuple[list[Incoming], Cursor | None]] = field(default_factory=list)
    failing: int = 0  # so many pages cannot be stored
    _number: int = 0
    _rests: dict[int, float] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None
    _web: TestServer | None = None

    def start(self) -> None:
        """Begin anew, as after a restart: nothing is remembered but what is stored."""
        ours = self.account = self.ours.account(**{"listen": self.way, **self.options})
        outside = replace(self.ours.outside(), rest=self._rest, mailbox=self.inbox.store.mailboxes.of(ACCOUNT))
        self.account = X(ours.account, ours._options, outside)
        self._task = spawn("listening", self.account.listen(self.receive, self.cursor))

    async def stop(self) -> None:
        """End as a process ends."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        self._task, self._rests = None, {}

    async def restart(self) -> None:
        await self.stop()
        self.start()

    async def _rest(self, seconds: float) -> None:
        self._number += 1
        key = self._number
        self._rests[key] = self.ours.server.clock.now() + seconds
        try:
            await self.ours.server.clock.sleep(seconds)
        finally:
            self._rests.pop(key, None)

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        """Store, and remember that it was handed over."""
        self.now()
        if self.failing and events:
            self.failing -= 1
            raise StoreAway("Redis is away")
        fresh = await arrivals.receive(self.inbox.brand, ACCOUNT, events, cursor)
        self.pages.append((list(events), cursor))
        return fresh

    def now(self) -> int:
        """The time of the simulated world in unix ms; the inbox has the same."""
        self.inbox.clock.at = self.ours.now()
        return self.inbox.clock.at

    # ---------------------------------------------------------------------------------------------------- time passes

    async def settle(self) -> None:
        """Return when the account rests, with all that X had to tell at once taken in."""
        assert self._task
        async with asyncio.timeout(20):
            while not self._task.done() and not self._resting():
                await asyncio.sleep(0.002)
            await self.ours.server.hooks.idle()
        if self._task.done():
            await self._task

    def _resting(self) -> bool:
        streams = self.ours.server.hooks.streams.open(self.ours.app.id)
        wanted = {"poll": 1, "webhook": 2, "stream": 2 if streams else 3}[self.way]
        return len(self._rests) >= wanted

    async def later(self, seconds: float) -> None:
        """Let time pass, step by step, as the account rests."""
        clock = self.ours.server.clock
        end = clock.now() + seconds
        await self.settle()
        while (now := clock.now()) < end:
            due = min(self._rests.values(), default=end)
            clock.advance(min(max(due - now, 0.001), end - now))
            await self._awake()
            await self.settle()

    async def _awake(self) -> None:
        """Return when nobody rests any more whose time has come."""
        async with asyncio.timeout(20):
            while any(end <= self.ours.server.clock.now() for end in self._rests.values()):
                await asyncio.sleep(0)

    async def told(self, *, until: int, seconds: float = 5.0) -> None:
        """Wait in real time until so many messages are stored, as what is told at once comes by itself."""
        async with asyncio.timeout(seconds):
            while len(await self.messages()) < until:
                await asyncio.sleep(0.005)

    async def ended(self) -> None:
        """Wait in real time until listening has ended; raises what ended it."""
        assert self._task
        async with asyncio.timeout(5):
            await self._task

    async def eventually(self, holds: Callable[[], object]) -> None:
        """Wait in real time until something holds of what goes over sockets."""
        async with asyncio.timeout(5):
            while not holds():
                await asyncio.sleep(0.005)

    # ------------------------------------------------------------------------------------------------------- looking

    @property
    def cursor(self) -> Cursor | None:
        return next((cursor for _, cursor in reversed(self.pages) if cursor is not None), None)

    def of(self, cls: type[T]) -> list[T]:
        """Everything of one kind that was handed over."""
        return [event for page, _ in self.pages for event in page if isinstance(event, cls)]

    async def conversations(self) -> list[Conversation]:
        page = await self.inbox.store.conversations.page("all", self.now(), oldest_first=True, after=None, limit=9_999)
        return [row.conversation for row in page.rows]

    async def messages(self) -> list[Message]:
        """Everything stored, oldest first."""
        found: list[Message] = []
        for one in await self.conversations():
            whole = await self.inbox.store.conversations.read(one.id, self.now(), limit=9_999)
            assert whole is not None
            found += whole.messages
        return sorted(found, key=lambda message: (message.at, message.id))

    async def texts(self) -> list[str]:
        return [message.text for message in await self.messages()]

    async def logged(self, what: str) -> list[str]:
        """What the log's lines of one kind say."""
        return [one.detail for one in await self.inbox.store.log.after(EntryId("0-0"), 20_000) if one.what == what]

    async def recovered(self) -> list[str]:
        """What people were told of gaps that were closed."""
        return await self.logged("account.recovered")

    # ---------------------------------------------------------------------------------------------------------- people

    def mention(self, text: str, who: Person | None = None) -> Post:
        return self.ours.server.world.mention(who or self.ours.asha, self.ours.us, text)


@asynccontextmanager
async def ear(url: str, brand: str, way: str = "poll", *, limits: bool = True, **options: Any) -> AsyncIterator[Ear]:
    """An account that hears in this way; it listens until the block ends."""
    async with x_account(limits=limits) as ours, world(url, brand, ours.now()) as inbox:
        heard = Ear(ours, inbox, {"budget_a_day": 0, **options}, way)
        async with _serving(heard) if way == "webhook" else _nothing():
            heard.start()
            try:
                await heard.settle()
                yield heard
            finally:
                await heard.stop()


@asynccontextmanager
async def _nothing() -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def _serving(heard: Ear) -> AsyncIterator[None]:
    """Our own web server, under the public address."""

    async def answer(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        hook = Hook(request.method, dict(request.query), headers, await request.read())
        try:
            said = await heard.account.hook_for_all(hook, [(heard.account, heard.receive)])
        except StoreAway:
            return web.Response(status=503)
        return web.Response(status=said.status, text=said.body, content_type=said.content_type)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as served:
        heard.ours.public_url = PUBLIC
        heard.ours.server.hooks.hosts[PUBLIC] = str(served.make_url("")).rstrip("/")
        yield
