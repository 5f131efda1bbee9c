"""The tending loop: what falls due by the clock: a snooze, a measure or the like that ends, an appeal that waits."""

from __future__ import annotations

import secrets
from contextlib import suppress

from inbox import review
from inbox.brand import Brand
from inbox.cases import CaseNumber
from inbox.errors import NotFound
from inbox.models import SYSTEM, ConversationId, DeliveryId
from inbox.moderation import appeals, lapsing, measures
from inbox.store.queue import Idle, Look, at_once

LEASE = 30_000


async def tend_next(brand: Brand, look: Look = at_once) -> Idle | None:
    """Do one thing that fell due; Idle when nothing is."""
    token = secrets.token_hex(8)
    lane = await look(lambda: brand.store.schedule.claim(brand.now(), LEASE, token))
    if isinstance(lane, Idle):
        return lane
    what, _, rest = lane.partition(" ")
    again = None
    match what:
        case "snooze":
            again = await _end_snooze(brand, ConversationId(rest))
        case "closing":
            again = await brand.store.conversations.end_windows(brand.now())
        case "appeal":
            await appeals.overdue(brand, CaseNumber(int(rest)))
        case "lapse":
            await lapsing.lapse(brand, DeliveryId(rest))
        case "measure":
            again = await measures.lapse(brand, rest)
    await brand.store.schedule.release(lane, token, brand.now(), again)
    return None


async def _end_snooze(brand: Brand, id: ConversationId) -> int | None:
    """Bring a conversation back, unless it came back by itself; answers when, if it was snoozed again for longer."""
    found = await brand.store.conversations.read(id, brand.now(), limit=1)
    if found is None or found.conversation.state != "snoozed":
        return None
    if found.conversation.snoozed_until > brand.now():
        return found.conversation.snoozed_until
    with suppress(NotFound):
        await review.reopen(brand, id, SYSTEM)
    return None
