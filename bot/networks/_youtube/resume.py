"""Where reading goes on: the cursor of an account, as text between runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

from inbox.incoming import Cursor

FIRST: Final = 24 * 3_600_000  # ms; an old channel's past does not flood the inbox


@dataclass(slots=True)
class Head:
    """How far a place is read, in unix ms: everything up to `done`, and what is newer than the page at `token`.

    While `token` is set, reading broke off between the two; once it reaches `done`, all up to `newest` is stored.
    """

    done: int
    newest: int = 0
    token: str = ""


@dataclass(slots=True)
class Resume:
    """What began before `since` (unix ms) is not brought in; `ran` is when each kind of look at a place was last."""

    since: int
    heads: dict[str, Head] = field(default_factory=dict)
    ran: dict[str, int] = field(default_factory=dict)
    fresh: bool = True  # no run before this one

    @classmethod
    def read(cls, cursor: Cursor | None, now: int) -> Self:
        """Where a cursor of ours says; without one, or with one that says nothing, only the last day is read."""
        try:
            said: dict[str, Any] = json.loads(cursor or "")
            heads = {
                str(name): Head(int(one["done"]), int(one["newest"]), str(one["token"]))
                for name, one in said["heads"].items()
            }
            return cls(int(said["since"]), heads, {str(name): int(at) for name, at in said["ran"].items()}, fresh=False)
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls(now - FIRST)

    @property
    def cursor(self) -> Cursor:
        """The place as text."""
        told = {
            "since": self.since,
            "heads": {name: asdict(head) for name, head in self.heads.items()},
            "ran": self.ran,
        }
        return json.dumps(told, separators=(",", ":"))

    def head(self, place: str) -> Head:
        """How far this place is read."""
        return self.heads.setdefault(place, Head(self.since))

    def keep(self, places: set[str]) -> None:
        """Forget places that are not watched any more."""
        self.heads = {name: head for name, head in self.heads.items() if name in places}
        self.ran = {name: at for name, at in self.ran.items() if name.partition(" ")[0] in places}
