"""Killed at the awaits of a send, on each network: it is said once, or a person looks. All of them in `make chaos`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass, replace
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.faults import Fault, Kind
from inbox.actions import Delivery
from inbox.models import DeliveryId, RemoteId, Thread
from inbox.store.embedded import Server
from inbox.store.keys import Keys
from inbox.store.queue import Idle
from tests.chaos.findings import left_lying, read_all
from tests.chaos.hurried import Hurry
from tests.chaos.interrupted import Moment
from tests.chaos.network_scenes import SCENES
from tests.chaos.network_stage import Place, Stage, stage
from tests.chaos.network_storm import LATER, seen_on
from tests.chaos.nursery import Child, Nursery, nursery
from tests.chaos.striking import SEED
from tests.day.plan import Moment as Happening
from tests.day.plan import What

pytestmark = pytest.mark.asyncio(loop_scope="module")
MOMENTS: tuple[Moment, ...] = ("waits", "goes on")
LEASES_ENDED = 120.0  # seconds
FEWEST_AWAITS, MOST_AWAITS = 5, 400
STRIDE = 3
CASES: tuple[tuple[str, What], ...] = (
    ("x that is asked", "comment"),
    ("x that is asked", "message"),
    ("youtube", "comment"),
    ("tiktok that is asked", "comment"),
    ("tiktok that is asked", "message"),
    ("mastodon", "comment"),
    ("mastodon", "message"),
    ("bluesky", "comment"),
    ("bluesky", "message"),
    ("webhook", "comment"),
)
SAYS = (  # the calls that say something
    "POST /2/tweets",
    "POST /2/dm_conversations/*",
    "POST /youtube/v3/comments",
    "POST /business/comment/reply/create/",
    "POST /business/message/send/",
    "POST /api/v1/statuses",
    "POST com.atproto.repo.*",
    "POST chat.bsky.convo.sendMessage",
    "reply",
)


@dataclass(slots=True)
class Ground:
    """What all the kills of a test share: a Redis, a forking process, and one network."""

    births: Nursery
    place: Place
    there: Any
    what: What
    number: int = 0

    @property
    def hurry(self) -> Hurry:
        """The clock of the network, as another process reads it."""
        return Hurry(self.there.turning.clock.now(), time.time(), 1.0)

    @property
    def seen(self) -> int:
        """How often the network saw the newest answer."""
        return seen_on(self.there)[str(self.number)]

    async def killed_at(self, at: int, moment: Moment) -> bool:
        """Answer somebody new, be killed at it, and come back; False when the send had come to its end before."""
        place, delivery = await self._decided()
        child = await self._begun(place, at, moment)
        code = await child.ended
        assert code in (0, -9), self.births.log.read_text()
        when, found = f"{place.network}: killed as await {at} {moment}", await self._come_back(place, delivery)
        if found.state == "parked" and code != 0:
            assert self.seen <= 1, when
            assert found.words, when
        else:
            assert (found.state, self.seen) == ("sent", 1), f"{when}: {found.words}"
        return code != 0

    async def killed_while_answering(self) -> Delivery:
        """Answer somebody new, be killed when the network has it and its answer is on the way, and come back."""
        for call in SAYS:
            self.there.server.faults.next(Fault(Kind.HANG_AFTER, seconds=60), call)
        place, delivery = await self._decided()
        child = await self._begun(place, 0, "waits")
        async with asyncio.timeout(20):
            while not self.seen:
                await asyncio.sleep(0.01)
        await child.kill()
        self.there.server.faults.clear()
        return await self._come_back(place, delivery)

    async def _begun(self, place: Place, at: int, moment: Moment) -> Child:
        return await self.births.bear("tests.chaos.network_stage:act", astuple(place), astuple(self.hurry), at, moment)

    async def _decided(self) -> tuple[Place, DeliveryId]:
        """An answer to somebody new, due now."""
        self.number += 1
        place = replace(self.place, brand=f"{self.place.brand}-{self.number}")
        self.there.act(Happening(0, self.what, self.number, 0))
        message, kind = RemoteId(self.there.ids[self.number]), "direct" if self.what == "message" else "comments"
        async with stage(place, self.hurry) as here:
            thread = Thread(self.there.answer(self.number).thread, kind)  # type: ignore[arg-type]  # one of the two
            return place, await here.decide(thread, message, f"Two days. (no. {self.number})")

    async def _come_back(self, place: Place, delivery: DeliveryId) -> Delivery:
        """How it stands when a fresh process has done all there was to do."""
        self.there.turning.clock.advance(LEASES_ENDED)
        async with stage(place, self.hurry) as here:
            await self._send_all(here)
            found = await here.brand.store.outbox.open(delivery)
            lying = left_lying(await read_all(here.brand.store, Keys(place.brand)))
        assert found is not None
        assert [one for one in lying if LATER not in one] == []
        return found

    async def _send_all(self, here: Stage) -> None:
        """Whatever is due, and what is looked for a little later."""
        for _ in range(10):
            idle = await here.send()
            if isinstance(idle, Idle):
                if idle.until is None:
                    return
                raise AssertionError(f"something is due only at {idle.until}")


@asynccontextmanager
async def ground(births: Nursery, redis: Server, brand: str, name: str, what: What) -> AsyncIterator[Ground]:
    """One network with one account of ours."""
    scene = SCENES[name]
    async with scene.opened() as there:
        there.turning.clock.speed = 1.0
        options = {name.removesuffix("_file"): value for name, value in scene.account(there).items()}
        place = Place(redis.url, f"{brand}-{scene.network}-{what}", scene.network, options, there.vault.kept)
        yield Ground(births, place, there, what)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def births(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """A process that brings up others."""
    networks = {f"bot.networks.{SCENES[name].network}" for name, _ in CASES}
    async with nursery(tmp_path_factory.mktemp("births"), "tests.chaos.network_stage", *sorted(networks)) as opened:
        yield opened


async def killed_all_along(here: Ground, awaits: Iterable[tuple[int, Moment]]) -> None:
    """Be killed at each of these awaits, until there is no such await any more."""
    for at, moment in awaits:
        if not await here.killed_at(at, moment):
            assert at > FEWEST_AWAITS
            return
    raise AssertionError("it never came to its end")


async def test_killed_at_some_awaits_of_a_send_it_is_said_once_or_a_person_looks(
    births: Nursery, redis_server: Server, brand: str
) -> None:
    """Every third await, from another one on each time."""
    some = [(at, MOMENTS[(SEED + at) % 2]) for at in range(1 + SEED % STRIDE, MOST_AWAITS, STRIDE)]
    for name, what in CASES:
        async with ground(births, redis_server, brand, name, what) as here:
            await killed_all_along(here, some)


async def test_killed_while_the_network_was_answering_it_is_found_there_and_not_said_again(
    births: Nursery, redis_server: Server, brand: str
) -> None:
    for name, what in CASES:
        async with ground(births, redis_server, brand, name, what) as here:
            found = await here.killed_while_answering()
            assert (found.state, here.seen) == ("sent", 1), f"{name}, a {what}: {found.words}"


@pytest.mark.chaos
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(("name", "what"), CASES)
async def test_killed_at_any_await_of_a_send_it_is_said_once_or_a_person_looks(
    name: str, what: What, moment: Moment, births: Nursery, redis_server: Server, brand: str
) -> None:
    async with ground(births, redis_server, brand, name, what) as here:
        await killed_all_along(here, [(at, moment) for at in range(1, MOST_AWAITS)])
        print(f"{name}, a {what}: killed {here.number - 1} times as an await {moment}", flush=True)
