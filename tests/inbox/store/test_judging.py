"""What waits to be judged, and what happens around it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.cases import Crowd
from inbox.incoming import MessageRemoved
from inbox.models import RemoteId
from inbox.store.judging import Unjudged, Windows, points_now
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, CHEN
from tests.judging import Moderated, moderated
from tests.world import ACCOUNT, DAY, LEASE, START, at, thread_of, world

MINUTE = 60_000
ALL = Windows(MINUTE, MINUTE, MINUTE)


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand that judges."""
    async with world(redis_url, brand) as here:
        yield moderated(here)


async def crowd(it: Moderated, windows: Windows = ALL) -> list[Crowd]:
    """What happens around what waits longest, which stays waiting."""
    claimed = await it.claim(lease=0)
    texts = [one.message.text for one in claimed.waiting]
    return await it.here.store.judging.crowd(claimed, texts, windows, it.here.clock.at)


async def test_what_waits_is_claimed_with_its_author_and_what_is_known_of_them(it: Moderated) -> None:
    await it.comment("Hello", id="m1")
    it.here.clock.at += 5
    await it.comment("Hello again", id="m2")
    claimed = await it.claim()

    one, two = claimed.waiting
    assert (one.message.text, one.contact, one.came, two.came) == ("Hello", ASHA, START, START + 5)
    assert (two.messages, two.known_since) == (2, START)
    assert claimed.conversation.id == at(ASHA)
    idle = await it.here.store.judging.claim(it.here.clock.at, LEASE, "other", DAY)
    assert idle == Idle(it.here.clock.at + LEASE)


async def test_at_most_a_hundred_are_claimed_and_the_rest_waits(it: Moderated) -> None:
    for number in range(130):
        await it.comment("Hello", id=f"m{number:03}", kind="group")
    await it.judge()

    assert len(it.rules.seen) == 130
    assert await it.here.store.judging.left(at(ASHA)) == 0


async def test_what_was_taken_back_meanwhile_is_not_judged(it: Moderated) -> None:
    await it.comment("Hello")
    await it.here.receive(MessageRemoved(thread_of(ASHA, "comments"), RemoteId("m1"), START))

    assert await it.here.store.judging.claim(it.here.clock.at, LEASE, "t", DAY) is None
    assert isinstance(await it.here.store.judging.claim(it.here.clock.at, LEASE, "t", DAY), Idle)


async def test_the_same_text_counts_over_people_and_conversations_for_a_while(it: Moderated) -> None:
    await it.comment("Buy now", ASHA, id="m1")
    assert await crowd(it) == [Crowd(same=1, same_people=1, flood=1, newcomers=1)]
    await it.judge()
    await it.comment("Buy now", ASHA, id="m2")
    await it.judge()
    await it.comment("Buy now", BHAVIN, id="m1")
    assert await crowd(it) == [Crowd(same=2, same_people=2, flood=1, newcomers=2)]

    it.here.clock.at += MINUTE
    assert await crowd(it) == [Crowd(same=1, same_people=1, flood=1, newcomers=1)]


async def test_counting_once_more_changes_nothing(it: Moderated) -> None:
    await it.comment("Buy now", id="m1")
    await it.comment("Buy now", id="m2")
    first = await crowd(it)

    assert [one.same for one in first] == [1, 2]
    assert [one.same for one in await crowd(it)] == [2, 2]
    assert [one.flood for one in await crowd(it)] == [2, 2]


async def test_only_what_rules_ask_for_is_counted(it: Moderated) -> None:
    await it.comment("Buy now", CHEN)

    assert await crowd(it, Windows(flood=MINUTE)) == [Crowd(same=1, same_people=1, flood=1, newcomers=0)]
    who = f"{ACCOUNT}/{CHEN.remote}"
    kept = [f"{{{it.here.name}}}:crowd:{one}" for one in ("s:Buy now", f"w:{who}", f"f:{who}", f"n:{ACCOUNT}")]
    assert await it.here.store.client.pipeline([("EXISTS", key) for key in kept]) == [0, 0, 1, 0]


async def test_how_rules_stand_is_read_again_when_somebody_changed_that(it: Moderated) -> None:
    await it.comment("Hello")
    before = await it.claim(lease=0)
    assert before.acting == frozenset()

    await it.force()
    after = await it.claim(lease=0)

    assert isinstance(after, Unjudged)
    assert after.acting == {("scam", "v1")}
    await it.here.store.rulings.state("scam", "v1", "off", "olga", "", it.here.clock.at)
    assert (await it.claim()).off == {"scam"}


def test_points_halve() -> None:
    assert points_now("[[0,4,1],[10,1,2]]", 10, 10) == 3
    assert points_now("", 10, 10) == 0
