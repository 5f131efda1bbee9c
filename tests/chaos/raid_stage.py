"""A whole Sangam as its own process with a Page, a profile and a group to be raided, and our people at their places."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from bot.networks._meta.signature import verify_token
from bot.playground.discord import DiscordServer
from bot.playground.discord.records import Channel
from bot.playground.meta import App, MetaServer, Page, Post, Profile
from bot.playground.telegram import BotAccount, Chat, TelegramServer
from inbox.store import Store
from inbox.store.people import Person as Colleague
from tests.bot.surfaces.desk.desk_server import PASSWORD, Tab
from tests.chaos.striking import redis_under, store_of
from tests.flows.seats import CHEAP
from tests.program import Folder, Program, program
from tests.redis_servers import free_port, until
from tests.tree import ROOT

BOT = """
    brand: {{id: chaos, name: Chaos}}
    data: ./data
    web: {{port: {port}, public_url: 'http://127.0.0.1:{port}'}}
    accounts:
      - {{network: facebook, name: main, app_id: {app}, app_secret_file: secrets/app, page: {page},
         token_file: secrets/page, base_url: '{meta}'}}
      - {{network: instagram, name: main, app_id: {app}, app_secret_file: secrets/app, id: {profile},
         token_file: secrets/profile, base_url: '{meta}'}}
      - {{network: telegram, name: main, token_file: secrets/telegram, base_url: '{telegram}'}}
    control_channel:
      token_file: secrets/discord
      base_url: '{discord}'
      server: {server}
      channel: {forum}
    undo: {{automatic: 0s, people: 0s}}
    debounce: 0s
"""
ANSWERS = """
    rules:
      - {id: asked, when: {pattern: '[?]'}, text: 'Thank you for asking! We answer soon.', mode: draft}
"""
SHIPPED = ROOT / "config" / "moderation.yaml"
IRREVERSIBLE = ("hide: true", "hide: true, irreversible: true")  # Telegram hides nothing: there it is removed
RULE = re.compile(r"^  - id: (\S+)", re.MULTILINE)
# Meta grants 4,800 calls in 24 hours for each engaged person (docs/graph-api/overview/rate-limiting); here by the hour.
CALLS_PER_PERSON, HOURS = 4800, 24
RETRIES = (0.0, 2.0, 4.0, 8.0, 16.0, 30.0, 60.0)  # seconds; Meta's own are as many, and longer
GROUPS, POSTS = 1, 3


@dataclass(slots=True)
class Life:
    """One process: how much of a processor it took, and its memory at most (KiB), as far as it was looked at."""

    pid: int
    cpu: float = 0.0
    most: int = 0

    def look(self) -> None:
        """Read both, while it lives."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
            self.cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            status = Path(f"/proc/{self.pid}/status").read_text()
            self.most = max(self.most, int(status.partition("VmRSS:")[2].split()[0]))


