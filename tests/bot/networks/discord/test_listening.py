"""What people do in the simulated Discord arrives once, in order, in its place, whatever happens to the connection."""

from __future__ import annotations

from bot.playground.discord.records import Person
from inbox.network import GapClosed
from tests.bot.networks.discord.conftest import Desk, Heard, caught_up


async def test_a_message_arrives_with_its_author_place_and_time(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        said = desk.server.world.say(asha, desk.general, "Kem cho?")
        [message] = await heard.says("Kem cho?")
    assert (message.thread.kind, message.thread.title) == ("group", "Friends of Nadi: #general")
    assert message.thread.remote == f"{desk.general.id:020d}"
    assert message.id == f"{said.id:020d}"
    assert message.author is not None
    assert (message.author.name, message.author.username) == ("Asha", "asha")
    assert abs(message.at - desk.now()) < 60_000


async def test_the_first_time_ever_history_is_not_read(desk: Desk, asha: Person, heard: Heard) -> None:
    desk.server.world.say(asha, desk.general, "long ago")
    desk.server.clock.advance(120)
    async with desk.listening(heard.receive):
        await caught_up(heard)
        desk.server.world.say(asha, desk.general, "now")
        await heard.says("now")
    assert heard.texts == ["now"]
    assert heard.of(GapClosed)[0].messages == 0


async def test_what_was_said_while_away_is_recovered_and_counted(
    desk: Desk, asha: Person, bhavin: Person, heard: Heard
) -> None:
    other = desk.server.world.create_channel(desk.guild, "help")
    async with desk.listening(heard.receive):
        await caught_up(heard)
        desk.server.world.say(asha, desk.general, "before")
        await heard.says("before")
    desk.server.clock.advance(600)
    desk.server.world.say(asha, desk.general, "missed 1")
    desk.server.world.say(bhavin, other, "missed 2")
    desk.server.world.say(asha, desk.general, "missed 3")
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
    assert heard.texts == ["before", "missed 1", "missed 2", "missed 3"]
    assert [gap.messages for gap in heard.of(GapClosed)] == [0, 3]
