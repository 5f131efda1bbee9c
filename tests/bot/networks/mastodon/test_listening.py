"""Listening on the simulated Mastodon: what is said arrives once, whatever the stream leaves out or a restart costs."""

from __future__ import annotations

import pytest

from bot.networks._mastodon.listening import LATELY, PAGE, ROOTS, Place
from inbox.errors import LoginNeeded, RateLimited, Unavailable
from inbox.incoming import GapClosed, MessageEdited, MessageRemoved, NewMessage, Unreadable
from inbox.models import RemoteId, Thread
from tests.bot.networks.mastodon.conftest import START, Ours

DAY = 86_400


async def test_a_mention_arrives_as_it_is_said(ours: Ours) -> None:
    async with ours.listening():
        said = ours.server.world.mention(ours.asha, ours.shop, "When are you open?")
        (told,) = await ours.hears(NewMessage)
    assert (told.id, told.text, told.at) == (said.id, "When are you open?", START * 1000)
    assert told.thread.remote == f"{said.id}.{ours.asha.id}"
    assert told.thread.kind == "comments"
    assert told.author
    assert (told.author.name, told.author.username) == ("Asha Patel", "asha@clay.example")


async def test_a_talk_below_our_post_is_one_thread_for_each_person(ours: Ours) -> None:
    world = ours.server.world
    bela = world.create_person("bela")
    async with ours.listening():
        post = world.post(ours.shop, "New pots")
        first = world.reply(ours.asha, post, "How much?")
        answer = world.reply(ours.shop, first, "30")  # by one of us, in an app
        again = world.reply(ours.asha, answer, "Thanks")
        other = world.reply(bela, first, "@nadi and the blue one?")
        told = await ours.hears(NewMessage, 4)
    by_id = {one.id: one for one in told}
    assert {by_id[RemoteId(one.id)].thread.remote for one in (first, answer, again)} == {f"{post.id}.{ours.asha.id}"}
    assert by_id[RemoteId(other.id)].thread.remote == f"{post.id}.{bela.id}"
    assert by_id[RemoteId(answer.id)].author is None
    subject = by_id[RemoteId(first.id)].thread.subject
    assert subject
    assert (subject.remote, subject.text) == (post.id, "New pots")


async def test_a_storm_below_one_post_does_not_use_up_the_calls_of_the_server(ours: Ours) -> None:
    world, context = ours.server.world, "GET /api/v1/statuses/{id}/context"
    people = [world.create_person(f"guest{number}") for number in range(40)]
    async with ours.listening():
        post = world.post(ours.shop, "New pots")
        first = [world.reply(who, post, "How much?") for who in people]
        world.reply(people[0], first[1], "@nadi I ask, too")
        told = await ours.hears(NewMessage, 41)
        assert ours.server.calls[context] == 1
        world.edit(post, "New cups")
        world.reply(ours.asha, post, "How much?")
        told = await ours.hears(NewMessage, 42)
    assert {one.thread.subject and one.thread.subject.text for one in told[:41]} == {"New pots"}
    assert {one.thread.remote for one in told[:40]} == {f"{post.id}.{who.id}" for who in people}
    assert told[41].thread.subject
    assert told[41].thread.subject.text == "New cups"


async def test_what_only_we_can_see_is_a_private_conversation(ours: Ours) -> None:
    async with ours.listening():
        first = ours.server.world.message(ours.asha, ours.shop, "May I return it?")
        ours.server.world.reply(ours.shop, first, "Yes")
        told = await ours.hears(NewMessage, 2)
    assert {(one.thread.remote, one.thread.kind) for one in told} == {(f"dm.{ours.asha.id}", "direct")}


async def test_edits_and_deletions_arrive_by_the_stream(ours: Ours) -> None:
    async with ours.listening():
        said = ours.server.world.mention(ours.asha, ours.shop, "Opne?")
        await ours.hears(NewMessage)
        ours.server.clock.advance(5)
        ours.server.world.edit(said, "@nadi Open?")
        (edit,) = await ours.hears(MessageEdited)
        ours.server.world.remove(said)
        (gone,) = await ours.hears(MessageRemoved)
    assert (edit.id, edit.text, edit.at) == (said.id, "Open?", (START + 5) * 1000)
    assert gone.id == said.id


async def test_what_the_stream_leaves_out_is_found_by_looking_again(ours: Ours) -> None:
    world = ours.server.world
    async with ours.listening():
        kept, changed = (world.mention(ours.asha, ours.shop, text) for text in ("one", "two"))
        await ours.hears(NewMessage, 2)
        world.silent = True
        ours.server.clock.advance(5)
        world.remove(kept)
        world.edit(changed, "@nadi three")
        ours.rested()
        (gone,) = await ours.hears(MessageRemoved)
        (edit,) = await ours.hears(MessageEdited)
    assert (gone.id, edit.id, edit.text) == (kept.id, changed.id, "three")