class Lives:
    """Every process that Sangam and its Redis have been."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.sangam: dict[int, Life] = {}
        self.redis: dict[int, Life] = {}

    def look(self, sangam: int) -> None:
        """See how they fare."""
        self.sangam.setdefault(sangam, Life(sangam)).look()
        if pid := redis_under(self.data):
            self.redis.setdefault(pid, Life(pid)).look()


@dataclass(slots=True)
class RaidStage:
    """Everything, running; `began` is when."""

    meta: MetaServer
    telegram: TelegramServer
    discord: DiscordServer
    app: App
    page: Page
    profile: Profile
    posts: list[Post]  # Page and profile in turn
    bot: BotAccount
    groups: list[Chat]
    forum: Channel
    place: Folder
    port: int
    lives: Lives
    running: contextlib.AsyncExitStack
    sangam: Program
    tab: Tab
    logs: list[Path]

    @property
    def data(self) -> Path:
        """Where its Redis has its data."""
        return self.place.folder / "data" / "redis"

    async def start(self) -> None:
        """Start the program, and wait until it is ready."""
        self.sangam = await self.running.enter_async_context(program(self.place, "run"))
        self.logs.append(self.sangam.folder / "err")
        await self.sangam.says("ready")

    async def kill(self) -> float:
        """End the program without a word, and start it again; answers for how many seconds it was away."""
        self.lives.look(self.sangam.process.pid)
        began = time.monotonic()
        await self.sangam.stop(signal.SIGKILL)
        await self.running.aclose()
        await self.start()
        return time.monotonic() - began

    @contextlib.asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        """The store of the one that runs."""
        async with store_of(self.data) as store:
            yield store

    async def trust(self) -> list[str]:
        """A lead lets every shipped rule act; answers their names."""
        async with self.store() as store:
            await store.people.save(Colleague("olga", "lead", CHEAP.hash(PASSWORD)))
            await self.tab.sign_in("olga")

            async def registered() -> bool:
                return bool(await store.rulings.all())

            await until(registered, 20)
        names = RULE.findall(SHIPPED.read_text("utf-8"))
        for name in names:
            await self.judge("put_in_force", rule=name, confirmed="1", why="They have been right for months.")
        return names

    async def judge(self, verb: str, **fields: str) -> None:
        """Press a button on the pages of moderation."""
        pressed = await self.tab.post(f"/moderation/do/{verb}", headers={"X-Desk": "1"}, **fields)
        assert pressed.status < 400, pressed.text[:500]

    async def page_seconds(self, path: str) -> float:
        """How long a page of the desk takes."""
        began = time.monotonic()
        answer = await self.tab.get(path)
        assert answer.status == 200, answer.text[:500]
        return time.monotonic() - began

    def discord_said(self) -> Counter[str]:
        """How many posts and messages the control channel has, and what they are about."""
        world, found = self.discord.world, Counter[str]()
        for post in world.posts(self.forum):
            said = [message for message in world.messages(post) if message.author.is_bot]
            found["posts"] += 1
            found["messages"] += len(said)
            found["of moderation"] += len(said) if post.name.startswith("Moderation") else 0
        return found


@contextlib.asynccontextmanager
async def raid_stage(folder: Path, people: int, seed: int, calls: int = 0) -> AsyncIterator[RaidStage]:
    """Everything, for the length of the block. Meta lets through so many calls an hour; 0: as for so many people."""
    async with contextlib.AsyncExitStack() as stack:
        meta = await stack.enter_async_context(MetaServer(limits=True, seed=seed))
        meta.usage.allowed = dict.fromkeys(meta.usage.allowed, calls or CALLS_PER_PERSON * people // HOURS)
        meta.hooks.batch, meta.hooks.parallel, meta.hooks.retries = 100, 4, RETRIES
        telegram = await stack.enter_async_context(TelegramServer(seed=seed))
        discord = await stack.enter_async_context(DiscordServer())
        app = meta.world.create_app("Chaos")
        page, profile = meta.world.create_page("Chaos", app), meta.world.create_profile("chaos", app)
        posts = [meta.world.post(owner, f"post {n}") for n in range(POSTS) for owner in (page, profile)]
        bot = telegram.world.create_bot("chaos")
        groups = [telegram.world.create_supergroup(f"Friends {n}", [bot]) for n in range(GROUPS)]
        control = discord.world.create_bot("sangam")
        team = discord.world.create_guild("Team", bots=[control], members=[])
        forum = discord.world.create_channel(team, "inbox", kind="forum")
        place, port = Folder(folder), free_port()
        place.write("config/bot.yaml", BOT.format(
            port=port, app=app.id, page=page.id, profile=profile.id, meta=meta.url, telegram=telegram.url,
            discord=discord.api, server=team.id, forum=forum.id,
        ))  # fmt: skip
        place.write("config/rules.yaml", ANSWERS)
        place.write("config/faq.yaml", "entries: []\n")
        place.write("config/moderation.yaml", SHIPPED.read_text("utf-8").replace(*IRREVERSIBLE))
        secrets = {"app": app.secret, "page": page.token, "profile": profile.token}
        for name, text in (secrets | {"telegram": bot.token, "discord": control.token}).items():
            place.write(f"secrets/{name}", text)
        http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        origin = f"http://127.0.0.1:{port}"
        running = await stack.enter_async_context(contextlib.AsyncExitStack())
        it = RaidStage(
            meta, telegram, discord, app, page, profile, posts, bot, groups, forum, place, port,
            Lives(folder / "data" / "redis"), running, None, Tab(http, origin), [],  # type: ignore[arg-type]
        )  # fmt: skip
        await it.start()
        meta.world.subscribe(app, f"{origin}/hooks/meta/{app.id}", verify_token(app.secret))
        await discord.connected(control)
        yield it
