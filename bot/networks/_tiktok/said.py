"""What we said ourselves: which delivery a message is, so that none is taken for a colleague's or another one's."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.networks._payloads import MALFORMED
from bot.networks._tiktok.place import Known, put
from bot.networks._tiktok.shapes import opaque
from inbox.incoming import Cursor, Incoming, NewMessage, Receive
from inbox.models import RemoteId
from inbox.network import Mailbox

SENT: Final = RemoteId("sent")  # the mailbox's thread: what each part of a delivery became, and whose each message is
SELF: Final = RemoteId("self")


class Said:
    """The memory of one account, durable where it has to be."""

    def __init__(self, mailbox: Mailbox, known: Known) -> None:
        """Remember in this mailbox."""
        self._mailbox = mailbox
        self._known = known
        self._flying: dict[str, tuple[RemoteId, str]] = {}  # by delivery: what is on its way just now
        self._ids: OrderedDict[RemoteId, str] = OrderedDict()
        self._kept = ""  # our own name as it is written down

    def begin(self, key: str, thread: RemoteId, text: str) -> None:
        """It is on its way: what TikTok tells of it meanwhile is this delivery."""
        self._flying[key] = (thread, text)

    def end(self, key: str) -> None:
        """The call is over, in whatever way."""
        self._flying.pop(key, None)

    async def done(self, key: str, part: str, id: RemoteId) -> None:
        """A part of a delivery ("text" or "file") is out; returns once that is safe from a crash."""
        put(self._ids, id, key)
        await self._mailbox.append(SENT, f"id/{id}", key)
        await self._mailbox.append(SENT, f"{key}/{part}", id)

    async def part(self, key: str, part: str) -> RemoteId | None:
        """What a part of a delivery became; None when nobody knows that it is out."""
        mail = await self._mailbox.find(SENT, f"{key}/{part}")
        return RemoteId(mail.body) if mail else None

    async def elsewhere(self, id: RemoteId, key: str) -> bool:
        """Whether this message is known to be another delivery's."""
        if id not in self._ids:
            mail = await self._mailbox.find(SENT, f"id/{id}")
            return mail is not None and mail.body != key
        return self._ids[id] != key

    async def is_us(self, person: object) -> None:
        """TikTok told our own name, by which hooks name us; kept for ever."""
        try:
            self._known.self_id = opaque(person)
        except MALFORMED:
            return
        await self._keep_self()

    async def _keep_self(self) -> None:
        if self._known.self_id and not self._kept:
            self._kept = (await self._mailbox.append(SELF, "unique_identifier", self._known.self_id)).body

    async def remember(self) -> None:
        """Know our own name again after a restart."""
        if not self._known.self_id and (mail := await self._mailbox.find(SELF, "unique_identifier")):
            self._known.self_id = self._kept = mail.body

    def hearing(self, receive: Receive) -> Receive:
        """The same, with messages of ours told as the deliveries that they are."""

        async def heard(events: Sequence[Incoming], cursor: Cursor | None) -> int:
            await self._keep_self()
            return await receive([self._own(event) for event in events], cursor)

        return heard

    def _own(self, event: Incoming) -> Incoming:
        if not isinstance(event, NewMessage) or event.author is not None or event.delivery:
            return event
        key = self._ids.get(event.id) or self._in_flight(event)
        return replace(event, delivery=key) if key else event

    def _in_flight(self, event: NewMessage) -> str:
        same = (event.thread.remote, event.text)
        return next((key for key, flying in self._flying.items() if flying == same), "")
