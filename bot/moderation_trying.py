"""What rules of moderation would do with what was said lately: each message judged again as it was then; read only.

As of then are the text, the time, what happened around it (as far back as is read here) and who wrote how much. What is
not known of then (strikes, what our people noted of somebody) is told, never guessed; a classifier is asked only where
somebody wants that.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.trying import EXAMPLES, MOST, NOBODY, Example, correspondences, place
from inbox.actions import ActionKind
from inbox.brand import Brand
from inbox.capabilities import Capabilities
from inbox.cases import ALONE, Arrival, Crowd, Finding, Judgement, Wants
from inbox.decisions import STRANGER
from inbox.models import AccountId, Actor, Contact, ContactId, Kind, Message, contact_id
from inbox.moderation.resolving import sight_of
from inbox.review import require
from responders.moderation.conditions import within
from responders.moderation.judge import NOT_ASKED, Moderation
from responders.moderation.wanting import Fight, fights

TOGETHER = 32  # messages that are judged at once where a classifier is asked, for it takes so many in one call
TOO_MUCH = 0.1  # of all messages: a rule that matches more is most likely not what somebody meant
FEW = 20  # messages, of which a share says nothing
OUT_OF_SIGHT: tuple[ActionKind, ...] = ("hide", "remove")


@dataclass(slots=True)
class Counted:
    """How often a rule would have matched."""

    matches: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying: by message, every rule in the order of the file, how long a message took (microseconds)."""

    judgements: Sequence[Judgement]
    begin: int  # unix ms of the oldest and the newest message, 0 when there was none
    end: int
    rules: Mapping[str, Counted]
    fights: Sequence[tuple[Fight, int]]  # which rules differ, and in how many messages
    unknown: Mapping[str, int]  # what could not be judged, and in how many messages
    unasked: int = 0  # texts that a rule wanted a classifier to look at, where none was asked
    typical: float = 0  # in half of the messages it was less
    slowest: float = 0  # in 99 of 100 it was less

    @property
    def messages(self) -> int:
        """How many there were."""
        return len(self.judgements)

    @property
    def matched(self) -> int:
        """How many of them any rule matched."""
        return sum(bool(judgement.findings) for judgement in self.judgements)

    @property
    def never(self) -> tuple[str, ...]:
        """The rules that matched nothing."""
        return tuple(id for id, rule in self.rules.items() if not rule.matches)

    @property
    def too_much(self) -> tuple[str, ...]:
        """The rules that match so large a share that this can hardly be meant."""
        return tuple(
            id for id, rule in self.rules.items() if self.messages >= FEW and rule.matches > TOO_MUCH * self.messages
        )


async def try_one(moderation: Moderation, arrival: Arrival) -> Judgement:
    """What the rules make of one message, all of them as if they were in force."""
    return await moderation.judge(arrival, set(moderation.versions.items()))


