"""What we said ourselves: parts of one answer are one message to us, and an echo proves what no answer did."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest

from bot.networks._meta.ids import private_with
from bot.networks._meta.said import MOST_KEPT, PARTS, Said
from inbox.actions import Reply
from inbox.errors import Uncertain
from inbox.incoming import Cursor, Incoming, MessageRemoved, NewMessage
from inbox.models import Contact, RemoteId, Thread
from inbox.network import Receipt
from tests.adapters import Shelves
from tests.meta_accounts import NOW, PAGE, Ours
from tests.meta_wire import CUT, Wire, wire

ASHA = RemoteId("24266381753005180")
TALK = private_with(ASHA)
THREAD = Thread(TALK, "direct")
SENDS = f"POST /{PAGE}/messages"
LONG = " ".join(f"word{number:04}" for number in range(500))  # three messages


@dataclass
class World:
    wire: Wire
    ours: Ours


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with wire() as (told, http):
        yield World(told, Ours(http, told.url))


class Heard(list[Incoming]):
    """What was received."""

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        self.extend(events)
        return len(events)


async def test_what_comes_back_of_our_own_is_told_as_what_it_is(world: World) -> None:
    """Parts of one answer are one message to us, whether an echo or a poll tells of them."""
    world.wire.tell(SENDS, *({"message_id": f"m_{number}"} for number in (1, 2, 3)))
    account, heard = world.ours.facebook(), Heard()

    await account.perform(Reply(TALK, LONG), "key")
    asha = Contact(ASHA, "Asha")
    echoes = [NewMessage(THREAD, RemoteId(f"m_{n}"), None, "x", NOW, delivery=f"key/{n}") for n in (1, 2, 3)]
    polled = [NewMessage(THREAD, RemoteId(f"m_{n}"), None, "x", NOW) for n in (1, 2, 3)]
    native = NewMessage(THREAD, RemoteId("m_4"), None, "by hand", NOW)
    theirs = NewMessage(THREAD, RemoteId("m_5"), asha, "Hello", NOW)
    for fresh in (account, world.ours.facebook()):
        await fresh.hearing(heard.receive)([*echoes, *polled, native, theirs], None)
        told = [(one.id, one.delivery) for one in heard if isinstance(one, NewMessage)]
        assert told == [("m_1", "key"), ("m_1", "key"), ("m_4", ""), ("m_5", "")]
        heard.clear()


async def test_an_echo_that_comes_before_a_lost_answer_is_proof(world: World) -> None:
    world.wire.tell(SENDS, CUT)
    account = world.ours.facebook()

    with pytest.raises(Uncertain):
        await account.perform(Reply(TALK, "Hello"), "key")
    echo = NewMessage(THREAD, RemoteId("m_9"), None, "Hello", NOW, delivery="key")
    await account.hearing(Heard().receive)([echo], None)
    again = world.ours.facebook()
    assert await again.find_sent(Reply(TALK, "Hello"), "key", NOW) == Receipt(RemoteId("m_9"), NOW)
    assert len(world.wire.asked) == 1
    assert all("EAA" not in json.dumps(mail.body) for mail in world.ours.mailbox.lines.values())


async def test_an_echo_that_comes_while_we_send_is_kept_in_mind_and_written_down_when_the_answer_is_lost() -> None:
    shelves = Shelves()
    said, proof = Said(shelves), Receipt(RemoteId("m_1"), NOW)
    echo = NewMessage(THREAD, RemoteId("m_1"), None, "Hello", NOW, delivery="key/1")
    said.begin("key")
    await said.hearing(Heard().receive)([echo], None)
    assert not shelves.lines
    assert await said.found("key/1") == proof
    await said.lost("key")
    assert await Said(shelves).found("key/1") == proof
    assert await Said(shelves).found("key/2") is None


async def test_all_else_is_told_as_it_came() -> None:
    heard, said = Heard(), Said(Shelves())
    removed = MessageRemoved(THREAD, RemoteId("m_1"), NOW)
    by_hand = NewMessage(THREAD, RemoteId("m_2"), None, "by hand", NOW)
    await said.hearing(heard.receive)([removed, by_hand], "cursor")
    assert heard == [removed, by_hand]


async def test_what_was_answered_is_not_written_down_again() -> None:
    """One line for each message would be much for nothing: the answer is proof enough."""
    shelves = Shelves()
    said = Said(shelves)
    said.done("key", Receipt(RemoteId("m_1"), NOW))
    echo = NewMessage(THREAD, RemoteId("m_1"), None, "Hello", NOW, delivery="key")
    await said.hearing(Heard().receive)([echo], None)
    assert not shelves.lines
    await Said(shelves).hearing(Heard().receive)([echo], None)  # of another process
    assert [thread for thread, _ in shelves.lines] == [PARTS]


async def test_memory_does_not_grow_for_ever() -> None:
    said = Said(Shelves())
    for number in range(MOST_KEPT + 1):
        said.done(f"key{number}", Receipt(RemoteId(f"m_{number}"), NOW))
    assert not said.elsewhere(RemoteId("m_0"), "another")
    assert said.elsewhere(RemoteId("m_1"), "another")
    assert not said.elsewhere(RemoteId("m_1"), "key1/2")


async def test_whatever_a_crash_left_written_down_of_a_part_a_reading_takes_it_for_what_it_is() -> None:
    """What is found under its key is not looked for again, so its id must be known before."""
    shelves, heard = Shelves(), Heard()
    await Said(shelves).keep("key/2", Receipt(RemoteId("m_2"), NOW))
    last = list(shelves.lines)[-1]
    assert last == (PARTS, "key/2")
    del shelves.lines[last]
    await Said(shelves).hearing(heard.receive)([NewMessage(THREAD, RemoteId("m_2"), None, "x", NOW)], None)
    assert not heard
