"""Cases for tests: a brand that judges, what rules find of a message, and a network that does or refuses things."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.sending import send_next
from inbox import arrivals
from inbox.actions import Action, ActionKind, kind_of
from inbox.brand import Brand
from inbox.capabilities import Capabilities
from inbox.cases import Case, CaseNumber, Fairness, Finding, Judgement, Ladder, Wants
from inbox.errors import NetworkError
from inbox.models import (
    AccountId,
    Contact,
    ContactId,
    ConversationId,
    DeliveryId,
    Kind,
    Message,
    RemoteId,
    Subject,
    contact_id,
)
from inbox.moderation.judged import judged
from inbox.moderation.rulings import register
from inbox.network import Receipt
from inbox.store.judging import Unjudged
from inbox.store.queue import Idle
from tests.cast import ASHA
from tests.world import ACCOUNT, CAPABILITIES, DAY, LEASE, World, at, said, thread_of

POST = Subject(RemoteId("post1"), "Diwali sale")
ALL: frozenset[ActionKind] = frozenset(
    {"hide", "unhide", "remove", "mute", "block", "unblock", "slow", "reply", "direct_message"}
)
FAIRNESS = Fairness(
    ladder=Ladder(((3, Wants(mute=3600)), (6, Wants(block=True))), half_life=10 * DAY),
    after=5,
    precision=0.6,
    notice=lambda _, __: "Hidden because {reason}. Code: {code}",
    apology=lambda language: f"We are sorry ({language}).",
)
HIDES = Finding("scam", "v1", "it sells followers", Wants(sight="hide", points=2), 0.9, told="it sells followers")
FLAGS = Finding("insults", "v1", "it calls somebody a name", Wants(sight="hold"), 0.7)


def judging(here: World, fairness: Fairness = FAIRNESS) -> Brand:
    """The brand of a world, with rules, on a network that can do everything in comments and groups."""
    here.capabilities[ACCOUNT] = replace(
        CAPABILITIES,
        actions={kind: ALL if kind != "direct" else CAPABILITIES.actions[kind] for kind in CAPABILITIES.actions},
    )
    here.fairness = fairness
    return here.brand


async def comment(
    brand: Brand,
    here: World,
    text: str = "Buy followers",
    author: Contact = ASHA,
    *,
    id: str = "m1",
    kind: Kind = "comments",
) -> ConversationId:
    """A new message in public, that waits to be judged."""
    where = thread_of(author, kind, subject=POST if kind == "comments" else None)
    await arrivals.receive(brand, ACCOUNT, [said(text, author, id=id, at=here.clock.at, thread=where)], None)
    return at(author)


async def claimed(brand: Brand) -> Unjudged:
    """What waits longest to be judged."""
    found = await brand.store.judging.claim(brand.now(), LEASE, secrets.token_hex(4), 10 * DAY)
    assert isinstance(found, Unjudged)
    return found


async def judge(brand: Brand, *findings: Finding) -> tuple[CaseNumber, ...]:
    """Let rules find this of every message of the conversation that waits longest."""
    turn = await claimed(brand)
    results = [(one.message, Judgement(findings)) for one in turn.waiting]
    numbers = await judged(brand, turn, results)
    assert numbers is not None
    return numbers


async def in_force(brand: Brand, *findings: Finding) -> None:
    """Let the rules of these findings act."""
    await register(brand, {one.rule: one.version for one in findings})
    for one in findings:
        assert await brand.store.rulings.state(one.rule, one.version, "force", "olga", "", brand.now()) is None


async def opened(
    brand: Brand, here: World, finding: Finding = HIDES, author: Contact = ASHA, id: str = "m1"
) -> CaseNumber:
    """A case that this finding opened about a new comment; nothing of it has left yet."""
    await comment(brand, here, author=author, id=id)
    if finding.rule not in {known.standing.rule for known in await brand.store.rulings.all()}:
        await in_force(brand, finding)
    return (await judge(brand, finding))[0]


async def read(brand: Brand, number: CaseNumber) -> Case:
    """One case, as it stands now."""
    case = await brand.store.cases.find(number)
    assert case
    return case


async def message(brand: Brand, conversation: ConversationId, id: str = "m1") -> Message:
    """One message, as it stands now."""
    found = await brand.store.conversations.read(conversation, brand.now())
    assert found
    return next(one for one in found.messages if one.id == id)


def person(author: Contact = ASHA) -> ContactId:
    """Who a contact is."""
    return contact_id(ACCOUNT, author.remote)


@dataclass(slots=True)
class Outside:
    """A network that does what it is asked, or raises what the test says; `done` is what it did, in that order."""

    now: Callable[[], int]
    capabilities: Capabilities
    account: AccountId = ACCOUNT
    refuses: dict[ActionKind, NetworkError] = field(default_factory=dict)
    done: list[Action] = field(default_factory=list)

    async def check(self) -> None:
        """The credentials are fine."""

    async def perform(self, action: Action, key: DeliveryId) -> Receipt:
        """Do it once."""
        if error := self.refuses.get(kind_of(action)):
            raise error
        self.done.append(action)
        return Receipt(RemoteId(f"out-{key}"), self.now())


async def leave(brand: Brand, **refuses: NetworkError) -> list[Action]:
    """Everything that is due leaves; answers what the network did. By the kind of action, what it raises instead."""
    outside = Outside(brand.now, brand.capabilities[ACCOUNT], refuses=dict(refuses))  # type: ignore[arg-type]
    while not isinstance(await send_next(brand, {ACCOUNT: outside}), Idle):
        pass
    return outside.done
