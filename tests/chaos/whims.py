"""What a team does besides deciding: people take conversations over, change the mode, give a grant and take it back."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from inbox import earning, review
from inbox.brand import Brand
from inbox.errors import Refused, StoreAway
from inbox.models import Actor, ConversationId, DeliveryId, DraftId
from inbox.store import outbox
from inbox.store.keys import Keys
from tests.cast import MEERA, NOOR, OLGA
from tests.chaos.minds import GRANTED
from tests.chaos.striking import BRAND

LATELY = 12  # conversations in which something was said last: there something may be on its way


@dataclass(slots=True)
class Whims:
    """People who take over where they like; what they were told is on its way goes into `approved`."""

    brand: Brand
    draw: random.Random
    approved: dict[DraftId, DeliveryId]
    done: Counter[str] = field(default_factory=Counter)
    quiet: set[ConversationId] = field(default_factory=set)
    numbers: int = 0

    async def work(self) -> None:
        """Do something now and then, until cancelled."""
        deeds: tuple[tuple[Callable[[], Awaitable[None]], int], ...] = (
            (self._take, 8),
            (self._write, 4),
            (self._silence, 2),
            (self._back, 8),
            (self._grant, 4),
            (self._careful, 1),
        )
        each, weights = zip(*deeds, strict=True)
        while True:
            await asyncio.sleep(self.draw.uniform(0, 0.3))
            (deed,) = self.draw.choices(each, weights)
            try:
                await deed()
            except (Refused, StoreAway) as refused:
                self.done[f"refused: {type(refused).__name__}"] += 1

    async def rest(self) -> None:
        """Leave everything as it was at first: the mode normal, nothing granted, the responders back everywhere."""
        await self._normal()
        while True:
            try:
                await self.brand.store.grants.withdraw(GRANTED, "the day is over", OLGA.name, self.brand.now())
                for conversation in self.quiet:
                    await review.silence(self.brand, conversation, NOOR, silent=False)
                return
            except StoreAway:
                await asyncio.sleep(0.1)

    async def _take(self) -> None:
        """Somebody says that they write here, thinks, and writes or does not."""
        here, by = await self._somewhere(), self._one()
        if here is None:
            return
        await review.claim(self.brand, here, by)
        self.done["taken"] += 1
        await asyncio.sleep(self.draw.uniform(0, 0.5))
        if self.draw.random() < 0.4:
            await self._reply(here, by)
        await review.let_go(self.brand, here, by)

    async def _write(self) -> None:
        here = await self._somewhere()
        if here is not None:
            await self._reply(here, self._one())

    async def _reply(self, here: ConversationId, by: Actor) -> None:
        self.numbers += 1
        self.quiet.add(here)
        delivery = await review.reply(self.brand, here, by, f"I look after this myself. ({self.numbers})")
        self.approved[outbox.draft_of(delivery)] = delivery
        self.done["written"] += 1

    async def _silence(self) -> None:
        here = await self._somewhere()
        if here is not None:
            self.quiet.add(here)
            await review.silence(self.brand, here, self._one(), silent=True)
            self.done["silenced"] += 1

    async def _back(self) -> None:
        if self.quiet:
            here = self.draw.choice(sorted(self.quiet))
            await review.silence(self.brand, here, self._one(), silent=False)
            self.quiet.discard(here)
            self.done["given back"] += 1

    async def _grant(self) -> None:
        grants, now = self.brand.store.grants, self.brand.now()
        if any(grant.slice == GRANTED and grant.stands for grant in await grants.all()):
            self.done["taken back with the grant"] += await earning.withdraw(self.brand, OLGA, GRANTED)
            self.done["grants taken back"] += 1
        else:
            await grants.ask(GRANTED, "it earned that", now)
            await earning.accept(self.brand, OLGA, GRANTED)
            self.done["grants given"] += 1

    async def _careful(self) -> None:
        await review.set_mode(self.brand, OLGA, "careful", "something is wrong")
        self.done["careful"] += 1
        await asyncio.sleep(self.draw.uniform(0, 1))
        await self._normal()

    async def _normal(self) -> None:
        """The mode normal again, as soon as Redis is there."""
        while True:
            try:
                await review.set_mode(self.brand, OLGA, "normal")
                return
            except StoreAway:
                await asyncio.sleep(0.1)

    async def _somewhere(self) -> ConversationId | None:
        """Some conversation in which something is on its way, or was said lately."""
        store, name = self.brand.store, Keys(BRAND)("due", "send")
        leaving = await store.client.call("ZRANGE", name, 0, LATELY)
        if isinstance(leaving, list) and leaving and self.draw.random() < 0.7:
            return ConversationId(str(self.draw.choice(leaving)))
        page = await store.conversations.page("all", self.brand.now(), oldest_first=False, after=None, limit=LATELY)
        return self.draw.choice(page.rows).conversation.id if page.rows else None

    def _one(self) -> Actor:
        return self.draw.choice((MEERA, NOOR))
