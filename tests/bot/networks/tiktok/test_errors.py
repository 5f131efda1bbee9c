"""What TikTok's refusals mean, and what its people are told to do about each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.networks._http import Answer
from bot.networks._tiktok.errors import PAUSE, business_error, code_of, content_error, error_for
from inbox.errors import (
    LoginNeeded,
    NetworkError,
    RateLimited,
    Rejected,
    Unavailable,
    Uncertain,
    WindowClosed,
)


def answer(body: Any, status: int = 200, **headers: str) -> Answer:
    return Answer(status, headers, body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (40100, RateLimited, "TikTok says"),
        (40016, RateLimited, "TikTok says"),
        (40133, RateLimited, "TikTok says"),
        (40102, LoginNeeded, "connect"),
        (40103, LoginNeeded, "connect"),
        (40104, LoginNeeded, "connect"),
        (40105, LoginNeeded, "connect"),
        (40110, LoginNeeded, "connect"),
        (40113, LoginNeeded, "id and secret"),
        (40001, Rejected, "grant it"),
        (40118, Rejected, "apply at"),
        (40002, Rejected, "TikTok says: Odd"),
        (40064, WindowClosed, "48 hours"),
        (60001, Unavailable, "TikTok says"),
        (50002, Uncertain, "TikTok says"),
        (51305, Uncertain, "TikTok says"),
        ("access_token_invalid", LoginNeeded, "connect"),
        ("scope_not_authorized", Rejected, "grant it"),
        ("rate_limit_exceeded", RateLimited, "TikTok says"),
        ("internal_error", Uncertain, "TikTok says"),
        ("unaudited_client_can_only_post_to_private_accounts", Rejected, "audited: false"),
        ("url_ownership_unverified", Rejected, "web.public_url"),
        ("spam_risk_too_many_posts", Rejected, "tomorrow"),
        ("reached_active_user_cap", Rejected, "tomorrow"),
        ("privacy_level_option_mismatch", Rejected, "visibility"),
        ("something_new", Rejected, "TikTok says: Odd (something_new)"),
    ],
)
def test_each_refusal_is_one_error_with_a_next_step(code: int | str, kind: type[NetworkError], words: str) -> None:
    error = error_for(code, "Odd.", effect=True)
    assert type(error) is kind
    assert words in str(error)
    assert code_of(error) == code


def test_what_has_no_effect_cannot_have_been_done() -> None:
    assert isinstance(error_for(50002, "", effect=False), Unavailable)
    assert isinstance(error_for("internal_error", "", effect=False), Unavailable)


def test_too_many_calls_pause_five_minutes() -> None:
    error = error_for(40100, "", effect=True)
    assert isinstance(error, RateLimited)
    assert error.retry_after == PAUSE == 300


def test_200_with_a_code_is_an_error_and_with_0_is_none() -> None:
    assert business_error(answer({"code": 0, "message": "OK", "data": {}}), effect=True) is None
    error = business_error(answer({"code": 40002, "message": "text: too long"}), effect=True)
    assert str(error) == "TikTok says: text: too long (40002)."
    owned = business_error(answer({"code": 40002, "message": "x (url_ownership_unverified)."}), effect=True)
    assert "web.public_url" in str(owned)


@pytest.mark.parametrize(
    ("odd", "effect", "kind"),
    [
        (answer(b"<html>", 200), True, Uncertain),
        (answer(b"<html>", 200), False, Unavailable),
        (answer([], 200), True, Uncertain),
        (answer(b"", 502), True, Uncertain),
        (answer(b"", 503), True, Unavailable),
        (answer(b"404 page not found", 404), True, Rejected),
        (answer(b"", 429, **{"retry-after": "7"}), True, RateLimited),
        (answer(b"[" * 100_000), False, Unavailable),
    ],
)
def test_what_cannot_be_read(odd: Answer, effect: bool, kind: type[NetworkError]) -> None:  # a table
    for judge in (business_error, content_error):
        assert type(judge(odd, effect=effect)) is kind


def test_a_code_is_a_whole_number() -> None:
    for odd in (True, "0", 0.0, None):
        assert isinstance(business_error(answer({"code": odd}), effect=True), Uncertain)


def test_the_content_api_has_errors_of_two_forms() -> None:
    assert content_error(answer({"data": {}, "error": {"code": "ok"}}), effect=True) is None
    assert content_error(answer({"access_token": "x"}), effect=True) is None
    said = {"error": {"code": "spam_risk_user_banned_from_posting", "message": "No."}}
    assert "banned" in str(content_error(answer(said, 403), effect=True))
    login = {"error": "invalid_grant", "error_description": "Refresh token is expired."}
    assert isinstance(content_error(answer(login, 400), effect=False), LoginNeeded)


def test_no_token_is_ever_in_the_words() -> None:
    error = business_error(
        answer({"code": 40105, "message": "act.x0123456789abcdef0123456789abcdef0123 is bad"}), effect=True
    )
    assert "0123456789abcdef" not in str(error)
