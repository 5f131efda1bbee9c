"""A small world for tests of the inbox and of what stands on it: a brand, a clock, words from outside, drafts."""

from __future__ import annotations

import contextlib
import functools
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from inbox import arrivals, review
from inbox.actions import ActionKind, Evidence, Proposal, Reply, Source
from inbox.brand import Brand, Check, Undo, unchecked
from inbox.capabilities import Capabilities, TextLimit, Window
from inbox.cases import Fairness
from inbox.incoming import Incoming, NewMessage
from inbox.models import (
    AccountId,
    Actor,
    Contact,
    Conversation,
    ConversationId,
    DraftId,
    Kind,
    Message,
    RemoteId,
    Subject,
    Thread,
    account_id,
    conversation_id,
)
from inbox.policy import EARNED, Autonomy, Earned
from inbox.store import Store, opened
from inbox.store.drafts import Claimed, Made, Not
from inbox.store.queue import Idle
from tests.cast import ASHA

ACCOUNT = account_id("telegram", "main")
START = 1_790_000_000_000
SECOND, HOUR, DAY = 1_000, 3_600_000, 86_400_000
LEASE = 60_000
RULES = Actor("responder", "rules")

KINDS: tuple[Kind, ...] = ("direct", "group", "comments")
DAY_LONG = Window(24 * 3600)
TALK: frozenset[ActionKind] = frozenset({"reply", "direct_message", "edit", "remove", "hide", "unhide", "react"})
CAPABILITIES = Capabilities(
    network="telegram",
    source="tests/world.py",
    read_on="2026-01-01",
    actions={"direct": TALK, "group": TALK | {"mute", "block", "unblock"}, "comments": TALK},
    text=TextLimit(most=4096, unit="utf16", caption=1024),
    media={"image": 1000, "file": 2000},
    media_count=2,
    windows={(kind, what): DAY_LONG for kind in KINDS for what in ("reply", "direct_message")},
    repeatable=frozenset({"hide", "unhide"}),
)


@dataclass(slots=True)
class Clock:
    """The time of a brand, moved by the test."""

    at: int = START

    def __call__(self) -> int:
        """Unix milliseconds."""
        return self.at


@dataclass(slots=True)
class World:
    """One brand on a real Redis, with a clock of its own and a wish for how much goes out alone."""

    store: Store
    name: str
    clock: Clock = field(default_factory=Clock)
    autonomy: Autonomy = "draft"
    capabilities: dict[AccountId, Capabilities] = field(default_factory=lambda: {ACCOUNT: CAPABILITIES})
    check: Check = unchecked  # of what our people write
    earned: Earned = EARNED
    fairness: Fairness | None = None  # None: no rule looks at anything

    @property
    def brand(self) -> Brand:
        """The brand as use cases are given it."""
        return Brand(
            self.name, self.store, self.capabilities, lambda *_: self.autonomy, self.clock, Undo(), 1_000,
            check=self._judged, earned=self.earned, fair=self._fair,
        )  # fmt: skip

    @property
    def _fair(self) -> Callable[[], Fairness] | None:
        return functools.partial(_same, self.fairness) if self.fairness else None

    def _judged(self, conversation: Conversation, messages: Sequence[Message], text: str) -> tuple[str, ...]:
        return self.check(conversation, messages, text)

    async def receive(self, *page: Incoming, cursor: str | None = None) -> int:
        """What the network says, stored; answers how much of it was new."""
        return await arrivals.receive(self.brand, ACCOUNT, page, cursor)

    async def hear(
        self, text: str = "Kem cho?", author: Contact = ASHA, *, id: str = "m1", kind: Kind = "direct"
    ) -> ConversationId:
        """One new message, said now in the author's own thread."""
        await self.receive(said(text, author, id=id, at=self.clock.at, thread=thread_of(author, kind)))
        return at(author)

    async def turn(self) -> Claimed:
        """The turn of the conversation that waits for a draft, after the debounce."""
        self.clock.at += self.brand.debounce
        turn = await self.brand.store.drafts.claim_turn(self.clock.at, LEASE, secrets.token_hex(4))
        assert not isinstance(turn, Idle)
        return turn

    async def propose(self, *proposals: Proposal, turn: Claimed | None = None) -> tuple[Made, ...]:
        """What a responder suggests in the turn that has come, saved."""
        made = await review.propose(self.brand, turn or await self.turn(), proposals)
        assert not isinstance(made, Not)
        return made

    async def drafted(self, text: str = "Majama!", author: Contact = ASHA, *, id: str = "m1") -> DraftId:
        """A message from outside and the one draft that answers it."""
        await self.hear(author=author, id=id)
        made = await self.propose(proposal(text, author))
        return made[0].draft


def _same(fairness: Fairness) -> Fairness:
    return fairness


@contextlib.asynccontextmanager
async def world(url: str, name: str, start: int = START) -> AsyncIterator[World]:
    """A world for the length of the block."""
    async with opened(url, name) as store:
        yield World(store, name, Clock(start))


def thread_of(author: Contact, kind: Kind = "direct", title: str = "", subject: Subject | None = None) -> Thread:
    """The thread that is named after its author."""
    return Thread(author.remote, kind, title, subject)


def at(author: Contact) -> ConversationId:
    """The conversation with somebody."""
    return conversation_id(ACCOUNT, author.remote)


def said(
    text: str,
    author: Contact | None = ASHA,
    *,
    id: str = "m1",
    at: int = START,
    thread: Thread | None = None,
    album: str = "",
) -> NewMessage:
    """A new message; `author` None is us, elsewhere, and then in Asha's thread."""
    return NewMessage(thread or thread_of(author or ASHA), RemoteId(id), author, text, at, album=album)


def proposal(
    text: str = "Majama!",
    author: Contact = ASHA,
    *,
    evidence: Evidence = "rule",
    checks: tuple[str, ...] = (),
    by: Actor = RULES,
    source: str = "greeting",
    to: str = "",
) -> Proposal:
    """A reply that a responder suggests in somebody's thread."""
    rests_on = Source(source, "How to greet", "kem cho")
    action = Reply(author.remote, text, RemoteId(to) if to else None)
    return Proposal(action, by, f"the rule {source} matched", evidence, (rests_on,), checks)
