"""The door to the index: whoever looks for something reads it, and one process at a time brings it up to date."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from inbox.models import ConversationId
from inbox.search.file import Damaged, IndexFile, Place, explained, put_aside
from inbox.search.words import terms, whole
from inbox.store.passages import Passage

T = TypeVar("T")
NOWHERE = Place("", "0-0")
MERGE = 500  # pages at once


class Writer:
    """The index in the hands of the one process that may change it; `place` is how far it has come."""

    def __init__(self, thread: ThreadPoolExecutor, file: IndexFile, place: Place, aside: Path | None) -> None:
        """All work on the file is done in this one thread, so that it goes on in order when somebody is cancelled.

        `aside` is where the index went that stood here before and could not be used.
        """
        self._thread, self._file = thread, file
        self.place = place
        self.aside = aside

    async def write(self, place: Place, passages: Iterable[Passage] = (), gone: Iterable[ConversationId] = ()) -> int:
        """Take passages in and note the place, all or nothing; answers how many passages that changed."""
        changed = await self._do(lambda: self._file.write(place, passages, gone))
        self.place = place
        return changed

    async def begin(self, place: Place) -> None:
        """Forget everything and begin at this place."""
        await self._do(lambda: self._file.begin(place))
        self.place = place

    async def tidy(self) -> None:
        """Merge what was written in many pieces, a little at a time."""
        more = await self._do(lambda: self._file.tidy(-MERGE))
        while more:
            more = await self._do(lambda: self._file.tidy(MERGE))

    async def verify(self, *, words: bool = False) -> None:
        """Raise Damaged when the file is not sound; whether each word leads where it stands takes longer to tell."""
        await self._do(lambda: self._file.verify(words=words))

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class Index:
    """What can be found in one brand's conversations, on this host."""

    def __init__(self, folder: Path, brand: str) -> None:
        """The index of a brand in this folder; nothing is opened or made yet."""
        self.path = folder / f"{brand}.sqlite3"
        self.doubted = False  # a reader met something broken; whoever writes should look at it

    async def find(self, question: str, limit: int = 20, *, account: str = "", conversation: str = "") -> list[Passage]:
        """What holds all the words of a question: first those that hold them just so, each newest first.

        Takes any text: quotes keep words together, the last word may be unfinished, nothing else has a meaning.
        Raises Unsearchable.
        """
        return await asyncio.to_thread(self._find, question, limit, account, conversation)

    def _find(self, question: str, limit: int, account: str, conversation: str) -> list[Passage]:
        wanted, just_so = terms(question), whole(question)
        if not wanted:
            return []
        try:
            with contextlib.closing(IndexFile(self.path, writes=False)) as file:
                first = [(just_so,)] if len(wanted) > 1 else []
                found = [
                    file.find(each, limit, account=account, conversation=conversation) for each in (*first, wanted)
                ]
        except Damaged:
            self.doubted = True
            raise
        return list(dict.fromkeys(passage for each in found for passage in each))[:limit]

    @contextlib.asynccontextmanager
    async def writing(self, *, anew: bool = False) -> AsyncIterator[Writer | None]:
        """Hold the index for the block, to change it; None when another process does. `anew` begins an empty one.

        One that cannot be read is put aside and an empty one begun. Raises Unsearchable.
        """
        with self._lock() as ours, ThreadPoolExecutor(1, "search") as thread:
            if not ours:
                yield None
                return
            loop = asyncio.get_running_loop()
            file, place, aside = await loop.run_in_executor(thread, lambda: self._open(anew=anew))
            self.doubted = False
            try:
                yield Writer(thread, file, place, aside)
            finally:
                thread.submit(file.close)

    def _open(self, *, anew: bool) -> tuple[IndexFile, Place, Path | None]:
        aside = put_aside(self.path) if anew and self.path.exists() else None
        try:
            file = IndexFile(self.path, writes=True)
        except Damaged:
            aside = put_aside(self.path)
            file = IndexFile(self.path, writes=True)
        return file, file.place() or NOWHERE, aside

    @contextlib.contextmanager
    def _lock(self) -> Iterator[bool]:
        """Whether we are the one who may write; the system takes it back from a process that dies."""
        with explained(self.path):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            yield _taken(descriptor)
        finally:
            os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
