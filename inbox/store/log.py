"""The one log: every change of state is a line in it; live pages, cards, audit and figures read nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from inbox.models import ConversationId, Entry, EntryId
from inbox.store.client import Client
from inbox.store.keys import Keys

BLOCK_MS = 5000


class Log:
    """Reads the log; only scripts write it."""

    def __init__(self, client: Client, blocking: Client, keys: Keys) -> None:
        """`blocking` is a client of its own, because a waiting read holds its connection."""
        self._client = client
        self._blocking = blocking
        self._stream = keys("log")

    async def last(self) -> EntryId:
        """The id of the newest line, "0-0" when there is none."""
        found = await self._client.xrevrange(self._stream, count=1)
        return EntryId(found[0][0] if found else "0-0")

    async def first(self) -> EntryId:
        """The id of the oldest line that is still kept, "0-0" when there is none."""
        found = await self._client.xrange(self._stream, count=1)
        return EntryId(found[0][0] if found else "0-0")

    async def after(self, id: EntryId, limit: int = 500) -> list[Entry]:
        """The lines after one, oldest first; returns at once."""
        return _entries(await self._client.xread(self._stream, id, limit))

    async def wait(self, id: EntryId, limit: int = 500) -> list[Entry]:
        """The lines after one, oldest first; waits up to five seconds for the first."""
        return _entries(await self._blocking.xread(self._stream, id, limit, BLOCK_MS))

    async def newest(self, limit: int, before: EntryId | None = None) -> list[Entry]:
        """A page of the audit trail, newest first."""
        last = f"({before}" if before else "+"
        return _entries(await self._client.xrevrange(self._stream, last, count=limit))


def _entries(found: Iterable[tuple[str, dict[str, str]]]) -> list[Entry]:
    return [
        Entry(EntryId(id), f["w"], ConversationId(f["c"]) if f["c"] else None, f["r"], f["b"], f["d"])
        for id, f in found
    ]
