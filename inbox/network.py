"""The port towards the outside: what a network can do as data, what it tells us, and what we may ask of it.

A network is one class in `bot/networks/<name>.py`. It must offer `Network`; every other ability is a protocol of one
method here, asked for by `isinstance`. An adapter never retries, sleeps or queues: it does a thing once and raises a
`NetworkError` and nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, runtime_checkable

from inbox.actions import Action, ActionKind
from inbox.models import AccountId, Contact, Kind, Media, MediaKind, RemoteId, Thread

# ---------------------------------------------------------------------------------------------- what a network can do


@dataclass(frozen=True, slots=True)
class TextLimit:
    """How long a text may be and how the network counts: code points, UTF-16 units or UTF-8 bytes."""

    most: int
    unit: Literal["characters", "utf16", "bytes"] = "characters"
    caption: int = 0  # the limit beside media, where it differs
    part: int = 0  # what is longer leaves as several messages of at most this length; 0: it leaves whole

    def length(self, text: str) -> int:
        """The length of `text` as the network counts it."""
        if self.unit == "characters":
            return len(text)
        encoding, size = ("utf-16-le", 2) if self.unit == "utf16" else ("utf-8", 1)
        return len(text.encode(encoding, "surrogatepass")) // size


@dataclass(frozen=True, slots=True)
class Window:
    """How long one may speak, in seconds: after their last words or, with `of_message`, after the message answered."""

    seconds: int
    people: int = 0  # how long when a person wrote what is said; 0: not longer
    of_message: bool = False
    once: bool = False  # one for each message, whatever they say afterwards


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one network offers, as facts with the page they come from and the day somebody read it."""

    network: str
    source: str
    read_on: str  # ISO date
    actions: Mapping[Kind, frozenset[ActionKind]]
    text: TextLimit
    texts: Mapping[tuple[Kind, ActionKind], TextLimit] = field(default_factory=dict)  # where another limit holds
    media: Mapping[MediaKind, int] = field(default_factory=dict)  # kinds we may send, and the most bytes of each
    media_count: int = 0  # the most in one message
    silent: frozenset[Kind] = frozenset()  # conversations in which no files can be sent
    windows: Mapping[tuple[Kind, ActionKind], Window] = field(default_factory=dict)  # not named: no end
    settles: int = 0  # seconds until what was done is certain to be found by looking
    key_memory: int = 0  # seconds in which a repeated key means the same send
    repeatable: frozenset[ActionKind] = frozenset()  # doing it twice leaves the same state as once
    reactions: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)  # those to offer there; not named: any
    needs_public_url: bool = False

    def offers(self, kind: Kind, action: ActionKind) -> bool:
        """Whether this action exists in this kind of conversation."""
        return action in self.actions.get(kind, frozenset())

    def limit(self, kind: Kind, action: ActionKind) -> TextLimit:
        """How long the text of this action may be in this kind of conversation."""
        return self.texts.get((kind, action), self.text)


# --------------------------------------------------------------------------------------------- what a network tells us


UNKNOWN: Final = "unknown."
"""Begins the id of a contact who was made up for one message, because the network tells nobody who wrote it.

Whether two of them are one person nobody knows, so of what goes out alone all of an account get as much as one person.
"""


@dataclass(frozen=True, slots=True)
class NewMessage:
    """Somebody said something; `author` is None when it was us, elsewhere. `album` joins parts sent as one.

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
    """A message was taken out of sight, or brought back, outside."""

    thread: Thread
    id: RemoteId
    at: int
    hidden: bool = True


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


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that the network did it: the id of what came to be (the message's, for texts) and when.

    `further` are the ids of the messages after it, where one text left as several.
    """

    id: RemoteId
    at: int
    further: tuple[RemoteId, ...] = ()


# ------------------------------------------------------------------------------------------------- what we may ask


