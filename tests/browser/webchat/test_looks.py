"""How the web chat's window looks and reads in a real Chromium: on a phone, at night, in any colour and language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import axe_playwright_python as axe
import pytest
from playwright.async_api import Browser, expect

from inbox.actions import React
from inbox.store.embedded import Server
from tests.browser.chromium import SHARED
from tests.browser.webchat_site import Site, opened, write
from tests.webchat_server import chat_server

pytestmark = SHARED


@pytest.mark.parametrize("window", [{"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}])
async def test_on_a_phone_the_window_is_the_whole_screen(site: Site) -> None:
    page = await site.visit()
    window = await opened(page)
    await page.wait_for_function(
        "document.querySelector('div').shadowRoot.querySelector('iframe').getAnimations().length === 0"
    )
    box = await page.locator("iframe").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 780}
    await window.get_by_role("button", name="Close chat").tap()
    await expect(page.get_by_role("button", name="Open chat")).to_be_visible()


@pytest.mark.parametrize("window", [{"color_scheme": "dark"}])
async def test_at_night_the_window_is_dark_and_readable(site: Site) -> None:
    window = await opened(await site.visit())
    await write(window, "Good evening")
    back, ink = await window.locator("body").evaluate(
        "one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]"
    )
    assert contrast(back, ink) >= 7
    assert luminance(back) < 0.05


@pytest.mark.parametrize("color", ["#0f766e", "#ffd400", "#101010", "#c026d3", "#7f7f7f"])
async def test_text_on_the_sites_colour_can_be_read(
    browser: Browser, redis_server: Server, brand: str, tmp_path: Path, color: str
) -> None:
    async with chat_server(redis_server.url, brand, tmp_path, color=color) as chat:
        page = await (await browser.new_context()).new_page()
        await page.goto(f"{chat.url}/window")
        await page.locator("#text").fill("Hello")
        await page.locator("#text").press("Enter")
        await expect(page.locator(".message.them:not(.waiting)")).to_have_count(1)
        bubble = page.locator(".message.them .bubble")
        back, ink = await bubble.evaluate("one => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]")
        assert contrast(back, ink) >= 4.5
        await page.context.close()


@pytest.mark.parametrize("window", [{"locale": "ar"}])
async def test_arabic_runs_from_right_to_left_and_each_message_its_own_way(site: Site) -> None:
    page = await site.visit()
    window = await opened(page)
    await expect(window.locator("html")).to_have_attribute("dir", "rtl")
    await write(window, "Hello in English")
    await expect(window.locator(".message.them .bubble p")).to_have_css("direction", "ltr")
    await write(window, "مرحبًا")
    await expect(window.locator(".message.them .bubble p").last).to_have_css("direction", "rtl")
    box = await page.locator("iframe").bounding_box()
    assert box is not None
    assert box["x"] == 20


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es-MX", "Escribe un mensaje"),
        ("gu", "સંદેશો લખો"),
        ("hi-IN", "संदेश लिखें"),
        ("zh-TW", "输入消息"),
        ("fi", "Write a message"),
    ],
)
async def test_the_window_speaks_the_language_of_the_page(site: Site, language: str, words: str) -> None:
    page = await site.visit(lang=language)
    await page.locator("button[aria-expanded]").click()
    await expect(page.frame_locator("iframe").locator("#text")).to_have_attribute("placeholder", words)


async def test_the_example_shop_shows_the_chat_without_a_complaint(site: Site) -> None:
    page = await site.context.new_page()
    page.on("console", lambda said: site.complaints.append(said.text))
    await page.goto(f"{site.chat.url}/demo")
    await write(await opened(page), "What a nice vase")
    await expect(page.frame_locator("iframe").locator(".message.them .state")).to_contain_text("Sent")
    assert site.complaints == []


async def test_the_page_itself_can_open_and_close_the_chat(site: Site) -> None:
    page = await site.visit()
    await page.wait_for_function("window.sangamChat")
    await page.evaluate("sangamChat.open()")
    await expect(page.frame_locator("iframe").locator("#text")).to_be_focused()
    await page.evaluate("sangamChat.close()")
    await expect(page.locator("iframe")).not_to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_wrong(site: Site, browser: Browser, scheme: Literal["light", "dark"]) -> None:
    context = await browser.new_context(color_scheme=scheme, locale="en-GB")
    page = await context.new_page()
    await page.goto(f"{site.chat.url}/window")
    await write(page, "Good day")
    await expect(page.locator(".message.them .state")).to_contain_text("Sent")
    answer, thread = await site.reply("Good day to you"), await site.thread()
    await site.reply("This one goes away", "key-2")
    await site.chat.chat.perform(React(thread, answer, "❤️"), "key-3")
    await expect(page.locator(".reactions")).to_be_visible()
    await page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text())
    found = await page.evaluate("axe.run()")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
    await context.close()


def luminance(color: str) -> float:
    """The relative luminance of a colour as browsers compute it (WCAG 2.2)."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours are apart (WCAG 2.2); 4.5 is needed for text."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
