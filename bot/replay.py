"""The past once more, offline: what the responders would make now of what they were given then, and what differs.

Nothing is written and nobody is asked: a model's answers are those that the ledger has. What a turn held is rebuilt
from the ledger (the facts) and the store (the messages); where they are not as they were, that is said, never guessed.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace

from inbox.actions import Proposal
from inbox.brand import Brand
from inbox.decisions import Decision, Heard, proposed, seen
from inbox.models import AccountId, Conversation
from inbox.policy import Autonomy, Slice, waits
from inbox.store.conversations import Looked
from inbox.store.grants import Grant
from responders.chain import Chain
from responders.faq import Faq
from responders.llm.asking import Unheard, recalled
from responders.llm.prompt import Prompt
from responders.turn import Answer, Responder, Turn

GONE = "its conversation or its newest message is not there any more"
CHANGED = "messages were edited, removed or erased since"
SWITCHED_OFF = "its account is not switched on any more"
ASKED_FOR, WANTED_ANOTHER = "somebody asked for it", "somebody wanted another draft"
ANEW = "the model would be asked anew"
# Reasons that lie in the answer or in the configuration. Whatever else kept an answer back (a limit, somebody who was
# writing) was so then, whoever answers, and stays so in a replay.
OF_THE_ANSWER = ("autonomy is ", "in careful mode ", "in crisis mode ", "everything is stopped", "nothing planned ",
                 "it needs a person's judgement", "a check failed")  # fmt: skip

Rebuilt = tuple[Decision, Turn | str]
AHEAD = 50  # decisions whose turns are read at once


class Recording:
    """What was heard in the decision that is done again; stands in for the model's endpoint, and for its faults.

    `ask` is given to the model in place of the endpoint, `over` puts the faults of then into a chain's responders.
    """

    def __init__(self) -> None:
        """Empty until `load`."""
        self._then: Decision | None = None
        self.anew = False  # whether something was asked that the ledger has no answer to

    def load(self, then: Decision) -> None:
        """Answer as it was answered in this decision."""
        self._then, self.anew = then, False

    async def ask(self, prompt: Prompt) -> Heard:
        """The answer that the ledger has to this very question; raises Unheard."""
        known = [heard for heard in (self._then.heard if self._then else ()) if heard.said]
        if prompt.digest not in {heard.asked for heard in known}:
            self.anew = True
            raise Unheard(ANEW, prompt.digest)
        return await recalled(known)(prompt)

    def recall(self, asked: str) -> str | None:
        """What the FAQ found then with an endpoint's help, by the digest of what it was asked; else None."""
        heard = self._then.heard if self._then else ()
        return next((one.said for one in heard if one.responder == Faq.name and one.asked == asked), None)

    def over(self, responders: Iterable[Responder]) -> tuple[Responder, ...]:
        """The same responders, each as broken or slow as it was then, as long as it is the same version."""
        return tuple(_AsThen(responder, self) for responder in responders)

    def failed(self, responder: Responder) -> bool:
        """Whether it was broken or slow then, made of the same as now."""
        then = self._then
        return (
            then is not None
            and responder.name in then.skipped
            and then.versions.get(responder.name) == responder.version
        )


