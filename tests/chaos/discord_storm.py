"""A storm over Discord: gateways drop and one process is killed again and again, while people talk in many places."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from bot.playground.discord import DiscordServer
from bot.playground.discord.records import BotAccount, Channel, Message
from inbox.models import ConversationId, EntryId
from inbox.models import Message as Stored
from inbox.store import Store, opened
from inbox.store.embedded import embedded
from tests.chaos.findings import NOW, bugs_logged
from tests.chaos.nursery import nursery
from tests.chaos.scene import NAMES
from tests.chaos.striking import BRAND, Victim, calm, figures, running, store_of, strike

BOT_YAML = """
    brand: {{id: chaos, name: Chaos}}
    data: ./data
    web: {{port: 0}}
    accounts:
      - {{network: discord, name: main, token_file: secrets/main, base_url: '{api}'}}
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How big a storm; the same seed makes the same plan, not the same race. Times in seconds."""

    messages: int
    places: int
    drops: int
    kills: int
    longest_pause: float
    patience: float  # for what is left when the storm is over
    seed: int


@dataclass(slots=True)
class Findings:
    """What happened: what was said, what the store has, and how often the log tells of each message."""

    plan: Plan
    said: Mapping[ConversationId, Sequence[Message]]
    stored: Mapping[ConversationId, Sequence[Stored]]
    told: Counter[str]
    recovered: Sequence[str]
    drops: Counter[str]
    fell: Sequence[int]
    seconds: float
    log: str


@dataclass(slots=True)
class Weather:
    """A Discord full of people who talk, and every way in which its gateway drops us."""

    discord: DiscordServer
    bot: BotAccount
    places: Sequence[Channel]
    draw: random.Random
    drops: Counter[str]

    async def talk(self, messages: int, seconds: float) -> None:
        """So many messages in about that time, a few at once, everywhere."""
        world, left = self.discord.world, messages
        people = [world.create_person(f"{name.lower()}{n}", name=f"{name} {n}") for n in range(5) for name in NAMES]
        guild = self.places[0].guild
        assert guild
        for person in people:
            world.join(person, guild)
        while left > 0:
            burst = min(left, self.draw.randint(1, 10))
            for number in range(left, left - burst, -1):
                world.say(self.draw.choice(people), self.draw.choice(self.places), f"number {number}")
            left -= burst
            await asyncio.sleep(self.draw.uniform(0, 2) * burst * seconds / messages)

    async def drop(self) -> None:
        """End the connection that is there now, in one of all the ways."""
        discord, bot = self.discord, self.bot
        async with asyncio.timeout(60):
            await discord.connected(bot, timeout=60)
        ways: dict[str, Callable[[], object]] = {
            "closed with 4000": lambda: discord.drop(bot, code=4000),
            "closed with 1000": lambda: discord.drop(bot, code=1000),
            "cut": lambda: discord.drop(bot, code=None),
            "cut within an event": lambda: discord.drop_during(bot),
            "asked to reconnect": lambda: discord.ask_to_reconnect(bot),
            "told that the session is invalid": lambda: discord.invalidate(bot),
            "dropped, its session forgotten": lambda: (discord.forget_sessions(bot), discord.drop(bot)),
        }
        way = self.draw.choice(sorted(ways))
        self.drops[way] += 1
        ways[way]()


async def rage(plan: Plan, folder: Path) -> Findings:
    """Run a whole storm, and read what it left."""
    began, draw = time.monotonic(), random.Random(plan.seed)
    async with (
        DiscordServer(limits=False, seed=plan.seed) as discord,
        nursery(folder, "tests.chaos.victim", "bot.networks.discord") as births,
    ):
        weather = _scene(discord, plan, draw)
        _write_config(folder, discord.api, weather.bot.token)
        victim = Victim(births, folder, lambda: len(discord.calls))
        async with running(victim.live()), store_of(folder / "data" / "redis") as store:
            await discord.connected(weather.bot, timeout=60)  # history from before the first time is none of ours
            fates = [*[victim.kill] * plan.kills, *[weather.drop] * plan.drops]
            strikes = strike(fates, draw, plan.longest_pause)
            await asyncio.gather(weather.talk(plan.messages, _length(plan)), strikes)
            said = {_conversation(place): _said(place) for place in weather.places}
            await calm(plan.patience, lambda: _missing(store, said))
        await victim.kill()
        async with embedded(folder / "data" / "redis") as server, opened(server.url, BRAND) as store:
            stored = {id: await _messages(store, id) for id in said}
            told, recovered = await _told(store)
        log = births.log.read_text()
    seconds = time.monotonic() - began
    return Findings(plan, said, stored, told, recovered, weather.drops, victim.fell, seconds, log)


def _scene(discord: DiscordServer, plan: Plan, draw: random.Random) -> Weather:
    world = discord.world
    bot = world.create_bot("nadi")
    guild = world.create_guild("Friends of Nadi", bots=[bot])
    channels = [world.create_channel(guild, f"talk-{n}") for n in range(plan.places - plan.places // 4)]
    threads = [world.open_thread(guild.owner, channels[n], f"thread {n}") for n in range(plan.places // 4)]
    return Weather(discord, bot, [*channels, *threads], draw, Counter())


def _write_config(folder: Path, api: str, token: str) -> None:
    for name, text in {
        "config/bot.yaml": dedent(BOT_YAML).format(api=api),
        "config/rules.yaml": "rules: []\n",
        "config/faq.yaml": "entries: []\n",
        "secrets/main": token,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)


def _length(plan: Plan) -> float:
    return (plan.drops + plan.kills) * plan.longest_pause / 2


async def _missing(store: Store, said: Mapping[ConversationId, Sequence[Message]]) -> Mapping[ConversationId, int]:
    """How many messages of each conversation are still to be stored: nothing, when every gap is closed."""
    counts = {id: len(await _messages(store, id)) for id in said}
    return {id: len(said[id]) - count for id, count in counts.items() if count != len(said[id])}


async def _messages(store: Store, id: ConversationId) -> Sequence[Stored]:
    found = await store.conversations.read(id, NOW, limit=100_000)
    return found.messages if found else ()


async def _told(store: Store) -> tuple[Counter[str], list[str]]:
    told: Counter[str] = Counter()
    recovered: list[str] = []
    entries = await store.log.after(EntryId("0-0"), 5000)
    while entries:
        told.update(e.ref for e in entries if e.what == "message.new")
        recovered += [e.detail for e in entries if e.what == "account.recovered"]
        entries = await store.log.after(entries[-1].id, 5000)
    return told, recovered


def _said(place: Channel) -> list[Message]:
    """What people said there; that a thread was opened is a report of Discord's own."""
    return [message for message in place.messages.values() if message.body["type"] == 0]


