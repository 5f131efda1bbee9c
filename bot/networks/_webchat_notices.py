"""What is worth knowing now and not later: who is typing, on which open windows; in this process's memory only."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from inbox.models import RemoteId

MOST_WINDOWS = 8  # of one visitor at a time
MOST_TYPING = 5_000
Notice = str | None  # the name of a notice; None: the window has to come back later


class TooManyWindows(Exception):
    """The visitor has as many windows open as one person needs."""


class Notices:
    """The open windows of each thread, and which visitors were typing when."""

    def __init__(self) -> None:
        """Start with nobody there."""
        self.typed: OrderedDict[RemoteId, int] = OrderedDict()  # unix milliseconds
        self._windows: dict[RemoteId, set[asyncio.Queue[Notice]]] = {}
        self._closed = False

    @contextmanager
    def window(self, thread: RemoteId) -> Iterator[asyncio.Queue[Notice]]:
        """The notices for one open window while it is open; raises TooManyWindows."""
        queue: asyncio.Queue[Notice] = asyncio.Queue(maxsize=16)
        here = self._windows.setdefault(thread, set())
        if len(here) >= MOST_WINDOWS:
            raise TooManyWindows
        here.add(queue)
        if self._closed:
            queue.put_nowait(None)
        try:
            yield queue
        finally:
            here.discard(queue)
            if not here:
                self._windows.pop(thread, None)

    def tell(self, thread: RemoteId, notice: Notice) -> None:
        """Show a notice in the visitor's open windows; a window that is too slow for it misses it."""
        for queue in self._windows.get(thread, ()):
            if not queue.full():
                queue.put_nowait(notice)

    def typing(self, thread: RemoteId, at: int) -> None:
        """Remember that the visitor was typing at `at`."""
        self.typed.pop(thread, None)
        self.typed[thread] = at
        if len(self.typed) > MOST_TYPING:
            self.typed.popitem(last=False)

    def close(self) -> None:
        """Send every window away; they come back by themselves, to this process or another."""
        self._closed = True
        for queues in self._windows.values():
            for queue in queues:
                if queue.full():
                    queue.get_nowait()
                queue.put_nowait(None)
