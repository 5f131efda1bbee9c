"""Listening for ever: woken by hooks, reading at its pace, staying subscribed and logged in, until it must end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from bot.networks._meta.listening import GATHER, LONG_BREATH, RENEW_EVERY
from bot.networks._meta.pace import SOON
from bot.networks._meta.subscriptions import EVERY
from bot.networks._meta.tokens import DAY, NAME, Token, as_text, from_text
from bot.supervisor import spawn
from inbox.errors import LoginNeeded, Unavailable
from inbox.incoming import ContactDescribed
from inbox.store.embedded import Server
from tests.bot.networks.meta.logging_in import LIFE
from tests.meta_ear import MINUTE, Ear, ear

READ = "GET /{id}/feed"


@dataclass
class Naps:
    """How long it slept; each sleep lasts until the test lets it end, but for the short one in which wishes gather."""

    seconds: list[float] = field(default_factory=list)
    asleep: dict[float, asyncio.Event] = field(default_factory=dict)

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if seconds != GATHER:
            await self.asleep.setdefault(seconds, asyncio.Event()).wait()

    async def end(self, seconds: float) -> None:
        """Let a sleep of so many seconds end, once there is one."""
        await until(lambda: seconds in self.asleep)
        self.asleep.pop(seconds).set()


@dataclass
class Shelf:
    """A vault in memory."""

    kept: dict[str, str] = field(default_factory=dict)

    async def read(self, name: str) -> str | None:
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        self.kept[name] = text


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
async def page(redis_server: Server, brand: str, naps: Naps) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand) as heard:
        heard.sleep = naps.sleep
        heard.start()
        yield heard


@asynccontextmanager
async def listening(heard: Ear) -> AsyncIterator[asyncio.Task[None]]:
    """It listens for the length of the block."""
    task = spawn("listening", heard.listening.listen(heard.receive, heard.cursor))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, Exception):  # what it raised is the test's business inside of the block
            await task


async def until(holds: Callable[[], object]) -> None:
    """Return once it holds; TimeoutError after five seconds."""
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.005)


async def test_it_reads_at_once_and_then_every_so_often(page: Ear, naps: Naps) -> None:
    asha = page.server.world.create_person("Asha")
    async with listening(page):
        await until(lambda: SOON in naps.asleep)
        assert page.cursor is not None
        page.server.world.message(asha, page.owner, "missed")
        await page.miss()
        page.later(2 * MINUTE)
        await naps.end(SOON)
        await until(lambda: page.recovered == [1])
        await until(lambda: SOON in naps.asleep)
        page.later(2 * MINUTE)
        await naps.end(SOON)
        await until(lambda: 2 * SOON in naps.asleep)


async def test_a_hook_wakes_it(page: Ear, naps: Naps) -> None:
    asha = page.server.world.create_person("Asha Patel")
    async with listening(page):
        await until(lambda: SOON in naps.asleep)
        page.server.world.message(asha, page.owner, "kem cho?")
        await page.hook()
        await until(lambda: page.of(ContactDescribed))
    assert page.of(ContactDescribed)[0].contact.name == "Asha Patel"


async def test_what_was_wanted_before_it_listens_is_looked_up(page: Ear) -> None:
    page.server.world.message(page.server.world.create_person("Asha"), page.owner, "kem cho?")
    await page.hook()
    async with listening(page):
        await until(lambda: page.of(ContactDescribed))


async def test_a_limit_slows_it_down_and_is_said_once(page: Ear, naps: Naps) -> None:
    page.server.refuse(613, match=READ, times=2)
    with capture_logs() as logs:
        async with listening(page) as task:
            for wait in (SOON, 2 * SOON):
                await naps.end(wait)
            assert not task.done()
            await until(lambda: page.cursor is not None)
    assert [line["event"] for line in logs if "gap" in line["event"]] == ["facebook.gap_open"]


async def test_what_is_used_of_the_limits_makes_pauses_longer(page: Ear, naps: Naps) -> None:
    page.server.usage.set("app", page.app.id, 80)
    async with listening(page):
        await until(lambda: 6 * SOON in naps.asleep)


async def test_close_to_the_limits_names_wait_for_each_other(page: Ear, naps: Naps) -> None:
    page.server.usage.set("app", page.app.id, 80)
    async with listening(page):
        await until(lambda: 6 * SOON in naps.asleep)
        for number in range(3):
            page.server.world.message(page.server.world.create_person(f"Person {number}"), page.owner, "kem cho?")
            await page.hook()
        before = page.server.world.calls["POST /"]
        await naps.end(LONG_BREATH)
        await until(lambda: len(page.of(ContactDescribed)) == 3)
        assert page.server.world.calls["POST /"] == before + 1


async def test_meta_being_away_for_long_is_left_to_the_supervisor(page: Ear, naps: Naps) -> None:
    page.server.refuse(2, match=READ, times=3)
    async with listening(page) as task:
        for wait in (SOON, 2 * SOON):
            await naps.end(wait)
        with pytest.raises(Unavailable):
            await task


async def test_a_dead_token_stops_the_account(page: Ear) -> None:
    page.server.world.revoke(page.owner.token)
    async with listening(page) as task:
        with pytest.raises(LoginNeeded):
            await task


async def test_after_a_restart_it_goes_on_where_it_was(page: Ear, naps: Naps) -> None:
    asha = page.server.world.create_person("Asha")
    async with listening(page):
        await until(lambda: SOON in naps.asleep)
    naps.asleep.clear()
    page.server.world.message(asha, page.owner, "while it was down")
    await page.miss()
    page.later(5 * 3600)
    page.start()
    async with listening(page):
        await until(lambda: page.recovered == [1])
    assert await page.texts() == ["while it was down"]


async def test_it_stays_subscribed(page: Ear, naps: Naps) -> None:
    page.owner.subscribed.clear()
    async with listening(page):
        await until(lambda: page.owner.subscribed)
        page.owner.subscribed.clear()
        await until(lambda: EVERY in naps.asleep)
        await naps.end(EVERY)
        await until(lambda: page.owner.subscribed)


async def test_a_subscription_that_fails_is_said_once_and_stops_nothing(page: Ear, naps: Naps) -> None:
    page.owner.subscribed.clear()
    page.server.refuse(2, match="POST /{id}/subscribed_apps", times=2)
    with capture_logs() as logs:
        async with listening(page) as task:
            for _ in range(2):
                await naps.end(EVERY)
            await until(lambda: page.owner.subscribed and EVERY in naps.asleep)
            assert not task.done()
    assert [line["event"] for line in logs if "subscribed" in line["event"]] == [
        "facebook.not_subscribed",
        "facebook.resubscribed",
    ]


async def test_without_an_address_of_ours_nothing_is_subscribed_and_everything_read_each_minute(
    redis_server: Server, brand: str, naps: Naps
) -> None:
    async with ear(redis_server.url, brand, hooks=False) as page:
        page.sleep = naps.sleep
        page.start()
        page.owner.subscribed.clear()
        async with listening(page):
            for _ in range(3):
                page.later(MINUTE)
                await naps.end(SOON)
            await until(lambda: SOON in naps.asleep)
        assert page.owner.subscribed == {}
        assert [nap for nap in naps.seconds if nap != GATHER] == [SOON] * 4


# ------------------------------------------------------------------------------------------------------------- tokens


@asynccontextmanager
async def ending(redis_url: str, brand: str, naps: Naps, left: int) -> AsyncIterator[Ear]:
    """An Instagram account whose token, a day old, ends in so many days."""
    async with ear(redis_url, brand, "instagram") as heard:
        shelf = Shelf()
        heard.vault, heard.sleep = shelf, naps.sleep
        heard.later(2 * DAY / 1000)
        now = heard.now()
        shelf.kept[NAME] = as_text(Token(heard.owner.token, now + left * DAY, now - 2 * DAY))
        heard.start()
        yield heard


def kept(heard: Ear) -> Token:
    assert isinstance(heard.vault, Shelf)
    return from_text(heard.vault.kept[NAME])


async def test_a_token_is_renewed_ahead_of_its_end(redis_server: Server, brand: str, naps: Naps) -> None:
    async with ending(redis_server.url, brand, naps, left=10) as heard:
        old = kept(heard)
        async with listening(heard):
            await until(lambda: kept(heard) != old)
        new = kept(heard)
        assert new.token != old.token
        assert new.expires_at > heard.now() + LIFE - DAY
        assert new.obtained_at == heard.now()


async def test_a_fresh_token_is_left_alone(redis_server: Server, brand: str, naps: Naps) -> None:
    async with ending(redis_server.url, brand, naps, left=50) as heard:
        old = kept(heard)
        async with listening(heard):
            await until(lambda: RENEW_EVERY in naps.asleep)
        assert kept(heard) == old
        assert not heard.server.world.calls["GET /refresh_access_token"]


async def test_a_renewal_that_fails_is_tried_again(redis_server: Server, brand: str, naps: Naps) -> None:
    async with ending(redis_server.url, brand, naps, left=10) as heard:
        old = kept(heard)
        heard.server.refuse(2, match="GET /refresh_access_token")
        with capture_logs() as logs:
            async with listening(heard) as task:
                await until(lambda: RENEW_EVERY in naps.asleep)
                assert kept(heard) == old
                assert not task.done()
                await naps.end(RENEW_EVERY)
                await until(lambda: kept(heard) != old)
        assert [line["event"] for line in logs if "token" in line["event"]] == ["instagram.token_not_renewed"]
