"""axe looks at every page of the desk, in light, in dark and on a phone, and finds nothing serious."""

from __future__ import annotations

from importlib.resources import files
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from inbox.models import RemoteId, Subject
from inbox.policy import Slice
from tests.browser.chromium import SHARED
from tests.browser.desk_seat import GUJARATI, PHONE, Seat
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES
from tests.recorded import chain, past
from tests.world import ACCOUNT, at, said, thread_of

pytestmark = SHARED
C = at(ASHA)


STILL = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  await frame(); await frame();
  const moving = document.getAnimations().filter(one => one instanceof CSSTransition);
  await Promise.all(moving.map(one => one.finished.catch(() => 0)));
}"""
COLOURS = ("color-contrast", "link-in-text-block")


async def grave(page: Page, *rules: str) -> list[str]:
    """What axe finds that is serious or critical, by all of its rules or by these."""
    await page.evaluate(STILL)  # a colour on its way to another is read by nobody
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    session = await page.context.new_cdp_session(page)
    await session.send("Runtime.evaluate", {"expression": source})  # the protocol is not bound by the page's policy
    only = {"runOnly": list(rules)} if rules else {}
    found = await page.evaluate("asked => axe.run(document, asked)", {"resultTypes": ["violations"], **only})
    return [
        f"{v['id']}: {node['html'][:120]}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"]
    ]


async def something_to_decide(seat: Seat) -> None:
    """A slice that is proposed, one that goes alone, one that was taken back, and questions that nothing answers."""
    grants, now = seat.desk.world.store.grants, seat.desk.world.clock.at
    await grants.ask(Slice("faq", ACCOUNT, "direct"), "48 of 50 drafts sent unchanged", now)
    await grants.grant(Slice("faq", ACCOUNT, "comments", GUJARATI), "olga", now)
    await grants.grant(Slice("rules", ACCOUNT, "group"), "olga", now)
    await grants.withdraw(Slice("rules", ACCOUNT, "group"), "somebody complained", "", now)
    it = past(seat.desk.world, chain())
    it.heard = 10
    await it.ask(GUJARATI, CHEN)
    await it.ask("a" * 70, DOLORES)


async def unfold(page: Page) -> None:
    """Open the forms that a page keeps folded, but for those that take the place of another."""
    await page.evaluate(
        "document.querySelectorAll('.sources details, .wish, .why, .accept').forEach(d => d.open = true)"
    )


async def grave_in_light_or_dark(page: Page) -> list[str]:
    """The same of a page in light, and of its colours in the dark."""
    found = await grave(page)
    await page.emulate_media(color_scheme="dark")
    found += await grave(page, *COLOURS)
    await page.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("window", [{}, PHONE], ids=["wide", "phone"])
async def test_axe_finds_nothing_serious_on_any_page(seat: Seat, window: dict[str, Any]) -> None:
    post = Subject(RemoteId("p1"), "New winter menu", "https://t.me/club/1")
    await seat.desk.world.receive(said(GUJARATI, BHAVIN, id="b1", thread=thread_of(BHAVIN, "comments", subject=post)))
    await seat.desk.world.drafted("Majama!")
    noor = await seat.desk.tab("noor")
    await noor.do("note", c=C, text="A regular.")
    await something_to_decide(seat)
    page = await seat.sit("olga", "admin", **window)

    for path in (
        "/",
        f"/?c={quote(C)}",
        f"/?shelf=all&c={quote(at(BHAVIN))}",
        "/parked",
        "/autonomy",
        "/learn",
        "/people",
        "/log",
        "/accounts",
        "/networks",
        "/me",
        "/connect",
    ):
        await page.goto(seat.desk.origin + path)
        await page.wait_for_load_state("load")
        await unfold(page)
        assert await grave_in_light_or_dark(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    await page.goto(f"{seat.desk.origin}/?c={quote(C)}")
    await page.wait_for_selector("body[data-awake]")
    await page.keyboard.press("a")
    await expect(page.locator(".leaving")).to_be_visible()
    assert await grave_in_light_or_dark(page) == []


async def test_axe_finds_nothing_serious_at_the_door(seat: Seat) -> None:
    context = await seat.browser.new_context()
    seat.contexts.append(context)
    page = await context.new_page()
    await page.goto(seat.desk.origin)
    await expect(page.get_by_role("heading", name="Welcome to Sangam")).to_be_visible()
    assert await grave(page) == []
    await seat.desk.person("meera")
    await page.goto(seat.desk.origin + "/login")
    assert await grave(page) == []
