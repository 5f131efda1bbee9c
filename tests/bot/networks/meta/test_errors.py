"""What each refusal of the Graph API means for us: a row for every code, whatever the HTTP status."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.networks._meta.errors import error_for, refusal
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, WindowClosed

WINDOW = "(#10) This message is sent outside of allowed window. Learn more about the new policy here: https://x"
DEAD = "Error validating access token"
BUSY = "An unexpected error has occurred. Please retry your request later."
LACKS = "(#200) Requires pages_manage_engagement permission to manage the object"
TOKEN = "EAAGm0PX4ZCpsBAKZCXZBxyz0123456789abcdefghijklmnop"


def body(code: int, subcode: int = 0, message: str = "said by Meta", **more: object) -> bytes:
    """An error as the Graph API writes it."""
    error = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf", **more}
    return json.dumps({"error": error | ({"error_subcode": subcode} if subcode else {})}).encode()


def meant(
    code: int, subcode: int = 0, message: str = "said by Meta", *, effect: bool = True, status: int = 400, **more: Any
) -> NetworkError:
    """What such an answer to Facebook's Graph API means."""
    answer = body(code, subcode, message, **more.pop("said", {}))
    return error_for(status, answer, more.pop("headers", {}), effect=effect, network=more.pop("network", "facebook"))


@pytest.mark.parametrize(
    ("code", "subcode", "message", "kind", "words"),
    [
        (190, 0, DEAD, LoginNeeded, "`.venv/bin/python run.py connect facebook`"),
        (190, 458, DEAD, LoginNeeded, "let it in again"),
        (190, 459, DEAD, LoginNeeded, "answer what it asks"),
        (190, 460, DEAD, LoginNeeded, "password was changed"),
        (190, 463, DEAD, LoginNeeded, "has expired"),
        (190, 464, DEAD, LoginNeeded, "has not confirmed"),
        (190, 467, DEAD, LoginNeeded, "withdrawn"),
        (190, 492, DEAD, LoginNeeded, "no role on the Page"),
        (190, 2069032, DEAD, LoginNeeded, "a Page's is needed"),
        (190, 999999, DEAD, LoginNeeded, "does not accept the access token"),
        (102, 0, "Session key invalid", LoginNeeded, "not valid any more"),
        (100, 0, "Invalid appsecret_proof provided in the API argument", LoginNeeded, "app_secret in bot.yaml"),
        (10, 2018278, WINDOW, WindowClosed, "24 hours"),
        (10, 2534022, WINDOW, WindowClosed, "24 hours"),
        (10, 2018065, WINDOW, WindowClosed, "24 hours"),
        (10, 0, WINDOW, WindowClosed, "that is over"),
        (10, 77, WINDOW, WindowClosed, "that is over"),
        (-1, 2534023, "already", Rejected, "once"),
        (10900, 0, "(#10900) Activity already replied to", Rejected, "once"),
        (10902, 0, "(#10902) This is not a Replyable activity", Rejected, "does not let"),
        (10903, 0, "(#10903) This user can't reply to this activity", Rejected, "cannot be answered in private"),
        (100, 2534014, "The requested user cannot be found", Rejected, "finds nobody to write to"),
        (100, 2534025, "The comment is invalid for a private reply", Rejected, "answered in private"),
        (200, 2534041, "has revoked your app's access", Rejected, "run.py connect facebook"),
        (100, 2018292, "(#100) Invalid comment_id parameter", Rejected, "no such comment"),
        (551, 1545041, "This person isn't available right now.", Rejected, "cannot be written to right now"),
        (551, 0, "This person isn't available right now.", Rejected, "cannot be written to right now"),
        (200, 1545041, "This person isn't available right now.", Rejected, "cannot be written to right now"),
        (230, 0, "requires user consent", Rejected, "has not agreed"),
        (100, 33, "Unsupported get request. Object with ID '1' does not exist", Rejected, "is gone"),
        (803, 0, "Some of the aliases you requested do not exist", Rejected, "is gone"),
        (100, 2018001, "No matching user found", Rejected, "have to write first"),
        (100, 2018108, "cannot receive", Rejected, "takes no messages"),
        (100, 0, "(#100) Param message must be a string", Rejected, "Param message must be a string"),
        (200, 0, LACKS, Rejected, "lacks the permission pages_manage_engagement for this"),
        (10, 0, "(#10) Application does not have permission for this action", Rejected, "does not have permission"),
        (10, 0, "Requires instagram_business_manage_messages", Rejected, "instagram_business_manage_messages for"),
        (10, 0, "(#10) Comments are disabled for this media.", Rejected, "Comments are disabled for this media."),
        (10, 0, "does not have permission for this action: Human Agent", Rejected, "permission Human Agent for this"),
        (10, 2018300, "thread owned by another app", Rejected, "Another app"),
        (
            3,
            0,
            "Application does not have the capability",
            Rejected,
            "run.py connect facebook` and grant it",
        ),
        (283, 0, "Requires pages_read_user_content", Rejected, "permission pages_read_user_content"),
        (10, 1893063, "The Page is temporarily restricted", Rejected, "restricted the Page"),
        (368, 0, "The action attempted has been deemed abusive", Rejected, "deemed abusive"),
        (506, 0, "Duplicate status message", Rejected, "twice in a row"),
        (21, 0, "Page ID 1 was migrated to page ID 2", Rejected, "merged"),
        (9004, 2207052, "Media download has failed", Rejected, "web.public_url"),
        (9007, 2207027, "Media ID is not available", Unavailable, "not done"),
        (-1, 2207001, "Instagram server error", Uncertain, "failed for a moment"),
        (4, 2207051, "Action blocked", Rejected, "spam"),
        (77777, 0, "something new", Rejected, "something new"),
        (1, 0, BUSY, Uncertain, "failed for a moment"),
        (2, 0, BUSY, Uncertain, "failed for a moment"),
        (2, 1363041, BUSY, Uncertain, "failed for a moment"),
    ],
)
@pytest.mark.parametrize("status", [200, 400, 401, 403, 500])
def test_a_code_means_the_same_whatever_the_status_is(
    code: int, subcode: int, message: str, kind: type[NetworkError], words: str, status: int
) -> None:
    error = meant(code, subcode, message, status=status)
    assert type(error) is kind
    assert words in str(error)
    assert str(error).endswith(f"(Meta's code {code}/{subcode})" if subcode else f"(Meta's code {code})")
    assert refusal(error) == (code, subcode)


