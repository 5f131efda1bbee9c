"""What this process heard or read before: how it finds edits, hiding and removals that no hook told."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Final

from bot.networks._meta.ids import is_private
from inbox.incoming import Incoming, MessageEdited, MessageHidden, MessageRemoved, NewMessage
from inbox.models import RemoteId, Thread

MOST_PLACES: Final = 200  # posts and private threads
MOST_SAID: Final = 200  # of one place


@dataclass(slots=True)
class Remark:
    """One comment or message as it was when it was last heard or read."""

    thread: Thread
    id: RemoteId
    at: int
    text: bytes  # a digest, as it was heard or read last
    listed: bytes = b""  # the same, as it was last read; hooks write messages in private otherwise than lists do
    hidden: bool = False


@dataclass(slots=True)
class Seen:
    """By place (a post, or a private thread), the newest things said there."""

    places: OrderedDict[RemoteId, OrderedDict[RemoteId, Remark]] = field(default_factory=OrderedDict)

    def get(self, place: RemoteId, id: RemoteId) -> Remark | None:
        """What is known of one thing said; None where it is not remembered."""
        return self.places.get(place, _NONE).get(id)

    def at(self, place: RemoteId) -> list[Remark]:
        """What is remembered of a place."""
        return list(self.places.get(place, _NONE).values())

    def hear(self, events: Iterable[Incoming]) -> None:
        """Remember what was stored."""
        for event in events:
            match event:
                case NewMessage() | MessageEdited():
                    self._keep(event)
                case MessageHidden(thread=thread, id=id, hidden=hidden):
                    if said := self.get(place_of(thread), id):
                        said.hidden = hidden
                case MessageRemoved(thread=thread, id=id):
                    self.forget(place_of(thread), id)

    def read(self, told: Iterable[Incoming], changes: Iterable[Incoming]) -> None:
        """Remember what a look at a place told, and what was changed by it."""
        listed = list(told)
        self.hear((*listed, *changes))
        for message in listed:
            if isinstance(message, NewMessage) and (said := self.get(place_of(message.thread), message.id)):
                said.listed = digest(message.text)

    def differs(self, place: RemoteId, message: NewMessage, stored: Container[RemoteId]) -> bool:
        """Whether a message may be stored with another text than it is listed with now.

        `stored` are those that are, even if this process never heard of them. Of what we wrote ourselves, and of
        messages in private, only two looks can be compared: what was sent and what hooks told is written otherwise.
        """
        known, now = self.get(place, message.id), digest(message.text)
        if message.author is None or is_private(message.thread.remote):
            return known is not None and known.listed not in (b"", now)
        return known.text != now if known is not None else message.id in stored

    def turned(self, place: RemoteId, told: MessageHidden, stored: Container[RemoteId]) -> bool:
        """Whether a message may be stored as seen and is hidden, or the other way round."""
        if known := self.get(place, told.id):
            return known.hidden != told.hidden
        return told.hidden or told.id in stored

    def forget(self, place: RemoteId, id: RemoteId) -> None:
        """Ask no more about one thing said."""
        self.places.get(place, _NONE).pop(id, None)

    def _keep(self, event: NewMessage | MessageEdited) -> None:
        place = place_of(event.thread)
        there = self.places.setdefault(place, OrderedDict())
        self.places.move_to_end(place)
        if known := there.get(event.id):
            if isinstance(event, MessageEdited):
                known.text = digest(event.text)
                known.listed = b""
        else:
            there[event.id] = Remark(event.thread, event.id, event.at, digest(event.text))
        if len(there) > MOST_SAID:
            there.popitem(last=False)
        if len(self.places) > MOST_PLACES:
            self.places.popitem(last=False)


_NONE: Final[OrderedDict[RemoteId, Remark]] = OrderedDict()


def place_of(thread: Thread) -> RemoteId:
    """The post that a thread of comments stands under, else the thread itself (an advertisement is no place)."""
    return thread.subject.remote if thread.subject and not is_private(thread.remote) else thread.remote


def digest(text: str) -> bytes:
    """A text in eight bytes; blanks alone make no other text, as hooks and lists may differ in them."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=8).digest()
