"""What a post has come to so far: written down once, given up and begun anew, and told apart from other posts."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.networks._meta.steps import Steps, alike, id_in, nearest, steps_of
from inbox.errors import Unavailable, Uncertain
from inbox.network import Mailbox
from inbox.store import opened
from inbox.store.embedded import Server
from tests.world import ACCOUNT, START


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


def test_the_nearest_in_time_comes_first_and_what_is_older_not_at_all() -> None:
    ages = {"old": -601, "before": -30, "just": 5, "after": 90}
    posts = [{"id": id, "at": START // 1000 + age} for id, age in ages.items()]
    assert [post["id"] for post in nearest([*posts, {"at": START // 1000}], "at", START)] == ["just", "before", "after"]


def test_an_id_is_text_or_a_number_and_must_be_there() -> None:
    assert id_in({"id": 17}, "Facebook") == id_in({"id": "17"}, "Facebook") == "17"
    for answer in ({}, {"id": ""}, {"id": None}, {"id": ["17"]}):
        with pytest.raises(Unavailable, match="Facebook said yes in words that could not be read"):
            id_in(answer, "Facebook")
    with pytest.raises(Uncertain):
        id_in({"id": "17"}, "Facebook", Uncertain, "post_id")


def test_white_space_makes_no_other_text() -> None:
    assert alike(" Kem\n\ncho? ") == alike("Kem cho?") != alike("Kem  chho?")
