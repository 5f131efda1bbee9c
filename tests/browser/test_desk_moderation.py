"""Moderation in a real Chromium: judged with the keyboard, live, by thumb, in the dark, and without scripts."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from inbox.actions import Unhide
from inbox.cases import CaseNumber, Finding, Wants
from inbox.models import Contact, RemoteId
from inbox.moderation import measures, undoing
from inbox.moderation.rulings import clear
from tests.browser.chromium import SHARED
from tests.browser.desk_seat import GUJARATI, PHONE, Seat
from tests.browser.test_desk_axe import grave
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES, MEERA, NOOR
from tests.inbox.cased import HIDES, comment, in_force, judge, leave, opened
from tests.inbox.moderation.test_appeals import appealed
from tests.world import ACCOUNT, at

pytestmark = SHARED
NARROW = {**PHONE, "viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}
HOSTILE = (
    "<script>document.title='hit'</script><img src=x onerror=alert(1)>",
    "\u202e" * 30 + "txet desrever",
    "x" * 10_000,
    "Z" + "\u0335\u0321\u0316\u030d\u0344" * 60 + "algo",
    f"{GUJARATI} " * 40,
    "شتائم طويلة " * 60,
)
INSULTS = Finding("insults", "v1", "“fool” is said to somebody", Wants(sight="hold"), 0.7)
SHADY = Finding("shady", "v1", "it looks shady", Wants(sight="hide"), 0.5)
# each page, and how many of what it must show
PAGES = {
    "": (".items > li", 6),
    "/appeals": (".items > li", 1),
    "/cases": (".items > li", 2),
    "/case/1": (".appeal-box, .exhibit", 3),
    "/case/2": (".undone-case", 1),
    "/rules": (".matches > li", 3),
    "/rule?name=shady": (".items > li", 6),
    "/measures": (".items > li h3", 1),
    "/figures": (".by-rule tbody tr", 1),
    f"/person?id={ACCOUNT}/{ASHA.remote}&with=2": (".appeal-box, .case-row", 2),
}


async def flagged(seat: Seat, *texts: str) -> None:
    """Messages that a rule leaves to a person, the worst first."""
    brand, world = seat.desk.world.brand, seat.desk.world
    if INSULTS.rule not in {known.standing.rule for known in await brand.store.rulings.all()}:
        await in_force(brand, INSULTS)
    for number, text in enumerate(texts):
        name = text if number < 4 else "નમિતા"
        author = Contact(RemoteId(f"90{number}"), name[:300], name[:20])
        await comment(brand, world, text, author, id=f"f{number}", kind="group")
        finding = Finding("insults", "v1", INSULTS.because, INSULTS.wants, 0.95 - number / 10)
        await judge(brand, finding)


async def everything(seat: Seat) -> None:
    """Something on every page: cases, an appeal, what waits to be judged, a rule in shadow, a measure."""
    brand, world = seat.desk.world.brand, seat.desk.world
    await appealed(brand, world)
    await opened(brand, world, author=BHAVIN, id="m2")
    await undoing.undo(brand, CaseNumber(2), MEERA, HOSTILE[0])
    await in_force(brand, INSULTS)
    await brand.store.rulings.register({"scam": "v1", "shady": "v1", "insults": "v1"}, {}, brand.now())
    await flagged(seat, *HOSTILE)
    for number, text in enumerate(HOSTILE):
        await comment(brand, world, text, CHEN, id=f"s{number}")
        await judge(brand, SHADY)
    await measures.switch_on(brand, MEERA, "known_only", ACCOUNT, until=brand.now() + 3_600_000, why=HOSTILE[1])


async def page_of(seat: Seat, path: str, name: str = "olga", role: str = "lead", **window: Any) -> Page:
    """Somebody on a page of moderation."""
    page = await seat.sit(name, role, **window)
    await page.goto(seat.desk.origin + path)
    if window.get("java_script_enabled", True):
        await page.wait_for_selector("body[data-awake]")
    return page


@pytest.mark.parametrize("window", [{"color_scheme": "light"}, NARROW], ids=["light", "dark and narrow"])
async def test_axe_finds_nothing_serious_and_no_page_is_pushed_apart(bench: Seat, window: dict[str, Any]) -> None:
    await everything(bench)
    page = await page_of(bench, "/", **window)
    for path, (what, count) in PAGES.items():
        await page.goto(f"{bench.desk.origin}/moderation{path}")
        await page.wait_for_selector("body[data-awake]")
        await expect(page.locator(what)).to_have_count(count)
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        await page.evaluate("document.querySelectorAll('main details:has(textarea, p)').forEach(d => d.open = true)")
        assert await grave(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert "hit" not in await page.title()
    await page.goto(f"{bench.desk.origin}/?shelf=all&c={quote(at(ASHA))}")
    await expect(page.locator(".case-mark")).to_be_visible()
    assert await grave(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_flags_are_judged_with_the_keyboard_alone(bench: Seat) -> None:
    await flagged(bench, "You fool", "Silly you", "Fools all")
    page = await page_of(bench, "/moderation", "meera", "moderator")
    rows = page.locator(".items > li")
    await expect(rows).to_have_count(3)

    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("l")
    await expect(page.locator("#toast")).to_have_text("It stays where it is.")
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1)).to_be_focused()
    await page.keyboard.press("k")
    await page.keyboard.press("h")
    await expect(rows).to_have_count(1)

    await expect(rows).to_contain_text("Fools all")
    await expect(page.locator('[data-count="moderation.judge"]')).to_have_text("1")
    await page.locator("#toast").get_by_role("button", name="Undo").click()
    await expect(page.locator("#toast")).to_contain_text("The case is undone.")
    bench.desk.world.clock.at += 6_000
    assert await leave(bench.desk.world.brand) == []


async def test_a_refusal_is_said_and_the_row_stays(bench: Seat) -> None:
    await flagged(bench, "You fool")
    page = await page_of(bench, "/moderation", "meera", "moderator")
    await clear(bench.desk.world.brand, at(Contact(RemoteId("900"), "")), RemoteId("f0"), NOOR)

    await page.get_by_role("button", name="Leave it").click()

    await expect(page.locator("#toast")).to_contain_text("Nobody needs to judge that message any more")
    await expect(page.locator(".items > li")).to_have_count(1)
    bench.complaints.clear()  # the browser tells of every answer that is a refusal


async def test_what_comes_meanwhile_is_counted_and_moves_nothing(bench: Seat) -> None:
    await flagged(bench, "You fool")
    page = await page_of(bench, "/moderation", "meera", "moderator")

    await comment(bench.desk.world.brand, bench.desk.world, "Worse", DOLORES, id="w1", kind="group")
    await judge(bench.desk.world.brand, INSULTS)

    await expect(page.locator('[data-count="moderation.judge"]')).to_have_text("2")
    await expect(page.locator(".items > li")).to_have_count(1)
    await page.get_by_role("link", name="1 more waits: show it").click()
    await expect(page.locator(".items > li")).to_have_count(2)


async def test_a_case_that_is_undone_shows_when_the_network_has_done_it(bench: Seat) -> None:
    brand = bench.desk.world.brand
    await opened(brand, bench.desk.world)
    await leave(brand)
    page = await page_of(bench, "/moderation/case/1", "meera", "moderator")

    await page.get_by_text("Undo this case…").click()
    await page.get_by_label("Why").last.fill("Her own cloth")
    await page.get_by_label("Say that we are sorry").check()
    await page.get_by_role("button", name="Undo it").click()
    await expect(page.locator(".undone-case")).to_contain_text("by meera: Her own cloth")
    await expect(page.locator(".deeds")).to_contain_text("is being taken back")
    bench.desk.world.clock.at += 6_000
    assert Unhide(ASHA.remote, RemoteId("m1")) in await leave(brand)

    await expect(page.locator(".deeds .chip").first).to_have_text("taken back")


async def test_matches_are_judged_one_after_the_other(bench: Seat) -> None:
    brand = bench.desk.world.brand
    await brand.store.rulings.register({"shady": "v1"}, {}, brand.now())
    for number in range(2):
        await comment(brand, bench.desk.world, f"match {number}", id=f"s{number}")
        await judge(brand, SHADY)
    page = await page_of(bench, "/moderation/rules", "meera", "moderator")

    await page.keyboard.press("j")
    await expect(page.locator(".matches > li").first).to_be_focused()
    await page.keyboard.press("y")
    await expect(page.locator(".matches > li")).to_have_count(1)
    await page.keyboard.press("n")

    await expect(page.locator(".rule-figures")).to_contain_text("1 right")
    await expect(page.locator(".rule-figures")).to_contain_text("1 wrong")


async def test_a_hidden_message_is_brought_back_where_it_is_read(bench: Seat) -> None:
    brand = bench.desk.world.brand
    await opened(brand, bench.desk.world)
    await leave(brand)
    page = await page_of(bench, f"/?shelf=all&c={quote(at(ASHA))}", "meera", "moderator")
    mark = page.locator(".case-mark")
    await expect(mark).to_contain_text("Case 1 · hidden by the rule scam")

    await mark.get_by_role("button", name="Undo case 1").click()
    await expect(mark).to_have_count(0)
    await page.locator(".talk-tools summary").click()
    await page.get_by_role("button", name="Hide all new comments here for 1 h").click()

    await expect(page.locator(".measure-on")).to_contain_text("taken out of sight")
    await page.locator(".measure-on").get_by_role("button", name="End it").click()
    await expect(page.locator(".measure-on")).to_have_count(0)
    assert await measures.active(brand) == ()


async def test_without_scripts_everything_is_decided_all_the_same(bench: Seat) -> None:
    brand = bench.desk.world.brand
    number = await appealed(brand, bench.desk.world)
    await flagged(bench, "You fool")
    page = await page_of(bench, "/moderation", java_script_enabled=False)

    await page.get_by_role("button", name="Take out of sight").click()
    await expect(page.get_by_role("status").first).to_contain_text("It goes out of sight. Case 2")
    await page.get_by_role("link", name="Appeals").click()
    await page.get_by_text("Bring it back…").click()
    await page.get_by_label("What they are told").first.fill("Sorry!")
    await page.get_by_role("button", name="Bring it back").click()
    await expect(page.locator(".empty-title")).to_have_text("No appeal waits")
    await page.get_by_role("link", name="Measures").click()
    await page.get_by_text("Hide everything new…").click()
    await page.get_by_role("button", name="Hide everything new").click()
    await page.get_by_role("button", name="End it").click()
    await expect(page.get_by_text("Nothing is on.")).to_be_visible()

    case = await brand.store.cases.find(number)
    assert case
    assert case.undone_by == "olga"
    assert HIDES.rule == case.rule
