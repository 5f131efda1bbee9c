"""Whoever writes on Discord is warned beside Recall, and it is sent all the same."""

from __future__ import annotations

import pytest

from responders.guard import Guard
from responders.options import GuardOptions
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA
from tests.world import at as talk

LOOK = "\nLook again: Words that we never say\\: “scam”."


@pytest.fixture
def guarded(room: Room) -> Room:
    """A control channel where one word is never said."""
    room.inbox.check = Guard(GuardOptions(banned=("scam",), links=("shop.example",))).warn
    return room


async def test_a_command_and_a_window_warn_beside_recall(guarded: Room) -> None:
    card = await guarded.card(await guarded.inbox.hear())

    typed = await guarded.command("meera", card.channel, "reply", text="It is no scam")
    opened = await guarded.pressed("meera", card, "reply")
    submitted = await guarded.submit("meera", opened, text="It is no scam")

    for answer in (typed, submitted):
        assert await guarded.said(answer) == f"Your reply leaves in 5 s.{LOOK}"
    assert len(await guarded.until_leaving(talk(ASHA), 2)) == 2
    await guarded.pressed("meera", typed.said[0], "recall")
    await guarded.world.wait_for(lambda: typed.said[0].text == "Taken back; nothing was sent.")


async def test_an_edit_warns_with_a_way_back_and_says_nothing_where_nothing_is_wrong(guarded: Room) -> None:
    draft = await guarded.inbox.drafted("No scam")
    card = await guarded.card(talk(ASHA), draft)

    opened = await guarded.pressed("meera", card, "edit")
    submitted = await guarded.submit("meera", opened, text="A scam?")

    assert await guarded.said(submitted) == f"Approved.{LOOK}"
    await guarded.pressed("meera", submitted.said[0], "recall")
    await guarded.until_state(draft, "pending")
    unchanged = await guarded.submit("meera", await guarded.pressed("meera", card, "edit"))
    await guarded.until_state(draft, "approved")
    assert unchanged.said == []


async def test_what_is_quoted_in_a_warning_is_harmless(guarded: Room) -> None:
    card = await guarded.card(await guarded.inbox.hear())

    typed = await guarded.command("meera", card.channel, "reply", text="See https://evil.example/@everyone")

    assert "https\\:\\/\\/evil.example" in await guarded.said(typed)
