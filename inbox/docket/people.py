"""What moderation knows of somebody outside."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.docket.shown import PersonView
from inbox.models import Actor, ContactId


async def person(brand: Brand, by: Actor, id: ContactId, *, cases: int = 20) -> PersonView:
    """Somebody with their strikes, cases and other accounts; raises NotFound for somebody who never wrote."""
    raise NotImplementedError
