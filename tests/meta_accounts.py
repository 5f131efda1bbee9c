"""A Page and a professional account of ours, as a process makes them, against any server in the place of Meta's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.networks._outside import Outside, Share, unshared
from bot.networks.facebook import Facebook
from bot.networks.instagram import Instagram
from inbox.models import account_id
from tests.adapters import Files, Shelves

APP, SECRET, TOKEN = "55", "the-secret-of-the-app", "EAAtheTokenOfThePage"
PAGE, PROFILE, NOW = "206070979425408", "17841400000000000", 1_790_000_000_000


@dataclass
class Ours:
    """What outlives a restart of ours; `facebook` and `instagram` make the account anew, as a new process would."""

    http: aiohttp.ClientSession
    url: str
    now: int = NOW
    mailbox: Shelves = field(default_factory=Shelves)
    blobs: Files = field(default_factory=Files)
    share: Share = unshared
    public_url: str = ""

    def facebook(self, **options: Any) -> Facebook:
        given = {"page": PAGE, **self._options(options)}
        return Facebook(account_id("facebook", "main"), Facebook.Options.model_validate(given), self.outside())

    def instagram(self, **options: Any) -> Instagram:
        given = {"id": PROFILE, **self._options(options)}
        return Instagram(account_id("instagram", "main"), Instagram.Options.model_validate(given), self.outside())

    def outside(self) -> Outside:
        return Outside(self.http, self.mailbox, self.blobs, self.public_url, self.clock, share=self.share)

    def clock(self) -> int:
        return self.now

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"app_id": APP, "app_secret": SECRET, "token": TOKEN, "base_url": self.url, **options}
