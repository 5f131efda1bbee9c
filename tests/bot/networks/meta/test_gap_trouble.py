"""Rounds of reading that Meta cuts short or forbids in part, strange answers, and what rounds cost."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.playground.faults import Match
from bot.playground.meta.records import Person, Post
from inbox.errors import LoginNeeded, RateLimited, Unavailable
from inbox.incoming import Unreadable
from inbox.store.embedded import Server
from tests.meta_ear import MINUTE, Ear, beside, ear


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


def calls(heard: Ear) -> int:
    return sum(heard.server.world.calls.values())


async def test_a_permission_that_is_missing_for_messages_leaves_comments_alone(
    page: Ear, asha: Person, post: Post
) -> None:
    world = page.server.world
    world.withdraw(page.owner, "pages_messaging")
    world.comment(asha, post, "missed in public")
    world.message(asha, page.owner, "missed in private")
    await page.miss()
    page.later(2 * MINUTE)
    with capture_logs() as logs:
        assert await page.round() == 1
        page.later(20 * MINUTE)
        await page.round()
    assert [(line["event"], line["part"]) for line in logs] == [("facebook.not_read", "private")]
    world.restore(page.owner, "pages_messaging")
    with capture_logs() as logs:
        assert await page.round() == 1
    assert [line["event"] for line in logs] == ["facebook.read_again"]
    assert sorted(await page.texts()) == ["missed in private", "missed in public"]


async def test_a_permission_that_one_page_of_three_loses_is_none_of_the_others_business(
    page: Ear, asha: Person
) -> None:
    world = page.server.world
    async with beside(page, "Bowls") as bowls, beside(page, "Cups") as cups:
        three = (page, bowls, cups)
        for one in three:
            await one.round()
            world.comment(asha, world.post(one.owner, "New!"), one.owner.name)
            world.message(asha, one.owner, f"to {one.owner.name}")
            await one.miss()
        world.withdraw(bowls.owner, "pages_read_user_content")
        page.later(2 * MINUTE)
        with capture_logs() as logs:
            assert [await one.round() for one in three] == [2, 1, 2]
        assert [(line["event"], line["part"]) for line in logs] == [("facebook.not_read", "comments")]
        world.restore(bowls.owner, "pages_read_user_content")
        assert [await one.round() for one in three] == [0, 1, 0]


@pytest.mark.parametrize(("code", "cut_short"), [(10, False), (100, False), (1, True)])
async def test_a_post_that_cannot_be_read_to_its_end_keeps_nobody_from_reading_the_others(
    page: Ear, asha: Person, post: Post, code: int, cut_short: bool
) -> None:
    world = page.server.world
    page.later(1)
    odd = world.post(page.owner, "Newer, and odd")
    for number in range(30):
        world.comment(asha, odd, f"odd {number}")
    world.comment(asha, post, "below the older one")
    await page.miss()
    page.later(2 * MINUTE)
    page.server.refuse(code, match=Match(call="GET /{id}/comments", subject=odd.id), times=9)
    with contextlib.suppress(Unavailable) if cut_short else contextlib.nullcontext():
        await page.round()
    texts = await page.texts()
    assert "below the older one" in texts
    assert len(texts) == 26  # what came along with the odd one, too


async def test_a_post_that_is_odd_alone_is_said_once_and_then_left_alone(page: Ear, asha: Person, post: Post) -> None:
    world = page.server.world
    page.later(1)
    odd = world.post(page.owner, "Newer, and odd")
    page.server.refuse(100, match=Match(call="GET /{id}/comments", subject=odd.id), times=9)
    with capture_logs() as logs:
        for turn in range(3):
            for number in range(30):
                world.comment(asha, odd, f"odd {turn} {number}")
                world.comment(asha, post, f"{turn} {number}")
            await page.miss()
            page.later(10 * MINUTE)
            await page.round()
    assert [(line["event"], line["part"]) for line in logs] == [("facebook.not_read", f"post {odd.id}")]
    assert len([text for text in await page.texts() if "odd" not in text]) == 90
    assert page.recovered == [55, 55, 55]


@pytest.mark.parametrize("permission", ["pages_read_user_content", "pages_read_engagement", "pages_manage_engagement"])
async def test_a_permission_that_is_missing_for_comments_makes_none_of_them_deleted(
    page: Ear, asha: Person, post: Post, permission: str
) -> None:
    page.server.world.comment(asha, post, "told")
    page.server.world.message(asha, page.owner, "told in private")
    await page.hook()
    page.later(2 * MINUTE)
    await page.round()
    page.server.world.withdraw(page.owner, permission)
    for _ in range(2):
        page.later(2 * MINUTE)
        await page.round()
    assert [message.text for message in await page.messages() if message.removed_at] == []


@pytest.mark.parametrize("code", [10, 200], ids=str)
async def test_lists_that_are_empty_for_want_of_a_permission_delete_nothing(
    page: Ear, asha: Person, post: Post, code: int
) -> None:
    """Meta answers 100/33 for what is gone and for what we may not see."""
    comments = [page.server.world.comment(asha, post, f"{number}") for number in range(3)]
    await page.hook()
    page.later(2 * MINUTE)
    await page.round()
    for comment in comments:
        comment.removed = True
    page.server.refuse(code, match="GET /{id}/comments")
    page.later(2 * MINUTE)
    with capture_logs() as logs:
        await page.round()
    assert [line["event"] for line in logs] == ["facebook.not_read"]
    assert [message.text for message in await page.messages() if message.removed_at] == []
    await page.round()
    assert sorted(message.text for message in await page.messages() if message.removed_at) == ["0", "1", "2"]


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 1, 2], ids=str)
async def test_a_round_that_was_cut_short_begins_again(page: Ear, asha: Person, post: Post, code: int) -> None:
    page.server.world.comment(asha, post, "missed in public")
    page.server.world.message(asha, page.owner, "missed in private")
    await page.miss()
    page.later(2 * MINUTE)
    before = page.cursor
    page.server.refuse(code, match="GET /{id}/conversations")
    with pytest.raises((RateLimited, Unavailable)):
        await page.round()
    assert page.cursor == before
    assert await page.round() == 2  # the one that the first try brought is said now
    assert page.recovered == [2]
    assert len(await page.texts()) == 2


async def test_a_restart_in_the_middle_of_a_round_loses_nothing(page: Ear, asha: Person, post: Post) -> None:
    page.server.world.comment(asha, post, "missed in public")
    page.server.world.message(asha, page.owner, "missed in private")
    await page.miss()
    page.later(2 * MINUTE)
    page.server.refuse(2, match="GET /{id}/conversations")
    with pytest.raises(Unavailable):
        await page.round()
    page.start()
    page.later(3 * 3600)
    assert await page.round() == 1
    assert sorted(await page.texts()) == ["missed in private", "missed in public"]


async def test_a_dead_token_ends_it(page: Ear) -> None:
    page.server.world.revoke(page.owner.token)
    with pytest.raises(LoginNeeded):
        await page.round()


async def test_a_post_deleted_between_two_calls_is_passed_over(page: Ear, asha: Person, post: Post) -> None:
    for number in range(60):
        page.server.world.comment(asha, post, f"{number}")
    other = page.server.world.post(page.owner, "Pots")
    page.server.world.comment(asha, other, "stays")
    await page.miss()
    page.later(2 * MINUTE)
    page.server.refuse(100, 33, match="GET /{id}/comments")
    assert await page.round() == 1
    assert await page.texts() == ["stays"]


async def test_where_meta_finds_it_too_much_fewer_posts_are_asked_for(page: Ear, asha: Person, post: Post) -> None:
    page.server.world.comment(asha, post, "missed")
    await page.miss()
    page.later(2 * MINUTE)
    page.server.refuse(
        1,
        0,
        "Please reduce the amount of data you're asking for, then retry your request",
        match="GET /{id}/feed",
        times=2,
    )
    assert await page.round() == 1


# ------------------------------------------------------------------------------------------------------ what it costs


async def test_a_quiet_round_is_two_calls(page: Ear, asha: Person, post: Post) -> None:
    page.server.world.comment(asha, post, "kem cho?")
    page.server.world.message(asha, page.owner, "kem cho?")
    await page.hook()
    await page.look_up()
    page.later(10 * MINUTE)
    await page.round()
    before = page.server.world.calls.copy()
    page.later(10 * MINUTE)
    await page.round()
    assert dict(page.server.world.calls - before) == {"GET /{id}/feed": 1, "GET /{id}/conversations": 1}


async def test_five_thousand_comments_under_one_post_are_read_in_fifty_calls(
    page: Ear, asha: Person, post: Post
) -> None:
    for number in range(5_000):
        page.server.world.comment(asha, post, f"{number}")
    await page.miss()
    page.later(2 * MINUTE)
    before = calls(page)
    assert await page.round() == 5_000
    assert calls(page) - before <= 53
    page.later(20 * MINUTE)
    before = calls(page)
    assert await page.round() == 0
    assert calls(page) - before == 2  # what is old costs nothing
    assert max(len(events) for events, _ in page.pages) <= 201  # with how many of them were new


async def test_without_hooks_everything_is_read_and_no_gap_is_spoken_of(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, hooks=False) as page:
        await page.round()
        asha, post = page.server.world.create_person("Asha"), page.server.world.post(page.owner, "New bowls")
        page.server.world.comment(asha, post, "kem cho?")
        page.later(15)
        assert await page.round() == 1
        assert page.recovered == []
        assert await page.texts() == ["kem cho?"]


# ----------------------------------------------------------------------------------------------------- what is strange


async def test_what_cannot_be_read_is_said_once_and_holds_nothing_up(page: Ear, asha: Person, post: Post) -> None:
    world = page.server.world
    strange: object = ["no", "text"]
    world.comment(asha, post, "before")
    world.comment(asha, post, "x").text = strange  # type: ignore[assignment]  # an answer that Meta never promised
    world.comment(asha, post, "after")
    world.message(asha, page.owner, "x").text = strange  # type: ignore[assignment]
    world.message(asha, page.owner, "in private")
    post.text = strange  # type: ignore[assignment]
    await page.miss()
    page.later(2 * MINUTE)
    assert await page.round() == 3
    page.later(MINUTE)
    await page.round()
    assert (await page.logged())["unreadable"] == 2
    assert len({told.id for told in page.of(Unreadable)}) == 2
    assert sorted(await page.texts()) == ["after", "before", "in private"]
