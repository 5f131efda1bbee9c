"""One channel listening: look by look, each when the plan of the day says so, for ever.

YouTube calls nobody about comments; asking costs units of a quota that ends. How often what is asked is decided in
`planner`, one look is made in `watching`; here is the loop, and what happens when a look fails.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.networks._troubles import Troubles
from bot.networks._youtube.planner import DEEPEST, PACE, REACH, Plan, Task, Wish, for_reading, heat, plan, units_left
from bot.networks._youtube.planner import words as in_words
from bot.networks._youtube.reading import CHANNEL
from bot.networks._youtube.resume import Resume
from bot.networks._youtube.watching import Watching
from inbox.capabilities import MICRO
from inbox.errors import NetworkError, RateLimited, Rejected, StoreAway, Unavailable
from inbox.incoming import Cursor, GapClosed, Receive
from inbox.models import AccountId
from inbox.network import Meter

PATIENT: Final = 3  # failures in a row after which the supervisor says it and comes back
BREATH: Final = 5.0  # seconds
ANYWHERE: Final = "look"  # where it is YouTube as a whole that does not answer
TASKS: Final[tuple[Task, ...]] = ("newest", "review", "hot", "warm", "cold")
USUAL_PRICE: Final[dict[Task, int]] = {"newest": 1, "review": 2, "hot": 1, "warm": 1, "cold": 1}


@dataclass(frozen=True, slots=True)
class Quota:
    """The units of a day, and how many of them reading leaves to replies and moderation."""

    a_day: int
    reserve: int


@dataclass(slots=True)
class Listening:
    """Listens for one account; what it has seen outlives its runs. `now` is in unix ms, `rest` waits seconds."""

    account: AccountId
    watching: Watching
    meter: Meter
    quota: Quota
    places: Sequence[str]
    now: Callable[[], int]
    rest: Callable[[float], Awaitable[None]]
    _prices: dict[str, int] = field(default_factory=dict)  # what each kind of look cost the last time
    _troubles: Troubles = field(init=False)

    def __post_init__(self) -> None:
        """Nothing has failed yet."""
        self._troubles = Troubles("youtube", self.account)

    async def listen(self, receive: Receive, cursor: Cursor | None) -> None:
        """Look, and rest until the next look, for ever.

        Raises LoginNeeded when the account must stop, another NetworkError when YouTube stays out of reach, or
        StoreAway.
        """
        self._begin(cursor)
        try:
            await self._look_for_ever(receive)
        except StoreAway:
            self.watching.forget()
            raise

    async def _look_for_ever(self, receive: Receive) -> None:
        failures = 0
        while True:
            next = await self._plan()
            if next.wish is None or next.at > self.now():
                await self.rest(max(next.at - self.now(), 1) / 1000)
                continue
            try:
                await self._look(next.wish, receive)
                failures = 0
                self._troubles.over("not_read", place=ANYWHERE)
                self._troubles.over("not_read", place=key(next.wish.place, next.wish.task))
            except (RateLimited, Unavailable) as error:
                failures += isinstance(error, Unavailable)
                if failures >= PATIENT:
                    raise
                await self._wait(error, failures)
            except Rejected as error:
                if next.wish.place == CHANNEL and next.wish.task != "review":
                    raise
                place = key(next.wish.place, next.wish.task)  # what else is looked at goes on
                self._troubles.say("not_read", error, place=place)
                self.watching.resume.ran[place] = self.now()

    def _begin(self, cursor: Cursor | None) -> None:
        now = self.now()
        resume = Resume.read(cursor, now)
        resume.keep(set(self.places))
        self.watching.resume = resume
        self.watching.begun = self.watching.begun or now
        self.watching.catching_up = not resume.fresh
        self.watching.heard_at = max((head.done for head in resume.heads.values()), default=resume.since)
        for place in self.places:  # whatever happened meanwhile, what is new comes first
            resume.ran.pop(key(place, "newest"), None)

    async def _plan(self) -> Plan:
        """The next look; people are told of one that is to come."""
        now, used = self.now(), await self.meter.used()
        next = plan(self._wishes(now), now, for_reading(used, self.quota.a_day, self.quota.reserve))
        if next.at > now:
            words = in_words(next, self._name(next), units_left(used, self.quota.a_day))
            await self.meter.plan(words, next.at, self.quota.a_day * MICRO)
        return next

    def _wishes(self, now: int) -> list[Wish]:
        found = []
        for place in self.places:
            lively = heat(now, self.watching.resume.head(place).done, self._newest_video(place))
            for task in TASKS:
                name = key(place, task)
                price = self._prices.get(name, USUAL_PRICE[task])
                found.append(Wish(place, task, price, PACE[lively][task], self.watching.resume.ran.get(name, 0)))
        return found

    async def _look(self, wish: Wish, receive: Receive) -> None:
        before, now, watching = self.watching.reading.calls, self.now(), self.watching
        if wish.task == "review":
            await watching.review(wish.place, receive)
            self._ran(wish, now)
        else:
            floor, cold = now - REACH.get(wish.task, 0), wish.task == "cold"
            back = await watching.look(wish.place, receive, floor, DEEPEST[wish.task], again=cold)
            self._ran(wish, now)
            for task, reach in REACH.items():  # what one page shows needs no look of its own
                if back <= now - reach:
                    watching.resume.ran[key(wish.place, task)] = now
            await watching.describe(receive)
        if wish.task != "newest":  # a burst makes that dear once, not the next time
            self._prices[key(wish.place, wish.task)] = max(1, watching.reading.calls - before)
        await self._caught_up(receive, now)

    async def _caught_up(self, receive: Receive, now: int) -> None:
        """Once every place was looked at, what was said while nobody listened is in."""
        watching = self.watching
        whole = all(key(place, "newest") in watching.resume.ran for place in self.places)
        told = [GapClosed(0, watching.heard_at, now)] if watching.catching_up and whole else []
        watching.catching_up = watching.catching_up and not whole
        await receive(told, watching.resume.cursor)

    def _ran(self, wish: Wish, now: int) -> None:
        self.watching.resume.ran[key(wish.place, wish.task)] = now
        if wish.task != "review":
            self.watching.resume.ran[key(wish.place, "newest")] = now

    async def _wait(self, error: NetworkError, failures: int) -> None:
        self._troubles.say("not_read", error, place=ANYWHERE)
        seconds = error.retry_after if isinstance(error, RateLimited) else BREATH * failures
        words = f"{error} Reading goes on then." if isinstance(error, RateLimited) else str(error)
        await self.meter.plan(words, self.now() + round(seconds * 1000), self.quota.a_day * MICRO)
        await self.rest(max(seconds, 1.0))

    def _newest_video(self, place: str) -> int:
        published = self.watching.reading.published
        return max(published.values(), default=0) if place == CHANNEL else published.get(place, 0)

    def _name(self, next: Plan) -> str:
        if next.wish is None or next.wish.place == CHANNEL:
            return "the comments"
        title = self.watching.reading.titles.get(next.wish.place, "")
        return f"“{title}”" if title else next.wish.place


def key(place: str, task: Task) -> str:
    """How a kind of look at a place is named in the cursor."""
    return f"{place} {task}"
