"""The port towards the outside: what we may ask of a network, and what it is given.

A network is one class in `bot/networks/<name>.py`. It must offer `Network`; every other ability is a protocol of one
method here, asked for by `isinstance`. An adapter never retries, sleeps or queues: it does a thing once and raises a
`NetworkError` and nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, runtime_checkable

from inbox.actions import Action
from inbox.capabilities import Capabilities
from inbox.incoming import Cursor, Receive
from inbox.models import AccountId, Media, RemoteId


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
class Differs(Protocol):
    """Network classes of which one account can do more than another, by what bot.yaml says of it."""

    @staticmethod
    def capabilities_of(options: Any) -> Capabilities:  # the options of its own class
        """What an account with these options can do."""
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


@dataclass(frozen=True, slots=True)
class Used:
    """What an account's calls have cost, in millionths of its tariff's currency, today and in this month.

    `things` is how many of each priced thing that was today; days begin where the tariff's zone says.
    """

    today: int = 0
    month: int = 0
    things: Mapping[str, int] = field(default_factory=dict)


NONE_SEEN: Final[Mapping[str, Collection[str]]] = {}


class Meter(Protocol):
    """Counts what one account's calls cost; shared by all processes, and kept when they end."""

    async def spend(self, things: Mapping[str, int], seen: Mapping[str, Collection[str]] = NONE_SEEN) -> Used:
        """Count so many of each priced thing, and of what is `seen` those ids that were not counted today already.

        Answers what is used with them.
        """
        ...

    async def used(self) -> Used:
        """What is used so far."""
        ...

    async def plan(self, words: str, next_at: int, budget: int) -> None:
        """Tell people how the account goes on: in words, when it looks next (unix ms), and its budget of a day.

        `budget` is in millionths; 0: there is none.
        """
        ...


# --------------------------------------------------------------------------------------------- how somebody logs in


class Candidate(Protocol):
    """Something that could be connected."""

    @property
    def id(self) -> str:
        """Its id at the network."""
        ...

    @property
    def name(self) -> str:
        """What it is called there."""
        ...


class Connecting(Protocol):
    """One login, from its address to the account that is connected. Its calls raise NetworkErrors and SetupErrors."""

    async def address(self) -> str:
        """What the person opens in a browser to log in."""
        ...

    async def by_address(self, pasted: str) -> Sequence[Candidate]:
        """What could be connected, by what the login led to."""
        ...

    async def by_token(self, token: str) -> Sequence[Candidate]:
        """What could be connected with a token that was made by hand."""
        ...

    async def keep(self, id: str) -> None:
        """Keep the login of one of them; returns once that is safe from a crash."""
        ...

    async def report(self, id: str) -> Sequence[Health]:
        """What the account may do today."""
        ...

    def lines(self, id: str) -> str:
        """What bot.yaml lacks, "" when it has everything."""
        ...
