"""One day on one network, read by its adapter or by somebody who asks for everything every five minutes."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

import aiohttp

from bot.networks._outside import FREE, Outside
from bot.opening import NOTES_KEPT
from bot.supervisor import spawn
from inbox import arrivals
from inbox.actions import Action
from inbox.brand import Brand, Undo
from inbox.capabilities import MICRO, Capabilities, Tariff
from inbox.errors import NetworkError
from inbox.incoming import Cursor, Incoming, NewMessage, Receive
from inbox.models import AccountId, account_id
from inbox.network import Mailbox, Meter, Used
from inbox.store import Store, opened
from inbox.store.keys import Keys
from tests.adapters import Files
from tests.day.heard import Heard, Outcome, Said, Spent
from tests.day.plan import MINUTE, Moment, texts
from tests.day.turning import Turning

EVERY = 5 * MINUTE  # the peer's pace
AFTER = 20 * MINUTE


@dataclass
class Drawer:
    """A vault that lives as long as the day."""

    kept: dict[str, str] = field(default_factory=dict)

    async def read(self, name: str) -> str | None:
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        self.kept[name] = text


class Hearing(Protocol):
    """An account, as far as a day needs it."""

    capabilities: Capabilities

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None: ...
    async def perform(self, action: Action, key: str) -> Any: ...


class Stage(Protocol):
    """One simulated network with an account of ours, and who speaks there."""

    name: str
    begin: float  # when its day begins, in unix seconds; it ends at midnight
    length: float  # of its day, in seconds
    after: float  # seconds beyond midnight in which what was said last may come in
    turning: Turning
    public_url: str  # where the network reaches us; "" where it does not
    ids: dict[int, str]  # of what was said, as our adapter writes them
    vault: Drawer

    def act(self, moment: Moment) -> None:
        """Let it happen."""

    def account(self, outside: Outside) -> Hearing:
        """Our account."""

    def answer(self, number: int) -> Action:
        """What we answer to something that was said."""

    def bill(self) -> float:
        """What the network has counted today, in units or dollars."""

    def most(self) -> int:
        """The most calls in the span for which the network limits them."""

    def meet(self, account: Hearing, receive: Receive) -> None:
        """Whom the network reaches at that address, and how that is stored."""

    async def look(self, http: aiohttp.ClientSession, heard: Heard) -> None:
        """The peer's way: one round over everything."""


OpenStage = Callable[[], AbstractAsyncContextManager[Stage]]


@dataclass
class Course:
    """A day that is going on: who hears, and what our people answer."""

    stage: Stage
    moments: Sequence[Moment]
    heard: Heard
    account: Hearing
    meter: Meter
    stored: Callable[[], Awaitable[int]]  # how many messages there are now
    gone: Collection[int]
    answered: dict[int, str] = field(default_factory=dict)  # with why it was refused
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def begin(self, answers: int) -> None:
        """Everything that is to happen, at its time; and so many answers of ours, each to the newest message."""
        start, clock = self.stage.begin, self.stage.turning.clock
        for moment in self.moments:
            clock.call_at(start + moment.at, functools.partial(self.stage.act, moment))
        for number in range(answers):
            clock.call_at(start + (number + 1) * self.stage.length / (answers + 1), self._answer)

    def _answer(self) -> None:
        numbers = {id: number for number, id in self.stage.ids.items()}
        able = (numbers[id] for id in reversed(self.heard.at) if id in numbers and id not in self.heard.held)
        number = next((one for one in able if one not in self.gone and one not in self.answered), None)
        if number is not None:
            self.answered[number] = ""
            self._tasks.append(spawn("answer", self._perform(number)))

    async def _perform(self, number: int) -> None:
        try:
            await self.account.perform(self.stage.answer(number), secrets.token_hex(8))
        except NetworkError as error:
            self.answered[number] = str(error)

    async def go_on(self, doing: asyncio.Task[None]) -> Outcome:
        """To the end of the day, and a little further; answers what came of it."""
        stage = self.stage
        await stage.turning.until(stage.begin + stage.length - 1, doing)
        used, bill, calls = await self.meter.used(), stage.bill(), len(stage.turning.made)
        await stage.turning.until(stage.begin + stage.length + stage.after, doing)
        said = Said(stage.begin, self.moments, stage.ids, texts(self.moments))
        refused = tuple(words for words in self.answered.values() if words)
        doubled = await self.stored() - len(self.heard.at) - len(self.heard.ours)
        cost, deeds = used.today / MICRO, _deeds(used, self.account.capabilities.tariff) / MICRO
        spent = Spent(calls, stage.most(), cost, deeds, bill, len(self.answered), refused)
        return said.outcome(self.heard, doubled, spent)


