"""Reads lists back to what is known, page by page, and passes over what concerns nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.networks._bluesky.api import Params
from bot.networks._bluesky.reading import Known, moment, notifications, own_posts, unread, uri_of
from bot.playground.bluesky import Post
from inbox.errors import Unavailable
from tests.bluesky_account import Ours

CALL = "GET app.bsky.notification.listNotifications"


async def read(ours: Ours, known: Known, since: int = 0, *, deep: bool = False) -> list[str]:
    found, _ = await unread(ours.api(), notifications(), known, since, ours.now(), deep=deep)
    return [str(one["uri"]) for one in found]


async def test_it_stops_at_what_is_known(ours: Ours) -> None:
    posts: list[Post] = []
    for number in range(250):
        ours.server.clock.advance(1)
        posts.append(ours.server.world.reply(ours.asha, ours.root, str(number)))
    known = Known()
    assert await read(ours, known) == [one.uri for one in posts]
    for one in posts:
        known.add(one.uri)
    before = ours.server.calls[CALL]
    assert await read(ours, known, ours.now()) == []
    assert ours.server.calls[CALL] == before + 1
    assert await read(ours, known, ours.now(), deep=True) == []
    assert ours.server.calls[CALL] == before + 1 + 4  # the last one is empty


async def test_what_we_only_passed_on_is_not_ours(ours: Ours) -> None:
    world = ours.server.world
    theirs = world.post(ours.asha, "theirs")
    world.repost(ours.us, theirs)
    found, newest = await unread(ours.api(), own_posts(ours.us.did), Known(), 0, ours.now(), deep=True)
    assert newest == ours.now()
    assert [one["uri"] for one in found] == [ours.root.uri]


async def test_an_answer_without_a_list_is_no_silence(ours: Ours) -> None:
    list_ = notifications()
    wrong = replace(list_, name="nothing")
    with pytest.raises(Unavailable, match="could not be read"):
        await unread(ours.api(), wrong, Known(), 0, ours.now(), deep=False)


async def test_a_storm_of_likes_is_walked_through_once(ours: Ours) -> None:
    world, known = ours.server.world, Known()
    below = world.reply(ours.asha, ours.root, "first")
    for _ in range(450):
        ours.server.clock.advance(1)
        world.like(ours.asha, ours.root)
    found, newest = await unread(ours.api(), notifications(), known, 0, ours.now(), deep=False)
    assert [one["uri"] for one in found] == [below.uri]
    known.add(below.uri)
    assert newest == ours.now()
    before = ours.server.calls[CALL]
    assert await unread(ours.api(), notifications(), known, newest, ours.now(), deep=False) == ([], newest)
    assert ours.server.calls[CALL] == before + 1


async def test_pages_from_which_all_are_left_out_are_not_the_end(ours: Ours) -> None:
    world, loud = ours.server.world, ours.server.world.create_person("loud.example.com")
    below = world.reply(ours.asha, ours.root, "first")
    for _ in range(250):
        world.reply(loud, ours.root, "!")
    ours.us.muted.add(loud.did)
    assert await read(ours, Known()) == [below.uri]


async def test_a_clock_that_is_wrong_loses_nothing(ours: Ours) -> None:
    below = ours.server.world.reply(ours.asha, ours.root, "first")
    for hours in (-3, 3):
        wrong = ours.now() + hours * 3_600_000
        found, newest = await unread(ours.api(), notifications(), Known(), 0, wrong, deep=True)
        assert [one["uri"] for one in found] == [below.uri]
        later = ours.server.world.reply(ours.asha, ours.root, "second")
        found, _ = await unread(ours.api(), notifications(), Known(), newest, wrong, deep=False)
        assert later.uri in [one["uri"] for one in found]
        ours.server.world.remove(later)


def test_what_has_no_name_and_no_time_still_has_both() -> None:
    assert uri_of({"a": 1}) == uri_of({"a": 1}) != uri_of({"a": 2})
    assert moment({}, 7) == moment({"indexedAt": "x"}, 7) == 7


def test_what_is_known_does_not_grow_for_ever() -> None:
    known = Known()
    for number in range(60_010):
        known.add(str(number))
    assert len(known.uris) == 60_000
    assert "9" not in known.uris


class Circle:
    """A server whose list leads to its own first page, for ever."""

    async def get(self, method: str, params: Params = ()) -> dict[str, object]:
        return {"cursor": "5", "notifications": [{"reason": "reply", "uri": "at://odd"}]}


async def test_a_list_that_leads_to_itself_ends() -> None:
    found, _ = await unread(Circle(), notifications(), Known(), 0, 0, deep=True)  # type: ignore[arg-type]  # of Api, get
    assert len(found) == 2
