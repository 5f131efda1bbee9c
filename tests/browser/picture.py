"""Draws a message of Discord as a picture for the docs, from the JSON that a bot would send.

    python -m tests.browser.picture card.json docs/images/discord-card.png [--theme light] [--width 760]

The file holds one message object, or a list of them: at least {"components": […], "flags": 32768}, or {"content": …}.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.playground.discord import DiscordServer
from tests.browser.chromium import chromium

SCALE = 2
USUAL: dict[str, Any] = {
    "id": "1",
    "type": 0,
    "flags": 0,
    "content": "",
    "components": [],
    "embeds": [],
    "attachments": [],
    "author": {"id": "900", "username": "sangam", "global_name": "Sangam", "bot": True},
}


async def draw(
    messages: list[dict[str, Any]],
    file: Path,
    *,
    theme: str = "dark",
    width: int = 760,
    names: dict[str, dict[str, dict[str, str]]] | None = None,
) -> None:
    """Write a PNG of these messages; `names` says who is mentioned: {"role": {"31": {"name": "Moderators"}}}."""
    now = datetime.now(UTC).isoformat()
    whole = [USUAL | {"timestamp": now, "id": str(number)} | one for number, one in enumerate(messages, 1)]
    async with DiscordServer() as discord, chromium() as browser:
        window = {"width": width, "height": 600}
        page = await browser.new_page(viewport=window, device_scale_factor=SCALE, locale="en-GB")
        await page.goto(f"{discord.url}/client/card")
        await page.wait_for_selector("body[data-awake]", state="attached")
        options = {"theme": theme, "names": names or {}}
        await page.evaluate("([messages, options]) => simulated.draw(messages, options)", [whole, options])
        await page.locator("#picture").screenshot(path=file)


def main() -> None:
    """Read the arguments and draw."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("message", type=Path)
    asked.add_argument("picture", type=Path)
    asked.add_argument("--theme", choices=("dark", "light"), default="dark")
    asked.add_argument("--width", type=int, default=760)
    given = asked.parse_args()
    read = json.loads(given.message.read_text(encoding="utf-8"))
    messages = read if isinstance(read, list) else [read]
    asyncio.run(draw(messages, given.picture, theme=given.theme, width=given.width))


if __name__ == "__main__":
    main()
