"""Holds what is done on X to a simulated one: said once, to the newest version, and counted by its price."""

from __future__ import annotations

import pytest

from bot.networks._x.errors import reason
from bot.networks._x.ids import said_at
from bot.playground.faults import Fault, Kind
from inbox.actions import Block, DirectMessage, Edit, Hide, Mute, React, Remove, Reply, Unblock, Unhide
from inbox.errors import LoginNeeded, RateLimited, Rejected, Unavailable, Uncertain, Unsupported
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


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("duplicate", Rejected, "takes no text twice"),
        ("cashtags", Rejected, "one cashtag"),
        ("reply-restricted", Rejected, "chose who may answer"),
        ("reply-gone", Rejected, "gone from X"),
        ("too-long", Rejected, "too long"),
        ("scope", Rejected, "run.py connect x"),
        ("client-forbidden", Unsupported, "plan at X does not include"),
        ("credits", RateLimited, "Buy some"),
        ("usage-capped", RateLimited, "for this month"),
        ("unavailable", Unavailable, "down for a moment"),
        ("internal", Uncertain, "HTTP 500"),
    ],
)
async def test_each_refusal_has_its_consequence_and_its_words(
    ours: Ours, name: str, error: type[Exception], words: str
) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    ours.server.refuse(name, match="POST /2/tweets")
    with pytest.raises(error, match=words):
        await ours.account().perform(Reply(ours.below(mention), "Hello", to=ours.id(mention)), "1")
    assert ours.said() == ["New cups today"]


async def test_a_window_that_is_used_up_is_waited_for(ours: Ours) -> None:
    mention, world = ours.server.world.mention(ours.asha, ours.us, "hello"), ours.server.world
    world.limits.exhaust("POST /2/tweets", ours.us.id, now=world.now)
    with pytest.raises(RateLimited) as caught:
        await ours.account().perform(Reply(ours.below(mention), "Hello", to=ours.id(mention)), "1")
    assert caught.value.retry_after == pytest.approx(900, abs=2)


async def test_a_token_that_is_over_is_renewed_once_and_kept_before_it_is_used(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    old, used = ours.us.access_token, ours.us.refresh_token
    ours.server.world.tokens.forget(old)
    await ours.account().perform(Reply(ours.below(mention), "Hello", to=ours.id(mention)), "1")
    assert ours.said()[-1] == "Hello"
    assert ours.us.access_token not in ("", old)
    assert ours.us.access_token in ours.vault.kept["grant"]
    assert used not in ours.vault.kept["grant"]
    assert ours.server.calls["POST /2/oauth2/token"] == 1


async def test_a_login_that_was_taken_away_stops_the_account(ours: Ours) -> None:
    mention = ours.server.world.mention(ours.asha, ours.us, "hello")
    ours.server.world.revoke(ours.us)
    with pytest.raises(LoginNeeded, match=r"run\.py connect x"):
        await ours.account().perform(Reply(ours.below(mention), "Hello", to=ours.id(mention)), "1")


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
