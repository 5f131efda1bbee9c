"""What bot.yaml may say of a YouTube channel, and how what it may not say is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bot.networks._youtube.options import Hosts, YouTubeOptions

GOOD = {
    "channel": "UC_x5XG1OV2P6uZZ5FSM9Ttw",
    "client_id": "123456789012-abc.apps.googleusercontent.com",
    "client_secret": "GOCSPX-secret",
}


def test_a_channel_needs_its_id_and_an_oauth_client() -> None:
    options = YouTubeOptions.model_validate(GOOD)
    assert (options.units_a_day, options.reserve, options.videos) == (10_000, 2_000, ())
    assert "GOCSPX" not in repr(options)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"channel": "@sangam"}, "UC and 22 signs"),
        ({"client_id": "123"}, "apps.googleusercontent.com"),
        ({"client_secret": "a b"}, "no client secret"),
        ({"base_url": "proxy"}, "base_url is an address"),
        ({"units_a_day": 10}, "greater than or equal to 200"),
        ({"reserve": 9_950}, "leaves nothing"),
        ({"videos": ["https://youtu.be/dQw4w9WgXcQ"]}, "11 signs"),
        ({"videos": ["dQw4w9WgXcQ"] * 21}, "at most 20"),
        ({"token": "x"}, "Extra inputs"),
    ],
)
def test_bad_input_is_refused_in_words(given: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        YouTubeOptions.model_validate({**GOOD, **given})


def test_all_hosts_may_be_at_one_address() -> None:
    assert Hosts.at("http://here") == Hosts("http://here", "http://here", "http://here", "http://here")
    assert Hosts.at("").api == "https://www.googleapis.com"
