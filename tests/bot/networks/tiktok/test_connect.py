"""Logging in at both APIs of a simulated TikTok: each login ends in its own part of the vault."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.networks._tiktok.connect import DIALOGUE
from bot.networks._tiktok.options import BUSINESS_API
from inbox.errors import LoginNeeded, SetupError
from inbox.network import Connecting
from tests.logging_in import Drawers, click, place
from tests.tiktok_account import Ours

PORTAL = "https://www.tiktok.com/v2/auth/authorize?client_key=1&redirect_uri=https%3A%2F%2Fshop.example%2Fback%2F"


def login(ours: Ours, vault: Drawers | None = None, wanted: str = "", **known: str) -> Connecting:
    """A login of our app."""
    url = ours.server.url
    said = {"app_id": ours.app.client_key, "app_secret": ours.app.secret, "base_url": url, "content_url": url, **known}
    made = place(DIALOGUE, "tiktok", ours.http, known=said, vault=vault or Drawers(), now=ours.now, wanted=wanted)
    return DIALOGUE.begin(made)


async def led(ours: Ours, it: Connecting) -> str:
    """Where the owner is led who consents."""
    return await click(ours.http, await it.address(), f"Continue as {ours.us.username}")


async def test_the_login_for_comments_ends_in_the_vault(ours: Ours) -> None:
    it = login(ours, vault := Drawers())
    (found,) = await it.by_address(await led(ours, it))
    assert (found.id, found.name) == (ours.us.open_id, f"@{ours.us.username}")
    await it.keep(found.id)
    grant = vault.grant()
    assert grant is not None
    assert (grant.whose, bool(grant.refresh), grant.refresh_ends_at > grant.ends_at) == (found.id, True, True)
    assert f'  business_id: "{found.id}"\n' in it.lines(found.id)
    assert "app_secret_file: secrets/tiktok-app-secret" in it.lines(found.id)


async def test_the_login_for_posting_lies_beside_it(ours: Ours) -> None:
    it = login(ours, vault := Drawers(), wanted=ours.us.open_id, api="content")
    (found,) = await it.by_address(await led(ours, it))
    await it.keep(found.id)
    assert list(vault.kept) == ["content_grant"]
    assert found.id == ours.us.open_id


async def test_the_login_for_posting_leads_to_this_machine_with_a_proof_in_hex(ours: Ours) -> None:
    asked = parse_qs(urlsplit(await login(ours, api="content").address()).query)
    assert asked["redirect_uri"] == ["http://127.0.0.1:9004/"]
    assert asked["code_challenge_method"] == ["S256"]
    assert re.fullmatch(r"[0-9a-f]{64}", asked["code_challenge"][0])


async def test_a_code_counts_once_and_for_ten_minutes(ours: Ours) -> None:
    for api in ("business", "content"):
        it = login(ours, vault := Drawers(), api=api)
        address = await led(ours, it)
        await it.by_address(address)
        with pytest.raises(SetupError, match="TikTok does not take this code .*ten minutes"):
            await it.by_address(address)
        address = await led(ours, it)
        ours.server.clock.advance(601)
        with pytest.raises(SetupError, match="Open the address above again"):
            await it.by_address(address)
        assert vault.kept == {}


async def test_a_login_for_posting_that_is_another_one_is_refused(ours: Ours) -> None:
    with pytest.raises(SetupError, match="of another login"):
        await login(ours, api="content").by_address(await led(ours, login(ours, api="content")))


async def test_a_secret_that_is_wrong_is_no_matter_of_the_code(ours: Ours) -> None:
    it = login(ours, app_secret="another-secret-altogether")
    with pytest.raises(LoginNeeded, match="secret"):
        await it.by_address(await led(ours, it))


async def test_the_portal_s_address_is_opened_as_it_is_and_says_where_it_leads(ours: Ours) -> None:
    it = login(ours, base_url=BUSINESS_API, authorization=PORTAL)
    assert await it.address() == PORTAL


def test_the_portal_s_address_is_asked_for_where_it_is_needed_only() -> None:
    question = next(one for one in DIALOGUE.questions if one.name == "authorization")
    assert question.asked({"api": "business", "base_url": BUSINESS_API})
    assert not question.asked({"api": "content", "base_url": BUSINESS_API})
    with pytest.raises(SetupError, match="My Apps"):
        question.clean("tiktok.com")


def test_the_steps_are_those_of_the_api_that_is_meant() -> None:
    business, posting = (" ".join(DIALOGUE.steps({"api": api}, DIALOGUE.redirect)) for api in ("business", "content"))
    assert "business-api.tiktok.com/portal" in business
    assert "developers.tiktok.com" in posting
    assert "audited" in posting
