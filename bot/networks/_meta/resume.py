"""Where reading goes on after a round: the cursor of an account, as text between runs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Final, Self

from inbox.incoming import Cursor

FIRST: Final = 24 * 3_600_000  # ms; an old Page's past does not flood the inbox
FORGOTTEN: Final = 30 * 24 * 3_600_000  # ms without a comment, after which a post is read no more
MOST_POSTS: Final = 200
MOST_COUNTS: Final = 250


@dataclass(slots=True)
class Resume:
    """All times in unix ms. Up to `comments`, `private` and `tagged` everything of that kind is stored.

    `posts` are those that hooks spoke of and no list of posts names, with when somebody last commented there; `counts`
    how many comments Instagram told of a medium, read at `counted_at`; `journal` and `to_do` places in the mailbox.
    """

    comments: int
    private: int
    tagged: int
    posts: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    counted_at: int = 0
    journal: str = "0"
    to_do: str = "0"

    @classmethod
    def read(cls, cursor: Cursor | None, now: int) -> Self:
        """Where a cursor of ours says; without one, or with one that says nothing, only the last day is read."""
        first = cls(now - FIRST, now - FIRST, now - FIRST)
        try:
            said = json.loads(cursor or "{}")
            names = {field.name for field in fields(cls)}
            told = replace(first, **{name: value for name, value in said.items() if name in names})
        except (ValueError, TypeError, AttributeError):
            return first
        return told if all(isinstance(getattr(told, name), type(getattr(first, name))) for name in names) else first

    @property
    def cursor(self) -> Cursor:
        """The place as text."""
        return json.dumps(asdict(self), separators=(",", ":"))

    def copy(self) -> Self:
        """The same place, to be moved on while a round goes."""
        return replace(self, posts=dict(self.posts), counts=dict(self.counts))

    def spoke_of(self, post: str, at: int) -> None:
        """Somebody commented below a post."""
        self.posts[post] = max(at, self.posts.get(post, 0))

    def tidy(self, now: int) -> None:
        """Forget posts below which nobody says anything any more; the newest stay."""
        newest = sorted(((at, post) for post, at in self.posts.items() if now - at <= FORGOTTEN), reverse=True)
        self.posts = {post: at for at, post in newest[:MOST_POSTS]}
        self.counts = dict(list(self.counts.items())[-MOST_COUNTS:])
