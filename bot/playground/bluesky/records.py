"""The things the simulated Bluesky is made of: people with their records, posts, blobs, talks, and what we did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Incoming = Literal["all", "following", "none"]
POST = "app.bsky.feed.post"
JsonObject = dict[str, Any]


@dataclass(slots=True, eq=False)
class Record:
    """A record in somebody's repository; `indexed` is when the network took it in, in unix seconds."""

    did: str
    collection: str
    rkey: str
    value: JsonObject
    cid: str
    indexed: float
    sort_at: float  # the place in lists: when it says that it was made, if that was before it was taken in
    removed: bool = False

    @property
    def uri(self) -> str:
        """Its at-uri."""
        return f"at://{self.did}/{self.collection}/{self.rkey}"

    @property
    def text(self) -> str:
        """What a post says."""
        return str(self.value.get("text", ""))

    @property
    def id(self) -> str:
        """The post without a slash: the letters of its DID, and its record key."""
        return f"{self.did.removeprefix('did:plc:')}~{self.rkey}"

    @property
    def place(self) -> tuple[float, str]:
        """What lists are ordered by."""
        return self.sort_at, self.rkey


Post = Record


@dataclass(slots=True, eq=False)
class Person:
    """Somebody on Bluesky. `incoming` says whose direct messages they take, `follows` whom they follow (DIDs)."""

    did: str
    handle: str
    name: str
    incoming: Incoming = "all"
    follows: set[str] = field(default_factory=set)
    muted: set[str] = field(default_factory=set)
    blocked: Counter[str] = field(default_factory=Counter)  # by how many records
    records: dict[tuple[str, str], Record] = field(default_factory=dict)
    gone: bool = False

    def of(self, collection: str) -> list[Record]:
        """Their records of one kind that are there."""
        return [record for (kind, _), record in self.records.items() if kind == collection]

    def blocks(self, did: str) -> bool:
        """Whether they have blocked somebody."""
        return self.blocked[did] > 0


@dataclass(slots=True, eq=False)
class Account(Person):
    """An account of ours; its app password allows direct messages if it is `privileged`."""

    app_password: str = ""
    privileged: bool = True
    taken_down: bool = False
    notices: list[Notice] = field(default_factory=list)  # the oldest first
    blobs: dict[str, tuple[bytes, str]] = field(default_factory=dict)  # cid -> data and type
    points: Counter[int] = field(default_factory=Counter)  # of writes, by hour


@dataclass(frozen=True, slots=True)
class Notice:
    """Why somebody is told of a record, and which record of theirs that is about; "" for none."""

    reason: str
    record: Record
    about: str

    @property
    def place(self) -> tuple[float, str]:
        """What lists are ordered by."""
        return self.record.place


@dataclass(slots=True, eq=False)
class Line:
    """A direct message."""

    id: str
    rev: str
    convo: Convo
    sender: Person
    text: str
    at: float
    facets: list[JsonObject] = field(default_factory=list)
    reactions: dict[str, str] = field(default_factory=dict)  # DID -> emoji


@dataclass(slots=True, eq=False)
class Convo:
    """A talk; `accepted` are the DIDs of those to whom it is no request any more."""

    id: str
    members: list[Person]
    rev: str
    lines: list[Line] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    log: list[JsonObject] = field(default_factory=list)
    locked: bool = False
    name: str = ""  # of a group

    def other(self, person: Person) -> Person:
        """The one that `person` talks with."""
        return next(one for one in self.members if one is not person)


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that an account of ours did by the API."""

    number: int
    at: float
    call: str
    object_id: str
    text: str = ""
    account: str = ""


def moment(text: str) -> float:
    """The unix time of an ISO 8601 time with a zone; raises ValueError for anything else."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return read.timestamp()


def precisely(at: float) -> str:
    """A unix time to the microsecond, as cursors hold it."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def written(at: float) -> str:
    """A unix time as Bluesky writes it: 2026-01-01T00:00:00.000Z."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
