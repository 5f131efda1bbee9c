"""The store: Redis and nothing else; the only package that imports it. One class per record, one script per change."""

from __future__ import annotations

import contextlib
import functools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from inbox.store.aftermath import Aftermaths
from inbox.store.cards import Cards
from inbox.store.cases import Cases
from inbox.store.client import Client
from inbox.store.connect import blocking, connect
from inbox.store.conversations import Conversations
from inbox.store.costs import Costs
from inbox.store.drafts import Drafts
from inbox.store.durability import Durability
from inbox.store.grants import Grants
from inbox.store.judging import Judging
from inbox.store.keyring import Keyring
from inbox.store.keys import Keys
from inbox.store.ledger import Ledger
from inbox.store.lessons import Lessons
from inbox.store.log import BLOCK_MS, Log
from inbox.store.mailbox import Mailboxes
from inbox.store.measures import Measures
from inbox.store.meters import Meters
from inbox.store.modes import Modes
from inbox.store.outbox import Outbox
from inbox.store.pace import Paces
from inbox.store.passages import Passages
from inbox.store.people import People
from inbox.store.queue import Queue
from inbox.store.rulings import Rulings
from inbox.store.scripts import Scripts
from inbox.store.vault import Vaults


@dataclass(frozen=True, slots=True)
class Store:
    """Everything that one brand keeps."""

    client: Client
    conversations: Conversations
    drafts: Drafts
    outbox: Outbox
    modes: Modes
    people: People
    lessons: Lessons
    log: Log
    schedule: Queue
    mailboxes: Mailboxes
    cards: Cards
    paces: Paces
    passages: Passages
    ledger: Ledger
    meters: Meters
    costs: Costs
    grants: Grants
    aftermaths: Aftermaths
    judging: Judging
    cases: Cases
    rulings: Rulings
    measures: Measures
    durability: Durability
    vaults: Callable[[Keyring], Vaults]
    sharing_key: Callable[[], Awaitable[bytes]]


@contextlib.asynccontextmanager
async def opened(url: str, brand: str) -> AsyncIterator[Store]:
    """Connect to one brand's store; raises SetupError for a bad address and StoreAway when Redis does not answer."""
    client, waiting, keys = connect(url), blocking(url, block_ms=BLOCK_MS), Keys(brand)
    durability = Durability(client, keys.prefix)
    scripts = Scripts(client, keys, durability)
    try:
        # Makes our delivery ids differ from those of any other data that ever used the same account.
        await client.call("SET", keys("salt"), secrets.token_hex(3), "NX")
        await durability.settled(durability.mark())
        yield Store(
            client=client,
            conversations=Conversations(scripts),
            drafts=Drafts(scripts),
            outbox=Outbox(scripts),
            modes=Modes(scripts),
            people=People(client, keys),
            lessons=Lessons(client, keys),
            log=Log(client, waiting, keys),
            schedule=Queue(scripts, "tend"),
            mailboxes=Mailboxes(scripts),
            cards=Cards(scripts),
            paces=Paces(scripts),
            passages=Passages(scripts),
            ledger=Ledger(scripts),
            meters=Meters(scripts),
            costs=Costs(scripts),
            grants=Grants(scripts),
            aftermaths=Aftermaths(scripts),
            judging=Judging(scripts),
            cases=Cases(scripts),
            rulings=Rulings(scripts),
            measures=Measures(scripts),
            durability=durability,
            vaults=functools.partial(Vaults, scripts),
            sharing_key=functools.partial(_sharing_key, scripts),
        )
    finally:
        await waiting.aclose()
        await client.aclose()


async def _sharing_key(scripts: Scripts) -> bytes:
    """What signs the addresses at which networks fetch files from us; made once for all processes of a brand."""
    name = scripts.keys("share")
    await scripts.client.call("SET", name, secrets.token_hex(32), "NX")
    return bytes.fromhex(str(await scripts.client.call("GET", name)))
