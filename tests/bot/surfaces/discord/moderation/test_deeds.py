"""Clicks on cases: look at one, undo it with a reason, say why, allow its author; by whoever may, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.playground.discord import Message
from bot.playground.discord.records import walk
from inbox.actions import Unhide
from inbox.cases import CaseNumber
from tests.bot.surfaces.discord.control_room import Room, buttons
from tests.cast import ASHA
from tests.inbox.cased import HIDES, comment, in_force, judge, leave, opened, person, read
from tests.redis_servers import until


async def case(room: Room) -> CaseNumber:
    """A comment of Asha's that a rule took out of sight, done."""
    number = await opened(room.kit.brand, room.inbox, HIDES)
    await leave(room.kit.brand)
    return number


async def pressable(room: Room, verb: str, ref: str) -> Message:
    """A message with one button of this verb."""
    lounge = room.lounge()
    await until(room.sees(lounge))
    return await room.button_in(lounge, verb, ref)


async def test_undo_asks_why_and_takes_everything_back_once(room: Room) -> None:
    number = await case(room)
    card = await pressable(room, "case_undo", str(number))

    shown = await room.pressed("meera", card, "case_undo")
    assert shown.modal
    assert shown.modal["title"] == "Undo case 1"
    done = await room.submit("meera", shown, words="she sells *her own* cloth")
    assert (await room.said(done)).startswith("Case 1: undone ")

    it = await read(room.kit.brand, number)
    assert (it.undone_by, it.undone_why) == ("meera", "she sells *her own* cloth")
    assert [type(action) for action in await leave(room.kit.brand)] == [Unhide]
    again = await room.pressed("noor", card, "case_undo")
    assert await room.said(again) == "Case 1 was undone already by meera."


async def test_an_apology_goes_out_only_where_that_was_picked(room: Room) -> None:
    number = await case(room)
    card = await pressable(room, "case_undo", str(number))
    shown = await room.pressed("meera", card, "case_undo")

    done = await room.submit("meera", shown, words="wrong", apologise=["yes"])

    assert "They are told that we are sorry." in await room.said(done)
    sent = [action for action in await leave(room.kit.brand) if hasattr(action, "text")]
    assert len(sent) == 1
    assert sent[0].text == "We are sorry (gu)."


@pytest.mark.parametrize(("who", "verb"), [("pavel", "case_undo"), ("qasim", "case_reason"), ("meera", "case_allow")])
async def test_nobody_does_what_their_role_does_not_allow(room: Room, who: str, verb: str) -> None:
    number = await case(room)
    pressed = await room.pressed(who, await pressable(room, verb, str(number)), verb)

    assert "may not" in await room.said(pressed)
    assert pressed.modal is None
    assert (await read(room.kit.brand, number)).stands


async def test_a_stranger_sees_nothing_of_a_case(room: Room) -> None:
    number = await case(room)
    pressed = await room.pressed("asha", await pressable(room, "case", str(number)), "case")

    assert await room.said(pressed) == "Only the team of this server works with Sangam here."


async def test_a_case_is_shown_whole_and_only_to_whoever_asks_after_a_restart_too(room: Room) -> None:
    number = await case(room)
    message = await pressable(room, "case", str(number))
    await room.reconnect()

    pressed = await room.pressed("meera", message, "case")

    said = await room.said(pressed)
    assert said.startswith("### Case 1 · Asha on Telegram\n> Buy followers\n")
    assert (
        "-# A strike of 2 points; they have 2 points now\n-# What undoing it does:\n- The message is shown again.\n"
        in said
    )
    shown = pressed.said[0]
    assert shown.only_for is room.people["meera"]
    assert not shown.pinged
    assert [id.split(":")[1] for id in buttons(shown)] == ["case_undo", "case_reason", "case_allow"]


async def test_why_is_said_better(room: Room) -> None:
    number = await case(room)
    shown = await room.pressed("meera", await pressable(room, "case_reason", str(number)), "case_reason")
    assert room.filled_in(shown, "words") == "it sells followers"

    done = await room.submit("meera", shown, words="sells followers, third time")

    assert await room.said(done) == "Case 1 says so now."
    assert (await read(room.kit.brand, number)).reason == "sells followers, third time"


async def test_a_lead_lets_no_rule_look_at_somebody(room: Room) -> None:
    number = await case(room)
    pressed = await room.pressed("olga", await pressable(room, "case_allow", str(number)), "case_allow")

    assert (await room.said(pressed)).startswith("No rule looks at Asha from now on.")
    (noted,) = await room.inbox.store.cases.noted([person(ASHA)])
    assert noted.allowed_by == "olga"

    await room.pressed("olga", pressed.said[0], "case_disallow")
    await room.world.wait_for(lambda: pressed.said[0].text == "Rules look at Asha again.")
    (noted,) = await room.inbox.store.cases.noted([person(ASHA)])
    assert not noted.allowed_by


async def test_one_of_the_newest_is_picked_to_be_taken_back(room: Room) -> None:
    number = await case(room)
    asked = await room.pressed("meera", await pressable(room, "cases_undo", ""), "cases_undo")
    await room.said(asked)
    menu = asked.said[0]

    shown = await room.picked("meera", menu, "case_picked", str(number))
    await room.submit("meera", shown, words="wrong")

    async def undone() -> bool:
        return not (await read(room.kit.brand, number)).stands

    await until(undone)


async def test_a_menu_of_cases_shows_nothing_that_hurts_and_names_nobody(room: Room) -> None:
    insults = replace(HIDES, rule="insults", because="insult: an animal")
    await in_force(room.kit.brand, insults)
    await comment(room.kit.brand, room.inbox, "You pig", id="m1")
    await judge(room.kit.brand, insults)
    await in_force(room.kit.brand, HIDES)
    await comment(room.kit.brand, room.inbox, "\u202eBuy\n@everyone", id="m2")
    await judge(room.kit.brand, HIDES)

    asked = await room.pressed("meera", await pressable(room, "cases_undo", ""), "cases_undo")
    await room.said(asked)

    (menu,) = [one for one in walk(asked.said[0].components) if "options" in one]
    assert [one["label"] for one in menu["options"]] == [
        "2 · Asha · the rule scam: Buy @\u200beveryone",
        "1 · Asha · the rule insults",
    ]


async def test_what_is_no_number_is_refused_in_words(room: Room) -> None:
    pressed = await room.pressed("meera", await pressable(room, "case", "9" * 40), "case")
    assert (await room.said(pressed)).startswith("There is no case 999")
    pressed = await room.pressed("meera", await pressable(room, "case", "77"), "case")
    assert "77" in await room.said(pressed)
