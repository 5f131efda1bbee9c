"""In a real Chromium: counting as each network counts, what is held for review, copying what could not be sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import expect

from inbox import review
from inbox.actions import Unhide
from inbox.capabilities import MICRO, Tariff, TextLimit, Unit
from inbox.errors import Rejected
from inbox.models import RemoteId
from tests.browser.chromium import SHARED
from tests.browser.desk_seat import GUJARATI, PHONE, Seat
from tests.browser.test_desk_axe import grave
from tests.cast import ASHA, BHAVIN, CHEN, OLGA
from tests.world import ACCOUNT, CAPABILITIES, SECOND, START, at, said, thread_of

pytestmark = SHARED
C = at(ASHA)
FAMILY = "👨‍👩‍👧‍👦🇵🇹"
TARIFF = Tariff(
    "USD", {"reply": 15_000, "linked": 200_000}, "here", "2026-11-27",
    actions={"reply": "reply"}, with_link={"reply": "linked"},
)  # fmt: skip
TUBE = replace(
    CAPABILITIES,
    actions={"comments": CAPABILITIES.actions["comments"] | {"block"}},
    windows={},
    reviews=True,
    called={"hide": "Hold for review", "unhide": "Publish", "remove": "Reject", "block": "Reject and ban"},
    remarks={"block": "Bans them from the channel.", "mute": "YouTube mutes people in live chats only."},
    tariff=replace(TARIFF, currency="units", a_day=10_000 * MICRO),
    opens=lambda thread, message: f"https://tube.example/{message}",
)


async def counting(seat: Seat, limit: TextLimit) -> Any:
    """The place to write, on a network that counts so."""
    seat.desk.world.capabilities[ACCOUNT] = replace(CAPABILITIES, text=limit, tariff=TARIFF)
    await seat.desk.world.hear()
    return await seat.sit(path=f"/?c={quote(C)}")


async def held(seat: Seat) -> None:
    """Asha's comment stands, what two others wrote below waits for review."""
    world, thread = seat.desk.world, thread_of(ASHA, "comments")
    world.capabilities[ACCOUNT] = TUBE
    await world.receive(said("Nice!", ASHA, id="m1", thread=thread))
    for number, who in enumerate((BHAVIN, CHEN), 2):
        comment = said(GUJARATI * 3, who, id=f"m{number}", at=START + number * SECOND, thread=thread)
        await world.receive(replace(comment, held=True))


@pytest.mark.parametrize(
    ("unit", "text", "words"),
    [
        ("weighted", f"{FAMILY} કેમ છો https://nadi.com/a/b/c", "35 of 40 characters as X counts them"),
        ("weighted", "ચ" * 10 + "日本" * 5, "30 of 40 characters as X counts them"),
        ("graphemes", f"{FAMILY} ક્ષિ https://nadi.com/a/b/c", "27 of 40 characters"),
        ("short links", f"{FAMILY} https://nadi.com/a/b/c", "26 of 40 characters, with 23 for a link"),
        ("utf16", FAMILY * 2, "30 of 40 characters"),
    ],
)
async def test_the_page_counts_as_the_network_does_before_the_server_has(
    seat: Seat, unit: Unit, text: str, words: str
) -> None:
    page = await counting(seat, limit := TextLimit(40, unit))
    await page.route("**/warnings", lambda route: route.fulfill(json={}))

    await page.fill("#reply-text", text)

    await expect(page.locator("#reply-count")).to_have_text(words)
    assert words.startswith(f"{limit.length(text)} of 40 ")


async def test_the_server_has_the_last_word_where_only_it_knows_what_is_an_address(seat: Seat) -> None:
    page = await counting(seat, TextLimit(40, "weighted"))

    await page.fill("#reply-text", "Hey nadi.com/a-long-way-to/go/on")

    await expect(page.locator("#reply-count")).to_have_text(f"{4 + 23} of 40 characters as X counts them")
    await page.press("#reply-text", "End")
    await page.keyboard.type(" and more")
    await expect(page.locator("#reply-count")).to_have_text(f"{4 + 23 + 9} of 40 characters as X counts them")


async def test_a_second_limit_in_bytes_is_told_where_it_is_the_nearer_one(seat: Seat) -> None:
    page = await counting(seat, TextLimit(40, "graphemes", most_bytes=60))

    await page.fill("#reply-text", "a" * 30)
    await expect(page.locator("#reply-count")).to_have_text("30 of 40 characters")
    await page.fill("#reply-text", "મ" * 25)
    await expect(page.locator("#reply-count")).to_have_text("75 of 60 bytes")
    await expect(page.locator("#reply-count.over")).to_have_count(1)


