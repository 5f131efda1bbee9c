"""What we said ourselves, as far as that has to be remembered: the parts of a message that left as several, and what
Meta itself told us of ours before the answer to the call came.

A long reply leaves as several messages. Each one that is out is written down before the next one leaves, so that none
is said twice; in the inbox all of them together are the one message that was approved.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.networks._meta.place import put
from inbox.incoming import Cursor, Incoming, NewMessage, Receive
from inbox.models import RemoteId
from inbox.network import Mailbox, Receipt

PARTS: Final = RemoteId("parts")  # the mailbox's thread: under each key, and under each id, what it became
MOST_KEPT: Final = 2_000  # ids and keys in memory, for telling what is told twice apart


class Said:
    """The memory of one account, durable where it has to be."""

    def __init__(self, mailbox: Mailbox) -> None:
        """Remember in this mailbox."""
        self._mailbox = mailbox
        self._ids: OrderedDict[RemoteId, str] = OrderedDict()
        self._ours: OrderedDict[str, None] = OrderedDict()
        self._early: OrderedDict[str, Receipt] = OrderedDict()

    def begin(self, key: str) -> None:
        """This process sends it: what Meta tells of it meanwhile need not outlive the process."""
        put(self._ours, key, None, MOST_KEPT)

    def done(self, key: str, receipt: Receipt) -> None:
        """This delivery is out; no need to write down what Meta tells of it later."""
        put(self._ids, receipt.id, key, MOST_KEPT)
        put(self._ours, key, None, MOST_KEPT)

    async def lost(self, key: str) -> None:
        """This process could not send all of it: from now on whatever proves the contrary is written down."""
        self._ours.pop(key, None)
        for part, receipt in [(part, one) for part, one in self._early.items() if part.partition("/")[0] == key]:
            await self.keep(part, receipt)

    def elsewhere(self, id: RemoteId, key: str) -> bool:
        """Whether this message is known to be another delivery's."""
        return self._ids.get(id, key).partition("/")[0] != key.partition("/")[0]

    async def keep(self, key: str, receipt: Receipt) -> None:
        """Write down that this part, or message, is out; returns once that is safe from a crash."""
        put(self._ids, receipt.id, key, MOST_KEPT)
        if "/" in key:  # first, for what is found under its key is not looked for again
            await self._mailbox.append(PARTS, f"id:{receipt.id}", json.dumps({"key": key}))
        await self._mailbox.append(PARTS, key, json.dumps({"id": receipt.id, "at": receipt.at}))

    async def found(self, key: str) -> Receipt | None:
        """What is known to be out under this key."""
        if early := self._early.get(key):
            return early
        mail = await self._mailbox.find(PARTS, key)
        if mail is None:
            return None
        told = json.loads(mail.body)
        return Receipt(RemoteId(told["id"]), int(told["at"]))

    def hearing(self, receive: Receive) -> Receive:
        """The same, with what Meta tells of our own messages written down first and told as the one that they are."""

        async def heard(events: Sequence[Incoming], cursor: Cursor | None) -> int:
            told = [one for event in events if (one := await self._own(event)) is not None]
            return await receive(told, cursor)

        return heard

    async def _own(self, event: Incoming) -> Incoming | None:
        if not isinstance(event, NewMessage) or event.author is not None:
            return event
        key = event.delivery or await self._key_of(event.id)
        if not key:
            return event
        delivery, _, part = key.partition("/")
        if event.delivery and delivery in self._ours:
            put(self._early, key, Receipt(event.id, event.at), MOST_KEPT)
        elif event.delivery:
            await self.keep(key, Receipt(event.id, event.at))
        return None if part and part != "1" else replace(event, delivery=delivery)

    async def _key_of(self, id: RemoteId) -> str:
        """Whose part this message is; a poll tells no key."""
        if id in self._ids:
            return self._ids[id]
        mail = await self._mailbox.find(PARTS, f"id:{id}")
        return str(json.loads(mail.body)["key"]) if mail else ""
