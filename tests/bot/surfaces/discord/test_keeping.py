"""Clicks about a conversation: reply, take, snooze, resolve, open."""

from __future__ import annotations

from inbox.actions import Reply
from inbox.models import RemoteId
from tests.bot.surfaces.discord.control_room import Room, button
from tests.cast import ASHA, BHAVIN
from tests.world import DAY, HOUR, proposal, said, thread_of
from tests.world import at as talk


async def test_reply_opens_an_empty_window_and_sends_what_is_written(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    pressed = await room.pressed("meera", card, "reply")
    assert room.filled_in(pressed, "text") == ""
    submitted = await room.submit("meera", pressed, text="  Hello *Asha*  ")

    leaving = await room.until_leaving(talk(ASHA))
    assert [(one.action, one.author) for one in leaving] == [(Reply(ASHA.remote, "Hello *Asha*", "m1"), "meera")]
    assert await room.said(submitted) == "Your reply leaves in 5 s."


async def test_a_reply_from_a_card_answers_the_message_of_the_card_also_when_others_wrote_since(room: Room) -> None:
    thread = thread_of(ASHA, "group", "Friends of Nadi")
    await room.inbox.receive(said("Who helps me?", ASHA, id="m1", at=room.inbox.clock.at, thread=thread))
    made = await room.inbox.propose(proposal())
    card = await room.card(talk(ASHA), made[0].draft)
    pressed = await room.pressed("meera", card, "reply")
    await room.inbox.receive(said("Me too", BHAVIN, id="m2", at=room.inbox.clock.at, thread=thread))

    await room.submit("meera", pressed, text="We do")

    leaving = await room.until_leaving(talk(ASHA))
    assert [one.action for one in leaving] == [Reply(ASHA.remote, "We do", RemoteId("m1"))]


async def test_the_line_that_follows_a_reply_takes_it_back(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    submitted = await room.submit("meera", await room.pressed("meera", card, "reply"), text="Oops")
    await room.said(submitted)

    recalled = await room.pressed("meera", submitted.said[0], "recall")

    await room.world.wait_for(lambda: submitted.said[0].text == "Taken back; nothing was sent.")
    assert await room.leaving(talk(ASHA)) == []
    assert recalled.deferred


async def test_take_keeps_others_from_sending_until_it_is_let_go(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    await room.said(await room.pressed("meera", card, "claim"))
    refused = await room.pressed("noor", card, "approve")
    assert await room.said(refused) == "meera is writing here right now."

    taken = await room.card(talk(ASHA), draft)
    await room.said(await room.pressed("noor", taken, "let_go"))
    await room.pressed("noor", card, "approve")
    await room.until_state(draft, "approved")


async def test_snooze_asks_until_when_without_asking_redis(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    pressed = await room.pressed("qasim", card, "snooze")
    await room.picked("qasim", pressed.said[0], "snoozed", "3h")

    await room.done(talk(ASHA), "conversation.snoozed")
    assert (await room.conversation(talk(ASHA))).snoozed_until == room.inbox.clock.at + 3 * HOUR
    await room.world.wait_for(lambda: pressed.said[0].text.startswith("Put away until <t:"))
    assert pressed.said[0].components == []


async def test_snooze_takes_another_time_in_a_window(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    pressed = await room.pressed("qasim", card, "snooze")
    other = await room.picked("qasim", pressed.said[0], "snoozed", "other")
    await room.submit("qasim", other, when="2d")

    await room.done(talk(ASHA), "conversation.snoozed")
    assert (await room.conversation(talk(ASHA))).snoozed_until == room.inbox.clock.at + 2 * DAY


async def test_a_time_that_is_none_is_given_back_with_examples(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    pressed = await room.pressed("qasim", card, "snooze")
    other = await room.picked("qasim", pressed.said[0], "snoozed", "other")
    submitted = await room.submit("qasim", other, when="when pigs fly")

    said = await room.said(submitted)
    assert "is no time to come" in said
    assert "when pigs fly" in said


async def test_resolve_and_open_again(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    await room.pressed("qasim", card, "resolve")
    await room.done(talk(ASHA), "conversation.resolved")
    resolved = await room.card(talk(ASHA))
    await room.pressed("qasim", resolved, "reopen")

    await room.done(talk(ASHA), "conversation.reopened")
    assert (await room.conversation(talk(ASHA))).state == "open"


async def test_open_leads_to_the_post_or_asks_for_one(room: Room) -> None:
    await room.inbox.hear()
    await room.inbox.hear("Hola", BHAVIN, id="m2")
    card = await room.card(talk(ASHA))
    listed = await room.command("pavel", room.forum.threads[0], "inbox")
    await room.said(listed)

    pressed = await room.pressed("pavel", listed.said[0], "open")

    assert await room.said(pressed)
    assert (await room.board.read(talk(BHAVIN))).asked
    assert f"/{card.channel.id}" in str(listed.said[0].body)
    assert button(listed.said[0], "open") == f"sg:open:{talk(BHAVIN)}"


async def test_a_reply_from_the_card_of_a_draft_that_is_not_kept_any_more_is_sent_all_the_same(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    opened = await room.pressed("meera", card, "reply")
    await room.inbox.store.client.call("DEL", f"{{{room.inbox.name}}}:d:{draft}")
    await room.inbox.store.client.call("DEL", f"{{{room.inbox.name}}}:pend:{talk(ASHA)}")

    await room.submit("meera", opened, text="Still here")

    assert [one.action for one in await room.until_leaving(talk(ASHA))] == [
        Reply(ASHA.remote, "Still here", RemoteId("m1"))
    ]
