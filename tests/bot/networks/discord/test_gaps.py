"""Whatever cuts us off, nothing is lost and nothing comes twice: resumed, begun anew, or read from history."""

from __future__ import annotations

import json

import pytest

from bot.networks._discord_ids import at_moment
from bot.playground.discord import permissions
from bot.playground.discord.records import Person
from bot.playground.faults import Fault, Kind
from inbox.errors import Unavailable
from inbox.incoming import GapClosed, MessageEdited, MessageRemoved, NewMessage
from tests.bot.networks.discord.conftest import Desk, Heard, caught_up, failure


def gaps(heard: Heard) -> list[int]:
    """How much each closed gap brought."""
    return [gap.messages for gap in heard.of(GapClosed)]


def told(heard: Heard) -> list[str]:
    """Every message in the order in which it came, repeats included."""
    return [message.text for message in heard.of(NewMessage)]


@pytest.mark.parametrize("code", [4000, 4007, 1001, None], ids=str)
async def test_a_dropped_connection_is_resumed_and_loses_nothing(
    desk: Desk, asha: Person, heard: Heard, code: int | None
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        desk.server.world.say(asha, desk.general, "before")
        await heard.says("before")
        desk.server.drop(desk.bot, code=code)
        desk.server.world.say(asha, desk.general, "meanwhile")
        await heard.says("meanwhile")
        desk.server.world.say(asha, desk.general, "after")
        await heard.says("after")
    assert heard.texts == ["before", "meanwhile", "after"]


async def test_a_connection_cut_in_the_middle_of_an_event_brings_it_whole(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        desk.server.drop_during(desk.bot)
        desk.server.world.say(asha, desk.general, "cut in two")
        await heard.says("cut in two")
    assert (told(heard), gaps(heard)) == (["cut in two"], [0])


async def test_asked_to_reconnect_we_resume(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        desk.server.ask_to_reconnect(desk.bot)
        desk.server.world.say(asha, desk.general, "meanwhile")
        await heard.says("meanwhile")
    assert (told(heard), gaps(heard)) == (["meanwhile"], [0])


async def test_a_session_that_is_gone_is_begun_anew_and_what_was_missed_is_read(
    desk: Desk, asha: Person, bhavin: Person, heard: Heard
) -> None:
    world = desk.server.world
    dm = world.dm(asha, desk.bot)
    async with desk.listening(heard.receive):
        await caught_up(heard)
        world.say(asha, dm, "in private")
        await heard.says("in private")
        desk.server.forget_sessions(desk.bot)
        desk.server.drop(desk.bot)
        world.say(asha, dm, "missed in private")
        world.say(bhavin, desk.general, "missed in public")
        await caught_up(heard, 2)
        world.say(asha, desk.general, "heard")
        await heard.says("heard")
    assert heard.texts == ["in private", "missed in private", "missed in public", "heard"]
    assert gaps(heard) == [0, 2]


async def test_an_invalid_session_is_begun_anew(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        desk.server.invalidate(desk.bot)
        desk.server.world.say(asha, desk.general, "meanwhile")
        await caught_up(heard, 2)
        await heard.says("meanwhile")
    assert heard.texts == ["meanwhile"]


async def test_after_a_network_failure_the_next_run_resumes(desk: Desk, asha: Person, heard: Heard) -> None:
    account = desk.account()
    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive, account=account):
            await _vanish(desk, heard)
    assert isinstance(failure(failed), Unavailable)
    port = int(desk.server.url.rpartition(":")[2])
    desk.server.world.say(asha, desk.general, "meanwhile")
    await desk.server.start(port=port)
    async with desk.listening(heard.receive, heard.cursor, account=account):
        await heard.says("meanwhile")
    assert (told(heard), gaps(heard)) == (["meanwhile"], [0])  # no second gap: nothing had to be read


async def _vanish(desk: Desk, heard: Heard) -> None:
    await caught_up(heard)
    await desk.server.stop()
    await heard.says("never")


# ----------------------------------------------------------------------------------------------------- after a downtime


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
    assert gaps(heard) == [0, 3]


async def test_a_long_silence_is_read_page_by_page(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    for number in range(333):
        desk.server.world.say(asha, desk.general, str(number))
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
    assert heard.texts == [str(number) for number in range(333)]
    assert gaps(heard) == [0, 333]


@pytest.mark.parametrize("limits", [True])
async def test_many_channels_are_read_at_the_pace_that_discord_allows(desk: Desk, asha: Person, heard: Heard) -> None:
    channels = [desk.server.world.create_channel(desk.guild, f"talk-{n}") for n in range(40)]
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    for channel in channels:
        desk.server.world.say(asha, channel, f"missed in {channel.name}")
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
    assert gaps(heard) == [0, 40]
    assert any(call.status == 429 for call in desk.server.calls)


async def test_threads_are_read_too_also_those_that_were_archived_meanwhile(
    desk: Desk, asha: Person, bhavin: Person, heard: Heard
) -> None:
    world = desk.server.world
    forum = world.create_channel(desk.guild, "help", kind="forum")
    open_one = world.open_thread(asha, desk.general, "open one", text="first")
    desk.server.clock.advance(1)
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    world.say(bhavin, open_one, "in an old thread")
    post = world.open_thread(asha, forum, "Where is it?", text="a new post")
    world.say(bhavin, post, "an answer")
    world.archive(post)
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
    assert heard.texts == ["in an old thread", "a new post", "an answer"]


async def test_an_edit_that_was_missed_is_seen(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        said = desk.server.world.say(asha, desk.general, "helo")
        await heard.says("helo")
    desk.server.world.edit(said, "hello")
    async with desk.listening(heard.receive, heard.cursor):
        edited = await heard.first(MessageEdited)
    assert edited.text == "hello"


async def test_a_removal_that_was_missed_is_seen_by_the_process_that_knew_the_message(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        said = [desk.server.world.say(asha, desk.general, text) for text in ("one", "two", "three")]
        await heard.says("three")
        desk.server.forget_sessions(desk.bot)
        desk.server.drop(desk.bot)
        desk.server.world.remove(said[2])
        desk.server.world.remove(said[0])
        await caught_up(heard, 2)
    assert [int(gone.id) for gone in heard.of(MessageRemoved)] == [said[0].id, said[2].id]


async def test_the_cursor_stands_still_until_the_gap_is_closed(desk: Desk, asha: Person, heard: Heard) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
    place = heard.cursor
    desk.server.clock.advance(600)
    desk.server.world.say(asha, desk.general, "missed")
    history = "GET /channels/{channel_id}/messages"
    desk.server.faults.next(Fault(Kind.HANG_BEFORE, seconds=30), history)
    async with desk.listening(heard.receive, place):
        desk.server.world.say(asha, desk.general, "live")
        await heard.says("live")
    assert heard.cursor == place
    async with desk.listening(heard.receive, place):
        await caught_up(heard, 2)
    assert (heard.texts, gaps(heard)) == (["missed", "live"], [0, 1])


async def test_when_history_cannot_be_read_the_run_ends_and_the_next_one_reads_it(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    desk.server.world.say(asha, desk.general, "missed")
    account = desk.account()
    desk.server.faults.next(Fault(Kind.REFUSE, status=503), "GET /channels/{channel_id}/messages")
    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive, heard.cursor, account=account):
            await heard.says("missed")
    assert isinstance(failure(failed), Unavailable)
    async with desk.listening(heard.receive, heard.cursor, account=account):
        await heard.says("missed")


async def test_a_channel_that_may_not_be_read_stays_behind_alone_until_it_may(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    world = desk.server.world
    closed = world.create_channel(desk.guild, "support")
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    world.set_permissions(closed, desk.bot, deny=permissions.READ_MESSAGE_HISTORY)
    world.say(asha, closed, "unseen")
    world.say(asha, desk.general, "seen")
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
        desk.server.clock.advance(600)
        world.say(asha, closed, "live")
        await heard.says("live")
    assert heard.texts == ["seen", "live"]
    assert f";{closed.id}=" in str(heard.cursor)
    desk.server.clock.advance(600)
    world.set_permissions(closed, desk.bot, allow=permissions.READ_MESSAGE_HISTORY)
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 3)
    assert (heard.texts, gaps(heard)) == (["unseen", "seen", "live"], [0, 1, 1])
    assert f";{closed.id}=" not in str(heard.cursor)


async def test_a_first_private_word_that_was_missed_comes_with_the_second(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    world = desk.server.world
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    dm = world.dm(asha, desk.bot)
    world.say(asha, dm, "anybody there?")
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
        assert heard.texts == []  # no bot is told of its private conversations
        world.say(asha, dm, "hello?")
        await heard.says("anybody there?", "hello?")
        await caught_up(heard, 3)
    assert gaps(heard) == [0, 0, 1]


async def test_known_private_conversations_are_read_after_a_restart(desk: Desk, asha: Person, heard: Heard) -> None:
    dm = desk.server.world.dm(asha, desk.bot)
    async with desk.listening(heard.receive):
        await caught_up(heard)
        desk.server.world.say(asha, dm, "first")
        await heard.says("first")
    desk.server.clock.advance(600)
    desk.server.world.say(asha, dm, "missed")
    async with desk.listening(heard.receive, heard.cursor):
        await heard.says("missed")


async def test_a_server_that_alone_had_an_outage_is_read_when_it_is_back(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    away = json.dumps({"id": str(desk.guild.id), "unavailable": True})
    async with desk.listening(heard.receive):
        await caught_up(heard)
        [session] = desk.server.world.sessions.of(desk.bot)
        back = next(text for _, event, text in session.told if event == "GUILD_CREATE")
        session.tell("GUILD_DELETE", away)
        intents, session.intents = session.intents, 0  # the gateway tells nothing of this server meanwhile
        desk.server.world.say(asha, desk.general, "missed")
        session.intents = intents
        session.tell("GUILD_CREATE", json.dumps(json.loads(back)["d"]))
        await caught_up(heard, 2)
        assert f";{desk.guild.id}=" not in str(heard.cursor)
    assert (heard.texts, gaps(heard)) == (["missed"], [0, 1])


async def test_a_server_that_has_an_outage_at_the_start_holds_nothing_up_and_stays_behind(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        [session] = desk.server.world.sessions.of(desk.bot)
        ready = next(json.loads(text)["d"] for _, event, text in session.told if event == "READY")
        session.tell("READY", json.dumps(ready))
        session.tell("GUILD_DELETE", json.dumps({"id": str(desk.guild.id), "unavailable": True}))
        await caught_up(heard, 2)
        assert f";{desk.guild.id}=" in str(heard.cursor)


def test_no_snowflake_of_a_later_moment_is_smaller() -> None:
    assert at_moment(1_790_000_000_001) > at_moment(1_790_000_000_000) > 0 == at_moment(0)
