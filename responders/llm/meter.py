"""What calls may cost and did cost: the door to whatever counts it, and how much a call takes at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from responders.options import Budget, Price

MICROS = 1_000_000  # in one unit of currency


class Spent(Protocol):
    """What a responder has used in this day and this month (UTC), with what is reserved and not settled yet."""

    @property
    def day_micros(self) -> int: ...
    @property
    def month_micros(self) -> int: ...
    @property
    def day_tokens(self) -> int: ...
    @property
    def month_tokens(self) -> int: ...


class Meter(Protocol):
    """Counts money (in millionths) and tokens per responder; `now` is unix ms, and names the day and the month.

    `limits` holds the most that may stand under the keys of `Spent`; a key that is left out has no limit.
    """

    async def spent(self, responder: str, now: int) -> Spent:
        """What was used so far."""
        ...

    async def reserve(self, responder: str, micros: int, tokens: int, limits: Mapping[str, int], now: int) -> bool:
        """Count this much ahead, all or nothing; False when it would pass a limit."""
        ...

    async def settle(self, responder: str, micros: int, tokens: int, now: int) -> None:
        """Correct what was reserved at `now` by the difference to what it was; both may be negative."""
        ...


@dataclass(frozen=True, slots=True)
class Cost:
    """Tokens in and out, and what they cost in millionths."""

    tokens_in: int
    tokens_out: int
    micros: int

    @property
    def tokens(self) -> int:
        """All tokens together."""
        return self.tokens_in + self.tokens_out


FREE = Cost(0, 0, 0)


def cost(tokens_in: int, tokens_out: int, price: Price) -> Cost:
    """What so many tokens cost. A price is for a million tokens, so it is what one costs in millionths."""
    return Cost(tokens_in, tokens_out, round(tokens_in * price.input + tokens_out * price.output))


def most_tokens(text: str) -> int:
    """More tokens than any usual model makes of a text: half of its ASCII signs, and every byte of all others."""
    plain = sum(sign.isascii() for sign in text)
    return plain // 2 + len(text.encode("utf-8", "surrogatepass")) - plain + 1


def limits_of(budget: Budget) -> dict[str, int]:
    """The limits that a budget sets, by the keys of `Spent`."""
    told = {
        "day_micros": None if budget.day is None else round(budget.day * MICROS),
        "month_micros": None if budget.month is None else round(budget.month * MICROS),
        "day_tokens": budget.tokens_day,
        "month_tokens": budget.tokens_month,
    }
    return {key: most for key, most in told.items() if most is not None}
