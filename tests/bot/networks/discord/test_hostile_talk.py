"""Crowds, teams, other bots and changing servers: what is said arrives once, in order, and where it belongs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.networks._outside import Outside
from bot.networks.discord import Discord
from bot.playground.discord import permissions, places
from bot.playground.discord.records import Person
from bot.playground.faults import Fault, Kind
from inbox.errors import StoreAway
from inbox.incoming import Cursor, GapClosed, Incoming, NewMessage, Unreadable
from inbox.models import account_id
from tests.bot.networks.discord.conftest import SHORT, Desk, Heard, caught_up
from tests.bot.networks.discord.test_acting import reply
from tests.bot.networks.discord.test_hostile_gateway import HISTORY, again, tell

MANY = 2_000


async def test_a_flood_while_the_store_is_slow_and_the_line_is_cut_arrives_whole_and_in_order(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async def slowly(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        await asyncio.sleep(0.01)
        return await heard.receive(events, cursor)

    async with desk.listening(slowly):
        await caught_up(heard)
        for number in range(MANY):
            desk.server.world.say(asha, desk.general, str(number))
            if number % (MANY // 5) == 50:
                desk.server.drop(desk.bot)
                await desk.server.world.wait_for(lambda: desk.server.connections(desk.bot))
        await heard.until(lambda: len(heard.known) == MANY)
    told = [message.text for message in heard.of(NewMessage)]
    assert list(dict.fromkeys(told)) == [str(number) for number in range(MANY)]


async def test_while_the_store_is_away_nothing_is_confirmed_and_no_session_is_spent(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    away, tries, account = False, 0, desk.account()

    async def receive(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        nonlocal tries
        if away:
            tries += 1
            raise StoreAway("no Redis")
        return await heard.receive(events, cursor)

    async def listen_again() -> None:
        while True:
            try:
                await account.listen(receive, heard.cursor)
            except StoreAway:
                await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as group:
        listening = group.create_task(listen_again())
        await caught_up(heard)
        place, away = heard.cursor, True
        for number in range(40):
            desk.server.world.say(asha, desk.general, str(number))
        async with asyncio.timeout(10):
            while tries < 5:
                await asyncio.sleep(0.001)
        assert heard.cursor == place
        away = False
        desk.server.world.say(asha, desk.general, "last")
        await heard.says("last")
        listening.cancel()
    assert heard.texts[:40] == [str(number) for number in range(40)]
    assert desk.bot.identified == 1


async def test_a_session_that_is_lost_while_history_is_read_begins_the_reading_again(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    for number in range(120):
        desk.server.world.say(asha, desk.general, str(number))
    desk.server.faults.next(Fault(Kind.HANG_BEFORE, seconds=30), HISTORY)
    async with desk.listening(heard.receive, heard.cursor):
        await desk.server.world.wait_for(lambda: any("/messages" in call.path for call in desk.server.calls))
        desk.server.invalidate(desk.bot)
        await caught_up(heard, 2)
    assert heard.texts == [str(number) for number in range(120)]
    assert [gap.messages for gap in heard.of(GapClosed)] == [0, 120]


async def test_a_bot_that_was_thrown_out_and_comes_back_hears_again(desk: Desk, asha: Person, heard: Heard) -> None:
    world = desk.server.world
    async with desk.listening(heard.receive):
        await caught_up(heard)
        world.say(asha, desk.general, "before")
        await heard.says("before")
        world.leave(desk.bot, desk.guild)
        world.join(desk.bot, desk.guild)
        world.say(asha, desk.general, "after")
        [after] = await heard.says("after")
    assert after.thread.title == "Friends of Nadi: #general"


async def test_two_bots_of_ours_in_one_server_do_not_hear_each_other(desk: Desk, asha: Person, heard: Heard) -> None:
    world, second = desk.server.world, Heard()
    other = world.create_bot("second")
    world.join(other, desk.guild)
    theirs = desk.account(token=other.token)
    async with desk.listening(heard.receive) as ours, asyncio.TaskGroup() as group:
        listening = group.create_task(theirs.listen(second.receive, None))
        await caught_up(heard)
        await caught_up(second)
        question = world.say(asha, desk.general, "Are you open?")
        for account, words in ((ours, "Yes."), (theirs, "Until six.")):
            await account.perform(reply(question, words), "k1")
        world.say(asha, desk.general, "Thanks!")
        await heard.says("Thanks!")
        await second.says("Thanks!")
        listening.cancel()
    assert heard.texts == ["Are you open?", "Yes.", "Thanks!"]
    assert second.texts == ["Are you open?", "Until six.", "Thanks!"]


async def test_nothing_of_the_teams_channels_is_heard_however_old_moved_or_archived(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    world = desk.server.world
    forum = world.create_channel(
        desk.guild, "team", kind="forum", parent=world.create_channel(desk.guild, "staff", "category")
    )
    text = world.create_channel(desk.guild, "desk")
    old = world.open_thread(asha, forum, "old", text="an old card")
    outside = Outside(desk.http, desk.mailbox, desk.blobs, "", desk.now, frozenset({str(forum.id), str(text.id)}))
    options = Discord.Options.model_validate({"token": desk.bot.token, "base_url": desk.server.api})
    account = Discord(account_id("discord", "main"), options, outside)
    account._session.pause = SHORT
    desk.made.append(account)
    async with desk.listening(heard.receive, account=account):
        await caught_up(heard)
        world.say(asha, old, "in an old post")
        note = world.say(asha, world.open_thread(asha, text, "talk", text="among us"), "a note")
        world.edit(note, "another note")
        world.react(asha, note, "👍")
        world.remove(note)
        forum.parent = world.create_channel(desk.guild, "elsewhere", kind="category")
        places.channel_changed(world, forum)
        new = world.open_thread(asha, forum, "new", text="a new card")
        world.say(asha, desk.general, "Kem cho?")
        await heard.says("Kem cho?")
    desk.server.clock.advance(600)
    for place in (old, new, text):
        world.say(asha, place, "missed among us")
    world.archive(new)
    world.say(asha, desk.general, "missed")
    async with desk.listening(heard.receive, heard.cursor, account=account):
        await caught_up(heard, 2)
    assert {type(event) for event in heard.all} == {GapClosed, NewMessage}
    assert heard.texts == ["Kem cho?", "missed"]


async def test_the_first_channel_of_an_old_server_has_its_id_and_stays_behind_alone(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    world, general = desk.server.world, desk.general
    for places_there in (world.channels, desk.guild.channels):
        del places_there[general.id]
        places_there[desk.guild.id] = general
    general.id = desk.guild.id
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    world.set_permissions(general, desk.bot, deny=permissions.READ_MESSAGE_HISTORY)
    world.say(asha, general, "unseen")
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
        assert heard.texts == []
        desk.server.clock.advance(600)
        world.set_permissions(general, desk.bot)
        await heard.says("unseen")


async def test_a_deleted_channel_is_not_behind_for_ever(desk: Desk, asha: Person, heard: Heard) -> None:
    closed = desk.server.world.create_channel(desk.guild, "closed")
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    desk.server.world.set_permissions(closed, desk.bot, deny=permissions.READ_MESSAGE_HISTORY)
    desk.server.world.say(asha, closed, "unseen")
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
        assert f";{closed.id}=" in str(heard.cursor)
        desk.server.world.delete_channel(closed)
        desk.server.world.say(asha, desk.general, "last")
        await heard.says("last")
    assert f";{closed.id}=" not in str(heard.cursor)


async def test_where_direct_messages_are_left_out_their_past_is_not_read_either(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    dm = desk.server.world.dm(asha, desk.bot)
    async with desk.listening(heard.receive, direct_messages=False):
        await caught_up(heard)
        desk.server.world.say(asha, dm, "in private")
        desk.server.world.say(asha, desk.general, "last")
        await heard.says("last")
    assert heard.texts == ["last"]
    assert not any(str(dm.id) in call.path for call in desk.server.calls)
    assert (f";{dm.id}=" in str(heard.cursor), desk.mailbox.lines) == (False, {})


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"content": "n" * 6000}, "n" * 6000),
        ({"content": "", "embeds": [{"title": "t" * 256, "description": "d" * 4096}] * 25}, "t" * 256),
        ({"content": "\ud800 \u202e @everyone <@&1> <@999>\0"}, "\ufffd \u202e @everyone <@&1> <@999>"),
        ({"content": "", "attachments": [{"id": "1"}] * 30}, ""),
        ({"content": "in a place that nobody told of", "channel_id": "123456789012345678", "channel_type": 11}, "in a"),
        (
            {"author": {"id": "5", "username": "**@everyone** \ud800\0", "global_name": "\u202eevil"}, "content": "x"},
            "x",
        ),
    ],
    ids=["by Nitro", "25 cards", "strange signs", "30 files", "unknown place", "a strange name"],
)
async def test_what_is_too_much_or_strange_arrives_all_the_same(
    desk: Desk, asha: Person, heard: Heard, changed: dict[str, object], text: str
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        said = desk.server.world.say(asha, desk.general, "plain")
        tell(desk, "MESSAGE_CREATE", again(desk, said, said.id + 99, **changed))
        await heard.until(lambda: len(heard.of(NewMessage)) == 2)
    strange = heard.of(NewMessage)[1]
    assert strange.text.startswith(text)
    assert strange.author
    (strange.text + strange.author.name + strange.author.username).encode()  # a store can keep it
    assert heard.of(Unreadable) == []
