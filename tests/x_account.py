"""An account of ours on a simulated X as a process makes it anew, with what outlives every process."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.networks._oauth import NAME, Grant, as_text
from bot.networks._outside import Outside
from bot.networks._x.api import Api
from bot.networks._x.ids import padded, posts_of, private_with
from bot.networks._x.tariff import PRICES
from bot.networks.x import X
from bot.playground.clock import Clock
from bot.playground.x import Account, App, Person, Post, XServer
from inbox.errors import LoginNeeded
from inbox.models import RemoteId, account_id
from inbox.network import NONE_SEEN, Used
from tests.adapters import Files, Shelves

START = 1_800_000_000.0


@dataclass
class Safe:
    """A vault that lives as long as the test."""

    kept: dict[str, str] = field(default_factory=dict)

    async def read(self, name: str) -> str | None:
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        self.kept[name] = text


@dataclass
class Till:
    """A meter by X's prices: `things` is what was counted, each id once (there is one day in a test)."""

    things: Counter[str] = field(default_factory=Counter)
    ids: set[tuple[str, str]] = field(default_factory=set)
    plans: list[tuple[str, int, int]] = field(default_factory=list)

    async def spend(self, things: Mapping[str, int], seen: Mapping[str, Collection[str]] = NONE_SEEN) -> Used:
        self.things.update(things)
        for kind, ids in seen.items():
            new = {(kind, id) for id in ids} - self.ids
            self.ids |= new
            self.things[kind] += len(new)
        return await self.used()

    async def used(self) -> Used:
        total = sum(PRICES[thing] * many for thing, many in self.things.items())
        return Used(total, total, dict(self.things))

    async def plan(self, words: str, next_at: int, budget: int) -> None:
        self.plans.append((words, next_at, budget))


@dataclass
class Ours:
    """What outlives a restart of ours; `account` makes the account anew, as a new process would."""

    http: aiohttp.ClientSession
    server: XServer
    app: App
    us: Account
    asha: Person
    post: Post
    public_url: str = ""
    mailbox: Shelves = field(default_factory=Shelves)
    blobs: Files = field(default_factory=Files)
    vault: Safe = field(default_factory=Safe)
    meter: Till = field(default_factory=Till)

    def account(self, **options: Any) -> X:
        given = {
            "id": self.us.id,
            "client_id": self.app.client_id,
            "client_secret": self.app.client_secret,
            "consumer_secret": self.app.consumer_secret,
            "bearer": self.app.bearer,
            "plan": self.app.plan,
            "premium": self.us.premium,
            "base_url": self.server.url,
            "login_url": self.server.url,
            **options,
        }
        return X(account_id("x", "main"), X.Options.model_validate(given), self.outside())

    def api(self, *, owned: bool = False, base_url: str = "") -> Api:
        """The API with a login that cannot be renewed."""

        async def token() -> str:
            return self.us.access_token

        async def renewed(dead: str) -> None:
            raise LoginNeeded("this login cannot be renewed")

        bearer, me, url = self.app.bearer, self.us.id, base_url or self.server.url
        return Api(self.http, url, token, renewed, bearer, self.meter, self.now, me=me, owned=owned)

    def outside(self) -> Outside:
        return Outside(
            self.http, self.mailbox, self.blobs, self.public_url, self.now, vault=self.vault, meter=self.meter
        )

    def now(self) -> int:
        return round(self.server.clock.now() * 1000)

    def log_in(self, **changes: Any) -> None:
        """Keep the tokens that the simulated X gave out last, as `run.py connect` does."""
        ends = self.now() + 7_200_000
        grant = Grant(self.us.access_token, self.us.refresh_token, ends, 0, self.now(), tuple(sorted(self.us.scopes)))
        fields = {name: getattr(grant, name) for name in Grant.__slots__}
        self.vault.kept[NAME] = as_text(Grant(**{**fields, **changes}))

    def ours(self) -> list[Post]:
        """What this account has posted, oldest first, as X shows it."""
        return [one for one in self.server.world.authored[self.us.id] if not one.removed and one.later is None]

    def said(self) -> list[str]:
        return [one.text for one in self.ours()]

    def below(self, post: Post) -> RemoteId:
        """The thread in which somebody's post stands."""
        return posts_of(post.conversation_id, post.author.id)

    def with_asha(self) -> RemoteId:
        return private_with(self.asha.id)

    def id(self, post: Post) -> RemoteId:
        return padded(post.id)


@asynccontextmanager
async def x_account(plan: Any = "self-serve", *, premium: bool = False, **options: Any) -> AsyncIterator[Ours]:
    """A running simulated X with our account, a post of it, and somebody who can speak."""
    async with XServer(clock=Clock(START, speed=0), **options) as server, aiohttp.ClientSession() as http:
        app = server.world.create_app(plan=plan)
        us = server.world.create_account("nadipots", "Nadi Pots", app, premium)
        asha = server.world.create_person("asha_p", "Asha Patel")
        ours = Ours(http, server, app, us, asha, server.world.post(us, "New cups today"))
        ours.log_in()
        server.clock.advance(60)
        yield ours
