"""Mailboxes in Redis: threads of networks that have no server of their own (web chat), and what adapters must know."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from inbox.models import AccountId, Entry, RemoteId, conversation_id
from inbox.network import Mail
from inbox.store.scripts import Scripts


class Mailboxes:
    """All mailboxes of a brand; hears of new lines through the log, so any process may have written them."""

    def __init__(self, scripts: Scripts) -> None:
        """Mailboxes of the brand that the scripts are bound to."""
        self.scripts = scripts
        self.waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def of(self, account: AccountId, keep: int | None = None) -> AccountMailbox:
        """The mailbox that one account's adapter is given; with `keep` (ms) nobody waits for lines, and old ones go."""
        return AccountMailbox(self, account, keep)

    def heard(self, entry: Entry) -> None:
        """Wake whoever waits for the thread that this line of the log is about."""
        if entry.what == "mail":
            for waiter in self.waiting.get(entry.conversation or "", ()):
                waiter.set()


class AccountMailbox:
    """The threads of one account; satisfies inbox.network.Mailbox."""

    def __init__(self, boxes: Mailboxes, account: AccountId, keep: int | None = None) -> None:
        """One account's part of the brand's mailboxes."""
        self._boxes = boxes
        self._account = account
        self._keep = "" if keep is None else keep
        self._client, self._keys = boxes.scripts.client, boxes.scripts.keys

    async def append(self, thread: RemoteId, key: str, body: str) -> Mail:
        """Add a line once, safe from a kill of Redis; the same `key` again returns the line that is already there."""
        id = await self._boxes.scripts.run_kept("mailbox", 0, self._account, thread, key, body, self._keep)
        found = await self._client.xrange(self._stream(thread), id, id, 1)
        return Mail(id, key, found[0][1]["b"])

    async def read(self, thread: RemoteId, after: str = "0", limit: int = 200) -> list[Mail]:
        """The lines after a place, oldest first."""
        found = await self._client.xread(self._stream(thread), after, limit)
        return [Mail(id, line["k"], line["b"]) for id, line in found]

    async def find(self, thread: RemoteId, key: str) -> Mail | None:
        """The line with this key, if it was ever added."""
        id = await self._client.call("HGET", self._keys("mailkeys", f"{self._account}/{thread}"), key)
        if not id:
            return None
        found = await self._client.xrange(self._stream(thread), str(id), str(id), 1)
        return Mail(str(id), key, found[0][1]["b"]) if found else None  # it grew too old in between

    async def wait(self, thread: RemoteId, after: str, seconds: float) -> list[Mail]:
        """The lines after a place; waits up to `seconds` for the first one to come."""
        waiters, bell = self._boxes.waiting[conversation_id(self._account, thread)], asyncio.Event()
        waiters.add(bell)  # before reading, so that a line that comes in between rings
        try:
            if lines := await self.read(thread, after):
                return lines
            async with asyncio.timeout(seconds):
                await bell.wait()
        except TimeoutError:
            pass
        finally:
            waiters.discard(bell)
            if not waiters:
                self._boxes.waiting.pop(conversation_id(self._account, thread), None)
        return await self.read(thread, after)

    def _stream(self, thread: RemoteId) -> str:
        return self._keys("mail", f"{self._account}/{thread}")
