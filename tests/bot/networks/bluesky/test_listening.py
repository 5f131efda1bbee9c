"""Holds listening to a simulated Bluesky: once each, from where it stopped, in order, and nothing lost."""

from __future__ import annotations

import json

import pytest

from bot.networks._bluesky.listening import QUICK, SLOW
from bot.playground.attachments import photo
from bot.playground.bluesky.world import GATE
from bot.playground.faults import Fault, Kind, Match
from inbox.actions import Reply
from inbox.errors import LoginNeeded, RateLimited, Unavailable
from inbox.incoming import GapClosed, MessageHidden, MessageRemoved, NewMessage, Unreadable
from inbox.models import RemoteId
from tests.bluesky_account import Ours


async def test_answers_mentions_and_quotes_are_heard_with_the_post_beside_them(ours: Ours) -> None:
    world = ours.server.world
    async with ours.listening() as after:
        answer = world.reply(ours.asha, ours.root, "How much is the blue one?")
        world.mention(ours.asha, ours.us, "do you ship?")
        world.quote(ours.asha, ours.root, "Look at these")
        world.like(ours.asha, ours.root)
        await after(QUICK)
    first, mention, quote = ours.all(NewMessage)
    assert (first.id, first.text, first.reply_to) == (answer.id, "How much is the blue one?", ours.root.id)
    assert first.thread.remote == f"{ours.root.id}~{ours.asha.did.removeprefix('did:plc:')}"
    assert first.thread.subject is not None
    assert first.thread.subject.text == "New cups today"
    assert first.author is not None
    assert (first.author.name, first.author.username) == ("Asha Patel", "asha.example.com")
    assert mention.thread.subject is None
    assert quote.thread.subject is not None
    assert quote.thread.subject.remote == ours.root.id


async def test_a_post_that_names_another_which_bluesky_will_not_look_for_keeps_nobody_unheard(ours: Ours) -> None:
    world = ours.server.world
    other = world.post(ours.us, "And plates")
    async with ours.listening() as after:
        world.reply(ours.asha, ours.root, "How much?")
        world.reply(ours.asha, other, "And these?")
        words = '{"error": "InvalidRequest", "message": "Error: uris must be valid at-uris"}'
        ours.server.faults.next(Fault(Kind.REFUSE, status=400, text=words), Match(call="*getPosts*"), 2)
        await after(QUICK)
    first, second = ours.all(NewMessage)
    assert (first.text, second.text) == ("How much?", "And these?")
    assert [one.thread.subject is not None for one in (first, second)].count(True) == 1


async def test_what_is_read_again_is_told_once_and_only_the_last_day_at_first(ours: Ours) -> None:
    world = ours.server.world
    world.reply(ours.asha, ours.root, "long ago", made_at=ours.server.clock.now() - 90_000)
    world.reply(ours.asha, ours.root, "just now")
    async with ours.listening() as after:
        for _ in range(3):
            await after(QUICK)
    assert ours.texts() == ["just now"]
    assert ours.all(GapClosed) == []


async def test_a_restart_finds_what_was_missed_and_tells_of_the_gap(ours: Ours) -> None:
    world = ours.server.world
    world.reply(ours.asha, ours.root, "one")
    async with ours.listening():
        pass
    for number in range(230):
        ours.server.clock.advance(1)
        world.reply(ours.asha, ours.root, f"while away {number}")
    async with ours.listening():
        assert ours.texts() == ["one", *(f"while away {number}" for number in range(230))]
    *counted, closed = ours.all(GapClosed)
    assert counted
    assert not any(gap.whole for gap in counted)
    assert closed.whole


async def test_what_was_missed_is_counted_though_reading_it_is_cut_short(ours: Ours) -> None:
    async with ours.listening():
        pass
    ours.server.world.reply(ours.asha, ours.root, "while away")
    ours.server.faults.next(Fault(Kind.REFUSE, status=503), Match(call="*getAuthorFeed*"))
    with pytest.raises(Unavailable):
        async with ours.listening():
            pass
    assert [gap.whole for gap in ours.all(GapClosed)] == [False]
    async with ours.listening():
        pass
    assert [gap.whole for gap in ours.all(GapClosed)] == [False, True]