async def try_all(moderation: Moderation, arrivals: Sequence[Arrival]) -> Tried:
    """What the rules make of many messages, one after the other."""
    judgements, took = [], list[float]()
    for arrival in arrivals:
        begun = time.perf_counter()
        judgements.append(await try_one(moderation, arrival))
        took.append((time.perf_counter() - begun) * 1e6)
    took.sort()
    found = _counted(moderation, arrivals, judgements)
    return replace(found, typical=took[len(took) // 2], slowest=took[len(took) * 99 // 100]) if took else found


async def ask_all(moderation: Moderation, arrivals: Sequence[Arrival], before: Tried) -> Tried:
    """The same with a classifier that is asked; `before` is what came of it without, and how long that took."""
    judgements: list[Judgement] = []
    for at in range(0, len(arrivals), TOGETHER):
        judgements += await asyncio.gather(*(try_one(moderation, one) for one in arrivals[at : at + TOGETHER]))
    found = _counted(moderation, arrivals, judgements)
    return replace(found, typical=before.typical, slowest=before.slowest)


def _counted(moderation: Moderation, arrivals: Sequence[Arrival], judgements: Sequence[Judgement]) -> Tried:
    rules = {id: Counted() for id in moderation.versions}
    differ: Counter[Fight] = Counter()
    unknown: Counter[str] = Counter()
    unasked: set[str] = set()
    for arrival, judgement in zip(arrivals, judgements, strict=True):
        differ.update(set(fights(judgement.findings)))
        unknown.update(judgement.unknown)
        if NOT_ASKED in judgement.unknown:
            unasked.add(arrival.message.text)
        for finding in judgement.findings:
            _count(rules[finding.rule], arrival, finding)
    times = [arrival.message.at for arrival in arrivals]
    return Tried(
        judgements=judgements,
        begin=min(times, default=0),
        end=max(times, default=0),
        rules=rules,
        fights=differ.most_common(),
        unknown=dict(unknown.most_common()),
        unasked=len(unasked),
    )


def _count(counted: Counted, arrival: Arrival, finding: Finding) -> None:
    counted.matches += 1
    if len(counted.examples) < EXAMPLES:
        message = arrival.message
        counted.examples.append(Example(arrival.conversation.id, message.id, message.at, message.text, finding.because))


# ------------------------------------------------------------------------------------------------ what was said lately


async def arrivals_since(brand: Brand, by: Actor, moderation: Moderation, since: int) -> list[Arrival]:
    """Every message from outside since a time (unix ms), oldest first, with what was known and went on then."""
    require(by, "look")
    found: list[Arrival] = []
    heard: Counter[ContactId] = Counter()
    async for correspondence in correspondences(brand, by, last=0, since=since):
        for message in correspondence.messages:
            if not (who := message.contact):
                continue
            heard[who] += 1
            if not message.removed_at and len(found) < MOST:
                somebody = correspondence.people.get(who) or Contact(message.person or NOBODY, "")
                past = correspondence.past.get(who, STRANGER)
                found.append(
                    Arrival(message, somebody, correspondence.conversation, message.at, past.messages, past.since)
                )
    found.sort(key=lambda arrival: arrival.message.at)
    around = _Around(moderation, heard)
    return [arrival for arrival in map(around.seen, found) if arrival.message.at >= since]


class _Around:
    """What happens around each message, told in the order of time; `heard` is how many are read of each person."""

    def __init__(self, moderation: Moderation, heard: Mapping[ContactId, int]) -> None:
        self._moderation, self._windows, self._heard = moderation, moderation.windows, heard
        self._said: dict[tuple[AccountId, str], deque[tuple[int, ContactId]]] = defaultdict(deque)
        self._wrote: dict[ContactId, deque[int]] = defaultdict(deque)
        self._new: dict[AccountId, deque[int]] = defaultdict(deque)
        self._first: dict[ContactId, int] = {}
        self._count: Counter[ContactId] = Counter()

    def seen(self, arrival: Arrival) -> Arrival:
        """The message with what went on; it says what is known of its author by now, and is given once."""
        message, account = arrival.message, arrival.conversation.account
        who = message.contact or contact_id(account, NOBODY)
        if who not in self._first:
            self._first[who] = min(arrival.known_since or message.at, message.at)
            self._count[who] = max(0, arrival.messages - self._heard.get(who, 0))  # before all that is read
            if self._first[who] >= message.at - self._windows.get("newcomers", 0):
                self._new[account].append(message.at)
        self._count[who] += 1
        self._wrote[who].append(message.at)
        crowd = ALONE if not self._windows else self._crowd(message, account, who)
        return replace(arrival, messages=self._count[who], known_since=self._first[who], crowd=crowd)

    def _crowd(self, message: Message, account: AccountId, who: ContactId) -> Crowd:
        digest, same = self._moderation.digest(message.text), deque[tuple[int, ContactId]]()
        if digest:
            same = self._said[account, digest]
            same.append((message.at, who))
        begin = {name: message.at - window for name, window in self._windows.items()}
        while same and same[0][0] < begin.get("same", message.at):
            same.popleft()
        return Crowd(
            same=len(same) or 1,
            same_people=len({person for _, person in same}) or 1,
            flood=_within(self._wrote[who], begin.get("flood", message.at)) or 1,
            newcomers=_within(self._new[account], begin.get("newcomers", message.at)),
        )


def _within(times: deque[int], begin: int) -> int:
    while times and times[0] < begin:
        times.popleft()
    return len(times)


def typed(text: str, account: AccountId, kind: Kind, now: int, name: str = "") -> Arrival:
    """The message of somebody new who says this, here and now."""
    message = Message(NOBODY, text, now, contact=contact_id(account, NOBODY))
    return Arrival(message, Contact(NOBODY, name), place(account, kind), now, messages=1, known_since=now)


# ------------------------------------------------------------------------------------------------ what it comes down to


@dataclass(frozen=True, slots=True)
class Blind:
    """What trying cannot know of then, by what a rule asks."""

    rule: str
    asks: str


def blind(moderation: Moderation) -> list[Blind]:
    """The rules that ask what is not known of then."""
    found = []
    for rule in moderation.file.rules:
        for condition in within(rule.when):
            asks = (
                ("strikes", condition.strikes),
                ("what our people noted of somebody", condition.author and condition.author.labels),
            )
            found += [Blind(rule.id, what) for what, asked in asks if asked]
    return list(dict.fromkeys(found))


def comes_down_to(wants: Wants, capabilities: Capabilities, kind: Kind) -> tuple[str, ...]:
    """What a network would do of what a rule wants, in its own words; and what it cannot do."""
    return tuple(_deeds(wants, capabilities, kind))


def kinds_of(capabilities: Capabilities) -> Collection[Kind]:
    """The kinds of conversation in which a network lets us do anything to what others wrote."""
    return [kind for kind, actions in capabilities.actions.items() if actions & {*OUT_OF_SIGHT, "mute", "block"}]


def _deeds(wants: Wants, capabilities: Capabilities, kind: Kind) -> Iterable[str]:
    if wants.keep:
        yield "is left alone"
    if wants.sight == "hold":
        yield "waits for a person"
    elif wants.sight:
        yield _out_of_sight(wants, capabilities, kind)
    asked: tuple[tuple[ActionKind, bool], ...] = (
        ("mute", bool(wants.mute)),
        ("block", wants.block),
        ("slow", bool(wants.slow)),
        ("reply", bool(wants.reply)),
    )
    for action, wanted in asked:
        if wanted:
            yield _named(capabilities, action) if capabilities.offers(kind, action) else f"no {action} here"


def _out_of_sight(wants: Wants, capabilities: Capabilities, kind: Kind) -> str:
    """As judging does it, by the same function; what cannot be done is left to a person."""
    conversation = place(AccountId(f"{capabilities.network}:x"), kind)
    if sight := sight_of(capabilities, conversation, wants):
        return _named(capabilities, "hide" if sight == "hide" else "remove")
    if sight_of(capabilities, conversation, replace(wants, may_remove=True)):
        return "waits for a person: it could only be removed for good here"
    return "waits for a person: nothing can be taken out of sight here"


def _named(capabilities: Capabilities, action: ActionKind) -> str:
    """What the network calls it."""
    return capabilities.called.get(action, action).lower()
