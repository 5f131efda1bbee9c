"""Where reading goes on after a restart, and when a post is read again."""

from __future__ import annotations

import pytest

from bot.networks._tiktok.resume import FIRST, HOUR, MOST_SAID, Place, Remark, Watch
from inbox.models import RemoteId, Thread

NOW = 1_800_000_000_000
THREAD = Thread(RemoteId("73.72"), "comments")


def test_a_place_survives_as_text() -> None:
    place = Place(NOW - 5, {"73": 12}, begun=NOW - 50, at=NOW - 1, talked=NOW - 7)
    assert Place.read(place.cursor, NOW) == place


def test_a_place_that_says_little_is_filled_up() -> None:
    assert Place.read(f'{{"since": {NOW - 5}}}', NOW) == Place(NOW - 5, at=NOW - 5, talked=NOW - 5)


@pytest.mark.parametrize(
    "odd", [None, "", "x", "[]", "5", '{"since": "x"}', '{"since": -1}', '{"since": 9e99}', '{"since": 1, "counts": 5}']
)
def test_a_place_that_says_nothing_is_the_last_day(odd: str | None) -> None:
    assert Place.read(odd, NOW) == Place(NOW - FIRST, first=True, begun=NOW - FIRST, at=NOW, talked=NOW - FIRST)


def remark(number: int) -> Remark:
    return Remark(THREAD, RemoteId(str(number)), NOW)


def test_a_post_is_read_when_tiktok_counts_other_comments_than_we_know_of() -> None:
    watch = Watch("73", NOW)
    watch.counted(5)
    watch.done(NOW, found=False, hooks=True)
    assert (watch.have, watch.behind, watch.due > NOW) == (5, False, True)
    watch.counted(6)
    assert watch.behind
    assert watch.due == 0
    watch.keep([remark(1)], 0)  # stored before, and counted then
    assert watch.behind
    watch.keep([remark(1), remark(2)], 1)
    assert not watch.behind
    watch.keep([Remark(THREAD, RemoteId("3"), NOW + 1)], 0)  # ours: the store had it first
    assert watch.have == 7
    watch.drop(RemoteId("3"))
    watch.drop(RemoteId("1"))
    watch.drop(RemoteId("2"))
    assert watch.have == 4
    watch.counted(None)
    assert watch.count == 6


def test_the_whole_of_it_is_read_only_now_and_then() -> None:
    watch = Watch("73", NOW, have=3)
    watch.counted(2)
    assert watch.uneven(NOW)
    watch.deep_at = NOW
    assert not watch.uneven(NOW + HOUR - 1)
    assert watch.uneven(NOW + HOUR)


def test_what_was_missed_is_looked_for_sooner_than_what_is_gone() -> None:
    watch = Watch("73", NOW, have=3, count=4, pages=5, deep_at=NOW)
    assert not watch.uneven(NOW + 99_000)
    assert watch.uneven(NOW + 100_000)
    watch.settle(NOW)
    assert (watch.behind, watch.have, watch.counted_at) == (False, 4, NOW)


def test_what_is_gone_is_looked_for_though_something_unseen_makes_up_for_it() -> None:
    watch = Watch("73", NOW, have=3, deep_at=NOW)
    watch.counted(2)
    watch.counted(3)
    assert not watch.uneven(NOW + HOUR - 1)
    assert watch.uneven(NOW + HOUR)
    watch.settle(NOW + HOUR)
    assert not watch.uneven(NOW + 3 * HOUR)


def test_a_look_that_was_not_whole_is_no_look() -> None:
    watch = Watch("73", NOW, read_at=5)
    watch.done(NOW, found=True, hooks=False, whole=False)
    assert (watch.read_at, watch.due) == (5, 0)


def test_nothing_older_than_a_week_before_or_than_the_first_day_comes_in() -> None:
    week = 7 * 24 * HOUR
    assert Place(NOW, begun=NOW - 5).floor == NOW - 5
    assert Place(NOW, begun=0).floor == NOW - week


def test_old_posts_are_left_alone_longer_and_all_of_them_while_hooks_flow() -> None:
    fresh, young, old = (Watch("1", NOW - days * 24 * HOUR) for days in (1, 5, 50))
    for hooks in (False, True):
        for watch in (fresh, young, old):
            watch.done(NOW, found=False, hooks=hooks)
        assert fresh.due < young.due < old.due
    old.done(NOW, found=True, hooks=False)
    assert old.due == NOW


def test_only_so_much_is_remembered() -> None:
    watch = Watch("73", NOW)
    for number in range(MOST_SAID + 5):
        watch.keep([remark(number)], 1)
    assert len(watch.said) == MOST_SAID
    assert RemoteId("0") not in watch.said
