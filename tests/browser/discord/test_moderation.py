"""How the cards of moderation look in a real browser: what hurts is covered, and everything can be reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python as axe
from playwright.async_api import expect

from bot.surfaces.discord.calls import content
from bot.surfaces.discord.moderation import cards
from bot.surfaces.discord.notices import Part, _view
from inbox.cases import Finding, Flag, Wants
from inbox.docket.shown import FlagView
from inbox.models import RemoteId
from tests.bot.surfaces.discord.moderation.test_cards import appealed, case, view
from tests.browser.chromium import SHARED
from tests.browser.discord.test_drawing import drawn
from tests.browser.discord_seat import Seat
from tests.cast import CHEN
from tests.world import START, at

pytestmark = SHARED


def message(text: str, *parts: Part) -> dict[str, Any]:
    """A notice as Discord is sent it."""
    payload = content(_view(text, parts, 1)).payload or {}
    return {"components": payload["components"], "flags": 1 << 15}


async def test_what_hurts_is_covered_and_shown_to_whoever_wants_to_read_it(seat: Seat) -> None:
    one = view(case("You ||pig|| @everyone", rule="insults"))
    page = await drawn(seat, message(cards.case(one), *cards.case_buttons(one)))

    await expect(page.get_by_text("You ||pig|| @everyone")).not_to_be_visible()
    await expect(page.locator(".mention")).to_have_count(0)
    await page.get_by_role("button", name="Spoiler").press("Enter")
    await expect(page.get_by_text("You ||pig|| @everyone")).to_be_visible()
    await expect(page.locator(".row button.button")).to_have_text(["Undo", "Details", "Let no rule look at them"])


async def test_axe_finds_nothing_wrong_with_cases_appeals_and_flags(seat: Seat) -> None:
    one, asked = view(post="Diwali sale"), appealed("Why?\nIt was irony.")
    flag = FlagView(
        Flag(at(CHEN), RemoteId("m"), CHEN, "pig", START, Finding("insults", "v1", "an animal", Wants())),
        "Chen", "Instagram", 5, "rule insults: an animal", (), ("clear", "condemn"),
    )  # fmt: skip
    page = await drawn(
        seat,
        message(cards.case(one), *cards.case_buttons(one)),
        message(cards.appeal(asked), *cards.appeal_buttons(asked)),
        message(cards.flag(flag), *cards.flag_buttons(flag)),
    )
    await page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text())
    found = await page.evaluate("axe.run()")

    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
