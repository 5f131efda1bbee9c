"""TikTok is asked to tell us of comments and, where we may read them, of messages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.errors import LoginNeeded
from tests.tiktok_account import Ours


async def test_only_what_is_missing_is_asked_for(ours: Ours) -> None:
    ours.public_url = "https://sangam.example/"
    subscriptions = ours.account()._subscriptions
    assert await subscriptions.address("COMMENT") == ""
    assert await subscriptions.keep() == ["COMMENT", "DIRECT_MESSAGE"]
    assert await subscriptions.keep() == []
    assert await subscriptions.address("COMMENT") == f"https://sangam.example/hooks/tiktok/{ours.app.client_key}"
    ours.app.subscriptions["COMMENT"].url = "https://elsewhere.example"
    assert await subscriptions.keep() == ["COMMENT"]


async def test_where_the_world_cannot_reach_us_nothing_is_asked_for(ours: Ours) -> None:
    assert await ours.account()._subscriptions.keep() == []
    assert ours.server.calls.total() == 0


async def test_another_secret_is_refused(ours: Ours) -> None:
    ours.public_url = "https://sangam.example"
    subscriptions = replace(ours.account(messaging=False)._subscriptions, secret="another")
    assert subscriptions.wanted == ("COMMENT",)
    assert "another" not in repr(subscriptions)
    with pytest.raises(LoginNeeded):
        await subscriptions.keep()
