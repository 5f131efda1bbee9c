"""Drafts in Redis: a turn to look at, proposals that wait, and the one decision each of them gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

from inbox.actions import SPEAKS, Action, Delivery, Draft, Proposal, kind_of
from inbox.decisions import Decision, Past, Wish
from inbox.models import (
    Actor,
    Contact,
    ContactId,
    Conversation,
    ConversationId,
    DeliveryId,
    DraftId,
    Message,
    RemoteId,
    contact_id,
)
from inbox.policy import LIMITS, Limits, Slice, too_many
from inbox.store import codec
from inbox.store.client import Word
from inbox.store.grants import slice_of, slice_text
from inbox.store.ledger import decision_text
from inbox.store.queue import Idle, idle
from inbox.store.scripts import Scripts, pairs

EDITED = "edited"  # the reason of a draft that was approved with another text


@dataclass(frozen=True, slots=True)
class Claimed:
    """A conversation whose turn to be drafted has come, held by `token`; `revision` tells whether they spoke since."""

    token: str
    conversation: Conversation
    revision: str
    askers: Mapping[ContactId, Contact]  # whose words no responder has looked at yet
    messages: tuple[Message, ...]
    mode: str
    declined: Mapping[ContactId, frozenset[str]] = field(default_factory=dict)  # of drafts that somebody did not want
    past: Mapping[ContactId, Past] = field(default_factory=dict)  # of the askers, with the words that wait
    wishes: Mapping[ContactId, Wish] = field(default_factory=dict)  # what somebody wants of the next draft for them
    resolved_at: int = 0  # when the conversation was last resolved
    disclosed: bool = False  # an answer here has said that a program wrote it
    grants: frozenset[Slice] = frozenset()  # what has earned to go out alone


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal on its way to become a draft; with `due` set it is approved by `by` as it is saved."""

    proposal: Proposal
    about: RemoteId | None
    due: int | None = None
    by: Actor | None = None
    waits: str = ""  # why it needs a person
    grant: Slice | None = None  # what lets it go out alone where bot.yaml does not


@dataclass(frozen=True, slots=True)
class Made:
    """A draft that was saved, and its delivery where it was approved at once."""

    draft: DraftId
    delivery: DeliveryId | None


@dataclass(frozen=True, slots=True)
class Not:
    """The store's refusal: why in one word, and what a person may want to know."""

    why: str  # missing, outdated, others, quiet, claimed, mode, decided
    detail: tuple[str, ...] = ()


def rest_of(turn: Claimed, others: Not) -> Claimed:
    """The turn of those who said nothing meanwhile, when some did."""
    revision, *changed = others.detail
    gone = {contact_id(turn.conversation.account, RemoteId(person)) for person in changed}
    left = {asker: contact for asker, contact in turn.askers.items() if asker not in gone}
    return replace(turn, revision=revision, askers=left)


