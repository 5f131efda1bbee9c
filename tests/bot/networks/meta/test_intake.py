"""What was edited, hidden or deleted without a hook that told it is seen by reading; what is new comes in order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.networks._meta.graph import MOST_AT_ONCE
from bot.networks._meta.ids import private_with
from bot.networks._meta.intake import STALE, one_after_another
from bot.playground.meta.records import Person, Post
from inbox.incoming import MessageEdited, NewMessage
from inbox.models import RemoteId, Thread
from inbox.store.embedded import Server
from tests.cast import ASHA
from tests.meta_ear import MINUTE, Ear, ear


@pytest.fixture
async def page(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand) as listening:
        await listening.round()  # the first one ever
        yield listening


@pytest.fixture
def asha(page: Ear) -> Person:
    return page.server.world.create_person("Asha Patel")


@pytest.fixture
def post(page: Ear) -> Post:
    return page.server.world.post(page.owner, "New bowls")


async def test_an_edit_that_no_hook_told_is_seen(page: Ear, asha: Person, post: Post) -> None:
    comment = page.server.world.comment(asha, post, "nice")
    await page.hook()
    page.later(2 * MINUTE)
    await page.round()
    page.later(2 * MINUTE)
    page.server.world.edit_comment(comment, "not nice at all")
    await page.miss()
    page.later(2 * MINUTE)
    await page.round()
    assert await page.texts() == ["not nice at all"]
    await page.round()
    assert (await page.logged())["message.edited"] == 1


async def test_a_newer_edit_is_not_undone_by_what_was_read_before_it(page: Ear, asha: Person, post: Post) -> None:
    comment = page.server.world.comment(asha, post, "first")
    page.server.world.edit_comment(comment, "second")
    await page.hook()
    page.later(2 * MINUTE)
    read = replace(page.of(MessageEdited)[-1], text="second", at=page.now() - STALE, media=())
    page.server.world.edit_comment(comment, "third")
    await page.hook()
    await page.receive([read], None)
    assert await page.texts() == ["third"]


async def test_hiding_and_showing_in_metas_own_app_is_seen(page: Ear, asha: Person, post: Post) -> None:
    comment = page.server.world.comment(asha, post, "spam")
    await page.hook()
    page.later(2 * MINUTE)
    await page.round()
    for hidden in (True, False):
        page.server.world.hide_comment(comment, hidden=hidden)
        await page.miss()
        page.later(2 * MINUTE)
        await page.round()
        assert (await page.message("spam")).hidden is hidden


async def test_what_was_shown_again_while_we_were_away_is_seen(page: Ear, asha: Person, post: Post) -> None:
    comment = page.server.world.comment(asha, post, "spam")
    page.server.world.hide_comment(comment)
    await page.hook()
    page.server.world.hide_comment(comment, hidden=False)
    await page.miss()
    page.later(2 * MINUTE)
    page.start()
    await page.round()
    assert not (await page.message("spam")).hidden


async def test_a_comment_that_is_gone_is_seen_by_its_absence(page: Ear, asha: Person, post: Post) -> None:
    world = page.server.world
    comments = [world.comment(asha, post, f"{number}") for number in range(5)]
    await page.hook()
    page.later(2 * MINUTE)
    await page.round()
    world.remove_comment(comments[2])
    await page.miss()
    page.later(2 * MINUTE)
    await page.round()
    await page.round()
    assert [message.text for message in await page.messages() if message.removed_at] == ["2"]
    assert (await page.logged())["message.removed"] == 1


async def test_a_post_that_was_deleted_takes_its_comments_along(page: Ear, asha: Person, post: Post) -> None:
    world = page.server.world
    other = world.post(page.owner, "Pots")
    for number in range(MOST_AT_ONCE + 5):
        world.comment(asha, post, f"{number}")
    world.comment(asha, other, "stays")
    await page.hook()
    page.later(2 * MINUTE)
    await page.round()
    world.remove_post(post)
    await page.miss()
    page.later(2 * MINUTE)
    assert await page.round() == 0
    assert [message.text for message in await page.messages() if not message.removed_at] == ["stays"]


# ------------------------------------------------------------------------------------------------------------ in order


def times(*at: int, thread: str = "", kind: str = "direct") -> list[int]:
    """What becomes of messages of one place that were said then."""
    where = Thread(RemoteId(thread) or private_with("1"), "direct" if kind == "direct" else "comments")
    said = [NewMessage(where, RemoteId(f"{number}"), ASHA, "", one) for number, one in enumerate(at)]
    return [message.at for message in one_after_another(said)]


def test_messages_of_one_second_stay_in_their_order() -> None:
    assert times(1_000, 1_000, 1_000, 2_000, 2_000) == [1_000, 1_001, 1_002, 2_000, 2_001]


def test_messages_of_different_seconds_keep_their_time() -> None:
    assert times(1_000, 2_000, 3_500) == [1_000, 2_000, 3_500]


def test_comments_are_told_apart_by_their_ids() -> None:
    assert times(1_000, 1_000, thread="c.1", kind="comments") == [1_000, 1_000]
