"""Holds an account that asks X from time to time to a simulated X that charges for what is read."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.playground.attachments import photo
from bot.playground.faults import Fault, Kind, Match
from bot.supervisor import spawn
from inbox.errors import StoreAway
from inbox.incoming import MessageEdited, NewMessage
from inbox.store.embedded import Server
from tests.x_ear import Ear, ear

MENTIONS, SEARCH, LETTERS = "GET /2/users/{id}/mentions", "GET /2/tweets/search/recent", "GET /2/dm_events"
OWN, BY_ID = "GET /2/users/{id}/tweets", "GET /2/tweets"
HOUR, DAY = 3600.0, 86_400.0


@pytest.fixture
async def heard(redis_server: Server, brand: str) -> AsyncIterator[Ear]:
    async with ear(redis_server.url, brand) as listening:
        yield listening


async def test_a_mention_arrives_within_seconds_as_a_thread_of_its_author(heard: Ear) -> None:
    post = heard.mention("do you ship to Surat?")
    await heard.later(15)
    (message,) = await heard.messages()
    assert (message.text, message.id, message.at) == (
        "do you ship to Surat?",
        heard.ours.id(post),
        round(post.created * 1000),
    )
    (conversation,) = await heard.conversations()
    assert conversation.thread.remote == heard.ours.below(post)
    assert conversation.thread.kind == "comments"
    assert conversation.thread.subject is None
    (told,) = heard.of(NewMessage)
    assert told.author
    assert (told.author.name, told.author.username) == ("Asha Patel", "asha_p")


async def test_an_answer_to_us_stands_under_our_post_and_without_the_names_before_it(heard: Ear) -> None:
    heard.ours.server.world.reply(heard.ours.asha, heard.ours.post, "Lovely", [photo("bowl")])
    await heard.later(15)
    (message,) = await heard.messages()
    assert (message.text, message.reply_to) == ("Lovely", heard.ours.id(heard.ours.post))
    assert [(medium.kind, medium.ref.startswith(heard.ours.server.url)) for medium in message.media] == [
        ("image", True)
    ]
    assert b"".join([piece async for piece in heard.account.fetch(message.media[0])]) == photo("bowl").data
    (conversation,) = await heard.conversations()
    assert conversation.thread.subject is not None
    assert conversation.thread.subject.text == "New cups today"
    assert conversation.thread.subject.link.endswith(heard.ours.post.id)


async def test_several_people_below_one_post_have_threads_of_their_own(heard: Ear) -> None:
    world = heard.ours.server.world
    bhavin = world.create_person("bhavin", "Bhavin")
    first = world.reply(heard.ours.asha, heard.ours.post, "Which clay?")
    world.reply(bhavin, first, "The red one")
    await heard.later(15)
    threads = {one.thread.remote for one in await heard.conversations()}
    assert threads == {f"{heard.ours.post.id}.{who.id}" for who in (heard.ours.asha, bhavin)}


async def test_what_others_say_below_our_post_without_naming_us_is_found_by_searching(heard: Ear) -> None:
    world = heard.ours.server.world
    bhavin = world.create_person("bhavin", "Bhavin")
    first = world.reply(heard.ours.asha, heard.ours.post, "Which clay?")
    world.keep_post(bhavin, "ask in the shop", reply_to=first, without=[heard.ours.us.id])
    await heard.later(90)
    assert await heard.texts() == ["Which clay?", "ask in the shop"]


async def test_who_quotes_our_post_without_naming_us_is_heard(heard: Ear) -> None:
    quote = heard.ours.server.world.post(heard.ours.asha, "These are lovely", quote=heard.ours.post)
    await heard.later(90)
    assert await heard.texts() == ["These are lovely"]
    (conversation,) = await heard.conversations()
    assert conversation.thread.remote == heard.ours.below(quote)


async def test_what_we_answer_in_x_itself_silences_and_is_ours(heard: Ear) -> None:
    mention = heard.mention("hello")
    await heard.later(15)
    heard.ours.server.world.reply(heard.ours.us, mention, "Hi Asha")
    await heard.later(600)
    first, second = await heard.messages()
    assert (first.ours, second.ours, second.text) == (False, True, "Hi Asha")
    (conversation,) = await heard.conversations()
    assert conversation.quiet_by == "native"


async def test_private_messages_arrive_both_ways_and_once(heard: Ear) -> None:
    world = heard.ours.server.world
    world.message(heard.ours.asha, heard.ours.us, "may I ask?", [photo("cup")])
    await heard.later(75)
    world.say_natively(heard.ours.us, heard.ours.asha, "of course")
    await heard.later(150)
    assert [(one.text, one.ours) for one in await heard.messages()] == [("may I ask?", False), ("of course", True)]
    (conversation,) = await heard.conversations()
    assert (conversation.thread.remote, conversation.thread.kind) == (heard.ours.with_asha(), "direct")
    assert len(heard.of(NewMessage)) == 2


async def test_an_edited_post_stays_the_message_that_it_was_and_is_answered_by_its_newest_version(heard: Ear) -> None:
    heard.ours.asha.premium = True
    post = heard.mention("two cups?")
    await heard.later(15)
    newer = heard.ours.server.world.edit(post, "@nadipots three cups?")
    await heard.later(15)
    newest = heard.ours.server.world.edit(newer, "@nadipots four cups?")
    await heard.later(15)
    (message,) = await heard.messages()
    assert (message.id, message.text) == (heard.ours.id(post), "four cups?")
    assert message.edited_at == round(newest.created * 1000)


async def test_an_edit_of_what_was_never_heard_is_heard(heard: Ear) -> None:
    heard.ours.server.world.edit(heard.mention("two cups?"), "@nadipots three cups?")
    await heard.later(15)
    assert await heard.texts() == ["three cups?"]
    assert len(heard.of(MessageEdited)) >= 1


async def test_a_post_that_is_gone_is_found_out_within_an_hour_for_nothing(heard: Ear) -> None:
    world = heard.ours.server.world
    kept, gone = heard.mention("first"), heard.mention("second")
    await heard.later(30)
    spent = heard.ours.server.billed.total
    world.remove(gone)
    await heard.later(HOUR + 400)
    by_id = {message.id: message for message in await heard.messages()}
    assert by_id[heard.ours.id(gone)].removed_at
    assert not by_id[heard.ours.id(kept)].removed_at
    assert heard.ours.server.billed.total == spent


async def test_where_looking_again_costs_something_only_a_few_are_looked_at(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, owns_app=True) as heard:
        for number in range(30):
            heard.mention(f"number {number}")
        await heard.later(2 * HOUR)
        assert heard.ours.meter.things["owned.read"] == 31
        assert heard.ours.meter.things["post.read"] == 10


async def test_whose_account_is_protected_or_gone_shows_nothing_any_more(heard: Ear) -> None:
    world = heard.ours.server.world
    bhavin = world.create_person("bhavin", "Bhavin")
    heard.mention("mine")
    heard.mention("his", bhavin)
    await heard.later(30)
    world.protect(heard.ours.asha)
    world.remove_person(bhavin)
    await heard.later(HOUR + 400)
    assert [bool(message.removed_at) for message in await heard.messages()] == [True, True]


async def test_an_edit_below_what_lists_show_is_found_by_looking_again(heard: Ear) -> None:
    heard.ours.asha.premium = True
    post = heard.mention("two cups?")
    await heard.later(30)
    heard.ours.server.world.edit(post, "two bowls, not for you")
    await heard.later(HOUR + 400)
    assert await heard.texts() == ["two bowls, not for you"]


async def test_each_post_is_paid_for_once_in_a_day_and_the_meter_says_at_least_as_much(heard: Ear) -> None:
    for number in range(12):
        heard.mention(f"number {number}")
        await heard.later(40)
    await heard.later(HOUR * 3)
    things = heard.ours.server.billed.things
    assert (things["owned read"], things["post read"]) == (13, 0)  # twelve mentions and our own post
    assert (await heard.ours.meter.used()).today >= heard.ours.server.billed.total


async def test_five_thousand_mentions_in_a_minute_arrive_whole_and_within_the_limits(heard: Ear) -> None:
    world = heard.ours.server.world
    people = [world.create_person(f"p{number}", f"P {number}") for number in range(50)]
    for number in range(5_000):
        heard.mention(f"number {number}", people[number % 50])
        if number % 100 == 0:
            heard.ours.server.clock.advance(0.6)
    await heard.later(60)
    told = list(dict.fromkeys(one.id for one in heard.of(NewMessage) if one.author))
    assert (len(told), told) == (5_000, sorted(told))
    assert heard.ours.server.calls[MENTIONS] + heard.ours.server.calls[SEARCH] < 100


async def test_what_a_limit_cut_off_is_still_found_when_much_more_was_said_since(heard: Ear) -> None:
    world = heard.ours.server.world
    for number in range(300):
        heard.mention(f"number {number}")
    heard.ours.server.refuse("rate-limit", match=MENTIONS)
    heard.ours.server.faults.next(Fault(Kind.REFUSE, status=429), Match(call=MENTIONS), 1)
    await heard.later(15)
    for _ in range(299):
        world.limits.count(MENTIONS, heard.ours.us.id, ((300, 900),), world.now, per="user")
    await heard.later(100)
    for number in range(300, 1_200):
        heard.mention(f"number {number}")
    await heard.later(2_000)
    assert len(await heard.messages()) == 1_200


async def test_a_page_that_could_not_be_stored_is_read_again(heard: Ear) -> None:
    heard.failing = 1
    heard.mention("hello")
    with pytest.raises(StoreAway):
        await heard.later(30)
    assert await heard.messages() == []
    await heard.restart()
    await heard.later(15)
    assert await heard.texts() == ["hello"]


async def test_a_budget_that_ends_within_a_page_keeps_what_was_paid_for(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, budget_a_day=6.0) as heard:
        people = [heard.ours.server.world.create_person(f"p{number}") for number in range(300)]
        for number in range(300):
            heard.mention(f"number {number}", people[number])
        await heard.later(20)
        paid = heard.ours.server.billed.things["post read"] + heard.ours.server.billed.things["owned read"] - 1
        assert 0 < len(await heard.messages()) == paid < 300
        await heard.later(8 * HOUR)
        assert len(await heard.messages()) == 300


async def test_however_many_pictures_strangers_attach_the_budget_holds(redis_server: Server, brand: str) -> None:
    async with ear(redis_server.url, brand, budget_a_day=1.0) as heard:
        world = heard.ours.server.world
        for number in range(120):
            files = [photo("cup") for _ in range(4)]
            world.post(world.create_person(f"p{number}"), f"@{heard.ours.us.username} number {number}", files)
        await heard.later(3 * HOUR)
        assert 0.5 < heard.ours.server.billed.dollars <= 1.0
        shown = [len(message.media) for message in await heard.messages()]
        assert {4, 0} == set(shown)  # pictures while there was money for them, then the words alone


async def test_a_limit_that_is_reached_in_the_middle_loses_nothing(heard: Ear) -> None:
    for number in range(350):
        heard.mention(f"number {number}")
    heard.ours.server.refuse("rate-limit", match=MENTIONS)  # the first look
    await heard.later(20)
    assert await heard.messages() == []
    await heard.later(100)
    assert len(await heard.messages()) == 350


async def test_a_list_that_the_login_may_not_read_leaves_the_others(heard: Ear) -> None:
    heard.ours.server.refuse("scope", match=LETTERS, times=100)
    await heard.later(70)
    heard.mention("hello")
    await heard.later(30)
    assert await heard.texts() == ["hello"]


async def test_what_cannot_be_read_is_kept_and_holds_up_nothing(heard: Ear) -> None:
    heard.mention("hello")
    odd = heard.mention("odd")
    odd.conversation_id = "not a number"
    await heard.later(15)
    assert await heard.texts() == ["hello"]
    kept, _ = await heard.inbox.store.conversations.unreadable(10)
    assert [id.rpartition("/")[2] for id, _ in kept] == [f"read.{odd.id}"]


async def test_what_falls_off_the_list_while_it_is_read_is_searched(redis_server: Server, brand: str) -> None:
    """X lists the newest 800 mentions only; a storm pushes out what the next page was to show."""
    async with ear(redis_server.url, brand, limits=False) as heard:
        server = heard.ours.server
        before = server.calls[MENTIONS]

        async def storm() -> None:
            await server.world.wait_for(lambda: server.calls[MENTIONS] > before)
            for number in range(300):
                heard.mention(f"late {number}")

        for number in range(600):
            heard.mention(f"early {number}")
        raging = spawn("storm", storm())
        await heard.later(30)
        await raging
        await heard.later(400)
        assert len(await heard.texts()) == 900
