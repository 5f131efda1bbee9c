"""Costs: what calls to a network cost of a day and of a month, each thing that is seen counted once a day."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox.capabilities import Tariff
from inbox.models import account_id
from inbox.network import Meter, Used
from inbox.store import Store, opened
from inbox.store.costs import Plan, Spending
from inbox.store.embedded import start
from tests.redis_servers import kill
from tests.world import DAY, HOUR, Clock

X, VIDEOS = account_id("x", "main"), account_id("youtube", "main")
DOLLARS = Tariff("USD", {"post.read": 5_000, "post.create": 15_000}, "tests/inbox/store", "2026-11-23")
UNITS = Tariff(
    "units", {"list": 1_000_000, "insert": 50_000_000}, "tests/inbox/store", "2026-11-23", zone="America/Los_Angeles"
)


def moment(text: str) -> int:
    """Unix milliseconds of a time in UTC."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


NOON = moment("2026-11-23T12:00")


def meter(store: Store, now: Callable[[], int], tariff: Tariff = DOLLARS) -> Meter:
    """The meter of one account."""
    return store.costs.of(X if tariff is DOLLARS else VIDEOS, tariff, now)


async def test_what_is_spent_adds_up_in_its_day_and_month(store: Store) -> None:
    clock = Clock(NOON)
    counted = meter(store, clock)
    assert await counted.used() == Used()

    assert await counted.spend({"post.create": 2}) == Used(30_000, 30_000, {"post.create": 2})
    clock.at += DAY
    told = await counted.spend({"post.create": 1, "post.read": 3})

    assert told == Used(30_000, 60_000, {"post.create": 1, "post.read": 3})
    assert await counted.used() == told
    clock.at += 10 * DAY
    assert await counted.used() == Used()


async def test_what_is_seen_again_counts_once_a_day(store: Store) -> None:
    clock = Clock(NOON)
    counted = meter(store, clock)

    await counted.spend({}, {"post.read": ["1", "2", "2"]})
    told = await counted.spend({"post.read": 1}, {"post.read": ["2", "half \ud800"]})
    assert told == Used(20_000, 20_000, {"post.read": 4})

    clock.at += DAY
    assert await counted.spend({}, {"post.read": ["1", "half \ud800"]}) == Used(10_000, 30_000, {"post.read": 2})


async def test_one_id_of_two_things_counts_for_both(store: Store) -> None:
    told = await meter(store, Clock(NOON)).spend({}, {"post.read": ["1"], "post.create": ["1"]})

    assert told.things == {"post.read": 1, "post.create": 1}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-11-23T07:59:59", "2026-11-23T08:00:00"),  # winter: midnight there is eight o'clock
        ("2026-07-23T06:59:59", "2026-07-23T07:00:00"),  # summer: seven
        ("2026-11-01T06:59:59", "2026-11-01T07:00:00"),  # the day that has 25 hours begins in summer time
        ("2026-11-02T07:59:59", "2026-11-02T08:00:00"),  # and ends in winter time
        ("2026-03-09T06:59:59", "2026-03-09T07:00:00"),  # the day after the one of 23 hours
    ],
)
async def test_a_day_ends_at_midnight_where_the_tariff_says(store: Store, before: str, after: str) -> None:
    clock = Clock(moment(before))
    counted = meter(store, clock, UNITS)
    await counted.spend({"insert": 1})

    clock.at = moment(after)

    assert (await counted.used()).today == 0


async def test_a_month_ends_there_too(store: Store) -> None:
    clock = Clock(moment("2026-12-01T07:00"))
    counted = meter(store, clock, UNITS)
    await counted.spend({"list": 1})
    assert (await counted.used()).month == 1_000_000

    clock.at += HOUR
    assert await counted.used() == Used()


async def test_of_many_at_once_none_is_lost_and_each_id_counts_once(store: Store) -> None:
    counted = meter(store, Clock(NOON))

    await asyncio.gather(*(counted.spend({"post.create": 1}, {"post.read": [str(n // 2)]}) for n in range(40)))

    assert await counted.used() == Used(700_000, 700_000, {"post.create": 40, "post.read": 20})


async def test_spending_is_one_round_trip_and_nothing_of_it_stays_for_ever(store: Store, brand: str) -> None:
    counted = meter(store, Clock(NOON))
    await counted.spend({"post.create": 1})  # the script is known from here on
    before = store.client.round_trips

    await counted.spend({"post.create": 1}, {"post.read": ["1", "2"]})

    assert store.client.round_trips == before + 1
    for key, days in (("costseen:x:main:2026-11-23", 1), ("cost:x:main:2026-11-23", 39), ("cost:x:main:2026-11", 365)):
        assert int(str(await store.client.call("TTL", f"{{{brand}}}:{key}"))) > days * 86400


async def test_large_amounts_stay_exact(store: Store) -> None:
    counted = meter(store, Clock(NOON), UNITS)

    told = await counted.spend({"insert": 20_000_001, "list": 1})

    assert told.today == 20_000_001 * 50_000_000 + 1_000_000


@pytest.mark.parametrize(
    ("things", "words"),
    [({"like": 1}, "no price of 'like'; it has prices of post.read, post.create"), ({"post.read": -1}, "-1 of post")],
)
async def test_what_has_no_price_and_what_would_take_back_is_refused(
    store: Store, things: dict[str, int], words: str
) -> None:
    counted = meter(store, Clock(NOON))

    with pytest.raises(ValueError, match=words):
        await counted.spend(things)

    assert await counted.used() == Used()


async def test_people_see_what_every_account_spent_and_how_it_goes_on(store: Store) -> None:
    clock = Clock(NOON)
    await meter(store, clock).spend({"post.read": 2})
    await meter(store, clock).plan("reads every 30 s", NOON + 30_000, 5_000_000)

    found = await store.costs.all({X: DOLLARS, VIDEOS: UNITS}, NOON)

    assert found[X] == Spending(
        Used(10_000, 10_000, {"post.read": 2}), Plan("reads every 30 s", NOON + 30_000, 5_000_000)
    )
    assert found[VIDEOS] == Spending(Used(), Plan())
    assert await store.costs.all({}, NOON) == {}


async def test_what_was_counted_survives_a_kill_of_redis(tmp_path: Path) -> None:
    redis = await start(tmp_path / "data")
    try:
        async with opened(redis.url, "brand") as store:
            counted = meter(store, Clock(NOON))
            told = [await counted.spend({"post.create": 1}, {"post.read": [str(n)]}) for n in range(30)][-1]
            kill(redis.pid)
            await redis.restart()

            assert await counted.used() == told
            assert (await counted.spend({}, {"post.read": ["7"]})).things == {"post.create": 30, "post.read": 30}
    finally:
        await redis.stop()
