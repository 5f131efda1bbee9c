"""What the calls to networks have cost and how each account goes on within what it may use; read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inbox.brand import Brand
from inbox.models import AccountId
from inbox.prices import UNITS, money, out_of
from inbox.times import span


@dataclass(frozen=True, slots=True)
class AccountSpending:
    """What one account has used, in millionths of `currency`, and its plan as its adapter tells it.

    `things` is how many of each priced thing that was today; `a_day` is the most that the network grants, `budget` the
    most that bot.yaml allows (0: no end). `next_at` is when it looks next, unix ms (0: it did not say).
    """

    account: AccountId
    currency: str
    today: int
    month: int
    a_day: int = 0
    budget: int = 0
    words: str = ""
    next_at: int = 0
    things: Mapping[str, int] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """The most that it may use in a day: the budget, or what the network grants; 0: no end."""
        return min(filter(None, (self.budget, self.a_day)), default=0)

    @property
    def left(self) -> int | None:
        """How much of a day's most is left, in millionths; None where there is no end."""
        return max(0, self.most - self.today) if self.most else None


async def spending(brand: Brand) -> tuple[AccountSpending, ...]:
    """What every account whose calls cost something has used so far."""
    tariffs = {account: known.tariff for account, known in brand.capabilities.items() if known.tariff}
    found = await brand.store.costs.all(tariffs, brand.now())
    return tuple(
        AccountSpending(
            account=account,
            currency=tariffs[account].currency,
            today=one.used.today,
            month=one.used.month,
            a_day=tariffs[account].a_day,
            budget=one.plan.budget,
            words=one.plan.words,
            next_at=one.plan.next_at,
            things=one.used.things,
        )
        for account, one in found.items()
    )


def in_words(spent: AccountSpending, now: int) -> str:
    """What an account has used and how it goes on, in one line: "$1.20 of $5.00 today, $30.10 this month; …"."""
    told = f"{out_of(spent.today, spent.most or 0, spent.currency)} today"
    if spent.currency != UNITS:
        told += f", {money(spent.month, spent.currency)} this month"
    elif spent.left is not None:
        told += f", {money(spent.left, spent.currency)} left"
    look = f"next look in {span(spent.next_at - now)}" if spent.next_at > now else ""
    return "; ".join(part for part in (told, spent.words.removesuffix("."), look) if part)
