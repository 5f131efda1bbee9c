"""What no hook told is found by reading: comments, replies to old ones, what was hidden, and what is gone."""

from __future__ import annotations

import pytest

from bot.networks._tiktok.resume import Place
from inbox.errors import Unavailable
from inbox.incoming import ContactDescribed, MessageRemoved, NewMessage
from tests.tiktok_account import DAY, Ours

LIST, REPLIES = "GET /business/comment/list/", "GET /business/comment/reply/list/"


async def test_comments_and_replies_are_found_with_names_and_the_post(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("What glaze is this?")
    ours.server.clock.advance(5)
    ours.server.world.reply(ours.us, said, "Celadon.")
    assert await ours.round(account) == 2
    asked, answered = sorted(ours.heard.messages.values(), key=lambda one: one.at)
    assert asked.author is not None
    assert (asked.author.name, asked.author.username) == ("Asha Patel", "asha")
    assert asked.thread.subject is not None
    assert asked.thread.subject.text == "New cups today"
    assert (answered.author, answered.reply_to, answered.thread.remote) == (None, said.id, ours.below(said))
    assert await ours.round(account) == 0


async def test_the_past_of_an_old_account_stays_where_it_is(ours: Ours) -> None:
    ours.comment("long ago")
    ours.server.clock.advance(3 * DAY)
    ours.log_in()
    ours.comment("today")
    assert await ours.round(ours.account()) == 1
    assert ours.heard.texts == ["today"]


async def test_after_a_restart_it_goes_on_where_it_was(ours: Ours) -> None:
    first = ours.account()
    old = ours.comment("before")
    await ours.round(first)
    ours.server.clock.advance(3 * DAY)
    for number in range(40):
        ours.comment(f"while we were away {number}")
    ours.server.world.reply(ours.asha, old, "below an old one")
    assert await ours.round(ours.account()) == 41
    assert len(ours.heard.texts) == 42


async def test_many_replies_below_an_old_comment_are_read(ours: Ours) -> None:
    account, old = ours.account(), ours.comment("old")
    for number in range(5):
        ours.server.world.reply(ours.asha, old, f"reply {number}")
    ours.server.clock.advance(1)
    for number in range(40):
        ours.comment(f"newer {number}")
    await ours.round(account)
    assert len(ours.heard.texts) == 46
    ours.server.clock.advance(3 * 3600)
    ours.server.world.reply(ours.asha, old, "much later")
    ours.server.clock.advance(60)
    assert await ours.round(account) == 1  # it is on no first page; that TikTok counts one more tells of it
    assert "much later" in ours.heard.texts


async def test_hidden_and_shown_natively(ours: Ours) -> None:
    account, said = ours.account(), ours.comment("spam")
    ours.server.world.hide_natively(said)
    await ours.round(account)
    assert ours.heard.hidden == {said.id}
    ours.server.world.hide_natively(said, hidden=False)
    ours.server.clock.advance(60)
    await ours.round(account)
    assert ours.heard.hidden == set()


async def test_what_is_gone_is_told_once_and_only_that(ours: Ours) -> None:
    account = ours.account()
    gone, stays = ours.comment("gone"), ours.comment("stays")
    for number in range(5):
        ours.server.world.reply(ours.asha, stays, f"reply {number}")
    await ours.round(account)
    ours.server.world.remove_comment(gone)
    ours.server.clock.advance(60)
    await ours.round(account)
    assert ours.heard.removed == {gone.id}
    ours.server.clock.advance(2 * 3600)
    await ours.round(account)
    assert len(ours.heard.of(MessageRemoved)) == 1


async def test_a_post_that_was_made_private_or_deleted_ends_nothing(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Hm")
    other = ours.server.world.video(ours.us, "another")
    await ours.round(account)
    ours.server.world.remove_video(ours.video)
    ours.server.clock.advance(600)
    ours.comment("there", video=other)
    assert await ours.round(account) == 1
    assert ours.heard.removed == set()


async def test_a_burst_beyond_what_tiktok_sorts_is_read_whole(ours: Ours) -> None:
    account = ours.account()
    await ours.round(account)
    for number in range(700):
        ours.comment(f"comment {number}")
    ours.server.clock.advance(30)
    assert await ours.round(account) == 700


async def test_old_posts_are_read_seldom_and_a_new_count_wakes_them(ours: Ours) -> None:
    ours.server.clock.advance(40 * DAY)
    ours.log_in()
    account = ours.account()
    await ours.round(account)
    ours.server.clock.advance(60)
    before = ours.server.calls[LIST]
    await ours.round(account)
    assert ours.server.calls[LIST] == before
    ours.comment("on an old post")
    assert await ours.round(account) == 1


async def test_a_round_that_was_cut_short_moves_no_cursor(ours: Ours) -> None:
    account = ours.account()
    ours.comment("Hm")
    ours.server.refuse(50002, LIST)
    with pytest.raises(Unavailable):
        await ours.round(account)
    place = Place.read(ours.heard.cursor, ours.now())
    assert (place.since, dict(place.counts)) == (ours.now() - DAY * 1000, {ours.video.id: 1})  # and so many there were
    assert await ours.round(account) == 1
    assert Place.read(ours.heard.cursor, ours.now()).since == ours.now()


async def test_a_hook_that_comes_before_listening_begins_hides_nothing(ours: Ours) -> None:
    old = ours.comment("old")
    await ours.round(ours.account())
    ours.server.clock.advance(2 * DAY)
    for number in range(40):
        ours.comment(f"newer {number}")
    ours.told()
    again = ours.account()
    ours.server.world.reply(ours.asha, old, "missed, below an old one")
    ours.told()
    ours.comment("told")
    await ours.hook(again)
    await ours.round(again)
    assert len(ours.heard.texts) == 43


async def test_where_it_goes_on_is_how_far_every_post_was_read(ours: Ours) -> None:
    account = ours.account()
    await ours.round(account)
    place = Place.read(ours.heard.cursor, ours.now())
    assert (place.since, dict(place.counts), place.first) == (ours.now(), {ours.video.id: 0}, False)


async def test_a_name_that_a_hook_did_not_tell_is_told_when_it_is_read(ours: Ours) -> None:
    account = ours.account()
    account.known.self_id = "known"
    ours.comment("Hm")
    await ours.hook(account)
    (said,) = ours.heard.of(NewMessage)
    assert said.author is not None
    assert said.author.name == ""
    await ours.round(account)
    assert [one.contact.name for one in ours.heard.of(ContactDescribed)] == ["Asha Patel"]


@pytest.mark.parametrize("restarted", [False, True])
async def test_what_is_gone_hides_no_reply_below_an_old_comment(ours: Ours, restarted: bool) -> None:
    """TikTok counts as many as we know of: the new comment makes up for both."""
    account, old, gone = ours.account(), ours.comment("old"), ours.comment("gone")
    between = {ours.comment(f"between {number}").text for number in range(40)}  # more than a page
    ours.server.clock.advance(3600)
    await ours.round(account)
    ours.server.clock.advance(3600)
    ours.server.world.reply(ours.asha, old, "a late reply")
    ours.server.world.remove_comment(gone)
    ours.comment("new")
    await ours.round(account)
    account = ours.account() if restarted else account
    for _ in range(3):
        ours.server.clock.advance(1800)
        await ours.round(account)
    assert {one.text for one in ours.heard.of(NewMessage)} == {"old", "gone", "new", "a late reply"} | between
    assert [one.id for one in ours.heard.of(MessageRemoved)] == ([] if restarted else [gone.id])
