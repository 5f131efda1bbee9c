"""Every refusal means one of our errors, says how to go on, and is certain only where nothing can have been done."""

from __future__ import annotations

import json

import pytest

from bot.networks._bluesky.errors import error_for, reason
from bot.networks._http import Answer
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain

NOW = 1_800_000_000_000


def meant(status: int, name: str = "", words: str = "", *, effect: bool = True, **headers: str) -> NetworkError:
    body = json.dumps({"error": name, "message": words}).encode() if name else b"<html>"
    low = {header.replace("_", "-"): value for header, value in headers.items()}
    return error_for(Answer(status, low, body), effect=effect, now=NOW)


@pytest.mark.parametrize(
    ("status", "name", "words", "error", "said"),
    [
        (400, "ExpiredToken", "Token has expired", LoginNeeded, "no longer takes the login"),
        (400, "InvalidToken", "Token could not be verified", LoginNeeded, "no longer takes the login"),
        (400, "InvalidToken", "Bad token method", Rejected, "Allow access to your direct messages"),
        (401, "AuthenticationRequired", "Invalid identifier or password", LoginNeeded, "Make a new app password"),
        (401, "AuthFactorTokenRequired", "", LoginNeeded, "an app password is needed"),
        (401, "AccountTakedown", "", LoginNeeded, "only its support"),
        (403, "AccountDeactivated", "", LoginNeeded, "bring it back"),
        (400, "BlockedActor", "", Rejected, "blocked this account"),
        (400, "MessagesDisabled", "", Rejected, "no direct messages"),
        (400, "InvalidRequest", "recipient has disabled incoming messages", Rejected, "recipient has disabled"),
        (400, "InvalidRequest", "Could not locate record: at://x", Rejected, "no longer has this"),
        (400, "InvalidSwap", "", Unavailable, "same moment"),
        (401, "", "", LoginNeeded, "does not know this login"),
        (500, "InternalServerError", "", Uncertain, "HTTP 500"),
        (502, "UpstreamFailure", "", Uncertain, "HTTP 502"),
        (503, "NotEnoughResources", "", Unavailable, "HTTP 503"),
        (404, "", "", Unavailable, "could not be read"),
        (200, "", "", Uncertain, "could not be read"),
    ],
)
def test_a_refusal_means_one_error(status: int, name: str, words: str, error: type[NetworkError], said: str) -> None:
    found = meant(status, name, words)
    assert type(found) is error
    assert said in str(found)


def test_what_changes_nothing_is_never_uncertain() -> None:
    assert type(meant(500, "InternalServerError", effect=False)) is Unavailable


def test_how_long_to_wait_is_a_time_in_the_headers() -> None:
    for headers, seconds in (
        ({"ratelimit_reset": "1800000042"}, 42.0),
        ({"ratelimit_reset": "1700000000"}, 1.0),
        ({"ratelimit_reset": "9999999999"}, 86_400.0),
        ({"ratelimit_reset": "soon"}, 60.0),
        ({"retry_after": "7"}, 7.0),
        ({}, 60.0),
    ):
        found = meant(429, "RateLimitExceeded", "Rate Limit Exceeded", **headers)
        assert isinstance(found, RateLimited)
        assert found.retry_after == seconds


def test_the_name_can_be_asked_for() -> None:
    assert reason(meant(400, "InvalidToken", "Bad token method")) == "NoChat"
    assert reason(meant(400, "InvalidRequest", "Could not locate record: at://x")) == "RecordNotFound"
    assert reason(ValueError()) == ""


def test_no_token_is_in_the_words() -> None:
    assert "eyJ0eXAi1" not in str(meant(400, "InvalidRequest", "bad eyJ0eXAi1OiJKV1QiLCJhbGciOiJFUzI1NksifQ"))
