"""What the outside said: stored once, together with the place to resume from, before anybody upstream is told so."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inbox.brand import Brand
from inbox.incoming import Incoming, Receive
from inbox.models import AccountId
from inbox.windows import answering_ends

AHEAD: Final = 86_400_000  # ms by which a network's clock may be before ours


async def receive(brand: Brand, account: AccountId, page: Sequence[Incoming], cursor: str | None) -> int:
    """Store a page; answers how many items were new. When this returns, the page may be confirmed upstream.

    Known ids change nothing, so a page may come again. New words from them outdate pending replies, take back
    automatic ones that have not left, and make it our turn. Raises StoreAway; then nothing may be confirmed.
    """
    page, now = [in_time(one, brand.now()) for one in page], brand.now()
    mark = brand.store.durability.mark()
    ends = functools.partial(answering_ends, brand.capabilities.get(account))
    judged = brand.fairness is not None
    fresh = await brand.store.conversations.receive(account, page, cursor, now, brand.debounce, ends, judged=judged)
    await brand.store.durability.settled(mark)
    return fresh


def in_time(told: Incoming, now: int) -> Incoming:
    """The same, at `now` where it says that it happened when it cannot have: on some networks whoever writes says when.

    Words of the year 9999 would stay the newest of their conversation, and first in every list, for ever.
    """
    return told if 0 <= told.at <= now + AHEAD else replace(told, at=now)


def receiver(brand: Brand, account: AccountId) -> Receive:
    """The function that one account's adapter is given."""

    async def store(page: Sequence[Incoming], cursor: str | None) -> int:
        return await receive(brand, account, page, cursor)

    return store
