"""What one account knows in one process: who we are, who people are, its posts, and what was done to comments."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from bot.networks._tiktok.ids import address
from inbox.incoming import Incoming, MessageHidden, MessageRemoved, NewMessage
from inbox.models import Contact, RemoteId, Subject

MOST: Final = 5_000  # of each thing
K = TypeVar("K")
V = TypeVar("V")
Change = MessageHidden | MessageRemoved


def put(kept: OrderedDict[K, V], key: K, value: V, most: int = MOST) -> None:
    """Keep it as the newest; the oldest is forgotten when there are too many."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)


@dataclass(slots=True)
class Known:
    """`self_id` is our own `unique_identifier`, by which hooks name who commented; "" until TikTok has told it.

    `people` were told to be others than we, by their id; whose name is still unknown is wanted, with where they spoke.
    """

    business_id: str
    username: str = ""
    self_id: str = ""
    people: OrderedDict[RemoteId, Contact] = field(default_factory=OrderedDict)
    posts: OrderedDict[str, Subject] = field(default_factory=OrderedDict)
    referrals: OrderedDict[str, Subject] = field(default_factory=OrderedDict)  # by conversation: the advertisement
    heard: OrderedDict[RemoteId, None] = field(default_factory=OrderedDict)  # comments
    changes: OrderedDict[RemoteId, Change] = field(default_factory=OrderedDict)
    nameless: OrderedDict[RemoteId, tuple[str, RemoteId]] = field(default_factory=OrderedDict)  # post and comment
    met: list[Contact] = field(default_factory=list)  # who had no name when they were stored, and has one now
    bare: dict[str, set[RemoteId]] = field(default_factory=dict)  # by post: threads stored without what it says

    def subject(self, video: str) -> Subject:
        """The post of ours with this id, with what it says as far as that is known."""
        return self.posts.get(video) or Subject(RemoteId(video), "", address(video, self.username))

    def in_order(self, told: Iterable[Incoming]) -> list[Incoming]:
        """What hooks tell, as it is to be stored: TikTok promises no order, and brings old news again.

        What was done to a comment that has not come yet is told again when it comes; what is older than what is known
        already is left out. Holds within one process; reading the comments mends the rest.
        """
        ordered: list[Incoming] = []
        for one in told:
            if isinstance(one, MessageHidden | MessageRemoved):
                before = self.changes.get(one.id)
                if before is not None and (isinstance(before, MessageRemoved) or before.at > one.at):
                    continue
                put(self.changes, one.id, one)
                ordered.append(one)
                continue
            ordered.append(one)
            if isinstance(one, NewMessage) and one.id not in self.heard:
                put(self.heard, one.id, None)
                if (change := self.changes.get(one.id)) is not None:
                    ordered.append(change)
        return ordered