def _deeds(used: Used, tariff: Tariff | None) -> int:
    """What was used for what we did, and not for reading."""
    if tariff is None:
        return 0
    done = {*tariff.actions.values(), *tariff.with_link.values()}
    return sum(tariff.prices[thing] * many for thing, many in used.things.items() if thing in done)


async def heard_by_us(open_stage: OpenStage, moments: Sequence[Moment], redis: str, answers: int = 0) -> Outcome:
    """A day in which the adapter listens, through a real Redis."""
    async with _course(open_stage, moments, redis, ours=True) as course:
        course.begin(answers)
        course.stage.meet(course.account, course.heard.receive)
        return await _while(course.account.listen(course.heard.receive, None), course)


async def asked_by_peer(open_stage: OpenStage, moments: Sequence[Moment], redis: str, answers: int = 0) -> Outcome:
    """The same day, asked for as a whole every five minutes; our people answer as much."""
    async with _course(open_stage, moments, redis, ours=False) as course, course.stage.turning.session() as http:
        course.begin(answers)
        return await _while(_every_five_minutes(course, http), course)


async def _every_five_minutes(course: Course, http: aiohttp.ClientSession) -> None:
    while True:
        await course.stage.look(http, course.heard)
        await course.stage.turning.rest(EVERY)


async def _while(doing: Coroutine[Any, Any, None], course: Course) -> Outcome:
    task = spawn("listen", doing)
    try:
        return await course.go_on(task)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@contextlib.asynccontextmanager
async def _course(open_stage: OpenStage, moments: Sequence[Moment], redis: str, *, ours: bool) -> AsyncIterator[Course]:
    name = f"day-{secrets.token_hex(4)}"
    async with open_stage() as stage, opened(redis, name) as store, stage.turning.session() as http:
        turning, id = stage.turning, account_id(stage.name, "main")
        tariff = stage.account(Outside(http, cast("Mailbox", None), Files(), "", turning.now)).capabilities.tariff
        meter: Meter = turning.counted(store.costs.of(id, tariff, turning.now)) if tariff else FREE
        outside = Outside(
            http, turning.counted(store.mailboxes.of(id, NOTES_KEPT)), Files(), stage.public_url, turning.now,
            vault=stage.vault, meter=meter, rest=turning.rest,
        )  # fmt: skip
        account = stage.account(outside)
        brand = Brand(name, store, {id: account.capabilities}, lambda *_: "draft", turning.now, Undo(), 1_000)
        gone = {one.to for one in moments if one.what == "remove"}
        kept = turning.counted(_Store(store, brand, id)) if ours else _Memory()
        heard = Heard(kept.receive, turning.now)
        yield Course(stage, moments, heard, account, meter, kept.count, gone)


@dataclass
class _Store:
    """The brand's store, as one account sees it."""

    store: Store
    brand: Brand
    account: AccountId

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        return await arrivals.receive(self.brand, self.account, events, cursor)

    async def count(self) -> int:
        """How many messages are stored."""
        client, prefix = self.store.client, Keys(self.brand.name).prefix
        shelves = await client.call("KEYS", f"{prefix}m:*")
        return sum([int(str(await client.call("HLEN", shelf))) for shelf in cast("list[str]", shelves)])


@dataclass
class _Memory:
    """Keeps each message once, as any store does."""

    known: set[str] = field(default_factory=set)

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        before = len(self.known)
        self.known |= {event.id for event in events if isinstance(event, NewMessage)}
        return len(self.known) - before

    async def count(self) -> int:
        """How many messages were kept."""
        return len(self.known)
