"""An account of ours on a simulated TikTok as a process makes it anew, with what outlives every process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.networks._oauth import NAME, Grant, as_text
from bot.networks._outside import Outside
from bot.networks._tiktok.ids import below, private
from bot.networks.tiktok import TikTok
from bot.playground.clock import Clock
from bot.playground.tiktok import Account, App, Comment, Message, Person, TikTokServer, Video
from bot.playground.tiktok.told import Told, body_of, headers
from inbox.actions import Publish
from inbox.errors import Unavailable
from inbox.incoming import Cursor, Incoming, MessageHidden, MessageRemoved, NewMessage
from inbox.models import Media, RemoteId, account_id
from inbox.network import Hook, HookAnswer, Receipt
from tests.adapters import Files, Shelves

START = 1_800_000_000.25
DAY = 86_400
T = TypeVar("T", bound=Incoming)


@dataclass
class Safe:
    """A vault that lives as long as the test."""

    kept: dict[str, str] = field(default_factory=dict)

    async def read(self, name: str) -> str | None:
        return self.kept.get(name)

    async def write(self, name: str, text: str) -> None:
        self.kept[name] = text


@dataclass
class Heard:
    """Stores as the inbox does: what is known already changes nothing. `pages` is all that was handed over."""

    pages: list[tuple[list[Incoming], Cursor | None]] = field(default_factory=list)
    messages: dict[RemoteId, NewMessage] = field(default_factory=dict)
    removed: set[RemoteId] = field(default_factory=set)
    hidden: set[RemoteId] = field(default_factory=set)

    async def receive(self, events: Sequence[Incoming], cursor: Cursor | None) -> int:
        self.pages.append((list(events), cursor))
        new = 0
        for event in events:
            match event:
                case NewMessage(id=id) if id not in self.messages:
                    self.messages[id] = event
                    new += 1
                case MessageRemoved(id=id) if id in self.messages:
                    self.removed.add(id)
                case MessageHidden(id=id, hidden=hidden) if id in self.messages:
                    (self.hidden.add if hidden else self.hidden.discard)(id)
        return new

    @property
    def cursor(self) -> Cursor | None:
        return next((cursor for _, cursor in reversed(self.pages) if cursor is not None), None)

    @property
    def texts(self) -> list[str]:
        return [one.text for one in sorted(self.messages.values(), key=lambda one: (one.at, one.id))]

    def of(self, cls: type[T]) -> list[T]:
        return [event for page, _ in self.pages for event in page if isinstance(event, cls)]


@dataclass
class Ours:
    """What outlives a restart of ours; `account` makes the account anew, as a new process would."""

    http: aiohttp.ClientSession
    server: TikTokServer
    app: App
    us: Account
    asha: Person
    video: Video
    files_at: str = ""  # where the world fetches our files
    public_url: str = ""
    mailbox: Shelves = field(default_factory=Shelves)
    blobs: Files = field(default_factory=Files)
    vault: Safe = field(default_factory=Safe)
    heard: Heard = field(default_factory=Heard)
    rested: list[float] = field(default_factory=list)
    _told: int = 0

    def account(self, **options: Any) -> TikTok:
        given = {
            "business_id": self.us.open_id,
            "app_id": self.app.client_key,
            "app_secret": self.app.secret,
            "username": self.us.username,
            "messaging": True,
            "base_url": self.server.url,
            "content_url": self.server.url,
            **options,
        }
        return TikTok(account_id("tiktok", "main"), TikTok.Options.model_validate(given), self.outside())

    def outside(self) -> Outside:
        return Outside(
            self.http,
            self.mailbox,
            self.blobs,
            self.public_url,
            self.now,
            vault=self.vault,
            share=self.share,
            rest=self.rest,
        )

    async def rest(self, seconds: float) -> None:
        """Waiting moves the clock."""
        self.rested.append(seconds)
        self.server.clock.advance(seconds)
        await asyncio.sleep(0)

    def share(self, media: Media, seconds: int) -> str:
        return f"{self.files_at}/{media.ref.removeprefix('blob:')}"

    def now(self) -> int:
        return round(self.server.clock.now() * 1000)

    def log_in(self, **changes: Any) -> None:
        """Keep the tokens that the simulated TikTok gave out last, as `run.py connect` does."""
        for name, access, refresh in (
            (NAME, self.us.access_token, self.us.refresh_token),
            (f"content_{NAME}", self.us.open_token, self.us.open_refresh_token),
        ):
            said: dict[str, Any] = {
                "access": access,
                "refresh": refresh,
                "ends_at": self.now() + DAY * 1000,
                "refresh_ends_at": self.now() + 365 * DAY * 1000,
                "obtained_at": self.now(),
                "whose": self.us.open_id,
            }
            self.vault.kept[name] = as_text(Grant(**{**said, **changes}))

    # ------------------------------------------------------------------------------------------------- what is said

    def comment(self, text: str, who: Person | None = None, video: Video | None = None) -> Comment:
        return self.server.world.comment(who or self.asha, video or self.video, text)

    def write(self, text: str = "", **more: Any) -> Message:
        return self.server.world.message(self.asha, self.us, text, **more)

    def below(self, comment: Comment) -> RemoteId:
        return below(comment.video.id, (comment.parent or comment).id)

    def talk(self) -> RemoteId:
        return private(self.us.conversations[self.asha.unique_identifier].id)

    def told(self) -> list[Told]:
        """What TikTok had to tell since the last time."""
        told = list(self.server.world.told)[self._told :]
        self._told += len(told)
        return told

    async def hook(self, account: TikTok, told: Sequence[Told] | None = None) -> list[int]:
        """What TikTok has to tell arrives, one body after another; answers the statuses."""
        return [(await self.tell(account, body_of(one))).status for one in (self.told() if told is None else told)]

    async def tell(self, account: TikTok, body: bytes, secret: str = "", at: float | None = None) -> HookAnswer:
        """One signed body."""
        signed = headers(secret or self.app.secret, body, self.server.clock.now() if at is None else at)
        hook = Hook("POST", {}, {name.lower(): value for name, value in signed.items()}, body)
        return await account.hook_for_all(hook, [(account, self.heard.receive)])

    async def publish(self, account: TikTok, post: Publish, key: str) -> Receipt:
        """Publish as the outbox does: what is still being prepared is asked for again."""
        for _ in range(5):
            try:
                return await account.perform(post, key)
            except Unavailable:
                await self.fetched()
        raise AssertionError("the post was never published")

    async def fetched(self) -> None:
        """TikTok has fetched whatever it was told to fetch."""
        under_way = self.server.world.publications.values()
        await self.server.world.wait_for(lambda: not any(one.state == "PROCESSING_DOWNLOAD" for one in under_way))

    async def round(self, account: TikTok) -> int:
        """One round of reading."""
        receive = account._said.hearing(self.heard.receive)
        return await account._listening.close_gap(receive, self.heard.cursor)


@asynccontextmanager
async def tiktok_account(*, limits: bool = True, **made: Any) -> AsyncIterator[Ours]:
    """A running simulated TikTok with our account, a post of it, and somebody who can speak; it fetches our files."""
    async with TikTokServer(clock=Clock(START, speed=0), limits=limits) as server, aiohttp.ClientSession() as http:
        app = server.world.create_app(audited=made.pop("audited", True))
        us = server.world.create_account("nadipots", app, **made)
        asha = server.world.create_person("Asha Patel", "asha")
        ours = Ours(http, server, app, us, asha, server.world.video(us, "New cups today"))

        async def file(request: web.Request) -> web.Response:
            data = await ours.blobs.get(f"blob:{request.match_info['name']}")
            mime = "video/mp4" if data[4:8] == b"ftyp" else "image/jpeg"
            return web.Response(body=data, content_type=mime)

        shared = web.Application(client_max_size=2**30)
        shared.router.add_get("/{name}", file)
        async with TestServer(shared) as files:
            ours.files_at = str(files.make_url("")).rstrip("/")
            server.world.verify_domain(app, ours.files_at)
            ours.log_in()
            server.clock.advance(60)
            yield ours
