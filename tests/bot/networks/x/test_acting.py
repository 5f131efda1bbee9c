"""Holds what is done on X to a simulated one: said once, to the newest version, and counted by its price."""

from __future__ import annotations

import pytest

from bot.networks._x.errors import reason
from bot.networks._x.ids import said_at
from inbox.actions import Block, DirectMessage, Edit, Hide, Mute, React, Remove, Reply, Unblock, Unhide
from inbox.errors import Rejected, Unsupported
from inbox.models import RemoteId
from tests.x_account import Ours


async def test_a_mention_is_answered_below_it(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "do you ship to Surat?")
    receipt = await ours.account().perform(Reply(ours.below(mention), "We do!", to=ours.id(mention)), "1")
    (answer,) = [one for one in ours.ours() if one.reply_to is mention]
    assert (receipt.id, receipt.at) == (ours.id(answer), said_at(answer.id))
    assert answer.text == "We do!"
    assert ours.meter.things == {"post.create.summoned": 1}
    assert ours.server.billed.total == (await ours.meter.used()).today == 10_000


async def test_a_link_in_an_answer_costs_what_x_charges_for_it(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "where?")
    await ours.account().perform(Reply(ours.below(mention), "At nadi.example.com", to=ours.id(mention)), "1")
    assert ours.server.billed.total == (await ours.meter.used()).today == 200_000


async def test_who_did_not_mention_us_cannot_be_answered_and_the_words_say_where_to(ours: Ours) -> None:
    below = ours.server.world.reply(ours.asha, ours.post, "Lovely")
    account, to = ours.account(), ours.id(below)
    with pytest.raises(Rejected, match="only those who mention or quote") as caught:
        await account.perform(Reply(ours.below(below), "Thank you", to=to), "1")
    assert reason(caught.value) == "not-summoned"
    assert "open it in x" in str(caught.value).lower()
    assert account.capabilities.opens(ours.below(below), to) == f"https://x.com/i/status/{below.id}"
    assert not ours.meter.things


async def test_whose_messages_are_closed_is_said_in_words(ours: Ours) -> None:
    ours.asha.dms_open = False
    with pytest.raises(Rejected, match="takes no private messages"):
        await ours.account().perform(DirectMessage(RemoteId(ours.asha.id), "Hello"), "1")


async def test_an_answer_is_hidden_and_shown_below_our_posts_only(ours: Ours) -> None:
    rude, thread = ours.server.world.reply(ours.asha, ours.post, "Bah"), ours.below(ours.post)
    account = ours.account()
    for action, hidden in ((Hide(thread, ours.id(rude)), True), (Unhide(thread, ours.id(rude)), False)):
        assert (await account.perform(action, "1")).id == ours.id(rude)
        assert rude.hidden is hidden
    elsewhere = ours.server.world.mention(ours.asha, ours.us, "bah")
    with pytest.raises(Rejected, match="began itself"):
        await account.perform(Hide(ours.below(elsewhere), ours.id(elsewhere)), "2")


async def test_only_our_own_posts_are_removed_and_twice_does_no_harm(ours: Ours) -> None:
    account, thread = ours.account(), ours.below(ours.post)
    for _ in range(2):
        await account.perform(Remove(thread, ours.id(ours.post)), "1")
    assert ours.post.removed
    theirs = ours.server.world.mention(ours.asha, ours.us, "hi")
    with pytest.raises(Rejected, match="only its own posts"):
        await account.perform(Remove(ours.below(theirs), ours.id(theirs)), "2")


async def test_people_are_muted_and_kept_from_writing(ours: Ours) -> None:
    account, person, thread = ours.account(), RemoteId(ours.asha.id), ours.with_asha()
    await account.perform(Mute(thread, person, 3600), "1")
    assert ours.us.muted == {ours.asha.id}
    await account.perform(Mute(thread, person, 0), "2")
    await account.perform(Block(thread, person), "3")
    assert (ours.us.muted, ours.us.dm_blocked) == (set(), {ours.asha.id})
    await account.perform(Unblock(thread, person), "4")
    assert ours.us.dm_blocked == set()
    assert ours.server.billed.total == (await ours.meter.used()).today


async def test_a_like_is_for_enterprise_plans(ours: Ours, large: Ours) -> None:
    theirs = large.server.world.mention(large.asha, large.us, "love it")
    account = large.account()
    await account.perform(React(large.below(theirs), large.id(theirs), "❤️"), "1")
    assert theirs.likes == {large.us.id}
    await account.perform(React(large.below(theirs), large.id(theirs), ""), "2")
    assert theirs.likes == set()
    with pytest.raises(Rejected, match="one reaction"):
        await account.perform(React(large.below(theirs), large.id(theirs), "😡"), "3")
    mention = ours.server.world.mention(ours.asha, ours.us, "love it")
    with pytest.raises(Unsupported, match="plan at X"):
        await ours.account().perform(React(ours.below(mention), ours.id(mention), "❤️"), "4")


async def test_a_changed_post_stays_one_and_its_newest_version_is_acted_upon(large: Ours) -> None:
    account, thread, id = large.account(), large.below(large.post), large.id(large.post)
    receipt = await account.perform(Edit(thread, id, "New cups and plates"), "1")
    assert receipt.id == id
    assert large.said() == ["New cups and plates"]
    await large.account().perform(Edit(thread, id, "New cups, plates and bowls"), "2")
    assert [one.history for one in large.ours()] == [large.post.history]
    assert len(large.post.history) == 3
    below = await large.account().perform(Reply(thread, "And jugs.", to=id), "3")
    answered = large.server.world.posts[str(below.id)].reply_to
    assert answered
    assert answered.id == large.post.history[-1]
