"""Following the log once per process, for everybody in it who waits: workers at rest, live pages, mailboxes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from inbox.brand import Brand
from inbox.models import Entry, EntryId
from inbox.store.queue import Idle, Look

LONGEST_REST = 1.0
SHORTEST_PAUSE = 0.01  # seconds between readings, so that what comes in a rush is read in few of them
EVERYTHING = ("",)
T = TypeVar("T")


@dataclass(eq=False, slots=True)
class Bell:
    """What whoever rests in one queue waits for; it rings for lines whose `what` begins with one of the words."""

    words: tuple[str, ...]
    rung: asyncio.Event = field(default_factory=asyncio.Event)

    def ring(self) -> None:
        """Wake who rests; whoever rests from now on waits for the next ring."""
        self.rung.set()
        self.rung = asyncio.Event()


class Tail:
    """Follows the log once per process and tells everybody in it: loops that wait for work, live pages, mailboxes."""

    def __init__(self, brand: Brand) -> None:
        """Nothing is followed yet."""
        self._brand = brand
        self._last: EntryId | None = None
        self._listeners: list[Callable[[Entry], None]] = [brand.store.mailboxes.heard]
        self._bells: list[Bell] = []

    def tell(self, listener: Callable[[Entry], None]) -> Callable[[], None]:
        """Call `listener` with each new line, in order; it must not block. Returns how to end that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def begin(self) -> None:
        """Follow the log from here on."""
        self._last = await self._brand.store.log.last()

    async def follow(self) -> None:
        """Wait for the next lines and tell everybody; the supervisor calls it again and again."""
        if self._last is None:
            await self.begin()
        assert self._last is not None
        try:
            entries = await self._brand.store.log.wait(self._last)
            self._tell(entries)
            self._ring(bell for bell in self._bells if any(entry.what.startswith(bell.words) for entry in entries))
            await asyncio.sleep(SHORTEST_PAUSE)
        except BaseException:  # when we are told to stop, those who rest have to hear of it, too
            self._ring(self._bells)
            raise

    def _tell(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._last = entry.id
            for listener in tuple(self._listeners):
                listener(entry)

    def _ring(self, bells: Iterable[Bell]) -> None:
        for bell in bells:
            bell.ring()

    def lookout(self, stopping: asyncio.Event, words: tuple[str, ...] = EVERYTHING) -> Look:
        """How the workers of one queue look for work: one at a time, and that one rests when there is none.

        So what happens, if its name begins with one of `words`, wakes one worker of the queue, not all; it makes room
        for the next before it works. Once `stopping` is set, nobody finds anything.
        """
        turn, bell = asyncio.Lock(), Bell(words)
        self._bells.append(bell)

        async def look(claim: Callable[[], Awaitable[T | Idle]]) -> T | Idle:
            async with turn:
                if stopping.is_set():
                    return Idle(None)
                rung = bell.rung  # taken before looking: what happens while we look is not slept over
                found = await claim()
                if isinstance(found, Idle):
                    await self._rest(rung, found)
                return found

        return look

    async def _rest(self, rung: asyncio.Event, idle: Idle) -> None:
        """Wait until a lane falls due or the bell rings, a second at the most."""
        due = LONGEST_REST if idle.until is None else (idle.until - self._brand.now()) / 1000
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, min(LONGEST_REST, due))):
                await rung.wait()
