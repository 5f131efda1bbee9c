"""Delivers what the world tells to the apps' servers as TikTok does: late, signed, again on failure, imperfectly.

Facts: business-api.tiktok.com, "Webhooks" (HTTPS, an immediate 200, at least once, exponential back-off for up to 72
hours) and "Subscribe to comment updates" (within five minutes).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import aiohttp

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind
from bot.playground.tasks import Tasks
from bot.playground.tiktok.told import Address, Told, body_of, headers
from bot.playground.unreliable import Unreliable

HOUR = 3600.0
LATEST = 300.0  # seconds after which TikTok itself says a comment has been told
GIVEN_UP = 72 * HOUR
IMITATION = "a secret that is not this app's"
NOTHING = 0  # the status of a delivery that nobody answered, or not in time


def _backing_off(first: float = 15.0, longest: float = 6 * HOUR) -> tuple[float, ...]:
    gaps, total, gap = [], 0.0, first
    while total + gap <= GIVEN_UP:
        gaps.append(gap)
        total += gap
        gap = min(gap * 2, longest)
    return tuple(gaps)


RETRIES = _backing_off()  # seconds between attempts


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to deliver, in the clock's time; `status` is 0 when no answer came in time."""

    at: float
    status: int


@dataclass(slots=True)
class Delivery:
    """One body and how it fares."""

    told: Told
    body: bytes
    attempts: list[Attempt] = field(default_factory=list)
    state: Literal["waiting", "taken", "given up"] = "waiting"


class Hooks(Unreliable):
    """Every app's deliveries. What is wanted where is asked anew for each attempt; None: nowhere any more.

    `late` is how many virtual seconds a comment or the state of a post is told later, at most (LATEST is true to
    TikTok); messages are told at once. Beside what befalls each thing told by chance, `faults` plans for deliveries of
    network "tiktok" to an account (its open_id), named by their event.
    """

    def __init__(
        self,
        clock: Clock,
        faults: Faults,
        address: Callable[[str, str, str], Address | None],
        seed: int = 0,
    ) -> None:
        super().__init__(clock, seed)
        self.late = 0.0
        self.within = 5.0  # real seconds for an answer
        self.skew = 0.0  # seconds that TikTok's clock is ahead of ours when it signs
        self.retries = RETRIES
        self.deliveries: list[Delivery] = []
        self._faults, self._address = faults, address
        self._http: aiohttp.ClientSession | None = None
        self._ready: deque[Delivery] = deque()
        self._behind: list[Delivery] = []
        self._sent = 0
        self._couriers = Tasks()

    def tell(self, told: Told) -> None:
        """Have an app told, if it has an address for it; returns at once."""
        if self._address(told.app, told.family, told.item) is None:
            return
        fault = self._faults.for_delivery("tiktok", told.account, told.name, told.subject)
        fates = {fault.kind} if fault else self._fates()
        self.dealt.update(fates)
        if Kind.FORGED in fates:
            self._tasks.start(self._imitate(told), "forged hook", self._bell.ring)
        if Kind.LOST in fates:
            return
        for _ in range(2 if Kind.DUPLICATE in fates else 1):
            delivery = Delivery(told, body_of(told))
            self.deliveries.append(delivery)
            self._put(delivery, fates, fault)

    def release(self) -> None:
        """Send what was kept back, and what waited for others to overtake it."""
        self._held = False
        self._catch_up()
        self._start()

    @property
    def waiting(self) -> int:
        """How much waits for a later moment of the clock: late, overtaken, or to be tried again."""
        return self._later + len(self._behind)

    async def idle(self, timeout: float = 30.0) -> None:
        """Return when nothing is on its way that the clock or `hold` does not keep; TimeoutError after real seconds."""
        await self._bell.until(
            lambda: not len(self._tasks) + len(self._couriers) and (self._held or not self._ready), timeout
        )

    async def imitate(self, told: Told, secret: str = IMITATION) -> int:
        """Send a body about this, signed with a secret of somebody else; returns the status."""
        return await self.post(told, body_of(told), secret)

    async def replay(self, delivery: Delivery) -> int:
        """Send the very same bytes again, signed at this moment; returns the status."""
        return await self.post(delivery.told, delivery.body)

    async def post(self, told: Told, body: bytes, secret: str = "", at: float | None = None) -> int:
        """Send any bytes to where an app is told of this, signed with its secret or another one, at another time."""
        address = self._address(told.app, told.family, told.item)
        if address is None:
            return NOTHING
        self._sent += 1
        signed = headers(
            secret or address.secret, body, self._clock.now() + self.skew if at is None else at, f"log{self._sent}"
        )
        return await self._post(address.url, body, signed)

    async def close(self) -> None:
        """Stop; whatever was on its way is forgotten."""
        self._tasks.cancel()
        self._couriers.cancel()
        self._ready.clear()
        self._behind.clear()
        if self._http is not None:
            await self._http.close()
            self._http = None

    # ------------------------------------------------------------------------------------------- what befalls it

    def _put(self, delivery: Delivery, fates: set[Kind], fault: Fault | None) -> None:
        if Kind.DELAY in fates:
            self._at(fault.seconds if fault else self.delay, lambda: self._queue(delivery))
        elif Kind.REORDER in fates:
            self._behind.append(delivery)
            self._clock.call_at(self._clock.now() + self.delay, self._catch_up)
        elif self.late and delivery.told.family != "DIRECT_MESSAGE":
            self._at(self._draw.uniform(0, self.late), lambda: self._queue(delivery))
        else:
            self._queue(delivery)
            self._catch_up()

    def _catch_up(self) -> None:
        """Those that let others pass go on."""
        behind, self._behind = self._behind, []
        self._draw.shuffle(behind)
        for delivery in behind:
            self._queue(delivery)

    async def _imitate(self, told: Told) -> None:
        self.forged.append(await self.imitate(told))

    # ------------------------------------------------------------------------------------------------ on their way

    def _queue(self, delivery: Delivery) -> None:
        self._ready.append(delivery)
        self._start()

    def _start(self) -> None:
        while self._ready and not self._held and len(self._couriers) < self.parallel:
            self._couriers.start(self._work(self._ready.popleft()), "hook", self._bell.ring)

    async def _work(self, delivery: Delivery) -> None:
        await self._attempt(delivery)
        while self._ready and not self._held:
            await self._attempt(self._ready.popleft())

    async def _attempt(self, delivery: Delivery) -> None:
        told = delivery.told
        if self._address(told.app, told.family, told.item) is None:
            delivery.state = "given up"
            return
        status = await self.post(told, delivery.body)
        delivery.attempts.append(Attempt(self._clock.now(), status))
        if status == 200:
            delivery.state = "taken"
        elif len(delivery.attempts) > len(self.retries):
            delivery.state = "given up"
        else:
            self._at(self.retries[len(delivery.attempts) - 1], lambda: self._queue(delivery))

    async def _post(self, url: str, body: bytes, signed: dict[str, str]) -> int:
        if self._http is None:
            self._http = aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.within)
        try:
            async with self._http.post(
                url, data=body, headers=signed, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return NOTHING
