"""Where reading goes on: the cursor of an account as text, and what is known of each post while it runs."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from inbox.incoming import Cursor
from inbox.models import RemoteId, Thread

HOUR: Final = 3_600_000
FIRST: Final = 24 * HOUR  # ms; an old account's past does not flood the inbox
OVERLAP: Final = 15 * 60_000  # ms that are read twice: hooks are up to five minutes late, lists tell seconds
FRESH: Final = 48 * HOUR
BUSY: Final = HOUR
YOUNG: Final = 14 * 24 * HOUR
MOST_SAID: Final = 500  # of one post
MOST_COUNTS: Final = 250
DEEP_APART: Final = HOUR  # ms between two times that a post is read to its end
# How long a post is left alone, in ms: fresh or busy, young, old.
ALONE: Final = (0, 10 * 60_000, HOUR)
ALONE_WITH_HOOKS: Final = (5 * 60_000, HOUR, 6 * HOUR)


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading goes on: up to `since` (unix ms) everything is stored, and so many comments each post had then.

    `first`: nobody has read before, so there is no gap, and only the last day is brought in.
    """

    since: int
    counts: Mapping[str, int] = field(default_factory=dict)
    first: bool = False

    @classmethod
    def read(cls, cursor: Cursor | None, now: int) -> Self:
        """What a cursor of ours says; one that says nothing is as good as none."""
        try:
            said = json.loads(cursor or "{}")
            since, counts = said["since"], said.get("counts", {})
            if type(since) is not int or not 0 <= since <= now + HOUR or not isinstance(counts, dict):
                raise ValueError(since)
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls(now - FIRST, first=True)
        return cls(since, {str(video): count for video, count in counts.items() if type(count) is int})

    @property
    def cursor(self) -> Cursor:
        """The place as text."""
        counts = dict(list(self.counts.items())[-MOST_COUNTS:])
        return json.dumps({"since": self.since, "counts": counts}, separators=(",", ":"))


@dataclass(slots=True)
class Remark:
    """One comment that is stored."""

    thread: Thread
    id: RemoteId
    at: int
    hidden: bool = False


@dataclass(slots=True)
class Watch:
    """One post of ours: when it was made and last read, how often it is commented, and what is stored of that.

    `count` is how many comments TikTok counts, `have` how many we know of (-1: not told yet); where they differ
    there is something to read. `replies` is how many replies of each comment were read. Times are in unix ms.
    """

    video: str
    at: int
    read_at: int = 0
    found_at: int = 0
    deep_at: int = 0
    count: int = -1
    have: int = -1
    due: int = 0
    replies: dict[str, int] = field(default_factory=dict)
    said: OrderedDict[RemoteId, Remark] = field(default_factory=OrderedDict)

    def counted(self, count: object) -> None:
        """TikTok counts so many comments now."""
        if type(count) is not int:
            return
        self.count = count
        if 0 <= self.have != count:
            self.due = 0

    @property
    def behind(self) -> bool:
        """Whether TikTok counts comments that we do not know of."""
        return 0 <= self.have < self.count

    def uneven(self, now: int) -> bool:
        """Whether the whole of it has to be read: to find what is gone, or what was said below an old comment."""
        return self.have >= 0 and self.have != self.count and now - self.deep_at >= DEEP_APART

    def done(self, now: int, *, found: bool, hooks: bool) -> None:
        """It was read; says when it is next. The first time there is nothing to compare what TikTok counts with."""
        self.read_at = now
        self.have = self.count if self.have < 0 else self.have
        self.found_at = now if found else self.found_at
        busy = now - self.at < FRESH or (self.found_at and now - self.found_at < BUSY)
        age = 0 if busy else 1 if now - self.at < YOUNG else 2
        self.due = now + (ALONE_WITH_HOOKS if hooks else ALONE)[age]

    def keep(self, remark: Remark) -> None:
        """A comment is stored."""
        if remark.id in self.said:
            return
        self.said[remark.id] = remark
        self.have += self.have >= 0
        if len(self.said) > MOST_SAID:
            self.said.popitem(last=False)

    def drop(self, id: RemoteId) -> None:
        """A comment is gone."""
        if self.said.pop(id, None) is not None:
            self.have -= self.have > 0
