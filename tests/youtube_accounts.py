"""A channel of ours on the simulated YouTube, as a process makes it; what outlives a restart lies beside it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.networks._oauth import Grant, keep_grant
from bot.networks._outside import Outside
from bot.networks._youtube.planner import CALIFORNIA
from bot.networks.youtube import TARIFF, YouTube
from bot.playground.clock import Clock
from bot.playground.youtube import Channel, Person, Project, Video, YouTubeServer
from inbox.errors import NetworkError
from inbox.incoming import (
    Cursor,
    GapClosed,
    Incoming,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    Receive,
)
from inbox.models import account_id
from inbox.network import NONE_SEEN, Used
from inbox.times import day
from tests.adapters import Files, Shelves

START = 1_796_000_000  # a Sunday in California, 2026-11-29 16:53


class Drawer:
    """A vault that lives as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def read(self, name: str) -> str | None:
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        self.kept[name] = text


class Tally:
    """A meter that counts days of California, as the store's does; `plans` is what people were told."""

    def __init__(self, now: Callable[[], int]) -> None:
        self.now = now
        self.days: dict[str, Counter[str]] = {}
        self.plans: list[tuple[str, int, int]] = []

    async def spend(self, things: Mapping[str, int], seen: Mapping[str, Collection[str]] = NONE_SEEN) -> Used:
        today = self.days.setdefault(day(self.now(), CALIFORNIA), Counter())
        for thing, many in things.items():
            today[thing] += many
            today[""] += TARIFF.prices[thing] * many
        return await self.used()

    async def used(self) -> Used:
        today = self.days.get(day(self.now(), CALIFORNIA), Counter())
        return Used(today[""], today[""], {thing: many for thing, many in today.items() if thing})

    async def plan(self, words: str, next_at: int, budget: int) -> None:
        self.plans.append((words, next_at, budget))


class Enough(Exception):
    """The test has seen what it came for."""


@dataclass
class Store:
    """Stores as the real one does, in memory: each message once, and who is told what; `at` is when it was stored."""

    now: Callable[[], int]
    told: list[Incoming] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, bool] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    cursor: Cursor | None = None
    breaks: list[int] = field(default_factory=list)  # fails at these calls, counted from now on
    calls: int = 0

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        self.calls += 1
        if self.calls in self.breaks:
            raise Enough
        fresh = sum(self._take(event) for event in events)
        self.cursor = cursor if cursor is not None else self.cursor
        return fresh

    def _take(self, event: Incoming) -> bool:
        if isinstance(event, NewMessage) and event.id in self.texts:
            return False
        if not isinstance(event, GapClosed):
            self.told.append(event)
        match event:
            case NewMessage(id=id, text=text, held=held):
                self.texts[id], self.at[id], self.hidden[id] = text, self.now(), held
                self.held |= {id} if held else set()
                return True
            case MessageEdited(id=id, text=text):
                self.texts[id] = text
            case MessageHidden(id=id, hidden=hidden, held=held):
                self.hidden[id] = hidden
                self.held = self.held | {id} if held else self.held - {id}
            case MessageRemoved(id=id):
                self.removed.add(id)
                self.held -= {id}
        return False

    def of(self, kind: type) -> list[Any]:
        """What was told of one kind."""
        return [event for event in self.told if isinstance(event, kind)]


@dataclass
class Ours:
    """Our channel and all that is kept for it; `account` makes it anew, as a new process would."""

    server: YouTubeServer
    http: aiohttp.ClientSession
    clock: Clock
    project: Project
    channel: Channel
    vault: Drawer = field(default_factory=Drawer)
    mailbox: Shelves = field(default_factory=Shelves)
    blobs: Files = field(default_factory=Files)
    ends: float = float("inf")  # when listening is over, in unix seconds
    meter: Any = None

    def __post_init__(self) -> None:
        self.meter = self.meter or Tally(self.now)
        self.store = Store(self.now)

    @property
    def world(self) -> Any:
        return self.server.world

    def now(self) -> int:
        return round(self.clock.now() * 1000)

    async def rest(self, seconds: float) -> None:
        """Time passes at once; at its end listening is over."""
        if self.clock.now() + seconds >= self.ends:
            self.clock.advance(max(0.0, self.ends - self.clock.now()))
            raise Enough
        self.clock.advance(seconds)
        await asyncio.sleep(0)

    def given(self, **options: Any) -> dict[str, Any]:
        """The options as they stand in bot.yaml."""
        return {
            "channel": self.channel.id,
            "client_id": self.project.client_id,
            "client_secret": self.project.client_secret,
            "base_url": self.server.url,
            **options,
        }

    def account(self, **options: Any) -> YouTube:
        outside = Outside(
            self.http,
            self.mailbox,
            self.blobs,
            "",
            self.now,
            vault=self.vault,
            meter=self.meter,
            rest=self.rest,
        )
        return YouTube(account_id("youtube", "main"), YouTube.Options.model_validate(self.given(**options)), outside)

    async def connect(self, **grant: Any) -> None:
        """What a login leaves in the vault."""
        given = {"ends_at": self.now() + 3_600_000, "scopes": self.channel.scopes, "whose": self.channel.id, **grant}
        await keep_grant(self.vault, Grant(self.channel.token, self.channel.refresh_token, **given))

    async def hear(self, account: YouTube, seconds: float = 1.0) -> Store:
        """Listen for so long, from where the store's cursor says."""
        await self.listen(account, self.store.receive, self.store.cursor, seconds)
        return self.store

    async def listen(self, account: YouTube, receive: Receive, cursor: Cursor | None, seconds: float = 1.0) -> None:
        """Listen for so long, and let `receive` store it."""
        self.ends = self.clock.now() + seconds
        try:
            await account.listen(receive, cursor)
        except Enough:
            return
        raise AssertionError("listening ended by itself")

    async def fail(self, account: YouTube, seconds: float = 1.0) -> NetworkError:
        """Listen until that fails."""
        self.ends = self.clock.now() + seconds
        try:
            await account.listen(self.store.receive, self.store.cursor)
        except NetworkError as error:
            return error
        raise AssertionError("listening ended by itself")

    def video(self, title: str = "How we glaze", **more: Any) -> Video:
        found: Video = self.world.video(self.channel, title, **more)
        return found

    def person(self, name: str = "Asha") -> Person:
        found: Person = self.world.create_person(name)
        return found


@asynccontextmanager
async def ours(start: float = START, **project: Any) -> AsyncIterator[Ours]:
    """A connected channel on a server of its own, whose clock stands still unless we rest."""
    clock = Clock(start, speed=0)
    async with YouTubeServer(clock=clock) as server, aiohttp.ClientSession() as http:
        owner = server.world.create_project(**project)
        made = Ours(server, http, clock, owner, server.world.create_channel("Sangam Pottery", owner))
        await made.connect()
        yield made