def _conversation(place: Channel) -> ConversationId:
    return ConversationId(f"discord:main/{place.id:020d}")


def problems(found: Findings) -> list[str]:
    """All that is wrong, one sentence a problem; nothing is good."""
    wrong = []
    for id, said in found.said.items():
        stored = found.stored[id]
        heard, kept = {f"{m.id:020d}": m.content for m in said}, {str(m.id): m.text for m in stored}
        wrong += [f"{id}: message {lost} is not in the store" for lost in heard.keys() - kept.keys()]
        wrong += [f"{id}: message {made} is in the store, and nobody said it" for made in kept.keys() - heard.keys()]
        wrong += [f"{id}: message {m} is stored as {kept[m]!r}" for m in kept if heard.get(m, kept[m]) != kept[m]]
        if [str(m.id) for m in stored] != sorted(kept):
            wrong.append(f"{id}: out of order")
    wrong += [f"the log tells of {ref} {n} times" for ref, n in found.told.items() if n > 1]
    if sum(map(len, found.said.values())) < found.plan.messages:
        wrong.append("the scene itself is at fault")
    return wrong + bugs_logged(found.log)


def table(found: Findings) -> str:
    """What happened, in figures."""
    rows = {
        "messages said": found.plan.messages,
        "places": len(found.said),
        "process killed": found.plan.kills,
        "gateway dropped": found.drops.total(),
        **{f"  {way}": count for way, count in sorted(found.drops.items())},
        "process gave up by itself": len(found.fell),
        "gaps that had something in them": len(found.recovered),
        "messages recovered from history": sum(int(words.split()[0]) for words in found.recovered),
        "messages stored": sum(map(len, found.stored.values())),
        "told of more than once": sum(n > 1 for n in found.told.values()),
        "wall time, s": round(found.seconds),
    }
    return figures(rows)
