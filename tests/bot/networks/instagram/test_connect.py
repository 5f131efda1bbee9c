"""Connecting an Instagram account: by its own login, or by its Page's, as bot.yaml or an option says."""

from __future__ import annotations

import pytest

from bot.networks._instagram.connect import DIALOGUE
from bot.playground.clock import Clock
from tests.bot.networks.meta.logging_in import meta
from tests.logging_in import Drawers, place


@pytest.mark.parametrize(("login", "choice"), [("instagram", "Continue as patola.lab"), ("facebook", "Continue as")])
async def test_a_login_ends_in_the_vault_with_the_account(login: str, choice: str) -> None:
    async with meta(Clock()) as world:
        known = {"app_id": world.app.id, "app_secret": world.app.secret, "base_url": world.server.url, "login": login}
        it = DIALOGUE.begin(place(DIALOGUE, "instagram", world.http, known=known, vault=(vault := Drawers())))
        (found,) = await it.by_address(await world.click(await it.address(), choice))
        assert found.id == (world.linked.id if login == "facebook" else world.alone.id)
        await it.keep(found.id)
    assert list(vault.kept) == ["token"]
    assert ("login: facebook" in it.lines(found.id)) is (login == "facebook")


def test_the_steps_are_those_of_the_login_that_is_meant() -> None:
    own, page = (" ".join(DIALOGUE.steps({"login": login}, "https://localhost/")) for login in ("", "facebook"))
    assert "Instagram login" in own
    assert "Facebook Login for Business" in page
