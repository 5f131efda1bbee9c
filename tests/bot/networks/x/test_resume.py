"""The place from which reading goes on: what a cursor keeps, what a broken one does, how lists move it on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks._x.ids import first_at, said_at
from bot.networks._x.resume import MOST_GAPS, MOST_ROOTS, MOST_WATCHED, OVERLAP, Place, Resume

NOW = 1_790_000_000_000
HOUR, DAY = 3_600_000, 86_400_000


def id_at(before: int, number: int = 0) -> str:
    return str(int(first_at(NOW - before)) + number)


def test_a_first_start_goes_back_a_day() -> None:
    first = Resume.read(None, NOW)
    assert {said_at(place.since) for place in (first.mentions, first.own, first.letters)} == {NOW - DAY}


def test_a_cursor_says_everything_again() -> None:
    resume = Resume(
        Place("5", "9", "12", 300, (("3", "4"), ("1", "2"))),
        Place("7"),
        Place("8"),
        NOW,
        {id_at(HOUR): id_at(0)},
        {id_at(HOUR): (f"{id_at(HOUR)}.2222", id_at(HOUR), 20_000)},
        "nadipots",
    )
    assert Resume.read(resume.cursor, NOW + 5) == resume


@given(
    st.text() | st.sampled_from(['{"mentions":[1]}', '{"roots":[]}', '{"watched":{"x":1}}', "[]", "1", '{"at":"x"}'])
)
def test_a_cursor_that_says_nothing_is_a_first_start(text: str) -> None:
    assert Resume.read(text, NOW).mentions == Resume.read(None, NOW).mentions


def test_a_list_that_was_read_goes_on_a_little_before_its_newest_until_nothing_new_appears() -> None:
    place = Place(id_at(HOUR))
    after = place.after([id_at(10_000), id_at(20_000)], whole=True, fresh=True)
    assert said_at(after.since) == NOW - 10_000 - OVERLAP
    assert after.after([id_at(10_000)], whole=True, fresh=False) == Place(id_at(10_000))
    assert after.after([], whole=True, fresh=False) == after


def test_in_a_storm_only_a_few_are_read_again() -> None:
    ids = [id_at(1_000, number) for number in range(500)]
    after = Place(id_at(HOUR)).after(ids, whole=True, fresh=True)
    assert 15 < sum(int(id) > int(after.since) for id in ids) <= 20


def test_what_was_cut_short_goes_on_below_and_then_above_what_was_read() -> None:
    ids = [id_at(1_000, number) for number in range(100)]
    cut = Place(id_at(HOUR)).after(ids[60:], whole=False, fresh=True)
    assert cut == Place(id_at(HOUR), ids[60], ids[99], 40)
    assert cut.after([], whole=False, fresh=False) == cut
    more = cut.after(ids[30:60], whole=False, fresh=True)
    assert more == Place(id_at(HOUR), ids[30], ids[99], 70)
    assert more.after(ids[:30], whole=True, fresh=True) == Place(ids[99])


@given(st.lists(st.integers(1, 10**6), unique=True, min_size=1), st.data())
def test_however_it_is_cut_nothing_is_left_out_and_the_place_never_goes_back(
    offsets: list[int], data: st.DataObject
) -> None:
    ids = sorted((int(first_at(NOW)) + offset for offset in offsets), reverse=True)
    place, seen = Place(first_at(NOW)), set[int]()
    while True:
        left = [id for id in ids if int(place.since) < id < int(place.until or 1 << 63)]
        many = data.draw(st.integers(min(1, len(left)), len(left)))
        seen |= set(left[:many])
        before, place = place, place.after([str(id) for id in left[:many]], whole=many == len(left), fresh=many > 0)
        assert int(place.since) >= int(before.since)
        if many == len(left):
            break
    assert seen == set(ids)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=40), st.data())
def test_newest_first_leaves_nothing_out_however_often_it_is_cut(arrivals: list[int], data: st.DataObject) -> None:
    ids, seen, place = list[int](), set[int](), Place(first_at(NOW))
    for number, arrived in enumerate([*arrivals, 0]):
        ids += [int(first_at(NOW + 1_000 * (number + 1))) + one for one in range(arrived)]
        place, last = place.newest, number == len(arrivals)
        newest = ids[-1] if arrived else 0
        while True:
            left = [id for id in reversed(ids) if int(place.since) < id < int(place.until or 1 << 63)]
            many = len(left) if last else data.draw(st.integers(0, len(left)))
            fresh, whole = set(left[:many]) - seen, many == len(left)
            seen |= fresh
            place = place.after([str(id) for id in left[:many]], whole=whole, fresh=bool(fresh))
            assert not arrived or not many or newest in seen
            if place.until or not whole or not place.older:
                break
            place = place.below
        place = Resume.read(replace(Resume.read(None, NOW), mentions=place).cursor, NOW).mentions
        assert len(place.older) <= MOST_GAPS
    assert seen == set(ids)


@pytest.mark.parametrize("many", [MOST_ROOTS + 40])
def test_what_is_old_or_too_much_is_forgotten(many: int) -> None:
    resume = Resume.read(None, NOW)
    resume.roots = {id_at(HOUR, number): "1" for number in range(many)} | {id_at(8 * DAY): "1"}
    resume.watched = {id_at(HOUR, number): ("t", "m", 1) for number in range(MOST_WATCHED + 9)} | {
        id_at(3 * DAY): ("t", "m", 1)
    }
    resume.tidy(NOW)
    assert set(resume.roots) == {id_at(HOUR, number) for number in range(40, many)}
    assert len(resume.watched) == MOST_WATCHED
    assert id_at(3 * DAY) not in resume.watched
