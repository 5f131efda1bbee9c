"""What a post has come to is written down, and survives."""

from __future__ import annotations

from bot.networks._tiktok.steps import steps_of
from inbox.models import RemoteId
from inbox.network import Receipt
from tests.bot.networks.telegram.conftest import Shelves


async def test_what_was_written_first_stands_until_the_attempt_is_over() -> None:
    mailbox = Shelves()
    steps = await steps_of(mailbox, "1")
    assert await steps.get("publish_id") == ""
    assert await steps.keep("publish_id", "a") == await steps.keep("publish_id", "b") == "a"
    assert await (await steps_of(mailbox, "1")).get("publish_id") == "a"
    await steps.give_up()
    again = await steps_of(mailbox, "1")
    assert again.attempt == 2
    assert await again.get("publish_id") == ""


async def test_a_post_is_one_delivery_s() -> None:
    mailbox = Shelves()
    one, other = await steps_of(mailbox, "1"), await steps_of(mailbox, "2")
    assert await one.receipt() is None
    assert await one.done("73", 5) == await one.receipt() == Receipt(RemoteId("73"), 5)
    assert not await other.claims("73")
