"""What a network tells us: one record for each kind of thing that happens outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from inbox.models import Contact, Media, RemoteId, Thread

UNKNOWN: Final = "unknown."
"""Begins the id of a contact who was made up for one message, because the network tells nobody who wrote it.

Whether two of them are one person nobody knows, so of what goes out alone all of an account get as much as one person.
"""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """Somebody said something; `author` is None when it was us, elsewhere. `album` joins parts sent as one.

    `held`: the network shows it to nobody until we publish it.
    `delivery` is the key under which we sent it ourselves, where the network tells: it is nobody's word from elsewhere.
    """

    thread: Thread
    id: RemoteId
    author: Contact | None
    text: str
    at: int
    media: tuple[Media, ...] = ()
    reply_to: RemoteId | None = None
    album: str = ""
    delivery: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """The text, and perhaps the media, of a known message changed at `at`."""

    thread: Thread
    id: RemoteId
    author: Contact | None
    text: str
    at: int
    media: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageRemoved:
    """A message is gone outside; we keep what it said."""

    thread: Thread
    id: RemoteId
    at: int


@dataclass(frozen=True, slots=True)
class MessageHidden:
    """A message was taken out of sight, or brought back, outside; `held` when it waits there for our review."""

    thread: Thread
    id: RemoteId
    at: int
    hidden: bool = True
    held: bool = False


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody reacted to a message; an empty `emoji` takes the reaction back."""

    thread: Thread
    id: RemoteId
    author: Contact
    emoji: str
    at: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Our messages up to `at` were read (or, with `read` false, delivered)."""

    thread: Thread
    at: int
    read: bool = True


@dataclass(frozen=True, slots=True)
class ContactLeft:
    """The contact blocked us or left; with `back` true, came back."""

    thread: Thread
    author: Contact
    at: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class ThreadMoved:
    """The network gave a thread another id (a Telegram group that became a supergroup)."""

    thread: Thread
    to: RemoteId
    at: int


@dataclass(frozen=True, slots=True)
class ThreadDescribed:
    """The title of a known thread, or the post that it stands under, became known or changed."""

    thread: Thread
    at: int


@dataclass(frozen=True, slots=True)
class ContactDescribed:
    """What a known contact is called became known or changed."""

    contact: Contact
    at: int


@dataclass(frozen=True, slots=True)
class AccountRevoked:
    """The network told us that our credentials are no longer good; `why` in its words."""

    why: str
    at: int


@dataclass(frozen=True, slots=True)
class GapClosed:
    """What was said since `since`, while nobody listened, has been read up to `at`; so many `messages` were new."""

    messages: int
    since: int
    at: int
    whole: bool = True  # else there is more to read: what is new in the page is counted, and told with the one that is


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something arrived that could not be understood; kept raw so that a person can look."""

    id: str  # the network's id of the update, or a digest of it
    raw: str
    why: str
    at: int


Incoming = (
    NewMessage
    | MessageEdited
    | MessageRemoved
    | MessageHidden
    | Reacted
    | Seen
    | ContactLeft
    | ThreadMoved
    | ThreadDescribed
    | ContactDescribed
    | AccountRevoked
    | GapClosed
    | Unreadable
)

Cursor = str  # where to resume; opaque, made by the adapter
Receive = Callable[[Sequence[Incoming], Cursor | None], Awaitable[int]]
"""Store a page and the place to resume from, in one transaction; returns when both are safe to confirm upstream.

Answers how many of the items were new: what was known already changes nothing.
"""
