"""The drafting loop: claim a conversation whose turn has come, let the responders look, save what they suggest."""

from __future__ import annotations

import secrets

from inbox import review
from inbox.brand import Brand
from inbox.store.drafts import Claimed, Outcome
from inbox.store.queue import Idle, Look, at_once
from responders.chain import Chain, together
from responders.turn import Turn

LEASE = 60_000


async def draft_next(brand: Brand, chain: Chain, look: Look = at_once, lease: int = LEASE) -> Idle | None:
    """Draft for one conversation; Idle when none is due. Nothing is locked while a responder thinks."""
    turn = await look(lambda: brand.store.drafts.claim_turn(brand.now(), lease, secrets.token_hex(8)))
    if isinstance(turn, Idle):
        return turn
    answer = together([await chain.respond(each) for each in _turns(brand, turn)])
    outcome = Outcome(answer.labels, answer.priority, answer.hand_off, answer.skipped)
    await review.propose(brand, turn, answer.proposals, outcome)
    return None


def _turns(brand: Brand, claimed: Claimed) -> list[Turn]:
    """One turn for each person whose words wait; none where we cannot answer, or a person has taken over."""
    conversation, capabilities = claimed.conversation, brand.capabilities.get(claimed.conversation.account)
    if capabilities is None or conversation.quiet_by or conversation.left:
        return []
    if not capabilities.offers(conversation.thread.kind, "reply"):
        return []
    turns = [
        Turn(
            conversation=conversation,
            asker=asker,
            contact=contact,
            messages=claimed.messages,
            limit=capabilities.text,
            now=brand.now(),
            declined=claimed.declined.get(asker, frozenset()),
        )
        for asker, contact in claimed.askers.items()
    ]
    order = {message.id: place for place, message in enumerate(claimed.messages)}
    return sorted((turn for turn in turns if turn.about), key=lambda turn: order[turn.about or ""])  # type: ignore[index]
