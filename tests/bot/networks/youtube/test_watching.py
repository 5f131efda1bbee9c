"""Looking at comments: what is new, changed, held, published, rejected, removed or only out of sight."""

from __future__ import annotations

import pytest

from bot.networks._oauth import Grant, Login
from bot.networks._youtube.api import Api
from bot.networks._youtube.options import Hosts
from bot.networks._youtube.reading import Page, Reading
from bot.networks._youtube.resume import Resume
from bot.networks._youtube.watching import Watching
from inbox.incoming import (
    ContactDescribed,
    GapClosed,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    ThreadDescribed,
    Unreadable,
)
from tests.youtube_accounts import Enough, Ours, Store

MINUTE, HOUR = 60.0, 3600.0


async def test_a_comment_and_its_replies_are_one_conversation_below_their_video(channel: Ours) -> None:
    video, asha = channel.video(), channel.person()
    comment = channel.world.comment(asha, video, "Which clay is it?")
    reply = channel.world.reply(channel.person("Bhavin"), comment, "I wonder, too")
    store = await channel.hear(channel.account())
    first, second = store.of(NewMessage)
    assert first.thread == second.thread
    assert first.thread.remote == f"{video.id}.{comment.id}"
    assert first.thread.subject.text == "How we glaze"
    assert (first.text, first.reply_to, first.author.username) == ("Which clay is it?", None, "asha")
    assert (second.id, second.reply_to) == (reply.id, comment.id)


async def test_nothing_is_told_twice_and_what_is_new_later_is(channel: Ours) -> None:
    video, asha = channel.video(), channel.person()
    channel.world.comment(asha, video, "One")
    account = channel.account()
    await channel.hear(account, 5 * MINUTE)
    channel.world.comment(asha, video, "Two")
    store = await channel.hear(account, 5 * MINUTE)
    assert [event.text for event in store.of(NewMessage)] == ["One", "Two"]
    assert len(store.told) == 2


async def test_what_we_say_in_youtubes_own_pages_is_ours(channel: Ours) -> None:
    comment = channel.world.comment(channel.person(), channel.video(), "Hello")
    channel.world.reply(channel.channel, comment, "Welcome!")
    store = await channel.hear(channel.account())
    assert [event.author is None for event in store.of(NewMessage)] == [False, True]


async def test_what_somebody_replies_to_us_is_told_without_our_handle_in_front(channel: Ours) -> None:
    asha = channel.person()
    comment = channel.world.comment(asha, channel.video(), "Hello")
    ours = channel.world.reply(channel.channel, comment, "Welcome!")
    account = channel.account()
    reply = channel.world.reply(asha, ours, "When are you open?")
    assert reply.text == f"@{channel.channel.handle} When are you open?"
    store = await channel.hear(account)
    channel.clock.advance(1.0)
    channel.world.edit_comment(reply, f"@{channel.channel.handle} Are you open?")
    await channel.hear(account, 10 * MINUTE)
    assert {event.text for event in store.of(NewMessage)} == {"Hello", "Welcome!", "When are you open?"}
    assert [event.text for event in store.of(MessageEdited)] == ["Are you open?"]
    assert channel.server.calls["GET /youtube/v3/channels"] == 1


async def test_an_edit_is_told_once_with_its_new_words(channel: Ours) -> None:
    comment = channel.world.comment(channel.person(), channel.video(), "Helo")
    account = channel.account()
    await channel.hear(account)
    channel.clock.advance(30)
    channel.world.edit_comment(comment, "Hello")
    store = await channel.hear(account, 10 * MINUTE)
    assert [event.text for event in store.of(MessageEdited)] == ["Hello"]


async def test_an_edit_from_before_we_looked_is_stored_with_its_last_words(channel: Ours) -> None:
    comment = channel.world.comment(channel.person(), channel.video(), "Helo", at=channel.clock.now() - 60)
    channel.world.edit_comment(comment, "Hello")
    store = await channel.hear(channel.account())
    assert store.texts == {comment.id: "Hello"}


async def test_a_new_reply_to_an_older_comment_is_found_though_it_moves_nothing(channel: Ours) -> None:
    video, asha = channel.video(), channel.person()
    old = channel.world.comment(asha, video, "First", at=channel.clock.now() - HOUR)
    channel.world.crowd(video, 250, over=HOUR / 2)
    account = channel.account()
    await channel.hear(account)
    reply = channel.world.reply(asha, old, "Anybody?")
    store = await channel.hear(account, 10 * MINUTE)
    assert reply.id in store.texts


async def test_more_replies_than_come_along_are_asked_for(channel: Ours) -> None:
    comment = channel.world.comment(channel.person(), channel.video(), "Hello")
    replies = [channel.world.reply(channel.person(), comment, f"Reply {n}") for n in range(12)]
    account = channel.account()
    store = await channel.hear(account)
    assert {reply.id for reply in replies} <= store.texts.keys()
    more = [channel.world.reply(channel.person(), comment, f"Later {n}") for n in range(8)]
    store = await channel.hear(account, 3 * MINUTE)
    assert {reply.id for reply in more} <= store.texts.keys()


