"""What our people note of somebody outside: that no rule looks at them, labels, that two accounts are one person."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.brand import Brand
from inbox.cases import Person
from inbox.models import Actor, ContactId


async def person(brand: Brand, by: Actor, id: ContactId) -> Person:
    """What moderation knows of somebody; raises NotFound for somebody who never wrote."""
    raise NotImplementedError


async def allow(brand: Brand, id: ContactId, by: Actor, why: str = "") -> None:
    """No rule looks at them from now on."""
    raise NotImplementedError


async def disallow(brand: Brand, id: ContactId, by: Actor, why: str = "") -> None:
    """Rules look at them again."""
    raise NotImplementedError


async def label_person(brand: Brand, id: ContactId, by: Actor, labels: Sequence[str]) -> None:
    """Set somebody's labels, which rules may ask for."""
    raise NotImplementedError


async def merge(brand: Brand, a: ContactId, b: ContactId, by: Actor) -> Person:
    """Say that two accounts are one person: strikes and whether they are allowed are shared from now on."""
    raise NotImplementedError


async def unmerge(brand: Brand, id: ContactId, by: Actor) -> None:
    """Say that this account is somebody else after all; each account keeps the strikes of its own cases."""
    raise NotImplementedError
