"""The live part: what the log tells becomes pieces of pages, each rendered once and given to every page that shows it.

Pages are identified by nobody; each has a bounded line of frames. One that cannot keep up is dropped, comes back with
the id of the last entry it saw, and reads on in the log from there.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

import structlog

from bot.learning import School
from bot.supervisor import spawn
from bot.surfaces.desk import pieces, teaching
from bot.surfaces.desk.render import Pages
from bot.surfaces.desk.waiting import waiting
from bot.surfaces.desk.words import plain
from bot.tail import Tail
from inbox import views
from inbox.brand import Brand
from inbox.errors import NotFound, StoreAway
from inbox.models import Actor, ConversationId, Entry, EntryId
from inbox.wording import called, network

log = structlog.get_logger("sangam")
K = TypeVar("K")
V = TypeVar("V")

BEGINNING = EntryId("0-0")
LINE = 64  # frames a page may be behind
FAR_BEHIND = 400  # entries; a page that missed more loads its pieces anew
MOST_AT_ONCE = 50  # conversations in one frame
MOST_ROWS, MOST_READ = 2000, 50  # rendered rows and conversations that are kept for the next page
SHORTEST_PAUSE = 0.05  # seconds between frames, so that a burst is rendered once
OF_CASES = ("case.", "appeal.")  # what the page of a case may have to show
UNSEEN = frozenset({"mail", "message.read", "message.delivered"})  # nothing on a page changes by these


@dataclass(frozen=True, slots=True)
class Frame:
    """One server-sent event; the one that ends a batch carries the id to resume from."""

    event: str
    data: str
    id: EntryId | None = None


@dataclass(slots=True)
class Changes:
    """What a run of entries changed."""

    upto: EntryId = BEGINNING
    conversations: dict[ConversationId, EntryId] = field(default_factory=dict)
    spoke: set[ConversationId] = field(default_factory=set)
    cases: set[int] = field(default_factory=set)
    rules: bool = False  # whether something of a rule changed: then what of its matches waits is counted anew
    assigned: bool = False

    def take(self, entry: Entry) -> None:
        """Add one entry."""
        self.upto = entry.id
        if entry.conversation and entry.what not in UNSEEN:
            self.conversations[entry.conversation] = entry.id
        if entry.conversation and entry.what == "message.new":
            self.spoke.add(entry.conversation)
        if entry.what.startswith(OF_CASES) and entry.ref.isdecimal():
            self.cases.add(int(entry.ref))
        self.rules |= entry.what.startswith("rule.")
        self.assigned |= entry.what == "conversation.assigned"


@dataclass(eq=False, slots=True)
class Watcher:
    """One open page: whose it is, which conversation it shows, and what it has not been sent yet."""

    role: str
    name: str
    open: ConversationId | None
    line: asyncio.Queue[tuple[Frame, ...] | None] = field(default_factory=lambda: asyncio.Queue(LINE))
    lost: bool = False

    def give(self, frames: tuple[Frame, ...]) -> None:
        """Put frames into its line, or drop the page when the line is full."""
        try:
            self.line.put_nowait(frames)
        except asyncio.QueueFull:
            self.drop()

    def drop(self) -> None:
        """End this page's stream; it comes back and reads on."""
        self.lost = True
        while not self.line.empty():
            self.line.get_nowait()
        self.line.put_nowait(None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it was rendered after an entry, and the words that announce it."""

    at: EntryId
    html: str
    words: str


class Live:
    """All open pages of this process."""

    def __init__(self, brand: Brand, tail: Tail, pages: Pages, school: School) -> None:
        """Nothing is followed until the first page opens."""
        self._brand, self._tail, self._pages, self._school = brand, tail, pages, school
        self._watchers: set[Watcher] = set()
        self._waiting: deque[Entry] = deque()
        self._woken = asyncio.Event()
        self._one = asyncio.Lock()
        self._rows: OrderedDict[ConversationId, Shown] = OrderedDict()
        self._read: OrderedDict[tuple[ConversationId, str], tuple[EntryId, str]] = OrderedDict()
        self._standing: tuple[EntryId, dict[str, object]] = (EntryId(""), {})
        self._matches: int | None = None  # how many wait to be judged; None: count them

    @contextlib.contextmanager
    def watch(self, role: str, name: str, open: ConversationId | None) -> Iterator[Watcher]:
        """Follow the log for one page while the block lasts."""
        watcher = Watcher(role, name, open)
        self._watchers.add(watcher)
        try:
            if len(self._watchers) == 1:
                self._begin()
            yield watcher
        finally:
            self._watchers.discard(watcher)
            if not self._watchers:
                self._end()

    def close(self) -> None:
        """End the stream of every page."""
        for watcher in tuple(self._watchers):
            watcher.drop()

    @property
    def watchers(self) -> int:
        """How many pages are open."""
        return len(self._watchers)

    def _begin(self) -> None:
        self._matches = None
        self._unlisten = self._tail.tell(self._hear)
        self._task = spawn("desk.live", self._carry())

    def _end(self) -> None:
        self._unlisten()
        self._task.cancel()
        self._waiting.clear()

    def _hear(self, entry: Entry) -> None:
        self._waiting.append(entry)
        self._woken.set()

    async def _carry(self) -> None:
        """Turn what was heard into frames, for as long as a page is open."""
        while True:
            await self._woken.wait()
            began = time.monotonic()
            try:
                await self._carry_some()
            except StoreAway:
                self.close()  # every page comes back with its place in the log
            except Exception:  # a bug in one piece must not end the live part of every page
                log.exception("desk.live")
                self.close()
            if not self._waiting:
                self._woken.clear()
            await asyncio.sleep(max(SHORTEST_PAUSE, time.monotonic() - began))

    async def _carry_some(self) -> None:
        if len(self._waiting) > 10 * FAR_BEHIND:
            last = self._waiting[-1].id
            self._waiting.clear()
            self._matches = None
            return self._tell_all((Frame("reload", "{}", last),))
        changes = self._next_changes()
        frame = await self._frame(changes)
        roles = {(w.open, w.role) for w in self._watchers if w.open in changes.conversations}
        read = {(id, role): await self._conversation(id, role, changes) for id, role in roles if id}
        for watcher in tuple(self._watchers):
            mine = read.get((watcher.open, watcher.role)) if watcher.open else None
            watcher.give((mine, frame) if mine else (frame,))
        return None

    def _tell_all(self, frames: tuple[Frame, ...]) -> None:
        for watcher in tuple(self._watchers):
            watcher.give(frames)

    def _next_changes(self) -> Changes:
        changes = Changes()
        while self._waiting and len(changes.conversations) < MOST_AT_ONCE:
            changes.take(self._waiting.popleft())
        return changes

    async def missed(self, watcher: Watcher, after: EntryId) -> tuple[Frame, ...]:
        """What a page has not seen since an entry; raises StoreAway."""
        entries = await self._brand.store.log.after(after, FAR_BEHIND + 1)
        if len(entries) > FAR_BEHIND:
            return (Frame("reload", "{}", await self._brand.store.log.last()),)
        if not entries:
            return ()
        changes = _all(entries)
        frame = await self._frame(changes)
        if watcher.open in changes.conversations:
            return await self._conversation(watcher.open, watcher.role, changes), frame
        return (frame,)

    async def _frame(self, changes: Changes) -> Frame:
        """The event that every page gets: changed rows, counts, health, and who spoke."""
        async with self._one:
            rows = [await self._row(id, entry) for id, entry in changes.conversations.items()]
            standing = await self._stand(changes)
        body: dict[str, object] = {"rows": [shown.html for shown in rows if shown], **standing}
        spoke = zip(changes.conversations, rows, strict=True)
        body["news"] = [{"c": id, "words": shown.words} for id, shown in spoke if shown and id in changes.spoke]
        if changes.cases:
            body["cases"] = sorted(changes.cases)
        if changes.assigned:
            body["mine"] = await self._mine()
        return Frame("desk", json.dumps(body, ensure_ascii=False), changes.upto)

    async def _row(self, id: ConversationId, since: EntryId) -> Shown | None:
        known = self._rows.get(id)
        if known and _place(known.at) >= _place(since):
            return known
        try:
            reading = await views.reading(self._brand, _anybody("viewer"), id, limit=1)
        except NotFound:
            return None
        c, contact = reading.conversation, reading.contact
        html = pieces.row(self._pages, self._brand, c, contact, leaves=pieces.soonest(reading.leaving))
        words = f"{plain(called(c, contact.name if contact else ''))}, {network(c.account)}: {plain(c.preview)}"
        return _keep(self._rows, id, Shown(since, html, words), most=MOST_ROWS)

    async def _conversation(self, id: ConversationId, role: str, changes: Changes) -> Frame:
        since = changes.conversations[id]
        async with self._one:
            at, data = self._read.get((id, role), (BEGINNING, ""))
            if _place(at) < _place(since):
                by = _anybody(role)
                reading = await views.reading(self._brand, by, id)
                offer = await teaching.offer(self._school, self._brand, by, reading)
                html = await pieces.conversation(self._pages, self._brand, by, reading, offer=offer)
                data = json.dumps({"c": id, "html": html}, ensure_ascii=False)
                _keep(self._read, (id, role), (since, data), most=MOST_READ)
        return Frame("conversation", data)

    async def _stand(self, changes: Changes) -> dict[str, object]:
        if self._standing[0] != changes.upto or changes.rules:
            overview = await views.overview(self._brand, _anybody("viewer"))
            counts = {k: n for k, n in overview.counts.items() if ":" not in k} | {"autonomy": overview.proposed}
            waits = await waiting(self._brand, _anybody("viewer"), None if changes.rules else self._matches)
            self._matches = waits.matches
            counts |= waits.counts
            told: dict[str, object] = {"counts": counts}
            told |= {"accounts": pieces.accounts(self._pages, overview, self._brand.now()), "mode": overview.mode.level}
            self._standing = (changes.upto, told)
        return self._standing[1]

    async def _mine(self) -> dict[str, int]:
        names = sorted({watcher.name for watcher in self._watchers})
        found = await self._brand.store.conversations.counts([f"mine:{name}" for name in names])
        return {name: found[f"mine:{name}"] for name in names}


def _all(entries: Iterable[Entry]) -> Changes:
    changes = Changes()
    for entry in entries:
        changes.take(entry)
    return changes


def _anybody(role: str) -> Actor:
    """Somebody with a role: what pages of a role share depends on nothing else."""
    return Actor("person", "", role)


def _place(id: EntryId) -> tuple[int, int]:
    at, _, number = id.partition("-")
    return int(at or 0), int(number or 0)


def _keep(kept: OrderedDict[K, V], key: K, value: V, most: int) -> V:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
    return value
