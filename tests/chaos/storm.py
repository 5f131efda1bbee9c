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
from bot.playground.model import ModelServer
from bot.playground.telegram import TelegramServer
from inbox.models import DeliveryId
from inbox.store import Store, opened
from inbox.store.embedded import embedded
from inbox.store.keys import Keys
from tests.chaos.answers import Answers, read_answers
from tests.chaos.findings import Findings, read_all, seen_by
from tests.chaos.minds import give_brains, moody, phrases, trouble_asking
from tests.chaos.nursery import nursery
from tests.chaos.scene import Crowd, trouble, write_config
from tests.chaos.striking import BRAND, Victim, calm, running, store_of, strike
from tests.chaos.team import Team
from tests.chaos.whims import Whims

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
    whims: Whims
    model: ModelServer
    answers: Answers
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
        ModelServer(moody(plan.seed)) as model,
        nursery(folder, "tests.chaos.victim") as births,
    ):
        bot = telegram.world.create_bot("shop_bot", "Shop")
        written = write_config(folder, telegram.url, main=bot.token)
        give_brains(written, model.base_url)
        config = run.read_config(written)
        crowd = Crowd(telegram, bot, plan.conversations, draw, phrases())
        victim = Victim(births, folder, lambda: bot.calls["getUpdates"])
        async with running(victim.live()), store_of(folder / "data" / "redis") as store:
            team = Team(run.make_brand(config, store), draw)
            whims = Whims(team.brand, draw, team.approved)
            async with running(team.work()):
                trouble(telegram.faults)
                trouble_asking(model.faults)
                fates = [*[victim.kill] * plan.kills, *[victim.kill_redis] * plan.redis_kills]
                async with running(whims.work()):
                    await asyncio.gather(
                        crowd.talk(plan.messages, plan.kills * plan.longest_life / 2),
                        strike(fates, draw, plan.longest_life),
                    )
                telegram.faults.clear()
                model.faults.clear()
                await whims.rest()
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
            answers = await read_answers(config, store, findings)
        parked = {d.id for d in before.deliveries if d.state == "parked"}
        seen, log = seen_by(telegram.world.sent), births.log.read_text()
    seconds = time.monotonic() - began
    return Storm(plan, crowd, team, whims, model, answers, findings, seen, victim.fell, parked, there, seconds, log)


async def _waiting(store: Store, heard: Callable[[], bool]) -> object:
    """What is on its way: something upstream, drafts undecided, lanes due or held."""
    keys = Keys(BRAND)
    waiting = [("ZCARD", keys("q", "drafted")), *(("ZCARD", keys("due", lane)) for lane in LANES)]
    all_heard = heard()  # looked at first: what is heard after it would be missing from what is left
    found = zip(waiting, await store.client.pipeline(waiting), strict=True)
    return {key: count for (_, key), count in found if count} or not all_heard
