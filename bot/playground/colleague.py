"""A colleague in the simulated team: she sends the first draft of the FAQ that needs a person, just as it is."""

from __future__ import annotations

import asyncio

from inbox import review, views
from inbox.brand import Brand
from inbox.errors import Refused
from inbox.models import Actor
from inbox.views import Card

OLGA = Actor("person", "olga", "lead")
READING = 4.0  # seconds that she looks at a draft


async def help_out(brand: Brand, account: str = "", reading: float = READING) -> None:
    """Look through what waits (in private on one account, or anywhere) until there is such a draft, approve it
    unchanged, and leave the rest to others."""
    while (card := await _certain(brand, account)) is None:
        await asyncio.sleep(reading / 4)
    await asyncio.sleep(reading)
    try:
        await review.approve(brand, card.draft.id, OLGA)
    except Refused:  # somebody else was quicker, or they wrote again
        return


async def _certain(brand: Brand, account: str) -> Card | None:
    """A draft of the FAQ with nothing wrong about it, which waits only because nothing may go out alone there."""
    page = await views.queue(brand, OLGA, "drafted")
    for row in page.rows:
        there = row.conversation.account, row.conversation.thread.kind
        if account and there != (account, "direct"):
            continue
        for card in (await views.reading(brand, OLGA, row.conversation.id)).cards:
            proposal = card.draft.proposal
            if proposal.evidence == "faq" and not proposal.checks and "approve" in card.buttons:
                return card
    return None
