"""What waits for review, what an answer costs, and what could not be sent and is done by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.surfaces.discord import modals
from bot.surfaces.discord.card import card
from bot.surfaces.discord.shown import to_copy
from inbox.actions import Remove, Unhide
from inbox.capabilities import TextLimit, Unit
from inbox.models import RemoteId
from tests.bot.surfaces.discord.control_room import Room
from tests.bot.surfaces.discord.scenes import buttons, card_of, delivery, draft, message, reading, scene, texts, verbs
from tests.cast import ASHA, BHAVIN
from tests.world import ACCOUNT, CAPABILITIES, START, said, thread_of
from tests.world import at as talk

TUBE = replace(
    CAPABILITIES,
    actions={"comments": CAPABILITIES.actions["comments"] | {"block"}},
    reviews=True,
    called={"hide": "Hold for review", "unhide": "Publish", "remove": "Reject", "block": "Reject and ban"},
    remarks={"block": "Bans them from the channel.", "remove": "Nobody can take it back."},
)
ALL = ("reply", "hide", "unhide", "remove", "block", "resolve")


async def held(room: Room) -> None:
    """A comment of Bhavin's waits for review."""
    room.inbox.capabilities[ACCOUNT] = TUBE
    thread = thread_of(ASHA, "comments")
    await room.inbox.receive(replace(said("Buy now!", BHAVIN, id="m1", at=START, thread=thread), held=True))


async def test_the_shelf_of_what_waits_for_review_says_who_and_what(room: Room) -> None:
    await held(room)

    listed = await room.command("olga", room.lounge(), "inbox", shelf="held")

    words = await room.said(listed)
    assert "Held for review" in words
    assert "1 held for review since" in words
    assert "Bhavin: Buy now\\!" in words or "Bhavin: Buy now!" in words


@pytest.mark.parametrize(
    ("verb", "again", "action"),
    [
        ("unhide", "", Unhide(ASHA.remote, RemoteId("m1"))),
        ("remove", "remove_now", Remove(ASHA.remote, RemoteId("m1"))),
    ],
)
async def test_it_is_published_or_rejected_from_its_card(room: Room, verb: str, again: str, action: object) -> None:
    await held(room)
    shown = await room.card(talk(ASHA))

    pressed = await room.pressed("olga", shown, verb)
    words = await room.said(pressed)
    if again:
        assert "Reject? Bhavin said:" in words
        assert "Nobody can take it back." in words
        await room.pressed("olga", pressed.said[0], again)
    else:
        assert words.startswith("Publish: what Bhavin said:")

    assert [one.action for one in await room.until_leaving(talk(ASHA))] == [action]


async def test_before_somebody_is_banned_it_is_said_what_that_means(room: Room) -> None:
    await held(room)

    pressed = await room.pressed("olga", await room.card(talk(ASHA)), "block")

    assert await room.said(pressed) == "Reject and ban: Bhavin?\n-# Bans them from the channel."


def test_a_card_offers_by_the_networks_names_and_tells_two_kinds_of_rejecting_apart() -> None:
    one = reading(verbs=ALL)
    theirs = replace(one, called=TUBE.called)

    assert "Hold for review" in buttons(card(scene(theirs), card_of()))
    assert [label for label in buttons(card(scene(theirs), card_of())) if "Reject" in label] == [
        "Reject", "Reject the message", "Reject and ban",
    ]  # fmt: skip
    assert "remove" not in verbs(card(scene(one, own_only=frozenset({"remove"})), card_of()))


def test_what_waits_for_review_can_only_be_reviewed() -> None:
    waits = message(held=True, hidden=True)
    stands = replace(reading(said=(waits,), waiting_since=0, last=None, verbs=ALL), held=(waits,), called=TUBE.called)

    drawn = card(scene(stands), None)

    assert verbs(drawn) == ["unhide", "remove", "block", "resolve"]
    assert buttons(drawn)[:3] == ["Publish", "Reject", "Reject and ban"]
    assert "held for review: others do not see it" in texts(drawn)


def test_a_card_tells_what_it_costs_and_how_much_may_still_be_said() -> None:
    dear = card_of(price="Sending this costs $0.20.", messages_left=6, messages_most=10)

    assert "Sending this costs $0.20. · 6 of 10 messages left until they write again" in texts(card(scene(), dear))
    sent = card_of(draft(state="approved"), delivery(), messages_left=6, messages_most=10)
    assert "messages left" not in texts(card(scene(), sent))


def test_what_could_not_be_sent_can_be_copied_and_opened_where_it_belongs() -> None:
    parked = delivery("parked", words="They did not mention us")
    one = card_of(draft("*Nine* euros.", state="approved"), parked, opens="https://x.com/i/status/1")

    drawn = card(scene(), replace(one, delivery=replace(parked, action=one.draft.proposal.action)))

    assert "```\n*Nine* euros.\n```" in texts(drawn)
    assert "They did not mention us" in texts(drawn)
    assert "Open in Telegram" in buttons(drawn)


def test_a_text_that_would_end_the_frame_is_shown_without_one() -> None:
    assert to_copy("a ``` b") == "a \\`\\`\\` b"
    assert to_copy(" ") == " "


@pytest.mark.parametrize(
    ("unit", "most"), [("characters", 280), ("utf16", 280), ("bytes", 280), ("weighted", 4000), ("graphemes", 4000)]
)
def test_discord_stops_nobody_by_a_count_that_is_not_its_own(unit: Unit, most: int) -> None:
    window = modals.private("m1", "Asha", "", TextLimit(280, unit))

    assert window.to_dict()["components"][0]["component"]["max_length"] == most
