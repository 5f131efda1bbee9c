"""Each simulated network as moderation meets it: what is said there, who sees it still, and who may write."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp

from bot.playground.bluesky import BlueskyServer
from bot.playground.bluesky import Post as Skeet
from bot.playground.demo_elsewhere import Login, OnBluesky, OnMastodon, OnTikTok, OnX, OnYouTube
from bot.playground.demo_meta import Pages
from bot.playground.discord import DiscordServer
from bot.playground.discord import Message as DiscordMessage
from bot.playground.mastodon import MastodonServer, Status
from bot.playground.meta import Comment, MetaServer
from bot.playground.story import Story
from bot.playground.telegram import Message as TelegramMessage
from bot.playground.telegram import TelegramServer
from bot.playground.tiktok import Comment as TikTokComment
from bot.playground.tiktok import TikTokServer
from bot.playground.voices import VisitorVoice
from bot.playground.webhook import OtherService
from bot.playground.x import Post, XServer
from bot.playground.youtube import Comment as YouTubeComment
from bot.playground.youtube import YouTubeServer

PEOPLE = ("asha", "bhavin", "chen", "dolores")
STORY = Story.model_validate(
    {
        "people": {name: {"name": name.title(), "language": "en"} for name in PEOPLE},
        "posts": {
            name: {"where": name, "text": "New cups today", "minutes_ago": 9}
            for name in ("x", "youtube", "tiktok", "facebook", "instagram")
        },
        "manners": {"en": {"thanks": ["Thanks"], "ask_on": ["And then?"]}},
        "opening": [],
        "later": [{"who": "asha", "steps": [{"say": "Hello"}]}],
    }
)
Gaps = Mapping[str, str]


class Place(Protocol):
    """One network. What is said is given back as the network keeps it, to be asked for later.

    On one that is looked at from time to time all is said before Sangam begins (`early`).
    """

    network: str
    early: bool

    def gaps(self) -> Gaps:
        """What the gaps of the demo's bot.yaml are filled with."""
        ...

    def secrets(self) -> Gaps:
        """What stands in the environment."""
        ...

    def logins(self) -> Iterable[Login]:
        """What a login has left in the vault."""
        ...

    async def begin(self, url: str) -> None:
        """Sangam is there, at this address."""
        ...

    async def say(self, who: str, text: str) -> Any:
        """Somebody says something where everybody sees it."""
        ...

    async def seen(self, said: Any) -> bool:
        """Whether everybody still sees it."""
        ...

    async def may_write(self, who: str) -> bool:
        """Whether we let them write, or hear them."""
        ...


@dataclass
class Base:
    """What most have in common."""

    network = ""
    early = False

    def gaps(self) -> Gaps:
        return {}

    def secrets(self) -> Gaps:
        return {}

    def logins(self) -> Iterable[Login]:
        return ()

    async def begin(self, url: str) -> None:
        return None


@dataclass
class OfDemo(Base):
    """A network whose part of the demo is used as it is."""

    on: Any = None
    early = True

    def gaps(self) -> Gaps:
        found: Gaps = self.on.settings()
        return found

    def secrets(self) -> Gaps:
        found: Gaps = self.on.secrets()
        return found

    def logins(self) -> Iterable[Login]:
        found: Iterable[Login] = self.on.logins()
        return found


class InX(OfDemo):
    """Replies below a post of ours."""

    network = "x"

    def __init__(self, server: XServer) -> None:
        self.on, self.server = OnX(server, STORY), server
        self.on.publish("x")

    async def say(self, who: str, text: str) -> Post:
        return self.server.world.reply(self.on.people[who], self.on.posts["x"], text)

    async def seen(self, said: Post) -> bool:
        return not said.hidden and not said.removed

    async def may_write(self, who: str) -> bool:
        person = self.on.people[who]
        return person.id not in self.on.us.muted and person.id not in self.on.us.dm_blocked


class InYouTube(OfDemo):
    """Comments below a film."""

    network = "youtube"

    def __init__(self, server: YouTubeServer) -> None:
        self.on, self.server = OnYouTube(server, STORY), server
        self.on.publish("youtube")

    async def say(self, who: str, text: str) -> YouTubeComment:
        return self.server.world.comment(self.on.people[who], self.on.videos["youtube"], text)

    async def seen(self, said: YouTubeComment) -> bool:
        return said in self.server.world.visible(said.video)

    async def may_write(self, who: str) -> bool:
        return self.on.people[who].id not in self.on.us.banned


