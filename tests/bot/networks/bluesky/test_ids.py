"""Ids without a slash, there and back; record keys that are the same whenever they are asked for."""

from __future__ import annotations

import pytest

from bot.networks._bluesky.ids import Place, address, fixed, place_of, post_id, tid, uri_of, whose
from bot.playground.bluesky.ids import TID
from inbox.errors import Rejected
from inbox.models import RemoteId

DID, OTHER = "did:plc:abc", "did:web:asha.example.com"
LIKE_ALL = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
POST = RemoteId(f"{DID}~3lk222")


def test_posts_and_threads_go_there_and_back() -> None:
    assert post_id(uri_of(POST)) == POST
    for place in (Place(POST, OTHER), Place(convo="3lconvo")):
        assert place_of(place.remote) == place
        assert "/" not in place.remote


def test_dids_like_nearly_all_are_short_and_still_there_and_back() -> None:
    post, letters = post_id(f"at://{LIKE_ALL}/app.bsky.feed.post/3lk222"), LIKE_ALL.removeprefix("did:plc:")
    place = Place(post, LIKE_ALL)
    assert (post, place.remote) == (f"{letters}~3lk222", f"{letters}~3lk222~{letters}")
    assert (post_id(uri_of(post)), place_of(place.remote), whose(post)) == (post, place, LIKE_ALL)
    assert address(place.remote, post) == f"https://bsky.app/profile/{LIKE_ALL}/post/3lk222"


@pytest.mark.parametrize("thread", ["", "dm.", "dm.a/b", "x", POST, f"{POST}~asha", f"~{DID}", f"{DID}~~{DID}"])
def test_another_thread_is_refused(thread: str) -> None:
    with pytest.raises(Rejected, match="no thread"):
        place_of(RemoteId(thread))


@pytest.mark.parametrize("uri", ["", "at://", f"at://{DID}", f"at://{DID}/app.bsky.feed.like/3lk", "https://x/y/z"])
def test_another_record_is_no_post(uri: str) -> None:
    with pytest.raises(ValueError, match="is no post"):
        post_id(uri)
    with pytest.raises(Rejected):
        uri_of(RemoteId(uri))


def test_where_a_person_sees_a_message() -> None:
    assert address(Place(POST, OTHER).remote, POST) == f"https://bsky.app/profile/{DID}/post/3lk222"
    assert address(RemoteId("dm.3lconvo"), RemoteId("x")) == "https://bsky.app/messages/3lconvo"
    assert address(Place(POST, OTHER).remote, RemoteId("x")) == ""


def test_record_keys_are_valid_sort_by_time_and_differ_by_key() -> None:
    keys = [tid(1_800_000_000_000 + ms, "delivery") for ms in (0, 1, 1000, 86_400_000)]
    assert keys == sorted(keys)
    assert tid(1_800_000_000_000, "delivery") == keys[0] != tid(1_800_000_000_000, "another")
    for key in (*keys, fixed(DID), fixed(OTHER), tid(0, "")):
        assert TID.fullmatch(key)
    assert len({tid(1_800_000_000_000, str(number)) for number in range(1000)}) > 990


def test_a_known_record_key_is_read_as_its_time() -> None:
    # atproto.com/specs/tid (read 2026-11-27): 53 bits of microseconds and ten more, thirteen letters of five bits.
    key = tid(1_800_000_000_000, "x")
    number = 0
    for letter in key:
        number = number << 5 | "234567abcdefghijklmnopqrstuvwxyz".index(letter)
    assert (number >> 10) // 1000 == 1_800_000_000_000
