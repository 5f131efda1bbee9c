"""A shop's page with the web chat on it, on an origin of its own with a strict policy, seen in a real Chromium."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from playwright.async_api import BrowserContext, FrameLocator, Page, expect

from inbox.actions import Reply
from inbox.models import RemoteId
from tests.webchat_server import ChatServer


@dataclass
class Site:
    """A shop's page with the script tag, and the chat that the tag belongs to."""

    chat: ChatServer
    origin: str
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)  # what the browser wrote into its console

    async def visit(self, **data: str) -> Page:
        """A new tab with the page; `data` become the tag's data attributes."""
        page = await self.context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        await page.goto(f"{self.origin}/?" + "&".join(f"{key}={value}" for key, value in data.items()))
        return page

    async def thread(self) -> RemoteId:
        """The thread of whoever wrote last."""
        return RemoteId(self.chat.heard.incoming[-1].thread.remote)  # type: ignore[union-attr]

    async def reply(self, text: str, key: str = "key-1") -> RemoteId:
        """Answer whoever wrote last; returns the id of the answer."""
        return (await self.chat.chat.perform(Reply(await self.thread(), text), key)).id


@asynccontextmanager
async def shop(chat: ChatServer) -> AsyncIterator[str]:
    """The origin of a site that shows the chat and trusts nothing else."""

    async def page(request: web.Request) -> web.Response:
        data = " ".join(f'data-{key}="{value}"' for key, value in request.query.items())
        policy = f"default-src 'none'; script-src {chat.origin}; frame-src {chat.origin}; img-src data:"
        head = '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>Shop</title>'
        body = f'<!doctype html>{head}<h1>Shop</h1><a href="#">A link</a>'
        script = f'<script async src="{chat.url}/chat.js" {data}></script>'
        return web.Response(text=body + script, content_type="text/html", headers={"Content-Security-Policy": policy})

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://localhost:{runner.addresses[0][1]}"
    await runner.cleanup()


async def opened(page: Page) -> FrameLocator:
    """Open the chat on a page, and return its window once the conversation is there."""
    await page.get_by_role("button", name=re.compile(r"Open chat|افتح")).click()
    window = page.frame_locator("iframe")
    await expect(window.locator("#log")).to_have_attribute("aria-busy", "false")
    return window


async def write(window: FrameLocator | Page, text: str) -> None:
    """Type a message and send it with the keyboard."""
    await window.locator("#text").fill(text)
    await window.locator("#text").press("Enter")


async def texts(window: FrameLocator) -> list[str]:
    """The messages as they stand, oldest first."""
    return [text.strip() for text in await window.locator(".message .bubble").all_inner_texts()]
