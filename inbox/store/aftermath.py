"""What became of drafts, and what came after an answer: read to judge it, many of them at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from inbox.actions import Delivery, Draft
from inbox.models import AccountId, ConversationId, DeliveryId, DraftId, Message, RemoteId
from inbox.store import codec
from inbox.store.conversations import Did, did_of
from inbox.store.scripts import Scripts

MESSAGES, DEEDS = 50, 200  # that are looked at after one answer


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Something that we said as it stands now, the messages after it, which of these our people wrote, all deeds."""

    said: Message
    later: tuple[Message, ...]  # oldest first
    by_people: frozenset[RemoteId]
    did: tuple[Did, ...]
    is_direct: bool  # nobody else writes there


class Aftermaths:
    """Reads what became of the answers of one brand."""

    def __init__(self, scripts: Scripts) -> None:
        """Answers of the brand that the scripts are bound to."""
        self._scripts = scripts

    async def drafts(self, ids: Sequence[DraftId]) -> dict[DraftId, tuple[Draft, Delivery | None]]:
        """These drafts, each with its last delivery; what is not there is left out."""
        client, keys = self._scripts.client, self._scripts.keys
        found = await client.pipeline([("HGETALL", keys("d", id)) for id in ids])
        drafts = {id: codec.draft_of(id, d) for id, d in zip(ids, found, strict=True) if isinstance(d, dict) and d}
        sent = [draft.delivery for draft in drafts.values() if draft.delivery]
        found = await client.pipeline([("HGETALL", keys("o", id)) for id in sent])
        known = zip(sent, found, strict=True)
        deliveries = {id: codec.delivery_of(id, o) for id, o in known if isinstance(o, dict) and o}
        return {id: (draft, deliveries.get(draft.delivery or DeliveryId(""))) for id, draft in drafts.items()}

    async def after(self, places: Sequence[tuple[ConversationId, RemoteId, int]], now: int) -> list[Aftermath | None]:
        """What came after each of these messages of ours, until a time; None where it is not there any more."""
        return list(await asyncio.gather(*(self._after(*place, now) for place in places)))

    async def _after(self, of: ConversationId, message: RemoteId, until: int, now: int) -> Aftermath | None:
        found = await self._scripts.run("aftermath", now, of, message, until, MESSAGES, DEEDS)
        if not found:
            return None
        said, later, did, thread = found
        account = AccountId(of.partition("/")[0])
        return Aftermath(
            said=codec.message_of(message, said, account),
            later=tuple(codec.message_of(i, text, account) for i, text in zip(later[::3], later[1::3], strict=True)),
            by_people=frozenset(RemoteId(i) for i, ours in zip(later[::3], later[2::3], strict=True) if ours),
            did=tuple(did_of(line) for line in did),
            is_direct=codec.thread_of(thread).kind == "direct",
        )
