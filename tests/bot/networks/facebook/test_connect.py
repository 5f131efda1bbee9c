"""Connecting a Page goes by the same way as any other network."""

from __future__ import annotations

import pytest

from bot.networks._facebook.connect import DIALOGUE
from bot.playground.clock import Clock
from inbox.errors import SetupError
from tests.bot.networks.meta.logging_in import meta
from tests.logging_in import Drawers, place


async def test_a_login_ends_in_the_vault_with_the_page_that_was_chosen() -> None:
    async with meta(Clock()) as world:
        known = {"app_id": world.app.id, "app_secret": world.app.secret, "base_url": world.server.url}
        it = DIALOGUE.begin(place(DIALOGUE, "facebook", world.http, known=known, vault=(vault := Drawers())))
        found = await it.by_address(await world.click(await it.address()))
        assert [one.id for one in found] == [world.page.id, world.other.id]
        await it.keep(world.other.id)
    assert list(vault.kept) == ["token"]
    assert f'page: "{world.other.id}"' in it.lines(world.other.id)


def test_the_app_is_named_by_its_number() -> None:
    question = next(one for one in DIALOGUE.questions if one.name == "app_id")
    assert question.clean(" 123 ") == "123"
    with pytest.raises(SetupError, match="my app is no App ID"):
        question.clean("my app")


def test_the_steps_are_those_of_a_page() -> None:
    said = " ".join(DIALOGUE.steps({}, "https://localhost/"))
    assert "Messenger" in said
    assert "Instagram" not in said
