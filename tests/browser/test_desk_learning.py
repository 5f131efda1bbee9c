"""Wishes for another draft, and what a reply would teach, in a real browser: one click each, and nothing is lost."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.async_api import expect

from responders.faq import FaqFile
from tests.browser.chromium import SHARED
from tests.browser.desk_seat import Seat
from tests.cast import ASHA, BHAVIN
from tests.recorded import FAQ, clerk, past
from tests.world import at

pytestmark = SHARED
C = at(ASHA)
ASKED = "when do you open in the morning?"


async def test_another_draft_stays_one_key_and_a_wish_is_one_click(seat: Seat) -> None:
    world = seat.desk.world
    await world.drafted("Majama!", ASHA)
    await world.drafted("Saras!", BHAVIN)
    page = await seat.sit(path=f"/?c={quote(C)}")

    await page.locator("[data-wish] > summary").click()
    await page.get_by_role("button", name="In Gujarati").click()

    await expect(page.locator(".card")).to_have_count(0)
    await expect(page.locator(".lines")).to_contain_text("another draft wanted: in Gujarati")
    await page.goto(f"{seat.desk.origin}/?c={quote(at(BHAVIN))}")
    await page.wait_for_selector("body[data-awake]")
    await page.keyboard.press("d")
    await expect(page.locator(".lines")).to_contain_text("another draft wanted")
    assert {wish.words for _ in range(2) for wish in (await world.turn()).wishes.values()} == {"in Gujarati"}


async def test_a_wish_in_ones_own_words_outlives_what_comes_meanwhile(seat: Seat) -> None:
    draft = await seat.desk.world.drafted("Majama!")
    page = await seat.sit(path=f"/?c={quote(C)}")
    await page.locator("[data-wish] > summary").click()
    field = page.get_by_label("What you wish")
    await field.fill("name the price")

    await (await seat.desk.tab("noor")).do("note", c=C, text="A regular.")
    await expect(page.locator(".lines")).to_contain_text("A regular.")
    await expect(field).to_have_value("name the price")
    await field.press("Enter")

    await expect(page.locator(".card")).to_have_count(0)
    (wish,) = (await seat.desk.world.turn()).wishes.values()
    assert (wish.words, wish.draft) == ("name the price", draft)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_what_was_approved_teaches_with_one_click(seat: Seat, scripts: bool) -> None:
    seat.desk.taught.faq = FaqFile(**FAQ)  # type: ignore[arg-type]
    await past(seat.desk.world, clerk(), faq="draft").ask(ASKED)
    page = await seat.sit("olga", "lead", f"/?shelf=all&c={quote(C)}", java_script_enabled=scripts)

    await page.locator('form[data-do="approve"].inline button').click()
    offer = page.get_by_role("region", name="Teach the FAQ")
    await expect(offer).to_contain_text(f"{ASKED} asks for hours")
    await expect(page.get_by_role("button", name="Undo")).to_be_visible()
    await offer.get_by_role("button", name="Teach it").click()

    await expect(offer).to_have_count(0)
    assert seat.desk.taught.lines == [("phrasing", "hours", ASKED)]
