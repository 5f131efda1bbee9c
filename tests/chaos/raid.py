"""A raid on a Page, a profile and a group, with ordinary people in between, and what became of every comment."""

from __future__ import annotations

import asyncio
import contextlib
import html
import random
import re
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.networks._meta.ids import padded
from bot.playground.meta import Comment, Page
from bot.playground.meta import Person as MetaPerson
from bot.playground.telegram import CannotAct, Message
from bot.playground.telegram import Person as TelegramPerson
from inbox.store.keys import Keys
from tests.chaos.raid_stage import RaidStage, raid_stage
from tests.chaos.raid_talk import asking, raiding
from tests.chaos.striking import BRAND, running
from tests.redis_servers import until

IN_TELEGRAM = 0.2  # of the people: they are muted soon, and the others go on
EARLY = 0.1  # of what ordinary people say is said before the raid
PAGES = ("/?shelf=waiting", "/?shelf=drafted", "/moderation/cases", "/moderation")
LOOK_EVERY = 10.0  # seconds
ANSWERED = 25  # drafts are approved while it lasts, at most
FIRST = re.compile(r'href="([^"]*[?&;]c=[^"]*)"')
CARD = re.compile(r'data-card="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Plan:
    """How big a raid; times in seconds, `kills` and `measure` as shares of it. The same seed makes the same plan."""

    comments: int
    people: int
    normal: int
    seconds: float
    kills: Sequence[float]
    measure: float  # when everything new below the first post is hidden
    patience: float
    seed: int


@dataclass(slots=True)
class Said:
    """One comment, when it was said (by the network's clock), how often it was taken out of sight, and when first."""

    what: Comment | Message
    normal: bool
    at: float
    text: str
    after_measure: bool = False
    hidden: int = 0
    gone_at: float = 0.0

    @property
    def network(self) -> str:
        """Where it was said."""
        if isinstance(self.what, Message):
            return "telegram"
        return "facebook" if isinstance(self.what.post.owner, Page) else "instagram"

    @property
    def name(self) -> tuple[str, str]:
        """By what a case names it: the account, and its id as it ends."""
        return self.network, str(self.what.id)


@dataclass(slots=True)
class Raid:
    """All that happens."""

    stage: RaidStage
    plan: Plan
    draw: random.Random
    said: list[Said] = field(default_factory=list)
    refused: int = 0  # by Telegram, of people who are muted there
    away: list[tuple[float, float]] = field(default_factory=list)  # when nobody was at home
    pages: dict[tuple[str, str], list[float]] = field(default_factory=dict)
    shelves: list[dict[str, int]] = field(default_factory=list)
    approved: int = 0
    raided: bool = False
    measured: bool = False
    measured_at: float = 0.0
    raiders: list[MetaPerson] = field(init=False)
    in_group: list[TelegramPerson] = field(init=False)
    ordinary: list[MetaPerson] = field(init=False)
    friends: list[TelegramPerson] = field(init=False)

    def __post_init__(self) -> None:
        """Everybody who will speak."""
        there, meta, count = self.stage.telegram.world, self.stage.meta.world, round(self.plan.people * IN_TELEGRAM)
        self.raiders = [meta.create_person(f"R. {n}") for n in range(self.plan.people - count)]
        self.in_group = [there.create_person(f"T. {n}") for n in range(count)]
        self.ordinary = [meta.create_person(f"Asha {n}") for n in range(self.plan.normal)]
        self.friends = [there.create_person(f"Bhavin {n}") for n in range(self.plan.normal)]
        for chat in self.stage.groups:
            for person in (*self.in_group, *self.friends):
                there.join(person, chat)

    # ---------------------------------------------------------------------------------------------------- what is said

    def raids(self) -> None:
        """One comment of the raid."""
        text = raiding(self.draw)
        if self.draw.random() < IN_TELEGRAM:
            who, chat = self.draw.choice(self.in_group), self.draw.choice(self.stage.groups)
            try:
                self._note(self.stage.telegram.world.say(who, chat, text), text, normal=False)
                return
            except CannotAct:
                self.refused += 1
        post = self.draw.choice(self.stage.posts)
        self._note(self.stage.meta.world.comment(self.draw.choice(self.raiders), post, text), text, normal=False)

    def asks(self, number: int) -> None:
        """One comment of somebody ordinary; once it has begun, not below the post where all that is new goes away."""
        text = asking(number)
        if number % 4 == 3:
            self._note(
                self.stage.telegram.world.say(self.friends[number], self.stage.groups[0], text), text, normal=True
            )
            return
        post = self.draw.choice(self.stage.posts[1:] if self.raided else self.stage.posts)
        self._note(self.stage.meta.world.comment(self.ordinary[number], post, text), text, normal=True)

    def _note(self, what: Comment | Message, text: str, *, normal: bool) -> None:
        at = self.stage.meta.clock.now()
        there = self.measured and isinstance(what, Comment) and what.post is self.stage.posts[0]
        self.said.append(Said(what, normal, at, text, after_measure=there))

    async def talk(self) -> None:
        """All that the plan says, evenly."""
        self.raided, plan, began = True, self.plan, time.monotonic()
        early = round(plan.normal * EARLY)
        every, asked = plan.comments / max(1, plan.normal - early), early
        for number in range(plan.comments):
            self.raids()
            if number >= (asked - early) * every and asked < plan.normal:
                self.asks(asked)
                asked += 1
            ahead = number * plan.seconds / plan.comments - (time.monotonic() - began)
            await asyncio.sleep(max(0.0, ahead))

    async def before(self) -> None:
        """What ordinary people ask before it begins, and their drafts."""
        early = round(self.plan.normal * EARLY)
        for number in range(early):
            self.asks(number)

        async def drafted() -> bool:
            async with self.stage.store() as store:
                return (await store.conversations.counts(["drafted"]))["drafted"] >= min(early, _places(self.said))

        await until(drafted, 40)

    # ------------------------------------------------------------------------------------------------ what is done then

    async def strikes(self) -> None:
        """The process is killed; and somebody has all that is new below the first post hidden."""
        began = time.monotonic()
        for share in sorted([*self.plan.kills, self.plan.measure]):
            await asyncio.sleep(max(0.0, share * self.plan.seconds - (time.monotonic() - began)))
            if share == self.plan.measure:
                await self.measure()
            else:
                at = self.stage.meta.clock.now()
                await self.stage.kill()
                self.away.append((at, self.stage.meta.clock.now()))

    async def measure(self) -> None:
        """Press the button for a bad day, for the post that it is worst below."""
        post = self.stage.posts[0]
        await self.stage.judge("switch_on", kind="hide_new", account="facebook:main", post=padded(post.id), until="")
        self.measured, self.measured_at = True, self.stage.meta.clock.now()

    async def work(self) -> None:
        """One of ours approves drafts at the desk, one after another, until cancelled."""
        pause = self.plan.seconds / ANSWERED
        while True:
            await asyncio.sleep(pause)
            with contextlib.suppress(OSError, aiohttp.ClientError):  # it was just killed
                page = await self.stage.tab.get("/?shelf=drafted")
                if first := FIRST.search(page.text):
                    page = await self.stage.tab.get(html.unescape(first[1]))
                if found := CARD.search(page.text):
                    answer = await self.stage.tab.do("approve", draft=found[1])
                    self.approved += answer.status < 400

    async def watch(self) -> None:
        """Look at the desk and at the processes, until cancelled."""
        while True:
            with contextlib.suppress(OSError, aiohttp.ClientError):  # it was just killed
                await self.look("during")
            await asyncio.sleep(LOOK_EVERY)

    async def look(self, when: str) -> None:
        """How the processes fare, and how long the pages take."""
        self.stage.lives.look(self.stage.sangam.process.pid)
        for path in PAGES:
            self.pages.setdefault((path, when), []).append(await self.stage.page_seconds(path))

    async def calm(self) -> None:
        """Wait until all is judged and nothing is on its way."""

        async def quiet() -> bool:
            self.stage.lives.look(self.stage.sangam.process.pid)
            async with self.stage.store() as store:
                waits = [("ZCARD", keys("due", queue)) for queue in ("judge", "send", "draft")]
                return not any(await store.client.pipeline(waits)) and self.stage.meta.hooks.waiting == 0

        keys = Keys(BRAND)
        await self.stage.meta.hooks.idle(self.plan.patience)
        await until(quiet, self.plan.patience)
        await until(quiet, self.plan.patience)
        self.effects()

    def effects(self) -> None:
        """Count on the networks what was taken out of sight, and when first."""
        named = {one.name: one for one in self.said}
        for sent in self.stage.meta.world.sent:
            for network in ("facebook", "instagram"):
                one = named.get((network, sent.object_id))
                if one and _hides(sent.method, sent.details):
                    _took(one, sent.time)
        for gone in self.stage.telegram.world.sent:
            if gone.method.startswith("deleteMessage"):
                for id in gone.message_ids:
                    _took(named["telegram", str(id)], gone.time)


@contextlib.asynccontextmanager
async def rage(plan: Plan, folder: Path) -> AsyncIterator[Raid]:
    """A whole raid; what it left can be read in the block."""
    async with raid_stage(folder, plan.people, plan.seed) as stage:
        await stage.trust()
        raid = Raid(stage, plan, random.Random(plan.seed))
        await raid.before()
        for _ in range(4):
            await raid.look("before")
        async with running(raid.watch()), running(raid.work()):
            await asyncio.gather(raid.talk(), raid.strikes())
        await raid.calm()
        yield raid


def _hides(method: str, details: object) -> bool:
    return isinstance(details, dict) and details.get("hidden") is True


def _took(one: Said, at: float) -> None:
    one.hidden += 1
    one.gone_at = one.gone_at or at


def _places(said: Sequence[Said]) -> int:
    """In how many conversations something was said: each comment is one, and each group."""
    return len({id(one.what.chat) if isinstance(one.what, Message) else id(one.what) for one in said})
