"""Bringing the index up to now: every conversation is read once, and from then on what the log says has changed.

What is taken in is always how a message stands in the store at that moment, never what a line of the log says of it:
so lines may be read twice, and an edit, a removal and whatever else may come are one case.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from inbox.models import ConversationId, DeliveryId, Entry, RemoteId
from inbox.search.file import Place
from inbox.search.index import Index, Writer
from inbox.store import Store
from inbox.store import passages as found

CONVERSATIONS, MESSAGES, LINES = 50, 500, 500  # at a time
CHANGES_NO_WORDS = {"message.reacted", "message.read", "message.delivered"}


async def catch_up(store: Store, index: Index) -> bool:
    """Bring the index up to now; False when another process is at it, which makes it up to date all the time."""
    async with index.writing() as writer:
        if writer is None:
            return False
        await begin(store, writer)
        while await step(store, writer):
            pass
    return True


async def begin(store: Store, writer: Writer) -> bool:
    """See that the index is one of this data and that the log leads on from it; True when it begins from nothing."""
    data, last, first = await store.passages.data_id(), await store.log.last(), await store.log.first()
    place = writer.place
    stands = _order(place.log)
    reached = stands == (0, 0) or _order(first) <= stands
    if place.data == data and reached and stands <= _order(last):
        return False
    await writer.begin(Place(data, last))
    return True


async def step(store: Store, writer: Writer) -> bool:
    """Take in the next piece; False when there is no more for now."""
    if writer.place.walked is None:
        return await _follow(store, writer)
    await _walk(store, writer)
    if writer.place.walked is None:
        await writer.tidy()
    return True


async def _walk(store: Store, writer: Writer) -> None:
    """Read some conversations whole. Those that go on meanwhile move to the end of the shelf, never over our place."""
    place = writer.place
    shelf = await store.conversations.page("all", 0, oldest_first=True, after=place.walked, limit=CONVERSATIONS)
    ids = [row.conversation.id for row in shelf.rows]
    going_on, first = ids, 0
    while going_on:
        pages = list(zip(going_on, await store.passages.ids(going_on, first, MESSAGES), strict=True))
        for piece in _pieces([(id, message) for id, page in pages for message in page]):
            await writer.write(place, await store.passages.messages(piece))
        going_on, first = [id for id, page in pages if len(page) == MESSAGES], first + MESSAGES
    headings = [heading for heading in await store.passages.headings(ids) if heading]
    await writer.write(replace(place, walked=shelf.next), [*await store.passages.notes(ids), *headings])


async def _follow(store: Store, writer: Writer) -> bool:
    """Take in what some lines of the log are about."""
    lines = await store.log.after(writer.place.log, LINES)  # type: ignore[arg-type]  # it came from the log
    if not lines:
        return False
    about = _about(lines)
    touched = await store.passages.touched(about.deliveries)
    theirs = await _said_by(store, about)
    messages = await store.passages.messages(list(dict.fromkeys([*about.messages, *touched, *theirs])))
    notes = await store.passages.notes(list(about.noted))
    conversations = list(about.conversations)
    headings = await store.passages.headings(conversations)
    gone = [id for id, heading in zip(conversations, headings, strict=True) if heading is None]
    standing = [heading for heading in headings if heading]
    await writer.write(replace(writer.place, log=lines[-1].id), [*messages, *notes, *standing], gone)
    return len(lines) == LINES


@dataclass(slots=True)
class _About:
    """What some lines of the log are about, each once."""

    conversations: dict[ConversationId, None] = field(default_factory=dict)
    messages: dict[found.Place, None] = field(default_factory=dict)
    deliveries: list[tuple[ConversationId, DeliveryId]] = field(default_factory=list)
    noted: dict[ConversationId, None] = field(default_factory=dict)
    named: dict[ConversationId, None] = field(default_factory=dict)  # somebody's name there became known


async def _said_by(store: Store, about: _About) -> list[found.Place]:
    """The newest messages where a name became known: they are found by their author, too."""
    conversations = list(about.named)
    pages = await store.passages.ids(conversations, -MESSAGES, MESSAGES)
    return [(of, id) for of, ids in zip(conversations, pages, strict=True) for id in ids]


def _about(lines: Sequence[Entry]) -> _About:
    about = _About()
    for line in lines:
        if line.conversation is None:
            continue
        about.conversations[line.conversation] = None
        if line.what == "note":
            about.noted[line.conversation] = None
        elif line.what == "contact.described":
            about.named[line.conversation] = None
        elif line.what == "delivery.sent":
            about.deliveries.append((line.conversation, DeliveryId(line.ref)))
        elif line.what.startswith("message.") and line.ref and line.what not in CHANGES_NO_WORDS:
            about.messages[line.conversation, RemoteId(line.ref)] = None
    return about


def _pieces(places: list[found.Place]) -> Iterator[list[found.Place]]:
    for first in range(0, len(places), MESSAGES):
        yield places[first : first + MESSAGES]


def _order(id: str) -> tuple[int, ...]:
    return tuple(map(int, id.split("-")))
