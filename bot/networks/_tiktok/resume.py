"""Where reading goes on: the cursor of an account as text, and what is known of each post while it runs."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from bot.networks._tiktok.ids import top_of
from inbox.incoming import Cursor
from inbox.models import RemoteId, Thread

HOUR: Final = 3_600_000
FIRST: Final = 24 * HOUR  # ms; an old account's past does not flood the inbox
OVERLAP: Final = 15 * 60_000  # ms that are read twice: hooks are up to five minutes late, lists tell seconds
FRESH: Final = 48 * HOUR
BUSY: Final = HOUR
YOUNG: Final = 14 * 24 * HOUR
MOST_SAID: Final = 2_000  # of one post
MOST_COUNTS: Final = 250
WEEK: Final = 7 * 24 * HOUR
# Between two times that a post is read to its end, in ms: to find what is gone, and, by page, to find what is new.
DEEP_APART: Final = HOUR
DEEP_APART_BY_PAGE: Final = 20_000
# How long a post is left alone, in ms: fresh or busy, young, old.
ALONE: Final = (0, 10 * 60_000, HOUR)
ALONE_WITH_HOOKS: Final = (5 * 60_000, HOUR, 6 * HOUR)


@dataclass(frozen=True, slots=True)
class Place:
    """Where reading goes on: up to `since` all comments are stored, and up to `talked` all messages.

    At `at` we knew of so many comments of each post; those that are `unsure` have to be read to their end once more.
    What is older than `begun` is none of ours to bring in. `first`: nobody has read before, so there is no gap, and
    only the last day is brought in. Times are in unix ms.
    """

    since: int
    counts: Mapping[str, int] = field(default_factory=dict)
    first: bool = False
    begun: int = 0
    at: int = 0
    talked: int = 0
    unsure: frozenset[str] = frozenset()

    @classmethod
    def read(cls, cursor: Cursor | None, now: int) -> Self:
        """What a cursor of ours says; one that says nothing is as good as none."""
        try:
            said = json.loads(cursor or "{}")
            since, counts = said["since"], said.get("counts", {})
            if type(since) is not int or not 0 <= since <= now + HOUR or not isinstance(counts, dict):
                raise ValueError(since)
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls(now - FIRST, first=True, begun=now - FIRST, at=now, talked=now - FIRST)
        counted = {str(video): count for video, count in counts.items() if type(count) is int}
        begun, at, talked = (said.get(name) for name in ("begun", "at", "talked"))
        unsure = said.get("unsure")
        return cls(
            since,
            counted,
            begun=begun if type(begun) is int else 0,
            at=at if type(at) is int else since,
            talked=talked if type(talked) is int else since,
            unsure=frozenset(map(str, unsure)) if isinstance(unsure, list) else frozenset(),
        )

    @property
    def cursor(self) -> Cursor:
        """The place as text."""
        counts = dict(list(self.counts.items())[-MOST_COUNTS:])
        said = {"since": self.since, "begun": self.begun, "at": self.at, "talked": self.talked, "counts": counts}
        if self.unsure:
            said["unsure"] = sorted(self.unsure)
        return json.dumps(said, separators=(",", ":"))

    @property
    def floor(self) -> int:
        """What is older was read before, or is none of ours: an inbox that has forgotten it does not get it again."""
        return max(self.begun, self.since - WEEK)


@dataclass(slots=True)
class Remark:
    """One comment that is stored."""

    thread: Thread
    id: RemoteId
    at: int
    hidden: bool = False

    @property
    def top(self) -> str:
        """The comment that its thread begins with."""
        return top_of(self.thread.remote)


@dataclass(slots=True)
class Watch:
    """One post of ours: when it was made and last read, how often it is commented, and what is stored of that.

    `count` is how many comments TikTok counts, `have` how many we know of (-1: not told yet); where they differ
    there is something to read. What was said after `counted_at` is not in `have` until it is heard. `replies` is how
    many replies of each comment were read, `pages` how many pages it had. `unsure`: since all was read TikTok
    counted fewer, or something was found by reading; what is gone may make up for a reply that nobody has seen. Times
    are in unix ms.
    """

    video: str
    at: int
    read_at: int = 0
    found_at: int = 0
    deep_at: int = 0
    count: int = -1
    have: int = -1
    counted_at: int = 0
    pages: int = 1
    unsure: bool = False
    due: int = 0
    replies: dict[str, int] = field(default_factory=dict)
    said: OrderedDict[RemoteId, Remark] = field(default_factory=OrderedDict)
    below: Counter[str] = field(default_factory=Counter)  # how many of those are replies to a comment

    def counted(self, count: object) -> None:
        """TikTok counts so many comments now."""
        if type(count) is not int:
            return
        self.count = count
        self.unsure = self.unsure or 0 <= count < self.have
        if 0 <= self.have != count:
            self.due = 0

    @property
    def behind(self) -> bool:
        """Whether TikTok counts comments that we do not know of."""
        return 0 <= self.have < self.count

    def uneven(self, now: int) -> bool:
        """Whether the whole of it has to be read: to find what is gone, or what was said below an old comment."""
        apart = max(60_000, DEEP_APART_BY_PAGE * self.pages) if self.behind else DEEP_APART
        odd = self.have != self.count or self.unsure
        return self.have >= 0 and odd and now - self.deep_at >= apart

    def settle(self, now: int) -> None:
        """All of it was read: what TikTok counts is what we know of."""
        self.have, self.counted_at, self.unsure = self.count, now, False

    def done(self, now: int, *, found: bool, hooks: bool, whole: bool = True) -> None:
        """It was read, if the `whole` of what may be new was; says when it is next.

        The first time there is nothing to compare what TikTok counts with.
        """
        if self.have < 0:
            self.settle(now)
        if not whole:
            self.due = 0
            return
        self.read_at = now
        self.found_at = now if found else self.found_at
        busy = now - self.at < FRESH or (self.found_at and now - self.found_at < BUSY)
        age = 0 if busy else 1 if now - self.at < YOUNG else 2
        self.due = now + (ALONE_WITH_HOOKS if hooks else ALONE)[age]

    def keep(self, remarks: Iterable[Remark], new: int) -> None:
        """These comments are stored, and so many of them were not before."""
        unheard = [one for one in remarks if one.id not in self.said]
        self.said.update({one.id: one for one in unheard})
        self.below.update(one.top for one in unheard if one.top != one.id)
        if self.have >= 0:
            self.have += max(sum(one.at > self.counted_at for one in unheard), min(new, len(unheard)))
        while len(self.said) > MOST_SAID:
            self._forget(next(iter(self.said)))

    def drop(self, id: RemoteId) -> None:
        """A comment is gone."""
        if id in self.said:
            self._forget(id)
            self.have -= self.have > 0

    def _forget(self, id: RemoteId) -> None:
        one = self.said.pop(id)
        self.below[one.top] -= one.top != one.id
