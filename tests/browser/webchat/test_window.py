"""Writing, reading and waiting in the web chat's window, in a real Chromium: nothing lost, twice or run as code."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from inbox.actions import Block, Edit, Mute, React, Remove, Reply, Unblock
from inbox.incoming import MessageEdited, MessageRemoved, Seen
from inbox.store.embedded import Server
from tests.browser.chromium import SHARED
from tests.browser.webchat_site import Site, opened, texts, write
from tests.webchat_server import PNG, chat_server

pytestmark = SHARED
PICTURE = bytes.fromhex(  # one dark red pixel
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c494441"
    "54789c63681010000001b400a1a6c3e16b0000000049454e44ae426082"
)


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
    await site.chat.chat.perform(Mute(thread, thread, 0), "key-2")
    await site.chat.chat.perform(Reply(thread, "You stay outside"), "key-3")
    await expect(window.locator(".message.us")).to_contain_text("You stay outside")
    await expect(window.locator("#text")).to_be_disabled()
    await site.chat.chat.perform(Unblock(thread, thread), "key-4")
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
