"""What is switched on for bad days, and what moderation did in a span."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.docket.shown import Measures, TallyView
from inbox.models import Actor


async def measures(brand: Brand, by: Actor) -> Measures:
    """What is on, and what this actor can switch on for each account."""
    raise NotImplementedError


async def tally(brand: Brand, by: Actor, since: int) -> TallyView:
    """Cases, what was undone of them, and how fast, since the day of a time (unix ms)."""
    raise NotImplementedError
