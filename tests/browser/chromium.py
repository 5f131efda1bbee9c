"""A real Chromium for tests: where it is, which tests need it, and pages whose complaints are kept."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHARED = [  # the tests of a module share one Chromium, each with profiles of its own
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH (Debian: apt install chromium)"),
    pytest.mark.asyncio(loop_scope="module"),
]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        await browser.close()


@dataclass
class Windows:
    """Windows of one browser, each a profile of its own, and what they complained about."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list, kw_only=True)
    complaints: list[str] = field(default_factory=list, kw_only=True)

    async def open(self, **window: Any) -> Page:
        """An empty page in a new one."""
        context = await self.browser.new_context(**{"locale": "en-GB", "timezone_id": "Asia/Kolkata", **window})
        context.set_default_timeout(8000)
        self.contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    async def close(self) -> None:
        """Close them all; nothing may have been complained about."""
        for context in self.contexts:
            await context.close()
        assert self.complaints == []
