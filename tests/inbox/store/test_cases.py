"""Cases in Redis: pages, people, appeals and what ends a case, in as few round trips as they need."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.cases import CaseNumber
from inbox.models import ContactId, ConversationId, DeliveryId, RemoteId
from inbox.store.drafts import Not
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.cased import HIDES, comment, in_force, judge, judging, opened, person, read
from tests.world import ACCOUNT, DAY, World, at, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis, with a clock that the test moves."""
    async with world(redis_url, brand) as it:
        yield it


async def test_pages_newest_first(here: World) -> None:
    brand = judging(here)
    await in_force(brand, HIDES)
    for number in range(1, 6):
        here.clock.at += 1
        await comment(brand, here, f"Buy {number}", id=f"m{number}")
        await judge(brand, HIDES)
    cases, then = await here.store.cases.page(None, 3)
    assert [case.number for case in cases] == [5, 4, 3]
    rest, then = await here.store.cases.page(ACCOUNT, 3, then)
    assert ([case.number for case in rest], then) == ([2, 1], None)
    assert (await here.store.cases.total(), await here.store.cases.total(ACCOUNT)) == (5, 5)
    before = here.store.client.round_trips
    await here.store.cases.page(None, 5)
    assert here.store.client.round_trips - before == 2


async def test_cases_of_one_moment_stand_in_the_order_of_their_numbers(here: World) -> None:
    brand = judging(here)
    await in_force(brand, HIDES)
    for number in range(1, 13):
        await comment(brand, here, f"Buy {number}", id=f"m{number}")
    await judge(brand, HIDES)
    cases, then = await here.store.cases.page(None, 8)
    rest, _ = await here.store.cases.page(None, 8, then)
    assert [case.number for case in (*cases, *rest)] == list(range(12, 0, -1))


async def test_of_whom_and_about_what(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    assert [case.number for case in await here.store.cases.of_person(person())] == [number]
    assert await here.store.cases.of_person(person(BHAVIN)) == []
    assert [case.number for case in await here.store.cases.of_message(at(ASHA), RemoteId("m1"))] == [number]
    assert await here.store.cases.of_message(at(ASHA), RemoteId("m2")) == []
    assert await here.store.cases.find(CaseNumber(9)) is None
    assert (await here.store.cases.threads([at(ASHA), ConversationId("telegram:main/none")])).keys() == {at(ASHA)}
    assert await here.store.cases.deliveries([DeliveryId("none")]) == {}


async def test_ending_twice_is_refused_with_who_was_first(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    end = here.store.cases.end
    assert await end(number, "undone", MEERA, "", brand.now(), backs=[None]) is None
    assert await end(number, "undone", MEERA, "", brand.now(), backs=[None]) == Not("undone", ("meera",))
    assert await end(number, "granted", MEERA, "", brand.now(), backs=[None]) == Not("none")
    assert await end(CaseNumber(9), "undone", MEERA, "", brand.now()) == Not("missing")


async def test_a_deed_that_nothing_takes_back_stays(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await here.store.client.call(
        "HSET", f"{{{here.name}}}:o:{(await read(brand, number)).deeds[0].delivery}", "st", "sent"
    )
    assert await here.store.cases.end(number, "undone", MEERA, "", brand.now(), backs=[None]) is None
    case = await read(brand, number)
    assert (case.stands, case.deeds[0].undone) == (False, None)


async def test_what_is_kept_of_people(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    asha, nobody = await here.store.cases.noted([person(), ContactId("telegram:main/none")])
    assert (asha.contact, asha.strikes, asha.cases) == (ASHA, ((here.clock.at, 2.0, number),), 1)
    assert (nobody.contact, nobody.strikes, nobody.blocked, nobody.group) == (None, (), False, "")
    assert await here.store.cases.group("") == ()
    assert await here.store.cases.note_person(person(), "unmerge", "olga", "", 0) == Not("alone")


async def test_words_on_what_is_not_there(here: World) -> None:
    assert not await here.store.cases.reason(CaseNumber(1), "meera", "why", 0)
    assert not await here.store.cases.overdue(CaseNumber(1), 0)
    assert await here.store.cases.appeals(10, 0) == ([], 0, 0)


async def test_counts_of_no_days(here: World) -> None:
    found = await here.store.cases.counted([here.clock.at // DAY], [ACCOUNT])
    assert (found.days, found.to_hide, found.dropped) == ({}, (), 0)
