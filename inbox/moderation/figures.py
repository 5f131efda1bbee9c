"""What moderation did in a span of days: cases, what was undone, and how fast."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.cases import Tally
from inbox.models import Actor


async def tally(brand: Brand, by: Actor, since: int) -> Tally:
    """The figures of every day (UTC) from that of `since` (unix ms) on."""
    raise NotImplementedError
