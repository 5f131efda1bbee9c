"""What became of decisions: what a person made of each draft, and whether an answer that went out alone ended well.

Whatever is in doubt counts against an answer that nobody read before it left.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inbox.actions import Delivery, Draft
from inbox.brand import Brand
from inbox.decisions import Decision
from inbox.models import SYSTEM, DraftId, Message, RemoteId
from inbox.store.aftermath import Aftermath
from inbox.store.drafts import EDITED

What = Literal["nothing", "open", "accepted", "edited", "rejected", "outdated", "alone"]
Bad = Literal["", "corrected", "reopened", "complained"]

HOUR_MS, DAY_MS = 3_600_000, 86_400_000
COMPLAINTS = frozenset({"complaint", "upset"})  # labels
PAGE = 200
# Of several drafts of one decision the one that says most about it, the last of these.
WEIGHT: tuple[What, ...] = ("nothing", "outdated", "open", "rejected", "edited", "accepted", "alone")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision. `nothing`: it made no draft; `open`: nobody decided, or it has not left yet.

    `drafted` is the text as it was suggested, `said` as it was decided. `bad` is only asked of what went out alone, and
    `why` it is so, in words.
    """

    what: What = "nothing"
    draft: DraftId | None = None
    by: str = ""  # who decided
    at: int = 0  # when
    reason: str = ""  # of a draft that was rejected or no longer fits
    drafted: str = ""
    said: str = ""
    bad: Bad = ""
    why: str = ""


NOTHING = Outcome()
Fate = tuple[Draft, Delivery | None]


async def outcomes(brand: Brand, decisions: Sequence[Decision]) -> Mapping[str, Outcome]:
    """What became of each of these decisions, by its id; a few round trips for hundreds of them.

    What they said next is looked for among these decisions and the newest of each conversation.
    """
    found: dict[str, Outcome] = {}
    for first in range(0, len(decisions), PAGE):
        found |= await _page(brand, decisions[first : first + PAGE], decisions)
    return found


async def _page(brand: Brand, page: Sequence[Decision], known: Sequence[Decision]) -> dict[str, Outcome]:
    ids = [one.draft for decision in page for one in decision.proposals if one.draft]
    fates = await brand.store.aftermaths.drafts(ids)
    found = {decision.id: _outcome(decision, fates) for decision in page}
    alone = [decision for decision in page if found[decision.id].what == "alone"]
    if not alone:
        return found
    sent = [_sent(fates, found[decision.id]) for decision in alone]
    places = [(d.conversation, d.message or RemoteId(""), d.sent_at + DAY_MS) for d in sent]
    aftermaths = await brand.store.aftermaths.after(places, brand.now())
    newest = await asyncio.gather(*(brand.store.ledger.of(id) for id in {d.conversation for d in sent}))
    heard = _by_asker([*known, *(decision for of in newest for decision in of)])
    for decision, delivery, aftermath in zip(alone, sent, aftermaths, strict=True):
        if aftermath:
            next_ones = heard[decision.conversation, decision.asker]
            bad, why = _bad(decision, delivery.sent_at, aftermath, next_ones)
            found[decision.id] = replace(found[decision.id], bad=bad, why=why)
    return found


def _by_asker(decisions: Iterable[Decision]) -> Mapping[tuple[str, str | None], list[Decision]]:
    found: defaultdict[tuple[str, str | None], list[Decision]] = defaultdict(list)
    for decision in decisions:
        found[decision.conversation, decision.asker].append(decision)
    return found


def _sent(fates: Mapping[DraftId, Fate], outcome: Outcome) -> Delivery:
    delivery = fates[outcome.draft][1] if outcome.draft else None
    assert delivery  # what went out alone was sent
    return delivery


# ------------------------------------------------------------------------------------------- what was made of a draft


def _outcome(decision: Decision, fates: Mapping[DraftId, Fate]) -> Outcome:
    """Of several drafts of one decision, what became of the one that says most about it."""
    found = [_of_draft(*fates[one.draft]) for one in decision.proposals if one.draft and one.draft in fates]
    return max(found, key=lambda outcome: WEIGHT.index(outcome.what), default=NOTHING)


def _of_draft(draft: Draft, delivery: Delivery | None) -> Outcome:
    drafted = getattr(draft.proposal.action, "text", "")
    said = getattr(delivery.action, "text", "") if delivery and draft.state == "approved" else ""
    return Outcome(
        what=_what(draft, delivery),
        draft=draft.id,
        by=draft.decided_by,
        at=draft.decided_at,
        reason="" if draft.state == "approved" else draft.reason,
        drafted=drafted,
        said=said,
    )


def _what(draft: Draft, delivery: Delivery | None) -> What:
    match draft.state:
        case "pending":
            return "open"
        case "approved" if delivery and delivery.by.kind != "person":
            return "alone" if delivery.state == "sent" else "outdated" if delivery.state == "discarded" else "open"
        case "approved":
            return "edited" if draft.reason == EDITED else "accepted"
        case ended:
            return ended


# ------------------------------------------------------------------------------- how it ended, where nobody had read it


def _bad(decision: Decision, at: int, after: Aftermath, heard: Sequence[Decision]) -> tuple[Bad, str]:
    """Whether an answer that went out alone ended badly, and how one can tell."""
    if after.said.removed_at:
        return "corrected", "what it said was removed"
    if after.said.edited_at:
        return "corrected", "what it said was changed"
    theirs = [place for place, message in enumerate(after.later) if message.contact == decision.asker]
    asked_on = theirs[0] if theirs else len(after.later)
    if _by_one_of_us(decision, after, after.later[:asked_on]):
        return "corrected", "one of our people wrote next"
    if why := _complaint(decision, at, heard):
        return "complained", why
    until = after.later[asked_on].at if theirs else at + DAY_MS
    for did in after.did:
        if did.what == "conversation.reopened" and did.by != SYSTEM.name and did.at <= until:
            return "reopened", f"{did.by} opened the conversation again"
    if theirs and until <= at + HOUR_MS and _by_one_of_us(decision, after, after.later[asked_on:]):
        return "reopened", "they asked on, and one of our people answered"
    return "", ""


def _by_one_of_us(decision: Decision, after: Aftermath, messages: Sequence[Message]) -> bool:
    """Whether what we said to them first, among these, was written by one of our people."""
    about = {after.said.id, after.said.reply_to, *(m.id for m in after.later if m.contact == decision.asker)}
    ours = (message for message in messages if message.ours and (after.is_direct or message.reply_to in about))
    first = next(ours, None)
    return first is not None and first.id in after.by_people


def _complaint(decision: Decision, at: int, heard: Sequence[Decision]) -> str:
    """What a responder made of what they wrote within a day, when that was not well."""
    for later in sorted(heard, key=lambda one: one.at):
        if later.id == decision.id or not decision.at < later.at <= at + DAY_MS:
            continue
        if later.hand_off:
            return f"they wrote again, and a person was asked for: {later.hand_off}"
        if found := COMPLAINTS.intersection(later.labels):
            return f"they wrote again, labelled {', '.join(sorted(found))}"
    return ""
