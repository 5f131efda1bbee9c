"""How the page draws what Discord's API describes: components, embeds, files, markdown, in both themes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python as axe
import pytest
from playwright.async_api import Page, expect

from tests.browser.chromium import SHARED
from tests.browser.discord_seat import Place, Seat
from tests.browser.picture import USUAL, draw

pytestmark = SHARED
NAMES = {
    "person": {"13": {"name": "Asha"}},
    "role": {"31": {"name": "Moderators"}},
    "channel": {"21": {"name": "general"}},
}
PIXEL = "/client/files/none.png"  # ours, but not there: the name is shown instead


def words(text: str) -> dict[str, Any]:
    return {"type": 10, "content": text}


def button(style: int, label: str, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": style, "label": label, "custom_id": label} | more


CARD: list[dict[str, Any]] = [
    words("<@&31>"),
    {
        "type": 17,
        "accent_color": 0x0000FF,
        "components": [
            {
                "type": 9,
                "components": [words("### Asha"), words("-# waits since <t:1:R>")],
                "accessory": button(5, "Desk", url="https://desk.example/c/1"),
            },
            words("ડિલિવરીમાં **કેટલા** દિવસ લાગે?\nمرحبًا، كم يستغرق التوصيل؟"),
            {"type": 14, "divider": True, "spacing": 2},
            {"type": 12, "items": [{"media": {"url": "https://example.org/vase.png"}, "description": "A vase"}]},
            {"type": 13, "file": {"url": "attachment://order.pdf"}},
            {
                "type": 1,
                "components": [
                    button(1, "Edit"),
                    button(2, "Take", emoji={"name": "🖐"}),
                    button(3, "Approve"),
                    button(4, "Block", disabled=True),
                ],
            },
            {
                "type": 1,
                "components": [
                    {
                        "type": 3,
                        "custom_id": "snooze",
                        "placeholder": "Snooze",
                        "options": [
                            {"label": "An hour", "value": "1h"},
                            {"label": "A day", "value": "1d", "description": "Until nine", "default": True},
                        ],
                    }
                ],
            },
        ],
    },
    {"type": 99},
]
FILE = {
    "id": "1",
    "filename": "order.pdf",
    "size": 2048,
    "url": "/attachments/1/1/order.pdf",
    "content_type": "application/pdf",
}
EMBED = {
    "author": {"name": "Nadi"},
    "title": "The kiln is open",
    "url": "https://example.org",
    "description": "24 *new* pieces",
    "color": 0x00AA00,
    "fields": [
        {"name": "From", "value": "**18:00**", "inline": True},
        {"name": "Where", "value": "In the shop", "inline": True},
    ],
    "footer": {"text": "posted by Sangam"},
}


async def drawn(seat: Seat, *messages: dict[str, Any], theme: str = "dark", **window: Any) -> Page:
    """The page for pictures, with these messages on it."""
    page = await seat.visit("/client/card", **window)
    whole = [
        USUAL | {"timestamp": "2026-11-27T08:00:00+00:00", "id": str(n)} | one for n, one in enumerate(messages, 1)
    ]
    await page.evaluate(
        "([messages, options]) => simulated.draw(messages, options)", [whole, {"theme": theme, "names": NAMES}]
    )
    return page


async def test_every_component_is_drawn(seat: Seat) -> None:
    page = await drawn(seat, {"components": CARD, "flags": 1 << 15, "attachments": [FILE]})

    await expect(page.locator(".mention")).to_have_text("@Moderators")
    await expect(page.locator(".container")).to_have_css("border-left-color", "rgb(0, 0, 255)")
    await expect(page.locator(".section .heading-3")).to_have_text("Asha")
    await expect(page.locator(".section .small")).to_contain_text("years ago")
    await expect(page.get_by_role("link", name="Desk")).to_have_attribute("href", "https://desk.example/c/1")
    await expect(page.get_by_role("separator")).to_have_count(1)
    await expect(page.get_by_role("link", name="A vase")).to_have_attribute("href", "https://example.org/vase.png")
    await expect(page.locator(".file")).to_have_text("order.pdf2 KB")
    await expect(page.locator(".row button.button")).to_have_text(["Edit", "🖐Take", "Approve", "Block"])
    await expect(page.get_by_role("button", name="Block")).to_be_disabled()
    await expect(page.get_by_role("combobox", name="Snooze")).to_have_text("A day")
    await expect(page.locator(".unknown")).to_contain_text("type 99")


async def test_a_menu_is_opened_and_left_by_keyboard(seat: Seat) -> None:
    page = await drawn(seat, {"components": CARD, "flags": 1 << 15})
    menu = page.get_by_role("combobox", name="Snooze")
    await menu.focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", name="A day")).to_have_class("option current")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(menu).to_have_text("An hour")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("listbox")).not_to_be_visible()
    await expect(menu).to_be_focused()


async def test_embeds_and_files_of_other_messages_are_drawn(seat: Seat) -> None:
    picture = {"id": "2", "filename": "vase.png", "size": 9, "url": PIXEL, "content_type": "image/png"}
    page = await seat.visit("/client/card")
    seat.complaints.clear()
    whole = USUAL | {
        "timestamp": "2026-11-27T08:00:00+00:00",
        "content": "Look",
        "embeds": [EMBED],
        "attachments": [FILE, picture],
    }
    await page.evaluate("(message) => simulated.draw([message])", whole)

    await expect(page.locator(".embed-title")).to_have_text("The kiln is open")
    await expect(page.locator(".field")).to_have_text(["From18:00", "WhereIn the shop"])
    await expect(page.get_by_role("link", name="order.pdf")).to_be_visible()
    await expect(page.get_by_role("link", name="vase.png")).to_be_visible()
    seat.complaints[:] = [one for one in seat.complaints if "404" not in one]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**a** *b* __c__ ~~d~~ _e_", "<strong>a</strong> <em>b</em> <u>c</u> <s>d</s> <em>e</em>"),
        ("***both***", "<strong><em>both</em></strong>"),
        ("snake_case_name 2 * 3 * 4", "snake_case_name 2 * 3 * 4"),
        (r"\*not bold\* \_nor this\_ \`code\` \<@13> \\", r"*not bold* _nor this_ `code` &lt;@13&gt; \\"[:-1]),
        ("`**raw**` ``a`b``", "<code>**raw**</code> <code>a`b</code>"),
        ("**open *and** closed", "<strong>open *and</strong> closed"),
        ("**unclosed", "**unclosed"),
        ("<b>html</b> &amp;", "&lt;b&gt;html&lt;/b&gt; &amp;amp;"),
        ("@everyone", '<span class="mention">@everyone</span>'),
        ("<@13>", '<span class="mention">@Asha</span>'),
        ("<#21> <@&99>", '<span class="mention">#general</span> <span class="mention">@unknown</span>'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
    ],
)
async def test_marks_become_elements_and_everything_else_stays_text(seat: Seat, text: str, html: str) -> None:
    page = await drawn(seat, {"content": text})

    assert await page.locator(".words > .line").inner_html() == html


async def test_blocks_are_drawn_as_blocks(seat: Seat) -> None:
    text = "# One\n## Two\n-# small\n> quoted\n> more\n- a\n  - b\n1. c\n```py\n**raw**\n```\nafter\n>>> all\nthe rest"
    page = await drawn(seat, {"content": text})

    await expect(page.locator(".heading")).to_have_text(["One", "Two"])
    await expect(page.locator("p.small")).to_have_text("small")
    await expect(page.locator("blockquote")).to_have_text(["quotedmore", "allthe rest"])
    await expect(page.locator("ul ul li")).to_have_text("b")
    await expect(page.locator("ol li")).to_have_text("c")
    await expect(page.locator("pre")).to_have_text("**raw**")


async def test_a_link_opens_elsewhere_and_tells_that_page_nothing(seat: Seat) -> None:
    page = await drawn(seat, {"content": "[the desk](https://example.org/a) and https://example.org/b."})

    for link, url in zip(
        await page.locator(".words a").all(), ("https://example.org/a", "https://example.org/b"), strict=True
    ):
        await expect(link).to_have_attribute("href", url)
        await expect(link).to_have_attribute("rel", "noopener noreferrer")


async def test_a_spoiler_is_shown_when_it_is_asked_for(seat: Seat) -> None:
    page = await drawn(seat, {"content": "||the end||"})
    await expect(page.get_by_text("the end")).not_to_be_visible()
    await page.get_by_role("button", name="Spoiler").press("Enter")
    await expect(page.get_by_text("the end")).to_be_visible()


async def test_each_line_runs_its_own_way(seat: Seat) -> None:
    page = await drawn(seat, {"content": "Hello\nمرحبًا"})
    starts = """line => {
        const words = document.createRange();
        words.selectNodeContents(line);
        return words.getBoundingClientRect().left - line.getBoundingClientRect().left;
    }"""

    assert await page.locator(".line").nth(0).evaluate(starts) < 2
    assert await page.locator(".line").nth(1).evaluate(starts) > 200


async def test_text_that_is_hard_to_read_takes_no_time(seat: Seat) -> None:
    page = await drawn(seat, {"content": "?"})
    hard = "const hard = ['*', '_ ', '**a ', '||', '[', '`', '> ', '<@', '~~', '\\\\'].map((one) => one.repeat(2000))"
    took = await page.evaluate(
        f"import('/client/files/marks.js').then(({{ read }}) => {{ {hard}; const t = performance.now();"
        " hard.forEach(read); return performance.now() - t; })"
    )
    assert took < 3000


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_axe_finds_nothing_wrong(seat: Seat, place: Place, theme: str) -> None:
    message = {"components": CARD, "flags": 1 << 15, "attachments": [FILE]}
    script = (Path(axe.__file__).parent / "axe.min.js").read_text()
    place.discord.world.say(place.asha, place.general, "Hello **there** <@1>, `code`\n> quoted\n-# small")
    client = await seat.visit(f"/client?as=meera&channel={place.general.id}&theme={theme}")
    for page in (await drawn(seat, message, {"content": "Hi", "embeds": [EMBED]}, theme=theme), client):
        await page.evaluate(script)
        found = await page.evaluate("axe.run()")
        assert [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []


async def test_a_picture_of_a_card_is_written(tmp_path: Path) -> None:
    await draw([{"components": CARD, "flags": 1 << 15}], tmp_path / "card.png", names=NAMES)

    assert (tmp_path / "card.png").read_bytes().startswith(b"\x89PNG")
