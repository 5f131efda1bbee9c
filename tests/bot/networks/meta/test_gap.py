"""What no hook told of a Page is read late, but once; and reading changes nothing that was told rightly."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.networks._meta_gap import STALE
from bot.networks._meta_graph import MOST_AT_ONCE
from bot.networks._meta_ids import padded
from bot.playground.attachments import photo
from bot.playground.meta.records import Person, Post
from inbox.errors import LoginNeeded, RateLimited, Unavailable
from inbox.network import GapClosed, MessageEdited, NewMessage
from inbox.store.embedded import Server
from tests.meta_ear import MINUTE, Ear, ear

DAY = 86_400


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


# ------------------------------------------------------------------------------------------------------------ missed


async def test_what_hooks_missed_comes_once_and_is_counted(page: Ear, asha: Person, post: Post) -> None:
    world = page.server.world
    world.comment(asha, post, "told")
    await page.hook()
    world.comment(asha, post, "missed in public")
    world.message(asha, page.owner, "missed in private")
    await page.miss()
    page.later(2 * MINUTE)
    assert await page.round() == 2
    page.later(2 * MINUTE)
    assert await page.round() == 0
    assert sorted(await page.texts()) == ["missed in private", "missed in public", "told"]
    assert page.recovered == [2]
    message = next(message for message in page.of(NewMessage) if message.text == "missed in public")
    assert message.thread.subject is not None
    assert message.thread.subject.text == "New bowls"


async def test_a_hook_that_comes_after_the_round_changes_nothing(page: Ear, asha: Person, post: Post) -> None:
    page.server.world.comment(asha, post, "slow")
    page.server.world.message(asha, page.owner, "slow, too")
    page.later(2 * MINUTE)
    assert await page.round() == 2
    before = await page.messages()
    await page.hook()
    assert await page.messages() == before
    assert (await page.logged())["message.new"] == 2


async def test_what_a_hook_told_is_not_told_again_by_reading(page: Ear, asha: Person, post: Post) -> None:
    """No edit, no hiding, no outdated draft: whatever kind of comment or message it is."""
    world = page.server.world
    top = world.comment(asha, post, "  with blanks  ")
    world.comment(asha, post, "a reply", under=top)
    world.comment(asha, post, sticker=True)
    world.comment(asha, post, "look", picture=photo("bowl"))
    world.comment(asha, post, picture=photo("vase"))
    world.comment(page.owner, post, "ours")
    first = world.message(asha, page.owner, "kem cho?")
    world.message(asha, page.owner, "this one", [photo("bowl")], reply_to=first)
    world.message(asha, page.owner, attachments=[photo("bowl")])
    world.say_natively(page.owner, asha, "majama")
    await page.hook()
    await page.look_up()
    before, logged = await page.messages(), await page.logged()
    for _ in range(3):
        page.later(2 * MINUTE)
        assert await page.round() == 0
    assert await page.messages() == before
    assert await page.logged() == logged
    assert page.of(MessageEdited) == []


async def test_after_a_restart_reading_the_same_again_changes_nothing(page: Ear, asha: Person, post: Post) -> None:
    world = page.server.world
    world.comment(asha, post, "kem cho?")
    world.comment(asha, post, "look", picture=photo("bowl"))
    world.comment(page.owner, post, "ours")
    world.message(asha, page.owner, "this one", [photo("bowl")])
    await page.hook()
    await page.look_up()
    before, logged = await page.messages(), await page.logged()
    page.start()
    page.later(2 * MINUTE)
    assert await page.round() == 0
    assert await page.messages() == before
    assert await page.logged() == logged


async def test_a_draft_stays_good_when_its_message_is_read_again(page: Ear, asha: Person, post: Post) -> None:
    page.server.world.comment(asha, post, "how much is it?")
    await page.hook()
    turn = await page.inbox.turn()
    await page.inbox.propose(turn=turn)
    page.later(2 * MINUTE)
    await page.round()
    page.start()
    await page.round()
    assert (await page.logged())["draft.outdated"] == 0


async def test_a_reply_to_an_old_comment_is_found_without_its_parent(page: Ear, asha: Person, post: Post) -> None:
    old = page.server.world.comment(asha, post, "years ago")
    await page.hook()
    page.later(5 * DAY)
    await page.round()
    for number in range(60):
        page.server.world.comment(asha, post, f"since {number}")
    await page.hook()
    page.server.world.comment(asha, post, "and still", under=old)
    await page.miss()
    page.later(2 * MINUTE)
    assert await page.round() == 1
    found = await page.message("and still")
    assert found.reply_to == padded(old.id)


async def test_comments_under_an_advertisement_are_read_though_no_list_names_it(page: Ear, asha: Person) -> None:
    ad = page.server.world.post(page.owner, "Buy bowls", ad=True)
    page.server.world.comment(asha, ad, "told")
    await page.hook()
    page.server.world.comment(asha, ad, "missed")
    await page.miss()
    page.later(2 * MINUTE)
    assert await page.round() == 1
    page.start()
    page.server.world.comment(asha, ad, "missed after the restart")
    await page.miss()
    page.later(2 * MINUTE)
    assert await page.round() == 1
    page.later(31 * DAY)
    await page.round()
    before = calls(page)
    await page.round()
    assert calls(page) - before == 2  # it is forgotten: only the lists are read


async def test_an_advertisement_heard_of_just_before_a_crash_is_read(page: Ear, asha: Person) -> None:
    ad = page.server.world.post(page.owner, "Buy bowls", ad=True)
    page.server.world.comment(asha, ad, "told")
    await page.hook()
    page.start()
    page.server.world.comment(asha, ad, "missed")
    await page.miss()
    page.later(2 * MINUTE)
    assert await page.round() == 1


async def test_a_long_conversation_is_read_to_where_the_last_round_ended(page: Ear, asha: Person) -> None:
    page.server.world.message(asha, page.owner, "before")
    await page.hook()
    page.later(10 * MINUTE)
    await page.round()
    for number in range(45):
        page.server.world.message(asha, page.owner, f"{number:02}")
        page.server.clock.advance(0.1)
    await page.miss()
    page.later(2 * MINUTE)
    before = calls(page)
    assert await page.round() == 45
    assert calls(page) - before == 4  # the posts, the conversations, two further pages of messages
    assert await page.texts() == ["before", *(f"{number:02}" for number in range(45))]


async def test_what_a_visitor_left_on_the_page_is_read_too(page: Ear, asha: Person) -> None:
    page.server.world.post(page.owner, "Your bowls are great", author=asha)
    await page.miss()
    page.later(2 * MINUTE)
    assert await page.round() == 1
    await page.hook()
    assert await page.texts() == ["Your bowls are great"]


# ------------------------------------------------------------------------------------------------------------- times


async def test_hooks_have_a_minute_before_anything_is_read(page: Ear, asha: Person, post: Post) -> None:
    page.server.world.comment(asha, post, "just now")
    await page.miss()
    page.later(59)
    assert await page.round() == 0
    page.later(2)
    assert await page.round() == 1


@pytest.mark.parametrize("part", [0.0, 0.001, 0.5, 0.999], ids=str)
async def test_nothing_falls_between_two_rounds(page: Ear, asha: Person, post: Post, part: float) -> None:
    """Meta tells whole seconds; a round ends within one."""
    page.later(1 - page.server.clock.now() % 1 + part)
    for number in range(8):
        page.server.world.comment(asha, post, f"{number}")
        page.server.world.message(asha, page.owner, f"private {number}")
        page.later(0.25)
    await page.miss()
    page.later(59)
    for _ in range(8):
        await page.round()
        page.later(0.25)
    page.later(2 * MINUTE)
    await page.round()
    assert sorted(await page.texts()) == sorted([*map(str, range(8)), *(f"private {n}" for n in range(8))])
    assert sum(page.recovered) == 16


async def test_a_clock_that_is_ahead_loses_nothing(page: Ear, asha: Person, post: Post) -> None:
    ahead = 4 * 60_000
    right = page.now
    page.listening._gap.now = lambda: right() + ahead
    for number in range(6):
        page.server.world.comment(asha, post, f"{number}")
        await page.miss()
        page.later(MINUTE)
        await page.round()
    page.later(10 * MINUTE)
    await page.round()
    assert sorted(await page.texts()) == list("012345")


async def test_the_first_time_only_the_last_day_is_read(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand) as page:
        asha, bhavin = (page.server.world.create_person(name) for name in ("Asha", "Bhavin"))
        post = page.server.world.post(page.owner, "New bowls")
        page.server.world.comment(asha, post, "long ago")
        page.server.world.message(asha, page.owner, "long ago, in private")
        page.later(2 * DAY)
        page.server.world.comment(bhavin, post, "today")
        page.server.world.message(bhavin, page.owner, "today, in private")
        await page.miss()
        page.later(2 * MINUTE)
        assert await page.round() == 2
        assert sorted(await page.texts()) == ["today", "today, in private"]


# ---------------------------------------------------------------------------------------------------- what changed


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


# ----------------------------------------------------------------------------------------------------- what goes wrong


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
    assert max(len(events) for events, _ in page.pages) <= 200


async def test_without_hooks_everything_is_read_and_no_gap_is_spoken_of(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, hooks=False) as page:
        await page.round()
        asha, post = page.server.world.create_person("Asha"), page.server.world.post(page.owner, "New bowls")
        page.server.world.comment(asha, post, "kem cho?")
        page.later(15)
        assert await page.round() == 1
        assert page.of(GapClosed) == []
        assert await page.texts() == ["kem cho?"]
