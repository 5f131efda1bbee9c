"""A day of an X account, which asks, or is told over the stream or a webhook, within a budget of dollars."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from aiohttp import web

from bot.networks._oauth import Grant, keep_grant
from bot.networks._outside import Outside
from bot.networks._x.ids import padded, posts_of, private_with
from bot.networks._x.lists import ALONG, ASKED, Read
from bot.networks._x.options import Listening
from bot.networks._x.parse import letter_told, post_told
from bot.networks.x import X
from bot.playground.clock import Clock
from bot.playground.x import DM, Account, App, Person, Post, XServer
from inbox.actions import Reply
from inbox.incoming import Receive
from inbox.models import RemoteId, account_id
from inbox.network import Hook
from tests.day.heard import Heard
from tests.day.plan import DAY, Moment, words
from tests.day.running import Drawer, Hearing
from tests.day.turning import Turning, reached

MIDNIGHT: Final = 1_796_083_200.0  # UTC, 2026-12-01
PEOPLE: Final = 200
QUARTER: Final = 900.0
STREAM: Final = "/2/activity/stream"
PUBLIC: Final = "https://inbox.example"


@dataclass
class XDay:
    """See tests.day.running.Stage; `budget` in dollars, 0 for none."""

    server: XServer
    turning: Turning
    app: App
    us: Account
    people: list[Person]
    posts: list[Post]
    budget: float
    listen: Listening
    owned: bool
    said: dict[int, Post | DM] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    vault: Drawer = field(default_factory=Drawer)
    name: str = "x"
    begin: float = 0.0
    length: float = DAY
    after: float = 0.0  # a new day brings new money, and what it reads then is of yesterday
    public_url: str = ""
    _us: tuple[X, Receive] | None = None
    _after: dict[str, str] = field(default_factory=dict)

    def act(self, moment: Moment) -> None:
        """Let it happen."""
        world, who, number = self.server.world, self.people[moment.number % PEOPLE], moment.number
        match moment.what:
            case "post":
                self.posts.append(world.post(self.us, f"Post {number}"))
            case "comment":
                self._keep(number, world.reply(who, self.posts[moment.to], self._words(number)))
            case "reply":
                self._keep(number, world.reply(who, self._post(moment.to), self._words(number)))
            case "message":
                self._keep(number, world.message(who, self.us, words(number)))
            case "edit":
                world.edit(self._post(number), self._words(number, edited=True))
            case "remove":
                world.remove(self._post(number))

    def account(self, outside: Outside) -> X:
        """Our account."""
        options = X.Options(
            id=self.us.id,
            client_id=self.app.client_id,
            client_secret=self.app.client_secret,
            consumer_secret=self.app.consumer_secret,
            bearer=self.app.bearer,
            owns_app=self.owned,
            listen=self.listen,
            budget_a_day=self.budget,
            base_url=self.server.url,
            login_url=self.server.url,
        )
        return X(account_id("x", "main"), options, outside)

    def answer(self, number: int) -> Reply:
        """A reply to a post or a message."""
        one, text = self.said[number], f"Two days, as said in {number}."
        if isinstance(one, DM):
            return Reply(private_with(one.sender.id), text)
        return Reply(posts_of(one.conversation_id, one.author.id), text, RemoteId(padded(one.id)))

    def bill(self) -> float:
        """Dollars of today."""
        return self.server.billed.on(self.turning.clock.now()) / 1_000_000

    def most(self) -> int:
        """The most calls in a quarter of an hour, of one path."""
        return self.turning.most(QUARTER)

    def meet(self, account: Hearing, receive: Receive) -> None:
        """Whom hooks reach."""
        assert isinstance(account, X)
        self._us = account, receive

    async def take(self, request: web.BaseRequest) -> web.Response:
        """A hook, or the question whether we are there."""
        if self._us is None:
            return web.Response(status=503)
        account, receive = self._us
        headers = {name.lower(): value for name, value in request.headers.items()}
        hook = Hook(request.method, dict(request.query), headers, await request.read())
        said = await account.hook_for_all(hook, [(account, receive)])
        return web.Response(status=said.status, text=said.body, content_type=said.content_type)

    async def look(self, http: aiohttp.ClientSession, heard: Heard) -> None:
        """Every mention, all below our posts, and every message, since the last time."""
        self.consent()  # whatever a peer does for its tokens is not what is measured
        told, now = list[Any](), self.turning.now()
        below = " OR ".join(f"conversation_id:{post.id}" for post in self.posts)
        asked = {"tweet.fields": ASKED, **ALONG, "max_results": "100"}
        for path, query in (
            (f"/2/users/{self.us.id}/mentions", {}),
            ("/2/tweets/search/recent", {"query": f"({below}) -from:{self.us.id}"}),
        ):
            posts, _ = (await self._all(http, path, {**asked, **query})).posts(now)
            for post in posts:
                told += post_told(post, self.us.id, padded(post.id), None)
        fields = "created_at,sender_id,dm_conversation_id,text,attachments,entities"
        along = {**ALONG, "expansions": "sender_id,attachments.media_keys"}
        letters, _ = (await self._page(http, "/2/dm_events", {"dm_event.fields": fields, **along})).letters(
            self.us.id, now
        )
        await heard.receive([*told, *(letter_told(letter, self.us.id) for letter in letters)], None)

    async def _all(self, http: aiohttp.ClientSession, path: str, query: dict[str, str]) -> Read:
        read, token, since = Read(), "", self._after.get(path, "")
        while True:
            more = {**({"since_id": since} if since else {}), **({"pagination_token": token} if token else {})}
            said = await self._get(http, path, {**query, **more})
            rows = said.get("data") or []
            read.pages.append((rows, said.get("includes") or {}))
            self._after[path] = str(max([int(self._after.get(path, 0)), *(int(row["id"]) for row in rows)]))
            token = str((said.get("meta") or {}).get("next_token") or "")
            if not token:
                return read

    async def _page(self, http: aiohttp.ClientSession, path: str, query: dict[str, str]) -> Read:
        said = await self._get(http, path, query)
        return Read([(said.get("data") or [], said.get("includes") or {})])

    async def _get(self, http: aiohttp.ClientSession, path: str, query: dict[str, str]) -> Any:
        headers = {"Authorization": f"Bearer {self.us.access_token}"}
        async with http.get(f"{self.server.url}{path}", params=query, headers=headers) as answer:
            return await answer.json()

    def consent(self) -> None:
        """Give our account fresh tokens."""
        self.server.world.tokens.grant(self.us, self.app, frozenset(self.us.scopes), self.turning.clock.now())

    def _words(self, number: int, *, edited: bool = False) -> str:
        """What is said; X lets us answer only where we are named."""
        return f"@{self.us.username} {words(number, edited=edited)}"

    def _post(self, number: int) -> Post:
        one = self.said[number]
        assert isinstance(one, Post)
        return one

    def _keep(self, number: int, one: Post | DM) -> None:
        self.said[number], self.ids[number] = one, padded(one.id)


@contextlib.asynccontextmanager
async def x_day(
    *, budget: float = 1.0, listen: Listening = "poll", owned: bool = False, length: float = DAY
) -> AsyncIterator[XDay]:
    """A connected account, at midnight, with a post that is some days old.

    Reading its own lists is cheaper for the account that made the app; that is `owned`.
    """
    clock = Clock(MIDNIGHT - length - 2 * DAY, speed=0)
    async with XServer(clock=clock) as server, contextlib.AsyncExitStack() as stack:
        world = server.world
        app = world.create_app()
        if not owned:
            world.create_account("developer", "A developer", app)
        us = world.create_account("nadipots", "Nadi Pots", app)
        old = world.post(us, "Old")
        clock.advance(3 * DAY)
        people = [world.create_person(f"viewer{number}", f"Viewer {number}") for number in range(PEOPLE)]
        streams = (STREAM,) if listen == "stream" else ()
        day = XDay(server, Turning(clock, *streams), app, us, people, [old], budget, listen, owned)
        day.begin, day.length = clock.now(), length
        now = day.turning.now()
        day.consent()
        ends = now + 7_200_000
        await keep_grant(day.vault, Grant(us.access_token, us.refresh_token, ends, 0, now, tuple(sorted(us.scopes))))
        if listen == "webhook":
            server.hooks.hosts[PUBLIC] = await stack.enter_async_context(reached(day.turning, day.take))
            day.public_url = PUBLIC
        yield day
