"""A day of a YouTube channel: an old video and three new ones; its quota is full again at midnight in California."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bot.networks._oauth import Grant, keep_grant
from bot.networks._outside import Outside
from bot.networks._payloads import MALFORMED
from bot.networks._youtube.ids import thread_of
from bot.networks._youtube.parse import items, parse
from bot.networks.youtube import YouTube
from bot.playground.clock import Clock
from bot.playground.youtube import Channel, Comment, Person, Project, Video, YouTubeServer
from bot.playground.youtube.quota import UNITS
from inbox.actions import Reply
from inbox.incoming import Receive
from inbox.models import RemoteId, account_id
from tests.day.heard import Heard
from tests.day.plan import DAY, Moment, words
from tests.day.running import AFTER, Drawer, Hearing
from tests.day.turning import Turning

MIDNIGHT: Final = 1_795_939_200.0  # in California, 2026-11-29
PEOPLE: Final = 200
PAGES: Final = 100


@dataclass
class YouTubeDay:
    """See tests.day.running.Stage."""

    server: YouTubeServer
    turning: Turning
    project: Project
    channel: Channel
    people: list[Person]
    videos: list[Video]
    comments: dict[int, Comment] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    vault: Drawer = field(default_factory=Drawer)
    name: str = "youtube"
    begin: float = 0.0
    length: float = DAY
    after: float = AFTER
    public_url: str = ""

    def act(self, moment: Moment) -> None:
        """Let it happen."""
        world, who, number = self.server.world, self.people[moment.number % PEOPLE], moment.number
        match moment.what:
            case "post":
                self.videos.append(world.video(self.channel, f"Video {number}"))
            case "comment" | "held":
                held = moment.what == "held"
                self._keep(number, world.comment(who, self.videos[moment.to], words(number), held=held))
            case "reply":
                self._keep(number, world.reply(who, self.comments[moment.to], words(number)))
            case "edit":
                world.edit_comment(self.comments[number], words(number, edited=True))
            case "remove":
                world.remove_comment(self.comments[number])

    def account(self, outside: Outside) -> Hearing:
        """Our channel."""
        options = YouTube.Options(
            channel=self.channel.id,
            client_id=self.project.client_id,
            client_secret=self.project.client_secret,
            base_url=self.server.url,
            units_a_day=self.project.limits[UNITS],
            reserve=self.project.limits[UNITS] // 5,
        )
        return YouTube(account_id("youtube", "main"), options, outside)

    def answer(self, number: int) -> Reply:
        """A reply below a comment."""
        comment = self.comments[number]
        return Reply(thread_of(comment.video.id, comment.id), f"Two days, as said in {number}.", RemoteId(comment.id))

    def bill(self) -> float:
        """Units used today."""
        return self.server.world.used(self.project)

    def most(self) -> int:
        """The most calls in a minute, of one path."""
        return self.turning.most()

    def meet(self, account: Hearing, receive: Receive) -> None:
        """YouTube calls nobody about comments."""

    async def look(self, http: aiohttp.ClientSession, heard: Heard) -> None:
        """All conversations of the last day, the replies that do not come along, and what is held."""
        token = self.server.world.token(self.channel)
        for status in ("published", "heldForReview"):
            following = ""
            for _ in range(PAGES):
                page = await self._ask(http, token, "commentThreads", following, status)
                told = parse(page, self.channel.id)
                await heard.receive(told, None)
                for top in _cut(page):
                    await heard.receive(parse(await self._replies(http, token, top), self.channel.id), None)
                following = str(page.get("nextPageToken") or "")
                if not following or min((one.at for one in told), default=0) < self.begin * 1000:
                    break

    async def _replies(self, http: aiohttp.ClientSession, token: str, top: str) -> Any:
        query = {"part": "snippet", "parentId": top, "maxResults": "100"}
        return await self._get(http, token, "comments", query)

    async def _ask(self, http: aiohttp.ClientSession, token: str, path: str, following: str, status: str) -> Any:
        query = {"part": "snippet,replies", "allThreadsRelatedToChannelId": self.channel.id, "order": "time"}
        query |= {"maxResults": "100", "moderationStatus": status}
        return await self._get(http, token, path, query | ({"pageToken": following} if following else {}))

    async def _get(self, http: aiohttp.ClientSession, token: str, path: str, query: dict[str, str]) -> Any:
        url, headers = f"{self.server.url}/youtube/v3/{path}", {"Authorization": f"Bearer {token}"}
        async with http.get(url, params=query, headers=headers) as answer:
            return await answer.json()

    def _keep(self, number: int, comment: Comment) -> None:
        self.comments[number], self.ids[number] = comment, comment.id


def _cut(page: Any) -> list[str]:
    """Conversations of a page with more replies than came along."""
    found = list[str]()
    for raw in items(page):
        try:
            along = len((raw.get("replies") or {}).get("comments") or ())
            if int(raw["snippet"]["totalReplyCount"]) > along:
                found.append(str(raw["id"]))
        except MALFORMED:
            continue
    return found


@contextlib.asynccontextmanager
async def youtube_day(units: int = 10_000, length: float = DAY) -> AsyncIterator[YouTubeDay]:
    """A connected channel, at midnight, with a video that is a month old, and so many units a day."""
    clock = Clock(MIDNIGHT + DAY - length, speed=0)
    async with YouTubeServer(clock=clock) as server:
        world = server.world
        project = world.create_project(units=units)
        channel = world.create_channel("Sangam Pottery", project)
        people = [world.create_person(f"Viewer {number}", f"viewer{number}") for number in range(PEOPLE)]
        day = YouTubeDay(server, Turning(clock), project, channel, people, [world.video(channel, "Old", age=30 * DAY)])
        day.begin, day.length = clock.now(), length
        ends = round((clock.now() + 3_600) * 1000)
        await keep_grant(day.vault, Grant(channel.token, channel.refresh_token, ends, scopes=channel.scopes))
        yield day
