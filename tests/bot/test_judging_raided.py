"""A group that is raided: those who asked something there are answered all the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from inbox.cases import Fairness, Ladder, Wants
from inbox.models import contact_id
from inbox.store.drafts import Claimed
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, CHEN
from tests.judging import HIDE, Moderated, Rules, moderated
from tests.world import ACCOUNT, DAY, LEASE, proposal, world


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A world with one rule in force."""
    async with world(redis_url, brand) as here:
        found = moderated(here)
        await found.force()
        yield found


async def turn(it: Moderated) -> Claimed | Idle:
    """The turn of the group, when somebody in it has one."""
    it.here.clock.at += max(it.here.brand.debounce, 300)
    return await it.here.store.drafts.claim_turn(it.here.clock.at, LEASE, "t", judged=True)


async def scams(it: Moderated, first: int, last: int) -> None:
    """So many of them, by their numbers."""
    for number in range(first, last):
        it.here.clock.at += 10
        await it.comment("a scam", BHAVIN, id=f"m{number:03}", kind="group", thread=ASHA)


async def test_what_was_asked_before_many_messages_that_are_gone_is_seen(it: Moderated) -> None:
    await it.comment("Where are you?", id="m000", kind="group")
    await scams(it, 1, 80)
    await it.judge()

    found = await turn(it)
    assert isinstance(found, Claimed)
    assert [message.id for message in found.messages] == ["m000"]


async def test_whoever_was_judged_does_not_wait_for_what_others_say_meanwhile(it: Moderated) -> None:
    await it.comment("Where are you?", id="m000", kind="group")
    await it.judge()
    await scams(it, 1, 3)
    await it.comment("And when?", CHEN, id="m003", kind="group", thread=ASHA)

    first = await turn(it)
    assert isinstance(first, Claimed)
    assert [message.id for message in first.messages] == ["m000"]
    assert set(first.askers) == {contact_id(ACCOUNT, ASHA.remote)}
    await it.here.propose(proposal("Here!", ASHA), turn=first)
    assert isinstance(await turn(it), Idle)

    await it.judge()
    second = await turn(it)
    assert isinstance(second, Claimed)
    assert [message.id for message in second.messages] == ["m000", "m003"]
    assert contact_id(ACCOUNT, CHEN.remote) in second.askers


async def test_where_very_much_waits_to_be_judged_everybody_waits(it: Moderated) -> None:
    await it.comment("Where are you?", id="m000", kind="group")
    await it.judge()
    await scams(it, 1, 502)
    assert isinstance(await turn(it), Idle)

    await it.judge()
    assert isinstance(await turn(it), Claimed)


async def test_the_team_is_told_once_of_many_who_climb_the_ladder(redis_url: str, brand: str) -> None:
    ladder = Ladder(((2, Wants(labels=("watch",), tell="Somebody has two strikes.")),), half_life=10 * DAY)
    async with world(redis_url, brand) as here:
        raided = moderated(here, Rules({"scam": replace(HIDE, points=2)}), Fairness(ladder=ladder))
        await raided.force()
        for number, who in enumerate((ASHA, BHAVIN, CHEN)):
            await raided.comment("a scam", who, id=f"m{number}")
        await raided.judge()

        assert await raided.words("strikes", "moderation.tell") == ["moderation.tell", "strikes", "strikes", "strikes"]


async def test_judging_wakes_what_waited_for_it(it: Moderated) -> None:
    await it.comment("Where are you?", id="m000", kind="group")
    assert isinstance(await turn(it), Idle)
    await it.judge()
    assert isinstance(await it.here.store.drafts.claim_turn(it.here.clock.at, LEASE, "t", judged=True), Claimed)
