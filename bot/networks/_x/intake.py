"""What was heard or read, taken in: each post as the message that it is a version of, under the post it belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.networks._payloads import MALFORMED
from bot.networks._x.ids import padded
from bot.networks._x.parse import REVOKED, Heard, letter_told, post_told
from bot.networks._x.told import Letter, Post
from bot.networks._x.versions import first_of, join
from inbox.incoming import (
    AccountRevoked,
    ContactDescribed,
    GapClosed,
    Incoming,
    MessageEdited,
    MessageRemoved,
    NewMessage,
    Receive,
    ThreadDescribed,
)
from inbox.models import RemoteId, Subject, Thread
from inbox.network import Mailbox

PIECE: Final = 200  # items that are stored at once, so that a storm keeps nobody else waiting
ROOTS: Final = RemoteId("roots")  # shelf: what the first post of a conversation says, "{}" for one of somebody else's
THREADS: Final = RemoteId("threads")  # shelf: in which thread an answer of ours stands
MOST_KNOWN: Final = 5_000

Met = tuple[Post, RemoteId, RemoteId]  # a post that became a message: of which thread, under which id


@dataclass(slots=True)
class Intake:
    """Takes in for one account, whose id is `me`; lives as long as the process.

    `wanted` are conversations whose first post is not known, with the people whose threads stand in them; `nameless`
    people, each with a post of theirs; `met` the newest posts by others, for looking at them again; `posted` posts of
    our own, below which is searched; `named` are people whose name was told.
    """

    me: str
    mailbox: Mailbox
    wanted: dict[str, set[str]] = field(default_factory=dict)
    nameless: dict[str, str] = field(default_factory=dict)
    met: dict[str, tuple[str, str]] = field(default_factory=dict)
    posted: set[str] = field(default_factory=set)
    name: str = ""
    _roots: dict[str, Subject | None] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)

    async def take(self, heard: Heard, receive: Receive, now: int) -> int:
        """Store what was heard; answers how much of it was new. Raises StoreAway."""
        told, met = await self._told(heard.posts, heard.letters)
        for id in heard.removed:
            if thread := await self._thread_of(id):
                told.append(MessageRemoved(thread, await first_of(self.mailbox, id), now))
        if heard.revoked:
            told.append(AccountRevoked(REVOKED, now))
        fresh = await store([*told, *heard.unread], receive)
        self._want(met)
        return fresh

    async def read(
        self,
        posts: Sequence[Post],
        letters: Sequence[Letter],
        receive: Receive,
        since: int,
        now: int,
        *,
        gap: bool,
        more: Sequence[Incoming] = (),
    ) -> int:
        """Store what was read, oldest first; answers how much was new. With `gap` people are told how much it was."""
        told, met = await self._told(posts, letters)
        fresh = await store([*told, *more], receive, GapClosed(0, since, now, whole=False) if gap else None)
        self._want(met)
        return fresh

    async def _told(self, posts: Iterable[Post], letters: Iterable[Letter]) -> tuple[list[Incoming], list[Met]]:
        told: list[Incoming] = []
        met: list[Met] = []
        for post in sorted(posts, key=lambda one: int(one.id)):
            told += await self._post(post, met)
        told += [letter_told(letter, self.me) for letter in sorted(letters, key=lambda one: one.at)]
        return told, met

    async def _post(self, post: Post, met: list[Met]) -> list[Incoming]:
        first = await join(self.mailbox, post.history) if len(post.history) > 1 else padded(post.id)
        await self._learn(post)
        events = post_told(post, self.me, first, await self._subject(post))
        for one in events[-1:]:
            assert isinstance(one, NewMessage | MessageEdited)
            if one.author is None:
                await self._keep(THREADS, post.id, one.thread.remote)
            met.append((post, one.thread.remote, first))
        return events

    def _want(self, met: Iterable[Met]) -> None:
        """What is stored now may be looked up: before, nobody would know what it is about."""
        for post, thread, first in met:
            root = post.conversation
            if post.person == self.me and root not in self._roots and root not in (post.id, *post.history):
                self.wanted.setdefault(root, set()).add(post.author.remote)
            if post.author.remote != self.me:
                self._meet(post, thread, first)

    def _meet(self, post: Post, thread: RemoteId, first: RemoteId) -> None:
        person = post.author.remote
        if len(self.met) > MOST_KNOWN:
            self.met.clear()
        for older in post.history[:-1]:
            self.met.pop(older, None)
        self.met[post.id] = (thread, first)
        if post.author.name:
            self.named.add(person)
            self.nameless.pop(person, None)
        elif person not in self.named:
            self.nameless[person] = post.id

    # ------------------------------------------------------------------------------------------- what stands above

    async def _learn(self, post: Post) -> None:
        """Our own posts, and those that were told along, are what conversations stand under."""
        if post.author.remote == self.me:
            self.name = post.author.username or self.name
            if post.id == post.conversation and not post.repeats:
                self.posted.add(post.id)
                await self.keep_root(
                    self.me, Subject(RemoteId(post.id), post.text, f"https://x.com/i/status/{post.id}")
                )
        elif post.root:
            await self.keep_root(*post.root)

    async def keep_root(self, author: str, subject: Subject) -> Subject | None:
        """Write down what a conversation stands under; None for a post of somebody else's, which is none of ours."""
        if (known := self._roots.get(subject.remote)) is not None:
            return known
        ours = author == self.me
        body = json.dumps({"text": subject.text, "link": subject.link}) if ours else "{}"
        await self._keep(ROOTS, subject.remote, body)
        self._remember(subject.remote, subject if ours else None)
        return subject if ours else None

    async def _subject(self, post: Post) -> Subject | None:
        """The post of ours that this one's conversation stands under, as far as it is known."""
        root = post.conversation
        if root in (post.id, *post.history):
            return None
        if root not in self._roots:
            line = await self.mailbox.find(ROOTS, root)
            if line is None:
                return None
            self._remember(root, _subject(root, line.body))
        return self._roots[root]

    def _remember(self, root: str, subject: Subject | None) -> None:
        if len(self._roots) > MOST_KNOWN:
            self._roots.clear()
        self._roots[root] = subject

    # ------------------------------------------------------------------------------------------------- the mailbox

    async def _thread_of(self, post: str) -> Thread | None:
        first = await first_of(self.mailbox, post)
        for id in (post, str(int(first))):
            if line := await self.mailbox.find(THREADS, id):
                return Thread(RemoteId(line.body), "comments")
        return None

    async def _keep(self, shelf: RemoteId, key: str, body: str) -> None:
        if await self.mailbox.find(shelf, key) is None:
            await self.mailbox.append(shelf, key, body)


