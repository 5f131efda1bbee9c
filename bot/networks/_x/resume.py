"""Where reading goes on after a look: the cursor of an account, as text between runs.

Places are ids of X's own, never times of our clock, which may differ from X's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from bot.networks._x.ids import first_at, own, said_at
from inbox.incoming import Cursor

FIRST: Final = 24 * 3_600_000  # ms; the past of an account does not flood the inbox
SEARCHED: Final = 7 * 24 * 3_600_000 - 3_600_000  # ms; X searches the last seven days, by its own clock
OVERLAP: Final = 60_000  # ms that are read again, for what X shows late
MOST_AGAIN: Final = 20  # posts that are read again for that, at most
MOST_WATCHED: Final = 200
WATCHED: Final = 2 * 24 * 3_600_000  # ms in which a post of somebody's is looked at again
MOST_ROOTS: Final = 60
MOST_GAPS: Final = 12  # that wait; then the two oldest become one, and what lies between is read again


@dataclass(frozen=True, slots=True)
class Place:
    """How far a list is read: everything up to `since` is stored.

    Where reading was cut short, what lies between `since` and `until` is still to be read, and what was read before
    that goes up to `top`. `many` is how much of it was read so far. `older` are such gaps below `since` that wait,
    the newest first.
    """

    since: str
    until: str = ""
    top: str = ""
    many: int = 0
    older: tuple[tuple[str, str], ...] = ()

    @property
    def newest(self) -> Place:
        """Where a look begins: above all that was read; what an earlier one left waits below."""
        if not self.until:
            return self
        gaps = ((self.since, self.until), *self.older)
        if len(gaps) > MOST_GAPS:
            gaps = (*gaps[:-2], (gaps[-1][0], gaps[-2][1]))
        return Place(self.top, older=gaps)

    @property
    def below(self) -> Place:
        """Where it goes on when all above was read: in the newest gap that waits."""
        if self.until or not self.older:
            return self
        since, until = self.older[0]
        return Place(since, until, self.since, older=self.older[1:])

    def after(self, ids: Sequence[str], *, whole: bool, fresh: bool) -> Place:
        """The place when `ids` were stored, and with `whole` nothing is left between them and `since`.

        While something is `fresh`, what stands just before it may still appear, and a little is read again.
        """
        read = sorted({int(id) for id in ids}, reverse=True)
        newest = max([int(self.top or 0), *read[:1]])
        if not whole:
            below = str(read[-1]) if read else self.until
            return Place(self.since, below, str(newest or ""), self.many + len(read), self.older)
        if not fresh or self.top:
            return Place(str(max(int(self.since), newest)), older=self.older)
        again = int(first_at(said_at(str(newest)) - OVERLAP))
        if len(read) > MOST_AGAIN:
            again = max(again, read[MOST_AGAIN])
        return Place(str(max(int(self.since), min(again, newest))), older=self.older)


@dataclass(slots=True)
class Resume:
    """The places of all lists; `at` is when (unix ms, our clock) all of them were last read whole.

    `roots` are our posts below which is searched, each with the id up to which that was done; `watched` posts of others
    that are looked at again, by the id of their newest version: how the inbox knows thread and message, and the day on
    which they were last read. `name` is our username.
    """

    mentions: Place
    own: Place
    letters: Place
    at: int = 0
    roots: dict[str, str] = field(default_factory=dict)
    watched: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    name: str = ""

    @classmethod
    def read(cls, cursor: Cursor | None, now: int) -> Self:
        """Where a cursor of ours says; without one, or with one that says nothing, only the last day is read."""
        first = Place(first_at(now - FIRST))
        fresh = cls(first, first, first, now)
        try:
            said = json.loads(cursor or "{}")
            return cls(
                _place(said, "mentions", first),
                _place(said, "own", first),
                _place(said, "letters", first),
                int(said.get("at", now)),
                {str(int(id)): str(int(since)) for id, since in said.get("roots", {}).items()},
                {str(int(id)): (str(w[0]), str(w[1]), int(w[2])) for id, w in said.get("watched", {}).items()},
                str(said.get("name", "")),
            )
        except (ValueError, TypeError, AttributeError, LookupError):
            return fresh

    @property
    def cursor(self) -> Cursor:
        """The places as text."""
        places = {name: _written(getattr(self, name)) for name in ("mentions", "own", "letters")}
        more = {"at": self.at, "roots": self.roots, "watched": self.watched, "name": self.name}
        return json.dumps({**places, **more}, separators=(",", ":"))

    def with_place(self, name: str, place: Place) -> Self:
        """The same with one list read further."""
        changed: dict[str, Any] = {name: place}
        return replace(self, roots=dict(self.roots), watched=dict(self.watched), **changed)

    def tidy(self, now: int) -> None:
        """Forget what is too old to be searched or looked at; the newest stay."""
        recent = [root for root in sorted(self.roots, key=int) if now - said_at(root) <= SEARCHED]
        self.roots = {root: self.roots[root] for root in recent[-MOST_ROOTS:]}
        newest = sorted(self.watched, key=int)[-MOST_WATCHED:]
        self.watched = {id: self.watched[id] for id in newest if now - said_at(own(id)) <= WATCHED}


def _place(said: Mapping[str, Any], name: str, first: Place) -> Place:
    told = said.get(name)
    if told is None:
        return first
    since, until, top, many, *older = told
    gaps = tuple((str(int(low)), str(int(high))) for low, high in (older[0] if older else ()))
    return Place(str(int(since)), until and str(int(until)), top and str(int(top)), int(many), gaps)


def _written(place: Place) -> list[object]:
    return [place.since, place.until, place.top, place.many, place.older]
