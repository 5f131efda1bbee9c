"""A Facebook Page and an Instagram profile under load: who says how much where, and what a store must hold of it.

The world's clock goes some time behind the real one, so that what no hook told is old enough to be read at once.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from bot.networks._meta.ids import comments_below, padded, private_with
from bot.networks._meta.signature import verify_token
from bot.playground.clock import Clock
from bot.playground.meta import App, Comment, MetaServer, Page, Person, Post, Profile
from inbox.models import ConversationId
from tests.chaos.scene import NAMES
from tests.redis_servers import free_port

BEHIND = 65.0  # seconds; adapters leave what is younger than a minute to the hooks
RETRIES = (0.0, 0.3, 0.6, 1.2, 2.4, 4.8)  # seconds; after those Meta gives a body up, and only a look finds it
DEEP = 200  # comments; nobody replies to what is older, which Instagram would not list any more
LARGEST = 3.6  # a burst is of up to ten to this power, of which each kind of change gets bodies of its own
BOT_YAML = """
    brand: {{id: chaos, name: Chaos}}
    data: ./data
    web: {{port: {port}, public_url: 'http://127.0.0.1:{port}'}}
    accounts:
      - {{network: facebook, name: main, app_id: {app}, app_secret_file: secrets/app, page: {page},
         token_file: secrets/page, base_url: '{url}'}}
      - {{network: instagram, name: main, app_id: {app}, app_secret_file: secrets/app, id: {profile},
         token_file: secrets/profile, base_url: '{url}'}}
"""


def behind() -> Clock:
    """The clock of a world under load."""
    return Clock(time.time() - BEHIND)


@dataclass(frozen=True, slots=True)
class Load:
    """How much is said: so many comments and messages below so many posts by so many people, in about `seconds`."""

    changes: int
    posts: int
    people: int
    seconds: float
    imperfection: float = 0.1  # of what is told: missing, doubled, and out of order, each


@dataclass(slots=True)
class Crowd:
    """Everybody who comments and writes, and the app that is told."""

    meta: MetaServer
    draw: random.Random
    app: App
    page: Page
    profile: Profile
    posts: Sequence[Post]
    people: Sequence[Person]
    said: list[Comment] = field(default_factory=list)

    @classmethod
    def gathered(cls, meta: MetaServer, load: Load, draw: random.Random) -> Crowd:
        """Found everything; nobody has said a word, and nobody is told yet."""
        there = meta.world
        app = there.create_app("Chaos")
        page, profile = there.create_page("Chaos", app), there.create_profile("chaos", app)
        posts = [there.post(owner, f"post {n}") for n in range(load.posts) for owner in (page, profile)]
        people = [there.create_person(f"{draw.choice(NAMES)} {n}") for n in range(load.people)]
        return cls(meta, draw, app, page, profile, posts, people)

    def configure(self, folder: Path) -> str:
        """Write what an operator has into `folder`; answers the address that Sangam will be told at."""
        port = free_port()
        files = {
            "config/bot.yaml": dedent(BOT_YAML).format(
                port=port, app=self.app.id, page=self.page.id, profile=self.profile.id, url=self.meta.url
            ),
            "config/rules.yaml": "rules: []\n",
            "config/faq.yaml": "entries: []\n",
            "secrets/app": self.app.secret,
            "secrets/page": self.page.token,
            "secrets/profile": self.profile.token,
        }
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text)
        return f"http://127.0.0.1:{port}/hooks/meta/{self.app.id}"

    def tell(self, url: str, load: Load) -> None:
        """From now on have the app told at this address, as imperfectly as the load says."""
        hooks = self.meta.hooks
        self.meta.world.subscribe(self.app, url, verify_token(self.app.secret))
        hooks.missing = hooks.doubled = hooks.reordered = load.imperfection
        hooks.delay, hooks.retries, hooks.parallel = 2.0, RETRIES, 4

    async def talk(self, load: Load) -> None:
        """All that the load says, in bursts that fill bodies of 1 to 1,000 changes."""
        left = load.changes
        while left:
            burst = min(left, round(10 ** self.draw.uniform(0, LARGEST)))
            self.meta.hooks.batch = burst
            for _ in range(burst):
                self._say(load.changes - left)
                left -= 1
            await asyncio.sleep(self.draw.uniform(0, 2) * burst * load.seconds / load.changes)

    def _say(self, number: int) -> None:
        there, who, words = self.meta.world, self.draw.choice(self.people), f"number {number} äöå 😍 a/b"
        if self.draw.random() < 0.4:
            there.message(who, self.draw.choice((self.page, self.profile)), words)
        elif self.said and self.draw.random() < 0.25:
            before = self.draw.choice(self.said[-DEEP:])
            self.said.append(there.comment(who, before.post, words, before))
        else:
            self.said.append(there.comment(who, self.draw.choice(self.posts), words))

    def expected(self) -> Mapping[ConversationId, Mapping[str, str]]:
        """What must be stored in the end: the text of each message by its id, in each conversation."""
        found: dict[ConversationId, dict[str, str]] = {}
        for comment in self.said:
            found.setdefault(_thread(_top(comment)), {})[padded(comment.id)] = comment.text
        for owner in (self.page, self.profile):
            for talk in owner.conversations.values():
                thread = ConversationId(f"{_account(owner)}/{private_with(talk.person.id)}")
                found[thread] = {message.id: message.text for message in talk.messages.values()}
        return found

    def places(self) -> Mapping[ConversationId, Sequence[ConversationId]]:
        """Where what belongs to a conversation may stand: a reply told before the one it answers begins one itself."""
        found: defaultdict[ConversationId, dict[ConversationId, None]] = defaultdict(dict)
        for comment in self.said:
            top = _thread(_top(comment))
            found[top][top] = None
            if comment.under:
                found[top][_thread(comment.under)] = None
        return {id: [*threads] for id, threads in found.items()}


def _top(comment: Comment) -> Comment:
    while comment.under:
        comment = comment.under
    return comment


def _thread(comment: Comment) -> ConversationId:
    return ConversationId(f"{_account(comment.post.owner)}/{comments_below(comment.id)}")


def _account(owner: object) -> str:
    return "facebook:main" if isinstance(owner, Page) else "instagram:main"
