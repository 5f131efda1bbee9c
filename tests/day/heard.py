"""What came of a day: when each message was stored, what it cost, and what was lost, doubled, changed or taken back."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from inbox.incoming import Cursor, Incoming, MessageEdited, MessageHidden, MessageRemoved, NewMessage, Receive
from tests.day.plan import DAY, MINUTE, SAID, Moment


@dataclass(slots=True)
class Heard:
    """Stores by `store`, and notes when, in unix ms; `now` is the day's clock."""

    store: Receive
    now: Callable[[], int]
    at: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)
    ours: set[str] = field(default_factory=set)

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        """As every network is given it."""
        fresh = await self.store(events, cursor)
        for event in events:
            self._note(event)
        return fresh

    def _note(self, event: Incoming) -> None:
        match event:
            case NewMessage(id=id, author=None):
                self.ours.add(id)
            case NewMessage(id=id, text=text, held=held):
                self.at.setdefault(id, self.now())
                self.texts.setdefault(id, text)
                self.held |= {id} if held else set()
            case MessageEdited(id=id, text=text):  # which is stored even where nobody told of it before
                if id not in self.ours:
                    self.at.setdefault(id, self.now())
                self.texts[id] = text
            case MessageHidden(id=id, held=held):
                self.held |= {id} if held else set()
            case MessageRemoved(id=id):
                self.removed.add(id)


@dataclass(frozen=True, slots=True)
class Delays:
    """From said to stored, in seconds."""

    median: float
    p95: float
    worst: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Delays:
        """Of so many messages; nothing is no delay."""
        if not seconds:
            return cls(0, 0, 0)
        ordered = sorted(seconds)
        return cls(statistics.median(ordered), ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], ordered[-1])

    def __str__(self) -> str:
        return " / ".join(span(one) for one in (self.median, self.p95, self.worst))


@dataclass(frozen=True, slots=True)
class Spent:
    """What a day took: calls, the most of them in a span; units or dollars by our meter and by their bill.

    `deeds` is how much of `cost` went for what we said. `refused` is why answers of ours were not brought out.
    """

    calls: int
    most: int
    cost: float
    deeds: float
    bill: float
    answers: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one way of reading through one day."""

    fresh: Delays
    all: Delays
    said: int
    lost: int
    doubled: int
    edits: str
    removals: str
    spent: Spent


@dataclass(frozen=True, slots=True)
class Said:
    """What people really said: ids by number, as this project writes them, and what of it is still there."""

    begin: float
    moments: Sequence[Moment]
    ids: Mapping[int, str]
    texts: Mapping[int, str]

    def outcome(self, heard: Heard, doubled: int, spent: Spent) -> Outcome:
        """What a way of reading made of it."""
        said = [one for one in self.moments if one.what in SAID]
        gone = {one.to for one in self.moments if one.what == "remove"}
        changed = {one.to for one in self.moments if one.what == "edit"}
        delays = {
            one.number: heard.at[id] / 1000 - (self.begin + one.at)
            for one in said
            if (id := self.ids[one.number]) in heard.at
        }
        stored_gone = [one for one in gone if self.ids[one] in heard.at]
        seen = [one for one in changed if self.texts[one] in heard.texts.get(self.ids[one], "")]
        missed = [one for one in said if one.number not in delays and one.number not in gone]
        return Outcome(
            fresh=Delays.of([delays[one.number] for one in said if not one.late and one.number in delays]),
            all=Delays.of(list(delays.values())),
            said=len(said),
            lost=len(missed),
            doubled=doubled,
            edits=f"{len(seen)} of {len(changed)}",
            removals=f"{sum(self.ids[one] in heard.removed for one in stored_gone)} of {len(stored_gone)}",
            spent=spent,
        )


def span(seconds: float) -> str:
    """A length of time, as short as a table needs it."""
    if seconds < MINUTE:
        return f"{max(0, seconds):.0f} s"
    return f"{seconds / MINUTE:.1f} min" if seconds < DAY / 12 else f"{seconds / 3600:.1f} h"
