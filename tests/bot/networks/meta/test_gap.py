"""What no hook told of a Page is read late, but once; and reading changes nothing that was told rightly."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.networks._meta.ids import padded
from bot.playground.attachments import photo
from bot.playground.meta.records import Person, Post
from bot.playground.meta.told import Told
from inbox.errors import Unavailable
from inbox.incoming import MessageEdited, NewMessage
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


async def test_a_round_that_was_killed_loses_nothing_of_what_is_said_to_be_recovered(
    page: Ear, asha: Person, post: Post
) -> None:
    world = page.server.world
    world.comment(asha, post, "missed in public")
    world.message(asha, page.owner, "missed in private")
    await page.miss()
    page.later(2 * MINUTE)
    page.server.refuse(2, match="GET /{id}/conversations")
    with pytest.raises(Unavailable):
        await page.round()
    page.start()
    assert await page.round() == 1
    page.later(2 * MINUTE)
    assert await page.round() == 0
    told = [line.detail for line in await page.inbox.store.log.newest(50) if line.what == "account.recovered"]
    assert told == ["2 messages recovered"]


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


async def test_an_advertisement_that_is_deleted_is_forgotten_with_its_comments(page: Ear, asha: Person) -> None:
    ad = page.server.world.post(page.owner, "Buy bowls", ad=True)
    page.server.world.comment(asha, ad, "told")
    await page.hook()
    page.later(2 * MINUTE)
    await page.round()
    page.server.world.remove_post(ad)
    await page.miss()
    await page.round()
    assert (await page.message("told")).removed_at
    before = calls(page)
    await page.round()
    assert calls(page) - before == 2


async def test_what_others_posted_elsewhere_is_not_read_again_and_again(page: Ear, asha: Person) -> None:
    bhavin = page.server.world.create_page("Bhavin's Pots")
    post = page.server.world.post(bhavin, "See also @Pots")
    value = {"item": "post", "verb": "add", "post_id": post.id, "comment_id": "5_6", "message": "@Pots look"}
    value |= {"sender_id": asha.id, "sender_name": asha.name}
    await page.tell([Told(page.app.id, "page", page.owner.id, "changes", "mention", value, page.server.clock.now())])
    assert await page.texts() == ["@Pots look"]
    before = calls(page)
    await page.round()
    assert calls(page) - before == 2


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
