"""Whether TikTok tells our app what happens: one address for comments, one for messages, both ours.

business-api.tiktok.com, "Subscribe to comment updates" and "Create a Business Messaging Webhook configuration", read
2026-11-23: an address belongs to the app, not to an account, and nothing asks it whether it agrees.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import aiohttp

from bot.networks._tiktok.api import as_app

EVERY: Final = 3_600_000  # ms between two looks
WEBHOOK: Final = "/business/webhook"


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """What the app of an account is told of; `url` is "" where the world cannot reach us."""

    http: aiohttp.ClientSession
    base_url: str
    app_id: str
    secret: str = field(repr=False)
    url: str
    messaging: bool

    @property
    def wanted(self) -> tuple[str, ...]:
        """The kinds of events."""
        return ("COMMENT", "DIRECT_MESSAGE") if self.messaging else ("COMMENT",)

    async def address(self, kind: str) -> str:
        """Where TikTok tells of one kind of events now; "" where it tells nobody. Raises NetworkErrors."""
        asked = {"app_id": self.app_id, "secret": self.secret, "event_type": kind}
        said = await as_app(self.http, self.base_url, "GET", f"{WEBHOOK}/list/", asked)
        return str(said.get("callback_url") or "")

    async def keep(self) -> list[str]:
        """See that TikTok tells us of everything; answers for which kinds it had to be asked. Raises NetworkErrors."""
        changed: list[str] = []
        for kind in self.wanted if self.url else ():
            if await self.address(kind) != self.url:
                asked = {"app_id": self.app_id, "secret": self.secret, "event_type": kind, "callback_url": self.url}
                await as_app(self.http, self.base_url, "POST", f"{WEBHOOK}/update/", asked)
                changed.append(kind)
        return changed
