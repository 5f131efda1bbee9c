"""Conversations in Redis: taking in what was said, reading threads and queues, and how a conversation stands."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inbox.actions import Delivery, Draft
from inbox.decisions import Past
from inbox.incoming import (
    AccountRevoked,
    ContactDescribed,
    ContactLeft,
    GapClosed,
    Incoming,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    Reacted,
    Seen,
    ThreadDescribed,
    ThreadMoved,
    Unreadable,
)
from inbox.models import (
    AccountId,
    Contact,
    ContactId,
    Conversation,
    ConversationId,
    DeliveryId,
    DraftId,
    EntryId,
    Kind,
    Message,
    RemoteId,
    State,
    contact_id,
    conversation_id,
)
from inbox.store import codec
from inbox.store.client import Word
from inbox.store.scripts import Scripts, pairs
from inbox.store.shelves import newest

Ends = Callable[[Kind, int], tuple[int, int] | None]
"""Until when (unix ms) words of that time may be answered in that kind of conversation: by a draft, and by a person."""


def endless(kind: Kind, at: int) -> None:
    """As Ends where nothing has an end."""


@dataclass(frozen=True, slots=True)
class Did:
    """One line of a conversation's timeline beside its messages: what was done, to which draft, by whom."""

    what: str
    ref: str
    by: str
    detail: str
    at: int


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One conversation whole: a page of messages, who wrote them, what was done, what waits, what is on its way."""

    conversation: Conversation
    messages: tuple[Message, ...]
    people: dict[str, Contact]  # by contact id
    timeline: tuple[Did, ...]
    drafts: tuple[Draft, ...]
    deliveries: tuple[Delivery, ...]
    as_of: EntryId  # the last line of the log that is in it
    said: int = 0  # how many messages of ours since they last wrote, with those on their way
    past: Mapping[str, Past] = field(default_factory=dict)  # what is known of them by now, by contact id


@dataclass(frozen=True, slots=True)
class History:
    """What happened in a conversation, around `about` where one message was asked for, with what was decided on."""

    conversation: Conversation
    about: RemoteId | None
    messages: tuple[Message, ...]  # oldest first
    timeline: tuple[Did, ...]
    drafts: dict[DraftId, Draft]
    deliveries: dict[DeliveryId, Delivery]
    unseen: frozenset[ContactId]  # people whose words no responder has looked at yet
    off: str  # responders that had an answer last time and may not draft here
    mode: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at once, as it stands now: so many messages, oldest first, and who asked."""

    conversation: Conversation
    messages: tuple[Message, ...]
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation as a queue shows it; `score` orders it there."""

    conversation: Conversation
    contact: Contact | None
    score: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a shelf, how many there are in all, and where the next page begins (None: this was the last)."""

    rows: tuple[Row, ...]
    total: int
    next: str | None