class InTikTok(OfDemo):
    """Comments below a film."""

    network = "tiktok"

    def __init__(self, server: TikTokServer) -> None:
        self.on, self.server = OnTikTok(server, STORY), server
        self.on.publish("tiktok")

    async def say(self, who: str, text: str) -> TikTokComment:
        return self.server.world.comment(self.on.people[who], self.on.videos["tiktok"], text)

    async def seen(self, said: TikTokComment) -> bool:
        return said in self.server.world.visible(self.on.videos["tiktok"])

    async def may_write(self, who: str) -> bool:
        return True


class InMastodon(OfDemo):
    """Posts that name us."""

    network = "mastodon"

    def __init__(self, server: MastodonServer) -> None:
        self.on, self.server = OnMastodon(server, STORY), server

    async def say(self, who: str, text: str) -> Status:
        return self.server.world.mention(self.on.people[who], self.on.us, text)

    async def seen(self, said: Status) -> bool:
        return not said.removed

    async def may_write(self, who: str) -> bool:
        person = self.on.people[who]
        return person.id not in self.on.us.muted and person.id not in self.on.us.blocked


class InBluesky(OfDemo):
    """Answers below a post of ours."""

    network = "bluesky"

    def __init__(self, server: BlueskyServer) -> None:
        self.on, self.server = OnBluesky(server, STORY), server
        self.post = server.world.post(self.on.us, "New cups today")

    async def say(self, who: str, text: str) -> Skeet:
        return self.server.world.reply(self.on.people[who], self.post, text)

    async def seen(self, said: Skeet) -> bool:
        return not self.server.world.hidden(said)

    async def may_write(self, who: str) -> bool:
        person = self.on.people[who]
        return person.did not in self.on.us.muted and not self.on.us.blocks(person.did)


class InMeta(OfDemo):
    """Comments below a post of a Page or a profile."""

    early = False

    def __init__(self, pages: Pages, network: str) -> None:
        self.on, self.network = pages, network
        pages.publish(network)

    def logins(self) -> Iterable[Login]:
        return ()

    async def begin(self, url: str) -> None:
        if self.network == "facebook":  # one app is told of both
            await self.on.tell(url)

    async def say(self, who: str, text: str) -> Comment:
        return self.on.meta.world.comment(self.on.people[who], self.on.posts[self.network], text)

    async def seen(self, said: Comment) -> bool:
        return said in self.on.meta.world.visible(said.post)

    async def may_write(self, who: str) -> bool:
        owner = self.on.page if self.network == "facebook" else self.on.profile
        return self.on.people[who].id not in owner.blocked


class InTelegram(Base):
    """A group."""

    network, early = "telegram", True

    def __init__(self, server: TelegramServer) -> None:
        self.server, there = server, server.world
        self.bot = there.create_bot("acme_bot", "Acme")
        self.people = {name: there.create_person(name.title(), username=name) for name in PEOPLE}
        self.group = there.create_supergroup("Friends of Acme", [self.bot], self.people.values())

    def gaps(self) -> Gaps:
        return {"{telegram}": json.dumps(self.server.url)}

    def secrets(self) -> Gaps:
        return {"SANGAM_DEMO_TOKEN": self.bot.token}

    async def say(self, who: str, text: str) -> TelegramMessage:
        return self.server.world.say(self.people[who], self.group, text)

    async def seen(self, said: TelegramMessage) -> bool:
        return not said.removed

    async def may_write(self, who: str) -> bool:
        member = self.group.members[self.people[who].id]
        if member.status == "left":  # they may come again by themselves
            return True
        return member.status == "member" or (member.status == "restricted" and "can_send_messages" in member.rights)