@pytest.mark.parametrize("code", [1, 2])
def test_what_failed_for_a_moment_did_nothing_when_it_was_only_asked(code: int) -> None:
    assert type(meant(code, message=BUSY, effect=False)) is Unavailable


def test_meta_says_itself_that_something_is_for_a_moment() -> None:
    assert type(meant(80, message="later", said={"is_transient": True})) is Uncertain


@pytest.mark.parametrize(
    ("code", "seconds"),
    [(4, 600), (17, 600), (32, 600), (341, 600), (613, 60), (80001, 600), (80002, 600), (80006, 600), (80014, 600)],
)
def test_too_many_calls_wait_as_long_as_is_usual_for_their_kind(code: int, seconds: float) -> None:
    error = meant(code, message="(#4) Application request limit reached", status=403)
    assert isinstance(error, RateLimited)
    assert error.retry_after == seconds
    assert "Application request limit reached" in str(error)


@pytest.mark.parametrize("code", [4, 17, 32, 613, 80001, 80002, 80006])
def test_too_many_calls_wait_as_long_as_meta_says(code: int) -> None:
    use = {"1": [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 19}]}
    error = meant(code, headers={"x-business-use-case-usage": json.dumps(use)})
    assert isinstance(error, RateLimited)
    assert error.retry_after == 19 * 60


def test_nobody_waits_longer_than_a_day() -> None:
    error = meant(4, headers={"retry-after": "999999999"})
    assert isinstance(error, RateLimited)
    assert error.retry_after == 86_400


def test_words_for_people_are_taken_before_those_for_programmers() -> None:
    error = meant(100, message="(#100) Param", said={"error_user_msg": "Pick another picture."})
    assert "Pick another picture." in str(error)
    assert "Param" not in str(error)


@pytest.mark.parametrize(
    "message",
    [
        f"Malformed access token {TOKEN}",
        f"The URL https://graph.facebook.com/me?access_token={TOKEN}&fields=id is wrong",
        f"bad signature appsecret_proof={'0f' * 32}",
    ],
)
def test_no_token_is_repeated_in_words(message: str) -> None:
    for code in (100, 190, 4, 1, 200, 77777):
        error = meant(code, message=message)
        assert TOKEN not in str(error)
        assert "0f" * 32 not in str(error)


def test_long_words_in_another_script_are_no_token() -> None:
    said = "ข้อความนี้ยาวมากและไม่มีช่องว่างเลยแม้แต่ช่องเดียว1234567890"
    assert said in str(meant(100, message=said))


@pytest.mark.parametrize(
    ("status", "answer", "kind", "words"),
    [
        (503, b"", Unavailable, "down for a moment"),
        (500, b"", Uncertain, "could not be read"),
        (502, b"<html><h1>Bad Gateway</h1></html>", Uncertain, "could not be read"),
        (504, b"<html>", Uncertain, "could not be read"),
        (429, b"", RateLimited, "slow down"),
        (413, b"", Rejected, "of this size"),
        (401, b"", Unavailable, "Somebody else"),
        (403, b"<html>Blocked by the proxy", Unavailable, "a proxy"),
        (404, b"not found", Unavailable, "Somebody else"),
        (302, b"", Unavailable, "Somebody else"),
        (200, b"<html>Welcome to the hotel's network", Uncertain, "could not be read"),
        (400, b'{"error": "a text"}', Unavailable, "Somebody else"),
        (400, b"[]", Unavailable, "Somebody else"),
    ],
)
def test_an_answer_without_an_error_of_the_graph_api(
    status: int, answer: bytes, kind: type[NetworkError], words: str
) -> None:
    error = error_for(status, answer, {}, effect=True, network="instagram")
    assert type(error) is kind
    assert words in str(error)
    assert refusal(error) == (0, 0)
    asked = error_for(status, answer, {}, effect=False, network="instagram")
    assert type(asked) is (Unavailable if kind is Uncertain else kind)


@pytest.mark.parametrize("broken", [None, "10", True, [], 1.5])
def test_an_error_without_a_number_is_said_in_metas_words(broken: object) -> None:
    answer = json.dumps({"error": {"message": "no number", "code": broken}}).encode()
    error = error_for(400, answer, {}, effect=True, network="instagram")
    assert type(error) is Rejected
    assert str(error) == "Instagram refused: no number (Meta's code 0)"


def test_words_name_the_network_that_was_asked() -> None:
    assert "Instagram" in str(meant(190, 463, network="instagram")) or "run.py connect instagram" in str(
        meant(190, 463, network="instagram")
    )
    assert "Facebook" not in str(meant(77777, network="instagram"))
