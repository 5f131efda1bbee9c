"""Holds what each refusal of X means, from bodies as its manual and its users show them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.networks._x.errors import error_for, missing, reason, refused
from bot.networks._x.words import BY_CODE, BY_PART, BY_TYPE
from bot.playground.x.refusals import WORDS, Refusal
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, Unsupported

NOW = 1_800_000_000_000
PROBLEM = "https://api.x.com/2/problems/"


def meant(status: int, body: Any, headers: dict[str, str] | None = None, **how: bool) -> NetworkError:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return error_for(status, raw, headers or {}, **{"effect": True, **how}, now=NOW)


@pytest.mark.parametrize(
    ("name", "error", "why"),
    [
        ("unauthorized", LoginNeeded, "login"),
        ("scope", Rejected, "scope"),
        ("user-context", Unsupported, "authentication"),
        ("not-found", Rejected, "gone"),
        ("credits", RateLimited, "credits"),
        ("usage-capped", RateLimited, "usage-capped"),
        ("rate-limit", RateLimited, "slow"),
        ("connections", RateLimited, "connections"),
        ("client-forbidden", Unsupported, "plan"),
        ("not-summoned", Rejected, "not-summoned"),
        ("duplicate", Rejected, "duplicate"),
        ("reply-restricted", Rejected, "restricted"),
        ("reply-gone", Rejected, "gone"),
        ("cashtags", Rejected, "cashtags"),
        ("too-long", Rejected, "too-long"),
        ("media-ids", Rejected, "media"),
        ("edit", Rejected, "edit"),
        ("not-yours", Rejected, "not-ours"),
        ("hide", Rejected, "not-ours"),
        ("dm-closed", Rejected, "closed"),
        ("too-large", Rejected, "too-large"),
        ("internal", Uncertain, ""),
        ("unavailable", Unavailable, ""),
    ],
)
def test_every_problem_of_the_simulated_x(name: str, error: type[NetworkError], why: str) -> None:
    found = meant(WORDS[name].status, Refusal(name).body())
    assert (type(found), reason(found)) == (error, why)
    assert str(found).endswith((".", ")", "x"))


@pytest.mark.parametrize(
    ("status", "body", "error", "why"),
    [
        (401, {"errors": [{"message": "Invalid or expired token", "code": 89}]}, LoginNeeded, "login"),
        (401, {"title": "Unauthorized", "type": "about:blank", "detail": "Unauthorized"}, LoginNeeded, "login"),
        (403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]}, Rejected, "duplicate"),
        (403, {"errors": [{"code": 326, "message": "To protect our users ..."}]}, LoginNeeded, "locked"),
        (403, {"errors": [{"code": 64, "message": "Your account is suspended"}]}, LoginNeeded, "suspended"),
        (403, {"errors": [{"code": 226, "message": "This request looks like"}]}, Rejected, "automated"),
        (403, {"detail": "Your client app is not configured with the appropriate oauth1 app permissions for this "
                         "endpoint.", "type": PROBLEM + "oauth1-permissions"}, Rejected, "permissions"),
        (429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, RateLimited, "slow"),
        (404, {"title": "Not Found Error", "type": PROBLEM + "resource-not-found", "detail": "…"}, Rejected, "gone"),
        (418, {"title": "Teapot"}, Rejected, ""),
        (403, b"<html>Forbidden</html>", Unavailable, ""),
        (404, b"", Unavailable, ""),
        (502, b"<html>Bad gateway</html>", Uncertain, ""),
        (503, b"", Unavailable, ""),
        (200, b"no json", Uncertain, ""),
        (400, b"[" * 100_000, Unavailable, ""),
    ],
)  # fmt: skip
def test_every_other_form(status: int, body: Any, error: type[NetworkError], why: str) -> None:
    found = meant(status, body)
    assert (type(found), reason(found)) == (error, why)


def test_nothing_is_uncertain_where_nothing_could_be_done() -> None:
    for status in (200, 500, 502):
        assert type(meant(status, b"", effect=False)) is Unavailable


def test_a_dead_token_of_the_app_does_not_stop_the_account() -> None:
    found = meant(401, {"title": "Unauthorized"}, app=True)
    assert type(found) is Rejected
    assert "Bearer Token" in str(found)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "1800000400"}, 400),
        ({"x-rate-limit-remaining": "5", "x-rate-limit-reset": "1800000400"}, 60),
        ({"x-app-limit-24hour-remaining": "0", "x-app-limit-24hour-reset": "1800070000"}, 70_000),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "1799999999"}, 1),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "1900000000"}, 86_400),
        ({"retry-after": "17"}, 17),
        ({"retry-after": "soon"}, 60),
        ({}, 60),
    ],
)
def test_how_long_x_wants_rest(headers: dict[str, str], seconds: float) -> None:
    found = meant(429, {"title": "Too Many Requests"}, headers)
    assert isinstance(found, RateLimited)
    assert found.retry_after == seconds


def test_x_s_own_words_are_kept_short_and_without_tokens() -> None:
    secret = "a1" * 20
    found = str(meant(400, {"errors": [{"message": f"bad\nvalue {secret}"}], "detail": "x" * 900}))
    assert found == "X refused: bad value …"
    assert str(meant(400, {"status": 400})) == "X refused: it gives no reason"


def test_what_could_not_be_shown_is_told_by_its_id() -> None:
    answer = {
        "errors": [
            {"resource_id": "1", "type": PROBLEM + "resource-not-found"},
            {"value": "2", "type": PROBLEM + "not-authorized-for-resource"},
            {"resource_id": "3", "type": PROBLEM + "not-authorized-for-field"},
            "odd",
        ]
    }
    assert list(missing(answer)) == ["1", "2"]
    assert list(missing({})) == []


def test_a_no_inside_a_yes_is_a_no() -> None:
    found = refused({"errors": [{"detail": "Could not find tweet", "type": PROBLEM + "resource-not-found"}]})
    assert (type(found), reason(found)) == (Rejected, "gone")


def test_every_row_of_the_table_is_a_whole_sentence() -> None:
    rows = [*BY_PART.values(), *BY_TYPE.values(), *BY_CODE.values()]
    for why, cls, words in rows:
        assert why
        assert issubclass(cls, NetworkError)
        assert words[0].isupper()
        assert words.endswith((".", "connect x"))
    assert all(part == part.lower() for part in BY_PART)
