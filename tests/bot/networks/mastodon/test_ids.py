"""Threads of Mastodon: who talks with us below which post."""

from __future__ import annotations

import pytest

from bot.networks._mastodon.ids import Place, place_of
from inbox.errors import Rejected
from inbox.models import RemoteId


@pytest.mark.parametrize("place", [Place("22", "900"), Place("22"), Place("01ABCDEF", "01GHJKMN")])
def test_a_thread_says_where_it_is(place: Place) -> None:
    assert place_of(place.remote) == place
    assert "/" not in place.remote


@pytest.mark.parametrize("thread", ["", "dm.", "900", "900.", ".22", "9/0.22", "a.b.c", "dm.a/b"])
def test_any_other_thread_is_refused(thread: str) -> None:
    with pytest.raises(Rejected):
        place_of(RemoteId(thread))
