"""Conversations in Redis: what is read of them, how they change, which shelves they stand on."""

from __future__ import annotations

from inbox.incoming import ContactLeft, ThreadMoved
from inbox.models import ConversationId, RemoteId, contact_id
from inbox.store.conversations import Did
from tests.cast import ASHA, BHAVIN
from tests.inbox.looking import on_shelf, read, shelves, standing
from tests.world import ACCOUNT, DAY, START, World, at, said, thread_of


async def test_what_nobody_said_anything_in_does_not_exist(here: World) -> None:
    store = here.store.conversations

    assert await store.read(ConversationId("404"), START) is None
    assert not await store.mark(ConversationId("404"), START, "note", "meera")
    assert await here.receive(ThreadMoved(thread_of(ASHA), RemoteId("x"), START), cursor="1") == 0
    assert await here.receive(ContactLeft(thread_of(ASHA), ASHA, START)) == 0
    assert await shelves(here) == set()


async def test_a_page_of_a_conversation_has_its_newest_messages_and_all_of_one_moment(here: World) -> None:
    await here.receive(*(said(f"{n}", id=f"m{n}", at=START + n // 3) for n in range(9)))
    store = here.store.conversations

    newest = await store.read(at(ASHA), START, limit=2)
    before = await store.read(at(ASHA), START, before=START + 2, limit=4)

    assert newest
    assert before
    assert [m.id for m in newest.messages] == ["m6", "m7", "m8"]
    assert [m.id for m in before.messages] == ["m0", "m1", "m2", "m3", "m4", "m5"]


async def test_everybody_who_speaks_on_the_page_is_named(here: World) -> None:
    await here.receive(said("one"), said("two", BHAVIN, id="m2", at=START + 1, thread=thread_of(ASHA)))

    assert {contact.name for contact in (await read(here)).people.values()} == {"Asha", "Bhavin"}


async def test_a_name_that_changed_is_the_new_one(here: World) -> None:
    await here.hear(id="m1")
    await here.hear(author=type(ASHA)(ASHA.remote, "Asha P."), id="m2")

    (row,) = await on_shelf(here, "waiting")
    assert row.contact
    assert row.contact.name == "Asha P."


async def test_a_title_that_changed_is_the_new_one(here: World) -> None:
    await here.receive(said("one", thread=thread_of(ASHA, "group", "Old")))
    await here.receive(said("two", id="m2", at=START + 1, thread=thread_of(ASHA, "group", "New")))

    assert (await standing(here)).thread.title == "New"


async def test_a_mark_is_written_down_with_who_made_it(here: World) -> None:
    await here.hear()

    assert await here.store.conversations.mark(at(ASHA), START + 7, "note", "meera", detail="call back")

    assert (await read(here)).timeline == (Did("note", "", "meera", "call back", START + 7),)


async def test_a_snooze_that_is_put_off_ends_at_the_later_time(here: World) -> None:
    await here.hear()
    mark = here.store.conversations.mark
    for until in (START + DAY, START + 2 * DAY):
        await mark(
            at(ASHA), START, "conversation.snoozed", "meera", fields={"sn": until}, shelf="snoozed", score=until,
            wake_at=until,
        )  # fmt: skip

    assert (await standing(here)).snoozed_until == START + 2 * DAY
    assert [row.score for row in await on_shelf(here, "snoozed")] == [START + 2 * DAY]
    lane = await here.store.schedule.claim(START + 2 * DAY, 1, "t")
    assert lane == f"snooze {at(ASHA)}"


async def test_a_snooze_put_off_while_it_is_being_ended_is_not_forgotten(here: World) -> None:
    await here.hear()
    mark, schedule = here.store.conversations.mark, here.store.schedule
    await mark(at(ASHA), START, "conversation.snoozed", "meera", shelf="snoozed", wake_at=START)
    lane = await schedule.claim(START, 1000, "t")
    await mark(at(ASHA), START, "conversation.snoozed", "meera", shelf="snoozed", wake_at=START + DAY)

    assert await schedule.release(str(lane), "t", START)

    assert await schedule.claim(START + DAY, 1, "t") == lane


async def test_counts_are_one_round_trip_and_zero_where_nothing_is(here: World) -> None:
    await here.hear(author=ASHA)
    await here.hear(author=BHAVIN)
    before = here.store.client.round_trips

    counts = await here.store.conversations.counts(["waiting", f"waiting@{ACCOUNT}", "drafted", "nothing"])

    assert counts == {"waiting": 2, f"waiting@{ACCOUNT}": 2, "drafted": 0, "nothing": 0}
    assert here.store.client.round_trips - before == 1


async def test_a_page_of_a_shelf_is_one_round_trip(here: World) -> None:
    await here.hear()
    before = here.store.client.round_trips

    await on_shelf(here, "all")
    await read(here)

    assert here.store.client.round_trips - before == 2


async def test_what_was_looked_at_is_read_as_it_stands_now(here: World) -> None:
    await here.receive(*(said(f"{n}", id=f"m{n}", at=START + n // 2) for n in range(6)))
    store, asha = here.store.conversations, contact_id(ACCOUNT, ASHA.remote)

    looked = await store.seen(at(ASHA), START, RemoteId("m4"), 3, asha)
    more = await store.seen(at(ASHA), START, RemoteId("m1"), 30, None)

    assert looked
    assert more
    assert [message.text for message in looked.messages] == ["2", "3", "4"]
    assert (looked.contact, looked.conversation.id) == (ASHA, at(ASHA))
    assert ([message.text for message in more.messages], more.contact) == (["0", "1"], None)
    assert await store.seen(at(ASHA), START, RemoteId("m9"), 3, asha) is None
    assert await store.seen(ConversationId("404"), START, RemoteId("m4"), 3, asha) is None
