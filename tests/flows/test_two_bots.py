"""Two Sangams that answer each other whatever is said: they fall silent, and nobody gets more than the limits allow."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace

import pytest_asyncio

from bot.drafting import draft_next
from bot.sending import send_next
from inbox import arrivals
from inbox.actions import Reply
from inbox.brand import Brand
from inbox.incoming import NewMessage
from inbox.models import RemoteId
from inbox.network import Receipt
from inbox.policy import Limits
from inbox.store.queue import Idle
from responders.chain import Chain
from responders.rules import Rules, RulesFile
from tests.cast import ASHA, BHAVIN
from tests.postbox import Postbox
from tests.world import ACCOUNT, HOUR, SECOND, Clock, World, thread_of, world

LIMITS = Limits(per_person=5, per_conversation=10, within=600 * SECOND, cool_down=HOUR)
ALWAYS = {
    "rules": [
        {"id": "always", "when": {"words": ["hello", "thank"]}, "text": "Thank you for writing! How can we help?"}
    ]
}


class Mail(Postbox):
    """A network whose clock is that of the test."""

    def __init__(self, clock: Clock) -> None:
        """An empty one."""
        super().__init__()
        self.clock = clock

    def receipt(self, key: str) -> Receipt:
        """It was done now."""
        return Receipt(RemoteId(f"r-{key}"), self.clock.at)


@dataclass(slots=True)
class Side:
    """One Sangam, whose account is `name` on the other side."""

    world: World
    out: Mail
    # Without its checks: one of them would hold the first answer that repeats itself, and so hide what is tested here.
    chain: Chain = field(default_factory=lambda: Chain([Rules(RulesFile.model_validate(ALWAYS))], lambda *_: ()))
    told: int = 0  # how much of what it said the other one has heard

    @property
    def brand(self) -> Brand:
        """It answers alone wherever it can."""
        return replace(self.world.brand, autonomy=lambda *_: "auto", limits=LIMITS)

    async def work(self) -> None:
        """Draft and send all that is due."""
        while not isinstance(await draft_next(self.brand, self.chain), Idle):
            pass
        while not isinstance(await send_next(self.brand, {ACCOUNT: self.out}), Idle):
            pass

    async def hear(self, text: str, number: int) -> None:
        """The other one says something, here in its own thread."""
        here, id = self.world.clock.at, RemoteId(f"{number:010}")
        await arrivals.receive(self.brand, ACCOUNT, [NewMessage(thread_of(BHAVIN), id, BHAVIN, text, here)], None)

    def fresh(self) -> list[str]:
        """What it has said that the other one has not heard."""
        said = [action.text for _, action in self.out.done[self.told :] if isinstance(action, Reply)]
        self.told = len(self.out.done)
        return said


@pytest_asyncio.fixture
async def sides(redis_url: str, brand: str) -> AsyncIterator[tuple[Side, Side]]:
    """Two brands on one Redis, with one clock."""
    clock = Clock()
    async with AsyncExitStack() as stack:
        one, two = [await stack.enter_async_context(world(redis_url, f"{brand}-{n}")) for n in range(2)]
        one.clock = two.clock = clock
        yield Side(one, Mail(clock)), Side(two, Mail(clock))


async def converse(sides: tuple[Side, Side], seconds: int) -> int:
    """Let them talk for so long; answers how often they spoke."""
    clock, spoken = sides[0].world.clock, 0
    for _ in range(seconds // 5):
        clock.at += 5 * SECOND
        for here, there in (sides, sides[::-1]):
            await here.work()
            for text in here.fresh():
                spoken += 1
                await there.hear(text, clock.at + spoken)
    return spoken


async def test_two_sangams_fall_silent_and_stay_so_until_somebody_else_writes(sides: tuple[Side, Side]) -> None:
    one, two = sides
    await one.hear(f"Hello, {ASHA.name} here.", 1)

    spoken = await converse(sides, seconds=600)

    assert LIMITS.per_person <= spoken <= 2 * LIMITS.per_person
    assert await converse(sides, seconds=2 * HOUR // SECOND // 10) == 0

    one.world.clock.at += HOUR  # the cool-down is over: they may answer again, and never more than the limits allow
    await one.hear("Hello again!", one.world.clock.at)
    assert LIMITS.per_person <= await converse(sides, seconds=600) <= 2 * LIMITS.per_person
    assert await converse(sides, seconds=600) == 0

    waiting = [(await side.world.store.conversations.counts(["drafted"]))["drafted"] for side in (one, two)]
    assert sum(waiting) == 1  # what is not answered by itself any more, a person sees
