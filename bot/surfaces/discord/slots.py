"""Which cards a post should have: one for each draft that waits or leaves, or one for a conversation without any. Pure.

A slot is a draft's id, or "" for the conversation itself. What nobody has to decide on any more is folded; the first
draft takes over the card of the conversation, so that words and their draft are one card. What moderation does to
messages and people has none: its cases are told together, or a raid would be as many posts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from inbox.actions import SPEAKS, Delivery, Draft, kind_of
from inbox.cases import MODERATION
from inbox.models import DraftId
from inbox.store.cards import Posted, Shown
from inbox.views import Card, Reading

ITSELF: Final = ""  # the slot of the conversation
_LIVE: Final = frozenset({"queued", "sending", "parked"})


@dataclass(frozen=True, slots=True)
class Want:
    """One card as it should be; `standing` is the message that shows the slot now, or that this one takes over."""

    slot: str
    card: Card | None
    folded: bool
    standing: Shown | None = None


def undecided(reading: Reading, posted: Posted) -> tuple[DraftId, ...]:
    """The drafts beside the pending ones that must be looked at: those that leave, and those whose cards are open."""
    pending = {card.draft.id for card in reading.cards}
    leaving = [delivery.draft for delivery in reading.leaving]
    shown = [DraftId(card.slot) for card in posted.cards if card.slot and not card.folded]
    return tuple(id for id in dict.fromkeys([*leaving, *shown]) if id not in pending)


def wants(reading: Reading, posted: Posted, found: Mapping[DraftId, Card]) -> tuple[Want, ...]:
    """The cards of a post, those that are to be decided on first, each beside the message that shows it now."""
    standing = {shown.slot: shown for shown in posted.cards if not shown.folded}
    live = _live(reading, found, asked=posted.asked)
    asked_for = posted.asked and not posted.post and not live
    review = bool(reading.held) and bool(posted.post) and reading.conversation.state == "open" and not live
    alone = _unanswered(reading, live) or asked_for or review
    free = None if alone else standing.pop(ITSELF, None)
    wanted: list[Want] = []
    for card in live:
        own = standing.pop(card.draft.id, None)
        if own is None:
            own, free = free, None
        wanted.append(Want(card.draft.id, card, folded=False, standing=own))
    if alone:
        wanted.append(Want(ITSELF, None, folded=False, standing=standing.pop(ITSELF, None)))
    over = [*standing.values(), *([free] if free else [])]
    return (*wanted, *(Want(one.slot, found.get(DraftId(one.slot)), folded=True, standing=one) for one in over))


def needs_people(reading: Reading, wanted: Collection[Want], posted: Posted) -> bool:
    """Whether a conversation without a post gets one: not for what goes out by itself."""
    return posted.asked or any(want.slot == ITSELF or _undecided(want) or _parked(want) for want in wanted)


def parked(wanted: Collection[Want]) -> bool:
    """Whether something could not be sent and waits for a person to look."""
    return any(_parked(want) for want in wanted)


def _live(reading: Reading, found: Mapping[DraftId, Card], *, asked: bool) -> list[Card]:
    """The drafts to decide on or still to be stopped, oldest first."""
    others = [card for card in found.values() if card.draft.state == "approved" and _is_live(card.delivery)]
    pending = [card for card in reading.cards if asked or not _told_as_a_case(card.draft)]
    shown = [*pending, *(card for card in others if not _told_as_a_case(card.draft))]
    return sorted(shown, key=lambda card: (card.draft.at, card.draft.id))


def _told_as_a_case(draft: Draft) -> bool:
    """What a rule does, or a measure that somebody switched on: by them, but nobody of ours looked at it."""
    by, evidence = draft.proposal.by, draft.proposal.evidence
    by_itself = by == MODERATION or (by.kind == "person" and evidence == "rule")
    return by_itself and kind_of(draft.proposal.action) not in SPEAKS


def _undecided(want: Want) -> bool:
    return want.card is not None and want.card.draft.state == "pending"


def _is_live(delivery: Delivery | None) -> bool:
    return delivery is not None and delivery.state in _LIVE


def _unanswered(reading: Reading, live: Collection[Card]) -> bool:
    """Whether they wait, or somebody writes, and nothing is drafted, leaves, or is parked for what they said."""
    conversation = reading.conversation
    if conversation.state != "open" or not (conversation.waiting_since or conversation.claimed_by):
        return False
    return not any(_answers(card, reading) for card in live)


def _answers(card: Card, reading: Reading) -> bool:
    parked = card.delivery is not None and card.delivery.state == "parked"
    return not parked or card.draft.about == reading.conversation.last


def _parked(want: Want) -> bool:
    delivery = want.card.delivery if want.card else None
    return not want.folded and delivery is not None and delivery.state == "parked"
