"""The web chat in a real Chromium, on a site of another origin with a strict policy of its own."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, BrowserContext, FrameLocator, Page, Route, async_playwright, expect

from inbox.actions import Block, Edit, React, Remove, Reply, Unblock
from inbox.models import RemoteId
from inbox.network import MessageEdited, MessageRemoved, Seen
from inbox.store.embedded import Server
from tests.webchat_server import PNG, ChatServer, chat_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH (Debian: apt install chromium)"),
]
PICTURE = bytes.fromhex(  # one dark red pixel
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c494441"
    "54789c63681010000001b400a1a6c3e16b0000000049454e44ae426082"
)


@dataclass
class Site:
    """A shop's page with the script tag, and the chat that the tag belongs to."""

    chat: ChatServer
    origin: str
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)  # what the browser wrote into its console

    async def visit(self, **data: str) -> Page:
        """A new tab with the page; `data` become the tag's data attributes."""
        page = await self.context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(f"{self.origin}/?" + "&".join(f"{key}={value}" for key, value in data.items()))
        return page

    async def thread(self) -> RemoteId:
        """The thread of whoever wrote last."""
        return RemoteId(self.chat.heard.incoming[-1].thread.remote)  # type: ignore[union-attr]

    async def reply(self, text: str, key: str = "key-1") -> RemoteId:
        """Answer whoever wrote last; returns the id of the answer."""
        return (await self.chat.chat.perform(Reply(await self.thread(), text), key)).id


@asynccontextmanager
async def shop(chat: ChatServer) -> AsyncIterator[str]:
    """The origin of a site that shows the chat and trusts nothing else."""

    async def page(request: web.Request) -> web.Response:
        data = " ".join(f'data-{key}="{value}"' for key, value in request.query.items())
        policy = f"default-src 'none'; script-src {chat.origin}; frame-src {chat.origin}; img-src data:"
        head = '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Shop</title>'
        body = f'<!doctype html>{head}<h1>Shop</h1><a href="#">A link</a>'
        script = f'<script async src="{chat.url}/chat.js" {data}></script>'
        return web.Response(text=body + script, content_type="text/html", headers={"Content-Security-Policy": policy})

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://localhost:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all; each test has a context, which is a profile, of its own."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        await chromium.close()


@pytest.fixture
def options() -> dict[str, object]:
    """The chat's options; a test parametrizes this to have others."""
    return {}


@pytest.fixture
def window() -> dict[str, object]:
    """What the browser is like; a test parametrizes this to have another."""
    return {}


@pytest_asyncio.fixture(loop_scope="module")
async def site(
    browser: Browser,
    redis_server: Server,
    brand: str,
    tmp_path: Path,
    options: dict[str, object],
    window: dict[str, Any],
) -> AsyncIterator[Site]:
    """A shop with the chat, seen in a browser."""
    chosen = {"per_visitor": 100, "per_address": 1000, **options}
    async with chat_server(redis_server.url, brand, tmp_path, **chosen) as chat, shop(chat) as origin:
        context = await browser.new_context(**{"locale": "en-GB", **window})
        context.set_default_timeout(8000)
        yield Site(chat, origin, context)
        await context.close()


async def opened(page: Page) -> FrameLocator:
    """Open the chat on a page, and return its window once the conversation is there."""
    await page.get_by_role("button", name=re.compile(r"Open chat|افتح")).click()
    window = page.frame_locator("iframe")
    await expect(window.locator("#log")).to_have_attribute("aria-busy", "false")
    return window


async def write(window: FrameLocator | Page, text: str) -> None:
    """Type a message and send it with the keyboard."""
    await window.locator("#text").fill(text)
    await window.locator("#text").press("Enter")


async def texts(window: FrameLocator) -> list[str]:
    """The messages as they stand, oldest first."""
    return [text.strip() for text in await window.locator(".message .bubble").all_inner_texts()]


