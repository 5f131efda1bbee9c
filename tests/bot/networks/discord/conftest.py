"""A Discord account of ours, listening and acting over real sockets in the simulated world."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
import pytest

from bot.networks._outside import Outside
from bot.networks.discord import Discord
from bot.playground.discord import DiscordServer
from bot.playground.discord.records import BotAccount, Channel, Guild, Person
from inbox.incoming import Cursor, GapClosed, Incoming, NewMessage, Receive
from inbox.models import account_id
from tests.adapters import Files, Shelves
from tests.discord_spec import Watch

T = TypeVar("T", bound=Incoming)
SHORT = 0.05  # seconds between two sessions, where a test is not about them; Discord itself wants five


@dataclass
class Heard:
    """What was received, as the store would take it: a known message is not new again."""

    pages: list[tuple[list[Incoming], Cursor | None]] = field(default_factory=list)
    known: set[tuple[str, str]] = field(default_factory=set)
    arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def all(self) -> list[Incoming]:
        return [event for page, _ in self.pages for event in page]

    @property
    def cursor(self) -> Cursor | None:
        """The newest place that was stored."""
        return next((cursor for _, cursor in reversed(self.pages) if cursor is not None), None)

    def of(self, cls: type[T]) -> list[T]:
        return [event for event in self.all if isinstance(event, cls)]

    @property
    def texts(self) -> list[str]:
        """What was said, each message once, in the order of its id."""
        said = {message.id: message.text for message in self.of(NewMessage)}
        return [said[id] for id in sorted(said)]

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        fresh = {(e.thread.remote, e.id) for e in events if isinstance(e, NewMessage)} - self.known
        self.known |= fresh
        async with self.arrived:
            self.pages.append((list(events), cursor))
            self.arrived.notify_all()
        return len(fresh)

    async def until(self, there: Callable[[], object]) -> None:
        async with asyncio.timeout(20), self.arrived:
            await self.arrived.wait_for(lambda: bool(there()))

    async def says(self, *texts: str) -> list[NewMessage]:
        """Wait until all of this was said; the messages themselves, in that order."""
        await self.until(lambda: set(texts) <= set(self.texts))
        by_text = {message.text: message for message in self.of(NewMessage)}
        return [by_text[text] for text in texts]

    async def first(self, cls: type[T]) -> T:
        """The first of its kind, once it came."""
        await self.until(lambda: self.of(cls))
        return self.of(cls)[0]


@dataclass
class Desk:
    """One account of ours and everything around it."""

    server: DiscordServer
    http: aiohttp.ClientSession
    bot: BotAccount
    guild: Guild
    general: Channel
    mailbox: Shelves = field(default_factory=Shelves)
    blobs: Files = field(default_factory=Files)
    made: list[Discord] = field(default_factory=list)

    def now(self) -> int:
        return int(self.server.clock.now() * 1000)

    def account(self, *, url: str = "", token: str = "", **options: Any) -> Discord:
        """Our account as a process would make it; twice means a restart."""
        given = {"token": token or self.bot.token, "base_url": url or self.server.api, **options}
        outside = Outside(self.http, self.mailbox, self.blobs, "", self.now)
        account = Discord(account_id("discord", "main"), Discord.Options.model_validate(given), outside)
        account._session.pause = SHORT
        self.made.append(account)
        return account

    @asynccontextmanager
    async def listening(
        self, receive: Receive, cursor: Cursor | None = None, account: Discord | None = None, **given: Any
    ) -> AsyncIterator[Discord]:
        """Our account listens as long as the block runs; its error, if any, comes out of the block."""
        account = account or self.account(**given)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(account.listen(receive, cursor))
            async with asyncio.timeout(10):
                while not task.done() and not self.server.connections(self.bot):
                    await asyncio.sleep(0.001)
            yield account
            task.cancel()

    async def close(self) -> None:
        for account in self.made:
            await account.close()


@pytest.fixture
def limits() -> bool:
    """Whether Discord limits the pace of calls; a test parametrizes this to have it so."""
    return False


@pytest.fixture
async def desk(limits: bool) -> AsyncIterator[Desk]:
    """A server with one channel, our bot in it; every call is held against the description."""
    async with DiscordServer(limits=limits) as server, aiohttp.ClientSession() as http:
        watch = server.inspect = Watch()
        bot = server.world.create_bot("nadi")
        guild = server.world.create_guild("Friends of Nadi", bots=[bot])
        made = Desk(server, http, bot, guild, server.world.create_channel(guild, "general"))
        yield made
        await made.close()
        watch.check()


@pytest.fixture
def asha(desk: Desk) -> Person:
    person = desk.server.world.create_person("asha", name="Asha")
    desk.server.world.join(person, desk.guild)
    return person


@pytest.fixture
def bhavin(desk: Desk) -> Person:
    person = desk.server.world.create_person("bhavin", name="Bhavin")
    desk.server.world.join(person, desk.guild)
    return person


@pytest.fixture
def heard() -> Heard:
    return Heard()


async def caught_up(heard: Heard, times: int = 1) -> None:
    """Return when so many gaps have been closed."""
    await heard.until(lambda: len(heard.of(GapClosed)) >= times)


def failure(group: pytest.ExceptionInfo[BaseExceptionGroup[BaseException]]) -> BaseException:
    """The one error inside a task group's."""
    [inner] = group.value.exceptions
    return inner
