"""The desk warns while somebody writes: in the composer and over a draft, once, aloud, and without keeping them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
from playwright.async_api import expect

from responders.guard import Guard
from responders.options import GuardOptions
from tests.browser.chromium import SHARED
from tests.browser.desk_seat import GUJARATI, PHONE, Seat
from tests.browser.test_desk_axe import grave
from tests.cast import ASHA
from tests.world import at

pytestmark = SHARED
C = at(ASHA)
GUARD = Guard(GuardOptions(banned=("scam",), region="IN"))
SCAM = "Words that we never say: “scam”."


@pytest_asyncio.fixture(loop_scope="module")
async def guarded(seat: Seat) -> Seat:
    """A desk on which one word is never said, with a draft that waits."""
    seat.desk.world.check = GUARD.warn
    await seat.desk.world.drafted("Majama!")
    return seat


async def test_a_warning_comes_while_somebody_writes_and_goes_when_it_is_mended(guarded: Seat) -> None:
    page = await guarded.sit(path=f"/?c={quote(C)}")
    place = page.locator("#reply-warned")
    await page.keyboard.press("r")

    await page.keyboard.type("It is no scam")
    await expect(place.locator("li")).to_have_text(SCAM)
    assert await place.get_attribute("role") == "status"
    assert await page.locator("#reply-text").get_attribute("aria-describedby") == "reply-warned"

    await page.locator("#reply-text").fill("It is fine")
    await expect(place.locator("li")).to_have_count(0)
    await page.locator("#reply-text").fill("No <b>scam</b>")
    await expect(place.locator("li")).to_have_count(1)
    await page.keyboard.press("Control+Enter")  # it only warns

    await expect(page.locator(".leaving .checks")).to_contain_text(SCAM)
    await expect(place.locator("li")).to_have_count(0)
    await guarded.desk.send()
    assert len(guarded.desk.postbox.done) == 1


async def test_the_text_over_a_draft_is_judged_as_it_is_edited(guarded: Seat) -> None:
    page = await guarded.sit(path=f"/?c={quote(C)}")

    await page.keyboard.press("e")
    await page.locator("[data-edit] textarea").fill("Call 98111 22334!!!")

    warned = page.locator("[data-edit] .checks.warned li")
    await expect(warned).to_have_count(2)
    await expect(warned.first).to_contain_text("Personal data")
    await page.get_by_role("button", name="Approve this text").click()
    await expect(page.locator(".leaving .checks li")).to_have_count(2)


async def test_words_that_were_kept_are_judged_when_they_come_back(guarded: Seat) -> None:
    page = await guarded.sit(path=f"/?c={quote(C)}")
    await page.keyboard.press("r")
    await page.keyboard.type("A scam")
    await expect(page.locator("#reply-warned li")).to_have_count(1)

    await page.reload()

    await expect(page.locator("#reply-warned li")).to_have_text(SCAM)


@pytest.mark.parametrize("window", [{"color_scheme": "dark"}, PHONE], ids=["dark", "phone"])
async def test_axe_finds_nothing_serious_where_something_is_warned_of(guarded: Seat, window: dict[str, Any]) -> None:
    await guarded.desk.world.hear(GUJARATI, id="m2")
    page = await guarded.sit(path=f"/?c={quote(C)}", **window)
    await page.locator("#reply-text").fill("It is no scam, call 98111 22334!!! {name}")
    await expect(page.locator("#reply-warned li")).to_have_count(5)

    assert await grave(page) == []
    box, width = await page.locator("#reply-warned").bounding_box(), await page.evaluate("innerWidth")
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


async def test_on_a_phone_the_way_back_stands_beside_the_way_out(guarded: Seat) -> None:
    page = await guarded.sit(path=f"/?c={quote(C)}", **PHONE)
    await page.locator("[data-edit] > summary").click()
    await page.locator("[data-edit] textarea").fill("A scam")
    await expect(page.locator("[data-edit] .checks.warned li")).to_have_count(1)

    back = await page.locator("[data-edit] > summary").bounding_box()
    out = await page.get_by_role("button", name="Approve this text").bounding_box()
    assert back
    assert out
    assert back["x"] + back["width"] <= out["x"]
