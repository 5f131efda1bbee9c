"""What a network can do, as data: nothing anywhere asks for a network by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from inbox.actions import Action, ActionKind, kind_of
from inbox.models import Kind, MediaKind, RemoteId

Unit = Literal["characters", "utf16", "bytes", "weighted", "graphemes", "short links"]
UNITS: Final[Mapping[Unit, str]] = {
    "characters": "characters",
    "utf16": "characters",
    "bytes": "bytes",
    "weighted": "characters as X counts them",
    "graphemes": "characters",
    "short links": "characters, with 23 for a link",
}
MICRO: Final = 1_000_000  # amounts of money, or of what is counted in its place, are in millionths


@dataclass(frozen=True, slots=True)
class TextLimit:
    """How long a text may be and how the network counts; `most_bytes` is a second limit, in UTF-8.

    Counted are code points, UTF-16 units, UTF-8 bytes, what X weighs, what people see as one character, or that with
    every address as long as the next ("short links", as Mastodon does).
    """

    most: int
    unit: Unit = "characters"
    caption: int = 0  # the limit beside media, where it differs
    part: int = 0  # what is longer leaves as several messages of at most this length; 0: it leaves whole
    most_bytes: int = 0

    def length(self, text: str) -> int:
        """The length of `text` as the network counts it."""
        match self.unit:
            case "characters":
                return len(text)
            case "utf16":
                return len(text.encode("utf-16-le", "surrogatepass")) // 2
            case "bytes":
                return len(text.encode("utf-8", "surrogatepass"))
        from inbox import lengths  # its patterns take 40 ms to compile, which a command that counts nothing is spared

        match self.unit:
            case "weighted":
                return lengths.weighted(text)
            case "graphemes":
                return lengths.graphemes(text)
            case "short links":
                return lengths.with_short_links(text)

    def over(self, text: str, most: int = 0) -> tuple[int, int, Unit] | None:
        """How long a text is, the limit that this is beyond, and in what; None while it fits. `most`: another limit."""
        if (length := self.length(text)) > (most or self.most):
            return length, most or self.most, self.unit
        size = len(text.encode("utf-8", "surrogatepass")) if self.most_bytes else 0
        return (size, self.most_bytes, "bytes") if size > self.most_bytes else None


@dataclass(frozen=True, slots=True)
class Window:
    """How long one may speak, in seconds: after their last words or, with `of_message`, after the message answered."""

    seconds: int
    people: int = 0  # how long when a person wrote what is said; 0: not longer
    of_message: bool = False
    once: bool = False  # one for each message, whatever they say afterwards
    messages: int = 0  # how many of ours until they write again; 0: any number


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a network's calls cost, as it publishes that; amounts are in millionths of `currency`.

    Where a network counts units in place of money, these are the currency.
    """

    currency: str  # ISO 4217, or "units"
    prices: Mapping[str, int]  # one of each thing, such as {"post.read": 5_000}
    source: str
    read_on: str  # ISO date
    zone: str = "UTC"  # its midnight begins a new day
    actions: Mapping[ActionKind, str] = field(default_factory=dict)  # which of the things an action is
    with_link: Mapping[ActionKind, str] = field(default_factory=dict)  # and which when its text holds a link
    a_day: int = 0  # the most that the network grants in a day; 0: it has no end

    def price(self, action: Action, *, linked: bool = False) -> int:
        """What an action costs; 0 where it is free, or nobody says."""
        kind = kind_of(action)
        thing = self.with_link.get(kind) if linked else None
        return self.prices.get(thing or self.actions.get(kind, ""), 0)


def nowhere(_: RemoteId, __: RemoteId) -> str:
    """No message of this network has an address."""
    return ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What one network offers, as facts with the page they come from and the day somebody read it.

    `called` holds what an action is named there where it is another thing than its name says ("Reject" for remove),
    `remarks` one sentence about an action: what is special about it there, or why the network has none.
    `opens` answers where a person sees a message of a thread in the network's own pages, "" where there is no address.
    """

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
    own_only: frozenset[ActionKind] = frozenset()  # of the actions on messages, those that exist only for our own
    tells_follows: bool = False  # it says of people who write whether they follow us
    reviews: bool = False  # comments may wait, unseen by others, until we publish them
    endless_mutes: bool = False  # a mute holds for the account until it is lifted: it keeps no time, so we do
    anonymous: bool = False  # who writes there has no login: nothing proves who they are
    called: Mapping[ActionKind, str] = field(default_factory=dict)
    remarks: Mapping[ActionKind, str] = field(default_factory=dict)
    tariff: Tariff | None = None
    opens: Callable[[RemoteId, RemoteId], str] = nowhere

    def offers(self, kind: Kind, action: ActionKind) -> bool:
        """Whether this action exists in this kind of conversation."""
        return action in self.actions.get(kind, frozenset())

    def limit(self, kind: Kind, action: ActionKind) -> TextLimit:
        """How long the text of this action may be in this kind of conversation."""
        return self.texts.get((kind, action), self.text)
