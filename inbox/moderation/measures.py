"""The buttons for bad days: all new comments out of sight, only followers, slow mode, no answers by responders."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.cases import Measure, MeasureKind
from inbox.models import AccountId, Actor, ConversationId, RemoteId


async def switch_on(
    brand: Brand,
    by: Actor,
    kind: MeasureKind,
    account: AccountId,
    *,
    post: RemoteId | None = None,
    conversation: ConversationId | None = None,
    until: int = 0,
    why: str = "",
    seconds: int = 0,
) -> Measure:
    """Switch a measure on, until a time (unix ms; 0: until somebody ends it); `seconds` are those of slow.

    The same measure for the same place is changed, not doubled. Raises NotAllowed where the network cannot.
    """
    raise NotImplementedError


async def switch_off(brand: Brand, id: str, by: Actor) -> None:
    """End a measure; raises NotFound when it is over already."""
    raise NotImplementedError


async def active(brand: Brand) -> tuple[Measure, ...]:
    """What is on now, the oldest first."""
    raise NotImplementedError


async def lapse(brand: Brand, id: str) -> int | None:
    """End a measure whose time is over (the clock calls it); answers when to look again, None: never."""
    raise NotImplementedError


def why_not(brand: Brand, kind: MeasureKind, account: AccountId) -> str:
    """Why a measure cannot be switched on for an account, as a sentence; empty when it can."""
    raise NotImplementedError
