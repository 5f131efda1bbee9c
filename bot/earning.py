"""The loops of earned autonomy: one takes back what ended badly, soon; one proposes what was earned, now and then."""

from __future__ import annotations

import asyncio

from inbox import earning
from inbox.brand import Brand

TAKE_BACK_EVERY = 60.0  # seconds
PROPOSE_EVERY = 600.0


async def take_back_next(brand: Brand, every: float = TAKE_BACK_EVERY) -> None:
    """After a while, take back what ended badly; the log says so."""
    await asyncio.sleep(every)
    await earning.take_back(brand)


async def propose_next(brand: Brand, every: float = PROPOSE_EVERY) -> None:
    """After a while, propose what has been earned since; the log says so."""
    await asyncio.sleep(every)
    await earning.consider(brand)
