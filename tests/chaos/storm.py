"""The storm: one process is killed again and again, and its Redis, while the world talks and the team decides."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import run
from bot.playground.telegram import TelegramServer
from inbox.models import DeliveryId
from inbox.store import Store, opened
from inbox.store.embedded import embedded
from inbox.store.keys import Keys
from tests.chaos.findings import Findings, read_all, seen_by
from tests.chaos.nursery import nursery
from tests.chaos.scene import Crowd, trouble, write_config
from tests.chaos.striking import BRAND, Victim, calm, running, store_of, strike
from tests.chaos.team import Team

LANES = ("draft", "send", "tend")


@dataclass(frozen=True, slots=True)
class Plan:
    """How big a storm; the same seed makes the same plan, not the same race. Times in seconds."""

    messages: int
    conversations: int
    kills: int
    redis_kills: int
    longest_life: float
    patience: float  # for what is left when the killing is over
    seed: int


@dataclass(slots=True)
class Storm:
    """What happened, for the table and the checks."""

    plan: Plan
    crowd: Crowd
    team: Team
    findings: Findings
    seen: Counter[tuple[str, str, str]]
    fell: list[int]
    parked: Collection[DeliveryId]  # before somebody looked at them
    parked_there: int  # so many of them had been sent in truth
    seconds: float
    log: str


async def rage(plan: Plan, folder: Path) -> Storm:
    """Run a whole storm, and read what it left."""
    began, draw = time.monotonic(), random.Random(plan.seed)
    async with (
        TelegramServer(flood_limits=False, seed=plan.seed) as telegram,
        nursery(folder, "tests.chaos.victim") as births,
    ):
        bot = telegram.world.create_bot("shop_bot", "Shop")
        config = run.read_config(write_config(folder, telegram.url, main=bot.token))
        crowd = Crowd(telegram, bot, plan.conversations, draw)
        victim = Victim(births, folder, lambda: bot.calls["getUpdates"])
        async with running(victim.live()), store_of(folder / "data" / "redis") as store:
            team = Team(run.make_brand(config, store), draw)
            async with running(team.work()):
                trouble(telegram.faults)
                fates = [*[victim.kill] * plan.kills, *[victim.kill_redis] * plan.redis_kills]
                await asyncio.gather(
                    crowd.talk(plan.messages, plan.kills * plan.longest_life / 2),
                    strike(fates, draw, plan.longest_life),
                )
                telegram.faults.clear()
                await calm(
                    plan.patience,
                    lambda: _waiting(store, lambda: not len(bot.updates) and not bot.updates.held_back),
                )
            before = await read_all(store, Keys(BRAND))
            there = await team.look_at_parked(before.deliveries, seen_by(telegram.world.sent))
            await calm(plan.patience, lambda: _waiting(store, lambda: True))
        await victim.kill()
        async with embedded(folder / "data" / "redis") as server, opened(server.url, BRAND) as store:
            findings = await read_all(store, Keys(BRAND))
        parked = {d.id for d in before.deliveries if d.state == "parked"}
        seen, log = seen_by(telegram.world.sent), births.log.read_text()
    return Storm(plan, crowd, team, findings, seen, victim.fell, parked, there, time.monotonic() - began, log)


async def _waiting(store: Store, heard: Callable[[], bool]) -> object:
    """What is on its way: something upstream, drafts undecided, lanes due or held."""
    keys = Keys(BRAND)
    waiting = [("ZCARD", keys("q", "drafted")), *(("ZCARD", keys("due", lane)) for lane in LANES)]
    all_heard = heard()  # looked at first: what is heard after it would be missing from what is left
    found = zip(waiting, await store.client.pipeline(waiting), strict=True)
    return {key: count for (_, key), count in found if count} or not all_heard
