"""A person at the desk in a real Chromium, and what their browser complained about."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from playwright.async_api import Browser, BrowserContext, Page

from tests.bot.surfaces.desk.desk_server import PASSWORD, DeskServer
from tests.redis_servers import until

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
GUJARATI = "નમસ્તે! મારો ઓર્ડર હજુ સુધી આવ્યો નથી."


@dataclass
class Seat:
    """Somebody at the desk, and what their browser complained about."""

    desk: DeskServer
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def sit(
        self, name: str = "meera", role: str = "moderator", path: str = "/", *, deaf: bool = False, **window: Any
    ) -> Page:
        """A signed-in page; a deaf one hears nothing live."""
        await self.desk.person(name, role)
        context = await self.browser.new_context(**{"locale": "en-GB", "timezone_id": "Asia/Kolkata", **window})
        context.set_default_timeout(8000)
        self.contexts.append(context)
        page = await context.new_page()
        if deaf:
            await page.route(re.compile(r"/live\?"), lambda route: route.abort())
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
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
