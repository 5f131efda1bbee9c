"""A day of a Mastodon account on a server that lets through 300 calls in five minutes."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bot.networks._mastodon.ids import Place
from bot.networks._mastodon.parse import message_of
from bot.networks._outside import Outside
from bot.networks.mastodon import Mastodon
from bot.playground.clock import Clock
from bot.playground.mastodon import Account, MastodonServer, Status
from inbox.actions import Reply
from inbox.incoming import Receive
from inbox.models import RemoteId, account_id
from tests.day.heard import Heard
from tests.day.plan import DAY, Moment, words
from tests.day.running import AFTER, Drawer, Hearing
from tests.day.turning import Turning

MIDNIGHT: Final = 1_796_083_200.0  # UTC, 2026-12-01
PEOPLE: Final = 200
PAGE: Final = 40
SPAN: Final = 300.0  # seconds in which 300 calls are let through


@dataclass
class MastodonDay:
    """See tests.day.running.Stage."""

    server: MastodonServer
    turning: Turning
    us: Account
    people: list[Account]
    posts: list[Status]
    said: dict[int, Status] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    vault: Drawer = field(default_factory=Drawer)
    name: str = "mastodon"
    begin: float = 0.0
    length: float = DAY
    after: float = AFTER
    public_url: str = ""
    _after: str = "0"

    def act(self, moment: Moment) -> None:
        """Let it happen."""
        world, who, number = self.server.world, self.people[moment.number % PEOPLE], moment.number
        match moment.what:
            case "post":
                self.posts.append(world.post(self.us, f"Post {number}"))
            case "comment":
                self._keep(number, world.reply(who, self.posts[moment.to], words(number)))
            case "reply":
                above = self.said[moment.to]
                self._keep(number, world.reply(who, above, f"@{above.author.acct} @{self.us.acct} {words(number)}"))
            case "message":
                self._keep(number, world.message(who, self.us, words(number)))
            case "edit":
                world.edit(self.said[number], self.said[number].text.replace(words(number), words(number, edited=True)))
            case "remove":
                world.remove(self.said[number])

    def account(self, outside: Outside) -> Mastodon:
        """Our account."""
        options = Mastodon.Options(base_url=self.server.url, token=self.us.token)
        return Mastodon(account_id("mastodon", "main"), options, outside)

    def answer(self, number: int) -> Reply:
        """A reply to a post or a message."""
        one, root = self.said[number], self.said[number]
        while root.answers is not None:
            root = root.answers
        place = Place(one.author.id, "" if one.visibility == "direct" else root.id)
        return Reply(place.remote, f"Two days, as said in {number}.", RemoteId(one.id))

    def bill(self) -> float:
        """Mastodon charges nothing."""
        return 0.0

    def most(self) -> int:
        """The most calls in five minutes."""
        return self.turning.most(SPAN, together=True)

    def meet(self, account: Hearing, receive: Receive) -> None:
        """Mastodon calls nobody: the line is ours."""

    async def look(self, http: aiohttp.ClientSession, heard: Heard) -> None:
        """Every mention since the last time."""
        while True:
            query = {"types[]": "mention", "limit": str(PAGE), "min_id": self._after}
            page = await self._get(http, "/api/v1/notifications", query)
            if not page:
                return
            told = [message_of(one["status"], self.us.id, one["status"]) for one in page[::-1] if one.get("status")]
            await heard.receive([one for one in told if one is not None], None)
            self._after = page[0]["id"]

    async def _get(self, http: aiohttp.ClientSession, path: str, query: dict[str, str]) -> Any:
        headers = {"Authorization": f"Bearer {self.us.token}"}
        async with http.get(f"{self.server.url}{path}", params=query, headers=headers) as answer:
            return await answer.json()

    def _keep(self, number: int, one: Status) -> None:
        self.said[number], self.ids[number] = one, one.id


@contextlib.asynccontextmanager
async def mastodon_day(*, length: float = DAY) -> AsyncIterator[MastodonDay]:
    """An account with a token, at midnight, with a post that is a month old."""
    clock = Clock(MIDNIGHT - length - 29 * DAY, speed=0)
    async with MastodonServer(clock=clock, limits=True) as server:
        us = server.world.create_account("nadi", "Nadi Pottery")
        old = server.world.post(us, "Old")
        clock.advance(30 * DAY)
        people = [server.world.create_person(f"viewer{number}@clay.example") for number in range(PEOPLE)]
        day = MastodonDay(server, Turning(clock, "/api/v1/streaming/user"), us, people, [old])
        day.begin, day.length = clock.now(), length
        yield day
