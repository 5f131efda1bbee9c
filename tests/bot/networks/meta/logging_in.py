"""A simulated Meta to log in at: apps, Pages and accounts, and somebody who clicks through the login dialog."""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp

from bot.networks._meta.login import App, Dialogue, Hosts
from bot.networks._meta.needs import Way
from bot.playground.clock import Clock
from bot.playground.meta.records import App as MadeApp
from bot.playground.meta.records import Page, Profile
from bot.playground.meta.server import MetaServer

START = 1_790_000_000  # unix seconds
MS = 1_000
LIFE = 60 * 86_400 * MS  # of a token of Instagram Login


@dataclass(slots=True)
class Shelf:
    """A vault in memory."""

    kept: dict[str, str] = field(default_factory=dict)

    async def read(self, name: str) -> str | None:
        """What is kept under a name."""
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        """Keep it."""
        self.kept[name] = text


@dataclass(slots=True)
class Meta:
    """One app with two Pages, of which the first has an Instagram account, and an account without any Page."""

    server: MetaServer
    http: aiohttp.ClientSession
    app: MadeApp
    page: Page
    other: Page
    linked: Profile
    alone: Profile

    def now(self) -> int:
        """Unix milliseconds."""
        return round(self.server.clock.now() * MS)

    def login(self, way: Way, secret: str = "") -> Dialogue:
        """A login of our app, one way or another."""
        app = App(self.app.id, secret or self.app.secret)
        return Dialogue(self.http, app, way, Hosts.at(self.server.url), self.now)

    async def click(self, address: str, choice: str = "Continue as") -> str:
        """Open the address, choose by the words of a link, and copy where the browser is led."""
        async with self.http.get(address) as answer:
            page = await answer.text()
        link = re.search(rf'href="([^"]+)">{re.escape(choice)}', page)
        assert link, page
        return html.unescape(link[1])


@contextlib.asynccontextmanager
async def meta(clock: Clock | None = None) -> AsyncIterator[Meta]:
    """A simulated Meta for the length of the block; without a clock time stands still there."""
    async with MetaServer(clock=clock or Clock(START, speed=0)) as server, aiohttp.ClientSession() as http:
        world = server.world
        app = world.create_app()
        page, other = world.create_page("Patola Weavers", app), world.create_page("Patola Outlet", app)
        linked, alone = world.create_profile("patola", app, page), world.create_profile("patola.lab", app)
        yield Meta(server, http, app, page, other, linked, alone)
