"""Holds what an answer costs to read: each thing in it, by the name that the tariff has for it."""

from __future__ import annotations

import pytest

from bot.networks._x.seen import kind_of, seen
from bot.networks._x.tariff import PRICES


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/2/tweets", "post.read"),
        ("/2/tweets/20", "post.read"),
        ("/2/tweets/search/recent", "post.read"),
        ("/2/users/12/mentions", "post.read"),
        ("/2/tweets/analytics", "analytics.read"),
        ("/2/users/me", "user.read"),
        ("/2/users", "user.read"),
        ("/2/users/by/username/asha_p", "user.read"),
        ("/2/dm_events", "dm.read"),
        ("/2/dm_conversations/with/12/dm_events", "dm.read"),
        ("/2/webhooks", ""),
        ("/2/activity/subscriptions", ""),
        ("/2/media/upload", ""),
    ],
)
def test_what_stands_in_an_answer_is_known_by_its_path(path: str, kind: str) -> None:
    assert kind_of(path, me="12", owned=False) == kind
    assert not kind or kind in PRICES


def test_only_our_own_lists_are_cheap_and_only_where_the_app_is_ours() -> None:
    path = "/2/users/12/mentions"
    assert kind_of(path, me="12", owned=True) == "owned.read"
    assert kind_of(path, me="13", owned=True) == "post.read"
    assert kind_of("/2/tweets", me="12", owned=True) == "post.read"


def test_what_comes_along_is_counted_and_nothing_twice() -> None:
    answer = {
        "data": [{"id": "1"}, {"id": "2"}],
        "includes": {
            "users": [{"id": "7"}],
            "tweets": [{"id": "2"}, {"id": "3"}],
            "media": [{"media_key": "3_1"}],
            "polls": [{"id": "9"}],
        },
        "errors": [{"resource_id": "4"}],
    }
    found = seen("/2/tweets", answer, me="12", owned=False)
    assert found == {"post.read": {"1", "2", "3"}, "user.read": {"7"}, "media.read": {"3_1"}}
    found = seen("/2/users/12/tweets", answer, me="12", owned=True)
    assert found["owned.read"] == {"1", "2"}
    assert found["post.read"] == {"3"}


def test_an_empty_answer_costs_nothing() -> None:
    assert seen("/2/tweets", {"meta": {"result_count": 0}}, me="12", owned=False) == {}
    assert seen("/2/tweets", {"data": None, "includes": None}, me="12", owned=False) == {}
