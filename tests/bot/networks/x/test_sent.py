"""Holds looking for what was said to a simulated X: found once, cheaply, and doubted where nobody can tell."""

from __future__ import annotations

import pytest

from bot.networks._x.ids import said_at
from bot.playground.faults import Fault, Kind
from inbox.actions import DirectMessage, Edit, Hide, Remove, Reply
from inbox.errors import Uncertain
from inbox.models import RemoteId
from tests.x_account import Ours


async def test_an_answer_that_was_lost_is_found_and_not_said_twice(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "where do you sell?")
    action = Reply(ours.below(mention), "Here & at https://nadi.example.com/shop <3", to=ours.id(mention))
    ours.server.faults.next(Fault(Kind.CUT_AFTER), "POST /2/tweets")
    begun = ours.now()
    with pytest.raises(Uncertain):
        await ours.account().perform(action, "1")
    ours.server.clock.advance(20)
    found = await ours.account().find_sent(action, "1", begun)
    assert found
    assert found.id == ours.id(ours.ours()[-1])
    assert ours.meter.things["post.create.link"] == 1  # it may be done, so it is counted


async def test_what_was_never_said_is_not_found_and_costs_nothing_to_look_for(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello?")
    action = Reply(ours.below(mention), "Hello", to=ours.id(mention))
    ours.server.faults.next(Fault(Kind.CUT_BEFORE), "POST /2/tweets")
    ours.server.clock.advance(120)
    begun = ours.now()
    with pytest.raises(Uncertain):
        await ours.account().perform(action, "1")
    before = ours.server.billed.total
    assert await ours.account().find_sent(action, "1", begun) is None
    assert ours.server.billed.total == before


async def test_a_private_message_goes_out_and_is_found(ours: Ours) -> None:
    ours.server.world.message(ours.asha, ours.us, "Is my order ready?")
    account, action = ours.account(), Reply(ours.with_asha(), "It is.")
    ours.server.faults.next(Fault(Kind.CUT_AFTER), "POST /2/dm_conversations/*")
    begun = ours.now()
    with pytest.raises(Uncertain):
        await account.perform(action, "1")
    found = await account.find_sent(action, "1", begun)
    (sent,) = [one for one in ours.server.world.letters[ours.us.id] if one.sender is ours.us]
    assert found
    assert found.id == RemoteId(sent.id)
    assert await account.find_sent(Reply(ours.with_asha(), "It is not."), "2", begun) is None
    receipt = await account.perform(DirectMessage(RemoteId(ours.asha.id), "It is, too."), "3")
    assert receipt.at == said_at(receipt.id)


async def test_two_messages_that_look_alike_are_told_apart_by_nobody(ours: Ours) -> None:
    account, begun = ours.account(), ours.now()
    for key in ("1", "2"):
        await account.perform(DirectMessage(RemoteId(ours.asha.id), "Thank you"), key)
    with pytest.raises(Uncertain, match="several messages"):
        await account.find_sent(DirectMessage(RemoteId(ours.asha.id), "Thank you"), "3", begun)


async def test_a_change_whose_answer_was_lost_is_found_by_its_text(large: Ours) -> None:
    thread, id = large.below(large.post), large.id(large.post)
    action = Edit(thread, id, "Cups & saucers")
    large.server.faults.next(Fault(Kind.CUT_AFTER), "POST /2/tweets")
    assert await large.account().find_sent(action, "1", large.now()) is None
    with pytest.raises(Uncertain):
        await large.account().perform(action, "1")
    found = await large.account().find_sent(action, "1", large.now())
    assert found
    assert found.id == id
    await large.account().perform(Remove(thread, id), "2")
    assert large.said() == []


async def test_what_changes_a_message_is_not_looked_for(ours: Ours) -> None:
    with pytest.raises(Uncertain, match="done again"):
        await ours.account().find_sent(Hide(ours.below(ours.post), ours.id(ours.post)), "1", 0)