async def test_a_comment_that_is_gone_is_removed_with_its_replies(channel: Ours) -> None:
    video = channel.video()
    comment = channel.world.comment(channel.person(), video, "Hello")
    reply = channel.world.reply(channel.person(), comment, "Hello, too")
    channel.world.comment(channel.person(), video, "Still there")
    account = channel.account()
    await channel.hear(account)
    channel.world.remove_comment(comment)
    store = await channel.hear(account, 10 * MINUTE)
    assert store.removed == {comment.id, reply.id}
    assert len(store.of(MessageRemoved)) == 2


async def test_a_reply_that_is_gone_is_removed_alone(channel: Ours) -> None:
    comment = channel.world.comment(channel.person(), channel.video(), "Hello")
    replies = [channel.world.reply(channel.person(), comment, f"Reply {n}") for n in range(7)]
    account = channel.account()
    await channel.hear(account)
    channel.world.remove_comment(replies[1])
    store = await channel.hear(account, 10 * MINUTE)
    assert store.removed == {replies[1].id}


async def test_comments_out_of_sight_with_their_video_are_not_gone(channel: Ours) -> None:
    video, other = channel.video(), channel.video("Another")
    comment = channel.world.comment(channel.person(), video, "Hello")
    channel.world.comment(channel.person(), other, "Older", at=channel.clock.now() - 60)
    account = channel.account()
    await channel.hear(account)
    channel.world.comments_off(video)
    await channel.hear(account, 10 * MINUTE)
    channel.world.comments_off(video, off=False)
    channel.world.make_private(other)
    store = await channel.hear(account, 10 * MINUTE)
    assert not store.removed
    channel.world.remove_comment(comment)
    store = await channel.hear(account, 10 * MINUTE)
    assert store.removed == {comment.id}


async def test_comments_of_a_video_that_is_gone_are_gone(channel: Ours) -> None:
    video = channel.video()
    comment = channel.world.comment(channel.person(), video, "Hello")
    account = channel.account()
    await channel.hear(account)
    channel.world.remove_video(video)
    store = await channel.hear(account, 10 * MINUTE)
    assert store.removed == {comment.id}


async def test_what_is_held_waits_for_our_review_and_spam_with_it(channel: Ours) -> None:
    video = channel.video()
    held = channel.world.comment(channel.person(), video, "Is this real?", held=True)
    spam = channel.world.comment(channel.person(), video, "Cheap followers", held="spam")
    comment = channel.world.comment(channel.person(), video, "Lovely")
    answer = channel.world.reply(channel.person(), comment, "Look at my page", held=True)
    store = await channel.hear(channel.account())
    assert store.held == {held.id, spam.id, answer.id}


async def test_what_is_decided_in_youtube_studio_is_told(channel: Ours) -> None:
    video = channel.video()
    good, bad, later = (channel.world.comment(channel.person(), video, text, held=True) for text in ("1", "2", "3"))
    seen = channel.world.comment(channel.person(), video, "4")
    account = channel.account()
    store = await channel.hear(account)
    assert store.held == {good.id, bad.id, later.id}
    channel.world.moderate(good, "published")
    channel.world.moderate(bad, "rejected")
    channel.world.moderate(seen, "heldForReview")
    store = await channel.hear(account, 10 * MINUTE)
    assert (store.held, store.hidden[good.id], store.hidden[seen.id]) == ({later.id, seen.id}, False, True)
    assert store.removed == {bad.id}
    assert len(store.of(MessageHidden)) == 2


async def test_what_was_decided_while_nobody_listened_is_told_by_the_next_process(channel: Ours) -> None:
    comment = channel.world.comment(channel.person(), channel.video(), "Really?", held=True)
    await channel.hear(channel.account())
    channel.world.moderate(comment, "published")
    channel.clock.advance(HOUR)
    store = await channel.hear(channel.account(), 10 * MINUTE)
    assert (store.held, store.hidden[comment.id]) == (set(), False)


async def test_a_burst_is_read_page_by_page(channel: Ours) -> None:
    video = channel.video()
    account = channel.account()
    await channel.hear(account)
    crowd = channel.world.crowd(video, 1_500, over=20.0)
    store = await channel.hear(account, MINUTE)
    assert {one.id for one in crowd} == store.texts.keys()


async def test_a_quota_that_ends_in_the_middle_of_a_burst_loses_nothing(channel: Ours) -> None:
    video = channel.video()
    account = channel.account()
    await channel.hear(account)
    crowd = channel.world.crowd(video, 1_000, over=20.0)
    channel.world.spend(channel.project, 10_000 - channel.world.used(channel.project) - 5)
    store = await channel.hear(account, MINUTE)
    assert 300 <= len(store.texts) < 1_000
    assert "The quota of the day is used up" in channel.meter.plans[-1][0]
    later = channel.world.crowd(video, 200)
    before = channel.server.calls["GET /youtube/v3/commentThreads"]
    store = await channel.hear(account, 7.15 * HOUR)
    assert {one.id for one in (*crowd, *later)} == store.texts.keys()
    assert channel.server.calls["GET /youtube/v3/commentThreads"] > before


