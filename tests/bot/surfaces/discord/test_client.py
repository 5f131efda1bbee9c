"""The control channel's connection: who it lets in, what it says when it cannot connect; any process will do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.playground.discord.records import MESSAGE_CONTENT
from bot.surfaces.discord.client import ControlChannel
from bot.surfaces.discord.options import ControlOptions
from inbox.actions import Reply
from inbox.errors import LoginNeeded, Unavailable
from tests.bot.surfaces.discord.control_room import Room
from tests.cast import ASHA
from tests.redis_servers import free_port
from tests.world import DAY
from tests.world import at as talk


def syncs(room: Room) -> int:
    """How often Discord was told of the commands."""
    return sum(call.method == "PUT" and call.path.endswith("/commands") for call in room.discord.calls)


async def run_with(room: Room, **changed: object) -> None:
    """One try to connect with other options."""
    told = {**room.told, **changed}
    await ControlChannel(replace(room.kit, options=ControlOptions.model_validate(told))).run()


async def test_a_click_works_after_a_restart(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    await room.reconnect()

    await room.pressed("meera", card, "approve")

    await room.until_state(draft, "approved")


async def test_a_window_that_was_opened_before_a_restart_still_sends(room: Room) -> None:
    draft = await room.inbox.drafted()
    pressed = await room.pressed("meera", await room.card(talk(ASHA), draft), "edit")
    await room.reconnect()

    await room.submit("meera", pressed, text="After the restart.")

    await room.until_state(draft, "approved")
    assert (await room.delivery(draft)).action == Reply(ASHA.remote, "After the restart.")


async def test_of_two_processes_one_acts(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    async with room.connected():
        pressed = await room.pressed("meera", card, "reply")
        submitted = await room.submit("meera", pressed, text="Once")
        await room.said(submitted)
        approved = await room.pressed("meera", card, "approve")

        leaving = await room.until_leaving(talk(ASHA))
        assert [one.action for one in leaving] == [Reply(ASHA.remote, "Once", "m1")]
        assert len(submitted.said) == 1
        assert "no longer fits" in await room.said(approved)
        assert len(approved.said) == 1


async def test_a_card_from_a_year_ago_is_refused_politely_or_works(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    room.inbox.clock.at += 365 * DAY

    pressed = await room.pressed("meera", card, "approve")
    assert "that is over" in await room.said(pressed)
    await room.pressed("meera", card, "reject")
    await room.submit("meera", await room.pressed("meera", card, "reject"), reason=["Out of date"])
    await room.until_state(draft, "rejected")


async def test_strangers_are_told_one_sentence_and_nothing_more(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    for pressed in [
        await room.pressed("asha", card, "approve"),
        await room.command("asha", card.channel, "inbox"),
        await room.command("asha", card.channel, "open", conversation=talk(ASHA)),
    ]:
        assert await room.said(pressed) == "Only the team of this server works with Sangam here."
        assert pressed.said[0].only_for is room.people["asha"]
    assert await room.world.complete(room.people["asha"], card.channel, "open", "conversation", "a") == []
    assert await room.state(draft) == "pending"


async def test_somebody_who_lost_their_role_can_do_nothing_any_more(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    room.world.take_roles(room.people["meera"], room.guild, [room.roles["moderator"]])

    pressed = await room.pressed("meera", card, "approve")

    assert "Only the team" in await room.said(pressed)


async def test_commands_are_told_to_discord_only_when_they_changed(room: Room) -> None:
    await room.reconnect()
    await room.client.wait_until_ready()
    assert syncs(room) == 1
    await room.board.set("commands", "of another version")
    await room.reconnect()
    await room.world.wait_for(lambda: syncs(room) == 2)


async def test_a_button_of_another_version_is_refused_politely(room: Room) -> None:
    card = await room.card(await room.inbox.hear())
    room.retarget(card, "sg:resolve:", "sg:explode:")

    pressed = await room.pressed("meera", card, "explode")

    assert "another version" in await room.said(pressed)


async def test_a_wrong_token_is_said_with_the_way_to_mend_it(room: Room) -> None:
    with pytest.raises(LoginNeeded, match="Reset Token"):
        await run_with(room, token="x" * 40)


async def test_a_token_that_was_reset_while_connected_is_said(room: Room) -> None:
    channel = room.channels[0]
    room.world.reset_token(room.bot)
    with pytest.raises(LoginNeeded, match="Reset Token"):
        await room.ended(channel)


async def test_notes_without_the_intent_are_said_with_the_way_to_mend_it(room: Room) -> None:
    room.bot.allowed_intents &= ~MESSAGE_CONTENT
    begun = room.bot.identified
    with pytest.raises(LoginNeeded, match="Message Content Intent"):
        await run_with(room, notes=True)
    assert room.bot.identified == begun  # a refused one would count among the thousand of a day


async def test_a_discord_that_is_not_there_is_tried_again_by_whoever_supervises(room: Room) -> None:
    with pytest.raises(Unavailable, match="cannot be reached"):
        await run_with(room, base_url=f"http://127.0.0.1:{free_port()}/api/v10")


async def test_a_click_works_after_the_connection_was_lost(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    room.discord.drop(room.bot)
    await room.discord.connected(room.bot)

    await room.pressed("meera", card, "approve")

    await room.until_state(draft, "approved")


async def test_commands_are_told_again_when_the_bot_was_invited_anew(room: Room) -> None:
    await room.client.wait_until_ready()
    room.world.leave(room.bot, room.guild)
    room.world.join(room.bot, room.guild)
    await room.world.wait_for(lambda: syncs(room) == 2)


async def test_a_command_that_we_have_no_more_is_refused_politely(room: Room) -> None:
    commands = room.bot.commands[room.guild.id]
    old = next(one for one in commands if one["name"] == "parked")
    commands.append(old | {"name": "explode", "id": "77"})

    typed = await room.command("meera", room.lounge(), "explode")

    assert "This command has changed" in await room.said(typed)


async def test_a_bug_is_written_down_and_said_without_a_word_of_its_own(
    room: Room, capsys: pytest.CaptureFixture[str]
) -> None:
    room.handed.broken = True

    typed = await room.command("meera", room.lounge(), "search", words="refund")

    assert "Something broke inside Sangam" in await room.said(typed)
    assert "the index is upside down" in capsys.readouterr().out


async def test_a_click_works_after_the_bot_was_sent_away_and_invited_again(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    room.world.leave(room.bot, room.guild)
    room.world.join(room.bot, room.guild)
    await room.world.wait_for(lambda: syncs(room) == 2)

    await room.pressed("meera", card, "approve")

    await room.until_state(draft, "approved")


async def test_a_token_that_is_reset_while_we_run_is_said_with_its_fix(room: Room) -> None:
    room.world.reset_token(room.bot)
    room.discord.drop(room.bot, code=4004)

    with pytest.raises(LoginNeeded, match="Reset Token"):
        await room.ended(room.channels[0])


async def test_fifty_who_type_at_once_are_all_answered(room: Room) -> None:
    card = await room.card(await room.inbox.hear())

    asked = [room.world.command(room.people["meera"], card.channel, "note", {"text": str(n)}) for n in range(50)]

    assert {await room.said(await one.answered()) for one in asked} == {"Noted; it stays among us."}
