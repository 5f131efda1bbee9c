"""Delivers activity events as X does: over the open streams and, signed, to the hook that a subscription names.

An event may come late, twice, out of order or never; what was never delivered can still be had by `backfill_minutes`
or a replay. A hook that fails is tried again a few times (X publishes no schedule), and one that fails its challenge
gets nothing any more until it is validated again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Faults, Kind
from bot.playground.unreliable import Unreliable
from bot.playground.x.hooks_post import Postman, headers
from bot.playground.x.ids import Ids
from bot.playground.x.records import App, Webhook
from bot.playground.x.state import Told
from bot.playground.x.streams import Streams
from bot.playground.x.wire import JsonObject, encode

REMEMBERED = 20_000
RETRIES = (5.0, 60.0, 180.0)  # virtual seconds between attempts
RECHECK, CHECK_AGAIN, GRACE = 24 * 3600.0, 1800.0, 28 * 3600.0
IMITATION = "a secret that is not this app's"


@dataclass(slots=True)
class Delivery:
    """One body on its way to a hook; `statuses` are the answers, 0 for none in time."""

    app: App
    hook: Webhook
    body: bytes
    statuses: list[int] = field(default_factory=list)
    state: Literal["waiting", "taken", "given up"] = "waiting"


class Hooks(Unreliable):
    """Every app's deliveries.

    Beside what befalls each event by chance, `faults` plans for deliveries of network "x" to an account (its id), named
    by their event type. `parallel` bodies may be on their way to one hook at once. `delivered` is called with every
    event that reaches an app.
    """

    def __init__(
        self, clock: Clock, faults: Faults, ids: Ids, delivered: Callable[[Told], None], seed: int = 0
    ) -> None:
        super().__init__(clock, seed)
        self.retries = RETRIES
        self.any_address = False  # also http and ports, which X refuses
        self.told: deque[Told] = deque(maxlen=REMEMBERED)
        self.deliveries: list[Delivery] = []
        self.streams = Streams(clock)
        self._postman = Postman()
        self.hosts = self._postman.hosts
        self._faults, self._ids, self._delivered = faults, ids, delivered
        self._kept: list[Told] = []
        self._behind: list[Told] = []
        self._lanes: dict[str, deque[Delivery]] = {}
        self._working: Counter[str] = Counter()

    def tell(self, told: Told) -> None:
        """Deliver an event; returns at once."""
        self.told.append(told)
        fault = self._faults.for_delivery("x", told.account, told.event_type, told.subject)
        fates = {fault.kind} if fault else self._fates()
        self.dealt.update(fates)
        if Kind.FORGED in fates:
            self._tasks.start(self._imitate(told), "forged hook", self._bell.ring)
        if Kind.LOST not in fates:
            for _ in range(2 if Kind.DUPLICATE in fates else 1):
                self._put(told, fates, fault)

    def release(self) -> None:
        """Send what was kept back, and what waited for others to overtake it."""
        self._held = False
        kept, self._kept = self._kept + self._behind, []
        self._behind.clear()
        for told in kept:
            self._go(told)

    @property
    def waiting(self) -> int:
        """How much waits for a later moment of the clock: delayed, overtaken, or to be tried again."""
        return self._later + len(self._behind)

    async def idle(self, timeout: float = 30.0) -> None:
        """Return when nothing is on its way that the clock or `hold` does not keep; TimeoutError after real seconds."""
        await self._bell.until(lambda: not len(self._tasks) and not any(self._lanes.values()), timeout)

    async def imitate(self, told: Told, secret: str = IMITATION) -> int:
        """Send an event signed with a secret of somebody else; returns the status."""
        hook = told.app.webhooks[told.subscription.webhook_id]
        body = encode(told.body)
        return await self._postman.post(hook.url, body, headers(told.app, body, secret))

    async def post(self, app: App, hook: Webhook, body: bytes) -> int:
        """Send any bytes to a hook, rightly signed; returns the status."""
        return await self._postman.post(hook.url, body, headers(app, body))

    async def challenge(self, app: App, url: str) -> bool | None:
        """Whether an address answers a challenge rightly; None when it may only be down."""
        return await self._postman.challenge(url, app, self._ids.secret(32))

    async def validate(self, app: App, hook: Webhook) -> None:
        """Challenge a hook, and say what becomes of it; it is challenged again when its time has come."""
        right = await self.challenge(app, hook.url)
        if right:
            hook.valid, hook.validated = True, self._clock.now()
        elif right is not None or self._clock.now() - hook.validated > GRACE:
            hook.valid = False
            return
        self.watch(app, hook, RECHECK if right else CHECK_AGAIN)

    def watch(self, app: App, hook: Webhook, seconds: float = RECHECK) -> None:
        """Have a hook challenged again after so many virtual seconds, unless it is gone by then."""

        def due() -> None:
            if hook.id in app.webhooks and hook.valid:
                self._tasks.start(self.validate(app, hook), f"challenge of hook {hook.id}", self._bell.ring)

        self._clock.call_at(self._clock.now() + seconds, due)

    def replay(self, app: App, hook: Webhook, start: float, end: float) -> str:
        """Deliver once more what happened between two unix times, then say so; returns the id of the job."""
        job = self._ids.snowflake(self._clock.now())
        for told in list(self.told):
            if told.app is app and told.subscription.webhook_id == hook.id and start <= told.at < end:
                self._queue(Delivery(app, hook, encode(told.body)))
        status: JsonObject = {
            "webhook_id": hook.id,
            "job_id": job,
            "job_state": "Complete",
            "job_state_description": "Job completed successfully",
        }
        self._queue(Delivery(app, hook, encode({"replay_job_status": status})))
        return job

    def missed(self, app: App, since: float, until: float) -> list[JsonObject]:
        """What happened between two unix times, for a stream that fills its gap."""
        found = [told for told in self.told if told.app is app and since <= told.at <= until]
        for told in found:
            self._delivered(told)
        return [told.body for told in found]

    async def close(self) -> None:
        """Stop; whatever was on its way is forgotten."""
        self.streams.close()
        self._tasks.cancel()
        self._lanes.clear()
        self._working.clear()
        await self._postman.close()

    # ------------------------------------------------------------------------------------------------- what befalls it

    def _put(self, told: Told, fates: set[Kind], fault: Fault | None) -> None:
        if Kind.DELAY in fates:
            self._at(fault.seconds if fault else self._draw.uniform(0, self.delay), lambda: self._go(told))
        elif Kind.REORDER in fates:
            self._behind.append(told)
            self._clock.call_at(self._clock.now() + self.delay, self._catch_up)
        else:
            self._go(told)
            self._catch_up()

    def _catch_up(self) -> None:
        """Those that let others pass go on."""
        behind, self._behind = self._behind, []
        self._draw.shuffle(behind)
        for told in behind:
            self._go(told)

    async def _imitate(self, told: Told) -> None:
        if told.subscription.webhook_id in told.app.webhooks:
            self.forged.append(await self.imitate(told))

    # ---------------------------------------------------------------------------------------------------- on their way

    def _go(self, told: Told) -> None:
        if self._held:
            self._kept.append(told)
            return
        self.streams.send(told.app.id, told.body)
        hook = told.app.webhooks.get(told.subscription.webhook_id)
        if hook is not None and hook.valid:
            self._queue(Delivery(told.app, hook, encode(told.body)))
        if self.streams.open(told.app.id) or (hook is not None and hook.valid):
            self._delivered(told)

    def _queue(self, delivery: Delivery) -> None:
        if not delivery.statuses:
            self.deliveries.append(delivery)
        self._lanes.setdefault(delivery.hook.id, deque()).append(delivery)
        if self._working[delivery.hook.id] < self.parallel:
            self._working[delivery.hook.id] += 1
            self._tasks.start(self._work(delivery.hook.id), f"hook {delivery.hook.id}", self._bell.ring)

    async def _work(self, hook_id: str) -> None:
        try:
            while lane := self._lanes.get(hook_id):
                await self._attempt(lane.popleft())
        finally:
            self._working[hook_id] -= 1

    async def _attempt(self, delivery: Delivery) -> None:
        status = await self.post(delivery.app, delivery.hook, delivery.body)
        delivery.statuses.append(status)
        if 200 <= status < 300:
            delivery.state = "taken"
        elif len(delivery.statuses) > len(self.retries) or not delivery.hook.valid:
            delivery.state = "given up"
        else:
            self._at(self.retries[len(delivery.statuses) - 1], lambda: self._queue(delivery))
