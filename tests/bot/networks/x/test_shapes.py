"""What arrives is taken apart with care: ids that are numbers, texts that no store can keep, people and files."""

from __future__ import annotations

import pytest

from bot.networks._x.shapes import (
    LONGEST_RAW,
    contact,
    either,
    known,
    media_of,
    number,
    number_or_none,
    older_media_of,
    people_in,
    unreadable,
)
from inbox.models import Contact, Media, RemoteId

ASHA = Contact(RemoteId("2222"), "Asha", "asha_p")


@pytest.mark.parametrize("id", [2**63 - 1, "9223372036854775807", "0", 7])
def test_an_id_is_text_or_a_whole_number(id: object) -> None:
    assert number(id) == str(id)


@pytest.mark.parametrize("id", [2.09e18, True, None, "", "12a", "-5", -5, "1" * 21, ["1"], "１"])
def test_anything_else_is_no_id(id: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        number(id)


def test_an_id_that_is_not_told_is_empty() -> None:
    assert (number_or_none(None), number_or_none(""), number_or_none("5")) == ("", "", "5")


def test_the_first_name_that_is_there_counts() -> None:
    assert either({"new": None, "old": 0}, "new", "old") == 0
    assert either({}, "new") is None


@pytest.mark.parametrize(
    "users",
    [
        [{"id": "2222", "name": "Asha", "username": "asha_p"}],
        {"2222": {"data": {"id": "2222", "name": "Asha", "username": "asha_p"}}},
        {"2222": {"id": "2222", "name": "Asha", "screen_name": "asha_p"}},
    ],
)
def test_people_are_told_in_three_ways(users: object) -> None:
    assert people_in({"users": users}) == {"2222": ASHA}


def test_people_are_told_with_since_when_they_are_there_and_how_many_follow_them() -> None:
    told = {"id": "2222", "username": "asha_p", "created_at": "2024-05-01T10:00:00.000Z"}
    asha = contact({**told, "public_metrics": {"followers_count": 3}})
    assert (asha.joined, asha.followers, asha.follows) == (1_714_557_600_000, 3, None)
    odd = contact({**told, "created_at": "soon", "public_metrics": {"followers_count": "many"}})
    assert (odd.joined, odd.followers) == (0, None)


def test_somebody_without_a_name_is_called_by_the_username_and_a_stranger_by_none() -> None:
    assert contact({"id": 5, "username": "asha_p"}).name == "asha_p"
    assert known("5", {}) == Contact(RemoteId("5"), "")


def test_only_addresses_become_files() -> None:
    includes = {"media": [{"media_key": "1", "url": "javascript:x"}, {"media_key": "2", "url": "https://e.x/a b\n"}]}
    assert media_of({"attachments": {"media_keys": ["1", "2", "3", 4]}}, includes) == ()
    assert media_of({"attachments": {"media_keys": "1"}}, {}) == ()
    film = {"video_info": {"variants": [{"content_type": "video/mp4", "url": "https://e.x/f.mp4", "bitrate": 5}]}}
    assert older_media_of({"extended_entities": {"media": [film]}}) == (
        Media("video", "https://e.x/f.mp4", mime="video/mp4"),
    )


def test_what_is_unreadable_is_kept_under_its_id_or_a_digest_and_not_too_long() -> None:
    one = unreadable({"b": 1, "a": "x" * 2 * LONGEST_RAW}, ValueError("no"), 5)
    assert (len(one.raw), one.why, one.at) == (LONGEST_RAW, "ValueError: no", 5)
    assert one.id == unreadable({"a": "x" * 2 * LONGEST_RAW, "b": 1}, "other words", 6).id
    assert unreadable("raw", "why", 0, "id").id == "id"
