"""What went out in a storm although nobody decided it, and the checks of what must hold of it; and of the ledger.

Each check answers what is wrong, one sentence a problem; nothing is good.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass

import run
from bot.replay import CHANGED, Recording, Replayed, canonical, replay
from config.answering import made_of
from config.load import Config
from config.rehearsal import rehearse
from config.settings import mode_for
from inbox.actions import Delivery, Draft, Proposal, Reply
from inbox.decisions import Decision
from inbox.models import ConversationId, Entry, EntryId, Kind
from inbox.policy import Limits
from inbox.review import CLAIM_MS
from inbox.store import Store
from inbox.store.grants import in_words
from responders.llm.claims import sentences
from responders.llm.proof import against, units
from tests.cast import MEERA, NOOR
from tests.chaos.findings import Findings
from tests.chaos.minds import GRANTED, NOTICE

PEOPLE = frozenset({MEERA.name, NOOR.name})
PAGE = 5000
TAKEN_BACK = ("recalled", "held")


@dataclass(frozen=True, slots=True)
class Answers:
    """The log, the ledger, and what the ledger gives when everything is done again; `alone` left without a decision."""

    config: Config
    limits: Limits
    found: Findings
    entries: Sequence[Entry]
    decisions: Sequence[Decision]
    again: Sequence[Replayed]
    kinds: Mapping[ConversationId, Kind]
    alone: Sequence[tuple[Draft, Delivery]]


async def read_answers(config: Config, store: Store, found: Findings) -> Answers:
    """Read the log and the ledger, and do all of the ledger again, by the same files and with nobody to ask."""
    brand, recording = run.make_brand(config, store), Recording()
    again, chain = rehearse(config, brand, recording.ask, recording.recall, recording.over)
    entries = [entry async for entry in _log(store)]
    return Answers(
        config=config,
        limits=brand.limits,
        found=found,
        entries=entries,
        decisions=[decision async for decision in store.ledger.since(0)],
        again=[one async for one in replay(again, chain, recording, 0)],
        kinds=await store.conversations.kinds(list(found.conversations)),
        alone=list(_alone(found, entries)),
    )


async def _log(store: Store) -> AsyncIterator[Entry]:
    entries = await store.log.after(EntryId("0-0"), PAGE)
    while entries:
        for entry in entries:
            yield entry
        entries = await store.log.after(entries[-1].id, PAGE)


def _alone(found: Findings, entries: Sequence[Entry]) -> Iterator[tuple[Draft, Delivery]]:
    """What was begun to be sent, and no person approved it or wanted it sent after all."""
    begun = {entry.ref for entry in entries if entry.what == "delivery.sending"}
    wanted = {entry.ref for entry in entries if entry.what == "delivery.queued" and entry.by in PEOPLE}
    for delivery in found.deliveries:
        if delivery.by.kind == "system" and delivery.id in begun - wanted:
            yield found.drafts[delivery.draft], delivery


# ------------------------------------------------------------------------------------------------------- the checks


def unproven(answers: Answers) -> list[str]:
    """Everything that left alone had evidence, no failed check, and what a model wrote stands in what it cites."""
    passages = {passage.id: passage for passage in made_of(answers.config).knowledge.passages}
    wrong = []
    for draft, _ in answers.alone:
        proposal = draft.proposal
        assert isinstance(proposal.action, Reply)
        if proposal.evidence == "none" or proposal.checks or not proposal.sources:
            wrong.append(f"{_told(draft)}: its evidence is {proposal.evidence}, its checks are {proposal.checks}")
        if proposal.evidence == "cited":
            strange = [source.id for source in proposal.sources if source.id not in passages]
            wrong += [f"{_told(draft)}: it cites {id}, which is nowhere" for id in strange]
            there = [
                u
                for s in proposal.sources
                if s.id in passages
                for u in units(passages[s.id], answers.config.settings.brand.name)
            ]
            said = proposal.action.text.removesuffix(NOTICE).strip()
            wrong += [f"{_told(draft)}: {words}" for part in sentences(said) for words in against(part, there)]
    return wrong


def not_allowed(answers: Answers) -> list[str]:
    """Each was allowed by bot.yaml or by a grant that stood then, in the normal mode; by the order of the log."""
    alone = {str(delivery.id): draft for draft, delivery in answers.alone}
    wrong, granted, mode = [], False, "normal"
    for entry in answers.entries:
        match entry.what:
            case "autonomy.granted" | "autonomy.withdrawn" if entry.ref == in_words(GRANTED):
                granted = entry.what == "autonomy.granted"
            case "mode.normal" | "mode.careful":
                mode = entry.what.partition(".")[2]
            case "delivery.queued" | "delivery.sending" if entry.ref in alone:
                draft = alone[entry.ref]
                by, kind = draft.proposal.by.name, answers.kinds[draft.conversation]
                allowed = mode_for(answers.config.settings.autonomy, by, draft.account, kind)
                may = allowed == "auto" or (granted and (by, kind) == (GRANTED.responder, GRANTED.kind))
                if not may or mode != "normal":
                    wrong.append(f"{_told(draft)}: {entry.what} in {mode} mode, autonomy {allowed}, granted {granted}")
    return wrong


def into_what_was_taken(answers: Answers) -> list[str]:
    """None was decided or begun while a person wrote or said that they write, or had answered or silenced it."""
    alone, theirs = {str(delivery.id): draft for draft, delivery in answers.alone}, _by_people(answers.found)
    claims, quiet = dict[ConversationId, tuple[str, int]](), dict[ConversationId, str]()
    wrong = []
    for entry in answers.entries:
        conversation, at = entry.conversation, int(entry.id.partition("-")[0])
        if conversation is None:
            continue
        match entry.what:
            case "conversation.claimed":
                claims[conversation] = (entry.by, at)
            case "conversation.let_go":
                claims.pop(conversation, None)
            case "responders.silenced":
                quiet[conversation] = entry.by
            case "responders.back":
                quiet.pop(conversation, None)
            case "delivery.queued" if entry.ref in theirs:
                theirs.discard(entry.ref)  # what failed is queued once more
                quiet[conversation] = entry.by
            case "delivery.queued" | "delivery.sending" if entry.ref in alone:
                by, since = claims.get(conversation, ("", 0))
                taken = [f"{by} had taken it"] if by and at < since + CLAIM_MS - 1000 else []
                taken += [f"{quiet[conversation]} had written"] if conversation in quiet else []
                wrong += [f"{_told(alone[entry.ref])}: {entry.what} after {words}" for words in taken]
    return wrong


def _by_people(found: Findings) -> set[str]:
    """What a person wrote, as against what a person approved."""
    return {d.id for d in found.deliveries if found.drafts[d.draft].proposal.by.kind == "person"}


def answered_twice(answers: Answers) -> list[str]:
    """One turn gets one answer alone, of one responder; and no message gets two.

    What the network did not take, and was taken back before the next attempt, is no answer: another may come instead.
    """
    of = {proposed.draft: decision.id for decision in answers.decisions for proposed in decision.proposals}
    turns, messages = defaultdict[str, list[Draft]](list), defaultdict[tuple[str, str], list[Draft]](list)
    for draft in _left(answers):
        turns[of.get(draft.id, "")].append(draft)
        messages[draft.conversation, draft.about or ""].append(draft)
    return [
        f"{where}: {len(drafts)} answers left alone, by {', '.join(d.proposal.by.name for d in drafts)}"
        for each in (turns, messages)
        for where, drafts in each.items()
        if len(drafts) > 1
    ]


def _left(answers: Answers) -> Iterator[Draft]:
    """What left alone and was not taken back after an attempt that failed."""
    return (draft for draft, delivery in answers.alone if delivery.state not in TAKEN_BACK)


def too_many(answers: Answers) -> list[str]:
    """Nobody got more alone, and no conversation, than bot.yaml allows within its time.

    What the network did not take, and was taken back before the next attempt, nobody got.
    """
    limits, askers = answers.limits, {d.id: {p.draft for p in d.proposals} for d in answers.decisions}
    who = {draft: d.asker for d in answers.decisions for draft in askers[d.id] if draft}
    times = defaultdict[str, list[int]](list)
    for draft in _left(answers):
        times[f"person {who.get(draft.id)}"].append(draft.decided_at)
        times[f"conversation {draft.conversation}"].append(draft.decided_at)
    wrong = []
    for one, each in times.items():
        most, ordered = limits.per_person if one.startswith("person") else limits.per_conversation, sorted(each)
        spans = (last - first for first, last in zip(ordered, ordered[most:], strict=False))
        wrong += [f"{one}: {most + 1} answers left alone in {span} ms" for span in spans if span < limits.within]
    return wrong


def not_in_the_ledger(answers: Answers) -> list[str]:
    """Every draft of a responder came of one decision, every draft of a decision is there; what left did not wait."""
    told = Counter(p.draft for decision in answers.decisions for p in decision.proposals if p.draft)
    made = {draft.id for draft in answers.found.drafts.values() if draft.proposal.by.kind == "responder"}
    wrong = [f"draft {id} stands in {told[id]} decisions" for id in made if told[id] != 1]
    wrong += [f"the ledger speaks of draft {id}, which is not there" for id in told if id not in made]
    waits = {p.draft: p.waits for decision in answers.decisions for p in decision.proposals}
    wrong += [
        f"{_told(draft)}: the ledger says: {waits[draft.id]}" for draft, _ in answers.alone if waits.get(draft.id)
    ]
    wrong += [
        f"decision {decision.id}: {p.by} proposed something that was neither drafted nor refused"
        for decision in answers.decisions
        for p in decision.proposals
        if not p.draft and not p.waits
    ]
    return wrong


def done_otherwise(answers: Answers) -> list[str]:
    """Done again by the same files, every decision whose messages are as they were is the same, byte for byte."""
    wrong = []
    for one in answers.again:
        if one.now is None:
            wrong += [f"decision {one.then.id}: {one.cannot}"] if one.cannot != CHANGED else []
        elif (then := canonical(one.then)) != (now := canonical(one.now)):
            wrong.append(f"decision {one.then.id} of {one.then.conversation}: {_differing(then, now)}")
    return wrong


def _differing(one: bytes, other: bytes) -> str:
    was, now = json.loads(one), json.loads(other)
    return "; ".join(f"{key} was {was[key]}, now {now[key]}" for key in was if was[key] != now[key])


def problems(answers: Answers) -> Mapping[str, Sequence[str]]:
    """All of them, by what they are."""
    return {
        "left alone without proof": unproven(answers),
        "left alone where it may not": not_allowed(answers),
        "left alone into what a person had taken": into_what_was_taken(answers),
        "answered twice": answered_twice(answers),
        "over the limits": too_many(answers),
        "not in the ledger": not_in_the_ledger(answers),
        "done otherwise": done_otherwise(answers),
    }


def rows(answers: Answers) -> Mapping[str, int]:
    """Figures for the table."""
    waits = Counter(
        p.waits.partition(" by ")[0][:34] for decision in answers.decisions for p in decision.proposals if p.waits
    )
    alone = Counter(draft.proposal.evidence for draft, _ in answers.alone)
    heard = [heard for decision in answers.decisions for heard in decision.heard]
    return {
        "decisions in the ledger": len(answers.decisions),
        "  with something the model said": sum(bool(one.tokens_out) for one in heard),
        "  where the model failed": sum(not one.tokens_out for one in heard),
        "  with a responder that failed": sum(bool(one.skipped) for one in answers.decisions),
        "  done again, the same": sum(one.now is not None for one in answers.again),
        "  their messages came late": sum(one.cannot == CHANGED for one in answers.again),
        "left alone": len(answers.alone),
        **{f"  {what}": n for what, n in alone.items()},
        "waited for a person": waits.total(),
        **{f"  {why}": n for why, n in waits.most_common(12)},
    }


def _told(draft: Draft) -> str:
    proposal: Proposal = draft.proposal
    return f"draft {draft.id} of {proposal.by.name} in {draft.conversation} ({getattr(proposal.action, 'text', '')!r})"
