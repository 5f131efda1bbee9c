"""The loops of a control channel on a simulated Discord: interrupted in a child that is killed, or run to their end."""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from bot.discord_base import point_at
from bot.learning import School
from bot.surfaces.discord.calls import Calls
from bot.surfaces.discord.channels import Channels
from bot.surfaces.discord.kit import Kit
from bot.surfaces.discord.options import ControlOptions, DigestTimes
from bot.surfaces.discord.post import Posting, Where
from bot.surfaces.discord.posting import post_next
from bot.surfaces.discord.rest import Rest
from bot.surfaces.discord.shift import Shift
from config.additions import Added
from inbox import arrivals
from inbox.brand import Brand, Undo
from inbox.canned import CannedReply
from inbox.incoming import NewMessage
from inbox.models import Actor, Contact, RemoteId, Thread
from inbox.search import Hit
from inbox.store import opened
from inbox.store.drafts import Claimed
from inbox.store.queue import Idle
from responders.faq import FaqFile
from responders.mining import Teach
from tests.cast import ASHA
from tests.chaos.interrupted import Moment, die, interrupted
from tests.world import ACCOUNT, CAPABILITIES

LEAD = Actor("person", "control channel", "lead")
AFTER_DEBOUNCE = 5_000  # ms; by then every lane that was woken is due
TURNS = 40
DIGEST = DigestTimes.model_validate({"at": "03:00", "zone": "UTC"})


@dataclass(frozen=True, slots=True)
class Corner:
    """Where a room stands, in words that go to another process: Redis, brand, Discord, and our place there."""

    redis: str
    brand: str
    api: str
    token: str
    server: int
    channel: int


@dataclass(slots=True)
class Later:
    """The time, and how far it is ahead (ms)."""

    ahead: int = 0

    def __call__(self) -> int:
        """Unix milliseconds."""
        return time.time_ns() // 1_000_000 + self.ahead


@dataclass(frozen=True, slots=True)
class Walls:
    """A brand with its control channel."""

    brand: Brand
    posting: Posting
    shift: Shift
    clock: Later = field(default_factory=Later)

    async def hear(self, text: str, id: str, author: Contact = ASHA) -> None:
        """One message from outside."""
        message = NewMessage(Thread(author.remote, "direct"), RemoteId(id), author, text, self.clock())
        await arrivals.receive(self.brand, ACCOUNT, [message], None)

    async def turn(self) -> Claimed:
        """The turn of whoever drafts."""
        turn = await self.brand.store.drafts.claim_turn(self.clock(), 60_000, "t")
        assert not isinstance(turn, Idle)
        return turn

    async def cards(self) -> None:
        """Everything there is to post."""
        await self._to_the_end(lambda: post_next(self.posting))

    async def notices(self) -> None:
        """Everything there is to say."""
        await self._to_the_end(self.shift.next)

    async def _to_the_end(self, step: Any) -> None:
        for _ in range(TURNS):
            found = await step()
            if isinstance(found, Idle):
                if found.until is None or found.until > self.clock() + 600_000:
                    return
                self.clock.ahead += max(0, found.until - self.clock())
        raise AssertionError("it has no end")


@contextlib.asynccontextmanager
async def walls(corner: Corner, ahead: int = 0) -> AsyncIterator[Walls]:
    """The room for the length of the block, on a clock that may be ahead (ms)."""
    point_at(corner.api)
    rest, clock = Rest(SecretStr(corner.token)), Later(ahead)
    calls = Calls(rest, 10.0)
    async with opened(corner.redis, corner.brand) as store:
        brand = Brand(corner.brand, store, {ACCOUNT: CAPABILITIES}, lambda *_: "draft", clock, Undo(), 0)
        board = store.cards.of("discord")
        options = ControlOptions.model_validate(
            {
                "token": corner.token, "base_url": corner.api, "server": corner.server, "channel": corner.channel,
                "digest": DIGEST,
            }
        )  # fmt: skip
        kit = Kit(brand, board, options, _search, _canned, _keep, School(FaqFile, Teach(_teach, _teach, _teach)))
        shift = Shift(kit, calls)
        posting = Posting(
            brand, board, calls, Channels(calls, board, brand.capabilities, clock), LEAD,
            lambda *_: Where(corner.channel), shift.storm.may_post, shift.storm.needs_none,
        )  # fmt: skip
        try:
            yield Walls(brand, posting, shift, clock)
        finally:
            await rest.aclose()


async def act(corner: list[Any], deed: str, at: int, moment: Moment, ahead: int) -> None:
    """In a child: do it, and be killed at suspension number `at`."""
    async with walls(Corner(*corner), ahead) as here:
        work: Coroutine[Any, Any, object] = here.cards() if deed == "cards" else here.notices()
        await interrupted(work, at, moment, die)


async def _search(words: str, by: Actor) -> list[Hit]:
    return []


def _canned() -> Mapping[str, CannedReply]:
    return {}


async def _teach(*_: str) -> Added:
    raise AssertionError("nobody teaches anything here")


async def _keep(data: bytes) -> str:
    return "blob:0"
