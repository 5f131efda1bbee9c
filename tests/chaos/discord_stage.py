"""One brand with one Discord account, and the send on it that is interrupted: in the test, or in the child it kills."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.networks._outside import Outside
from bot.networks.discord import Discord
from inbox import arrivals, review
from inbox.brand import Brand, Undo
from inbox.models import Contact, DeliveryId, RemoteId, Thread, account_id
from inbox.network import NewMessage
from inbox.store import opened
from inbox.store.blobs import Blobs
from tests.cast import ASHA, MEERA
from tests.chaos.interrupted import Moment, die, interrupted
from tests.chaos.stage import Stage

ACCOUNT = account_id("discord", "main")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stage stands, in words that go to another process."""

    redis: str
    brand: str
    api: str
    token: str


@contextlib.asynccontextmanager
async def stage(place: Place, ahead: int = 0) -> AsyncIterator[Stage]:
    """The stage for the length of the block, on a clock that may be ahead (ms)."""

    def now() -> int:
        return time.time_ns() // 1_000_000 + ahead

    async with opened(place.redis, place.brand) as store, aiohttp.ClientSession() as http:
        blobs = Blobs(Path(tempfile.gettempdir()) / "unused")
        options = Discord.Options.model_validate({"token": place.token, "base_url": place.api})
        network = Discord(ACCOUNT, options, Outside(http, store.mailboxes.of(ACCOUNT), blobs, "", now))
        can = {ACCOUNT: network.capabilities}
        try:
            yield Stage(Brand(place.brand, store, can, lambda *_: "draft", now, Undo(0, 0), 0), ACCOUNT, network)
        finally:
            await network.close()


async def approved(place: Place, channel: RemoteId, question: RemoteId) -> DeliveryId:
    """A reply to a message of that id in that channel, approved and due."""
    async with stage(place) as here:
        asked = NewMessage(Thread(channel, "group"), question, Contact(RemoteId("1"), ASHA.name), "hello", 1)
        await arrivals.receive(here.brand, ACCOUNT, [asked], None)
        await here.draft()
        page = await here.brand.store.conversations.page(
            "drafted", here.brand.now(), oldest_first=True, after=None, limit=1
        )
        return await review.approve(here.brand, page.rows[0].conversation.drafts[0], MEERA)


async def act(place: list[str], at: int, moment: Moment) -> None:
    """In a child: send what is due, and be killed at suspension number `at`."""
    async with stage(Place(*place)) as here:
        await interrupted(here.send(), at, moment, die)  # type: ignore[arg-type]
