"""The people who decide in the chaos runs: they approve what is drafted, and look at what is parked."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inbox import delivery, review
from inbox.actions import Delivery, Reply
from inbox.brand import Brand
from inbox.errors import Refused, StoreAway
from inbox.models import Actor, DeliveryId, DraftId
from tests.cast import MEERA, NOOR

TEAM = (MEERA, NOOR)
WISHES = ("", "shorter", "friendlier", "in Gujarati")  # of another draft

Said = tuple[str, str, str]  # chat, the message it answers ("" for none), text: all that one can see from outside


def said_by(delivery: Delivery) -> Said:
    """What a delivery says, as one would see it on the network."""
    action = delivery.action
    assert isinstance(action, Reply)
    return str(int(action.thread)), str(int(action.to)) if action.to else "", action.text


@dataclass(slots=True)
class Team:
    """Two people at one desk, on the same Redis as the process that is killed."""

    brand: Brand
    draw: random.Random
    approved: dict[DraftId, DeliveryId] = field(default_factory=dict)  # what they were told is on its way
    rejected: set[DraftId] = field(default_factory=set)  # what they were told is rejected
    refused: Counter[str] = field(default_factory=Counter)

    async def work(self) -> None:
        """Decide what waits, oldest first, until cancelled; come back when Redis is away."""
        while True:
            try:
                page = await self.brand.store.conversations.page(
                    "drafted", self.brand.now(), oldest_first=True, after=None, limit=50
                )
                for row in page.rows:
                    for draft in row.conversation.drafts:
                        await self._decide(draft, row.conversation.claimed_by)
            except StoreAway:
                self.refused["StoreAway"] += 1
            await asyncio.sleep(self.draw.uniform(0, 0.05))

    async def _decide(self, draft: DraftId, claimed_by: str) -> None:
        writing = [one for one in TEAM if one.name == claimed_by]  # nobody else may send meanwhile
        by, fate = self.draw.choice(writing or TEAM), self.draw.random()
        try:
            if fate < 0.85:
                await self._approve(draft, by, edited=fate < 0.7)
            elif fate < 0.9:
                await review.reject(self.brand, draft, by, "not now")
                self.rejected.add(draft)
            elif fate < 0.95:
                await review.redraft(self.brand, draft, by, self.draw.choice(WISHES))
        except Refused as refused:
            self.refused[type(refused).__name__] += 1

    async def _approve(self, draft: DraftId, by: Actor, *, edited: bool) -> None:
        text = f"Yes, of course. ({draft})" if edited else None
        self.approved[draft] = await review.approve(self.brand, draft, by, text)

    async def look_at_parked(self, deliveries: Sequence[Delivery], seen: Mapping[Said, int]) -> int:
        """Look on the network for each that is parked: send it if it is not there, else let it be; how many were there.

        `deliveries` are all there ever were, `seen` is how often the network saw each text.
        """
        unexplained = Counter(seen)
        unexplained.subtract(said_by(d) for d in deliveries if d.state == "sent")
        there = 0
        for parked in (d for d in deliveries if d.state == "parked"):
            if unexplained[said_by(parked)] > 0:
                unexplained[said_by(parked)] -= 1
                there += 1
                await delivery.discard(self.brand, parked.id, MEERA)
            else:
                await delivery.retry(self.brand, parked.id, MEERA)
        return there
