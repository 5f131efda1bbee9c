"""Which conversation a click is about where posts are threads of a text channel: the first card is above its thread."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox.actions import Hide, Mute, Reply
from inbox.models import RemoteId
from tests.bot.surfaces.discord.control_room import Room, watched
from tests.cast import ASHA
from tests.world import HOUR, World, said, thread_of
from tests.world import at as talk


@pytest_asyncio.fixture
async def threads(inbox: World) -> AsyncIterator[Room]:
    """A control channel that is a text channel."""
    async with watched(inbox, kind="text") as it:
        yield it


async def test_verbs_of_a_card_above_its_thread_find_the_conversation(threads: Room) -> None:
    card = await threads.card(await threads.inbox.hear())
    assert card.channel is threads.forum

    window = await threads.pressed("meera", card, "reply")
    await threads.submit("meera", window, text="Hello")

    leaving = await threads.until_leaving(talk(ASHA))
    assert [one.action for one in leaving] == [Reply(ASHA.remote, "Hello", RemoteId("m1"))]
    await threads.pressed("meera", card, "resolve")
    await threads.done(talk(ASHA), "conversation.resolved")


async def test_a_menu_that_one_person_sees_knows_what_it_was_opened_from(threads: Room) -> None:
    card = await threads.card(await threads.inbox.hear())

    question = await threads.pressed("meera", card, "snooze")
    other = await threads.picked("meera", question.said[0], "snoozed", "other")
    await threads.submit("meera", other, when="2h")
    await threads.done(talk(ASHA), "conversation.snoozed")
    assert (await threads.conversation(talk(ASHA))).snoozed_until == threads.inbox.clock.at + 2 * HOUR


async def test_a_question_about_a_message_knows_what_it_was_opened_from(threads: Room) -> None:
    thread = thread_of(ASHA, "group", "Friends of Nadi")
    await threads.inbox.receive(said("Buy now", ASHA, id="m1", at=threads.inbox.clock.at, thread=thread))
    card = await threads.card(talk(ASHA))

    await threads.said(await threads.pressed("meera", card, "hide"))
    question = await threads.pressed("meera", card, "mute")
    await threads.said(question)
    await threads.picked("meera", question.said[0], "muted", "600")

    leaving = await threads.until_leaving(talk(ASHA), 2)
    assert [one.action for one in leaving] == [
        Hide(ASHA.remote, RemoteId("m1")),
        Mute(ASHA.remote, ASHA.remote, 600),
    ]


async def test_commands_in_the_thread_find_the_conversation(threads: Room) -> None:
    card = await threads.card(await threads.inbox.hear())
    thread = threads.thread(card.id)

    typed = await threads.command("qasim", thread, "note", text="kind")
    assert "stays among us" in await threads.said(typed)
    above = await threads.command("qasim", threads.forum, "note", text="kind")
    assert "name the conversation" in await threads.said(above)
