"""The pace: so many a minute over all processes, and those that wait are known, by group, until they wait no more."""

from __future__ import annotations

import asyncio

import pytest_asyncio

from inbox.models import ConversationId
from inbox.store import Store, opened
from inbox.store.cards import Shown
from inbox.store.pace import CROWD, Crowd, Pace
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, CHEN
from tests.world import at, world

NOW, MINUTE, HALF = 1_790_000_000_000, 60_000, 30_000
MOST = 3


@pytest_asyncio.fixture
async def pace(store: Store) -> Pace:
    """The pace of one surface, and a hundred conversations in which somebody waits."""
    keys = store.conversations._scripts.keys
    for number in range(100):
        await store.client.call("HSET", keys("c", conv(number)), "st", "open", "w", NOW)
    return store.paces.of("discord")


def conv(number: int) -> ConversationId:
    """One of many conversations."""
    return ConversationId(f"telegram:main/{number:06}")


async def take(
    pace: Pace, number: int, now: int = NOW, *, most: int = MOST, waits: bool = True, group: str = "sale"
) -> bool:
    """Whether a conversation gets its turn."""
    return await pace.take(conv(number), group, now, most=most, few=MOST, waits=waits)


async def waiting(pace: Pace) -> list[ConversationId]:
    """Who waits, longest first."""
    return list((await pace.crowd(NOW, 100)).first)


async def test_so_many_get_their_turn_in_a_minute_and_the_others_wait(pace: Pace) -> None:
    turns = [await take(pace, number, NOW + number) for number in range(5)]

    assert turns == [True, True, True, False, False]
    assert await pace.crowd(NOW, 1) == Crowd(2, (conv(3),), {"sale": 2})


async def test_in_no_minute_whatever_its_beginning_are_there_more(pace: Pace) -> None:
    taken = [at for at in range(NOW, NOW + 5 * MINUTE, 1500) if await take(pace, at, at, waits=False)]

    assert len(taken) > 12
    assert max(sum(1 for other in taken if at <= other < at + MINUTE) for at in taken) == MOST


async def test_several_processes_share_one_pace(pace: Pace, redis_url: str, brand: str) -> None:
    async with opened(redis_url, brand) as other:
        paces = [pace, other.paces.of("discord")]
        turns = await asyncio.gather(*(take(paces[number % 2], number) for number in range(40)))

        assert sum(turns) == MOST
        assert (await paces[0].crowd(NOW, 0)).total == 40 - MOST


async def test_surfaces_do_not_slow_each_other_down(store: Store) -> None:
    for number in range(5):
        await take(store.paces.of("discord"), number)

    assert await take(store.paces.of("elsewhere"), 9)


async def test_one_of_few_that_wait_gets_its_turn_when_there_is_room_again(pace: Pace) -> None:
    for number in range(5):
        await take(pace, number)

    assert not await take(pace, 3, NOW + MINUTE - 1)
    assert await take(pace, 3, NOW + MINUTE)
    assert await waiting(pace) == [conv(4)]


async def test_of_many_that_wait_none_gets_its_turn_by_itself_but_a_new_one_does(pace: Pace) -> None:
    for number in range(10):
        await take(pace, number)

    assert not await take(pace, 5, NOW + MINUTE)
    assert await take(pace, 99, NOW + MINUTE)
    assert len(await waiting(pace)) == 7


async def test_more_may_be_allowed_for_one_than_for_others_and_any_number_without_a_limit(pace: Pace) -> None:
    for number in range(10):
        await take(pace, number)

    assert [await take(pace, number, most=2 * MOST) for number in (7, 50, 51, 52)] == [True, True, True, False]
    assert [await take(pace, number, most=0) for number in (8, 60, 61)] == [True, True, True]
    assert conv(8) not in await waiting(pace)


async def test_one_in_which_nobody_waits_any_more_is_forgotten(pace: Pace) -> None:
    for number in range(5):
        await take(pace, number)

    assert not await take(pace, 4, NOW + MINUTE, waits=False)
    assert not await take(pace, 77, waits=False)
    assert await waiting(pace) == [conv(3)]
    assert await pace.forget(conv(3), NOW)
    assert not await pace.forget(conv(3), NOW)
    assert await pace.crowd(NOW, 9) == Crowd(0, (), {})


async def test_the_crowd_is_of_those_that_wait_still(redis_url: str, brand: str) -> None:
    async with world(redis_url, brand) as here:
        pace, board = here.store.paces.of("discord"), here.store.cards.of("discord")
        for author in (ASHA, BHAVIN, CHEN):
            await here.hear(author=author, id=f"m{author.name}")
            await pace.take(at(author), "sale", NOW, most=1, few=1, waits=True)
        await pace.take(conv(1), "gone", NOW, most=1, few=1, waits=True)
        assert (await pace.crowd(NOW, 9)).first == (at(BHAVIN), at(CHEN))

        await board.posted(at(BHAVIN), "55", "9", "head", [Shown("", "55", "abcd")])
        await here.store.conversations.mark(at(CHEN), NOW, "conversation.resolved", "meera", shelf="resolved")

        assert await pace.crowd(NOW, 9) == Crowd(0, (), {})


async def test_one_with_a_draft_to_decide_waits_still(redis_url: str, brand: str) -> None:
    async with world(redis_url, brand) as here:
        pace = here.store.paces.of("discord")
        await here.drafted()
        await here.store.client.call("HSET", here.store.conversations._scripts.keys("c", at(ASHA)), "w", 0)
        await pace.take(conv(1), "", NOW, most=1, few=1, waits=True)
        await pace.take(at(ASHA), "", NOW, most=1, few=1, waits=True)

        assert (await pace.crowd(NOW, 9)).first == (at(ASHA),)


async def test_groups_are_counted(pace: Pace) -> None:
    for number in range(9):
        await take(pace, number, group="sale" if number % 2 else "")

    assert (await pace.crowd(NOW, 0)).groups == {"sale": 3, "": 3}
    await pace.forget(conv(3), NOW)
    assert (await pace.crowd(NOW, 0)).groups == {"sale": 2, "": 3}


async def test_one_that_waits_already_is_not_counted_twice(pace: Pace) -> None:
    for number in (0, 1, 2, 3, 3, 3):
        await take(pace, number)

    assert (await pace.crowd(NOW, 9)) == Crowd(1, (conv(3),), {"sale": 1})


async def test_the_crowd_is_spoken_of_soon_and_then_at_most_every_half_minute(pace: Pace) -> None:
    for number in range(4):
        await take(pace, number)

    assert await pace.lanes.claim(NOW + 1_999, 5_000, "a") == Idle(NOW + 2_000)
    assert await pace.lanes.claim(NOW + 2_000, 5_000, "a") == CROWD
    await pace.told(NOW + 2_000)
    await pace.lanes.release(CROWD, "a", NOW + 2_000)
    assert await pace.lanes.claim(NOW + MINUTE, 5_000, "b") == Idle(None)

    await take(pace, 4, NOW + 3_000)
    await pace.forget(conv(3), NOW + 4_000)

    assert await pace.lanes.claim(NOW + 4_000, 5_000, "c") == Idle(NOW + 2_000 + HALF)


async def test_what_is_remembered_of_the_pace_fades(store: Store, pace: Pace) -> None:
    await take(pace, 1)

    left = int(str(await store.client.call("PTTL", store.conversations._scripts.keys("pace", "discord"))))
    assert 0 < left <= MINUTE
