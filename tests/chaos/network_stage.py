"""One account on any simulated network with a reply to be sent: in the test, or in the child that is killed at it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.drafting import draft_next
from bot.networks import network_class
from bot.networks._outside import FREE, Outside
from bot.sending import Patience, send_next
from inbox import arrivals, review
from inbox.brand import Brand, Undo
from inbox.incoming import NewMessage
from inbox.models import Contact, DeliveryId, RemoteId, Thread, account_id
from inbox.network import Network
from inbox.store import opened
from inbox.store.blobs import Blobs
from responders.chain import Chain
from responders.rules import Rules, RulesFile
from tests.cast import ASHA, MEERA
from tests.chaos.hurried import Hurry
from tests.chaos.interrupted import Moment, die, interrupted
from tests.day.running import Drawer

QUICK = Patience(send=8_000, lease=60_000)
HELLO = {"id": "hi", "when": {"words": ["hello"]}, "text": "Hello!"}
CHAIN = Chain([Rules(RulesFile.model_validate({"rules": [HELLO]}))])


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands, in words that go to another process; `vault` is what a login left."""

    redis: str
    brand: str
    network: str
    options: Mapping[str, object]
    vault: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stage:
    """A brand at work there."""

    brand: Brand
    network: Network

    async def send(self) -> object:
        """One turn of the sending loop."""
        return await send_next(self.brand, {self.network.account: self.network}, QUICK)

    async def decide(self, thread: Thread, message: RemoteId, text: str) -> DeliveryId:
        """Somebody says hello there, and is answered with this text: it is due then."""
        said = NewMessage(thread, message, Contact(RemoteId("1"), ASHA.name), "hello", self.brand.now())
        await arrivals.receive(self.brand, self.network.account, [said], None)
        await draft_next(self.brand, CHAIN)
        page = await self.brand.store.conversations.page(
            "drafted", self.brand.now(), oldest_first=True, after=None, limit=1
        )
        return await review.approve(self.brand, page.rows[0].conversation.drafts[0], MEERA, text)


@contextlib.asynccontextmanager
async def stage(place: Place, hurry: Hurry) -> AsyncIterator[Stage]:
    """The stage for the length of the block."""
    account, cls = account_id(place.network, "main"), network_class(place.network)
    options = cls.Options.model_validate(place.options)
    can = cls.capabilities_of(options) if hasattr(cls, "capabilities_of") else cls.capabilities
    async with opened(place.redis, place.brand) as store, aiohttp.ClientSession() as http:
        meter = store.costs.of(account, can.tariff, hurry.now) if can.tariff else FREE
        mailbox, blobs = store.mailboxes.of(account), Blobs(Path(tempfile.gettempdir()) / "unused")
        vault = Drawer(dict(place.vault))
        network = cls(account, options, Outside(http, mailbox, blobs, "", hurry.now, vault=vault, meter=meter))
        brand = Brand(place.brand, store, {account: can}, lambda *_: "draft", hurry.now, Undo(0, 0), 0)
        try:
            yield Stage(brand, network)
        finally:
            await network.close()


async def act(place: list[Any], hurry: list[float], at: int, moment: Moment) -> None:
    """In a child: send, and be killed at suspension number `at`."""
    async with stage(Place(*place), Hurry(*hurry)) as here:
        await interrupted(here.send(), at, moment, die)
