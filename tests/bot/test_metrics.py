"""The figures for Prometheus: what was counted, and what is read when somebody asks."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.metrics import Metrics
from bot.sending import send_next
from bot.tail import Tail
from inbox import review
from inbox.errors import RateLimited, StoreAway
from inbox.store.embedded import embedded
from tests.cast import ASHA, BHAVIN, MEERA
from tests.postbox import Postbox
from tests.world import ACCOUNT, START, World, at, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_url, brand) as it:
        yield it


async def figures(metrics: Metrics) -> dict[str, float]:
    """Each figure by its name and labels, as they stand on the page."""
    page = (await metrics.page()).decode()
    return {name: float(value) for name, value in re.findall(r"^(sangam\S+) (\S+)$", page, re.MULTILINE)}


async def test_each_line_of_the_log_is_counted_by_what_happened(here: World) -> None:
    metrics, tail = Metrics(here.brand), Tail(here.brand)
    tail.tell(metrics.heard)
    await tail.begin()
    await here.hear(id="m1")
    await here.hear(id="m2")
    await review.resolve(here.brand, at(ASHA), MEERA)
    await tail.follow()

    found = await figures(metrics)

    assert found['sangam_entries_total{what="message.new"}'] == 2
    assert found['sangam_entries_total{what="conversation.resolved"}'] == 1


async def test_the_shelves_are_read_when_asked_without_those_of_one_person(here: World) -> None:
    metrics = Metrics(here.brand)
    await here.hear(author=ASHA)
    await here.hear(author=BHAVIN)
    await review.assign(here.brand, at(BHAVIN), MEERA, "meera")
    await review.resolve(here.brand, at(ASHA), MEERA)

    found = await figures(metrics)

    assert (found['sangam_shelf{shelf="waiting"}'], found['sangam_shelf{shelf="resolved"}']) == (1, 1)
    assert not [name for name in found if "mine" in name]


async def test_an_account_works_or_pauses_or_is_stopped(here: World) -> None:
    metrics, works, box = Metrics(here.brand), f'sangam_account_works{{account="{ACCOUNT}"}}', Postbox()
    assert (await figures(metrics))[works] == 1

    box.fails.append(RateLimited("slow down", 30))
    await review.approve(here.brand, await here.drafted(), MEERA)
    here.clock.at += here.brand.undo.people
    await send_next(here.brand, {ACCOUNT: box})
    assert (await figures(metrics))[works] == 0.5
    here.clock.at += 30_000
    assert (await figures(metrics))[works] == 1

    await here.store.modes.account_is(ACCOUNT, "stopped", "the token is dead", here.clock())
    assert (await figures(metrics))[works] == 0


async def test_it_is_told_in_seconds_when_an_account_last_heard_anything(here: World) -> None:
    await here.hear()

    assert (await figures(Metrics(here.brand)))[f'sangam_account_heard_seconds{{account="{ACCOUNT}"}}'] == START / 1000


async def test_round_trips_to_redis_are_counted(here: World) -> None:
    metrics = Metrics(here.brand)
    before = (await figures(metrics))["sangam_redis_round_trips"]
    await here.hear()

    assert (await figures(metrics))["sangam_redis_round_trips"] > before


async def test_two_processes_in_one_have_figures_of_their_own(here: World) -> None:
    one, other = Metrics(here.brand), Metrics(here.brand)
    one._entries.labels("message.new").inc()

    assert 'sangam_entries_total{what="message.new"}' not in await figures(other)


async def test_without_redis_there_are_no_figures(data: Path, brand: str) -> None:
    async with embedded(data) as server, world(server.url, brand) as here:
        await server.stop()
        with pytest.raises(StoreAway):
            await Metrics(here.brand).page()
