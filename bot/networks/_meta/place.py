"""One Page or one professional account, as all parts of its adapter see it: who we are, and what is known by now."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar

from inbox.incoming import MessageHidden, MessageRemoved, Reacted
from inbox.models import Contact, RemoteId, Subject, Thread

K = TypeVar("K")
V = TypeVar("V")

Change = MessageRemoved | MessageHidden | Reacted

MOST_KNOWN: Final = 5_000  # posts, people and threads in memory; what falls out is looked up again


@dataclass(frozen=True, slots=True)
class Place:
    """Who we are on Meta. `id` is what `entry[].id` of a hook names; `page` the Page through which messages go.

    With Instagram Login there is no Page, and `page` is empty.
    """

    network: Literal["facebook", "instagram"]
    id: str
    app_id: str
    page: str = ""

    @property
    def node(self) -> str:
        """The node whose edges are messages, conversations and subscriptions."""
        return self.page or self.id


@dataclass(slots=True)
class Known:
    """What was looked up or told: posts by Meta's id, people by theirs, and which threads stand under which post.

    `tops` are the top-level comments of replies, `roots` comments that are known to be no replies themselves.
    `wanted_posts` and `wanted_people` are those that a hook spoke of and nobody has looked up yet. `changes` are the
    newest of each kind that were done to a message lately, `heard` the messages that hooks brought lately.
    """

    posts: OrderedDict[str, Subject] = field(default_factory=OrderedDict)
    people: OrderedDict[str, Contact] = field(default_factory=OrderedDict)
    threads: OrderedDict[RemoteId, Thread] = field(default_factory=OrderedDict)
    tops: OrderedDict[str, str] = field(default_factory=OrderedDict)
    roots: OrderedDict[str, None] = field(default_factory=OrderedDict)
    wanted_posts: OrderedDict[str, None] = field(default_factory=OrderedDict)
    wanted_people: OrderedDict[str, None] = field(default_factory=OrderedDict)
    changes: OrderedDict[RemoteId, dict[str, Change]] = field(default_factory=OrderedDict)
    heard: OrderedDict[RemoteId, None] = field(default_factory=OrderedDict)

    def keep_post(self, id: str, subject: Subject) -> None:
        """Remember a post."""
        put(self.posts, id, subject)
        self.wanted_posts.pop(id, None)

    def keep_person(self, id: str, contact: Contact) -> None:
        """Remember somebody."""
        put(self.people, id, contact)
        self.wanted_people.pop(id, None)

    def keep_thread(self, thread: Thread) -> None:
        """Remember a thread, so that it can be described when its post is known."""
        put(self.threads, thread.remote, thread)

    def keep_top(self, reply: str, top: str) -> None:
        """Remember below which top-level comment a reply stands."""
        put(self.tops, reply, top)
        self.roots.pop(reply, None)

    def keep_root(self, comment: str) -> None:
        """Remember that nothing tells of a comment as a reply."""
        put(self.roots, comment, None)

    def keep_change(self, change: Change, kind: str) -> None:
        """Remember what was done to a message, in place of what of that kind was done before."""
        put(self.changes, change.id, self.changes.get(change.id, {}) | {kind: change})

    def hear(self, message: RemoteId) -> bool:
        """Remember that a message came; whether it is the first time."""
        first = message not in self.heard
        put(self.heard, message, None)
        return first

    def want_post(self, id: str) -> None:
        """Have a post looked up, unless it is known."""
        if id and id not in self.posts:
            put(self.wanted_posts, id, None)

    def want_post_again(self, id: str) -> None:
        """Have a post looked up although it may be known: it changed."""
        if id:
            put(self.wanted_posts, id, None)

    def want_person(self, id: str) -> None:
        """Have somebody looked up, unless they are known."""
        if id and id not in self.people:
            put(self.wanted_people, id, None)


def put(shelf: OrderedDict[K, V], key: K, value: V, most: int = MOST_KNOWN) -> None:
    """Remember something as the newest; of more than `most` the oldest is forgotten."""
    shelf[key] = value
    shelf.move_to_end(key)
    if len(shelf) > most:
        shelf.popitem(last=False)
