"""Slow mode that a rule set: after its time it ends by itself, unless somebody wants it still."""

from __future__ import annotations

from inbox.actions import Proposal, Slow
from inbox.brand import Brand
from inbox.cases import MODERATION, CaseNumber
from inbox.models import RemoteId
from inbox.moderation.measures import active


async def let_up(brand: Brand, number: CaseNumber) -> None:
    """End what a case slowed down (the clock calls it); nothing where it was undone, or a measure slows it, too."""
    case = await brand.store.cases.find(number)
    if case is None or not case.stands:
        return
    if any(one.kind == "slow" and one.conversation == case.conversation for one in await active(brand)):
        return
    thread = RemoteId(case.conversation.removeprefix(f"{case.account}/"))
    ends = Proposal(Slow(thread, 0), MODERATION, f"slow mode of case {number} ends: its time is over")
    await brand.store.cases.let_up(number, MODERATION, ends, brand.now())
