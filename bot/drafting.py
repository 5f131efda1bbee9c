"""The drafting loop: claim a conversation whose turn has come, let the responders look, save what they suggest."""

from __future__ import annotations

import secrets

from inbox import review
from inbox.brand import Brand
from inbox.store.drafts import Claimed, Outcome
from inbox.store.queue import Idle, Look, at_once
from responders.chain import Chain
from responders.turn import Answer, Turn

LEASE = 60_000


async def draft_next(brand: Brand, chain: Chain, look: Look = at_once, lease: int = LEASE) -> Idle | None:
    """Draft for one conversation; Idle when none is due. Nothing is locked while a responder thinks."""
    turn = await look(lambda: brand.store.drafts.claim_turn(brand.now(), lease, secrets.token_hex(8)))
    if isinstance(turn, Idle):
        return turn
    answer = await _answer(brand, chain, turn)
    outcome = Outcome(answer.labels, answer.priority, answer.hand_off, answer.skipped)
    await review.propose(brand, turn, answer.proposals, outcome)
    return None


async def _answer(brand: Brand, chain: Chain, turn: Claimed) -> Answer:
    """What the chain says; nothing where we cannot answer, or a person has taken over."""
    capabilities = brand.capabilities.get(turn.conversation.account)
    if capabilities is None or turn.conversation.quiet_by or turn.conversation.left:
        return Answer()
    if not capabilities.offers(turn.conversation.thread.kind, "reply"):
        return Answer()
    return await chain.respond(Turn(turn.conversation, turn.contact, turn.messages, capabilities.text, brand.now()))
