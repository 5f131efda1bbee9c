"""What hooks leave to be looked up: found in few calls, given to what is stored already, and asked for once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.networks._meta.ids import mention_in, padded
from bot.networks._meta.mentions import TO_DO
from bot.playground.attachments import photo
from bot.playground.faults import Match
from bot.playground.meta.records import Person, Profile
from inbox.errors import LoginNeeded, RateLimited, Unavailable
from inbox.incoming import ContactDescribed, NewMessage, ThreadDescribed, Unreadable
from inbox.models import conversation_id
from inbox.store.embedded import Server
from tests.meta_ear import MINUTE, Ear, ear
from tests.world import ACCOUNT

BATCH = "POST /"


@pytest.fixture
async def page(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand) as listening:
        yield listening


@pytest.fixture
async def account(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand, "instagram", page=True) as listening:
        yield listening


@pytest.fixture
def asha(page: Ear) -> Person:
    return page.server.world.create_person("Asha Patel")


async def names(heard: Ear) -> list[str]:
    """What everybody is called, as stored."""
    rows = (
        await heard.inbox.store.conversations.page("all", heard.now(), oldest_first=True, after=None, limit=999)
    ).rows
    return [row.contact.name for row in rows if row.contact is not None]


async def test_the_post_of_a_comment_is_shown_beside_it(page: Ear, asha: Person) -> None:
    post = page.server.world.post(page.owner, "New bowls", photo("bowl"))
    page.server.world.comment(asha, post, "kem cho?")
    await page.hook()
    await page.look_up()
    (told,) = page.of(ThreadDescribed)
    stored = await page.inbox.store.conversations.read(conversation_id(ACCOUNT, told.thread.remote), page.now())
    assert stored is not None
    subject = stored.conversation.thread.subject
    assert subject is not None
    assert (subject.remote, subject.text) == (padded(post.id), "New bowls")
    assert subject.link.startswith("https://www.facebook.com/")
    assert subject.media[0].kind == "image"


async def test_a_burst_costs_few_calls(page: Ear) -> None:
    world = page.server.world
    posts = [world.post(page.owner, f"Post {number}") for number in range(3)]
    for number in range(120):
        person = world.create_person(f"Person {number}")
        world.comment(person, posts[number % 3], "kem cho?")
        world.message(person, page.owner, "kem cho?")
    await page.hook()
    await page.look_up()
    assert page.server.world.calls[BATCH] == 1  # the posts; everybody commented, too, so that their names are known
    page.start()
    for person in list(world.people.values()):
        world.message(person, page.owner, "again")
    await page.hook()
    await page.look_up()
    assert page.server.world.calls[BATCH] == 4
    assert len(page.of(ContactDescribed)) == 120


async def test_who_writes_in_private_gets_a_name(page: Ear, asha: Person) -> None:
    page.server.world.message(asha, page.owner, "kem cho?")
    await page.hook()
    assert await names(page) == ["Somebody"]
    await page.look_up()
    assert await names(page) == ["Asha Patel"]
    before = page.server.world.calls[BATCH]
    page.server.world.message(asha, page.owner, "again")
    await page.hook()
    await page.look_up()
    assert page.server.world.calls[BATCH] == before


async def test_a_name_that_a_round_meets_first_is_told_as_well(page: Ear, asha: Person) -> None:
    await page.round()
    page.server.world.message(asha, page.owner, "kem cho?")
    await page.hook()
    page.later(2 * MINUTE)
    await page.round()
    assert await names(page) == ["Asha Patel"]


async def test_a_name_that_was_wanted_before_a_crash_is_told_by_the_next_round(page: Ear, asha: Person) -> None:
    await page.round()
    page.server.world.message(asha, page.owner, "kem cho?")
    await page.hook()
    page.start()
    page.later(2 * MINUTE)
    await page.round()
    assert await names(page) == ["Asha Patel"]


async def test_who_may_not_be_seen_is_asked_for_once_a_day(page: Ear, asha: Person) -> None:
    page.server.refuse(230, match=Match(subject=asha.id), times=1)
    page.server.world.message(asha, page.owner, "kem cho?")
    await page.hook()
    await page.look_up()
    page.server.world.message(asha, page.owner, "again")
    await page.hook()
    await page.look_up()
    assert page.server.world.calls[BATCH] == 1
    page.later(25 * 3600)
    page.server.world.message(asha, page.owner, "a day later")
    await page.hook()
    await page.look_up()
    assert page.server.world.calls[BATCH] == 2
    assert await names(page) == ["Asha Patel"]


@pytest.mark.parametrize(("code", "error"), [(4, RateLimited), (2, Unavailable), (190, LoginNeeded)], ids=str)
async def test_what_could_not_be_asked_for_stays_wanted(
    page: Ear, asha: Person, code: int, error: type[Exception]
) -> None:
    page.server.world.message(asha, page.owner, "kem cho?")
    await page.hook()
    page.server.refuse(code, match=BATCH)
    with pytest.raises(error):
        await page.look_up()
    await page.look_up()
    assert await names(page) == ["Asha Patel"]


async def test_a_post_that_is_gone_holds_nothing_up(page: Ear, asha: Person) -> None:
    gone, there = (page.server.world.post(page.owner, text) for text in ("gone", "there"))
    page.server.world.comment(asha, gone, "1")
    page.server.world.comment(asha, there, "2")
    page.server.world.remove_post(gone)
    await page.hook()
    await page.look_up()
    await page.look_up()
    subjects = [told.thread.subject for told in page.of(ThreadDescribed)]
    assert [subject.text for subject in subjects if subject] == ["there"]


async def test_a_post_that_was_edited_is_shown_as_it_is_now(page: Ear, asha: Person) -> None:
    post = page.server.world.post(page.owner, "Old price")
    page.server.world.comment(asha, post, "kem cho?")
    await page.hook()
    await page.look_up()
    post.text = "New price"
    page.later(2 * MINUTE)
    await page.round()
    subjects = [told.thread.subject for told in page.of(ThreadDescribed)]
    assert [subject.text for subject in subjects if subject] == ["Old price", "New price"]


async def test_one_that_takes_too_long_does_not_keep_the_others_waiting(page: Ear, asha: Person) -> None:
    bhavin = page.server.world.create_person("Bhavin Shah")
    page.server.world.message(bhavin, page.owner, "1")
    page.server.world.message(asha, page.owner, "2")
    await page.hook()
    page.server.refuse(2, match=Match(subject=bhavin.id), times=2)
    with pytest.raises(Unavailable):
        await page.look_up()
    assert sorted(await names(page)) == ["Asha Patel", "Somebody"]
    await page.look_up()
    assert sorted(await names(page)) == ["Asha Patel", "Bhavin Shah"]


async def test_strange_answers_are_asked_for_once(page: Ear, asha: Person) -> None:
    post = page.server.world.post(page.owner, "New bowls")
    page.server.world.comment(asha, post, "kem cho?")
    bhavin = page.server.world.create_person("Bhavin Shah")
    page.server.world.message(bhavin, page.owner, "kem cho?")
    await page.hook()
    post.text = ["no", "text"]  # type: ignore[assignment]  # an answer that Meta never promised
    bhavin.name = ""
    await page.look_up()
    before = page.server.world.calls[BATCH]
    await page.look_up()
    assert page.server.world.calls[BATCH] == before
    assert page.of(ThreadDescribed) == []
    assert page.of(ContactDescribed) == []


# ---------------------------------------------------------------------------------------------------------- mentions


@pytest.mark.parametrize("in_caption", [False, True], ids=["comment", "caption"])
async def test_a_mention_is_looked_up_even_after_a_crash(account: Ear, *, in_caption: bool) -> None:
    assert isinstance(account.owner, Profile)
    asha = account.server.world.create_person("Asha Patel", "asha")
    said = account.server.world.mention(asha, account.owner, "@pots look", in_caption=in_caption)
    await account.hook()
    account.start()
    await account.look_up()
    (message,) = account.of(NewMessage)
    assert (message.text, message.author and message.author.username) == ("@pots look", "asha")
    assert message.thread.kind == "comments"
    media = account.owner.tags[0].id
    assert message.thread.remote == (mention_in(media) if in_caption else mention_in(media, said.id))
    account.start()
    before = account.server.world.calls[BATCH]
    await account.round()
    await account.listening.look_up(account.receive)
    assert account.server.world.calls[BATCH] == before  # its place in the list is stored


async def test_a_mention_that_is_gone_is_said(account: Ear) -> None:
    assert isinstance(account.owner, Profile)
    asha = account.server.world.create_person("Asha Patel", "asha")
    account.server.world.mention(asha, account.owner, "@pots look")
    account.owner.tags.clear()
    await account.hook()
    await account.look_up()
    await account.look_up()
    (told,) = account.of(Unreadable)
    assert "Somebody mentioned us on Instagram" in told.why


async def test_a_line_of_the_list_that_is_no_mention_is_passed_over(account: Ear) -> None:
    assert isinstance(account.owner, Profile)
    await account.listening.mailbox.append(TO_DO, "strange", "{")
    await account.look_up()
    account.server.world.mention(account.server.world.create_person("Asha"), account.owner, "@pots look")
    await account.hook()
    await account.look_up()
    assert await account.texts() == ["@pots look"]


async def test_a_mention_waits_while_meta_is_away(account: Ear) -> None:
    assert isinstance(account.owner, Profile)
    asha = account.server.world.create_person("Asha Patel", "asha")
    account.server.world.mention(asha, account.owner, "@pots look")
    await account.hook()
    account.server.refuse(2, match="GET /{id}")
    with pytest.raises(Unavailable):
        await account.look_up()
    await account.look_up()
    assert await account.texts() == ["@pots look"]