class _AsThen:
    """A responder that fails where it failed then."""

    def __init__(self, inner: Responder, recording: Recording) -> None:
        self._inner, self._recording = inner, recording
        self.name, self.version = inner.name, inner.version
        self.rewrites, self.patience = inner.rewrites, inner.patience

    async def propose(self, turn: Turn) -> Answer:
        if self._recording.failed(self._inner):
            return Answer(skipped=(self.name,))
        return await self._inner.propose(turn)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision, and what it would be now; `cannot` is why it could not be done again (then `now` is None)."""

    then: Decision
    now: Decision | None = None
    turn: Turn | None = None
    proposals: tuple[Proposal, ...] = ()
    worthy: tuple[bool, ...] = ()  # of each proposal, whether it would go out alone if autonomy let it
    cannot: str = ""
    anew: bool = False  # the model would be asked something that it was not asked then
    changes: frozenset[str] = field(default=frozenset())


async def replay(brand: Brand, chain: Chain, recording: Recording, since: int) -> AsyncIterator[Replayed]:
    """Do every decision since a time (unix ms) again, oldest first, one at a time; never raises for what is gone.

    `brand` says what may go out alone; `chain` is made of what `recording` stands over.
    """
    grants = await brand.store.grants.all()
    async for together in _together(rebuilt(brand, brand.store.ledger.since(since))):
        answered: list[tuple[Turn, Answer, bool] | str] = []
        for then, turn in together:
            if isinstance(turn, str):
                answered.append(turn)
                continue
            recording.load(then)
            answered.append((turn, await chain.respond(turn), recording.anew))
        # Labels count as soon as a responder has put them on, also while somebody else is answered at the same time.
        labels = [label for found in answered if not isinstance(found, str) for label in found[1].labels]
        for (then, _), found in zip(together, answered, strict=True):
            if isinstance(found, str):
                yield Replayed(then, cannot=found)
                continue
            turn, answer, anew = found
            now = _decided(_Rules(brand, grants, tuple(labels)), chain, then, turn, answer)
            worthy = tuple(not waits(each, "auto", "normal", turn.conversation) for each in answer.proposals)
            yield Replayed(then, now, turn, answer.proposals, worthy, "", anew, frozenset(differences(then, now)))


async def rebuilt(brand: Brand, decisions: AsyncIterator[Decision]) -> AsyncIterator[Rebuilt]:
    """Each decision with the turn it was about, or why that cannot be had any more.

    Some are read at once, because most of the time goes into waiting for Redis.
    """
    ahead: list[Decision] = []
    async for decision in decisions:
        ahead.append(decision)
        if len(ahead) == AHEAD:
            for one in zip(ahead, await asyncio.gather(*(turn_of(brand, then) for then in ahead)), strict=True):
                yield one
            ahead = []
    for one in zip(ahead, await asyncio.gather(*(turn_of(brand, then) for then in ahead)), strict=True):
        yield one


async def _together(found: AsyncIterator[Rebuilt]) -> AsyncIterator[list[Rebuilt]]:
    """Decisions about several people's words that were looked at in one go, which is how they stand in the ledger."""
    held: list[Rebuilt] = []
    async for one in found:
        if held and not _at_once([then for then, _ in held], one[0]):
            yield held
            held = []
        held.append(one)
    if held:
        yield held


def _at_once(held: Sequence[Decision], next_one: Decision) -> bool:
    """Whether a decision belongs to those before it: the same messages, and somebody who was not answered yet."""
    first = held[0]
    same = (first.conversation, first.upto, first.seen) == (next_one.conversation, next_one.upto, next_one.seen)
    return same and all(one.asker != next_one.asker for one in held)


async def turn_of(brand: Brand, then: Decision) -> Turn | str:
    """The turn that a decision was about, or why it cannot be had any more."""
    account = brand.capabilities.get(_account(then))
    if account is None:
        return SWITCHED_OFF
    found = await brand.store.conversations.seen(then.conversation, then.at, then.upto, then.count, then.asker)
    if found is None:
        return GONE
    if seen(found.messages) != then.seen:
        return CHANGED
    facts = then.facts
    return Turn(
        conversation=_conversation(found, then),
        asker=then.asker,
        contact=found.contact,
        messages=found.messages,
        limit=account.text,
        now=then.at,
        declined=frozenset(facts.declined),
        language=facts.language,
        past=facts.past,
        wish=facts.wish,
        disclosure=facts.disclosure,
        resolved_at=facts.resolved_at,
    )