@dataclass(frozen=True, slots=True)
class Health:
    """What proving the credentials found; `fix` says how to mend it when `ok` is false.

    What is `minor` keeps part of the account from working, and the rest goes on.
    """

    ok: bool
    words: str
    fix: str = ""
    minor: bool = False


@runtime_checkable
class Network(Protocol):
    """One account on one network."""

    account: AccountId
    capabilities: Capabilities

    async def check(self) -> Sequence[Health]:
        """Prove the credentials and the settings; never raises a NetworkError, says it instead."""
        ...

    async def perform(self, action: Action, key: str) -> Receipt:
        """Do it once; `key` goes along where the network remembers keys. Raises a NetworkError and nothing else."""
        ...

    async def close(self) -> None:
        """Let go of whatever is held; called once, at the end."""
        ...


@runtime_checkable
class Listens(Protocol):
    """Networks that we ask, or that keep a connection open."""

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Bring in what is said, for ever, from `cursor` on; confirm upstream only after `receive` returned.

        Raises a NetworkError when it cannot go on; the listening loop decides when to come back.
        """
        ...


@dataclass(frozen=True, slots=True)
class Hook:
    """One HTTP request that a network made to us; `body` is as it came, before any parsing."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True, slots=True)
class HookAnswer:
    """What we answer to a hook."""

    status: int
    body: str = ""
    content_type: str = "text/plain"


@runtime_checkable
class TakesHooks(Protocol):
    """Networks that call us."""

    async def hook(self, hook: Hook, receive: Receive) -> HookAnswer:
        """Verify on the raw bytes and in constant time, parse, store, then answer; 2xx only once stored."""
        ...


@runtime_checkable
class SharesHooks(Protocol):
    """Networks that call one address for all accounts of one application; `hook_path` is the same for those."""

    hook_path: str  # below /hooks/, such as "meta/1234567"

    async def hook_for_all(self, hook: Hook, party: Sequence[tuple[Network, Receive]]) -> HookAnswer:
        """As `hook`, for every account that shares the address, this one among them; 2xx only once all is stored."""
        ...


@runtime_checkable
class FindsSent(Protocol):
    """Networks on which one can look whether a send happened."""

    async def find_sent(self, action: Action, key: str, since: int) -> Receipt | None:
        """The receipt if it is there, None if it certainly is not; raises Uncertain when nobody can tell.

        `since` (unix ms) is when the first call was begun: what is older is another one.
        """
        ...


@runtime_checkable
class Backfills(Protocol):
    """Networks that can tell what was said while we were away."""

    def backfill(self, since: int) -> AsyncIterator[Sequence[Incoming]]:
        """Pages of what was said since `since`, oldest first."""
        ...


@runtime_checkable
class FetchesMedia(Protocol):
    """Networks whose media are fetched with our credentials, so that no link carries a token."""

    def fetch(self, media: Media) -> AsyncIterator[bytes]:
        """The bytes of a medium that arrived; raises a NetworkError."""
        ...


# ------------------------------------------------------------------------------------- what a network may be given


@dataclass(frozen=True, slots=True)
class Mail:
    """One line of a mailbox: its place, who wrote it ("them" or "us"), and its content as JSON text."""

    id: str
    key: str
    body: str


class Mailbox(Protocol):
    """Durable lines: the threads of networks that have no server of their own (web chat), and adapters' own notes."""

    async def append(self, thread: RemoteId, key: str, body: str) -> Mail:
        """Add a line once, safe from a crash; the same `key` again returns the line that is already there."""
        ...

    async def read(self, thread: RemoteId, after: str = "0", limit: int = 200) -> list[Mail]:
        """The lines after a place, oldest first."""
        ...

    async def find(self, thread: RemoteId, key: str) -> Mail | None:
        """The line with this key, if it was ever added."""
        ...

    async def wait(self, thread: RemoteId, after: str, seconds: float) -> list[Mail]:
        """The lines after a place; waits up to `seconds` for the first one to come."""
        ...