@dataclass(frozen=True, slots=True)
class Opened:
    """One draft with all that a person decides on."""

    draft: Draft
    conversation: Conversation
    contact: Contact | None
    about: Message | None
    delivery: Delivery | None
    mode: str
    said: int = 0  # how many messages of ours since they last wrote, with those on their way


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes with proposals without being one: labels, priority, a hand-off, responders that were skipped.

    `silent` is why there is nothing where somebody wanted another draft; `off` names responders that had an answer but
    may not draft here. `assign` is who the conversation is given to if nobody has it, `snooze` for how many
    milliseconds it is put away. `again` are ended drafts that wait once more, because nothing came in their place.
    """

    labels: tuple[str, ...] = ()
    priority: int | None = None
    hand_off: str = ""
    skipped: tuple[str, ...] = ()
    silent: str = ""
    off: tuple[str, ...] = ()
    assign: str = ""
    snooze: int = 0
    again: tuple[DraftId, ...] = ()


NOTHING_ELSE = Outcome()
NO_DEED: Mapping[str, Any] = MappingProxyType({})


class Drafts:
    """Reads and writes drafts of one brand."""

    def __init__(self, scripts: Scripts) -> None:
        """Drafts of the brand that the scripts are bound to."""
        self._scripts = scripts

    async def claim_turn(
        self, now: int, lease: int, token: str, messages: int = 30, *, judged: bool = False
    ) -> Claimed | Idle:
        """Hold the next conversation that waits for a draft, with its newest messages, for `lease` milliseconds.

        With `judged` one in which rules have not looked at everything yet comes a little later.
        """
        found = await self._scripts.run("claim_turn", now, lease, token, messages, "1" if judged else "0")
        if not found[0]:
            return idle(found[1])
        id, fields, mode, said, people, wished, grants = found
        hash, who = pairs(fields), pairs(people)
        texts = tuple(codec.message_of(i, text, hash["a"]) for i, text in pairs(said).items())
        conversation = codec.conversation_of(id, hash, now)
        askers = {contact_id(conversation.account, RemoteId(one)): text for one, text in who.items() if text}
        return Claimed(
            token=token,
            conversation=conversation,
            revision=hash.get("rev", "0"),
            askers={one: contact for one, text in askers.items() if (contact := codec.contact_of(text))},
            messages=texts,
            mode=mode,
            declined=codec.declined_of(hash),
            past={one: codec.past_of(text) for one, text in askers.items()},
            wishes=codec.wishes_of(hash, pairs(wished)),
            resolved_at=int(hash.get("rs", 0)),
            disclosed=hash.get("dis") == "1",
            grants=frozenset(map(slice_of, grants)),
        )

    async def propose(
        self,
        conversation: ConversationId,
        offers: Sequence[Offer],
        now: int,
        *,
        author: Actor,
        mode: str,
        turn: Claimed | None = None,
        outcome: Outcome = NOTHING_ELSE,
        limits: Limits = LIMITS,
        decisions: Sequence[Decision] = (),
        by_hand: Mapping[str, Any] = NO_DEED,
    ) -> tuple[Made, ...] | Not:
        """Save drafts, approving those that are due, and end the turn; refused whole when they spoke meanwhile.

        `others` means that only some of those whose turn it was did: the turn goes on for the rest (`rest_of`).
        The decisions are written into the ledger; a proposal of theirs that `waits` already was not offered. `by_hand`
        is the `case` that a deed of a person opens, or what it takes `back`.
        """
        args: list[Word] = [conversation, turn.revision if turn else "", turn.token if turn else ""]
        args += [author.name, "1" if author.kind == "person" else "0", mode, _outcome_text(outcome, by_hand)]
        args += [_limits_text(limits), len(decisions)]
        for decision in decisions:
            args += [decision_text(decision), sum(not proposed.waits for proposed in decision.proposals)]
        for offer in offers:
            args += _seven(offer)
        # What a responder said it says again; what a person wrote is only here.
        run = self._scripts.run_kept if author.kind == "person" else self._scripts.run
        word, rest = await run("propose", now, *args)
        if word != "ok":
            return Not(word, tuple(rest) if word == "others" else (rest,))
        return tuple(Made(DraftId(d), DeliveryId(o) if o else None) for d, o in zip(rest[::2], rest[1::2], strict=True))

    async def open(self, id: DraftId, now: int) -> Opened | None:
        """One draft with its conversation, message, delivery and the mode; None when there is none."""
        found = await self._scripts.run("draft", now, id)
        if not found:
            return None
        fields, conv, contact, message, delivery, mode, said = found
        draft = codec.draft_of(id, pairs(fields))
        sent = pairs(delivery)
        return Opened(
            draft=draft,
            conversation=codec.conversation_of(draft.conversation, pairs(conv), now),
            contact=codec.contact_of(contact),
            about=codec.message_of(draft.about or "", message, draft.account) if message else None,
            delivery=codec.delivery_of(draft.delivery or "", sent) if sent else None,
            mode=mode,
            said=int(said),
        )

    async def approve(
        self, id: DraftId, by: Actor, action: Action, due: int, mode: str, now: int, *, edited: bool = False
    ) -> DeliveryId | Not:
        """Turn a pending draft into a delivery, once; its rivals are outdated in the same transaction."""
        words = (by.name, codec.actor_text(by), codec.action_text(action), due, mode, EDITED if edited else "", "0", "")
        found = await self._scripts.run_kept("decide", now, id, "approved", *words)
        return DeliveryId(found[1]) if found[0] == "ok" else Not(found[0], tuple(found[1:]))

    async def reject(
        self, id: DraftId, by: Actor, reason: str, now: int, *, again: bool = False, wish: str = ""
    ) -> Not | None:
        """End a pending draft with a reason; None when it is done.

        With `again` the responders draft another one; with a wish as well, this one anew as it is wished.
        """
        words = (by.name, codec.actor_text(by), "", 0, "", reason, "1" if again else "0", wish)
        found = await self._scripts.run_kept("decide", now, id, "rejected", *words)
        return None if found[0] == "ok" else Not(found[0], tuple(found[1:]))


def _outcome_text(outcome: Outcome, by_hand: Mapping[str, Any]) -> str:
    told = {
        **asdict(outcome),
        **by_hand,
        "skipped": ", ".join(outcome.skipped),
        "off": " and ".join(outcome.off),
    }
    return codec.dumps(
        {key: value for key, value in told.items() if value or (key == "priority" and value is not None)}
    )


@cache
def _limits_text(limits: Limits) -> str:
    words = [
        too_many(limits, "they", limits.per_person),
        too_many(limits, "this conversation", limits.per_conversation),
    ]
    return codec.dumps([limits.per_person, limits.per_conversation, limits.within, limits.cool_down, *words])


def _seven(offer: Offer) -> list[Any]:
    speaks = "1" if kind_of(offer.proposal.action) in SPEAKS else "0"
    decided_by = codec.actor_text(offer.by) if offer.by else ""
    due = "" if offer.due is None else offer.due
    grant = slice_text(offer.grant) if offer.grant else ""
    return [codec.proposal_text(offer.proposal), offer.about or "", speaks, due, decided_by, offer.waits, grant]
