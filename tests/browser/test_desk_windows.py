"""In a real Chromium: a window that closes under somebody's hands, words in private, hiding, the post beside it."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from inbox.actions import DirectMessage, Hide
from inbox.capabilities import TextLimit, Window
from inbox.incoming import Reacted, ThreadDescribed
from inbox.models import Media, RemoteId, Subject
from tests.browser.chromium import SHARED
from tests.browser.desk_seat import GUJARATI, PHONE, Seat
from tests.browser.test_desk_axe import grave
from tests.cast import ASHA, BHAVIN, DOLORES
from tests.world import ACCOUNT, CAPABILITIES, DAY, SECOND, START, at, said, thread_of

pytestmark = SHARED
C = at(ASHA)
ARABIC = "كم سعر المزهرية الزرقاء؟ أريد اثنتين من فضلكم"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
META = replace(
    CAPABILITIES,
    network="facebook",
    windows={
        ("direct", "reply"): Window(24 * 3600, people=7 * 24 * 3600),
        ("comments", "direct_message"): Window(7 * 24 * 3600, of_message=True, once=True),
    },
    texts={("direct", "reply"): TextLimit(8000, "bytes", part=1000)},
    silent=frozenset({"comments"}),
)
POST = Subject(RemoteId("9"), "Our new vases", "https://nadi.example/9", (Media("image", "pic", alt="Blue vases"),))


async def under_a_post(seat: Seat, subject: Subject | None = POST) -> None:
    """Three people write under a post."""
    world, thread = seat.desk.world, thread_of(ASHA, "comments", subject=subject)
    world.capabilities[ACCOUNT] = META
    seat.desk.files["pic"] = PIXEL
    for number, (who, words) in enumerate([(ASHA, "How much?"), (BHAVIN, GUJARATI), (DOLORES, ARABIC)], 1):
        await world.receive(said(words, who, id=f"m{number}", at=START + number * SECOND, thread=thread))


async def comment(page: Page, words: str) -> Any:
    """One comment, with the mouse over it."""
    line = page.locator(".line.theirs", has_text=words)
    await line.hover()
    return line


@pytest.mark.parametrize(
    ("passed", "words", "sends"),
    [(DAY, r"only what a person writes gets through, [56] d left", True), (7 * DAY, "too late to answer here", False)],
)
async def test_a_window_that_closes_while_somebody_writes_is_told_and_nothing_is_lost(
    seat: Seat, passed: int, words: str, sends: bool
) -> None:
    world = seat.desk.world
    world.capabilities[ACCOUNT] = META
    await world.drafted("Majama!")
    world.clock.at = START + passed - 2 * SECOND
    page = await seat.sit(path=f"/?c={quote(C)}")
    await page.keyboard.press("r")
    await page.keyboard.type("We are on our way")
    world.clock.at = START + passed

    await expect(page.locator(".talk-who .window")).to_have_text(re.compile(words))
    await expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    await expect(page.locator("#reply-text")).to_have_value("We are on our way")
    send = page.locator("[data-compose] .button.primary")
    await expect(send).to_be_enabled() if sends else await expect(send).to_be_disabled()
    await expect(page.locator("[data-compose] [data-late]")).to_be_visible(visible=not sends)


async def test_a_comment_is_answered_in_private_below_it_and_a_change_of_it_takes_no_words_away(seat: Seat) -> None:
    await under_a_post(seat)
    page = await seat.sit(path=f"/?shelf=all&c={quote(C)}")

    line = await comment(page, "How much?")
    await line.locator("[data-private]").click()
    await page.keyboard.type("Nine")
    await page.locator("#reply-text").focus()
    reacted = Reacted(thread_of(ASHA, "comments"), RemoteId("m1"), BHAVIN, "👍", START)
    await seat.desk.world.receive(reacted, said("And now?", BHAVIN, id="m4", thread=thread_of(ASHA, "comments")))
    await expect(page.locator(".line.theirs", has_text="And now?")).to_be_visible()
    await line.locator(".private textarea").press("End")
    await page.keyboard.type(" euros.")
    await page.keyboard.press("Control+Enter")

    await expect(page.locator(".leaving")).to_contain_text("Nine euros.")
    await expect(line.locator(".private textarea")).to_be_hidden()
    await seat.desk.send()
    assert [action for _, action in seat.desk.postbox.done] == [
        DirectMessage(ASHA.remote, "Nine euros.", RemoteId("m1"))
    ]
    await expect(line).to_contain_text("written to in private")
    await expect(line.locator("[data-private]")).to_have_count(0)
    await expect(page.locator(".line.ours")).to_contain_text("said in private")


async def test_a_message_is_hidden_with_one_click_and_that_is_undone_with_another(seat: Seat) -> None:
    await under_a_post(seat)
    page = await seat.sit(path=f"/?shelf=all&c={quote(C)}")

    await (await comment(page, GUJARATI)).get_by_role("button", name="Hide").click()
    await page.locator(".leaving").get_by_role("button", name="Undo").click()
    await expect(page.locator(".leaving")).to_have_count(0)
    await (await comment(page, GUJARATI)).get_by_role("button", name="Hide").click()
    await expect(page.locator(".leaving")).to_contain_text("Hide the message")
    await seat.desk.send()

    assert [action for _, action in seat.desk.postbox.done] == [Hide(ASHA.remote, RemoteId("m2"))]
    again = page.locator(".line.theirs", has_text=GUJARATI).get_by_role("button", name="Show again")
    await expect(again).to_be_visible()


async def test_a_post_that_becomes_known_comes_onto_the_open_page_with_its_picture_from_us(seat: Seat) -> None:
    await under_a_post(seat, None)
    page = await seat.sit(path=f"/?shelf=all&c={quote(C)}", viewport={"width": 1700, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await expect(page.locator(".post")).to_have_count(0)

    await seat.desk.world.receive(ThreadDescribed(thread_of(ASHA, "comments", subject=POST), START))

    picture = page.locator(".post img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    assert all(url.startswith(seat.desk.origin) for url in asked)
    post, lines = await page.locator(".post").bounding_box(), await page.locator(".lines").bounding_box()
    assert post
    assert lines
    assert post["x"] >= lines["x"] + lines["width"]  # beside them, where there is room


async def test_the_counter_says_as_how_many_messages_a_text_leaves(seat: Seat) -> None:
    seat.desk.world.capabilities[ACCOUNT] = META
    await seat.desk.world.hear()
    page = await seat.sit(path=f"/?c={quote(C)}")

    await page.fill("#reply-text", "મ" * 700)
    await expect(page.locator("#reply-count")).to_have_text("leaves as 3 messages")
    await page.fill("#reply-text", "મ" * 2_700)
    await expect(page.locator("#reply-count")).to_have_text("8100 of 8000 bytes")


@pytest.mark.parametrize("window", [{"color_scheme": "dark"}, PHONE], ids=["dark", "phone"])
async def test_axe_finds_nothing_serious_on_what_is_open_and_what_is_late(seat: Seat, window: dict[str, Any]) -> None:
    await seat.desk.world.drafted("Majama!", BHAVIN, id="d1")
    await under_a_post(seat, replace(POST, text=GUJARATI * 40, ad=True))
    seat.desk.world.clock.at += DAY
    page = await seat.sit(path=f"/?shelf=all&c={quote(C)}", **window)

    await page.locator(".line.theirs", has_text=ARABIC).locator("[data-private]").click(force=True)
    await expect(page.locator(".private textarea").last).to_be_focused()
    assert await grave(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.goto(f"{seat.desk.origin}/?shelf=closing&c={quote(at(BHAVIN))}")
    await page.wait_for_selector("body[data-awake]")
    await expect(page.locator(".card > .late")).to_be_visible()
    assert await grave(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_without_scripts_one_writes_in_private_and_hides_all_the_same(seat: Seat) -> None:
    await under_a_post(seat)
    page = await seat.sit(path=f"/?shelf=all&c={quote(C)}", java_script_enabled=False)

    line = page.locator(".line.theirs", has_text="How much?")
    await line.locator(".private summary").click()
    await line.locator(".private textarea").fill("Nine euros.")
    await line.get_by_role("button", name="Send in private").click()
    await page.locator(".line.theirs", has_text=GUJARATI).get_by_role("button", name="Hide").click()

    await expect(page.locator(".leaving")).to_have_count(2)
