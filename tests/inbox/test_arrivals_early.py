"""What was done to a message before it came: hooks promise no order, and a process may end between two of them."""

from __future__ import annotations

from inbox.incoming import MessageEdited, MessageHidden, MessageRemoved, Reacted
from inbox.models import RemoteId
from tests.cast import ASHA, BHAVIN
from tests.inbox.looking import read
from tests.world import START, World, said, thread_of


async def test_what_was_done_to_a_message_that_came_later_is_done_to_it_once(here: World) -> None:
    thread, id = thread_of(ASHA), RemoteId("m1")
    hidden, back = (MessageHidden(thread, id, START + n, hide) for n, hide in ((1, True), (2, False)))
    reacted = Reacted(thread, id, BHAVIN, "👍", START + 3)
    early = (hidden, reacted, Reacted(thread, id, ASHA, "👎", START + 3), MessageRemoved(thread, id, START + 4))
    assert await here.receive(*early, back, hidden) == 0

    assert await here.receive(said("hello", id="m1"), said("and?", id="m2", at=START + 9)) == 2

    first, second = (await read(here)).messages
    assert (first.hidden, first.removed_at, sorted(first.reactions.values())) == (True, START + 4, ["👍", "👎"])
    assert (second.hidden, second.removed_at, second.reactions) == (False, 0, {})
    assert await here.receive(said("hello", id="m1"), back) == 1
    assert not (await read(here)).messages[0].hidden


async def test_a_message_that_was_never_told_but_by_its_edit_is_hidden_as_well(here: World) -> None:
    thread = thread_of(ASHA)
    await here.receive(MessageHidden(thread, RemoteId("m1"), START + 1, hidden=True))
    await here.receive(MessageEdited(thread, RemoteId("m1"), ASHA, "hello", START + 2))
    assert [message.hidden for message in (await read(here)).messages] == [True]
