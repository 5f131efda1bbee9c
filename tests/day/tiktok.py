"""A day of a TikTok account, with hooks that come up to five minutes late, or with none."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from aiohttp import web

from bot.networks._oauth import Grant, keep_grant
from bot.networks._outside import Outside
from bot.networks._tiktok.ids import below, ours, private
from bot.networks._tiktok.parse import listed
from bot.networks._tiktok.place import Known
from bot.networks._tiktok.talk import message as messages
from bot.networks.tiktok import TikTok
from bot.playground.clock import Clock
from bot.playground.tiktok import Account, App, Comment, Message, Person, TikTokServer, Video
from bot.playground.tiktok.hooks import LATEST
from inbox.actions import Reply
from inbox.incoming import Receive
from inbox.models import RemoteId, account_id
from inbox.network import Hook
from tests.day.heard import Heard
from tests.day.plan import DAY, Moment, words
from tests.day.running import AFTER, Drawer, Hearing
from tests.day.turning import Turning, reached

MIDNIGHT: Final = 1_796_083_200.0  # UTC, 2026-12-01
PEOPLE: Final = 200
PAGES: Final = 200


@dataclass
class TikTokDay:
    """See tests.day.running.Stage."""

    server: TikTokServer
    turning: Turning
    app: App
    us: Account
    people: list[Person]
    videos: list[Video]
    said: dict[int, Comment | Message] = field(default_factory=dict)
    talks: dict[int, str] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    vault: Drawer = field(default_factory=Drawer)
    name: str = "tiktok"
    begin: float = 0.0
    length: float = DAY
    after: float = AFTER
    public_url: str = ""
    _us: tuple[TikTok, Receive] | None = None

    def act(self, moment: Moment) -> None:
        """Let it happen."""
        world, who, number = self.server.world, self.people[moment.number % PEOPLE], moment.number
        match moment.what:
            case "post":
                self.videos.append(world.video(self.us, f"Video {number}"))
            case "comment":
                self._keep(number, world.comment(who, self.videos[moment.to], words(number)))
            case "reply":
                self._keep(number, world.reply(who, self._comment(moment.to), words(number)))
            case "message":
                self._keep(number, world.message(who, self.us, words(number)))
                self.talks[number] = world.conversation(self.us, who).id
            case "remove":
                world.remove_comment(self._comment(number))

    def account(self, outside: Outside) -> TikTok:
        """Our account."""
        options = TikTok.Options(
            business_id=self.us.open_id,
            app_id=self.app.client_key,
            app_secret=self.app.secret,
            username=self.us.username,
            messaging=True,
            base_url=self.server.url,
            content_url=self.server.url,
        )
        return TikTok(account_id("tiktok", "main"), options, outside)

    def answer(self, number: int) -> Reply:
        """A reply to a comment or a message."""
        one, text = self.said[number], f"Two days, as said in {number}."
        if isinstance(one, Message):
            return Reply(private(self.talks[number]), text)
        return Reply(below(one.video.id, (one.parent or one).id), text, RemoteId(one.id))

    def bill(self) -> float:
        """TikTok charges nothing."""
        return 0.0

    def most(self) -> int:
        """The most calls in a minute, of one path."""
        return self.turning.most()

    def meet(self, account: Hearing, receive: Receive) -> None:
        """Whom hooks reach."""
        assert isinstance(account, TikTok)
        self._us = account, receive

    async def take(self, request: web.BaseRequest) -> web.Response:
        """A hook."""
        if self._us is None:
            return web.Response(status=503)
        account, receive = self._us
        headers = {name.lower(): value for name, value in request.headers.items()}
        hook = Hook(request.method, dict(request.query), headers, await request.read())
        said = await account.hook_for_all(hook, [(account, receive)])
        return web.Response(status=said.status, text=said.body)

    async def look(self, http: aiohttp.ClientSession, heard: Heard) -> None:
        """Every post with all its comments and those replies that come along, and every conversation."""
        known, now = Known(self.us.open_id, self.us.username), self.turning.now()
        videos = await self._all(http, "/business/video/list/", "videos", fields=["item_id"], max_count=20)
        for video in videos:
            id, newest = str(video["item_id"]), {"sort_field": "create_time", "sort_order": "desc", "max_count": 30}
            query = {"video_id": id, "include_replies": True, "status": "ALL", **newest}
            for raw in await self._all(http, "/business/comment/list/", "comments", **query):
                await heard.receive(listed([raw, *(raw.get("reply_list") or ())], known, id, now), None)
                if (raw.get("replies") or 0) > len(raw.get("reply_list") or ()):
                    query = {"video_id": id, "comment_id": str(raw["comment_id"]), "status": "ALL", **newest}
                    replies = await self._all(http, "/business/comment/reply/list/", "comments", **query)
                    await heard.receive(listed(replies, known, id, now), None)
        for kind in ("SINGLE", "STRANGER"):
            path = "/business/message/conversation/list/"
            for talk in await self._all(http, path, "conversations", conversation_type=kind, limit=100):
                id = str(talk["conversation_id"])
                for raw in await self._all(http, "/business/message/content/list/", "messages", conversation_id=id):
                    await heard.receive(messages(raw, known, now), None)

    async def _all(self, http: aiohttp.ClientSession, path: str, name: str, **query: Any) -> list[Any]:
        """All pages of a list, or those that came before TikTok refused."""
        found, cursor = list[Any](), None
        for _ in range(PAGES):
            said = await self._get(http, path, **query, **({} if cursor is None else {"cursor": cursor}))
            found += said.get(name) or []
            if not said.get("has_more") or said.get("cursor") == cursor:
                break
            cursor = said["cursor"]
        return found

    async def _get(self, http: aiohttp.ClientSession, path: str, **query: Any) -> dict[str, Any]:
        asked = {key: value if isinstance(value, str) else json.dumps(value) for key, value in query.items()}
        headers = {"Access-Token": self.us.access_token}
        params = {"business_id": self.us.open_id, **asked}
        async with http.get(f"{self.server.url}/open_api/v1.3{path}", params=params, headers=headers) as answer:
            said = await answer.json()
            if said["code"]:
                self.turning.refused[said["code"]] += 1
            return dict(said.get("data") or {})

    def _comment(self, number: int) -> Comment:
        one = self.said[number]
        assert isinstance(one, Comment)
        return one

    def _keep(self, number: int, one: Comment | Message) -> None:
        self.said[number], self.ids[number] = one, ours(one.id)


@contextlib.asynccontextmanager
async def tiktok_day(*, hooks: bool = True, length: float = DAY) -> AsyncIterator[TikTokDay]:
    """A connected account, at midnight, with a post that is a month old."""
    clock = Clock(MIDNIGHT - length - 29 * DAY, speed=0)
    async with TikTokServer(clock=clock) as server, contextlib.AsyncExitStack() as stack:
        world = server.world
        app = world.create_app()
        us = world.create_account("nadipots", app)
        old = [world.video(us, "Old")]
        clock.advance(30 * DAY)
        world.consent(us)
        people = [world.create_person(f"Viewer {number}", f"viewer{number}") for number in range(PEOPLE)]
        day = TikTokDay(server, Turning(clock), app, us, people, old)
        day.begin, day.length = clock.now(), length
        ends = day.turning.now()
        grant = Grant(us.access_token, us.refresh_token, ends + 86_400_000, ends + 365 * 86_400_000, ends)
        await keep_grant(day.vault, grant)
        if hooks:
            server.hooks.late = LATEST
            day.public_url = await stack.enter_async_context(reached(day.turning, day.take))
        yield day
