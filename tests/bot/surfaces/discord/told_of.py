"""A control channel that is told of moderation: a brand that judges, and what stands in the channel afterwards."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.playground.discord import Message
from bot.surfaces.discord.posting import post_next
from bot.surfaces.discord.shift import Shift
from bot.surfaces.discord.waking import follow
from inbox.brand import Brand
from inbox.cases import CaseNumber, Finding, Wants
from inbox.models import Contact, RemoteId
from inbox.store.queue import Idle
from tests.bot.surfaces.discord.test_shift import kit_for, words
from tests.bot.surfaces.discord.wall import Wall, wall
from tests.cast import ASHA
from tests.inbox.cased import FAIRNESS, HIDES, comment, in_force, judge, judging, leave
from tests.world import World

MUTES = Finding("repeats", "v2", "said 9 times", Wants(sight="hide", mute=3600), told="it was said too often")


@dataclass(slots=True)
class Channel:
    """The channel, and all that is said in it."""

    wall: Wall
    shift: Shift
    brand: Brand
    raiders: int = 0  # how many there were

    @property
    def here(self) -> World:
        """The brand's world."""
        return self.wall.inbox

    async def settle(self, seconds: float = 3) -> None:
        """Let time go by, and say and post what there is."""
        self.here.clock.at += round(seconds * 1000)
        await follow(self.wall.posting)
        self.here.clock.at += 1_500
        while not isinstance(await post_next(self.wall.posting), Idle):
            pass
        while not isinstance(await self.shift.next(), Idle):
            pass

    async def case(self, finding: Finding = HIDES, author: Contact = ASHA, *, id: str = "m1") -> CaseNumber:
        """One comment that a rule in force takes out of sight, done by the network."""
        numbers = await self.cases(1, finding, author=author, id=id)
        return numbers[0]

    async def cases(
        self, count: int, finding: Finding = HIDES, *, author: Contact | None = None, id: str = "m"
    ) -> list[CaseNumber]:
        """So many comments of as many people, taken out of sight."""
        found: list[CaseNumber] = []
        for number in range(count):
            self.raiders += 1
            who = author or Contact(RemoteId(f"9{self.raiders:09}"), f"Raider {self.raiders}")
            await comment(self.brand, self.here, author=who, id=id if author else f"{id}{number}")
            found += await judge(self.brand, finding)
        await leave(self.brand)
        return found

    @property
    def messages(self) -> list[Message]:
        """Everything that stands in the channel, oldest first."""
        channel = self.wall.channel
        inside = [message for post in channel.threads for message in post.messages.values()]
        return [one for one in (*channel.messages.values(), *inside) if not one.removed]

    @property
    def said(self) -> list[str]:
        """What it says, without the notice of the day."""
        return [text for one in self.messages if (text := words(one)) and not text.startswith("## Moderation on")]


@contextlib.asynccontextmanager
async def told(here: World, kind: str = "forum") -> AsyncIterator[Channel]:
    """A control channel of a brand that judges, which was told of nothing yet."""
    here.fairness = FAIRNESS
    brand = judging(here)
    await in_force(brand, HIDES, MUTES)
    async with wall(here, kind, limits=False) as it:
        channel = Channel(it, Shift(kit_for(it, digest=None), it.posting.calls), brand)
        await channel.settle()
        yield channel