class Conversations:
    """Reads and writes conversations of one brand."""

    def __init__(self, scripts: Scripts) -> None:
        """Conversations of the brand that the scripts are bound to."""
        self._scripts = scripts

    async def receive(
        self,
        account: AccountId,
        page: Sequence[Incoming],
        cursor: str | None,
        now: int,
        debounce: int,
        ends: Ends = endless,
        *,
        judged: bool = False,
    ) -> int:
        """Store a page and its cursor in one transaction; answers how many items were new.

        With `judged` rules look at what they say before any responder does, and those who are blocked are not heard.
        """
        args: list[Word] = [account, debounce, "0" if cursor is None else "1", cursor or "", "1" if judged else "0"]
        for incoming in page:
            args += _item(account, incoming, ends)
        return int(await self._scripts.run("receive", now, *args))

    async def read(
        self, id: ConversationId, now: int, before: int | None = None, limit: int = 50
    ) -> Correspondence | None:
        """A conversation with the newest `limit` messages (before a time, if given); None when there is none."""
        found = await self._scripts.run("thread", now, id, "" if before is None else before, limit)
        return _correspondence(id, found, now) if found else None

    async def history(
        self, id: ConversationId, now: int, message: RemoteId | None = None, limit: int = 200
    ) -> History | None:
        """What happened in its newest part, or from a message on; None when there is none."""
        found = await self._scripts.run("why", now, id, message or "", limit)
        return _history(id, found, now) if found else None

    async def seen(
        self, id: ConversationId, now: int, upto: RemoteId, count: int, asker: ContactId | None
    ) -> Looked | None:
        """The `count` messages up to one of them; None when the conversation or that message is gone."""
        person = (asker or "").partition("/")[2]
        found = await self._scripts.run("seen", now, id, upto, count, person)
        if not found:
            return None
        fields, messages, contact = found
        hash = pairs(fields)
        texts = tuple(codec.message_of(i, text, hash["a"]) for i, text in pairs(messages).items())
        return Looked(codec.conversation_of(id, hash, now), texts, codec.contact_of(contact))

    async def kinds(self, ids: Sequence[ConversationId]) -> dict[ConversationId, Kind]:
        """What kind each of these conversations is; what is not there is left out."""
        found = await self._scripts.client.pipeline([("HGET", self._scripts.keys("c", id), "th") for id in ids])
        return {id: codec.thread_of(str(text)).kind for id, text in zip(ids, found, strict=True) if text}

    async def has_heard(self, contact: ContactId) -> bool:
        """Whether somebody ever wrote to us."""
        return bool(await self._scripts.client.call("HEXISTS", self._scripts.keys("contacts"), contact))

    async def page(self, shelf: str, now: int, *, oldest_first: bool, after: str | None, limit: int) -> Page:
        """A page of a shelf; `after` is the `next` of the page before."""
        score, _, member = (after or "").partition(" ")
        up = "up" if oldest_first else "down"
        total, found = await self._scripts.run("page", now, shelf, up, member, score, limit)
        rows = tuple(_row(row, now) for row in found)
        last = found[-1] if len(found) == limit else None
        return Page(rows, int(total), f"{last[1]} {last[0]}" if last else None)

    async def counts(self, shelves: Sequence[str]) -> dict[str, int]:
        """How many conversations (or deliveries, or updates) stand on each shelf; one round trip."""
        commands = [("ZCARD", self._scripts.keys("q", shelf)) for shelf in shelves]
        found = await self._scripts.client.pipeline(commands)
        return dict(zip(shelves, (int(str(n)) for n in found), strict=True))

    async def waiting_since_before(self, at: int) -> int:
        """How many of those who wait for us have waited since before a time."""
        found = await self._scripts.client.call("ZCOUNT", self._scripts.keys("q", "waiting"), "-inf", f"({at}")
        return int(str(found))

    async def end_windows(self, now: int) -> int | None:
        """See to the windows that have ended (`window.narrowed`, `window.closed`); answers when the next one does."""
        found = await self._scripts.run("closing", now)
        return int(float(found)) if found else None

    async def mark(
        self,
        id: ConversationId,
        now: int,
        what: str,
        by: str,
        *,
        detail: str = "",
        fields: dict[str, Word] | None = None,
        shelf: State | None = None,
        score: int = 0,
        outdates: bool = False,
        wake_at: int | None = None,
    ) -> bool:
        """Change how a conversation stands and write down who did it; False when there is none."""
        flat: list[Word] = [word for pair in (fields or {}).items() for word in pair]
        wake = "" if wake_at is None else wake_at
        args = (id, what, by, detail, shelf or "", score, "1" if outdates else "0", wake, *flat)
        return bool(await self._scripts.run("mark", now, *args))

    async def unreadable(
        self, limit: int, after: str | None = None
    ) -> tuple[list[tuple[str, dict[str, Any]]], str | None]:
        """Updates that nobody understood, newest first (id, and x raw, y why, t when), and where to go on."""
        client, keys = self._scripts.client, self._scripts.keys
        ids, then = await newest(self._scripts, "unreadable", limit, after)
        found = await client.pipeline([("HGET", keys("unreadable"), id) for id in ids])
        return [(id, json.loads(str(raw))) for id, raw in zip(ids, found, strict=True) if raw], then


def _row(found: list[Any], now: int) -> Row:
    id, score, fields, contact, drafts, held = found
    conversation = codec.conversation_of(id, pairs(fields), now, tuple(drafts), held)
    return Row(conversation, codec.contact_of(contact or ""), float(score))


def _correspondence(id: str, found: list[Any], now: int) -> Correspondence:
    fields, messages, people, timeline, drafts, deliveries, last, said, held = found
    hash = pairs(fields)
    account = hash["a"]
    known = {contact_id(AccountId(account), RemoteId(remote)): text for remote, text in pairs(people).items() if text}
    return Correspondence(
        conversation=codec.conversation_of(id, hash, now, tuple(drafts[::2]), held),
        messages=tuple(codec.message_of(i, text, account) for i, text in pairs(messages).items()),
        people={id: contact for id, text in known.items() if (contact := codec.contact_of(text))},
        timeline=tuple(did_of(line) for line in timeline),
        drafts=tuple(codec.draft_of(i, pairs(d)) for i, d in zip(drafts[::2], drafts[1::2], strict=True)),
        deliveries=tuple(
            codec.delivery_of(i, pairs(o)) for i, o in zip(deliveries[::2], deliveries[1::2], strict=True)
        ),
        as_of=EntryId(last),
        said=int(said),
        past={id: codec.past_of(text) for id, text in known.items()},
    )