async def test_a_crash_in_the_middle_of_a_burst_loses_nothing(channel: Ours) -> None:
    video = channel.video()
    await channel.hear(channel.account())
    crowd = channel.world.crowd(video, 700, over=20.0)
    for broken in (3, 4, 5, 9):
        channel.store.breaks = [channel.store.calls + broken]
        await channel.hear(channel.account(), MINUTE)
    channel.store.breaks = []
    store = await channel.hear(channel.account(), MINUTE)
    assert {one.id for one in crowd} == store.texts.keys()


async def test_a_page_that_youtube_knows_no_more_is_found_from_the_newest_on(channel: Ours) -> None:
    video = channel.video()
    await channel.hear(channel.account())
    crowd = channel.world.crowd(video, 400, over=20.0)
    channel.store.breaks = [channel.store.calls + 4]
    await channel.hear(channel.account(), MINUTE)
    assert '"token":"Q0FF' in (channel.store.cursor or "")
    channel.server.refuse("invalidPageToken", "GET /youtube/v3/commentThreads")
    store = await channel.hear(channel.account(), MINUTE)
    assert {one.id for one in crowd} == store.texts.keys()


async def test_what_was_said_while_nobody_listened_comes_in_and_is_counted(channel: Ours) -> None:
    video = channel.video()
    channel.world.comment(channel.person(), video, "Before")
    await channel.hear(channel.account())
    channel.clock.advance(30 * HOUR)
    channel.world.crowd(video, 120, over=29 * HOUR)
    gaps: list[GapClosed] = []
    store = channel.store

    async def receive(events: object, cursor: str | None) -> int:
        gaps.extend(event for event in events if isinstance(event, GapClosed))  # type: ignore[attr-defined]  # a list
        return await Store.receive(store, events, cursor)  # type: ignore[arg-type]  # the same list

    channel.ends = channel.clock.now() + 1
    with pytest.raises(Enough):
        await channel.account().listen(receive, store.cursor)
    assert len(store.texts) == 121
    assert [gap.whole for gap in gaps] == [False] * (len(gaps) - 1) + [True]


async def test_the_past_of_an_old_channel_stays_outside_but_what_waits_comes_in(channel: Ours) -> None:
    video, long_ago = channel.video(), channel.clock.now() - 40 * HOUR
    old = channel.world.comment(channel.person(), video, "Long ago", at=long_ago)
    spam = channel.world.comment(channel.person(), video, "Old spam", held="spam", at=long_ago)
    held = channel.world.comment(channel.person(), video, "Waiting", held=True, at=long_ago)
    quiet = channel.world.comment(channel.person(), video, "Also long ago", at=long_ago)
    fresh = channel.world.reply(channel.person(), old, "But what about this?")
    store = await channel.hear(channel.account(), HOUR)
    assert store.texts.keys() == {held.id, old.id, fresh.id}
    assert not {spam.id, quiet.id} & store.texts.keys()


async def test_a_title_that_cannot_be_had_is_told_later(channel: Ours) -> None:
    channel.world.comment(channel.person(), channel.video(), "Hello")
    channel.server.refuse("backendError", "GET /youtube/v3/videos")
    store = await channel.hear(channel.account(), MINUTE)
    (message,), (told,) = store.of(NewMessage), store.of(ThreadDescribed)
    assert (message.thread.subject.text, told.thread.subject.text) == ("", "How we glaze")


async def test_a_name_that_changed_is_told(channel: Ours) -> None:
    asha = channel.person()
    channel.world.comment(asha, channel.video(), "Hello")
    account = channel.account()
    await channel.hear(account)
    asha.handle = "ashapottery"
    store = await channel.hear(account, 5 * MINUTE)
    assert [event.contact.name for event in store.of(ContactDescribed)] == ["@ashapottery"]


async def test_what_cannot_be_read_is_kept_and_the_rest_comes_in(channel: Ours) -> None:
    comment = channel.world.comment(channel.person(), channel.video(), "Good")
    login = Login(channel.vault, _never, channel.now, "")
    reading = Spoilt(
        Api(channel.http, Hosts.at(channel.server.url), login, channel.meter, channel.now), channel.channel.id
    )
    watching = Watching(reading, channel.now, resume=Resume(0))
    await watching.look("channel", channel.store.receive, 0, 1)
    assert channel.store.texts == {comment.id: "Good"}
    (kept,) = channel.store.of(Unreadable)
    assert "UgzBroken" in kept.raw


class Spoilt(Reading):
    """YouTube with one thing on each page that nobody understands."""

    async def threads(self, place: str, status: str, token: str = "") -> Page:
        page = await Reading.threads(self, place, status, token)
        return Page([*page.items, {"id": "UgzBroken"}], page.following)


async def _never(grant: Grant) -> Grant:
    raise AssertionError("nothing has to be renewed")
