"""How often what is looked at, so that a day's quota lasts the day: pure, and all times in unix milliseconds.

Each kind of look has a pace that it wants and a price in units. As long as all wishes together fit into what is left
until midnight in California, each has its pace; otherwise all are stretched alike. What replies and decisions of
moderators may need is kept back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from inbox.capabilities import MICRO
from inbox.network import Used

ZONE: Final = "America/Los_Angeles"
CALIFORNIA: Final = ZoneInfo(ZONE)
SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
WRITE: Final = 50  # units of a reply or a decision
MARGIN: Final = 0.9  # of what is left may be planned: looks at bursts cost more than planned
BUSY_FOR: Final = 15 * MINUTE
FRESH_FOR: Final = DAY
NEW_VIDEO: Final = 3 * DAY

Task = Literal["newest", "review", "hot", "warm", "cold"]
Heat = Literal["busy", "fresh", "quiet"]
REACH: Final[Mapping[Task, int]] = {"hot": 3 * HOUR, "warm": DAY, "cold": 30 * DAY}  # how far back threads are read
DEEPEST: Final[Mapping[Task, int]] = {"newest": 1, "hot": 20, "warm": 60, "cold": 60}  # pages, beside what is new
PACE: Final[Mapping[Heat, Mapping[Task, int]]] = {
    "busy": {"newest": 45 * SECOND, "review": 2 * MINUTE, "hot": 3 * MINUTE, "warm": 6 * MINUTE, "cold": 4 * HOUR},
    "fresh": {"newest": MINUTE, "review": 3 * MINUTE, "hot": 4 * MINUTE, "warm": 8 * MINUTE, "cold": 6 * HOUR},
    "quiet": {"newest": 4 * MINUTE, "review": 8 * MINUTE, "hot": 30 * MINUTE, "warm": HOUR, "cold": 12 * HOUR},
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One kind of look at one place (the channel, or a video): its price in units, its pace, and when it was last."""

    place: str
    task: Task
    price: int
    pace: int
    last: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The next look and when; `stretched` is how much longer than wished for the pauses are. None: nothing today."""

    wish: Wish | None
    at: int
    left: int
    stretched: float = 1.0


def resets_at(now: int) -> int:
    """The next midnight in California; days of 23 and 25 hours are as long as they are."""
    today = datetime.fromtimestamp(now / 1000, CALIFORNIA).date()
    return round(datetime.combine(today + timedelta(days=1), time(), CALIFORNIA).timestamp() * 1000)


def heat(now: int, newest: int, newest_video: int = 0) -> Heat:
    """How lively a place is, by its newest comment and its newest video."""
    if now - newest <= BUSY_FOR:
        return "busy"
    return "fresh" if now - newest <= FRESH_FOR or now - newest_video <= NEW_VIDEO else "quiet"


def units_left(used: Used, a_day: int) -> int:
    """The units of the day that nothing has used yet."""
    return max(0, a_day - used.today // MICRO)


def for_reading(used: Used, a_day: int, reserve: int) -> int:
    """The units that may still be read with: without what is kept for replies and moderation today."""
    kept = max(0, reserve - WRITE * used.things.get("write", 0))
    return max(0, units_left(used, a_day) - kept)


def plan(wishes: Sequence[Wish], now: int, left: int) -> Plan:
    """Which look is next, and when, with so many units `left` for reading until the quota is full again.

    Of those that are due the one that waited longest, by its own pace, is first.
    """
    reset = resets_at(now)
    stretched = max(1.0, _asked_for(wishes) * (reset - now) / max(1.0, left * MARGIN))
    able = [wish for wish in wishes if wish.price <= left]
    if not able:
        return Plan(None, reset, left, stretched)
    due = [wish for wish in able if wish.last + wish.pace * stretched <= now]
    if due:
        return Plan(max(due, key=lambda wish: (now - wish.last) / wish.pace), now, left, stretched)
    first = min(able, key=lambda wish: wish.last + wish.pace * stretched)
    return Plan(first, min(reset, round(first.last + first.pace * stretched)), left, stretched)


def words(plan: Plan, where: str, left: int) -> str:
    """The plan as people read it, beside when it looks; `left` is all of the day, `where` names the place."""
    if plan.wish is None:
        return f"no units left for reading until the quota is full again, {left:,} kept for replies"
    slowly = f", {plan.stretched:.1f} times slower than usual, to last the day" if plan.stretched >= 1.1 else ""
    return f"{where} next{slowly}"


def span(milliseconds: int) -> str:
    """A length of time in words, not more exact than anybody needs it."""
    minutes, seconds = divmod(max(0, milliseconds) // SECOND, 60)
    if minutes < 60:
        return f"{minutes} min" if minutes else f"{seconds} s"
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes < 48 * 60 else f"{minutes // 1440} days"


def _asked_for(wishes: Sequence[Wish]) -> float:
    """Units for each millisecond, if every wish has its pace."""
    return sum(wish.price / wish.pace for wish in wishes)
