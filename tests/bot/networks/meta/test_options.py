"""What an operator may write in bot.yaml of a Page or an Instagram account, and what is said of what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.networks._meta.options import FACEBOOK_API, INSTAGRAM_API, FacebookOptions, InstagramOptions

APP = {"app_id": "55", "app_secret": "0123456789abcdef"}
PAGE = {**APP, "page": "206070979425408"}
PROFILE = {**APP, "id": "17841400000000000"}


def test_ids_may_be_written_as_numbers() -> None:
    options = FacebookOptions.model_validate({**PAGE, "page": 206070979425408, "app_id": 55})
    assert (options.page, options.app_id) == ("206070979425408", "55")
    assert (options.base_url, options.version, options.token) == (FACEBOOK_API, "v26.0", None)


def test_secrets_are_trimmed_and_never_shown() -> None:
    options = FacebookOptions.model_validate({**PAGE, "app_secret": " 0123456789abcdef\n", "token": "EAAtoken123 "})
    assert options.app_secret.get_secret_value() == "0123456789abcdef"
    assert options.token
    assert options.token.get_secret_value() == "EAAtoken123"
    assert "EAAtoken123" not in repr(options)
    assert "0123456789abcdef" not in repr(options)


def test_the_way_to_log_in_decides_where_instagram_is() -> None:
    own = InstagramOptions.model_validate(PROFILE)
    by_page = InstagramOptions.model_validate({**PROFILE, "login": "facebook", "page": 206070979425408})
    given = InstagramOptions.model_validate({**PROFILE, "base_url": "http://127.0.0.1:9/"})
    assert (own.api, by_page.api, given.api) == (INSTAGRAM_API, FACEBOOK_API, "http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"page": "nadi.tea"}, "Meta's ids are numbers"),
        ({"page": "0123"}, "Meta's ids are numbers"),
        ({"page": "٣٤"}, "Meta's ids are numbers"),
        ({"page": True}, "Meta's ids are numbers"),
        ({"page": 1.5}, "Meta's ids are numbers"),
        ({"page": -5}, "Meta's ids are numbers"),
        ({"app_secret": "two words"}, "this is no app secret"),
        ({"app_secret": ""}, "this is no app secret"),
        ({"token": "two words"}, "let `.venv/bin/python run.py connect` fetch one"),
        ({"base_url": "graph.facebook.com"}, "base_url is an address"),
        ({"base_url": "https://"}, "base_url is an address"),
        ({"base_url": "https://[::1"}, "base_url is an address"),
        ({"base_url": "https://x.example/?token=1"}, "base_url is an address"),
        ({"version": "26"}, "written v26.0"),
        ({"login": "facebook"}, "Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_is_said_without_what_was_given(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as raised:
        FacebookOptions.model_validate({**PAGE, **wrong})
    assert words in str(raised.value)
    assert "two words" not in str(raised.value)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"login": "facebook"}, "needs `page`"),
        ({"page": "206070979425408"}, "belongs to login: facebook"),
        ({"login": "google"}, "'instagram' or 'facebook'"),
        ({"id": "naditea"}, "Meta's ids are numbers"),
        ({"base_url": "ftp://x"}, "base_url is an address"),
    ],
)
def test_what_does_not_fit_together(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as raised:
        InstagramOptions.model_validate({**PROFILE, **wrong})
    assert words in str(raised.value)
