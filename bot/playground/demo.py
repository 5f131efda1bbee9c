"""The world of `make demo`: a small pottery, its followers on many networks, a model, and settings."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import shutil
import socket
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.playground.attachments import photo
from bot.playground.bluesky import BlueskyServer
from bot.playground.clock import Clock
from bot.playground.colleague import help_out
from bot.playground.demo_discord import Servers
from bot.playground.demo_elsewhere import OnBluesky, OnMastodon, OnTikTok, OnX, OnYouTube, Place
from bot.playground.demo_fairness import appeal, trust
from bot.playground.demo_meta import Pages
from bot.playground.discord import DiscordServer
from bot.playground.mastodon import MastodonServer
from bot.playground.meta import MetaServer
from bot.playground.model import ModelServer
from bot.playground.people import People
from bot.playground.story import Scene, Story, read_story
from bot.playground.telegram import BotAccount, Media, Message, Person, TelegramServer
from bot.playground.telegram.records import Chat
from bot.playground.tiktok import TikTokServer
from bot.playground.voices import TelegramVoice, VisitorVoice, Voice
from bot.playground.x import XServer
from bot.playground.youtube import YouTubeServer
from inbox.brand import Brand
from inbox.models import AccountId
from inbox.store import Store
from inbox.store.keyring import Keyring

FILES = Path(__file__).with_name("demo_files")
TOKEN = "SANGAM_DEMO_TOKEN"
DISCORD_TOKEN = "SANGAM_DEMO_DISCORD_TOKEN"
CONTROL_TOKEN = "SANGAM_DEMO_CONTROL_TOKEN"
SETTINGS = ("bot.yaml", "rules.yaml", "faq.yaml", "brand.yaml", "canned.yaml", "moderation.yaml")
SITE = "webchat/site"
NOTICE = "This is a simulation: every person and every message here is made up, and nothing leaves this machine."


Places = Mapping[str, Place]  # by the name of the network


@dataclass(slots=True)
class Simulated:
    """The running world: its Telegram, the bot in it, its Discord, its Facebook and Instagram, the rest, its people."""

    telegram: TelegramServer
    bot: BotAccount
    people: People
    scenery: Scenery
    servers: Servers
    pages: Pages
    places: Places

    async def log_in(self, keyring: Keyring, store: Store) -> None:
        """Keep the logins of all accounts that have one, as if each had been connected."""
        vaults = store.vaults(keyring)
        for place in self.places.values():
            for account, name, text in place.logins():
                await vaults.of(AccountId(account)).write(name, text)

    def welcome(self, sangam_url: str, code: str) -> str:
        """What to open, for whoever started it; `code` signs them in."""
        return (
            f"\n  Sangam runs on simulated networks. Open {sangam_url}demo/enter?code={code}"
            f"\n  The same as a moderator in the team's Discord, simulated: {self.servers.page}"
            f"\n  A shop page with the web chat in it: {sangam_url}{SITE}/demo"
            "\n  Ctrl+C ends it.\n"
        )

    async def live(self, sangam_url: str, brand: Brand) -> None:
        """Let people talk with the Sangam at this address, and a colleague answer one of them, for ever."""
        await trust(brand)
        async with asyncio.TaskGroup() as group:
            group.create_task(self.talk(sangam_url))
            group.create_task(help_out(brand))
            group.create_task(help_out(brand, "tiktok:main"))

    async def talk(self, sangam_url: str) -> None:
        """Let people talk with the Sangam at this address, for ever."""
        async with aiohttp.ClientSession() as http:
            self.scenery.site = http, sangam_url.rstrip("/")
            await self.pages.tell(sangam_url)
            await self.servers.listened_to()
            async with asyncio.TaskGroup() as group:
                hana, cups = self.pages.people["hana"], self.pages.posts["cups"]
                group.create_task(appeal(self.pages.meta, hana, cups, self.scenery.visitor("hana")))
                group.create_task(self.people.talk())


@contextlib.asynccontextmanager
async def world(folder: Path, port: int, speed: float = 1.0) -> AsyncIterator[Simulated]:
    """Start the simulated networks and write their settings into `folder`; all is gone after the block.

    Sangam will listen on `port` (0: any). `speed` is how many times faster than in life people think and wait; the
    networks' own time stays real.
    """
    story, now = read_story(FILES / "story.yaml"), time.time()
    clock = Clock(now - story.begins() * 60 - 1, speed=0)
    async with (
        TelegramServer(clock=clock) as telegram,
        DiscordServer(clock=clock) as discord,
        MetaServer(clock=clock) as meta,
        _elsewhere(story, clock) as places,
        ModelServer() as model,
    ):
        servers, pages = Servers.built(discord, story), Pages.built(meta, story)
        scenery = Scenery.built(telegram, story, servers, pages, places)
        people = People(story, Clock(speed=speed), random.Random(7), scenery.voice)
        await _past(clock, scenery, people, now)
        gaps = {"{telegram}": json.dumps(telegram.url), "{model}": json.dumps(model.base_url)}
        gaps |= {**servers.settings(), **pages.settings()}
        tokens = {TOKEN: scenery.bot.token, DISCORD_TOKEN: servers.bot.token, CONTROL_TOKEN: servers.clerk.token}
        tokens |= pages.secrets()
        for place in places.values():
            gaps |= place.settings()
            tokens |= place.secrets()
        _write_settings(folder, port or _free_port(), gaps)
        with environment(tokens):
            yield Simulated(telegram, scenery.bot, people, scenery, servers, pages, places)


@contextlib.asynccontextmanager
async def _elsewhere(story: Story, clock: Clock) -> AsyncIterator[Places]:
    """The networks that need no page of their own here."""
    async with (
        XServer(clock=clock) as x,
        YouTubeServer(clock=clock) as youtube,
        TikTokServer(clock=clock) as tiktok,
        MastodonServer(clock=clock) as mastodon,
        BlueskyServer(clock=clock) as bluesky,
    ):
        yield {
            "x": OnX(x, story),
            "youtube": OnYouTube(youtube, story),
            "tiktok": OnTikTok(tiktok, story),
            "mastodon": OnMastodon(mastodon, story),
            "bluesky": OnBluesky(bluesky, story),
        }


@dataclass(slots=True)
class Scenery:
    """Where the story plays: Telegram's bot, group and channel, the other networks, the site once it is there."""

    telegram: TelegramServer
    story: Story
    bot: BotAccount
    people: dict[str, Person]
    group: Chat
    channel: Chat
    posts: dict[str, Message]
    draw: random.Random
    servers: Servers
    pages: Pages
    places: Places
    site: tuple[aiohttp.ClientSession, str] | None = None

    @classmethod
    def built(cls, telegram: TelegramServer, story: Story, servers: Servers, pages: Pages, places: Places) -> Scenery:
        """Found everything; nobody has said a word."""
        there = telegram.world
        bot = there.create_bot("nadi_pottery_bot", "Nadi Pottery")
        people = {
            name: there.create_person(one.name, username=name, language=one.language)
            for name, one in story.people.items()
        }
        group = there.create_supergroup("Friends of Nadi", [bot], people.values(), "nadi_friends")
        talk = there.create_supergroup("Nadi Pottery: comments", [bot])
        channel = there.create_channel("Nadi Pottery", [bot], talk, "nadi_pottery")
        return cls(telegram, story, bot, people, group, channel, {}, random.Random(11), servers, pages, places)

    def publish(self, name: str) -> None:
        """Publish a post of the story where it belongs."""
        post = self.story.posts[name]
        if post.where != "channel":
            self.places.get(post.where, self.pages).publish(name)
            return
        picture = photo(post.photo) if post.photo else None
        media = Media(picture.kind, picture.data, picture.name, picture.mime) if picture else None
        self.posts[name] = self.telegram.world.post(self.channel, post.text, media)

    def visitor(self, who: str) -> VisitorVoice:
        """Somebody in the chat window of our own site."""
        if self.site is None:
            raise ValueError(f"{who} is on the site before there is one")
        (http, url), person = self.site, self.people[who]
        return VisitorVoice(http, f"{url}/{SITE}", person.first_name, person.language, self.draw)

    def voice(self, scene: Scene) -> Voice:
        """How the person of a scene speaks, where it plays."""
        there, person = self.telegram.world, self.people[scene.who]
        match scene.where:
            case "private":
                return TelegramVoice(there, person, there.private(self.bot, person))
            case "group":
                return TelegramVoice(there, person, self.group)
            case "comments":
                under = there.discussion_of(self.posts[scene.post])
                return TelegramVoice(there, person, under.chat, under)
            case "site":
                return self.visitor(scene.who)
            case "discord" | "discord direct" | "discord post":
                return self.servers.voice(scene)
            case "facebook comments" | "messenger" | "instagram comments" | "instagram direct":
                return self.pages.voice(scene)
            case where:
                return self.places[where.partition(" ")[0]].voice(scene)


