"""Whom we blocked is heard no more: dropped before anything else is done, and counted."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox import review
from inbox.actions import Block, Unblock
from inbox.models import Contact, ConversationId
from tests.cast import ASHA, BHAVIN, OLGA
from tests.judging import Moderated, moderated
from tests.world import ACCOUNT, DAY, World, at, world


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand that judges."""
    async with world(redis_url, brand) as here:
        yield moderated(here)


async def block(it: Moderated, where: ConversationId, action: Block | Unblock) -> None:
    """Somebody of ours shuts Asha out, or lets her in, and the network has done it."""
    await review.act(it.here.brand, where, OLGA, action)
    it.here.clock.at += it.here.brand.undo.people
    await it.send()


async def heard(here: World, where: Contact = ASHA) -> list[str]:
    """What stands in somebody's thread."""
    found = await here.store.conversations.read(at(where), here.clock.at)
    return [message.id for message in found.messages] if found else []


async def test_whom_we_blocked_is_dropped_and_counted_until_they_are_let_in(it: Moderated) -> None:
    await it.comment("Hello", id="m1")
    await block(it, at(ASHA), Block(ASHA.remote, ASHA.remote))

    await it.comment("Me again", id="m2")
    await it.comment("Me again", id="m3")
    await it.comment("Not me", BHAVIN, id="m4", thread=ASHA)
    assert await heard(it.here) == ["m1", "m4"]
    assert await it.here.store.judging.dropped(ACCOUNT) == {it.here.clock.at // DAY: 2}

    await block(it, at(ASHA), Unblock(ASHA.remote, ASHA.remote))
    await it.comment("Me again", id="m5")
    assert await heard(it.here) == ["m1", "m4", "m5"]


async def test_one_who_is_shut_out_of_a_group_is_heard_elsewhere(it: Moderated) -> None:
    await it.comment("Hello", id="m1", kind="group", thread=BHAVIN)
    await block(it, at(BHAVIN), Block(BHAVIN.remote, ASHA.remote))

    await it.comment("Me again", id="m2", kind="group", thread=BHAVIN)
    await it.comment("Here too", id="m3", kind="group")

    assert await heard(it.here, BHAVIN) == ["m1"]
    assert await heard(it.here) == ["m3"]


async def test_a_brand_that_judges_nothing_drops_nobody(it: Moderated) -> None:
    await it.comment("Hello", id="m1")
    await block(it, at(ASHA), Block(ASHA.remote, ASHA.remote))
    it.here.fairness = None

    await it.comment("Me again", id="m2")

    assert await heard(it.here) == ["m1", "m2"]