async def test_what_was_said_while_nobody_listened_comes_once_oldest_first_and_is_counted(ours: Ours) -> None:
    async with ours.listening():
        ours.server.world.mention(ours.asha, ours.shop, "before")
        await ours.hears(NewMessage)
    for number in range(100):
        ours.server.clock.advance(1)
        ours.server.world.mention(ours.asha, ours.shop, f"missed {number}")
    ours.told.clear()
    async with ours.listening():
        *counted, closed = await ours.hears(GapClosed, 2)
        told = ours.all(NewMessage)
        ours.server.world.mention(ours.asha, ours.shop, "after")
        await ours.hears(NewMessage, 101)
    assert [one.text for one in told] == [f"missed {number}" for number in range(100)]
    assert {(one.whole, one.since) for one in counted} == {(False, START * 1000)}
    assert (closed.whole, closed.since) == (True, START * 1000)


async def test_what_was_missed_is_counted_though_reading_it_is_cut_short(ours: Ours) -> None:
    async with ours.listening():
        pass
    for number in range(PAGE + 1):
        ours.server.world.mention(ours.asha, ours.shop, f"missed {number}")
    ours.server.refuse(429, "Too many requests", "GET /api/v1/accounts/{id}/statuses")
    with pytest.raises(RateLimited):
        await ours.network().listen(ours.receive, ours.cursor)
    assert [one.whole for one in ours.all(GapClosed)] == [False]
    async with ours.listening():
        assert [one.whole for one in await ours.hears(GapClosed, 2)] == [False, True]
    assert len(ours.all(NewMessage)) == PAGE + 1


async def test_the_first_time_only_the_last_day_is_read(ours: Ours) -> None:
    ours.server.world.mention(ours.asha, ours.shop, "long ago")
    ours.server.clock.advance(2 * DAY)
    ours.server.world.mention(ours.asha, ours.shop, "today")
    async with ours.listening():
        told = await ours.hears(NewMessage)
    assert [one.text for one in told] == ["today"]
    assert ours.all(GapClosed) == []


async def test_the_first_time_nothing_is_read_where_the_last_day_was_silent(ours: Ours) -> None:
    ours.server.world.mention(ours.asha, ours.shop, "long ago")
    ours.server.world.mention(ours.asha, ours.shop, "not long after")
    ours.server.clock.advance(2 * DAY)
    async with ours.listening():
        ours.server.world.mention(ours.asha, ours.shop, "now")
        await ours.hears(NewMessage)
    async with ours.listening():
        pass
    assert [one.text for one in ours.all(NewMessage)] == ["now"]


async def test_the_first_time_all_of_the_last_day_is_read(ours: Ours) -> None:
    ours.server.world.mention(ours.asha, ours.shop, "long ago")
    ours.server.clock.advance(2 * DAY)
    for number in range(PAGE * 2):
        ours.server.world.mention(ours.asha, ours.shop, f"{number}")
    async with ours.listening():
        told = await ours.hears(NewMessage, PAGE * 2)
    assert [one.text for one in told] == [f"{number}" for number in range(PAGE * 2)]


async def test_what_is_deleted_or_changed_after_a_restart_is_told_of_messages_from_before(ours: Ours) -> None:
    world = ours.server.world
    async with ours.listening():
        kept, meanwhile, changed = (world.mention(ours.asha, ours.shop, text) for text in ("one", "two", "three"))
        private = world.message(ours.asha, ours.shop, "four")
        threads = {one.id: one.thread for one in await ours.hears(NewMessage, 4)}
    world.remove(meanwhile)
    async with ours.listening():
        world.remove(kept)
        world.remove(private)
        ours.server.clock.advance(5)
        world.edit(changed, "@nadi five")
        gone = await ours.hears(MessageRemoved, 2)
        (edit,) = await ours.hears(MessageEdited)
        ours.rested()
        gone = await ours.hears(MessageRemoved, 3)
    assert [one.id for one in gone] == [kept.id, private.id, meanwhile.id]
    assert all((one.thread.remote, one.thread.kind) == _where(threads[one.id]) for one in [*gone, edit])


def _where(thread: Thread) -> tuple[RemoteId, str]:
    return thread.remote, thread.kind


async def test_what_we_said_in_another_app_meanwhile_is_ours(ours: Ours) -> None:
    async with ours.listening():
        said = ours.server.world.mention(ours.asha, ours.shop, "Hello?")
        await ours.hears(NewMessage)
    answer = ours.server.world.reply(ours.shop, said, "Hi")
    async with ours.listening():
        told = await ours.hears(NewMessage, 2)
    assert [(one.id, one.author) for one in told[1:]] == [(answer.id, None)]