def canonical(decision: Decision) -> bytes:
    """All that was given and decided, as bytes that are the same whenever that is the same.

    Without the ids that the store gave, which say when it was written down and not what.
    """
    body = asdict(replace(decision, id="", proposals=tuple(replace(one, draft=None) for one in decision.proposals)))
    return json.dumps(body, ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()


def differences(then: Decision, now: Decision) -> Collection[str]:
    """What differs between two decisions about one turn, each by the word that a summary counts it under."""
    before, after = [one.text for one in then.proposals], [one.text for one in now.proposals]
    alone_before, alone_after = _alone(then), _alone(now)
    found = {
        "answered": bool(after) and not before,
        "silent": bool(before) and not after,
        "otherwise": bool(before) and bool(after) and before != after,
        "alone": not alone_before and alone_after,
        "waits": alone_before and not alone_after,
        "handed": bool(now.hand_off) and not then.hand_off,
        "kept": bool(then.hand_off) and not now.hand_off,
        "labels": _order(then) != _order(now),
    }
    words = [word for word, true in found.items() if true]
    return words or (["reasons"] if _reasons(then) != _reasons(now) else [])


def _alone(decision: Decision) -> bool:
    return any(not one.waits for one in decision.proposals)


def _order(decision: Decision) -> tuple[object, ...]:
    return sorted(decision.labels), decision.priority, decision.assign, decision.snooze


def _reasons(decision: Decision) -> tuple[object, ...]:
    return tuple(replace(one, draft=None) for one in decision.proposals), decision.hand_off, decision.skipped


def _account(then: Decision) -> AccountId:
    return AccountId(then.conversation.partition("/")[0])


def _conversation(found: Looked, then: Decision) -> Conversation:
    """The conversation as it was then, as far as that is known: nobody had taken it, or there had been no turn."""
    return replace(
        found.conversation,
        state="open",
        last=then.upto,
        assignee="",
        claimed_by="",
        quiet_by="",
        left=False,
        snoozed_until=0,
        drafts=(),
        labels=then.facts.labels,
        priority=then.facts.priority,
    )


@dataclass(frozen=True, slots=True)
class _Rules:
    """What lets an answer go out alone: the configuration, what had been earned, and labels that were just put on."""

    brand: Brand
    grants: Sequence[Grant]
    labels: tuple[str, ...]

    def autonomy(self, then: Decision, turn: Turn, responder: str) -> Autonomy:
        """How far a responder might go in the conversation at that time."""
        conversation = turn.conversation
        account, kind = conversation.account, conversation.thread.kind
        labels = tuple(dict.fromkeys(conversation.labels + self.labels))
        autonomy = self.brand.autonomy(responder, account, kind, labels)
        earned = {Slice(responder, account, kind, label) for label in ("", *labels)}
        grants = [grant for grant in self.grants if grant.slice in earned] if autonomy == "draft" else []
        might = _might_go_alone(then, responder)  # tells of every grant, and the store only of the last for a slice
        stood = any(_stood(grant, turn.now) for grant in grants) if might is None else bool(grants) and might
        return "auto" if stood else autonomy


def _decided(rules: _Rules, chain: Chain, then: Decision, turn: Turn, answer: Answer) -> Decision:
    """What would stand in the ledger now."""
    made = []
    for proposal in answer.proposals:
        autonomy = rules.autonomy(then, turn, proposal.by.name)
        why = waits(proposal, autonomy, then.mode, turn.conversation)
        made.append(replace(proposed(proposal), waits=why or _kept_back(then)))
    return replace(
        then,
        config=chain.config,
        versions=chain.versions,
        proposals=tuple(made),
        labels=answer.labels,
        priority=answer.priority,
        hand_off=answer.hand_off,
        assign=answer.assign,
        snooze=answer.snooze,
        skipped=answer.skipped,
        heard=answer.heard,
    )


def _kept_back(then: Decision) -> str:
    """Why any answer would have waited then, however things were configured; empty when nothing kept it back."""
    if then.facts.wish:
        return ASKED_FOR
    if then.facts.declined:
        return WANTED_ANOTHER
    found = (one.waits for one in then.proposals if one.waits and not one.waits.startswith(OF_THE_ANSWER))
    return next(found, "")


def _might_go_alone(then: Decision, responder: str) -> bool | None:
    """Whether a responder might go alone at that time, as far as what it proposed then tells."""
    found = (not one.waits.startswith("autonomy is ") for one in then.proposals if one.by == responder)
    return next(found, None)


def _stood(grant: Grant, at: int) -> bool:
    return grant.at <= at and (grant.stands or at < grant.withdrawn_at)