async def test_a_question_reaches_the_inbox_and_the_answer_appears(site: Site) -> None:
    window = await opened(await site.visit())
    await write(window, "Does the bowl go into the microwave?")
    await expect(window.locator(".message.them .state")).to_contain_text("Sent")
    assert site.chat.heard.texts == ["Does the bowl go into the microwave?"]
    await site.reply("Yes, it does. https://shop.example/care")
    await expect(window.locator(".message.us")).to_contain_text("Yes, it does.")
    await expect(window.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer nofollow ugc")
    assert site.complaints == []


async def test_a_reload_keeps_the_conversation(site: Site) -> None:
    page = await site.visit()
    await write(await opened(page), "Remember me")
    await expect(page.frame_locator("iframe").locator(".message.them .state")).to_contain_text("Sent")
    await site.reply("Always")
    await page.reload()
    window = await opened(page)
    await expect(window.locator(".message")).to_have_count(2)
    assert await texts(window) == ["Remember me", "Always"]


async def test_two_tabs_show_the_same_and_another_browser_shows_nothing(site: Site, browser: Browser) -> None:
    one, other = await opened(await site.visit()), await opened(await site.visit())
    stranger = Site(site.chat, site.origin, await browser.new_context(locale="en-GB"))
    elsewhere = await opened(await stranger.visit())
    await write(one, "Hello from the first tab")
    await expect(other.locator(".message.them")).to_contain_text("Hello from the first tab")
    await site.reply("Hello to both")
    await expect(one.locator(".message.us")).to_have_count(1)
    await expect(other.locator(".message.us")).to_have_count(1)
    await expect(elsewhere.locator(".message")).to_have_count(0)
    await stranger.context.close()


async def test_what_is_written_offline_is_sent_once_when_the_connection_is_back(site: Site) -> None:
    window = await opened(await site.visit())
    await site.context.set_offline(True)
    await write(window, "Written in a tunnel")
    await write(window, "And another")
    await expect(window.locator("#banner")).to_contain_text("You are offline")
    await expect(window.locator(".message.waiting")).to_have_count(2)
    await site.context.set_offline(False)
    await expect(window.locator(".message.them:not(.waiting)")).to_have_count(2)
    await expect(window.locator("#banner")).to_be_hidden()
    assert site.chat.heard.texts == ["Written in a tunnel", "And another"]


async def test_an_answer_lost_on_the_way_does_not_send_twice(site: Site) -> None:
    page = await site.visit()
    window = await opened(page)
    lost: list[str] = []

    async def lose_the_first(route: Route) -> None:
        if lost or '"message"' not in (route.request.post_data or ""):
            return await route.continue_()
        lost.append(await (await route.fetch()).text())
        return await route.abort()

    await page.route("**/say", lose_the_first)
    await write(window, "Only once, please")
    await expect(window.locator(".message.them .state")).to_contain_text("Sent")
    await write(window, "This one too")
    await expect(window.locator(".message.them:not(.waiting)")).to_have_count(2)
    assert lost
    assert site.chat.heard.texts == ["Only once, please", "This one too"]


async def test_a_server_that_restarts_loses_nothing(
    browser: Browser, redis_server: Server, brand: str, tmp_path: Path
) -> None:
    async with chat_server(redis_server.url, brand, tmp_path) as first:
        page = await (await browser.new_context()).new_page()
        await page.goto(f"{first.url}/window")
        await write(page, "Before the restart")
        await expect(page.locator(".message.them .state")).to_contain_text("Sent")
        port = int(first.origin.rpartition(":")[2])
    await write(page, "While nobody was there")
    await expect(page.locator(".message.waiting")).to_have_count(1)
    async with chat_server(redis_server.url, brand, tmp_path, port) as second:
        await expect(page.locator(".message.them:not(.waiting)")).to_have_count(2, timeout=15_000)
        assert second.heard.texts == ["While nobody was there"]
        await page.context.close()


async def test_everything_works_with_the_keyboard_alone(site: Site) -> None:
    page = await site.visit()
    await page.get_by_role("button", name="Open chat").wait_for()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    window = page.frame_locator("iframe")
    await expect(window.locator("#text")).to_be_focused()
    await page.keyboard.type("No mouse here")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("and two lines")
    await page.keyboard.press("Enter")
    await expect(window.locator(".message.them")).to_contain_text("No mouse here\nand two lines")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Open chat")).to_be_focused()
    await expect(page.locator("iframe")).not_to_be_visible()


async def test_a_screen_reader_is_told_what_is_new_and_not_what_was_there(site: Site) -> None:
    window = await opened(await site.visit())
    log = window.get_by_role("log", name="Conversation")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(window.get_by_role("textbox", name="Write a message")).to_be_visible()
    for name in ("Send", "Attach a file", "Close chat"):
        await expect(window.get_by_role("button", name=name)).to_be_visible()
    await write(window, "Hello")
    await expect(window.locator(".message.them .spoken")).to_contain_text("You,")


async def test_an_answer_while_the_chat_is_closed_is_counted_on_the_button(site: Site) -> None:
    page = await site.visit()
    window = await opened(page)
    await write(window, "I will wait")
    await expect(window.locator(".message.them .state")).to_contain_text("Sent")
    await window.get_by_role("button", name="Close chat").click()
    await page.reload()
    await site.reply("Here I am")
    button = page.get_by_role("button", name="Open chat. New messages: 1")
    await expect(button).to_contain_text("1")
    assert not [one for one in site.chat.heard.incoming if isinstance(one, Seen)]
    async with page.expect_request_finished(lambda request: "seen" in (request.post_data or "")):
        await button.click()
    await expect(page.get_by_role("button", name="Close chat", exact=True)).not_to_contain_text("1")
    assert [one for one in site.chat.heard.incoming if isinstance(one, Seen)]


async def test_markup_is_shown_and_never_run(site: Site) -> None:
    window = await opened(await site.visit())
    evil = '<img src=x onerror="document.title=1"><script>alert(1)</script> javascript:alert(1)'
    await write(window, evil)
    await expect(window.locator(".message.them .state")).to_contain_text("Sent")
    await site.reply(evil)
    await expect(window.locator(".message.us")).to_be_visible()
    assert await texts(window) == [evil, evil]
    await expect(window.locator(".message a, .message img, .message script")).to_have_count(0)


async def test_changes_from_both_sides_are_shown(site: Site) -> None:
    window = await opened(await site.visit())
    await write(window, "I ordred a cup")
    await window.locator(".message.them").hover()
    await window.get_by_role("button", name="Edit").click()
    await write(window, "I ordered a cup")
    await expect(window.locator(".message.them .state")).to_contain_text("edited")
    answer, thread = await site.reply("It is on its wey"), await site.thread()
    await site.chat.chat.perform(Edit(thread, answer, "It is on its way"), "key-2")
    await expect(window.locator(".message.us")).to_contain_text("It is on its way")
    await site.chat.chat.perform(React(thread, site.chat.heard.incoming[0].id, "❤️"), "key-3")  # type: ignore[union-attr]
    await expect(window.locator(".message.them .reactions")).to_have_text("❤️")
    await site.chat.chat.perform(Remove(thread, answer), "key-4")
    await expect(window.locator(".message.us")).to_contain_text("This message was deleted")
    await window.locator(".message.them").hover()
    await window.get_by_role("button", name="Delete").click()
    await expect(window.locator(".message.gone")).to_have_count(2)
    assert [type(one) for one in site.chat.heard.incoming if not isinstance(one, Seen)][1:] == [
        MessageEdited,
        MessageRemoved,
    ]


async def test_whoever_is_shut_out_sees_that_at_once(site: Site) -> None:
    window = await opened(await site.visit())
    await write(window, "Rude words")
    await expect(window.locator(".message.them .state")).to_contain_text("Sent")
    thread = await site.thread()
    await site.chat.chat.perform(Block(thread, thread), "key-1")
    await expect(window.locator("#text")).to_be_disabled()
    await expect(window.locator("#problem")).to_contain_text("You cannot write here")
    await site.chat.chat.perform(Unblock(thread, thread), "key-2")
    await expect(window.locator("#text")).to_be_enabled()


async def test_a_picture_is_sent_and_shown_and_a_wrong_file_is_refused(site: Site) -> None:
    window = await opened(await site.visit())
    picker = window.locator("#picker")
    await picker.set_input_files({"name": "virus.png", "mimeType": "image/png", "buffer": b"MZ"})
    await expect(window.locator("#problem")).to_contain_text("cannot be sent")
    await picker.set_input_files({"name": "cup.png", "mimeType": "image/png", "buffer": PICTURE})
    await expect(window.locator("#files li:not(.busy)")).to_contain_text("cup.png")
    await window.get_by_role("button", name="Send").click()
    picture = window.get_by_role("img", name="cup.png")
    await expect(picture).to_have_js_property("naturalWidth", 1)
    [message] = site.chat.heard.incoming
    assert message.media[0].name == "cup.png"  # type: ignore[union-attr]


@pytest.mark.parametrize("options", [{"max_upload": len(PNG)}])
async def test_a_file_that_is_too_big_is_not_even_uploaded(site: Site) -> None:
    window = await opened(await site.visit())
    buffer = PNG + b"\0" * 10
    await window.locator("#picker").set_input_files({"name": "big.png", "mimeType": "image/png", "buffer": buffer})
    await expect(window.locator("#problem")).to_contain_text("A file may have")


async def test_too_long_a_text_is_counted_and_cannot_be_sent(site: Site) -> None:
    window = await opened(await site.visit())
    await window.locator("#text").fill("😀" * 4001)
    await expect(window.locator("#problem")).to_contain_text("1 characters too many")
    await expect(window.get_by_role("button", name="Send")).to_be_disabled()


async def test_somebody_who_writes_is_shown(site: Site) -> None:
    window = await opened(await site.visit())
    await write(window, "Anybody?")
    await expect(window.locator(".message.them .state")).to_contain_text("Sent")
    site.chat.chat.typing(await site.thread())
    await expect(window.locator("#typing")).to_be_visible()
    assert await site.thread() in site.chat.chat.notices.typed
    await site.reply("Me!")
    await expect(window.locator("#typing")).to_be_hidden()


@pytest.mark.parametrize(
    "options", [{"hours": [{"days": "daily", "opens": "00:00", "closes": "00:01"}], "closed_text": "Back at midnight."}]
)
async def test_outside_the_hours_the_visitor_is_told(site: Site) -> None:
    site.chat.clock.ahead = -(site.chat.clock() % 86_400_000) + 43_200_000
    window = await opened(await site.visit())
    await expect(window.locator("#closed")).to_have_text("Back at midnight.")
    await expect(window.locator("#there")).to_have_text("We are away")


@pytest.mark.parametrize("options", [{"identity_secret": "a secret of the shop's own"}])
async def test_a_forged_identity_is_said_to_be_one(site: Site) -> None:
    page = await site.visit(visitor="42", signature="0" * 64)
    await page.get_by_role("button", name="Open chat").click()
    window = page.frame_locator("iframe")
    await expect(window.locator("#problem")).to_contain_text("could not prove who you are")
    await expect(window.locator("#text")).to_be_disabled()


@pytest.mark.parametrize("options", [{"origins": ["https://shop.example"]}])
async def test_a_site_that_is_not_allowed_shows_nothing_and_its_makers_are_told(site: Site) -> None:
    page = await site.visit()
    await expect(page.locator("iframe, button")).to_have_count(0)
    await page.wait_for_function("document.readyState === 'complete'")
    assert any("not among the origins" in one for one in site.complaints)
    refused = await page.request.get(f"{site.chat.url}/window?origin={site.origin}")
    assert refused.status == 403


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
    import axe_playwright_python as axe
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
