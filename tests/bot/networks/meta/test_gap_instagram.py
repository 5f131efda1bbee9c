"""What no hook told of an Instagram account: comments, replies by their number, messages as far as they are shown."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.networks._meta.ids import is_mention, padded
from bot.playground.attachments import photo
from bot.playground.meta.records import Person, Post, Profile
from inbox.incoming import NewMessage, Unreadable
from inbox.store.embedded import Server
from tests.meta_ear import MINUTE, Ear, ear

DAY = 86_400


@pytest.fixture(params=["instagram", "page"])
def login(request: pytest.FixtureRequest) -> str:
    """How the account is reached: by its own login, or by the Page that it belongs to."""
    return str(request.param)


@pytest.fixture
async def account(redis_server: Server, brand: str, login: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand, "instagram", page=login == "page") as listening:
        await listening.round()
        yield listening


@pytest.fixture
def asha(account: Ear) -> Person:
    return account.server.world.create_person("Asha Patel", "asha")


@pytest.fixture
def media(account: Ear) -> Post:
    return account.server.world.post(account.owner, "New bowls", photo("bowl"))


def calls(account: Ear) -> int:
    return sum(account.server.world.calls.values())


async def test_what_hooks_missed_comes_once_and_is_counted(account: Ear, asha: Person, media: Post) -> None:
    world = account.server.world
    told = world.comment(asha, media, "told")
    await account.hook()
    world.comment(asha, media, "missed")
    world.comment(asha, media, "missed reply", under=told)
    world.message(asha, account.owner, "missed in private")
    await account.miss()
    account.later(2 * MINUTE)
    assert await account.round() == 3
    account.later(2 * MINUTE)
    assert await account.round() == 0
    assert sorted(await account.texts()) == ["missed", "missed in private", "missed reply", "told"]
    assert (await account.message("missed reply")).reply_to == padded(told.id)
    message = next(message for message in account.of(NewMessage) if message.text == "missed")
    assert message.thread.subject is not None
    assert message.thread.subject.text == "New bowls"
    assert len(message.thread.subject.media) == 1


async def test_what_a_hook_told_is_not_told_again_by_reading(account: Ear, asha: Person, media: Post) -> None:
    world = account.server.world
    top = world.comment(asha, media, "kem cho?")
    world.comment(asha, media, "a reply", under=top)
    world.comment(account.owner, media, "ours", under=top)
    first = world.message(asha, account.owner, "hello")
    world.message(asha, account.owner, "this one", [photo("bowl")], reply_to=first)
    world.message(asha, account.owner, "about your story", story={"id": "1", "url": "https://story.example/1"})
    world.say_natively(account.owner, asha, "majama")
    await account.hook()
    await account.look_up()
    before, logged = await account.messages(), await account.logged()
    for restarted in (False, False, True):
        if restarted:
            account.start()
        account.later(2 * MINUTE)
        assert await account.round() == 0
    assert await account.messages() == before
    assert (await account.logged() - logged).keys() <= {"conversation.described"}  # its picture has a new address


async def test_a_reply_to_an_old_comment_is_found_because_there_is_one_more(
    account: Ear, asha: Person, media: Post
) -> None:
    old = account.server.world.comment(asha, media, "weeks ago")
    for number in range(120):
        account.server.world.comment(asha, media, f"since {number}")
    await account.hook()
    account.later(5 * DAY)
    await account.round()
    account.later(5 * DAY)
    before = calls(account)
    await account.round()
    assert calls(account) - before <= 3
    account.server.world.comment(asha, media, "and still", under=old)
    await account.miss()
    account.later(2 * MINUTE)
    account.start()
    before = calls(account)
    assert await account.round() == 1
    assert calls(account) - before <= 7
    assert (await account.message("and still")).reply_to == padded(old.id)


async def test_a_comment_that_is_gone_is_seen_by_its_absence(account: Ear, asha: Person, media: Post) -> None:
    world = account.server.world
    comments = [world.comment(asha, media, f"{number}") for number in range(3)]
    reply = world.comment(asha, media, "a reply", under=comments[0])
    other = world.comment(asha, media, "another reply", under=comments[1])
    await account.hook()
    account.later(2 * MINUTE)
    for comment in (comments[2], reply):
        world.remove_comment(comment)
    account.later(2 * MINUTE)
    await account.round()
    assert sorted(message.text for message in await account.messages() if message.removed_at) == ["2", "a reply"]
    assert other.text in await account.texts()


async def test_hiding_in_instagrams_own_app_is_seen(account: Ear, asha: Person, media: Post) -> None:
    comment = account.server.world.comment(asha, media, "spam")
    await account.hook()
    for hidden in (True, False):
        account.server.world.hide_comment(comment, hidden=hidden)
        account.later(2 * MINUTE)
        await account.round()
        assert (await account.message("spam")).hidden is hidden


async def test_under_an_advertisement_that_no_list_names(account: Ear, asha: Person) -> None:
    ad = account.server.world.post(account.owner, "Buy bowls", photo("bowl"), ad=True)
    account.server.world.comment(asha, ad, "told")
    await account.hook()
    account.server.world.comment(asha, ad, "missed")
    await account.miss()
    account.later(2 * MINUTE)
    assert await account.round() == 1


async def test_of_a_long_conversation_the_last_twenty_are_read_and_the_others_said(account: Ear, asha: Person) -> None:
    account.server.world.message(asha, account.owner, "before")
    await account.hook()
    account.later(10 * MINUTE)
    await account.round()
    for number in range(45):
        account.server.world.message(asha, account.owner, f"{number:02}")
        account.server.clock.advance(0.1)
    await account.miss()
    account.later(2 * MINUTE)
    assert await account.round() == 20
    assert await account.texts() == ["before", *(f"{number:02}" for number in range(25, 45))]
    (unshown,) = account.of(Unreadable)
    assert "25 before them" in unshown.why
    await account.round()
    assert (await account.logged())["unreadable"] == 1


async def test_older_messages_that_hooks_told_are_not_missed(account: Ear, asha: Person) -> None:
    for number in range(45):
        account.server.world.message(asha, account.owner, f"{number:02}")
    await account.hook()
    account.later(2 * MINUTE)
    assert await account.round() == 0
    assert account.of(Unreadable) == []


async def test_being_tagged_is_read_where_instagram_shows_it(account: Ear, asha: Person, login: str) -> None:
    assert isinstance(account.owner, Profile)
    account.later(20 * MINUTE)
    account.server.world.mention(asha, account.owner, "My new bowl by @pots", in_caption=True)
    await account.miss()
    account.later(20 * MINUTE)
    found = await account.round()
    if login == "instagram":
        assert found == 0
        return
    assert await account.texts() == ["My new bowl by @pots"]
    (message,) = account.of(NewMessage)
    assert is_mention(message.thread.remote)
    assert message.author is not None
    assert message.author.username == "asha"


async def test_a_quiet_round_is_two_calls_and_tags_are_asked_for_seldom(
    account: Ear, asha: Person, media: Post, login: str
) -> None:
    account.server.world.comment(asha, media, "kem cho?")
    account.server.world.message(asha, account.owner, "kem cho?")
    await account.hook()
    await account.look_up()
    account.later(10 * MINUTE)
    await account.round()
    made = []
    for _ in range(3):
        before = account.server.world.calls.copy()
        account.later(10 * MINUTE)
        await account.round()
        made.append(dict(account.server.world.calls - before))
    tags = [one.pop("GET /{id}/tags", 0) for one in made]
    assert made == [{"GET /{id}/media": 1, "GET /{id}/conversations": 1}] * 3
    assert tags == ([0, 0, 0] if login == "instagram" else [1, 0, 1])