def _history(id: str, found: list[Any], now: int) -> History:
    fields, about, messages, timeline, drafts, deliveries, unseen, mode = found
    hash = pairs(fields)
    account = AccountId(hash["a"])
    return History(
        conversation=codec.conversation_of(id, hash, now),
        about=RemoteId(about) if about else None,
        messages=tuple(codec.message_of(i, text, account) for i, text in pairs(messages).items()),
        timeline=tuple(did_of(line) for line in timeline),
        drafts={DraftId(i): codec.draft_of(i, pairs(d)) for i, d in zip(drafts[::2], drafts[1::2], strict=True)},
        deliveries={
            DeliveryId(i): codec.delivery_of(i, pairs(o))
            for i, o in zip(deliveries[::2], deliveries[1::2], strict=True)
        },
        unseen=frozenset(contact_id(account, RemoteId(person)) for person in unseen),
        off=hash.get("off", ""),
        mode=mode,
    )


def did_of(line: str) -> Did:
    """A line of a timeline behind its JSON."""
    d = json.loads(line)
    return Did(d["w"], d["r"], d["b"], d["d"], int(d["t"]))


# ---------------------------------------------------------------------- what receive.lua takes, eleven words an item


def _said(account: AccountId, m: NewMessage | MessageEdited, ends: Ends) -> list[Word]:
    author, reply_to = m.author, m.reply_to if isinstance(m, NewMessage) else None
    body: dict[str, object] = {"x": m.text, "t": m.at}
    if isinstance(m, MessageEdited):
        body["e"] = m.at  # of a message that we never saw before, an older edit may still come
    if author:
        body["a"] = author.remote
        if isinstance(m, NewMessage) and m.held:
            body["h"] = codec.HELD
    if m.media:
        body["m"] = codec.media_list(m.media)
    if reply_to:
        body["r"] = reply_to
    until = ends(m.thread.kind, m.at) if author else None
    return [
        "n" if isinstance(m, NewMessage) else "e",
        conversation_id(account, m.thread.remote),
        m.id,
        author.remote if author else "",
        m.at,
        codec.dumps(body),
        codec.thread_text(m.thread),
        codec.contact_text(author) if author else getattr(m, "delivery", ""),
        codec.preview(m.text, m.media),
        m.album if isinstance(m, NewMessage) else "",
        f"{until[0]} {until[1]}" if until else "",
    ]


def _item(account: AccountId, incoming: Incoming, ends: Ends) -> list[Word]:
    match incoming:
        case NewMessage() | MessageEdited():
            return _said(account, incoming, ends)
        case AccountRevoked(why, at):
            return ["x", "", "", "", at, "", "", "", why, "", ""]
        case GapClosed(messages, _, at, whole):
            return ["g", "", "", "", at, messages, "", "", "" if whole else "1", "", ""]
        case ContactDescribed(contact, at):
            return ["c", "", "", contact.remote, at, "", "", codec.contact_text(contact), "", "", ""]
        case Unreadable(id, raw, why, at):
            return ["u", "", id, "", at, raw, "", "", why, "", ""]
    return _change(account, incoming)


def _change(
    account: AccountId,
    incoming: MessageRemoved | MessageHidden | Reacted | Seen | ContactLeft | ThreadMoved | ThreadDescribed,
) -> list[Word]:
    match incoming:
        case MessageRemoved(thread, id, at):
            return _plain("d", account, thread.remote, id, at)
        case MessageHidden(thread, id, at, hidden, held):
            how = codec.HELD if held else codec.HIDDEN
            return _plain("h", account, thread.remote, id, at, extra=str(how if hidden else 0))
        case Reacted(thread, id, author, emoji, at):
            contact = codec.contact_text(author) if author.name else ""  # who is told of by an id alone is no news
            return _plain("r", account, thread.remote, id, at, author.remote, contact=contact, extra=emoji)
        case Seen(thread, at, read):
            return _plain("s", account, thread.remote, "", at, extra="read" if read else "delivered")
        case ContactLeft(thread, _, at, back):
            return _plain("l", account, thread.remote, "", at, extra="" if back else "1")
        case ThreadMoved(thread, to, at):
            return _plain("m", account, thread.remote, "", at, extra=conversation_id(account, to))
        case ThreadDescribed(thread, at):
            return _plain("t", account, thread.remote, "", at, extra=codec.thread_text(thread))


def _plain(
    kind: str,
    account: AccountId,
    thread: str,
    id: str,
    at: int,
    person: str = "",
    *,
    contact: str = "",
    extra: str = "",
) -> list[Word]:
    return [kind, f"{account}/{thread}", id, person, at, "", "", contact, extra, "", ""]
