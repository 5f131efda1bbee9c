"""When X is asked again, and how much may be read: often while something happens, seldom at night, within the budget.

X charges for what is read, not for looking: a look that finds nothing is free. So the budget does not slow looking by
itself; it holds back what a look may bring. Half of a day's budget may be used at any time; the other half is spread
over the day (UTC, as X counts its days).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SOON: Final = 15.0  # seconds
SELDOM: Final = 300.0
SHARE: Final = 0.02  # of the time in which nothing happened, until the next look
LETTERS: Final = 61.0  # X lets private messages be listed 15 times in 15 minutes
BELOW: Final = 60.0  # what is said below our posts without mentioning us
OURS: Final = 120.0
AGAIN: Final = 3_600.0
DAY: Final = 86_400_000  # ms
AT_ONCE: Final = 0.5  # of a day's budget
RICH: Final = 0.5  # of what may have been used by now: below that, money may go for making sure
PAGE: Final = 100
TROUBLE: Final = (5.0, 20.0, 60.0)

USUAL: Final = "Looks often while something happens, and seldom when all is quiet."
TOLD: Final = "X tells what is said at once."
SLOW: Final = (
    "Much of today's budget is used: what is left is spread over the day, so reading is slow. Replies are not."
)
STOPPED: Final = "Today's budget is used up: reading goes on at midnight UTC. Replies still go out."


@dataclass(frozen=True, slots=True)
class Purse:
    """A budget of a day (0: none) and what is used of it, in millionths of a dollar, at a time (unix ms)."""

    budget: int
    used: int
    at: int

    @property
    def allowed(self) -> int:
        """What may have been used by now."""
        passed = self.at % DAY / DAY
        return round(self.budget * (AT_ONCE + (1 - AT_ONCE) * passed))

    def room(self, price: int, least: int = 1) -> int:
        """How many things at this price may be read now: none, or a page of at least `least`.

        The day's plan gives way to a page that X makes no smaller; the budget does not.
        """
        if not self.budget:
            return PAGE
        planned, most = (self.allowed - self.used) // price, (self.budget - self.used) // price
        return min(PAGE, most, max(least, planned)) if planned >= 1 and most >= least else 0

    def wait(self, price: int, least: int = 1) -> float:
        """Seconds until there is room again; until midnight when that is not today."""
        if self.room(price, least):
            return 0.0
        midnight = (DAY - self.at % DAY) / 1000
        if self.used + price * least > self.budget:
            return midnight
        spread = self.budget * (1 - AT_ONCE)
        return min(midnight, max(1.0, (self.used + price - self.allowed) / spread * DAY / 1000 + 1))

    @property
    def over(self) -> bool:
        """Whether nothing more may be read today."""
        return bool(self.budget) and self.used >= self.budget

    @property
    def rich(self) -> bool:
        """Whether so little is used that some may go for looking twice at what was told."""
        return not self.budget or self.used < RICH * self.allowed


def interval(quiet: float) -> float:
    """Seconds between two looks, when nothing has happened for `quiet` seconds."""
    return min(SELDOM, max(SOON, quiet * SHARE))


def trouble(failures: int) -> float:
    """Seconds until X is tried again, after so many failures in a row."""
    return TROUBLE[min(failures, len(TROUBLE)) - 1]


def words(purse: Purse, price: int, least: int, *, told: bool) -> str:
    """How the account goes on, for people."""
    wait = purse.wait(price, least)
    if purse.over or wait >= (DAY - purse.at % DAY) / 1000:
        return STOPPED
    if wait:
        return SLOW
    return TOLD if told else USUAL
