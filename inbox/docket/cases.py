"""Cases and appeals as a person reads them."""

from __future__ import annotations

from typing import Literal

from inbox.brand import Brand
from inbox.cases import CaseNumber
from inbox.docket.shown import Appeals, Cases, CaseView
from inbox.models import AccountId, Actor, ContactId

Shelf = Literal["", "standing", "undone", "appealed"]


async def cases(
    brand: Brand,
    by: Actor,
    *,
    account: AccountId | Literal[""] = "",
    state: Shelf = "",
    rule: str = "",
    person: ContactId | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Cases:
    """A page of cases, newest first: of one account, of one rule, of one person, those that stand or were undone."""
    raise NotImplementedError


async def case(brand: Brand, by: Actor, number: CaseNumber) -> CaseView:
    """One case with all there is to decide on; raises NotFound."""
    raise NotImplementedError


async def appeals(brand: Brand, by: Actor, *, limit: int = 50) -> Appeals:
    """What people ask to be looked at again, what is due first."""
    raise NotImplementedError
