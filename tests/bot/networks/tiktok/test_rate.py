"""Reading keeps below what TikTok lets through."""

from __future__ import annotations

from bot.networks._tiktok.rate import LOOKING, READING, Rate


def test_a_call_waits_until_one_of_the_last_minute_is_a_minute_old() -> None:
    at = [0]
    rate = Rate(lambda: at[0])
    for _ in range(READING):
        assert rate.wait("/list/") == 0
        rate.tell("/list/")
        at[0] += 1000
    assert rate.wait("/list/") == 30.0
    assert rate.wait("/list/", LOOKING) == 0
    assert rate.wait("/other/") == 0
    at[0] += 30_000
    assert rate.wait("/list/") == 0


def test_more_calls_than_are_allowed_are_not_remembered() -> None:
    rate = Rate(lambda: 100_000)
    for _ in range(500):
        rate.tell("/list/")
    assert rate.wait("/list/") == 60.0
