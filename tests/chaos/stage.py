"""One brand with one account, and the deeds on it that are interrupted: in the test, or in the child that it kills."""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.drafting import draft_next
from bot.networks import network_class
from bot.networks._outside import Outside
from bot.sending import Patience, send_next
from inbox import arrivals, review
from inbox.brand import Brand, Undo
from inbox.incoming import NewMessage
from inbox.models import AccountId, Contact, DeliveryId, RemoteId, Thread, account_id
from inbox.network import Network
from inbox.store import opened
from inbox.store.blobs import Blobs
from responders.chain import Chain
from responders.rules import Rules, RulesFile
from tests.cast import MEERA
from tests.chaos.interrupted import Moment, die, interrupted

LATER = 120_000  # ms; by then every lease has ended
QUICK = Patience(send=5_000, lease=60_000)
CHAIN = Chain(
    [Rules(RulesFile.model_validate({"rules": [{"id": "hi", "when": {"words": ["hello"]}, "text": "Hello!"}]}))]
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stage stands, in words that go to another process: Redis, brand, network, its address and token."""

    redis: str
    brand: str
    network: str
    url: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A brand at work on one network."""

    brand: Brand
    account: AccountId
    network: Network

    async def hear(self, person: Contact, *texts: str) -> int:
        """What a person says in private, as one page; the same page again has the same ids."""
        thread, at = Thread(person.remote, "direct"), self.brand.now()
        page = [NewMessage(thread, RemoteId(f"{n:010d}"), person, text, at) for n, text in enumerate(texts, 1)]
        return await arrivals.receive(self.brand, self.account, page, str(len(page)))

    async def send(self) -> object:
        """One turn of the sending loop."""
        return await send_next(self.brand, {self.account: self.network}, QUICK)

    async def draft(self) -> object:
        """One turn of the drafting loop."""
        return await draft_next(self.brand, CHAIN)

    async def decide(self) -> DeliveryId:
        """Draft a reply to whoever waits, and approve it: it is due then."""
        await self.draft()
        page = await self.brand.store.conversations.page(
            "drafted", self.brand.now(), oldest_first=True, after=None, limit=1
        )
        return await review.approve(self.brand, page.rows[0].conversation.drafts[0], MEERA)


@contextlib.asynccontextmanager
async def stage(place: Place, ahead: int = 0) -> AsyncIterator[Stage]:
    """The stage for the length of the block, on a clock that may be ahead (ms)."""

    def now() -> int:
        return time.time_ns() // 1_000_000 + ahead

    account = account_id(place.network, "main")
    async with opened(place.redis, place.brand) as store, aiohttp.ClientSession() as http:
        blobs = Blobs(Path(tempfile.gettempdir()) / "unused")
        outside = Outside(http, store.mailboxes.of(account), blobs, "", now)
        cls = network_class(place.network)
        given = {"token": place.token, "base_url": place.url} if place.network != "webchat" else {}
        network = cls(account, cls.Options.model_validate(given), outside)
        can = {account: network.capabilities}
        try:
            yield Stage(Brand(place.brand, store, can, lambda *_: "draft", now, Undo(0, 0), 0), account, network)
        finally:
            await network.close()


async def act(place: list[str], deed: str, at: int, moment: Moment, *words: str) -> None:
    """In a child: do it, and be killed at suspension number `at`."""
    async with stage(Place(*place)) as here:
        work: Coroutine[Any, Any, object]
        match deed:
            case "send":
                work = here.send()
            case "draft":
                work = here.draft()
            case _:
                work = here.hear(Contact(RemoteId(words[0]), words[1]), *words[2:])
        await interrupted(work, at, moment, die)