def described(found: Mapping[str, Post], intake: Intake, now: int) -> list[Incoming]:
    """The names of those who were told without one, from posts of theirs that were looked up."""
    told: list[Incoming] = []
    for person, post in list(intake.nameless.items()):
        if post in found:
            del intake.nameless[person]
            intake.named.add(person)
            if found[post].author.name:
                told.append(ContactDescribed(found[post].author, now))
    return told


def above(root: str, subject: Subject, people: Iterable[str], now: int) -> list[Incoming]:
    """What the threads of these people stand under."""
    return [
        ThreadDescribed(Thread(RemoteId(f"{root}.{person}"), "comments", subject=subject), now)
        for person in sorted(people)
    ]


async def store(told: Sequence[Incoming], receive: Receive, mark: GapClosed | None = None) -> int:
    """Store in pieces, each with the mark of a gap where there is one; answers how much was new."""
    fresh = 0
    for begin in range(0, len(told), PIECE):
        piece = list(told[begin : begin + PIECE])
        fresh += await receive([*piece, *([mark] if mark else [])], None)
    return fresh


def _subject(root: str, body: str) -> Subject | None:
    try:
        said = json.loads(body)
        return Subject(RemoteId(root), str(said["text"]), str(said["link"])) if said else None
    except MALFORMED:
        return None
