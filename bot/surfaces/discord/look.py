"""One look at a conversation: how it stands, what its post shows, and what it should show."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.surfaces.discord.calls import Calls
from bot.surfaces.discord.channels import Channels
from bot.surfaces.discord.drawn import Drawn, draw, scene
from bot.surfaces.discord.head import Head, head
from bot.surfaces.discord.slots import Want, parked, undecided, wants
from inbox import views
from inbox.brand import Brand
from inbox.errors import NotFound
from inbox.models import Actor, Contact, Conversation, ConversationId
from inbox.store.cards import Board, Posted
from inbox.views import Reading

LINES: Final = 20  # of a conversation that are read for its cards


@dataclass(frozen=True, slots=True)
class Where:
    """The channel in which a conversation gets its post, and the role that is told of it (0: none)."""

    channel: int
    mention: int = 0


class MayPost(Protocol):
    """Whether one more post is not too many just now."""

    async def __call__(self, conversation: Conversation, *, asked: bool) -> bool:
        """`asked`: somebody wants to see it; else it may have to wait, and whoever says no remembers that it does."""
        ...


@dataclass(frozen=True, slots=True)
class Posting:
    """What whoever posts cards is given."""

    brand: Brand
    board: Board
    calls: Calls
    channels: Channels
    by: Actor  # for whom cards are drawn: somebody with the most rights that anybody has there
    route: Callable[[Conversation, Contact | None], Where]
    may_post: MayPost
    needs_none: Callable[[ConversationId], Awaitable[object]]  # told of what has no post and needs none (any more)
    desk_url: str = ""
    archive: bool = True  # put the posts of resolved conversations away
    most_seconds: float = 75.0  # for one conversation at a time; shorter than the lease on it


@dataclass(frozen=True, slots=True)
class Round:
    """One look at a conversation: how it stands, what its post shows, and the cards that it should show."""

    posting: Posting
    reading: Reading
    posted: Posted
    wanted: Sequence[Want]
    plain: bool = False  # cards without addresses from outside

    def draw(self, want: Want, mention: int = 0) -> Drawn:
        """One of its cards."""
        posting = self.posting
        return draw(scene(posting.brand, self.reading, posting.desk_url, plain=self.plain), want, mention)

    def head(self) -> Head:
        """Its title and tags."""
        return head(self.reading, parked=parked(self.wanted), before=self.posted.head)


async def look(posting: Posting, id: ConversationId) -> Round | None:
    """How a conversation stands and what its post shows; None when there is no such conversation any more."""
    posted = await posting.board.read(id)
    try:
        reading = await views.reading(posting.brand, posting.by, id, limit=LINES)
    except NotFound:  # the network gave it another id, or it was erased
        return None
    found = {}
    for draft in undecided(reading, posted):
        try:
            found[draft] = await views.card(posting.brand, posting.by, draft)
        except NotFound:
            continue
    return Round(posting, reading, posted, wants(reading, posted, found))


def nonce(*parts: str) -> str:
    """What Discord knows a repeated message by, for some minutes; 25 characters are the most."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:24]
