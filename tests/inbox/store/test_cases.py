"""Cases in Redis: pages, people, appeals and what ends a case, in as few round trips as they need."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import pytest_asyncio

from inbox.cases import CaseNumber
from inbox.models import AccountId, ContactId, ConversationId, DeliveryId, RemoteId
from inbox.store.drafts import Not
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.cased import HIDES, comment, in_force, judge, judging, opened, person, read
from tests.world import ACCOUNT, DAY, World, at, world


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis, with a clock that the test moves."""
    async with world(redis_url, brand) as it:
        yield it


async def like_it(here: World, number: CaseNumber, others: Iterable[int], **fields: str) -> None:
    """Cases like this one, with these numbers, but for these fields."""
    client, prefix = here.store.client, f"{{{here.name}}}:"
    found = await client.call("HGETALL", f"{prefix}k:{number}")
    assert isinstance(found, dict)
    words = [word for pair in {**found, **fields}.items() for word in pair]
    await client.pipeline([("HSET", f"{prefix}k:{other}", *words) for other in others])
    places = [place for other in others for place in (other, other)]
    for shelf in ("cases", f"cases@{ACCOUNT}"):
        await client.call("ZADD", f"{prefix}q:{shelf}", *places)


async def test_pages_newest_first(here: World) -> None:
    brand = judging(here)
    await in_force(brand, HIDES)
    for number in range(1, 6):
        here.clock.at += 1
        await comment(brand, here, f"Buy {number}", id=f"m{number}")
        await judge(brand, HIDES)
    cases, then, total = await here.store.cases.page(3)
    assert ([case.number for case in cases], then, total) == ([5, 4, 3], 3, 5)
    rest, then, total = await here.store.cases.page(3, then, account=ACCOUNT)
    assert ([case.number for case in rest], then, total) == ([2, 1], None, 5)
    assert await here.store.cases.page(3, account=AccountId("telegram:other")) == ([], None, 0)
    before = here.store.client.round_trips
    await here.store.cases.page(5)
    assert here.store.client.round_trips - before == 2


async def test_what_is_looked_for_among_many_costs_two_round_trips_and_reads_no_other_case(here: World) -> None:
    number = await opened(judging(here), here)
    await like_it(here, number, range(2, 2502), r="other", at="who reads this case whole falls over it")
    await like_it(here, number, [101, 1201, 2301], r="rare", at="9")
    before = here.store.client.round_trips
    cases, then, total = await here.store.cases.page(50, rule="rare")
    assert here.store.client.round_trips - before == 2
    assert ([case.number for case in cases], then, total) == ([2301, 1201], 502, 2501)  # after 2,000 of them
    rest, then, _ = await here.store.cases.page(50, then, rule="rare")
    assert ([case.number for case in rest], then) == ([101], None)
    assert await here.store.cases.page(2, rule="rare", account=ACCOUNT) == (cases, 1201, 2501)


async def test_pages_of_what_stands_in_a_way_stay_in_place_while_cases_come_and_go(here: World) -> None:
    number = await opened(judging(here), here)
    await like_it(here, number, range(2, 11))
    first, then, _ = await here.store.cases.page(3, state="standing")
    assert [case.number for case in first] == [10, 9, 8]
    await like_it(here, number, [11])
    for gone in (8, 6):  # the one that names the place, and one that is behind it
        assert await here.store.cases.end(CaseNumber(gone), "undone", MEERA, "", 9, backs=[None]) is None
    second, then, total = await here.store.cases.page(3, then, state="standing")
    assert ([case.number for case in second], then, total) == ([7, 5, 4], 4, 11)
    rest, then, _ = await here.store.cases.page(3, then, state="standing")
    assert ([case.number for case in rest], then) == ([3, 2, 1], None)
    assert [case.number for case in (await here.store.cases.page(9, state="undone"))[0]] == [8, 6]
    assert (await here.store.cases.page(9, state="appealed"))[0] == []


async def test_cases_of_one_moment_stand_in_the_order_of_their_numbers(here: World) -> None:
    brand = judging(here)
    await in_force(brand, HIDES)
    for number in range(1, 13):
        await comment(brand, here, f"Buy {number}", id=f"m{number}")
    await judge(brand, HIDES)
    cases, then, _ = await here.store.cases.page(8)
    rest, _, _ = await here.store.cases.page(8, then)
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
