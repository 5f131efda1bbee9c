"""What each refusal of YouTube's means for us, and in which words."""

from __future__ import annotations

import json

import pytest

from bot.networks._http import Answer
from bot.networks._youtube.errors import Refusal, error_for, reason_of, refusal
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain

NOON = 1_796_068_800_000  # 2026-11-30 12:00 in California


def answer(status: int, reason: str = "", message: str = "Said by YouTube.", **headers: str) -> Answer:
    errors = [{"message": message, "domain": "youtube.common", "reason": reason}]
    error = {"code": status, "message": message, "errors": errors if reason else []}
    return Answer(status, headers, json.dumps({"error": error}).encode())


@pytest.mark.parametrize(
    ("status", "reason", "kind", "words"),
    [
        (403, "quotaExceeded", RateLimited, "full again in 12 h 00 min"),
        (403, "rateLimitExceeded", RateLimited, "slow down"),
        (403, "userRateLimitExceeded", RateLimited, "slow down"),
        (429, "", RateLimited, "slow down"),
        (401, "authError", LoginNeeded, "run.py connect youtube"),
        (401, "youtubeSignupRequired", LoginNeeded, "choose the channel"),
        (403, "insufficientPermissions", Rejected, "tick every box"),
        (403, "accessNotConfigured", Rejected, "Switch it on"),
        (403, "commentsDisabled", Rejected, "switched off"),
        (403, "forbidden", Rejected, "forbids"),
        (404, "commentNotFound", Rejected, "gone"),
        (404, "parentCommentNotFound", Rejected, "gone"),
        (400, "processingFailure", Rejected, "retry"),
        (400, "commentTextTooLong", Rejected, "10,000"),
        (400, "uploadLimitExceeded", Rejected, "tomorrow"),
        (400, "somethingNew", Rejected, "Said by YouTube"),
        (500, "backendError", Unavailable, "trouble of its own"),
        (503, "backendError", Unavailable, "trouble of its own"),
    ],
)
def test_each_reason_has_its_error_and_says_what_to_do(
    status: int, reason: str, kind: type[NetworkError], words: str
) -> None:
    error = error_for(answer(status, reason), NOON)
    assert isinstance(error, kind)
    assert words in str(error)


def test_a_quota_that_ended_pauses_until_midnight_in_california() -> None:
    error = error_for(answer(403, "quotaExceeded"), NOON)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 12 * 3600


def test_uploads_that_ended_for_today_pause_nothing_else() -> None:
    error = error_for(answer(403, "quotaExceeded"), NOON, uploads=True)
    assert isinstance(error, Refusal)
    assert "no further uploads" in str(error)


def test_how_long_to_wait_is_taken_from_the_answer() -> None:
    error = error_for(answer(429, "rateLimitExceeded", **{"retry-after": "7"}), NOON)
    assert isinstance(error, RateLimited)
    assert error.retry_after == 7


@pytest.mark.parametrize(("status", "kind"), [(500, Uncertain), (502, Uncertain), (503, Unavailable)])
def test_trouble_of_youtubes_own_may_have_changed_something(status: int, kind: type[NetworkError]) -> None:
    assert isinstance(error_for(answer(status, "backendError"), NOON, effect=True), kind)
    assert isinstance(error_for(Answer(status, {}, b"<html>"), NOON, effect=True), kind)


def test_words_hold_no_tags_and_no_other_form_of_an_answer_breaks_anything() -> None:
    told = reason_of(answer(403, "quotaExceeded", 'your <a href="/x">quota</a> &amp; more'))
    assert told == ("quotaExceeded", "your quota & more")
    for body in (b"", b"[]", b'{"error": "x"}', b'{"error": {"errors": [1]}}'):
        assert reason_of(Answer(400, {}, body)) == ("", "")


def test_the_reason_can_be_asked_for() -> None:
    assert refusal(error_for(answer(404, "commentNotFound"), NOON)) == "commentNotFound"
    assert refusal(Rejected("no")) == ""
