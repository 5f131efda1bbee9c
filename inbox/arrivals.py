"""What the outside said: stored once, together with the place to resume from, before anybody upstream is told so."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from inbox.brand import Brand
from inbox.incoming import Incoming, Receive
from inbox.models import AccountId
from inbox.windows import answering_ends


async def receive(brand: Brand, account: AccountId, page: Sequence[Incoming], cursor: str | None) -> int:
    """Store a page; answers how many items were new. When this returns, the page may be confirmed upstream.

    Known ids change nothing, so a page may come again. New words from them outdate pending replies, take back
    automatic ones that have not left, and make it our turn. Raises StoreAway; then nothing may be confirmed.
    """
    mark = brand.store.durability.mark()
    ends = functools.partial(answering_ends, brand.capabilities.get(account))
    fresh = await brand.store.conversations.receive(account, page, cursor, brand.now(), brand.debounce, ends)
    await brand.store.durability.settled(mark)
    return fresh


def receiver(brand: Brand, account: AccountId) -> Receive:
    """The function that one account's adapter is given."""

    async def store(page: Sequence[Incoming], cursor: str | None) -> int:
        return await receive(brand, account, page, cursor)

    return store
