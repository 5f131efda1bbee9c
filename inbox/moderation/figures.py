"""What moderation did in a span of days: cases, what was undone, and how fast."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.cases import Tally
from inbox.models import Actor
from inbox.review import require
from inbox.store.cases import DAY_MS, DAYS_KEPT


async def tally(brand: Brand, by: Actor, since: int) -> Tally:
    """The figures of every day (UTC) from that of `since` (unix ms) on, at most of the days that are kept."""
    require(by, "look")
    today = brand.now() // DAY_MS
    first = min(max(since // DAY_MS, today - DAYS_KEPT), today)
    counted = await brand.store.cases.counted(range(first, today + 1), list(brand.capabilities))
    return Tally(
        since=first * DAY_MS,
        cases=_under("c:", counted.days),
        undone=_under("u:", counted.days),
        deeds=_under("d:", counted.days),
        to_hide=counted.to_hide,
        dropped=counted.dropped,
        appeals=counted.days.get("appeals", 0),
        granted=counted.days.get("a:granted", 0),
    )


def _under(mark: str, days: dict[str, int]) -> dict[str, int]:
    return {name.removeprefix(mark): count for name, count in days.items() if name.startswith(mark) and count}
