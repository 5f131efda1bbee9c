"""An account of Facebook or Instagram that listens in the simulated Meta, and stores what it hears in a real Redis."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import aiohttp

from bot.networks._meta.graph import Graph
from bot.networks._meta.hook import answer
from bot.networks._meta.listening import Listening
from bot.networks._meta.place import Known, Place
from bot.networks._outside import EMPTY, Vault
from bot.playground.clock import Clock
from bot.playground.meta import MetaServer
from bot.playground.meta.hooks_bodies import body_of, headers
from bot.playground.meta.records import App, Owner, Page
from bot.playground.meta.told import Told
from inbox import arrivals
from inbox.incoming import Cursor, GapClosed, Incoming
from inbox.models import EntryId, Message
from inbox.network import Hook
from tests.world import ACCOUNT, World, world

T = TypeVar("T", bound=Incoming)

START = 1_790_000_000.25  # seconds; not a whole one, as no moment is
HOOKS_AT = "https://sangam.example/hooks/meta"
MINUTE = 60.0


@dataclass
class Ear:
    """One account; `pages` is everything that it handed over to be stored, with the place to resume from."""

    server: MetaServer
    inbox: World
    app: App
    owner: Owner
    graph: Graph
    place: Place
    hooks: bool = True
    vault: Vault = EMPTY
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    pages: list[tuple[list[Incoming], Cursor | None]] = field(default_factory=list)
    known: Known = field(default_factory=Known)
    listening: Listening = field(init=False)
    _told: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin anew, as after a restart: nothing is remembered but what is stored."""
        self.known = Known()
        mailbox = self.inbox.store.mailboxes.of(ACCOUNT)
        vault = self.vault if self.vault is not EMPTY else None
        self.listening = Listening(
            ACCOUNT,
            self.place,
            self.known,
            self.graph,
            mailbox,
            self.now,
            hooks=self.hooks,
            vault=vault,
            sleep=self.sleep,
        )

    def now(self) -> int:
        """The time of the simulated world in unix ms; the inbox has the same."""
        self.inbox.clock.at = round(self.server.clock.now() * 1000)
        return self.inbox.clock.at

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.server.clock.advance(seconds)
        self.now()

    # ------------------------------------------------------------------------------------------------------- hearing

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        """Store, and remember that it was handed over."""
        fresh = await arrivals.receive(self.inbox.brand, ACCOUNT, events, cursor)
        self.pages.append((list(events), cursor))
        return fresh

    async def hook(self, *, missing: Iterable[int] = (), missed: bool = False) -> None:
        """What Meta has to tell since the last time arrives in one body, but for what goes missing by its number."""
        told = [one for one in list(self.server.world.told)[self._told :] if one.entry == self.owner.id]
        self._told = len(self.server.world.told)
        lost = set(missing)
        kept = [one for number, one in enumerate(told) if number not in lost]
        if kept and not missed:
            await self.tell(kept)

    async def tell(self, told: Sequence[Told]) -> None:
        """One signed body."""
        body = body_of(told)
        signed = {name.lower(): value for name, value in headers(self.app.secret, body).items()}
        party = [(self.listening, self.listening.hearing(self.receive))]
        answered = await answer(Hook("POST", {}, signed, body), self.app.secret, party, self.now())
        assert answered.status == 200, answered

    async def miss(self) -> None:
        """What Meta had to tell since the last time never arrives."""
        await self.hook(missed=True)

    async def round(self) -> int:
        """One round of reading; answers how many messages were new."""
        return await self.listening.close_gap(self.receive, self.cursor)

    async def look_up(self) -> None:
        """What hooks left to be looked up."""
        await self.listening.look_up(self.receive)

    # ------------------------------------------------------------------------------------------------------- looking

    @property
    def cursor(self) -> Cursor | None:
        """The newest place that was stored."""
        return next((cursor for _, cursor in reversed(self.pages) if cursor is not None), None)

    def of(self, cls: type[T]) -> list[T]:
        """Everything of one kind that was handed over."""
        return [event for page, _ in self.pages for event in page if isinstance(event, cls)]

    @property
    def recovered(self) -> list[int]:
        """How much each round said that it brought."""
        return [gap.messages for gap in self.of(GapClosed) if gap.whole and gap.messages]

    async def messages(self) -> list[Message]:
        """Everything stored, oldest first."""
        page = await self.inbox.store.conversations.page("all", self.now(), oldest_first=True, after=None, limit=9_999)
        found: list[Message] = []
        for row in page.rows:
            whole = await self.inbox.store.conversations.read(row.conversation.id, self.now(), limit=9_999)
            assert whole is not None
            found += whole.messages
        return sorted(found, key=lambda message: (message.at, message.id))

    async def texts(self) -> list[str]:
        """What was said, oldest first."""
        return [message.text for message in await self.messages()]

    async def message(self, text: str) -> Message:
        """The one stored message with this text."""
        (found,) = [message for message in await self.messages() if message.text == text]
        return found

    async def logged(self) -> Counter[str]:
        """How often the log has each kind of line."""
        entries = await self.inbox.store.log.after(EntryId("0-0"), 10_000)
        return Counter(entry.what for entry in entries if entry.what != "mail")


@asynccontextmanager
async def ear(
    url: str, brand: str, network: str = "facebook", *, page: bool = False, hooks: bool = True, limits: bool = False
) -> AsyncIterator[Ear]:
    """An account that listens: a Page, or an Instagram account (with `page` by Facebook Login)."""
    async with (
        MetaServer(clock=Clock(START, speed=0), limits=limits) as server,
        aiohttp.ClientSession() as http,
        world(url, brand, round(START * 1000)) as inbox,
    ):
        app = server.world.create_app("Sangam")
        owner: Owner
        owner = (
            server.world.create_page("Pots", app)
            if network == "facebook" or page
            else server.world.create_profile("pots", app)
        )
        place = Place("facebook", owner.id, app.id, owner.id)
        if network == "instagram":
            through = owner.id if page else ""
            owner = server.world.create_profile("pots", page=owner) if isinstance(owner, Page) else owner
            place = Place("instagram", owner.id, app.id, through)
        server.world.subscribe(app, HOOKS_AT)
        server.world.tell = lambda told: None  # the tests carry what is told themselves

        yield Ear(server, inbox, app, owner, _graph(http, server, app, owner, network), place, hooks)


@asynccontextmanager
async def beside(heard: Ear, name: str) -> AsyncIterator[Ear]:
    """Another Page of the same app, which stores into the same inbox."""
    page = heard.server.world.create_page(name, heard.app)
    heard.server.world.subscribe(heard.app, HOOKS_AT)
    async with aiohttp.ClientSession() as http:
        graph = _graph(http, heard.server, heard.app, page, "facebook")
        place = Place("facebook", page.id, heard.app.id, page.id)
        yield Ear(heard.server, heard.inbox, heard.app, page, graph, place)


def _graph(http: aiohttp.ClientSession, server: MetaServer, app: App, owner: Owner, network: str) -> Graph:
    async def token() -> str:
        return owner.token

    def now() -> int:
        return round(server.clock.now() * 1000)

    return Graph(http, server.url, "v26.0", token, app.secret, now, network)