async def _past(clock: Clock, scenery: Scenery, people: People, now: float) -> None:
    """Let happen what happened before Sangam was started; then the networks' clock goes like any other."""
    moments: list[tuple[float, Scene | str]] = [(post.minutes_ago, name) for name, post in scenery.story.posts.items()]
    moments += [(scene.minutes_ago, scene) for scene in scenery.story.opening if scene.minutes_ago is not None]
    for ago, what in sorted(moments, key=lambda moment: -moment[0]):
        clock.advance(now - ago * 60 - clock.now())
        if isinstance(what, Scene):
            await people.begin(what)
        else:
            scenery.publish(what)
    clock.advance(time.time() - clock.now())
    clock.speed = 1.0


def _free_port() -> int:
    """One that is free now; Meta's networks want to know beforehand where we will be."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_settings(folder: Path, port: int, places: Mapping[str, str]) -> None:
    knowledge = folder / "knowledge"
    shutil.copytree(FILES / "knowledge", knowledge)
    own = {"{data}": folder / "data", "{knowledge}": knowledge}
    filled = {"{port}": str(port), **{gap: json.dumps(str(path)) for gap, path in own.items()}, **places}
    for name in SETTINGS:
        text = (FILES / name).read_text(encoding="utf-8")
        for gap, value in filled.items():
            text = text.replace(gap, value)
        (folder / name).write_text(text, encoding="utf-8")


@contextlib.contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Variables of the environment, for as long as the block."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value
