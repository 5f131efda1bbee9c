"""Clicks on what was said and on who said it: they act on what the card is about, and ask before what is for good."""

from __future__ import annotations

from inbox.actions import Block, Hide, Mute, Remove, Unhide
from inbox.incoming import MessageHidden
from inbox.models import RemoteId
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA, BHAVIN
from tests.world import at as talk
from tests.world import proposal, said, thread_of

LOUD = "Buy **now** @everyone"


async def group(room: Room) -> None:
    """Asha and Bhavin talk in a group that is named after Asha; what she said is about to be decided on."""
    thread = thread_of(ASHA, "group", "Friends of Nadi")
    now = room.inbox.clock.at
    await room.inbox.receive(said(LOUD, ASHA, id="m1", at=now, thread=thread))


async def test_hide_acts_on_the_message_of_the_card_also_when_others_wrote_since(room: Room) -> None:
    await group(room)
    made = await room.inbox.propose(proposal())
    card = await room.card(talk(ASHA), made[0].draft)
    later = said("Me too", BHAVIN, id="m2", at=room.inbox.clock.at, thread=thread_of(ASHA, "group"))
    await room.inbox.receive(later)

    pressed = await room.pressed("meera", card, "hide")

    leaving = await room.until_leaving(talk(ASHA))
    assert [one.action for one in leaving] == [Hide(ASHA.remote, "m1")]
    words = await room.said(pressed)
    assert words == "Hiding what Asha said:\n> Buy \\*\\*now\\*\\* \\@\u200beveryone"


async def test_remove_asks_first_and_says_what_it_would_remove(room: Room) -> None:
    await group(room)
    card = await room.card(talk(ASHA))

    pressed = await room.pressed("olga", card, "remove")
    assert "Asha said:" in await room.said(pressed)
    assert await room.leaving(talk(ASHA)) == []
    await room.pressed("olga", pressed.said[0], "remove_now")

    leaving = await room.until_leaving(talk(ASHA))
    assert [one.action for one in leaving] == [Remove(ASHA.remote, "m1")]
    await room.world.wait_for(lambda: pressed.said[0].text == "It is removed in 5 s.")


async def test_what_is_removed_is_what_was_asked_about_although_they_wrote_again(room: Room) -> None:
    await group(room)
    card = await room.card(talk(ASHA))

    pressed = await room.pressed("olga", card, "remove")
    await room.said(pressed)
    more = said("Sorry!", ASHA, id="m2", at=room.inbox.clock.at, thread=thread_of(ASHA, "group"))
    await room.inbox.receive(more)
    await room.pressed("olga", pressed.said[0], "remove_now")

    assert [one.action for one in await room.until_leaving(talk(ASHA))] == [Remove(ASHA.remote, "m1")]


async def test_a_moderator_may_not_remove_and_is_told_so_before_being_asked(room: Room) -> None:
    await group(room)
    card = await room.card(talk(ASHA))

    pressed = await room.pressed("meera", card, "remove")

    assert "may not remove" in await room.said(pressed)
    assert pressed.said[0].components == []


async def test_block_asks_first(room: Room) -> None:
    await group(room)
    card = await room.card(talk(ASHA))

    pressed = await room.pressed("olga", card, "block")
    assert await room.said(pressed) == "Block Asha?"
    await room.pressed("olga", pressed.said[0], "block_now")

    assert [one.action for one in await room.until_leaving(talk(ASHA))] == [Block(ASHA.remote, ASHA.remote)]


async def test_mute_asks_for_how_long(room: Room) -> None:
    await group(room)
    card = await room.card(talk(ASHA))

    pressed = await room.pressed("meera", card, "mute")
    assert await room.said(pressed) == "Mute Asha …"
    await room.picked("meera", pressed.said[0], "muted", "86400")

    assert [one.action for one in await room.until_leaving(talk(ASHA))] == [Mute(ASHA.remote, ASHA.remote, 86400)]
    await room.world.wait_for(lambda: "1 day" in pressed.said[0].text)


async def test_a_card_that_is_known_no_more_acts_on_nothing(room: Room) -> None:
    await group(room)
    card = await room.card(talk(ASHA))
    await room.board.shows(talk(ASHA), [], gone=[""])

    pressed = await room.pressed("meera", card, "hide")

    assert "use the newest card" in await room.said(pressed)
    assert await room.leaving(talk(ASHA)) == []


async def test_hide_on_a_card_without_a_draft_meets_nobody_who_wrote_since(room: Room) -> None:
    await group(room)
    card = await room.card(talk(ASHA))
    later = said("Me too", BHAVIN, id="m2", at=room.inbox.clock.at, thread=thread_of(ASHA, "group"))
    await room.inbox.receive(later)

    pressed = await room.pressed("meera", card, "hide")

    assert "They wrote again meanwhile" in await room.said(pressed)
    assert await room.leaving(talk(ASHA)) == []
    newer = await room.card(talk(ASHA))
    await room.pressed("meera", newer, "hide")
    assert [one.action for one in await room.until_leaving(talk(ASHA))] == [Hide(ASHA.remote, "m2")]


async def test_what_is_hidden_is_shown_again(room: Room) -> None:
    await group(room)
    hidden = MessageHidden(thread_of(ASHA, "group"), RemoteId("m1"), room.inbox.clock.at)
    await room.inbox.receive(hidden)
    card = await room.card(talk(ASHA))

    pressed = await room.pressed("meera", card, "unhide")

    assert "Showing what Asha said" in await room.said(pressed)
    assert [one.action for one in await room.until_leaving(talk(ASHA))] == [Unhide(ASHA.remote, RemoteId("m1"))]
