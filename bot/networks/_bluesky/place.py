"""Where listening stands: up to where everything is stored, and what was said lately and may yet be deleted."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Final, Self

from bot.networks._payloads import MALFORMED
from inbox.incoming import Cursor, NewMessage

LATELY: Final = 50  # of the newest messages; two calls look at them again


@dataclass(frozen=True, slots=True)
class Place:
    """Times in unix ms, by Bluesky's clock but for `at`, when everything was last read."""

    heard: int = 0  # notifications
    own: int = 0  # our own posts
    log: str = ""  # of direct messages
    at: int = 0
    lately: tuple[tuple[str, str], ...] = ()  # the newest posts and their threads, the oldest first

    @classmethod
    def read(cls, cursor: Cursor | None) -> Self:
        """Where a cursor of ours says; the beginning for one that says nothing."""
        try:
            said = json.loads(cursor or "{}")
            lately = tuple((str(post), str(thread)) for post, thread in said["lately"])
            return cls(int(said["heard"]), int(said["own"]), str(said["log"]), int(said["at"]), lately)
        except MALFORMED:
            return cls()

    @property
    def cursor(self) -> Cursor:
        """The place as text."""
        return json.dumps(asdict(self), separators=(",", ":"))

    def after(self, message: NewMessage) -> Self:
        """The place with one more message among those that may be deleted."""
        one = (str(message.id), str(message.thread.remote))
        if one in self.lately:
            return self
        return replace(self, lately=(*self.lately, one)[-LATELY:])

    def without(self, posts: set[str]) -> Self:
        """The place without messages that are gone."""
        return replace(self, lately=tuple(one for one in self.lately if one[0] not in posts))
