"""Every approved reply that teaches the FAQ another way to ask offers that, to whoever may write the FAQ."""

from __future__ import annotations

from dataclasses import replace

from inbox import review
from inbox.actions import Source
from inbox.models import Actor, DraftId
from responders.faq import FaqFile
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA, OLGA
from tests.recorded import FAQ, HOURS
from tests.world import at as talk
from tests.world import proposal

QUESTION = "wen do u *open* tomorrow"


async def drafted(room: Room, question: str = QUESTION, id: str = "m1") -> DraftId:
    """A draft of the FAQ that answers a question in words that its entry does not have."""
    room.handed.faq = FaqFile(**FAQ)  # type: ignore[arg-type]
    await room.inbox.hear(question, id=id)
    made = replace(
        proposal(HOURS, evidence="faq", by=Actor("responder", "faq")),
        sources=(Source("hours", "Opening hours", HOURS),),
    )
    return (await room.inbox.propose(made))[0].draft


async def test_a_lead_who_approves_is_offered_what_the_reply_teaches_and_one_click_teaches_it(room: Room) -> None:
    draft = await drafted(room)
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("olga", card, "approve")
    said = await room.said(pressed)
    assert said == "Approved.\nTeach the FAQ: “wen do u \\*open\\* tomorrow” asks for **hours**?"
    offer = pressed.said[0]
    assert offer.only_for is room.people["olga"]

    await room.pressed("olga", offer, "teach")
    await room.world.wait_for(lambda: "The FAQ knows now" in offer.text)
    assert room.handed.phrasings == [("hours", QUESTION)]


async def test_an_edit_that_says_the_same_is_offered_as_well(room: Room) -> None:
    draft = await drafted(room)
    card = await room.card(talk(ASHA), draft)

    shown = await room.pressed("olga", card, "edit")
    submitted = await room.submit("olga", shown, text=f"{HOURS}!")

    assert "asks for **hours**" in await room.said(submitted)


async def test_nothing_is_offered_for_what_the_faq_knows_or_to_somebody_who_may_not_teach(room: Room) -> None:
    draft = await drafted(room, "When do you open?")
    card = await room.card(talk(ASHA), draft)
    known = await room.pressed("olga", card, "approve")
    await room.until_state(draft, "approved")

    other = await drafted(room, id="m2")
    card = await room.card(talk(ASHA), other)
    moderated = await room.pressed("meera", card, "approve")
    await room.until_state(other, "approved")

    assert (known.said, moderated.said) == ([], [])


async def test_what_is_taught_already_or_was_taken_back_is_not_taught_again(room: Room) -> None:
    draft = await drafted(room)
    card = await room.card(talk(ASHA), draft)
    pressed = await room.pressed("olga", card, "approve")
    await room.said(pressed)
    await review.recall(room.inbox.brand, (await room.delivery(draft)).id, OLGA)

    again = await room.pressed("olga", pressed.said[0], "teach")

    assert "teaches the FAQ nothing any more" in await room.said(again)
    assert room.handed.phrasings == []


async def test_whoever_lost_the_right_teaches_nothing(room: Room) -> None:
    draft = await drafted(room)
    card = await room.card(talk(ASHA), draft)
    pressed = await room.pressed("olga", card, "approve")
    await room.said(pressed)
    room.world.take_roles(room.people["olga"], room.guild, [room.roles["lead"]])
    room.world.join(room.people["olga"], room.guild, [room.roles["moderator"]])

    refused = await room.pressed("olga", pressed.said[0], "teach")

    assert "may not teach the FAQ" in await room.said(refused)
    assert room.handed.phrasings == []
