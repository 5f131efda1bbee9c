"""The drafting loop: claim a conversation whose turn has come, let the responders look, save what they suggest."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import replace

from inbox import review
from inbox.brand import Brand
from inbox.capabilities import Capabilities
from inbox.decisions import STRANGER, Decision, Facts, Past, proposed, seen
from inbox.models import Contact, ContactId
from inbox.store.drafts import Claimed, Not, Outcome, rest_of
from inbox.store.queue import Idle, Look, at_once
from responders.chain import Chain, together
from responders.language import language_of
from responders.turn import Answer, Turn

MARGIN = 10_000  # what saving may take when the responders took as long as they may


async def draft_next(brand: Brand, chain: Chain, look: Look = at_once, lease: int | None = None) -> Idle | None:
    """Draft for one conversation; Idle when none is due. Nothing is locked while a responder thinks.

    Where several people wait they are thought about at once, and whoever writes meanwhile holds up nobody else. The
    lease (ms) outlasts what the responders may take, unless another one is given.
    """
    held = round(chain.patience * 1000) + MARGIN if lease is None else lease
    judged = brand.fairness is not None
    claimed = await look(lambda: brand.store.drafts.claim_turn(brand.now(), held, secrets.token_hex(8), judged=judged))
    if isinstance(claimed, Idle):
        return claimed
    config, versions = chain.config, chain.versions
    turns = _turns(brand, claimed)
    answers = await asyncio.gather(*(chain.respond(turn) for turn in turns))
    found = list(zip(turns, answers, strict=True))
    while True:
        decisions = [decided(turn, answer, config, versions, claimed.mode) for turn, answer in found]
        answer = together(answer for _, answer in found)
        done = await review.propose(brand, claimed, answer.proposals, _outcome(answer), decisions)
        if not isinstance(done, Not) or done.why != "others":
            return None
        claimed = rest_of(claimed, done)
        found = [(turn, answer) for turn, answer in found if turn.asker in claimed.askers]


def _outcome(answer: Answer) -> Outcome:
    return Outcome(
        answer.labels, answer.priority, answer.hand_off, answer.skipped, assign=answer.assign, snooze=answer.snooze
    )


def decided(turn: Turn, answer: Answer, config: str, versions: Mapping[str, str], mode: str) -> Decision:
    """What the responders made of a turn, as the ledger keeps it."""
    conversation = turn.conversation
    facts = Facts(
        labels=conversation.labels,
        priority=conversation.priority,
        language=turn.language,
        past=turn.past,
        resolved_at=turn.resolved_at,
        declined=tuple(sorted(turn.declined)),
        disclosure=turn.disclosure,
        wish=turn.wish,
    )
    return Decision(
        id="",
        at=turn.now,
        conversation=conversation.id,
        asker=turn.asker,
        upto=turn.messages[-1].id,
        count=len(turn.messages),
        seen=seen(turn.messages),
        facts=facts,
        config=config,
        versions=versions,
        mode=mode,
        proposals=tuple(map(proposed, answer.proposals)),
        labels=answer.labels,
        priority=answer.priority,
        hand_off=answer.hand_off,
        assign=answer.assign,
        snooze=answer.snooze,
        skipped=answer.skipped,
        heard=answer.heard,
    )


def _turns(brand: Brand, claimed: Claimed) -> list[Turn]:
    """One turn for each person whose words wait; none where we cannot answer, or a person has taken over."""
    conversation, capabilities = claimed.conversation, brand.capabilities.get(claimed.conversation.account)
    if capabilities is None or conversation.quiet_by or conversation.left:
        return []
    if not capabilities.offers(conversation.thread.kind, "reply"):
        return []
    turns = [_turn(brand, capabilities, claimed, asker, contact) for asker, contact in claimed.askers.items()]
    order = {message.id: place for place, message in enumerate(claimed.messages)}
    found = [(order[about], turn) for turn in turns if (about := turn.about)]
    return [turn for _, turn in sorted(found, key=lambda placed: placed[0])]


def _turn(brand: Brand, capabilities: Capabilities, claimed: Claimed, asker: ContactId, contact: Contact) -> Turn:
    conversation = claimed.conversation
    theirs = [message.text for message in claimed.messages if message.contact == asker and not message.removed_at]
    language = language_of(theirs, contact.language)
    turn = Turn(
        conversation=conversation,
        asker=asker,
        contact=contact,
        messages=claimed.messages,
        limit=capabilities.limit(conversation.thread.kind, "reply"),
        now=brand.now(),
        declined=claimed.declined.get(asker, frozenset()),
        language=language,
        wish=claimed.wishes.get(asker),
        disclosure="" if claimed.disclosed else brand.disclosure(conversation.account, language),
        resolved_at=claimed.resolved_at,
    )
    return replace(turn, past=_before(turn, claimed.past.get(asker, STRANGER)))


def _before(turn: Turn, past: Past) -> Past:
    """What is known of the asker besides the words of this turn."""
    messages = past.messages - len(turn.unanswered)
    return Past(messages, past.since) if messages > 0 else STRANGER
