"""Each simulated network as moderation meets it: what is said there, who sees it still, and who may write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.playground.bluesky import BlueskyServer
from bot.playground.bluesky import Post as Skeet
from bot.playground.demo_elsewhere import Login, OnBluesky, OnMastodon, OnTikTok, OnX, OnYouTube
from bot.playground.demo_meta import Pages
from bot.playground.mastodon import MastodonServer, Status
from bot.playground.meta import Comment, MetaServer
from bot.playground.story import Story
from bot.playground.tiktok import Comment as TikTokComment
from bot.playground.tiktok import TikTokServer
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


def in_meta(server: MetaServer) -> tuple[InMeta, InMeta]:
    """Facebook and Instagram, of one app."""
    pages = Pages.built(server, STORY)
    return InMeta(pages, "facebook"), InMeta(pages, "instagram")
