"""A storm over any one network: calls and what is told fail in every way, and the process is killed again and again.

A share of what is said is answered. The process lives on a fast clock (tests.chaos.hurried).
"""

from __future__ import annotations

import asyncio
import itertools
import random
import re
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

import run
from bot.networks import network_class
from bot.playground.faults import CALLS, Kind
from config.load import Config
from inbox import review
from inbox.brand import Brand
from inbox.capabilities import MICRO
from inbox.errors import Refused, StoreAway
from inbox.models import ConversationId, DeliveryId, DraftId, EntryId, account_id
from inbox.store import Store, opened
from inbox.store.embedded import embedded
from inbox.store.keys import Keys
from tests.cast import MEERA
from tests.chaos.findings import NOW, Findings, bugs_logged, left_lying, read_all
from tests.chaos.hurried import Hurry
from tests.chaos.network_config import log_in, write_config
from tests.chaos.network_load import Crowd, Line, Load
from tests.chaos.network_scenes import Scene, dealt, trouble
from tests.chaos.nursery import Nursery
from tests.chaos.striking import BRAND, Victim, calm, figures, running, store_of, strike

SPEED = 60.0
LANES = ("draft", "send")
LATER = ":due:tend still"  # whose time to be answered ends hours from now
ANSWERED = re.compile(r"\(no\. (\d+)\)")
UNBILLED = (Kind.CUT_BEFORE, Kind.HANG_BEFORE, Kind.REFUSE)  # whoever made the call cannot tell that
TOLERANCE = 1_500  # ms; networks tell times in seconds


@dataclass(frozen=True, slots=True)
class Plan:
    """How big a storm; the same seed makes the same plan, not the same race. Times in seconds."""

    load: Load
    kills: int
    longest_life: float
    patience: float  # for what is left when the storm is over
    seed: int


@dataclass(slots=True)
class Storm:
    """What happened."""

    plan: Plan
    scene: Scene
    expected: Mapping[ConversationId, Mapping[str, Line]]
    found: Findings
    approved: Mapping[DraftId, DeliveryId]
    seen: Counter[str]  # how often the network saw each answer, by its draft
    recovered: int
    metered: float
    billed: float
    unknown: float  # what calls may have cost that failed without being billed
    dealt: Counter[Kind]
    calls: int
    fell: Sequence[int]
    seconds: float
    calm: float
    log: str


@dataclass(slots=True)
class Desk:
    """Somebody who approves everything that is drafted, each in words of its own."""

    brand: Brand
    approved: dict[DraftId, DeliveryId] = field(default_factory=dict)

    async def work(self) -> None:
        """Decide what waits, oldest first, until cancelled."""
        while True:
            with suppress(StoreAway):
                now = self.brand.now()
                page = await self.brand.store.conversations.page(
                    "drafted", now, oldest_first=True, after=None, limit=50
                )
                for row in page.rows:
                    for draft in row.conversation.drafts:
                        await self._approve(draft)
            await asyncio.sleep(0.05)

    async def _approve(self, draft: DraftId) -> None:
        with suppress(Refused):  # they wrote again meanwhile
            self.approved[draft] = await review.approve(self.brand, draft, MEERA, f"Two days. (no. {draft})")


async def rage(scene: Scene, plan: Plan, folder: Path, births: Nursery) -> Storm:
    """Run a whole storm, and read what it left."""
    began, draw, births = time.monotonic(), random.Random(plan.seed), replace(births, log=folder / "children.log")
    async with scene.opened() as stage:
        stage.server.faults.seed = plan.seed
        config, port = write_config(scene, stage, folder)
        await log_in(config, scene, stage)
        crowd, clock = Crowd(scene, stage, draw), stage.turning.clock
        crowd.begin()
        scene.told(stage, port)
        hurry = Hurry(clock.now(), time.time(), SPEED)
        clock.speed = SPEED
        victim = Victim(births, folder, lambda: 0, "tests.chaos.hurried:live", astuple(hurry))
        async with running(victim.live()), store_of(folder / "data" / "redis") as store:
            desk = Desk(replace(run.make_brand(config, store), now=hurry.now))
            await _begun(desk.brand, scene, port)
            async with running(desk.work()):
                trouble(stage.server.faults)
                strikes = strike([victim.kill] * plan.kills, draw, plan.longest_life)
                await asyncio.gather(crowd.talk(plan.load), strikes)
                happened = dealt(stage)
                stage.server.faults.clear()
                scene.calm(stage)
                await victim.kill()  # whoever comes back closes the gap
                over, expected = time.monotonic(), crowd.expected()
                waiting = _Waiting(store, stage, expected)
                await calm(plan.patience, waiting.left)
        await victim.kill()
        clock.speed = 0.0  # nothing is told any more
        async with embedded(folder / "data" / "redis") as redis, opened(redis.url, BRAND) as store:
            found = await read_all(store, Keys(BRAND))
            recovered, metered = await _recovered(store), await _metered(config, store, hurry)
            unknown = _dearest(config) * sum(happened[kind] for kind in UNBILLED)
        seen, calls = seen_on(stage), _calls(stage)
        billed, log = _billed(stage), births.log.read_text()
    seconds, quiet = time.monotonic() - began, time.monotonic() - over
    return Storm(
        plan, scene, expected, found, desk.approved, seen, recovered, metered, billed, unknown, happened, calls,
        victim.fell, seconds, quiet, log,
    )  # fmt: skip


