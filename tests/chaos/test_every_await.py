"""Killed at every single await of sending, drafting and receiving: nothing is said twice, nothing is lost."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import astuple, dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.playground.faults import Fault, Kind
from bot.playground.telegram import BotAccount, TelegramServer
from inbox.actions import Delivery
from inbox.errors import StoreAway
from inbox.models import Contact, DeliveryId, RemoteId
from inbox.store import Store
from inbox.store.embedded import Server, embedded
from inbox.store.keys import Keys
from inbox.store.queue import Idle
from tests.cast import ASHA
from tests.chaos.findings import Findings, left_lying, read_all
from tests.chaos.interrupted import Moment, interrupted
from tests.chaos.nursery import Nursery, nursery
from tests.chaos.stage import LATER, Place, Stage, stage
from tests.redis_servers import kill

pytestmark = pytest.mark.asyncio(loop_scope="module")
FEWEST_AWAITS, MOST_AWAITS = 2, 60
MOMENTS = ("waits", "goes on")


@dataclass(slots=True)
class Ground:
    """What all the kills of a test share: a Redis, a forking process, and one network."""

    births: Nursery
    place: Place
    telegram: TelegramServer
    bot: BotAccount

    def fresh(self, name: str) -> Place:
        """The same place for a brand that is new."""
        return replace(self.place, brand=f"{self.place.brand}-{name.replace(' ', '-')}")

    def somebody(self) -> Contact:
        """A person who has written before, so that one may answer."""
        person = self.telegram.world.create_person(ASHA.name)
        self.telegram.world.start(person, self.bot)
        return Contact(RemoteId(f"{person.id:010d}"), ASHA.name)

    async def kill_in(self, place: Place, deed: str, at: int, moment: Moment, *words: str) -> bool:
        """Do it in a child that is killed at its await number `at`; False when it had come to its end before."""
        child = await self.births.bear("tests.chaos.stage:act", astuple(place), deed, at, moment, *words)
        code = await child.ended
        assert code in (0, -9), self.births.log.read_text()
        return code != 0

    async def seen(self, here: Stage, person: Contact) -> int:
        """How often the network saw us say something to a person."""
        if here.account.startswith("telegram"):
            return sum(s.method == "sendMessage" and s.chat_id == int(person.remote) for s in self.telegram.world.sent)
        mails = await here.brand.store.mailboxes.of(here.account).read(person.remote)
        return sum('"from":"us"' in mail.body for mail in mails)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def births(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """A process that brings up others."""
    modules = ("tests.chaos.stage", "bot.networks.telegram", "bot.networks.webchat")
    async with nursery(tmp_path_factory.mktemp("births"), *modules) as opened:
        yield opened


@pytest_asyncio.fixture(params=["telegram", "webchat"], loop_scope="module")
async def ground(
    request: pytest.FixtureRequest, births: Nursery, redis_server: Server, brand: str
) -> AsyncIterator[Ground]:
    """A network that cannot be asked what it has sent, and one that can."""
    async with TelegramServer(flood_limits=False) as telegram:
        bot = telegram.world.create_bot("shop_bot", "Shop")
        place = Place(redis_server.url, brand, request.param, telegram.url, bot.token)
        yield Ground(births, place, telegram, bot)


async def approved(place: Place, person: Contact) -> DeliveryId:
    """A reply that somebody has approved and that is due."""
    async with stage(place) as here:
        await here.hear(person, "hello")
        return await here.decide()


async def recovered(here: Stage, delivery: DeliveryId) -> Delivery:
    """Where a delivery stands when a fresh process has done all there was to do, which leaves nothing lying."""
    for _ in range(10):
        if isinstance(await here.send(), Idle):
            break
    found = await here.brand.store.outbox.open(delivery)
    assert found
    assert left_lying(await everything(here)) == []
    return found


async def everything(here: Stage) -> Findings:
    """All records of the brand."""
    return await read_all(here.brand.store, Keys(here.brand.name))


@pytest.mark.parametrize("moment", MOMENTS)
async def test_killed_at_any_await_of_a_send_the_network_sees_it_once_or_a_person_looks(
    ground: Ground, moment: Moment
) -> None:
    for at in itertools.count(1):
        assert at < MOST_AWAITS
        place, person = ground.fresh(f"{moment}-{at}"), ground.somebody()
        delivery = await approved(place, person)
        killed = await ground.kill_in(place, "send", at, moment)
        async with stage(place, ahead=LATER) as here:
            found = await recovered(here, delivery)
            check_sent_once_or_parked(found, await ground.seen(here, person), f"killed as await {at} {moment}")
        if not killed:
            assert found.state == "sent"
            assert at > FEWEST_AWAITS
            break


def check_sent_once_or_parked(found: Delivery, seen: int, when: str) -> None:
    """Seen once, or parked with the reason and seen once at most; where one can look, nothing is left to people."""
    if found.state == "parked" and found.account.startswith("telegram"):
        assert seen <= 1, when
        assert found.words, when
    else:
        assert (found.state, seen) == ("sent", 1), when


@pytest.mark.parametrize("ground", ["telegram"], indirect=True)
async def test_killed_while_the_network_was_answering_a_person_looks(ground: Ground) -> None:
    place, person = ground.fresh("answering"), ground.somebody()
    delivery = await approved(place, person)
    ground.telegram.faults.next(Fault(Kind.HANG_AFTER, seconds=60), "sendMessage")
    child = await ground.births.bear("tests.chaos.stage:act", astuple(place), "send", 0, "waits")
    await ground.telegram.world.wait_for(lambda: any(s.method == "sendMessage" for s in ground.telegram.world.sent))
    await child.kill()

    async with stage(place, ahead=LATER) as here:
        assert (await recovered(here, delivery)).state == "parked"
        assert await ground.seen(here, person) == 1


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("ground", ["webchat"], indirect=True)
async def test_killed_at_any_await_of_a_draft_there_is_one_draft(ground: Ground, moment: Moment) -> None:
    for at in itertools.count(1):
        assert at < MOST_AWAITS
        place = ground.fresh(f"{moment}-{at}")
        async with stage(place) as here:
            await here.hear(ASHA, "hello")
        killed = await ground.kill_in(place, "draft", at, moment)
        async with stage(place, ahead=LATER) as here:
            while not isinstance(await here.draft(), Idle):
                pass
            drafts = (await everything(here)).drafts.values()
            assert [draft.state for draft in drafts] == ["pending"], f"killed as await {at} {moment}"
            assert await lanes(here.brand.store, here.brand.name) == 0
        if not killed:
            assert at > FEWEST_AWAITS
            break


async def lanes(store: Store, brand: str) -> int:
    """How many lanes are due or held."""
    keys = Keys(brand)
    commands = [(count, keys(kind, "draft")) for count, kind in (("ZCARD", "due"), ("HLEN", "held"), ("HLEN", "again"))]
    return sum(int(str(n)) for n in await store.client.pipeline(commands))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("ground", ["webchat"], indirect=True)
async def test_killed_at_any_await_of_an_arrival_every_message_is_stored_once(ground: Ground, moment: Moment) -> None:
    for at in itertools.count(1):
        assert at < MOST_AWAITS
        place, texts = ground.fresh(f"{moment}-{at}"), ("hello", "are you there", "hello?")
        killed = await ground.kill_in(place, "hear", at, moment, ASHA.remote, ASHA.name, *texts)
        async with stage(place) as here:
            await here.hear(ASHA, *texts)
            found = await everything(here)
            (stored,) = found.conversations.values()
            assert [message.text for message in stored] == list(texts), f"killed as await {at} {moment}"
            assert set(found.told.values()) == {1}
        if not killed:
            assert at > FEWEST_AWAITS
            break


# ---------------------------------------------------------------------------------- the same, and it is Redis that dies


@pytest.mark.parametrize("moment", MOMENTS)
async def test_whenever_redis_dies_in_a_send_the_network_sees_it_once_or_a_person_looks(
    tmp_path: Path, moment: Moment
) -> None:
    async with embedded(tmp_path / "data") as redis, TelegramServer(flood_limits=False) as telegram:
        bot = telegram.world.create_bot("shop_bot", "Shop")
        for at in itertools.count(1):
            assert at < MOST_AWAITS
            place = Place(redis.url, f"acme-{at}", "telegram", telegram.url, bot.token)
            person = telegram.world.create_person(ASHA.name)
            telegram.world.start(person, bot)
            delivery = await approved(place, Contact(RemoteId(f"{person.id:010d}"), ASHA.name))
            struck = await redis_dies(redis, place, at, moment)
            async with stage(place, ahead=LATER) as here:
                found = await recovered(here, delivery)
            seen = sum(s.method == "sendMessage" and s.chat_id == person.id for s in telegram.world.sent)
            check_sent_once_or_parked(found, seen, f"as await {at} {moment}")
            if not struck:
                assert at > FEWEST_AWAITS
                break


async def redis_dies(redis: Server, place: Place, at: int, moment: Moment) -> bool:
    """Send while Redis is killed at await number `at`; False when all was done before it came to that."""
    strike = Once(lambda: kill(redis.pid))
    async with stage(place) as here:
        with contextlib.suppress(StoreAway):
            await interrupted(here.send(), at, moment, strike)
    if strike.done:
        await redis.restart()
    return strike.done


@dataclass(slots=True)
class Once:
    """A strike that remembers whether it came to it."""

    strike: Callable[[], None]
    done: bool = False

    def __call__(self) -> None:
        """Strike."""
        self.done = True
        self.strike()
