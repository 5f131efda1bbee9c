"""What stands in bot.yaml: a whole handle and a password that nobody reads in a message."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bot.networks._bluesky.options import BlueskyOptions


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("@NadiPots.bsky.social", "nadipots.bsky.social"),
        (" nadi.example.com ", "nadi.example.com"),
        ("did:plc:Abc", "did:plc:Abc"),
    ],
)
def test_a_handle_is_taken_as_people_write_it(given: str, read: str) -> None:
    options = BlueskyOptions.model_validate(
        {"identifier": given, "app_password": "x", "base_url": "https://a.example/"}
    )
    assert (options.identifier, options.base_url) == (read, "https://a.example")


@pytest.mark.parametrize(
    "change",
    [
        {"identifier": "nadipots"},
        {"identifier": ""},
        {"identifier": "Nadi Pots"},
        {"base_url": "bsky.social"},
        {"x": 1},
    ],
)
def test_what_cannot_be_is_refused_without_the_password(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        BlueskyOptions.model_validate({"identifier": "a.example", "app_password": "secret-secret", **change})
    assert "secret-secret" not in str(refused.value)
