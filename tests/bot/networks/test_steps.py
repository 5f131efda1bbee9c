"""What a post has come to so far: written down once, given up and begun anew, and told apart from other posts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.networks._steps import Steps, steps_of
from inbox.models import RemoteId
from inbox.network import Mailbox, Receipt
from inbox.store import opened
from inbox.store.embedded import Server
from tests.world import ACCOUNT


@pytest.fixture
async def mailbox(redis_server: Server, brand: str) -> AsyncIterator[Mailbox]:
    """Where steps are written down."""
    async with opened(redis_server.url, brand) as store:
        yield store.mailboxes.of(ACCOUNT)


async def test_what_was_written_first_stands_and_is_read_by_whoever_comes_after(mailbox: Mailbox) -> None:
    steps = await steps_of(mailbox, "d1")
    assert await steps.get("container") == ""
    assert await steps.keep("container", "17") == "17"
    assert await steps.keep("container", "18") == "17"
    assert await (await steps_of(mailbox, "d1")).get("container") == "17"
    assert await (await steps_of(mailbox, "d2")).get("container") == ""


async def test_what_was_given_up_is_begun_anew_each_time(mailbox: Mailbox) -> None:
    steps = await steps_of(mailbox, "d1")
    for attempt in (1, 2, 3):
        assert (await steps_of(mailbox, "d1")).attempt == attempt
        assert await steps.get("container") == ""
        await steps.keep("container", f"{attempt}")
        await steps.give_up()


async def test_a_post_belongs_to_the_first_delivery_that_finds_it(mailbox: Mailbox) -> None:
    first, second = Steps(mailbox, "d1"), Steps(mailbox, "d2")
    assert [await one.claims("17") for one in (first, second, first)] == [True, False, True]
    assert await second.claims("18")


async def test_what_is_public_is_this_delivery_s_and_proven(mailbox: Mailbox) -> None:
    one, other = await steps_of(mailbox, "d1"), await steps_of(mailbox, "d2")
    assert await one.receipt() is None
    assert await one.done("73", 5) == await one.receipt() == Receipt(RemoteId("73"), 5)
    assert not await other.claims("73")
