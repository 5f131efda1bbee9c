"""Delivers what the world tells to the apps' servers as Meta does: batched, signed, again on failure, imperfectly.

Facts: developers.facebook.com, Webhooks "Getting started" (again at once, then a few times with decreasing frequency
over 36 hours; at most 1,000 updates in a body; no order) and Messenger "Webhooks" (an answer within 5 seconds; an app
that fails for an hour is unsubscribed from the Page).
"""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind
from bot.playground.meta.hooks_bodies import MOST, body_of, headers
from bot.playground.meta.hooks_post import NOTHING, Postman
from bot.playground.meta.told import Address, Told
from bot.playground.unreliable import Unreliable

HOUR = 3600.0
RETRIES = (0.0, 15.0, 60.0, 300.0, 900.0, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 12 * HOUR)  # seconds between attempts
MESSENGER_WITHIN, GRAPH_WITHIN = 5.0, 20.0  # real seconds for an answer
FAILING_FOR = HOUR
IMITATION = "a secret that is not this app's"
Lane = tuple[str, str, bool]  # the app, the kind of object, whether these are messages


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver, in the clock's time; `status` is 0 when no answer came in time."""

    at: float
    status: int


@dataclass(slots=True)
class Delivery:
    """One body and how it fares."""

    told: tuple[Told, ...]
    body: bytes
    attempts: list[Attempt] = field(default_factory=list)
    state: Literal["waiting", "taken", "given up"] = "waiting"

    @property
    def lane(self) -> Lane:
        """All of one body go one way."""
        return _lane(self.told[0])


