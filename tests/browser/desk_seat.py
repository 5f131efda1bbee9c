"""A person at the desk in a real Chromium, and what their browser complained about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.async_api import Page

from tests.bot.surfaces.desk.desk_server import PASSWORD, DeskServer
from tests.browser.chromium import Windows
from tests.redis_servers import until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
GUJARATI = "નમસ્તે! મારો ઓર્ડર હજુ સુધી આવ્યો નથી."


@dataclass
class Seat(Windows):
    """Somebody at the desk, and what their browser complained about."""

    desk: DeskServer

    async def sit(
        self, name: str = "meera", role: str = "moderator", path: str = "/", *, deaf: bool = False, **window: Any
    ) -> Page:
        """A signed-in page; a deaf one hears nothing live."""
        await self.desk.person(name, role)
        page = await self.open(**window)
        if deaf:
            await page.route(re.compile(r"/live\?"), lambda route: route.abort())
        await page.goto(f"{self.desk.origin}/login?next={quote(path)}")
        await page.fill("#name", name)
        await page.fill("#password", PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await page.wait_for_selector("#rows", state="attached")
        if window.get("java_script_enabled", True):
            await page.wait_for_selector("body[data-awake]")
        if window.get("java_script_enabled", True) and not deaf:
            await until(self.is_live)
        return page

    async def is_live(self) -> bool:
        """Whether every page's stream is open."""
        return self.desk.desk.kit.live.watchers >= len(self.contexts)
