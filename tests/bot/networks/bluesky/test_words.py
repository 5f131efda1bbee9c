"""The words of a post with what in them is marked."""

from __future__ import annotations

import pytest

from bot.networks._bluesky.words import worded
from inbox.errors import Unavailable
from tests.bluesky_account import Ours


async def test_plain_words_stay_plain_and_names_are_looked_up(ours: Ours) -> None:
    assert await worded(ours.api(), "Hello") == {"text": "Hello"}
    assert await worded(ours.api(), "@nobody.example.com") == {"text": "@nobody.example.com"}
    (facet,) = (await worded(ours.api(), "@asha.example.com"))["facets"]
    assert facet["features"][0]["did"] == ours.asha.did


async def test_a_name_that_cannot_be_looked_up_now_is_not_left_plain_for_ever(ours: Ours) -> None:
    ours.server.refuse("UpstreamFailure", "GET com.atproto.identity.resolveHandle")
    with pytest.raises(Unavailable):
        await worded(ours.api(), "@asha.example.com")