async def test_a_thread_stays_the_same_when_more_of_it_is_known_later(ours: Ours) -> None:
    world = ours.server.world
    bela = world.create_person("bela")
    root = world.post(bela, "Which clay?")
    middle = world.reply(ours.asha, root, "Ask the shop")
    root.removed = True  # not come to our server yet
    said = world.reply(bela, middle, "@nadi what do you say?")
    async with ours.listening():
        (first,) = await ours.hears(NewMessage)
    root.removed, ours.cursor = False, None
    async with ours.listening():
        await ours.until(lambda: ours.server.calls["GET /api/v1/notifications"] >= 4)
        answer = world.reply(ours.shop, said, "Stoneware")
        world.reply(bela, answer, "Thanks")
        told = await ours.hears(NewMessage, 3)
    assert {one.thread.remote for one in told} == {first.thread.remote}
    assert (first.id, first.thread.remote) == (said.id, f"{middle.id}.{bela.id}")


async def test_a_thread_stays_the_same_when_what_it_hangs_on_goes(ours: Ours) -> None:
    world = ours.server.world
    async with ours.listening():
        post = world.post(ours.shop, "New pots")
        first = world.reply(ours.asha, post, "How mcuh?")
        (told,) = await ours.hears(NewMessage)
        world.remove(post)
        first.answers = None  # a server forgets what a post answers once that is gone
        ours.server.clock.advance(5)
        world.edit(first, "@nadi How much?")
        (edit,) = await ours.hears(MessageEdited)
    assert edit.thread.remote == told.thread.remote == f"{post.id}.{ours.asha.id}"


async def test_a_talk_is_written_down_once_however_long_it_is(ours: Ours) -> None:
    world = ours.server.world
    async with ours.listening():
        said = post = world.post(ours.shop, "New pots")
        for number in range(20):
            said = world.reply((ours.asha, ours.shop)[number % 2], said, f"{number}")
        told = await ours.hears(NewMessage, 20)
    async with ours.listening():  # a new process, which remembers nothing
        world.reply(ours.asha, said, "One more")
        told = await ours.hears(NewMessage, 21)
    assert {one.thread.remote for one in told} == {f"{post.id}.{ours.asha.id}"}
    assert [line.key for line in await ours.mailbox.read(ROOTS)] == [post.id]


async def test_while_the_store_is_away_the_cursor_stays(ours: Ours) -> None:
    ours.server.world.mention(ours.asha, ours.shop, "Hello?")
    ours.away = True
    with pytest.raises(ConnectionError):
        await ours.network().listen(ours.receive, None)
    ours.away = False
    async with ours.listening():
        assert len(await ours.hears(NewMessage)) == 1


async def test_what_cannot_be_read_is_kept_and_holds_nothing_up(ours: Ours) -> None:
    async with ours.listening():
        ours.server.world.tell(ours.shop, "notification", "{")
        ours.server.world.tell(ours.shop, "notification", '{"type": "mention", "status": {"id": 5}, "id": "1"}')
        ours.server.world.tell(ours.shop, "unheard_of", "x")
        ours.server.world.mention(ours.asha, ours.shop, "still here?")
        await ours.hears(NewMessage)
    assert len(ours.all(Unreadable)) == 2


async def test_a_stream_that_ends_is_left_to_the_supervisor_and_nothing_is_lost(ours: Ours) -> None:
    async with ours.listening() as task:
        ours.server.world.cut_streams()
        await ours.until(task.done)
        assert isinstance(task.exception(), Unavailable)
    ours.server.world.mention(ours.asha, ours.shop, "meanwhile")
    async with ours.listening():
        assert [one.text for one in await ours.hears(NewMessage)] == ["meanwhile"]


async def test_a_dead_token_and_too_many_calls_end_it_in_their_own_way(ours: Ours) -> None:
    ours.server.refuse(401, "The access token was revoked", "GET /api/v1/streaming/user")
    with pytest.raises(LoginNeeded, match="was revoked"):
        await ours.network().listen(ours.receive, None)
    ours.server.refuse(429, "Too many requests", "GET /api/v1/notifications")
    with pytest.raises(RateLimited):
        await ours.network().listen(ours.receive, None)


async def test_looking_again_costs_a_bounded_number_of_calls(ours: Ours) -> None:
    async with ours.listening():
        for number in range(LATELY + 20):
            ours.server.world.mention(ours.asha, ours.shop, f"{number}")
        await ours.hears(NewMessage, LATELY + 20)
        ours.rested()
        await ours.until(lambda: len(ours.rests) == 2)
    assert ours.server.calls["GET /api/v1/statuses/{id}"] == LATELY


@pytest.mark.parametrize("cursor", [None, "", "[]", "nonsense", '{"mention": "1"}', '{"at": "x"}'])
def test_a_cursor_that_says_nothing_is_the_beginning(cursor: str | None) -> None:
    assert Place.read(cursor) == Place()
    place = Place("5", "6", 7, (("8", "9.10"), ("11", "dm.10")))
    assert Place.read(place.cursor) == place
    assert Place.read('{"mention": "5", "own": "6", "at": 7, "lately": [["8", "a/b"]]}') == Place()


async def test_a_server_that_does_not_say_who_we_are_is_none_of_mastodons(ours: Ours) -> None:
    ours.server.refuse(200, "hm", "GET /api/v1/accounts/verify_credentials")
    with pytest.raises(Unavailable, match="could not be read"):
        await ours.network().listen(ours.receive, None)
