"""Somebody who logs in at a simulated network: a place to log in for, and the clicks in a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.networks._login import Dialogue, Place
from bot.networks._oauth import Grant, from_text
from inbox.network import Health


@dataclass
class Drawers:
    """A vault in memory; `away` makes it fail as the store does."""

    kept: dict[str, str] = field(default_factory=dict)

    async def read(self, name: str) -> str | None:
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        self.kept[name] = text

    def grant(self, name: str = "grant") -> Grant | None:
        """The login that lies there."""
        return from_text(self.kept[name]) if name in self.kept else None


async def proven(id: str) -> Sequence[Health]:
    """A check that finds nothing wrong."""
    return [Health(ok=True, words=f"proven {id}")]


def place(dialogue: Dialogue, network: str, http: aiohttp.ClientSession, **more: Any) -> Place:
    """An account that bot.yaml does not have, with what `known` says in place of what is usual."""
    known = {question.name: question.usual for question in dialogue.questions} | more.pop("known", {})
    given: dict[str, Any] = {
        "name": "main",
        "wanted": "",
        "redirect": dialogue.redirect,
        "vault": Drawers(),
        "check": proven,
        "now": lambda: 0,
        **more,
    }
    return Place(dialogue, network, known=known, http=http, **given)


async def click(http: aiohttp.ClientSession, address: str, choice: str) -> str:
    """Open the address, choose by the words of a link, and copy where the browser is led, or the code that is shown."""
    async with http.get(address) as answer:
        page = await answer.text()
    if shown := re.search(r"<code>([^<]+)</code>", page):
        return shown[1]
    link = re.search(rf'href="([^"]+)">{re.escape(choice)}', page)
    assert link, page
    return html.unescape(link[1])