async def test_a_way_of_counting_that_the_page_does_not_know_breaks_nothing(seat: Seat) -> None:
    page = await counting(seat, TextLimit(40))
    await page.locator("#reply-text").evaluate("field => { field.dataset.unit = 'moons'; }")

    await page.fill("#reply-text", "Look at https://nadi.com, all of you")

    await expect(page.locator("#reply-count")).to_have_text("36 of 40 characters")
    await expect(page.locator("#reply-warned")).to_contain_text("Sending this costs $0.20, because it has a link")


async def test_the_price_stands_beside_what_is_being_written_and_the_warning_in_its_place(seat: Seat) -> None:
    page = await counting(seat, TextLimit(400))
    await page.keyboard.press("r")
    price = page.locator("#reply-price")
    await expect(price).to_have_text("Sending this costs $0.015.")

    await page.fill("#reply-text", "Look at https://nadi.com")
    await expect(page.locator("#reply-warned")).to_contain_text("$0.20")
    await expect(price).to_be_hidden()
    await page.fill("#reply-text", "Look")
    await expect(price).to_have_text("Sending this costs $0.015.")


async def test_what_is_held_is_published_at_one_click_and_leaves_its_shelf(seat: Seat) -> None:
    await held(seat)
    page = await seat.sit("lena", "lead", path=f"/?shelf=held&c={quote(C)}")
    await expect(page.locator('[data-count="held"]')).to_have_text("1")
    line = page.locator(".line.theirs", has_text="Bhavin")

    await line.get_by_role("button", name="Publish").click()
    await expect(page.locator(".leaving")).to_contain_text("Publish")
    await seat.desk.send()

    assert [action for _, action in seat.desk.postbox.done] == [Unhide(ASHA.remote, RemoteId("m2"))]
    await expect(line.locator(".review")).to_have_count(0)
    await expect(page.locator(".row .preview.held")).to_contain_text("Chen")
    last = page.locator(".line.theirs", has_text="Chen")
    await last.get_by_text("Reject and ban…").click()
    await expect(last).to_contain_text("Bans them from the channel.")
    await last.get_by_role("button", name="Yes, reject and ban").click()
    await expect(page.locator(".leaving")).to_contain_text("Reject and ban")
    await seat.desk.send()
    await expect(page.locator('[data-count="held"]')).to_have_text("0")


async def test_somebody_who_waits_for_review_appears_on_the_shelf_by_themselves(seat: Seat) -> None:
    seat.desk.world.capabilities[ACCOUNT] = TUBE
    page = await seat.sit(path="/?shelf=held")
    await expect(page.locator("[data-empty]")).to_contain_text("Nothing is held for review")

    await held(seat)

    await expect(page.locator(".row")).to_have_count(1)
    await expect(page.locator(".row")).to_contain_text("2 held for review")


@pytest.mark.parametrize("path", ["/parked", f"/?c={quote(C)}"], ids=["list", "conversation"])
async def test_what_could_not_be_sent_is_copied_at_one_click(seat: Seat, path: str) -> None:
    world = seat.desk.world
    world.capabilities[ACCOUNT] = TUBE
    await world.hear(kind="comments")
    await review.reply(world.brand, C, OLGA, GUJARATI)
    seat.desk.postbox.fails.append(Rejected("Comments are off"))
    await seat.desk.send()
    page = await seat.sit(permissions=["clipboard-read", "clipboard-write"])
    await page.goto(seat.desk.origin + path)

    await page.get_by_role("button", name="Copy the text").click()

    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == GUJARATI
    await expect(page.locator(".parked-do").get_by_role("link", name="Open in Telegram")).to_have_attribute(
        "href", "https://tube.example/m1"
    )


@pytest.mark.parametrize("window", [{"color_scheme": "dark"}, PHONE], ids=["dark", "phone"])
async def test_axe_finds_nothing_serious_where_networks_differ(seat: Seat, window: dict[str, Any]) -> None:
    await held(seat)
    meter = seat.desk.world.store.costs.of(ACCOUNT, TUBE.tariff or TARIFF, seat.desk.world.clock)
    await meter.spend({"reply": 90_000})
    page = await seat.sit("lena", "lead", path=f"/?shelf=held&c={quote(C)}", **window)
    await page.locator(".review summary").first.click()
    await page.evaluate("document.querySelectorAll('.lacks').forEach(one => one.open = true)")

    assert await grave(page) == []
    for path in ("/accounts", "/networks", "/?shelf=held"):
        await page.goto(seat.desk.origin + path)
        await page.evaluate("document.querySelectorAll('.usage details').forEach(one => one.open = true)")
        assert await grave(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
