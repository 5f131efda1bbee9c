"""Rules of the tests' own, which look at words, and the steps from a message to what became of it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from bot.judging import judge_next
from bot.sending import send_next
from inbox.actions import ActionKind
from inbox.cases import Arrival, Case, CaseNumber, Fairness, Finding, Judgement, Wants
from inbox.errors import NetworkError
from inbox.models import Contact, ConversationId, EntryId, Kind, Message, RemoteId, Subject
from inbox.store.judging import Unjudged
from inbox.store.queue import Idle
from tests.cast import ASHA
from tests.postbox import Postbox
from tests.world import ACCOUNT, CAPABILITIES, LEASE, World, at, said, thread_of

POST = Subject(RemoteId("post1"), "Diwali sale")
PUBLIC: frozenset[ActionKind] = frozenset(
    {"hide", "unhide", "remove", "mute", "block", "unblock", "slow", "reply", "direct_message"}
)
MODERATED = replace(CAPABILITIES, actions={**CAPABILITIES.actions, "comments": PUBLIC, "group": PUBLIC})
HIDE = Wants(sight="hide")


@dataclass(slots=True)
class Rules:
    """Satisfies the port of a judge: each rule is a word and what it wants when that is said, in this order."""

    rules: dict[str, Wants] = field(default_factory=lambda: {"scam": HIDE})
    versions: dict[str, str] = field(default_factory=dict)
    windows: Mapping[str, int] = field(default_factory=dict)
    seen: list[Arrival] = field(default_factory=list)
    breaks_at: str = ""
    told: str = "it sells followers"
    waits: asyncio.Event | None = None  # judges when that is set

    def digest(self, text: str) -> str:
        """The text itself."""
        return text

    async def judge(self, arrival: Arrival, acting: Collection[tuple[str, str]]) -> Judgement:
        """One finding for each word that is said."""
        if self.waits:
            await self.waits.wait()
        self.seen.append(arrival)
        if self.breaks_at and self.breaks_at in arrival.message.text:
            raise ZeroDivisionError("broken rule")
        words = [word for word in self.rules if word in arrival.message.text]
        return Judgement(tuple(self.finding(word) for word in words))

    def finding(self, word: str) -> Finding:
        """What the rule of a word finds."""
        version = self.versions.get(word, "v1")
        return Finding(word, version, f"it says {word}", self.rules[word], 0.5, told=self.told)


@dataclass(slots=True)
class Moderated:
    """A world with rules in force, and a network that does what it is told."""

    here: World
    rules: Rules
    box: Postbox

    async def force(self, *rules: str) -> None:
        """Let these rules act (all of them where none is named)."""
        store, now = self.here.store.rulings, self.here.clock.at
        versions = {rule: self.rules.versions.get(rule, "v1") for rule in self.rules.rules}
        await store.register(versions, {}, now)
        for rule in rules or tuple(versions):
            assert await store.state(rule, versions[rule], "force", "olga", "", now) is None

    async def comment(
        self,
        text: str,
        author: Contact = ASHA,
        *,
        id: str = "m1",
        kind: Kind = "comments",
        thread: Contact | None = None,
    ) -> ConversationId:
        """A new message in public, in the thread of its author or of somebody else."""
        whose = thread or author
        where = thread_of(whose, kind, subject=POST if kind == "comments" else None)
        await self.here.receive(said(text, author, id=id, at=self.here.clock.at, thread=where))
        return at(whose)

    async def judge(self) -> None:
        """Judge all that waits."""
        while not isinstance(await judge_next(self.here.brand, lambda: self.rules), Idle):
            pass

    async def claim(self, lease: int = LEASE) -> Unjudged:
        """Hold what waits longest."""
        half_life = (self.here.fairness or Fairness()).ladder.half_life
        found = await self.here.store.judging.claim(self.here.clock.at, lease, secrets.token_hex(4), half_life)
        assert isinstance(found, Unjudged)
        return found

    async def send(self, *fails: NetworkError) -> None:
        """Let the network do all that is due."""
        self.box.fails.extend(fails)
        while not isinstance(await send_next(self.here.brand, {ACCOUNT: self.box}), Idle):
            pass

    async def send_one(self) -> None:
        """Let the network do what is due first."""
        assert await send_next(self.here.brand, {ACCOUNT: self.box}) is None

    async def labels(self, where: Contact) -> tuple[str, ...]:
        """What the conversation in somebody's thread is labelled."""
        found = await self.here.store.conversations.read(at(where), self.here.clock.at)
        assert found
        return found.conversation.labels

    async def case(self, number: int = 1) -> Case:
        """One case, as it stands."""
        found = await self.here.store.cases.find(CaseNumber(number))
        assert found
        return found

    async def cases(self) -> int:
        """How many cases there are."""
        return (await self.here.store.cases.page(1))[2]

    async def message(self, id: str, where: Contact = ASHA) -> Message:
        """One message, as it stands."""
        found = await self.here.store.conversations.read(at(where), self.here.clock.at)
        assert found
        return next(one for one in found.messages if one.id == id)

    def done(self) -> list[str]:
        """What the network was told to do, in words."""
        return [type(action).__name__ for _, action in self.box.done]

    async def words(self, *beginnings: str) -> list[str]:
        """Which lines of the log begin with these words."""
        entries = await self.here.store.log.after(EntryId("0-0"), 10_000)
        return [entry.what for entry in entries if entry.what.startswith(beginnings)]


def moderated(here: World, rules: Rules | None = None, fairness: Fairness | None = None) -> Moderated:
    """A world whose messages are judged."""
    here.fairness = fairness or Fairness()
    here.capabilities[ACCOUNT] = MODERATED
    return Moderated(here, rules or Rules(), Postbox(capabilities=MODERATED))
