"""What calls cost: units and calls of each project in three buckets, which are full again at midnight in California.

Source: developers.google.com, "YouTube Data API quota": 10,000 units a day for everything but videos.insert and
search.list, which have 100 calls a day each; a look costs 1, a change 50, and what is refused costs 1 as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.playground.youtube.records import Project
from bot.playground.youtube.refusals import Refusal

CALIFORNIA = ZoneInfo("America/Los_Angeles")
UNITS, INSERTS, SEARCHES, REPORTS = "units", "inserts", "searches", "reports"
LIMITS = {UNITS: 10_000, INSERTS: 100, SEARCHES: 100, REPORTS: 100_000}
LOOK, CHANGE, REFUSED = 1, 50, 1


def day_of(now: float) -> date:
    """The day that a quota counts for."""
    return datetime.fromtimestamp(now, CALIFORNIA).date()


def resets_at(now: float) -> float:
    """The next midnight in California, in unix seconds; days of 23 and 25 hours are as long as they are."""
    return datetime.combine(day_of(now) + timedelta(days=1), time(), CALIFORNIA).timestamp()


@dataclass(slots=True)
class Quota:
    """What each project has used today; `spent` adds up all days and is never emptied."""

    day: date = date.min
    spent: Counter[str] = field(default_factory=Counter)
    _used: Counter[tuple[str, str]] = field(default_factory=Counter)

    def used(self, project: Project, bucket: str, now: float) -> int:
        """The units or calls that a project has used today."""
        self._turn(now)
        return self._used[project.id, bucket]

    def left(self, project: Project, bucket: str, now: float) -> int:
        """The units or calls that a project still has today."""
        return max(0, project.limits[bucket] - self.used(project, bucket, now))

    def today(self, now: float) -> Counter[str]:
        """What all projects together have used today, by bucket."""
        self._turn(now)
        total: Counter[str] = Counter()
        for (_, bucket), units in self._used.items():
            total[bucket] += units
        return total

    def check(self, project: Project, bucket: str, cost: int, now: float) -> None:
        """Raise Refusal when a call of that cost is more than is left."""
        if self.left(project, bucket, now) < cost:
            raise Refusal("quotaExceeded")

    def charge(self, project: Project, bucket: str, cost: int, now: float) -> None:
        """Count what a call cost."""
        self._turn(now)
        self._used[project.id, bucket] += cost
        self.spent[bucket] += cost

    def _turn(self, now: float) -> None:
        today = day_of(now)
        if today != self.day:
            self.day = today
            self._used.clear()
