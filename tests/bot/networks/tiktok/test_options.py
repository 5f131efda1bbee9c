"""What bot.yaml may say of an account."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.networks._tiktok.options import TikTokOptions

GIVEN: dict[str, Any] = {"business_id": "abc123", "app_id": 7395303576418561, "app_secret": "a-long-enough-secret"}


def test_the_least_that_is_needed() -> None:
    options = TikTokOptions.model_validate(GIVEN)
    assert options.app_id == "7395303576418561"
    assert (options.publishing, options.messaging, options.audited) == ("business", False, True)
    assert "long-enough" not in repr(options)


def test_what_people_write_is_put_in_order() -> None:
    options = TikTokOptions.model_validate({**GIVEN, "username": "@nadi.pots", "region": "in", "base_url": "http://x/"})
    assert (options.username, options.region, options.base_url) == ("nadi.pots", "IN", "http://x")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"business_id": "a b"}, "letters and digits"),
        ({"business_id": True}, "letters and digits"),
        ({"app_secret": "x"}, "no secret of an app"),
        ({"client_key": "k"}, "go together"),
        ({"base_url": "tiktok"}, "address such as"),
        ({"content_url": "https://x/?a=1"}, "address such as"),
        ({"region": "India"}, "two letters"),
        ({"username": "nadi pots"}, "no name of an account"),
        ({"region": "DE", "messaging": True}, "DE to no program"),
        ({"publishing": "both"}, "business"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_what_is_wrong_is_said(more: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        TikTokOptions.model_validate({**GIVEN, **more})
