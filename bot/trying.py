"""What rules would do with what was said lately: each turn as it would have been asked, looked at again; read only.

As of then are the messages, the time and who wrote how much; labels are those of now.
That a person had taken a conversation over is left aside: the question is what the rules would do, not what was done.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from inbox import views
from inbox.actions import Proposal, Reply
from inbox.brand import AutonomyOf, Brand
from inbox.capabilities import Capabilities, TextLimit
from inbox.decisions import STRANGER, Past
from inbox.models import (
    AccountId,
    Actor,
    Contact,
    ContactId,
    Conversation,
    ConversationId,
    Kind,
    Message,
    RemoteId,
    Thread,
    contact_id,
    conversation_id,
)
from inbox.policy import waits
from inbox.review import require
from inbox.store.conversations import Correspondence
from responders import guard
from responders.chain import Chain, Check
from responders.language import language_of
from responders.rules import Matched, Rules
from responders.turn import Answer, Turn

SEEN = 30  # messages of a conversation that a responder is shown
PAGE = 200  # messages that are read at once
MOST = 100_000  # turns; beyond these a figure says nothing new
EXAMPLES = 3
NOBODY = RemoteId("0")
OFF = "autonomy is off here"

Did = Literal["matched", "alone", "drafted", "labelled", "raised", "assigned", "handed_off", "snoozed"]
DEEDS: tuple[Did, ...] = ("matched", "alone", "drafted", "labelled", "raised", "assigned", "handed_off", "snoozed")


@dataclass(frozen=True, slots=True)
class Setting:
    """The rules that are tried, and by what their answers are judged."""

    rules: Rules
    capabilities: Mapping[AccountId, Capabilities]
    autonomy: AutonomyOf
    check: Check = guard.check


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules would do with one turn: which match, what they answer, and why that waits (empty: alone)."""

    turn: Turn
    matched: tuple[Matched, ...]
    answer: Answer
    waits: str = ""

    @property
    def proposal(self) -> Proposal | None:
        """What they would say."""
        return next(iter(self.answer.proposals), None)

    def did(self, one: Matched) -> tuple[Did, ...]:
        """What one of the rules does in it."""
        rule, said = one.rule, self.proposal
        speaks = said is not None and said.sources[0].id == rule.id
        done: dict[Did, bool] = {
            "matched": True,
            "alone": speaks and not self.waits,
            "drafted": speaks and self.waits not in ("", OFF),
            "labelled": bool(rule.labels),
            "raised": rule.priority is not None,
            "assigned": bool(rule.assign),
            "handed_off": bool(rule.hand_off),
            "snoozed": rule.snooze is not None,
        }
        return tuple(name for name, so in done.items() if so)


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule matched: where, what was said, and what it found."""

    conversation: ConversationId
    message: RemoteId
    at: int
    text: str
    found: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a rule would have matched, and what it would have done then."""

    id: str
    counts: Mapping[Did, int]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying: every rule in the order of the file."""

    turns: int
    begin: int  # unix ms of the oldest and the newest turn, 0 when there was none
    end: int
    unmatched: int  # turns that no rule matched
    rules: tuple[Counted, ...]

    @property
    def never(self) -> tuple[str, ...]:
        """The rules that matched nothing."""
        return tuple(rule.id for rule in self.rules if not rule.counts["matched"])


async def try_turn(setting: Setting, turn: Turn) -> Outcome:
    """What the rules would do with one turn."""
    matched = tuple(setting.rules.matched(turn)) if turn.question.strip() else ()
    answer = await Chain([setting.rules], setting.check).respond(turn)
    return Outcome(turn, matched, answer, _waits(setting, turn.conversation, answer))


async def try_turns(setting: Setting, turns: Iterable[Turn]) -> Tried:
    """What the rules would do with many turns, one after the other."""
    counts = {rule.id: dict.fromkeys(DEEDS, 0) for rule in setting.rules.file.rules}
    examples: dict[str, list[Example]] = {id: [] for id in counts}
    times, unmatched = [], 0
    for turn in turns:
        outcome = await try_turn(setting, turn)
        times.append(turn.now)
        unmatched += not outcome.matched
        for one in outcome.matched:
            for deed in outcome.did(one):
                counts[one.rule.id][deed] += 1
            if len(examples[one.rule.id]) < EXAMPLES:
                examples[one.rule.id].append(_example(turn, one.hit))
    rules = tuple(Counted(id, counts[id], tuple(examples[id])) for id in counts)
    return Tried(len(times), min(times, default=0), max(times, default=0), unmatched, rules)


async def recent(brand: Brand, by: Actor, setting: Setting, *, last: int = 0, since: int = 0) -> list[Turn]:
    """The turns of the newest `last` messages from outside, or of all since a time (unix ms); the newest first."""
    require(by, "look")
    heard: dict[ContactId, list[int]] = defaultdict(list)
    known: dict[str, Past] = {}
    turns: list[Turn] = []
    async for found in correspondences(brand, by, last=last, since=since):
        known |= found.past
        for message in found.messages:
            if message.contact:
                heard[message.contact].append(message.at)
        capabilities = setting.capabilities.get(found.conversation.account)
        if capabilities and capabilities.offers(found.conversation.thread.kind, "reply"):
            turns += turns_of(found, capabilities.text, brand.debounce)
    begin = max(since, sorted(at for times in heard.values() for at in times)[-last:][0]) if last and heard else since
    kept = [turn for turn in turns if turn.unanswered[-1].at >= begin]
    kept.sort(key=lambda turn: turn.now, reverse=True)
    return [replace(turn, past=_past(turn, heard, known)) for turn in kept[:MOST]]


def turns_of(found: Correspondence, limit: TextLimit, debounce: int) -> list[Turn]:
    """Every turn that came up in a conversation, oldest first; what somebody says in one breath is one turn."""
    said, conversation = found.messages, _free(found.conversation)
    turns: list[Turn] = []
    for at, message in enumerate(said):
        asker = message.contact
        if asker is None or message.removed_at or _goes_on(said, at, debounce):
            continue
        contact = found.people.get(asker)
        heard = [one.text for one in said[: at + 1] if one.contact == asker and not one.removed_at]
        turns.append(
            Turn(
                conversation=conversation,
                asker=asker,
                contact=contact,
                messages=said[max(0, at + 1 - SEEN) : at + 1],
                limit=limit,
                now=message.at + debounce,
                language=language_of(heard, contact.language if contact else ""),
            )
        )
    return turns


@dataclass(frozen=True, slots=True)
class Typed:
    """A text that somebody types in order to try the rules on it, and where it would have been said."""

    text: str
    account: AccountId
    kind: Kind = "direct"
    language: str = ""  # else it is told from the text
    name: str = ""
    labels: tuple[str, ...] = field(default=())


def typed(what: Typed, limit: TextLimit, now: int) -> Turn:
    """The turn of somebody new who says this, here and now."""
    asker = contact_id(what.account, NOBODY)
    return Turn(
        conversation=place(what.account, what.kind, what.labels),
        asker=asker,
        contact=Contact(NOBODY, what.name, language=what.language),
        messages=(Message(NOBODY, what.text, now, contact=asker),),
        limit=limit,
        now=now,
        language=what.language or language_of([what.text]),
    )


def place(account: AccountId, kind: Kind, labels: tuple[str, ...] = ()) -> Conversation:
    """A conversation that there is nowhere, for what is only tried."""
    return Conversation(conversation_id(account, NOBODY), account, Thread(NOBODY, kind), labels=labels)


async def correspondences(brand: Brand, by: Actor, *, last: int, since: int) -> AsyncIterator[Correspondence]:
    """The conversations that may hold what is asked for, those of the newest first."""
    after: str | None = None
    heard: list[int] = []
    while True:
        page = await views.queue(brand, by, "all", after=after, limit=PAGE)
        for row in page.rows:
            enough = last and len(heard) >= last and row.conversation.at < sorted(heard)[-last]
            if enough or row.conversation.at < since or len(heard) > MOST:
                return
            if found := await _read(brand, row.conversation.id, since):
                heard += [message.at for message in found.messages if not message.ours]
                yield found
        if page.next is None:
            return
        after = page.next


async def _read(brand: Brand, id: ConversationId, since: int) -> Correspondence | None:
    """A conversation with its newest messages; with all since a time, where one is given."""
    found = await brand.store.conversations.read(id, brand.now(), None, PAGE)
    while since and found and len(found.messages) >= PAGE and found.messages[0].at > since:
        older = await brand.store.conversations.read(id, brand.now(), found.messages[0].at, PAGE)
        if older is None or not older.messages or len(found.messages) > MOST:
            break
        both = {message.id: message for message in (*older.messages, *found.messages)}
        found = replace(found, messages=tuple(both.values()), people={**older.people, **found.people})
        if len(older.messages) < PAGE:
            break
    return found


def _free(conversation: Conversation) -> Conversation:
    """As if nobody of ours had it."""
    return replace(conversation, quiet_by="", claimed_by="", left=False, drafts=())


def _goes_on(said: Sequence[Message], at: int, debounce: int) -> bool:
    """Whether the same person says more before we would have looked."""
    message = said[at]
    for later in said[at + 1 :]:
        if later.at - message.at > debounce:
            return False
        if later.contact == message.contact and not later.removed_at:
            return True
    return False


def _past(turn: Turn, heard: Mapping[ContactId, Sequence[int]], known: Mapping[str, Past]) -> Past:
    """What was known of the asker before the words of this turn; `known` is what is known of everybody by now."""
    times = sorted(heard.get(turn.asker, ())) if turn.asker else []
    now = known.get(turn.asker or "", STRANGER)
    before = bisect_left(times, turn.unanswered[0].at) + max(0, now.messages - len(times))
    return Past(before, now.since or times[0]) if before else STRANGER


def _waits(setting: Setting, conversation: Conversation, answer: Answer) -> str:
    if not answer.proposals:
        return ""
    proposal, labels = answer.proposals[0], (*conversation.labels, *answer.labels)
    autonomy = setting.autonomy(proposal.by.name, conversation.account, conversation.thread.kind, labels)
    why = waits(proposal, autonomy, "normal", conversation)
    return f"{why}: {' '.join(proposal.checks)}" if why and proposal.checks and autonomy == "auto" else why


def _example(turn: Turn, hit: str) -> Example:
    newest = turn.unanswered[-1]
    return Example(turn.conversation.id, newest.id, newest.at, turn.question, hit)


def said_by(outcome: Outcome) -> str:
    """The text of the answer, "" when there is none."""
    action = outcome.proposal.action if outcome.proposal else None
    return action.text if isinstance(action, Reply) else ""
