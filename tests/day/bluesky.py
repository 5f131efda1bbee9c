"""A day of a Bluesky account, which asks every few seconds; 3,000 calls in five minutes are let through."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bot.networks._bluesky.ids import Place, post_id
from bot.networks._bluesky.parse import line_of, message_of
from bot.networks._outside import Outside
from bot.networks.bluesky import Bluesky
from bot.playground.bluesky import Account, BlueskyServer, Person, Post
from bot.playground.bluesky.records import Line
from bot.playground.bluesky.repo import HOME
from bot.playground.bluesky.server import CHAT
from bot.playground.clock import Clock
from inbox.actions import Reply
from inbox.incoming import Receive
from inbox.models import RemoteId, account_id
from tests.day.heard import Heard
from tests.day.plan import DAY, Moment, words
from tests.day.running import AFTER, Drawer, Hearing
from tests.day.turning import Turning

MIDNIGHT: Final = 1_796_083_200.0  # UTC, 2026-12-01
PEOPLE: Final = 200
SPAN: Final = 300.0
PAGES: Final = 60


@dataclass
class BlueskyDay:
    """See tests.day.running.Stage."""

    server: BlueskyServer
    turning: Turning
    us: Account
    people: list[Person]
    posts: list[Post]
    said: dict[int, Post | Line] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    vault: Drawer = field(default_factory=Drawer)
    name: str = "bluesky"
    begin: float = 0.0
    length: float = DAY
    after: float = AFTER
    public_url: str = ""
    _after: str = ""
    _known: set[str] = field(default_factory=set)

    def act(self, moment: Moment) -> None:
        """Let it happen."""
        world, who, number = self.server.world, self.people[moment.number % PEOPLE], moment.number
        match moment.what:
            case "post":
                self.posts.append(world.post(self.us, f"Post {number}"))
            case "comment":
                self._keep(number, world.reply(who, self.posts[moment.to], words(number)))
            case "reply":
                self._keep(number, world.reply(who, self._post(moment.to), words(number)))
            case "message":
                line = world.message(who, self.us, words(number))
                self.said[number], self.ids[number] = line, line.id
            case "remove":
                world.remove(self._post(number))

    def account(self, outside: Outside) -> Bluesky:
        """Our account."""
        options = Bluesky.Options(
            identifier=self.us.handle, app_password=self.us.app_password, base_url=self.server.url
        )
        return Bluesky(account_id("bluesky", "main"), options, outside)

    def answer(self, number: int) -> Reply:
        """A reply to a post or a message."""
        one, text = self.said[number], f"Two days, as said in {number}."
        if isinstance(one, Line):
            return Reply(Place(convo=one.convo.id).remote, text)
        root = str(one.value["reply"]["root"]["uri"])
        return Reply(Place(root=post_id(root), person=one.did).remote, text, RemoteId(self.ids[number]))

    def bill(self) -> float:
        """Bluesky charges nothing."""
        return 0.0

    def most(self) -> int:
        """The most calls in five minutes."""
        return self.turning.most(SPAN, together=True)

    def meet(self, account: Hearing, receive: Receive) -> None:
        """Bluesky calls nobody."""

    async def look(self, http: aiohttp.ClientSession, heard: Heard) -> None:
        """Every notification that was not read before, and the log of direct messages."""
        await self._log(http, heard)
        cursor = ""
        for _ in range(PAGES):
            query = {"limit": "100", **({"cursor": cursor} if cursor else {})}
            page = await self._get(http, "app.bsky.notification.listNotifications", query)
            new = [one for one in page["notifications"] if one["uri"] not in self._known]
            told = [message_of(one, self.us.did, {}) for one in new if one["reason"] in ("reply", "mention", "quote")]
            await heard.receive([one for one in told if one is not None], None)
            self._known |= {one["uri"] for one in new}
            cursor = str(page.get("cursor") or "")
            if not new or not cursor:
                return

    async def _log(self, http: aiohttp.ClientSession, heard: Heard) -> None:
        while True:
            said = await self._get(http, "chat.bsky.convo.getLog", {"cursor": self._after} if self._after else {})
            new = [one for one in said["logs"] if "text" in (one.get("message") or {})]
            await heard.receive([line_of(one["convoId"], one["message"], self.us.did, {}) for one in new], None)
            if not said["logs"] or said.get("cursor", self._after) == self._after:
                return
            self._after = said["cursor"]

    async def _get(self, http: aiohttp.ClientSession, method: str, query: dict[str, str]) -> Any:
        access, _ = self.server.sessions.issue(self.us, self.turning.clock.now())
        headers = {"Authorization": f"Bearer {access}", **({"atproto-proxy": CHAT} if "chat" in method else {})}
        async with http.get(f"{self.server.url}{HOME}/xrpc/{method}", params=query, headers=headers) as answer:
            return await answer.json()

    def _post(self, number: int) -> Post:
        one = self.said[number]
        assert isinstance(one, Post)
        return one

    def _keep(self, number: int, one: Post) -> None:
        self.said[number], self.ids[number] = one, post_id(one.uri)


@contextlib.asynccontextmanager
async def bluesky_day(*, length: float = DAY) -> AsyncIterator[BlueskyDay]:
    """An account with an app password, at midnight, with a post that is a month old."""
    clock = Clock(MIDNIGHT - length - 29 * DAY, speed=0)
    async with BlueskyServer(clock=clock) as server:
        us = server.world.create_account("nadi.example", "Nadi Pottery")
        old = server.world.post(us, "Old")
        clock.advance(30 * DAY)
        people = [server.world.create_person(f"viewer{number}.example") for number in range(PEOPLE)]
        day = BlueskyDay(server, Turning(clock), us, people, [old])
        day.begin, day.length = clock.now(), length
        yield day
