"""What becomes known of a thread or a person after their words, and what one of our deliveries said elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import review
from inbox.incoming import ContactDescribed, NewMessage, ThreadDescribed
from inbox.models import Contact, RemoteId, Subject, Thread, contact_id, conversation_id
from tests.cast import ASHA, MEERA
from tests.world import ACCOUNT, START, World, at, said, thread_of


async def test_what_a_thread_stands_under_and_who_somebody_is_may_become_known_later(here: World) -> None:
    await here.receive(said("How much?", ASHA, id="m1"))
    thread = thread_of(ASHA)
    described = replace(thread, subject=Subject(RemoteId("p1"), "Two bowls", "https://example.org/p1"))
    called = replace(ASHA, name="Asha P.")

    fresh = await here.receive(ThreadDescribed(described, START), ContactDescribed(called, START))

    found = await here.brand.store.conversations.read(at(ASHA), here.clock.at)
    assert found
    assert found.conversation.thread == described
    assert found.people[contact_id(ACCOUNT, ASHA.remote)] == called
    assert fresh == 2
    assert await here.receive(ThreadDescribed(described, START), ContactDescribed(called, START)) == 0


async def test_nobody_is_made_up_by_a_name_or_a_title(here: World) -> None:
    stranger, nowhere = Contact(RemoteId("404"), "Nobody"), Thread(RemoteId("404"), "comments", title="x")

    assert await here.receive(ThreadDescribed(nowhere, START), ContactDescribed(stranger, START)) == 0
    assert not await here.brand.store.conversations.has_heard(contact_id(ACCOUNT, stranger.remote))


async def test_what_a_delivery_of_ours_said_elsewhere_is_signed_and_silences_nobody(here: World) -> None:
    await here.receive(said("Hello?", ASHA, id="m1"))
    thread = thread_of(ASHA)
    delivery = await review.reply(here.brand, at(ASHA), MEERA, "In private: 40 euros.")

    await here.receive(NewMessage(thread, RemoteId("m2"), None, "In private: 40 euros.", START + 1, delivery=delivery))

    found = await here.brand.store.conversations.read(at(ASHA), here.clock.at)
    assert found
    assert found.conversation.quiet_by != "native"
    assert [(m.id, m.by, m.delivery) for m in found.messages if m.ours] == [("m2", MEERA.name, delivery)]


async def test_what_was_read_before_anybody_knew_whose_delivery_it_is_is_signed_later(here: World) -> None:
    await here.receive(said("Hello?", ASHA, id="m1"))
    delivery = await review.reply(here.brand, at(ASHA), MEERA, "In private: 40 euros.")
    read = NewMessage(thread_of(ASHA), RemoteId("m2"), None, "In private: 40 euros.", START + 1)
    by_hand = NewMessage(thread_of(ASHA), RemoteId("m3"), None, "By hand", START + 2)
    await here.receive(read)
    silent = await here.brand.store.conversations.read(at(ASHA), here.clock.at)

    assert await here.receive(replace(read, delivery=delivery), read) == 0

    found = await here.brand.store.conversations.read(at(ASHA), here.clock.at)
    assert silent
    assert found
    assert (silent.conversation.quiet_by, found.conversation.quiet_by) == ("native", "")
    assert [(m.id, m.by, m.delivery) for m in found.messages if m.ours] == [("m2", MEERA.name, delivery)]
    await here.receive(by_hand, replace(read, delivery=delivery))
    found = await here.brand.store.conversations.read(at(ASHA), here.clock.at)
    assert found
    assert found.conversation.quiet_by == "native"


async def test_a_name_that_is_not_told_takes_none_away(here: World) -> None:
    nameless, writer = Contact(ASHA.remote, ""), contact_id(ACCOUNT, ASHA.remote)
    await here.receive(said("Hello?", nameless, id="m1", thread=thread_of(ASHA)))
    first = await here.brand.store.conversations.read(at(ASHA), here.clock.at)
    await here.receive(said("Hello?", ASHA, id="m2", at=START + 1))
    await here.receive(said("Anybody?", nameless, id="m3", at=START + 2, thread=thread_of(ASHA)))

    found = await here.brand.store.conversations.read(at(ASHA), here.clock.at)
    assert first
    assert found
    assert first.people[writer].name == "Somebody"
    assert found.people[writer] == ASHA


@pytest.mark.parametrize(
    "later",
    [
        Thread(RemoteId("c1"), "comments", subject=Subject(RemoteId("p1"), "", "https://example.org/p1")),
        Thread(RemoteId("c1"), "comments", subject=Subject(RemoteId("p1"), "", ad=True)),
        Thread(RemoteId("c1"), "comments"),
    ],
)
async def test_a_post_that_is_told_without_its_words_takes_none_away(here: World, later: Thread) -> None:
    whole = Thread(RemoteId("c1"), "comments", subject=Subject(RemoteId("p1"), "Two bowls", "https://example.org/p1"))
    await here.receive(said("How much?", ASHA, id="m1", thread=whole))
    await here.receive(said("Anybody?", ASHA, id="m2", at=START + 1, thread=later))

    found = await here.brand.store.conversations.read(conversation_id(ACCOUNT, RemoteId("c1")), here.clock.at)
    assert found
    assert found.conversation.thread == whole


async def test_another_post_or_title_is_taken_as_it_is_told(here: World) -> None:
    here_at = conversation_id(ACCOUNT, RemoteId("c1"))
    whole = Thread(RemoteId("c1"), "group", title="Friends", subject=Subject(RemoteId("p1"), "Two bowls"))
    for number, later in enumerate(
        [replace(whole, subject=Subject(RemoteId("p2"), "")), replace(whole, title="Old friends", subject=None)]
    ):
        await here.receive(said("How much?", ASHA, id=f"a{number}", at=START + 2 * number, thread=whole))
        await here.receive(said("Anybody?", ASHA, id=f"b{number}", at=START + 2 * number + 1, thread=later))

        found = await here.brand.store.conversations.read(here_at, here.clock.at)
        assert found
        assert found.conversation.thread == later
