"""What the simulated X charges: prices in millionths of a dollar, each thing read once per UTC day.

Source: docs.x.com "Pricing" and the changelog of 16 April 2026 ("Owned Reads"), as stored copies of 2026 show them.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

PRICES: dict[str, int] = {
    "post read": 5_000,
    "owned read": 1_000,
    "user read": 10_000,
    "dm read": 10_000,
    "media read": 5_000,
    "analytics read": 5_000,
    "post create": 15_000,
    "post create with url": 200_000,
    "summoned reply": 10_000,
    "dm create": 15_000,
    "interaction create": 15_000,
    "content manage": 5_000,
    "mute delete": 5_000,
    "media metadata": 5_000,
    "privacy update": 10_000,
    "dm.received event": 10_000,
    "post event": 5_000,
}
# What comes along by `expansions`: "charged per resource returned in the response".
INCLUDED = {"users": "user read", "tweets": "post read", "posts": "post read", "media": "media read"}


class Bills:
    """What one app owes. `things` counts what was charged for, `micros` what it cost, both by kind."""

    def __init__(self) -> None:
        self.prices = dict(PRICES)
        self.things: Counter[str] = Counter()
        self.micros: Counter[str] = Counter()
        self.by_day: dict[date, Counter[str]] = {}
        self._charged: dict[date, set[str]] = {}

    @property
    def total(self) -> int:
        """Millionths of a dollar in all."""
        return self.micros.total()

    @property
    def dollars(self) -> float:
        """Dollars in all."""
        return self.total / 1_000_000

    def charge(self, kind: str, thing: str, now: float) -> int:
        """Charge for one thing; nothing when the same thing was paid for today. Returns millionths of a dollar."""
        today = day(now)
        charged = self._charged.setdefault(today, set())
        if thing and thing in charged:
            return 0
        if thing:
            charged.add(thing)
        price = self.prices[kind]
        self.things[kind] += 1
        self.micros[kind] += price
        self.by_day.setdefault(today, Counter())[kind] += price
        return price

    def on(self, now: float) -> int:
        """Millionths of a dollar on the UTC day of a unix time."""
        return self.by_day.get(day(now), Counter()).total()

    def posts_on(self, now: float, ago: int) -> int:
        """How many posts were paid for on the UTC day so many days before; what GET /2/usage/tweets counts."""
        counted = self._charged.get(day(now) - timedelta(days=ago), set())
        return sum(thing.startswith("post ") for thing in counted)


def day(now: float) -> date:
    """The UTC day of a unix time."""
    return datetime.fromtimestamp(now, UTC).date()
