"""A desk on a real socket and a real Redis, and browsers that keep cookies and fill in forms."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from argon2 import PasswordHasher

from bot.sending import send_next
from bot.surfaces.desk import Codes, Desk, School
from bot.surfaces.desk.auth import Passwords
from bot.tail import Tail
from config.additions import Added
from inbox.cases import Fairness
from inbox.errors import NotAllowed, NotFound, StoreAway
from inbox.models import AccountId, EntryId, Media
from inbox.policy import Mode
from inbox.store.people import Person
from inbox.store.queue import Idle
from responders.faq import FaqFile
from responders.mining import Teach
from tests.inbox.cased import judging
from tests.postbox import Postbox
from tests.redis_servers import until
from tests.world import ACCOUNT, World, world

PASSWORD = "kem cho majama"
CODES = Codes(setup="setup-7x", demo="demo-9y")
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
TOKEN = re.compile(r'name="csrf" (?:value|content)="([0-9a-f]{64})"')
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    headers: dict[str, str]
    url: str

    @property
    def data(self) -> dict[str, object]:
        """The answer as data."""
        found: dict[str, object] = json.loads(self.text)
        return found

    def shows(self, words: str) -> bool:
        """Whether a reader sees these words, however they are escaped."""
        return words in html.unescape(self.text)


@dataclass
class Tab:
    """A browser with its cookies; it puts the token of the last page into every form, as a page does."""

    http: aiohttp.ClientSession
    origin: str
    token: str = ""

    async def get(self, path: str, **headers: str) -> Answer:
        """Look at a page."""
        async with self.http.get(self.origin + path, headers=headers) as response:
            answer = await self._read(response)
        self.token = next(iter(TOKEN.findall(answer.text)), self.token)
        return answer

    async def post(
        self, path: str, *, headers: dict[str, str] | None = None, follow: bool = True, **fields: str
    ) -> Answer:
        """Send a form."""
        data = {"csrf": self.token, **fields}
        async with self.http.post(self.origin + path, data=data, headers=headers, allow_redirects=follow) as response:
            return await self._read(response)

    async def do(self, verb: str, **fields: str) -> Answer:
        """Press a button as the desk's script does."""
        return await self.post(f"/do/{verb}", headers={"X-Desk": "1"}, **fields)

    async def sign_in(self, name: str, password: str = PASSWORD) -> Answer:
        """Come in by the door."""
        await self.get("/login")
        answer = await self.post("/login", name=name, password=password, next="")
        self.token = next(iter(TOKEN.findall(answer.text)), self.token)
        return answer

    async def _read(self, response: aiohttp.ClientResponse) -> Answer:
        return Answer(response.status, await response.text(), dict(response.headers), str(response.url))


@dataclass
class Taught:
    """A FAQ in memory, and what was written into it."""

    faq: FaqFile = field(default_factory=FaqFile)
    lines: list[tuple[str, ...]] = field(default_factory=list)
    refusal: str = ""

    async def phrasing(self, entry: str, question: str) -> None:
        """Take a way to ask."""
        self._take("phrasing", entry, question)

    async def entry(self, id: str, question: str, answer: str) -> Added:
        """Take an entry."""
        self._take("entry", question, answer)
        return Added("made-up", is_new=True)

    async def nothing(self, question: str) -> None:
        """Take a question without an answer."""
        self._take("nothing", question)

    @property
    def teach(self) -> Teach:
        """As learning is given it."""
        return Teach(self.phrasing, self.entry, self.nothing)

    def _take(self, *line: str) -> None:
        if self.refusal:
            raise NotAllowed(self.refusal)
        self.lines.append(line)


@dataclass
class DeskServer:
    """A desk that serves, the world behind it, and the account that it answers on."""

    world: World
    desk: Desk
    origin: str
    tail: Tail
    postbox: Postbox
    files: dict[str, bytes]
    taught: Taught
    _stack: contextlib.AsyncExitStack
    _hashes: dict[str, str] = field(default_factory=dict)

    async def person(self, name: str, role: str = "moderator") -> None:
        """Let somebody in."""
        await self.world.store.people.save(Person(name, role, CHEAP.hash(PASSWORD)))

    async def tab(self, name: str = "", role: str = "moderator") -> Tab:
        """A browser; signed in when a name is given."""
        connector = aiohttp.TCPConnector(limit=0)
        http = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.CookieJar(unsafe=True))
        await self._stack.enter_async_context(http)
        tab = Tab(http, self.origin)
        if name:
            await self.person(name, role)
            await tab.sign_in(name)
        return tab

    async def send(self) -> None:
        """Let the undo window pass, and send what is due."""
        self.world.clock.at += 6_000
        while not isinstance(await send_next(self.world.brand, {ACCOUNT: self.postbox}), Idle):
            pass