class InDiscord(Base):
    """A channel of a server."""

    network = "discord"

    def __init__(self, server: DiscordServer) -> None:
        self.server, there = server, server.world
        self.bot = there.create_bot("acme", name="Acme")
        self.people = {name: there.create_person(name, name=name.title()) for name in PEOPLE}
        self.guild = there.create_guild("Friends of Acme", bots=[self.bot], members=self.people.values())
        self.talk = there.create_channel(self.guild, "talk")

    def gaps(self) -> Gaps:
        return {"{discord}": json.dumps(self.server.api), "{team}": "1", "{inbox}": "1"}

    def secrets(self) -> Gaps:
        return {"SANGAM_DEMO_DISCORD_TOKEN": self.bot.token}

    async def begin(self, url: str) -> None:
        await self.server.connected(self.bot, timeout=20)

    async def say(self, who: str, text: str) -> DiscordMessage:
        return self.server.world.say(self.people[who], self.talk, text)

    async def seen(self, said: DiscordMessage) -> bool:
        return not said.removed

    async def may_write(self, who: str) -> bool:
        person = self.people[who]
        if person.id in self.guild.bans:
            return False
        member = self.guild.members.get(person.id)
        return member is None or member.muted_until <= self.server.clock.now()


@dataclass
class InWebChat(Base):
    """Visitors of our own site, each in a window of their own."""

    http: aiohttp.ClientSession
    url: str = ""
    voices: dict[str, VisitorVoice] = field(default_factory=dict)
    network = "webchat"

    async def begin(self, url: str) -> None:
        self.url = f"{url.rstrip('/')}/webchat/site"

    def voice(self, who: str) -> VisitorVoice:
        """Somebody in the window; the same one each time."""
        made = VisitorVoice(self.http, self.url, who.title(), "en", random.Random(who))
        return self.voices.setdefault(who, made)

    async def say(self, who: str, text: str) -> tuple[str, str]:
        await self.voice(who).say(text)
        return who, text

    async def seen(self, said: tuple[str, str]) -> bool:
        lines = await self.lines(said[0])
        hidden: dict[str, bool] = {}
        for _, line in lines:
            if line["type"] in ("hide", "remove"):
                hidden[line["id"]] = line.get("hidden", True)
        return not any(hidden.get(line["id"]) for _, line in lines if line.get("text") == said[1])

    async def may_write(self, who: str) -> bool:
        shut = [line for _, line in await self.lines(who) if line["type"] == "shut"]
        return not shut or shut[-1]["until"] == 0

    async def lines(self, who: str) -> list[tuple[str, Any]]:
        """All that stands in their window, each line with its place."""
        found: list[tuple[str, Any]] = []
        headers = dict(self.voice(who)._headers)
        async with self.http.get(f"{self.url}/lines", headers=headers) as stream:
            fields: dict[str, str] = {}
            async for raw in stream.content:
                name, _, value = raw.decode().rstrip("\r\n").partition(": ")
                if name:
                    fields[name] = value
                elif fields.get("event") == "state":
                    return found
                else:
                    if fields.get("event") == "line":
                        found.append((fields["id"], json.loads(fields["data"])))
                    fields = {}
        return found


@dataclass
class InWebhook(Base):
    """Another service that can do everything; it does what it is told."""

    service: OtherService
    url: str = ""
    said: int = 0
    network = "webhook"

    async def begin(self, url: str) -> None:
        self.url = f"{url.rstrip('/')}/hooks/webhook/forum"

    async def say(self, who: str, text: str) -> str:
        self.said += 1
        id = f"said-{self.said}"
        status, answer = await self.service.tell(self.url, {
            "type": "message", "thread": {"id": "pots", "kind": "comments", "post": {"id": "p1", "text": "New cups"}},
            "id": id, "author": {"id": who, "name": who.title()}, "text": text,
            "at": int(self.service.clock.now() * 1000),
        })  # fmt: skip
        assert (status, answer["taken"]) == (200, 1), answer
        return id

    async def seen(self, said: str) -> bool:
        done = [one["action"] for one in self.service.taken.by_key.values() if one.get("message") == said]
        return not done or done[-1] == "unhide"

    async def may_write(self, who: str) -> bool:
        done = [one for one in self.service.taken.by_key.values() if one.get("person") == who]
        return not done or done[-1]["action"] == "unblock" or done[-1].get("seconds") == 0


def in_meta(server: MetaServer) -> tuple[InMeta, InMeta]:
    """Facebook and Instagram, of one app."""
    pages = Pages.built(server, STORY)
    return InMeta(pages, "facebook"), InMeta(pages, "instagram")
