"""One call of Mastodon: how long to wait, what a token may, and what is no answer at all."""

from __future__ import annotations

import pytest

from bot.networks._http import Answer
from bot.networks._mastodon.api import error_for
from inbox.actions import React
from inbox.errors import LoginNeeded, RateLimited, Rejected, Unavailable, Uncertain
from inbox.models import RemoteId
from tests.bot.networks.mastodon.conftest import START, Ours

NOW = START * 1000


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        ("2026-09-21T14:14:20Z", 60),
        ("2020-01-01T00:00:00Z", 1),
        ("2036-01-01T00:00:00Z", 3600),
        ("soon", 300),
        ("", 300),
    ],
)
def test_the_limit_ends_when_the_header_says(reset: str, seconds: float) -> None:
    error = error_for(Answer(429, {"x-ratelimit-reset": reset}, b"{}"), effect=True, now=NOW)
    assert isinstance(error, RateLimited)
    assert error.retry_after == seconds


def test_no_token_is_repeated_in_words() -> None:
    token = "abcdef0123456789" * 3
    error = error_for(Answer(401, {}, f'{{"error": "bad token {token}"}}'.encode()), effect=False, now=NOW)
    assert isinstance(error, LoginNeeded)
    assert token not in str(error)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000])
async def test_what_cannot_be_read_is_uncertain_only_where_something_may_have_happened(body: bytes) -> None:
    assert isinstance(error_for(Answer(502, {}, body), effect=True, now=NOW), Uncertain)
    assert isinstance(error_for(Answer(502, {}, body), effect=False, now=NOW), Unavailable)


async def test_checking_says_who_we_are_and_what_the_server_allows(ours: Ours) -> None:
    (fine,) = await ours.network().check()
    assert (fine.ok, fine.words) == (True, "Mastodon knows us as @nadi on mastodon.example")
    ours.server.world.characters = 1000
    minor = (await ours.network().check())[1]
    assert (minor.ok, minor.minor, minor.fix) == (False, True, "Set characters: 1000 in bot.yaml.")
    assert ours.network(characters=1000).capabilities.text.most == 968


async def test_checking_says_what_is_wrong(ours: Ours) -> None:
    for options, words in [
        ({"token": "wrong"}, "no longer takes the token"),
        ({"base_url": "http://127.0.0.1:9"}, "no connection to Mastodon"),
        ({"token": None}, "not connected yet"),
    ]:
        (found,) = await ours.network(**options).check()
        assert not found.ok
        assert words in found.words
        assert "connect mastodon" in found.fix
    ours.server.refuse(404, "", "GET /api/v2/instance")
    (other,) = await ours.network().check()
    assert not other.ok


async def test_a_token_that_may_only_read_says_how_to_mend_it(ours: Ours) -> None:
    ours.shop.scopes = "read"
    asked = ours.server.world.mention(ours.asha, ours.shop, "Hi")
    with pytest.raises(Rejected, match="lacks a permission"):
        await ours.network().perform(React(RemoteId("dm.1"), RemoteId(asked.id), "⭐"), "k")