async def test_what_reaches_bluesky_late_is_found_behind_the_newest(ours: Ours) -> None:
    world = ours.server.world
    async with ours.listening() as after:
        world.reply(ours.asha, ours.root, "new")
        await after(QUICK)
        world.reply(ours.asha, ours.root, "late", made_at=ours.server.clock.now() - 120)
        await after(QUICK)
    assert ours.texts() == ["new", "late"]


async def test_a_burst_is_read_whole_and_the_pace_follows_the_talk(ours: Ours) -> None:
    world = ours.server.world
    async with ours.listening() as after:
        for _ in range(8):
            await after(SLOW)
        assert ours.rests[0] == QUICK
        assert ours.rests[-1] == SLOW
        for number in range(250):
            world.reply(ours.asha, ours.root, f"burst {number}", made_at=ours.server.clock.now() + number / 1000)
        await after(SLOW)
        assert len(ours.texts()) == 250
        assert ours.rests[-1] == QUICK
        before = ours.server.calls["GET app.bsky.notification.listNotifications"]
        await after(QUICK)
        assert ours.server.calls["GET app.bsky.notification.listNotifications"] == before + 1


async def test_what_we_say_elsewhere_is_heard_and_what_we_said_here_is_known_by_its_key(ours: Ours) -> None:
    world, account = ours.server.world, ours.account()
    async with ours.listening(account) as after:
        question = world.reply(ours.asha, ours.root, "Open today?")
        world.reply(ours.us, question, "Yes, until six")
        other = world.reply(ours.asha, ours.root, "And tomorrow?")
        reply = Reply(ours.below(other), "Closed", to=RemoteId(other.id))
        receipt = await account.perform(reply, "delivery-1")
        world.repost(ours.us, question)
        await after(QUICK)
        await after(60)
    native, known = [one for one in ours.all(NewMessage) if one.author is None]
    assert (native.text, native.delivery, native.thread.remote) == ("Yes, until six", "", ours.below(question))
    assert (known.id, known.delivery) == (receipt.id, "delivery-1")


async def test_what_is_deleted_is_told_also_when_nobody_listened(ours: Ours) -> None:
    world = ours.server.world
    gone, stays = world.reply(ours.asha, ours.root, "oops"), world.reply(ours.asha, ours.root, "hi")
    rude = world.create_person("rude.example.com")
    world.reply(rude, ours.root, "bah")
    async with ours.listening():
        pass
    world.remove(gone)
    world.block(ours.us, rude)
    async with ours.listening() as after:
        assert [one.id for one in ours.all(MessageRemoved)] == [gone.id]
        world.remove(stays)
        await after(300)
    assert [(one.id, one.thread.remote) for one in ours.all(MessageRemoved)][1:] == [(stays.id, ours.below(stays))]


async def test_what_our_people_hide_elsewhere_is_told_and_told_again_when_it_is_back(ours: Ours) -> None:
    world = ours.server.world
    rude = world.reply(ours.asha, ours.root, "bah")
    world.reply(ours.asha, ours.root, "fine")
    gate = {"post": ours.root.uri, "createdAt": "2026-01-01T00:00:00Z"}
    async with ours.listening() as after:
        assert ours.all(MessageHidden) == []
        world.keep(ours.us, GATE, {**gate, "hiddenReplies": [rude.uri]}, ours.root.rkey)
        await after(300)
        world.keep(ours.us, GATE, gate, ours.root.rkey)
        await after(300)
    assert [(one.id, one.hidden) for one in ours.all(MessageHidden)] == [(rude.id, True), (rude.id, False)]


