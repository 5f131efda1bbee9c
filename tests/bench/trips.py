"""How often Redis is asked in each step of a reply: counted by our client and, to be sure, by Redis (MONITOR)."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.drafting import draft_next
from bot.sending import send_next
from inbox import arrivals, review
from inbox.actions import Action
from inbox.capabilities import Capabilities
from inbox.models import AccountId, RemoteId
from inbox.network import Health, Receipt
from inbox.store import Store, opened
from inbox.store.embedded import embedded
from responders.chain import Chain
from responders.faq import Faq, FaqFile
from tests.bench.figures import Figure, show
from tests.bench.flood import Flood
from tests.cast import MEERA
from tests.world import ACCOUNT, CAPABILITIES, World

END = "seen so far"
LONGEST = 1 << 20  # bytes of what a monitor tells of one command: a whole script the first time it is asked for
HOOKS = 100
FAQ = {"entries": [{"id": "greeting", "questions": ["Kem cho?"], "answer": "Majama!"}]}


@dataclass(slots=True)
class Wire:
    """A network that takes everything and says so at once."""

    account: AccountId = ACCOUNT
    capabilities: Capabilities = CAPABILITIES
    done: list[Action] = field(default_factory=list)

    async def check(self) -> Sequence[Health]:
        """Nothing can be wrong."""
        return [Health(True, "works")]

    async def perform(self, action: Action, key: str) -> Receipt:
        """Count it as done."""
        self.done.append(action)
        return Receipt(RemoteId(f"ours-{key}"), 1)

    async def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How many commands one step took, as our client counts round trips and as Redis saw commands arrive."""

    client: int
    redis: int

    def figure(self, name: str, most: float | None = None) -> Figure:
        """Its line of the table."""
        return Figure(name, max(self.client, self.redis), f"Redis saw {self.redis} commands", most=most, digits=0)


class Monitor:
    """Everything that Redis is asked from outside, as it tells it itself; what scripts call is not counted."""

    def __init__(self, store: Store, lines: asyncio.StreamReader) -> None:
        """`lines`: a connection on which MONITOR was sent."""
        self._store = store
        self._lines = lines
        self._marks = 0

    async def count(self, step: Callable[[], Awaitable[object]]) -> Seen:
        """What one step asked."""
        await self._until_now()
        before = self._store.client.round_trips
        await step()
        trips = self._store.client.round_trips - before
        return Seen(trips, await self._until_now())

    async def _until_now(self) -> int:
        """How many commands came since the last call of this."""
        self._marks += 1
        mark, seen = f"{END} {self._marks}", 0
        await self._store.client.call("ECHO", mark)
        while mark not in (line := (await self._lines.readline()).decode()):
            seen += " lua] " not in line
        return seen


@contextlib.asynccontextmanager
async def monitored(store: Store, url: str) -> AsyncIterator[Monitor]:
    """A monitor for the length of the block."""
    lines, writer = await asyncio.open_unix_connection(urlsplit(url).path, limit=LONGEST)
    writer.write(b"MONITOR\r\n")
    await lines.readline()
    try:
        yield Monitor(store, lines)
    finally:
        writer.close()
        await writer.wait_closed()


async def measure(page: int = 100) -> list[Figure]:
    """Round trips of receiving a page, drafting, approving and sending; the first of each loads a script, so twice."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            embedded(Path(folder)) as server,
            opened(server.url, "bench") as store,
            monitored(store, server.url) as monitor,
        ):
            world = World(store, "bench")
            await _walk(world, monitor, "first")
            figures = await _walk(world, monitor, "second")
            return [*figures, *await _receiving(world, monitor, page)]


async def _walk(world: World, monitor: Monitor, id: str) -> list[Figure]:
    """One message from its arrival to the sent reply, with a person in the middle."""
    wire, chain = Wire(), Chain([Faq(FaqFile.model_validate(FAQ))])
    await world.hear(id=id)
    world.clock.at += world.brand.debounce
    draft = await monitor.count(lambda: draft_next(world.brand, chain))
    row = (await world.store.conversations.page("drafted", world.clock.at, oldest_first=True, after=None, limit=1)).rows
    approve = await monitor.count(lambda: review.approve(world.brand, row[0].conversation.drafts[0], MEERA))
    world.clock.at += world.brand.undo.people
    send = await monitor.count(lambda: send_next(world.brand, {ACCOUNT: wire}))
    assert len(wire.done) == 1
    return [
        draft.figure("round trips of a draft", 4),
        approve.figure("round trips of an approval", 2),
        send.figure("round trips of a send", 3),
    ]


async def _receiving(world: World, monitor: Monitor, page: int) -> list[Figure]:
    """A page is one; whoever confirms something upstream also looks at the file, and those who wait share that look."""
    flood, brand, store = Flood(50), world.brand, world.store
    stored = await monitor.count(lambda: store.conversations.receive(ACCOUNT, flood.page(page), "7", 1, 1000))
    confirmed = await monitor.count(lambda: arrivals.receive(brand, ACCOUNT, flood.page(page), "7"))

    async def hooks() -> None:
        await asyncio.gather(*(arrivals.receive(brand, ACCOUNT, flood.page(1), None) for _ in range(HOOKS)))

    await hooks()  # opens the connections
    together = await monitor.count(hooks)
    looks = Figure(
        f"looks shared by {HOOKS} hooks", together.client - HOOKS, f"Redis saw {together.redis - HOOKS}", digits=0
    )
    return [
        stored.figure(f"round trips of a page of {page}", 1),
        Figure("looks at durability after it", confirmed.client - 1, f"Redis saw {confirmed.redis - 1}", digits=0),
        looks,
    ]


if __name__ == "__main__":
    show(measure())
