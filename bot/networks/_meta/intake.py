"""What was read at one place (below a post, or of one conversation), taken in: the new once, then what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.networks._meta.graph import MOST_AT_ONCE
from bot.networks._meta.ids import comments_below, is_private, own
from bot.networks._meta.place import Known, Place
from bot.networks._meta.reading import Knows, Reading, Span, pieces
from bot.networks._meta.seen import Remark, Seen, place_of
from bot.networks._meta.shapes import Raw, ident, table_or_none
from bot.networks._meta.subjects import PIECE
from bot.networks._payloads import MALFORMED
from inbox.incoming import (
    ContactDescribed,
    GapClosed,
    Incoming,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    Receive,
    ThreadDescribed,
    Unreadable,
)
from inbox.models import Contact, RemoteId

Parse = Callable[[Raw, Place, Known, str, int], list[Incoming]]

STALE: Final = 2_000  # ms; what was read is at least as old as that when its answer comes, in seconds


@dataclass(slots=True)
class Intake:
    """Stores for one account; `recovered` counts what was new since a round was complete.

    `tells` says that somebody will be told; then what was new is counted where it is stored, too.
    """

    place: Place
    known: Known
    reading: Reading
    seen: Seen
    recovered: int = 0
    tells: bool = True
    _met: list[Contact] = field(default_factory=list)

    def knows(self, place: RemoteId, name: Callable[[str], RemoteId]) -> Knows:
        """Tells whether something said at a place is remembered there."""
        return lambda raw: self.seen.get(place, name(str(raw.get("id")))) is not None

    # ------------------------------------------------------------------------------------------------ what is stored

    def read(self, parse: Parse, raws: Sequence[Raw], where: str, span: Span) -> list[list[Incoming]]:
        """What was read, oldest first; whom this process meets by it may be stored without a name, so that is told."""
        unmet = {name_of(table_or_none(raw.get("from"))) for raw in raws} - self.known.people.keys()
        said = [self._named(raw, parse(raw, self.place, self.known, where, span.now), span) for raw in reversed(raws)]
        self._met += [self.known.people[id] for id in sorted(unmet & self.known.people.keys())]
        return said

    def _named(self, raw: Raw, events: list[Incoming], span: Span) -> list[Incoming]:
        """What cannot be read is told once, under the id that it has: its digest differs with each address in it."""
        if not any(isinstance(one, Unreadable) for one in events):
            return events
        if not span.holds(self.reading.at(raw, span.upto)):
            return []
        return [replace(one, id=f"read.{name_of(raw)}") if isinstance(one, Unreadable) else one for one in events]

    async def take(
        self,
        receive: Receive,
        place: RemoteId,
        said: Sequence[Sequence[Incoming]],
        covers: int,
        span: Span,
        *,
        fresh: bool = False,
    ) -> None:
        """Store what is new, oldest first, then what changed; `fresh` says that the post was not known before."""
        messages = sorted((one for events in said for one in events if isinstance(one, NewMessage)), key=_moment)
        within = one_after_another([message for message in messages if span.holds(message.at)])
        new = 0
        for piece in pieces(within, PIECE):
            new += await self.store(receive, piece, span)
        told = [one for events in said for one in events]
        changes: list[Incoming] = [one for one in told if isinstance(one, Unreadable)]
        if fresh and new < len(within):  # of what was stored before, the post may never have been looked up
            threads = {message.thread.remote: message.thread for message in within}
            changes += [ThreadDescribed(thread, span.now) for thread in threads.values()]
        changes += [ContactDescribed(contact, span.now) for contact in self._met]
        stored = set() if new == len(within) else {message.id for message in within}  # and perhaps otherwise than now
        changes += [edited(one, span) for one in messages if self.seen.differs(place, one, stored)]
        changes += [one for one in told if isinstance(one, MessageHidden) and self.seen.turned(place, one, stored)]
        changes += await self._removed(place, messages, covers, span)
        for part in pieces(changes, PIECE):
            await receive(part, None)
        self._met.clear()
        self.seen.read(told, changes)

    async def store(self, receive: Receive, messages: Sequence[Incoming], span: Span) -> int:
        """Store what was said; answers how much of it was new."""
        counted = [GapClosed(0, span.since, span.now, whole=False)] if self.tells and messages else []
        new = await receive([*messages, *counted], None)
        self.recovered += new
        return new

    async def _removed(
        self, place: RemoteId, messages: Sequence[NewMessage], covers: int, span: Span
    ) -> list[MessageRemoved]:
        """What this process knew, what is not where it would be listed, and what Meta says is not there."""
        there = {message.id for message in messages}
        known = [said for said in self.seen.at(place) if covers < said.at <= span.upto]
        if covers and self.place.network == "instagram" and not is_private(place):  # replies hang on what they answer
            read = {message.thread.remote for message in messages}
            read |= {said.thread.remote for said in known if said.thread.remote == comments_below(said.id)}
            known = [said for said in known if said.thread.remote in read]
        absent = [said for said in known if said.id not in there][:MOST_AT_ONCE]
        if absent and not there and not is_private(place) and not await self.reading.is_bare(own(place)):
            return []
        return await self._gone(absent, span)

    async def vanished(self, receive: Receive, place: RemoteId, span: Span) -> None:
        """A post is listed no more: if it is gone, so is what was said below it."""
        gone, _ = await self.reading.look([own(place)])
        if not gone:
            return
        for some in pieces(self.seen.at(place), MOST_AT_ONCE):
            removed = await self._gone(some, span)
            await receive(removed, None)
            self.seen.hear(removed)

    async def _gone(self, absent: Sequence[Remark], span: Span) -> list[MessageRemoved]:
        gone, there = await self.reading.look([own(said.id) for said in absent])
        for said in absent:
            if own(said.id) in there:  # whether it is listed or not
                self.seen.forget(place_of(said.thread), said.id)
        return [MessageRemoved(said.thread, said.id, span.now) for said in absent if own(said.id) in gone]


def edited(message: NewMessage, span: Span) -> MessageEdited:
    """The text as it was when the round read it, which a newer one that a hook told stands above."""
    return MessageEdited(message.thread, message.id, message.author, message.text, span.now - STALE)


def one_after_another(messages: Sequence[NewMessage]) -> list[NewMessage]:
    """Messages in their order, of which those of one second each get a millisecond of their own.

    The list of a conversation tells seconds only, and the ids of messages do not sort.
    """
    apart: list[NewMessage] = []
    for message in messages:
        before = apart[-1].at if apart else 0
        same = is_private(message.thread.remote) and before // 1000 == message.at // 1000 and message.at <= before
        apart.append(replace(message, at=before + 1) if same else message)
    return apart


def _moment(message: NewMessage) -> int:
    return message.at


def name_of(raw: Raw) -> str:
    """Meta's id of an object; "" where it gave none."""
    try:
        return ident(raw.get("id"))
    except MALFORMED:
        return ""
