"""Commands that say what may go out at all: /mode and /pause."""

from __future__ import annotations

from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA
from tests.world import HOUR
from tests.world import at as talk


async def test_mode_is_shown_to_everybody_of_us(room: Room) -> None:
    typed = await room.command("pavel", room.lounge(), "mode")
    assert await room.said(typed) == "**normal**. That means: what is allowed goes out alone."


async def test_mode_is_set_with_its_reason_and_its_end(room: Room) -> None:
    typed = await room.command("olga", room.lounge(), "mode", level="crisis", why="a *bad* batch", until="2h")

    said = await room.said(typed)
    assert said.startswith("**crisis** since <t:")
    assert "by olga: a \\*bad\\* batch" in said
    mode = await room.inbox.store.modes.read(room.inbox.clock.at)
    assert (mode.level, mode.by, mode.why) == ("crisis", "olga", "a *bad* batch")
    assert mode.until == room.inbox.clock.at + 2 * HOUR


async def test_a_moderator_does_not_set_the_mode(room: Room) -> None:
    typed = await room.command("meera", room.lounge(), "mode", level="stopped")
    assert "may not set the mode" in await room.said(typed)
    assert (await room.inbox.store.modes.read(room.inbox.clock.at)).level == "normal"


async def test_pause_stops_everything_for_a_while_and_ends(room: Room) -> None:
    where = room.lounge()

    await room.said(await room.command("olga", where, "pause", where="everywhere", **{"for": "30 min"}))
    mode = await room.inbox.store.modes.read(room.inbox.clock.at)
    assert (mode.level, mode.until) == ("stopped", room.inbox.clock.at + HOUR // 2)

    await room.said(await room.command("olga", where, "pause", where="everywhere", it="ends"))
    assert (await room.inbox.store.modes.read(room.inbox.clock.at)).level == "normal"


async def test_pause_silences_the_responders_of_one_conversation(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    typed = await room.command("meera", card.channel, "pause", where="here")
    assert await room.said(typed) == "The responders are silent here."
    assert (await room.conversation(talk(ASHA))).quiet_by == "meera"
    assert await room.state(draft) == "outdated"

    ended = await room.command("meera", card.channel, "pause", where="here", it="ends")
    assert await room.said(ended) == "The responders speak here again."
    assert (await room.conversation(talk(ASHA))).quiet_by == ""


async def test_a_pause_of_one_conversation_has_no_end_of_its_own(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    typed = await room.command("meera", card.channel, "pause", where="here", **{"for": "2h"})
    assert "until somebody ends it" in await room.said(typed)
    assert (await room.conversation(talk(ASHA))).quiet_by == ""


async def test_a_mode_without_its_level_is_asked_for_instead_of_only_shown(room: Room) -> None:
    typed = await room.command("olga", room.lounge(), "mode", until="2h")
    assert await room.said(typed) == "Nothing was changed\\: name the level, too."