async def _begun(brand: Brand, scene: Scene, port: int) -> None:
    """Until it listens: what was said before an account was first switched on is nobody's to answer."""
    account = account_id(scene.network, "main")
    listens = hasattr(network_class(scene.network), "listen")
    async with asyncio.timeout(30):
        while listens and (await brand.store.modes.account(account, brand.now())).cursor is None:
            await asyncio.sleep(0.02)
        while not await _answers_at(port):
            await asyncio.sleep(0.02)


async def _answers_at(port: int) -> bool:
    with suppress(OSError):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        return True
    return False


@dataclass(slots=True)
class _Waiting:
    """What is still to come when the storm is over; conversations that are whole are not read again."""

    store: Store
    stage: Any
    expected: Mapping[ConversationId, Mapping[str, Line]]
    _whole: set[ConversationId] = field(default_factory=set)

    async def left(self) -> object:
        """What is on its way: arrivals that are not told or not stored, drafts undecided, lanes due or held."""
        if told := getattr(self.stage, "waiting", 0):
            return {"not told": told}
        missing = await self._missing()
        keys = Keys(BRAND)
        waiting = [("ZCARD", keys("q", "drafted")), *(("ZCARD", keys("due", lane)) for lane in LANES)]
        found = zip(waiting, await self.store.client.pipeline(waiting), strict=True)
        left: dict[str, object] = {key: count for (_, key), count in found if count}
        return left | ({f"{len(missing)} not stored": missing[:10]} if missing else {})

    async def _missing(self) -> list[str]:
        found: list[str] = []
        for id, lines in self.expected.items():
            if id in self._whole:
                continue
            read = await self.store.conversations.read(id, NOW, limit=100_000)
            stored = {str(message.id) for message in read.messages} if read else set[str]()
            missing = [key for key, line in lines.items() if line.offered and key not in stored]
            found += [f"{id}: {key}" for key in missing]
            if not missing:
                self._whole.add(id)
        await asyncio.sleep(0.5 if found else 0)
        return found


async def _recovered(store: Store) -> int:
    recovered, entries = 0, await store.log.after(EntryId("0-0"), 5000)
    while entries:
        recovered += sum(int(e.detail.split()[0]) for e in entries if e.what == "account.recovered")
        entries = await store.log.after(entries[-1].id, 5000)
    return recovered


async def _metered(config: Config, store: Store, hurry: Hurry) -> float:
    """What our meter counts, in what the network's tariff counts; 0 where nothing costs anything."""
    ((account, capabilities),) = run.capabilities_of(config).items()
    if not capabilities.tariff:
        return 0.0
    return (await store.costs.of(account, capabilities.tariff, hurry.now).used()).today / MICRO


def _dearest(config: Config) -> float:
    """The most that one call without a link costs."""
    ((_, capabilities),) = run.capabilities_of(config).items()
    tariff = capabilities.tariff
    return max(tariff.prices[thing] for thing in tariff.actions.values()) / MICRO if tariff else 0.0


def _billed(stage: Any) -> float:
    bill = getattr(stage, "bill", None)
    return float(bill()) if bill else 0.0


def _calls(stage: Any) -> int:
    made: Counter[str] | None = getattr(stage.server, "calls", None)
    return made.total() if made is not None else stage.server.taken.calls


def seen_on(stage: Any) -> Counter[str]:
    """How often a network saw us say each answer, by its number."""
    said = stage.said() if callable(getattr(stage, "said", None)) else [one.text for one in stage.server.sent]
    return Counter(match[1] for text in said if (match := ANSWERED.search(text)))


# ------------------------------------------------------------------------------------------------------- the checks


def problems(storm: Storm) -> list[str]:
    """All that is wrong, one sentence a problem; nothing is good."""
    wrong = [one for id, lines in storm.expected.items() for one in _stored(storm, id, lines)]
    extra = storm.found.conversations.keys() - storm.expected.keys()
    wrong += [f"{id}: is in the store, and nobody speaks there" for id in extra]
    wrong += [f"the log tells of {ref} in {id} {n} times" for (id, ref), n in storm.found.told.items() if n > 1]
    wrong += _answered_once(storm) + bugs_logged(storm.log)
    wrong += [one for one in left_lying(storm.found) if LATER not in one]
    if storm.metered > storm.billed + storm.unknown + 1e-6:
        wrong.append(f"the meter counts {storm.metered}, and {storm.billed} was billed, {storm.unknown} perhaps")
    if sum(map(len, storm.expected.values())) != storm.plan.load.arrivals:
        wrong.append("the scene itself is at fault")
    return wrong


