"""How rules stand, what of theirs waits for "right?", and what they leave to a person."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.docket.shown import Flags, MatchView, RuleView
from inbox.models import AccountId, Actor


async def rules(brand: Brand, by: Actor, *, matches: int = 5) -> tuple[RuleView, ...]:
    """Every rule in the order of the file, then those that it has no more but that acted; with their newest matches."""
    raise NotImplementedError


async def rule(brand: Brand, by: Actor, name: str, *, matches: int = 50) -> RuleView:
    """One rule with its newest matches; raises NotFound."""
    raise NotImplementedError


async def match(brand: Brand, by: Actor, id: str) -> MatchView:
    """One match; raises NotFound."""
    raise NotImplementedError


async def flags(brand: Brand, by: Actor, *, account: AccountId | None = None, limit: int = 50) -> Flags:
    """What waits for a person to judge it, worst first."""
    raise NotImplementedError