class Hooks(Unreliable):
    """Every app's deliveries. What is wanted where is asked anew for each attempt; None: nowhere any more.

    Beside what befalls each thing told by chance, `faults` plans for deliveries of network "meta" to an account (the
    Page's or profile's id), named by their field. `unsubscribe` is called with an app and a Page whose messages could
    not be delivered for an hour.
    """

    def __init__(
        self,
        clock: Clock,
        faults: Faults,
        address: Callable[[str, str], Address | None],
        unsubscribe: Callable[[str, str], None],
        seed: int = 0,
    ) -> None:
        super().__init__(clock, seed)
        self.batch = 1  # the most changes in a body, of at most MOST
        self.retries = RETRIES
        self.messenger_within, self.graph_within = MESSENGER_WITHIN, GRAPH_WITHIN
        self.deliveries: list[Delivery] = []
        self._faults, self._address, self._unsubscribe = faults, address, unsubscribe
        self._post = Postman(random.Random(seed))
        self._fresh: dict[Lane, deque[Told]] = {}
        self._again: dict[Lane, deque[Delivery]] = {}
        self._behind: dict[Lane, list[Told]] = {}
        self._working: Counter[Lane] = Counter()
        self._failing: dict[tuple[str, str], float] = {}

    def tell(self, told: Told) -> None:
        """Have an app told, if it has an address for it; returns at once."""
        if self._address(told.app, told.object) is None:
            return
        fault = self._faults.for_delivery("meta", told.entry, told.field, _subject(told))
        fates = {fault.kind} if fault else self._fates()
        self.dealt.update(fates)
        if Kind.FORGED in fates:
            self._tasks.start(self._imitate(told), "forged hook", self._bell.ring)
        if Kind.LOST in fates:
            return
        for _ in range(2 if Kind.DUPLICATE in fates else 1):
            self._put(told, fates, fault)

    def release(self) -> None:
        """Send what was kept back, and what waited for others to overtake it."""
        self._held = False
        for lane, behind in self._behind.items():
            self._fresh.setdefault(lane, deque()).extend(behind)
            behind.clear()
        for lane in {*self._fresh, *self._again}:
            self._start(lane)

    @property
    def waiting(self) -> int:
        """How much waits for a later moment of the clock: delayed, overtaken, or to be tried again."""
        return self._later + sum(map(len, self._behind.values()))

    async def idle(self, timeout: float = 30.0) -> None:
        """Return when nothing is on its way that the clock or `hold` does not keep; TimeoutError after real seconds."""
        await self._bell.until(lambda: not len(self._tasks) and (self._held or not self._due()), timeout)

    async def handshake(self, url: str, token: str) -> str:
        """Verify an address; returns what went wrong in Meta's words, empty when nothing did."""
        return await self._post.handshake(url, token)

    async def imitate(self, told: Told, secret: str = IMITATION) -> int:
        """Send a body about this, signed with a secret of somebody else; returns the status."""
        return await self.post(told.app, told.object, body_of([told]), secret)

    async def replay(self, delivery: Delivery) -> int:
        """Send the very same bytes again; returns the status."""
        one = delivery.told[0]
        return await self.post(one.app, one.object, delivery.body)

    async def post(self, app: str, object: str, body: bytes, secret: str = "") -> int:
        """Send any bytes to where an app is told of such objects, signed with its secret or another one."""
        address = self._address(app, object)
        if address is None:
            return NOTHING
        return await self._post.post(address.url, body, headers(secret or address.secret, body), self.graph_within)

    async def close(self) -> None:
        """Stop; whatever was on its way is forgotten."""
        self._tasks.cancel()
        self._fresh.clear()
        self._again.clear()
        self._behind.clear()
        self._working.clear()
        await self._post.close()

    # ------------------------------------------------------------------------------------------- what befalls it

    def _put(self, told: Told, fates: set[Kind], fault: Fault | None) -> None:
        lane = _lane(told)
        if Kind.DELAY in fates:
            self._at(fault.seconds if fault else self._draw.uniform(0, self.delay), lambda: self._queue(told))
        elif Kind.REORDER in fates:
            self._behind.setdefault(lane, []).append(told)
            self._clock.call_at(self._clock.now() + self.delay, lambda: self._catch_up(lane))
        else:
            self._queue(told)
            self._catch_up(lane)

    def _catch_up(self, lane: Lane) -> None:
        """Those that let others pass go on."""
        behind = self._behind.pop(lane, [])
        self._draw.shuffle(behind)
        for told in behind:
            self._queue(told)

    async def _imitate(self, told: Told) -> None:
        self.forged.append(await self.imitate(told))

    # ------------------------------------------------------------------------------------------------ on their way

    def _queue(self, told: Told) -> None:
        lane = _lane(told)
        self._fresh.setdefault(lane, deque()).append(told)
        self._start(lane)

    def _due(self) -> bool:
        return any(self._fresh.values()) or any(self._again.values())

    def _start(self, lane: Lane) -> None:
        if self._held or self._working[lane] >= self.parallel or not (self._fresh.get(lane) or self._again.get(lane)):
            return
        self._working[lane] += 1
        self._tasks.start(self._work(lane), f"hooks of app {lane[0]}", self._bell.ring)

    async def _work(self, lane: Lane) -> None:
        try:
            while not self._held and (delivery := self._next(lane)):
                self._start(lane)
                await self._attempt(delivery)
        finally:
            self._working[lane] -= 1

    def _next(self, lane: Lane) -> Delivery | None:
        if again := self._again.get(lane):
            return again.popleft()
        if not (fresh := self._fresh.get(lane)):
            return None
        told = tuple(fresh.popleft() for _ in range(min(self.batch, MOST, len(fresh))))
        delivery = Delivery(told, body_of(told))
        self.deliveries.append(delivery)
        return delivery

    async def _attempt(self, delivery: Delivery) -> None:
        app, object, messages = delivery.lane
        address = self._address(app, object)
        if address is None or delivery.state != "waiting":
            delivery.state = "given up"
            return
        within = self.messenger_within if messages else self.graph_within
        status = await self._post.post(address.url, delivery.body, headers(address.secret, delivery.body), within)
        delivery.attempts.append(Attempt(self._clock.now(), status))
        if 200 <= status < 300:
            delivery.state = "taken"
            self._recovered(delivery)
        else:
            self._failed(delivery)

    def _failed(self, delivery: Delivery) -> None:
        if delivery.lane[2]:
            for page in {one.entry for one in delivery.told}:
                self._note_failing(delivery.lane[0], page)
        if len(delivery.attempts) > len(self.retries):
            delivery.state = "given up"
            return
        seconds = self.retries[len(delivery.attempts) - 1]
        if seconds:
            self._at(seconds, lambda: self._try_again(delivery))
        else:
            self._try_again(delivery)

    def _try_again(self, delivery: Delivery) -> None:
        self._again.setdefault(delivery.lane, deque()).append(delivery)
        self._start(delivery.lane)

    def _recovered(self, delivery: Delivery) -> None:
        if delivery.lane[2]:
            for one in delivery.told:
                self._failing.pop((one.app, one.entry), None)

    def _note_failing(self, app: str, page: str) -> None:
        if (app, page) not in self._failing:
            self._failing[app, page] = since = self._clock.now()
            self._clock.call_at(since + FAILING_FOR, lambda: self._give_up(app, page, since))

    def _give_up(self, app: str, page: str, since: float) -> None:
        """Messages of this Page failed for an hour without one that was taken: the app loses its subscription."""
        if self._failing.get((app, page)) != since:
            return
        del self._failing[app, page]
        for delivery in self.deliveries:
            if delivery.state == "waiting" and delivery.lane[2] and {one.entry for one in delivery.told} == {page}:
                delivery.state = "given up"
        self._unsubscribe(app, page)


def _lane(told: Told) -> Lane:
    return told.app, told.object, told.kind != "changes"


def _subject(told: Told) -> str:
    """Whom it is about, for planned failures: who wrote it."""
    author = told.value.get("from") or told.value.get("sender")
    return str(author.get("id", "")) if isinstance(author, dict) else ""