async def test_pictures_come_with_their_addresses(ours: Ours) -> None:
    shown = ours.server.world.reply(ours.asha, ours.root, "Mine broke", pictures=[photo("broken bowl")])
    async with ours.listening():
        pass
    (message,) = ours.all(NewMessage)
    assert message.id == shown.id
    (picture,) = message.media
    assert picture.alt == "broken-bowl.png"
    data = b"".join([part async for part in ours.account().fetch(picture)])
    assert data == photo("broken bowl").data


async def test_direct_messages_are_heard_from_the_log(ours: Ours) -> None:
    world = ours.server.world
    world.message(ours.asha, ours.us, "Hello?")
    async with ours.listening() as after:
        line = world.message(ours.asha, ours.us, "Anybody?")
        world.say_natively(ours.us, ours.asha, "Yes!")
        await after(QUICK)
        await after(QUICK)
    assert ours.texts() == ["Hello?", "Anybody?", "Yes!"]
    assert {(one.thread.remote, one.thread.kind) for one in ours.all(NewMessage)} == {(ours.private(line), "direct")}
    assert ours.all(NewMessage)[-1].author is None


async def test_without_the_right_to_direct_messages_posts_are_heard(ours: Ours) -> None:
    ours.us.privileged = False
    ours.server.world.message(ours.asha, ours.us, "Hello?")
    ours.server.world.mention(ours.asha, ours.us, "hello")
    async with ours.listening() as after:
        await after(QUICK)
    assert ours.texts() == ["hello"]
    assert ours.server.calls["GET chat.bsky.convo.listConvos"] == 1


async def test_what_cannot_be_understood_is_kept_for_a_person(ours: Ours) -> None:
    strange = ours.server.world.reply(ours.asha, ours.root, "x")
    strange.value["reply"] = {"root": {}, "parent": {}}
    ours.server.world.reply(ours.asha, ours.root, "fine")
    async with ours.listening() as after:
        await after(QUICK)
    (kept,) = ours.all(Unreadable)
    assert kept.id == strange.uri
    assert ours.texts() == ["fine"]


@pytest.mark.parametrize("cut", [Kind.CUT_BEFORE, Kind.CUT_AFTER])
async def test_a_page_that_never_comes_loses_nothing(ours: Ours, cut: Kind) -> None:
    world = ours.server.world
    async with ours.listening():
        pass
    for number in range(150):
        world.reply(ours.asha, ours.root, f"{number:03}", made_at=ours.server.clock.now() + number / 1000)
    ours.server.faults.next(Fault(cut), "GET app.bsky.feed.getPosts", times=2)  # aiohttp asks once more
    with pytest.raises(Unavailable):
        async with ours.listening():
            pass
    async with ours.listening():
        assert ours.texts() == [f"{number:03}" for number in range(150)]


async def test_while_the_store_is_away_the_cursor_stays(ours: Ours) -> None:
    world = ours.server.world
    async with ours.listening() as after:
        world.reply(ours.asha, ours.root, "one")
        world.message(ours.asha, ours.us, "two")
        ours.away = True
        with pytest.raises(ConnectionError):
            await after(QUICK)
    ours.away = False
    async with ours.listening():
        assert sorted(ours.texts()) == ["one", "two"]


async def test_limits_and_dead_logins_end_it_in_words(ours: Ours) -> None:
    ours.server.refuse("RateLimitExceeded", "GET app.bsky.notification.listNotifications")
    with pytest.raises(RateLimited) as slow:
        async with ours.listening():
            pass
    assert 0 < slow.value.retry_after <= 60
    ours.us.taken_down = True
    with pytest.raises(LoginNeeded, match="taken this account down"):
        async with ours.listening():
            pass


async def test_a_cursor_that_nobody_can_read_begins_with_the_last_day(ours: Ours) -> None:
    ours.cursor = json.dumps({"heard": "soon"})
    ours.server.world.reply(ours.asha, ours.root, "hi")
    async with ours.listening():
        pass
    assert ours.texts() == ["hi"]
