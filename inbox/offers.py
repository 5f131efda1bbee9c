"""What of the responders' proposals is offered as a draft, what of that needs nobody, and why the rest waits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inbox.actions import Action, DirectMessage, Proposal, Reply
from inbox.brand import Brand
from inbox.decisions import Decision
from inbox.models import SYSTEM, ContactId, DraftId, RemoteId
from inbox.policy import Autonomy, Slice, waits
from inbox.store.drafts import Claimed, Offer, Outcome

OFF = "autonomy is off here"


@dataclass(frozen=True, slots=True)
class Sifted:
    """The offers in their order, which proposals (by their place) were not even offered, and what comes with them."""

    offers: tuple[Offer, ...]
    off: frozenset[int]
    outcome: Outcome


def sift(
    brand: Brand, turn: Claimed, proposals: Sequence[Proposal], outcome: Outcome, decisions: Sequence[Decision]
) -> Sifted:
    """Weigh every proposal. Labels count as soon as a responder has put them on, also those of this turn."""
    labels = tuple(dict.fromkeys(turn.conversation.labels + outcome.labels))
    weighed = [_weigh(brand, turn, proposal, labels) for proposal in proposals]
    off = frozenset(place for place, offer in enumerate(weighed) if offer is None)
    offers = tuple(offer for offer in weighed if offer)
    names = tuple(dict.fromkeys(proposals[place].by.name for place in sorted(off)))
    silent, again = _missing(turn, offers, replace(outcome, off=names), decisions)
    return Sifted(offers, off, replace(outcome, off=names, silent=silent, again=again))


def not_offered(decisions: Sequence[Decision], off: frozenset[int]) -> Iterator[Decision]:
    """The decisions, whose proposals are counted through, with those marked that were not even offered."""
    place = 0
    for decision in decisions:
        marked = tuple(
            replace(proposed, waits=OFF) if place + number in off else proposed
            for number, proposed in enumerate(decision.proposals)
        )
        place += len(marked)
        yield replace(decision, proposals=marked)


def about_of(action: Action) -> RemoteId | None:
    """The message that an action answers, where it says so."""
    match action:
        case Reply(to=message) | DirectMessage(about=message):
            return message
        case _:
            return None


def _weigh(brand: Brand, turn: Claimed, proposal: Proposal, labels: Sequence[str]) -> Offer | None:
    """The offer that a proposal becomes; None where its responder may not draft."""
    conversation = turn.conversation
    autonomy = brand.autonomy(proposal.by.name, conversation.account, conversation.thread.kind, labels)
    grant = _grant(turn, proposal, labels) if autonomy == "draft" else None
    autonomy = "auto" if grant else autonomy
    if autonomy == "off":
        return None
    about = about_of(proposal.action) or conversation.last
    why = _why_it_waits(turn, proposal, autonomy, asker_of(turn, about))
    if why:
        return Offer(proposal, about, waits=why)
    due = brand.now() + brand.undo.alone(conversation.account)
    return Offer(proposal, about, due, SYSTEM, grant=grant)


def _grant(turn: Claimed, proposal: Proposal, labels: Sequence[str]) -> Slice | None:
    """What lets this go out alone although bot.yaml says `draft`."""
    conversation = turn.conversation
    wanted = (Slice(proposal.by.name, conversation.account, conversation.thread.kind, label) for label in ("", *labels))
    return next((slice for slice in wanted if slice in turn.grants), None)


def _why_it_waits(turn: Claimed, proposal: Proposal, autonomy: Autonomy, asker: ContactId | None) -> str:
    if why := waits(proposal, autonomy, turn.mode, turn.conversation):
        return why
    if asker in turn.wishes:
        return "somebody asked for it"
    return "somebody wanted another draft" if asker in turn.declined else ""


def asker_of(turn: Claimed, about: RemoteId | None) -> ContactId | None:
    """Whose words an answer to this message answers."""
    return next((message.contact for message in turn.messages if message.id == about), None)


def _missing(
    turn: Claimed, offers: Sequence[Offer], outcome: Outcome, decisions: Sequence[Decision]
) -> tuple[str, tuple[DraftId, ...]]:
    """Why there is nothing for somebody for whom another draft was wanted, and the drafts that wait again instead."""
    answered = {asker_of(turn, offer.about) for offer in offers}
    wanted = [asker for asker in turn.askers if asker not in answered]
    unfulfilled = [turn.wishes[asker].draft for asker in wanted if asker in turn.wishes]
    off = f"{' and '.join(outcome.off)} may not draft here" if outcome.off else ""
    if unfulfilled:
        tried = outcome.skipped or any(decision.heard for decision in decisions)
        why = off or ("nothing came of what was asked for" if tried else "no model is there that could write it anew")
        return f"{why}; the one before waits again", tuple(draft for draft in unfulfilled if draft)
    return (off or "nothing else fits") if any(asker in turn.declined for asker in wanted) else "", ()
