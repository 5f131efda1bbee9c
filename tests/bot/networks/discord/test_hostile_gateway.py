"""A gateway that speaks nonsense, or breaks off at the worst moment, costs nothing and leaves no traceback."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from bot.networks._discord_gateway import AN_HOUR, BETWEEN_MANY, MOST_SESSIONS, Session
from bot.playground.discord import permissions
from bot.playground.discord.calls import Call
from bot.playground.discord.records import Message, Person
from bot.playground.faults import Fault, Kind
from inbox.errors import NetworkError, StoreAway
from inbox.incoming import Cursor, GapClosed, Incoming, NewMessage, Reacted, Unreadable
from inbox.models import RemoteId
from inbox.network import Mail
from tests.adapters import Shelves
from tests.bot.networks.discord.conftest import Desk, Heard, caught_up, failure

DEEP = '{"op":0,"t":"MESSAGE_CREATE","s":9,"d":' + "[" * 970 + "]" * 970 + "}"
HISTORY = "GET /channels/{channel_id}/messages"


def tell(desk: Desk, event: str, told: object) -> None:
    """Tell our bot of an event, whatever it holds."""
    [session] = desk.server.world.sessions.of(desk.bot)
    session.tell(event, json.dumps(told))


def heard_of(desk: Desk, event: str) -> dict[str, object]:
    """What the gateway told with the first event of a kind."""
    [session] = desk.server.world.sessions.of(desk.bot)
    told: dict[str, object] = next(json.loads(text)["d"] for _, kind, text in session.told if kind == event)
    return told


def again(desk: Desk, message: Message, id: int, **changed: object) -> dict[str, object]:
    """A message as the gateway tells it, under another id and with something else in it."""
    return {**message.body, "id": str(id), "guild_id": str(desk.guild.id), "member": {"roles": []}, **changed}


@pytest.mark.parametrize(
    "text",
    [
        "garbage",
        "[1]",
        "7",
        '{"op":0,"t":"READY","s":1,"d":{}}',
        '{"op":0,"t":"READY","s":1,"d":null}',
        '{"op":10}',
        "{" * 100_000,
        DEEP,
    ],
    ids=["no JSON", "a list", "a number", "an empty READY", "no READY", "an empty HELLO", "deep", "deep and whole"],
)
async def test_nonsense_from_the_gateway_ends_the_run_in_words_and_the_next_one_reads_what_was_missed(
    desk: Desk, asha: Person, heard: Heard, text: str
) -> None:
    account = desk.account()

    async def talk() -> None:
        await caught_up(heard)
        [session] = desk.server.world.sessions.of(desk.bot)
        assert session.wire
        session.wire.push("", text)
        await heard.says("never")

    with pytest.raises(ExceptionGroup) as failed:
        async with desk.listening(heard.receive, account=account):
            await talk()
    assert isinstance(failure(failed), NetworkError)
    desk.server.world.say(asha, desk.general, "meanwhile")
    async with desk.listening(heard.receive, heard.cursor, account=account):
        await heard.says("meanwhile")


async def test_what_is_nested_too_deeply_to_be_kept_holds_nothing_up(desk: Desk, asha: Person, heard: Heard) -> None:
    nested: list[object] = []
    for _ in range(900):
        nested = [nested]
    async with desk.listening(heard.receive):
        await caught_up(heard)
        tell(desk, "MESSAGE_CREATE", nested)
        desk.server.world.say(asha, desk.general, "behind it")
        await heard.says("behind it")
    assert len(heard.of(Unreadable)) == 1


@pytest.mark.parametrize(
    "key",
    [
        "member",
        "mentions",
        "attachments",
        "embeds",
        "sticker_items",
        "message_reference",
        "poll",
        "message_snapshots",
        "flags",
        "webhook_id",
        "channel_type",
        "type",
        "edited_timestamp",
        "referenced_message",
        "reactions",
    ],
)
async def test_what_is_null_in_a_message_is_as_if_it_were_not_there(
    desk: Desk, asha: Person, heard: Heard, key: str
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        said = desk.server.world.say(asha, desk.general, "whole")
        tell(desk, "MESSAGE_CREATE", again(desk, said, said.id + 9, content="with a hole") | {key: None})
        await heard.says("whole", "with a hole")


@pytest.mark.parametrize(
    "strange",
    [{"id": "x", "type": 0}, {"type": 0}, 7, None, {"id": "77", "type": 11, "owner_id": None, "thread_metadata": None}],
    ids=["no id", "without id", "a number", "null", "nulls"],
)
async def test_one_strange_channel_does_not_hide_its_server(
    desk: Desk, asha: Person, heard: Heard, strange: object
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        ready, guild = heard_of(desk, "READY"), heard_of(desk, "GUILD_CREATE")
        assert isinstance(guild["channels"], list)
        guild["channels"].insert(0, strange)
        tell(desk, "READY", ready)
        tell(desk, "GUILD_CREATE", guild)
        await caught_up(heard, 2)
    assert f";{desk.guild.id}=" not in str(heard.cursor)  # it came, so that it did not stay behind


async def test_a_message_of_the_far_future_does_not_hide_what_is_missed_later(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    async with desk.listening(heard.receive):
        await caught_up(heard)
        said = desk.server.world.say(asha, desk.general, "real")
        tell(desk, "MESSAGE_CREATE", again(desk, said, (1 << 64) - 1, content="far"))
        await heard.says("far")
    desk.server.clock.advance(600)
    desk.server.world.say(asha, desk.general, "missed")
    async with desk.listening(heard.receive, heard.cursor):
        await heard.says("missed")


async def test_a_resume_address_where_nobody_answers_is_given_up(desk: Desk, asha: Person, heard: Heard) -> None:
    account = desk.account()
    desk.server.world.gateway_url = "ws://127.0.0.1:9/gateway"

    async def talk() -> None:
        await caught_up(heard)
        desk.server.drop(desk.bot)
        await heard.says("never")

    with pytest.raises(ExceptionGroup):
        async with desk.listening(heard.receive, account=account):
            await talk()
    desk.server.world.say(asha, desk.general, "meanwhile")
    async with desk.listening(heard.receive, heard.cursor, account=account):
        await heard.says("meanwhile")
    assert len(heard.of(GapClosed)) == 1  # resumed all the same


def test_sessions_are_begun_so_seldom_that_discord_never_takes_the_token_away() -> None:
    session, now, begun = Session(), 0.0, 0
    while (now := max(now, session.may_begin_at())) < 24 * AN_HOUR:
        session.begun.append(now)
        begun += 1
    assert MOST_SESSIONS < begun < 1000
    assert session.may_begin_at() - session.begun[-1] <= BETWEEN_MANY  # it is never deaf for long


def test_discord_takes_one_session_in_five_seconds() -> None:
    session = Session()
    session.begun.append(100.0)
    assert session.may_begin_at() == 105.0


async def test_the_next_session_waits_until_discord_takes_it(desk: Desk, heard: Heard) -> None:
    account = desk.account()
    session = account._session
    session.pause = 0.4
    async with desk.listening(heard.receive, account=account):
        await caught_up(heard)
        desk.server.invalidate(desk.bot)
        await caught_up(heard, 2)
    first, second = session.begun
    assert second - first >= session.pause


# --------------------------------------------------------------------------------------------- the store goes away


async def test_a_sweep_of_reactions_that_could_not_be_stored_comes_again(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    account, said, away = desk.account(), desk.server.world.say(asha, desk.general, "hi"), False

    async def receive(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        if away and events:
            raise StoreAway("no Redis")
        return await heard.receive(events, cursor)

    async def talk() -> None:
        nonlocal away
        await caught_up(heard)
        desk.server.world.react(asha, said, "👍")
        await heard.first(Reacted)
        away = True
        place = {"channel_id": str(desk.general.id), "guild_id": str(desk.guild.id)}
        tell(desk, "MESSAGE_REACTION_REMOVE_ALL", {"message_id": str(said.id), **place})
        await heard.says("never")

    with pytest.raises(ExceptionGroup):
        async with desk.listening(receive, account=account):
            await talk()
    async with desk.listening(heard.receive, heard.cursor, account=account):
        await heard.until(lambda: [one.emoji for one in heard.of(Reacted)] == ["👍", ""])


@pytest.mark.parametrize("restarted", [False, True])
async def test_the_first_private_words_survive_a_store_that_was_away(
    desk: Desk, asha: Person, heard: Heard, *, restarted: bool
) -> None:
    world, account = desk.server.world, desk.account()
    async with desk.listening(heard.receive, account=account):
        await caught_up(heard)
    desk.server.clock.advance(600)
    dm = world.dm(asha, desk.bot)
    world.say(asha, dm, "anybody there?")

    async def away(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        if any(isinstance(event, NewMessage) for event in events):
            raise StoreAway("no Redis")
        return await heard.receive(events, cursor)

    async def talk() -> None:
        await caught_up(heard, 2)
        desk.server.clock.advance(600)
        world.say(asha, dm, "hello?")
        await heard.says("never")

    with pytest.raises(ExceptionGroup):
        async with desk.listening(away, heard.cursor, account=account):
            await talk()
    if restarted:
        account = desk.account()
    async with desk.listening(heard.receive, heard.cursor, account=account):
        await heard.says("anybody there?", "hello?")


class Closed(Shelves):
    """A mailbox that takes nothing while it is shut."""

    shut = True

    async def append(self, thread: RemoteId, key: str, body: str) -> Mail:
        if self.shut:
            raise StoreAway("no Redis")
        return await super().append(thread, key, body)


async def test_a_private_conversation_met_while_the_mailbox_was_shut_is_kept_later(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    mailbox = desk.mailbox = Closed()
    account, dm = desk.account(), desk.server.world.dm(asha, desk.bot)

    async def talk() -> None:
        await caught_up(heard)
        desk.server.world.say(asha, dm, "hello?")
        await heard.says("never")

    with pytest.raises(ExceptionGroup):
        async with desk.listening(heard.receive, account=account):
            await talk()
    mailbox.shut = False
    async with desk.listening(heard.receive, heard.cursor, account=account):
        await heard.says("hello?")
    assert [mail.key for mail in mailbox.lines.values()] == [str(dm.id)]


# ---------------------------------------------------------------------------------------------- rights that change


async def test_a_history_that_is_closed_while_it_is_read_stays_behind_and_is_read_once_it_is_open(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    world, watch, asked = desk.server.world, desk.server.inspect, 0
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    for number in range(260):
        world.say(asha, desk.general, str(number))

    def close(call: Call) -> None:
        nonlocal asked
        asked += call.route == HISTORY.removeprefix("GET ") or call.route == HISTORY
        if asked == 2:
            world.set_permissions(desk.general, desk.bot, deny=permissions.READ_MESSAGE_HISTORY)
        if watch:
            watch(call)

    desk.server.inspect = close
    async with desk.listening(heard.receive, heard.cursor):
        await caught_up(heard, 2)
        assert len(heard.texts) < 260
        assert f";{desk.general.id}=" in str(heard.cursor)
        desk.server.clock.advance(600)
        world.set_permissions(desk.general, desk.bot)
        await caught_up(heard, 3)
    assert len(heard.texts) == 260
    assert f";{desk.general.id}=" not in str(heard.cursor)


async def test_what_was_refused_is_not_asked_for_again_whenever_somebody_changes_their_name(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    world = desk.server.world
    closed = world.create_channel(desk.guild, "closed")
    async with desk.listening(heard.receive):
        await caught_up(heard)
    desk.server.clock.advance(600)
    world.set_permissions(closed, desk.bot, deny=permissions.READ_MESSAGE_HISTORY)
    world.say(asha, closed, "unseen")
    async with desk.listening(heard.receive, heard.cursor) as account:
        await caught_up(heard, 2)
        for _ in range(30):
            desk.server.faults.next(Fault(Kind.REFUSE, status=403), HISTORY)
        world.set_permissions(closed, desk.bot)  # but Discord refuses all the same
        await desk.server.world.wait_for(lambda: refused(desk) == 1)
        for number in range(20):
            world.rename(asha, desk.guild, f"Asha {number}")
        world.say(asha, desk.general, "last")
        await heard.says("last")
        await account.check()  # asks Discord several things: what was to be asked before, was
        assert refused(desk) == 1


def refused(desk: Desk) -> int:
    """How often the bot asked for a history and was refused."""
    return sum(call.status == 403 for call in desk.server.calls)


async def test_nobody_chooses_by_the_name_of_a_thread_whether_it_is_read(
    desk: Desk, asha: Person, heard: Heard
) -> None:
    world = desk.server.world
    other = world.create_channel(desk.guild, "other")
    async with desk.listening(heard.receive, channels=["general"], exclude=["team"]):
        await caught_up(heard)
        world.open_thread(asha, other, "general", text="not read")
        world.open_thread(asha, desk.general, "team", text="read")
        world.say(asha, desk.general, "last")
        await heard.says("last")
    assert heard.texts == ["read", "last"]
