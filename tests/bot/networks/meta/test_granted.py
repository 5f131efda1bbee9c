"""What a token may do, read from what Meta says of it (docs/facebook-login/guides/access-tokens/debugging)."""

from __future__ import annotations

import pytest

from bot.networks._meta.granted import Grant, grant, told_at_login
from bot.networks._meta.tokens import Token

SAID = {
    "app_id": "138483919580948",
    "type": "PAGE",
    "application": "Sangam",
    "data_access_expires_at": 1_576_687_825,
    "expires_at": 0,
    "is_valid": True,
    "issued_at": 1_347_235_328,
    "profile_id": "206070979425408",
    "scopes": ["pages_show_list", "pages_messaging", "read_insights"],
    "granular_scopes": [
        {"scope": "pages_show_list", "target_ids": ["206070979425408", "2"]},
        {"scope": "pages_messaging", "target_ids": ["2"]},
        {"scope": "read_insights"},
    ],
}


def test_everything_that_meta_says_of_a_token_is_taken_over() -> None:
    said = grant(SAID)

    assert (said.valid, said.kind, said.app_id, said.page) == (True, "PAGE", "138483919580948", "206070979425408")
    assert (said.expires_at, said.data_until) == (0, 1_576_687_825_000)
    assert said.may("pages_show_list", "206070979425408")
    assert said.may("read_insights", "206070979425408")


def test_a_permission_may_be_narrowed_to_other_pages() -> None:
    said = grant(SAID)

    assert not said.may("pages_messaging", "206070979425408")
    assert said.may("pages_messaging", "2")
    assert not said.may("pages_manage_posts", "2")


@pytest.mark.parametrize("said", [{}, {"is_valid": 1, "scopes": None, "granular_scopes": "x", "expires_at": True}])
def test_what_is_left_out_counts_as_not_granted(said: dict[str, object]) -> None:
    assert grant(said) == Grant(valid=False)


@pytest.mark.parametrize(
    "said",
    [
        {"is_valid": True, "scopes": 5, "granular_scopes": [{"scope": "pages_messaging", "target_ids": 7}]},
        {"is_valid": True, "expires_at": 10**30, "data_access_expires_at": -5},
    ],
)
def test_what_is_no_answer_says_nothing(said: dict[str, object]) -> None:
    found = grant(said)
    assert (found.scopes, found.expires_at, found.data_until) == (frozenset(), 0, 0)


def test_a_reason_is_shown_without_the_token_in_it() -> None:
    token = "EAABwzLixnjYBO1234567890abcdefghijklmnop"
    found = grant({"is_valid": False, "error": {"message": f"The token {token} is no more"}})
    assert token not in found.why


def test_a_dead_token_comes_with_the_reason() -> None:
    said = grant({"is_valid": False, "error": {"code": 190, "message": "Session has expired", "subcode": 463}})
    assert (said.valid, said.why) == (False, "Session has expired")


def test_of_a_token_of_instagram_s_login_is_known_what_was_said_then() -> None:
    said = told_at_login(Token("IGAA", 5, 0, ("instagram_business_basic",)))
    assert said.valid
    assert said.may("instagram_business_basic", "17841400000000000")
    assert said.expires_at == 5