def _stored(storm: Storm, id: ConversationId, lines: Mapping[str, Line]) -> list[str]:
    """What people said there is stored once, as they said it, in the order in which they did."""
    said = [message for message in storm.found.conversations.get(id, ()) if not message.ours]
    kept = {str(message.id): message for message in said}
    wrong = [f"{id}: {key} is not in the store" for key, line in lines.items() if line.offered and key not in kept]
    wrong += [f"{id}: {key} is in the store, and nobody said it" for key in kept.keys() - lines.keys()]
    both = [(kept[key], lines[key]) for key in kept if key in lines]
    wrong += [
        f"{id}: {message.id} is stored as {message.text!r} of {message.at}, said at {line.since}"
        for message, line in both
        if not message.text.endswith(line.texts) or not line.since - TOLERANCE <= message.at <= line.until + TOLERANCE
    ]
    for (before, first), (after, second) in itertools.pairwise(both):
        if first.number > second.number and before.at != after.at:
            wrong.append(f"{id}: {before.id} was said after {after.id}, and stands before it")
    return wrong + ([f"{id}: something is stored twice"] if len(kept) != len(said) else [])


def _answered_once(storm: Storm) -> list[str]:
    """Every answer that is written down as sent was seen once, and stands in the store once; no other was seen."""
    ours = Counter(
        match[1]
        for messages in storm.found.conversations.values()
        for message in messages
        if message.ours and (match := ANSWERED.search(message.text))
    )
    wrong = [f"answer {draft} was seen {n} times" for draft, n in storm.seen.items() if n > 1]
    states = {str(delivery.draft): delivery for delivery in storm.found.deliveries}
    wrong += [f"answer {draft} was seen, and nobody decided it" for draft in storm.seen.keys() - states.keys()]
    for draft, delivery in states.items():
        seen, kept = storm.seen[draft], ours[draft]
        if delivery.state == "sent" and (seen, kept) != (1, 1):
            wrong.append(f"answer {draft} is sent, was seen {seen} times, and stands {kept} times in the store")
        elif delivery.state != "parked" and delivery.state != "sent" and seen:
            wrong.append(f"answer {draft} is {delivery.state}, and was seen")
    wrong += [f"draft {one} was approved, and is not on its way" for one in storm.approved if str(one) not in states]
    return wrong


# -------------------------------------------------------------------------------------------------------- the table


def table(storm: Storm) -> str:
    """What happened, in figures."""
    stored = {str(m.id): m for messages in storm.found.conversations.values() for m in messages}
    lines = {key: line for each in storm.expected.values() for key, line in each.items()}
    states = Counter(delivery.state for delivery in storm.found.deliveries)
    edited = [key for key, line in lines.items() if len(line.texts) > 1]
    removed = [key for key, line in lines.items() if not line.offered]
    parked = [delivery for delivery in storm.found.deliveries if delivery.state == "parked"]
    rows = {
        "arrivals": storm.plan.load.arrivals,
        "conversations": len(storm.expected),
        "process killed": storm.plan.kills,
        "process gave up by itself": len(storm.fell),
        "calls": storm.calls,
        "calls that failed": sum(n for kind, n in storm.dealt.items() if kind in CALLS - {Kind.SLOW}),
        "told twice": storm.dealt[Kind.DUPLICATE],
        "told late, or overtaken": storm.dealt[Kind.REORDER] + storm.dealt[Kind.DELAY],
        "never told": storm.dealt[Kind.LOST],
        "told by somebody else": storm.dealt[Kind.FORGED],
        "messages recovered by looking": storm.recovered,
        "people's messages stored": len(stored.keys() & lines.keys()),
        "changed by their authors": len(edited),
        "  of these as they are now": sum(stored[key].text.endswith(lines[key].texts[1]) for key in edited),
        "taken back": len(removed),
        "  of these stored before that": sum(key in stored for key in removed),
        "  of these known to be gone": sum(key in stored and bool(stored[key].removed_at) for key in removed),
        "answers approved": len(storm.approved),
        **{f"  {state}": count for state, count in sorted(states.items())},
        "answers seen by the network": storm.seen.total(),
        "parked, and on the network": sum(storm.seen[str(one.draft)] for one in parked),
        **{f"  {why[:60]}": n for why, n in Counter(one.words for one in parked).most_common(5)},
        "metered, thousandths": round(storm.metered * 1000),
        "billed, thousandths": round(storm.billed * 1000),
        "wall time, s": round(storm.seconds),
        "  of these until all was in, s": round(storm.calm),
    }
    return f"\n{storm.scene.network}" + figures(rows)
