"""What there is on a simulated Mastodon server: people, posts, notifications, and what we did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class App:
    """A program that somebody may let into an account."""

    id: str
    secret: str
    name: str
    redirect: str
    scopes: str


@dataclass(slots=True)
class Account:
    """Somebody, here or (with a server in `acct`) elsewhere; `token` lets a program in, `scopes` says how far."""

    id: str
    acct: str
    name: str
    token: str = ""
    scopes: str = "read write"
    muted: dict[str, float] = field(default_factory=dict)  # whom, and until when
    blocked: set[str] = field(default_factory=set)
    since: float = 1_600_000_000.0  # unix seconds
    followers: int = 12


@dataclass(slots=True)
class File:
    """An uploaded file; `ready_at` (unix seconds) is when the server is done with it."""

    id: str
    kind: str
    data: bytes
    alt: str
    ready_at: float


@dataclass(slots=True)
class Status:
    """One post; `text` is what its author typed."""

    id: str
    author: Account
    text: str
    at: float
    visibility: str = "public"
    answers: Status | None = None
    warning: str = ""
    edited_at: float = 0.0
    removed: bool = False
    files: list[File] = field(default_factory=list)
    mentions: list[Account] = field(default_factory=list)
    poll: tuple[str, ...] = ()
    favourites: set[str] = field(default_factory=set)
    boosts: int = 0


@dataclass(frozen=True, slots=True)
class Notification:
    """What an account is told of."""

    id: str
    type: str
    at: float
    who: Account
    status: Status | None


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that a program did: its number, when (unix seconds), the call, what it was about, and the words."""

    number: int
    at: float
    call: str
    object_id: str
    result_id: str = ""
    text: str = ""
