"""Holds what is known of X's windows: the tightest counts, by kind of call, until it begins anew."""

from __future__ import annotations

from bot.networks._x.limits import Allowance, Limits, pattern

NOW = 1_800_000_000_000


def told(remaining: int, reset: int, window: str = "x-rate-limit") -> dict[str, str]:
    return {f"{window}-limit": "300", f"{window}-remaining": str(remaining), f"{window}-reset": str(reset)}


def test_ids_make_no_difference() -> None:
    assert pattern("/2/users/12/mentions?since_id=3") == "/2/users/{}/mentions"
    assert pattern("/2/dm_conversations/12-34/dm_events") == "/2/dm_conversations/{}/dm_events"
    assert pattern("/2/tweets") == "/2/tweets"


def test_the_tightest_window_counts_until_it_ends() -> None:
    now = NOW
    limits = Limits(lambda: now)
    day = told(2, 1_800_080_000, "x-app-limit-24hour")
    limits.learn("GET", "/2/users/1/mentions", told(299, 1_800_000_900) | day)
    assert limits.left("GET", "/2/users/2/mentions") == Allowance(2, 1_800_080_000_000)
    assert limits.wait("GET", "/2/users/2/mentions") == 0
    limits.learn("GET", "/2/users/1/mentions", told(0, 1_800_000_900) | day)
    assert limits.wait("GET", "/2/users/2/mentions") == 900
    assert limits.left("POST", "/2/users/2/mentions") is None
    now += 900_000
    assert limits.left("GET", "/2/users/2/mentions") is None


def test_headers_that_are_none_change_nothing() -> None:
    limits = Limits(lambda: NOW)
    limits.learn("GET", "/2/tweets", {"x-rate-limit-remaining": "many", "x-rate-limit-reset": "soon"})
    limits.learn("GET", "/2/tweets", {})
    assert limits.left("GET", "/2/tweets") is None