@dataclass
class KeptFiles:
    """Files of our people, in memory; told to by a test, the disk is full."""

    files: dict[str, bytes]

    async def put(self, data: bytes) -> str:
        """Keep bytes."""
        ref = f"blob:{len(self.files):064x}"
        self.files[ref] = data
        return ref

    async def get(self, ref: str) -> bytes:
        """The bytes; FileNotFoundError when there are none."""
        if ref not in self.files:
            raise FileNotFoundError(ref)
        return self.files[ref]


@contextlib.asynccontextmanager
async def desk_server(
    url: str,
    name: str,
    *,
    demo: bool = False,
    notice: str = "",
    codes: Codes = CODES,
    https: bool = False,
    fairness: Fairness | None = None,
) -> AsyncIterator[DeskServer]:
    """A desk for the length of the block; with `fairness` messages are judged, on a network that can do everything."""
    files: dict[str, bytes] = {}
    taught = Taught()

    async def fetch(account: AccountId, media: Media) -> AsyncIterator[bytes]:
        if media.ref not in files:
            raise NotFound("The network has no such file.")
        yield files[media.ref]

    async with contextlib.AsyncExitStack() as stack:
        it = await stack.enter_async_context(world(url, name))
        if fairness:
            judging(it, fairness)
        # A line in the log lets the reader connect now: a task that is ended while it connects is slow to go.
        await it.store.modes.change(Mode(), it.clock.at)
        await it.store.log.wait(EntryId("0-0"))
        tail = Tail(it.brand)
        await tail.begin()
        desk = Desk(
            it.brand, tail, KeptFiles(files), fetch, School(lambda: taught.faq, taught.teach),
            demo=demo, notice=notice, codes=codes, https=https, passwords=Passwords(CHEAP),
        )  # fmt: skip
        app = web.Application()
        app.add_routes(desk.routes())
        runner = web.AppRunner(app, shutdown_timeout=1.0)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        stack.callback(desk.close)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        following = await stack.enter_async_context(_following(tail))
        assert not following.done()
        origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield DeskServer(it, desk, origin, tail, Postbox(), files, taught, stack)


@contextlib.asynccontextmanager
async def _following(tail: Tail) -> AsyncIterator[asyncio.Task[None]]:
    async def follow() -> None:
        while True:
            try:
                await tail.follow()
            except StoreAway:
                await asyncio.sleep(0.1)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(follow())
        try:
            yield task
        finally:
            task.cancel()


@dataclass
class Heard:
    """One server-sent event."""

    event: str
    data: dict[str, object]
    id: str


@dataclass
class Stream:
    """An open live page, event by event."""

    response: aiohttp.ClientResponse

    async def next(self, seconds: float = 5.0) -> Heard:
        """The next event; TimeoutError when none comes, EOFError when the server ended the stream."""
        found = {"event": "message", "data": "", "id": ""}
        async with asyncio.timeout(seconds):
            while line := await self.response.content.readline():
                name, _, value = line.decode().rstrip("\r\n").partition(": ")
                if name in found:
                    found[name] = value
                elif not name and found["data"]:
                    return Heard(found["event"], json.loads(found["data"]), found["id"])
        raise EOFError


@contextlib.asynccontextmanager
async def stream(tab: Tab, *, after: str = "", c: str = "", last_event_id: str = "") -> AsyncIterator[Stream]:
    """A live page for the length of the block, as an EventSource opens it."""
    headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
    timeout = aiohttp.ClientTimeout(total=None)
    asked = {"after": after, "c": c}
    async with tab.http.get(tab.origin + "/live", params=asked, headers=headers, timeout=timeout) as response:
        assert response.status == 200, await response.text()
        yield Stream(response)


async def watched(server: DeskServer, pages: int) -> None:
    """Wait until so many live pages are open."""

    async def enough() -> bool:
        return server.desk.kit.live.watchers == pages

    await until(enough)
