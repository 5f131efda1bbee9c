"""A storm over Facebook and Instagram: hooks are lost, doubled and shuffled, and the process is killed."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.playground.faults import Kind
from bot.playground.meta import MetaServer
from inbox.models import ConversationId, EntryId
from inbox.models import Message as Stored
from inbox.store import Store, opened
from inbox.store.embedded import embedded
from tests.chaos.findings import NOW, bugs_logged
from tests.chaos.meta_load import Crowd, Load, behind
from tests.chaos.nursery import nursery
from tests.chaos.striking import BRAND, Victim, calm, figures, running, store_of, strike


@dataclass(frozen=True, slots=True)
class Plan:
    """How big a storm; the same seed makes the same plan, not the same race. Times in seconds."""

    load: Load
    kills: int
    longest_life: float
    patience: float  # for what is left when the storm is over
    seed: int


Places = Mapping[ConversationId, Sequence[ConversationId]]  # where else what belongs to a conversation may stand


@dataclass(slots=True)
class Findings:
    """What happened: what was said, what the store has, how often the log tells of each, how it was told."""

    plan: Plan
    expected: Mapping[ConversationId, Mapping[str, str]]
    stored: Mapping[ConversationId, Sequence[Stored]]
    told: Counter[tuple[str, str]]
    recovered: Sequence[str]
    dealt: Counter[Kind]
    attempts: Counter[int]
    bodies: Sequence[int]
    fell: Sequence[int]
    seconds: float
    log: str


async def rage(plan: Plan, folder: Path) -> Findings:
    """Run a whole storm, and read what it left."""
    began, draw = time.monotonic(), random.Random(plan.seed)
    async with (
        MetaServer(clock=behind(), seed=plan.seed) as meta,
        nursery(folder, "tests.chaos.victim", "bot.networks.facebook", "bot.networks.instagram") as births,
    ):
        crowd = Crowd.gathered(meta, plan.load, draw)
        url = crowd.configure(folder)
        victim = Victim(births, folder, meta.world.calls.total)
        async with running(victim.live()), store_of(folder / "data" / "redis") as store:
            crowd.tell(url, plan.load)
            strikes = strike([victim.kill] * plan.kills, draw, plan.longest_life)
            await asyncio.gather(crowd.talk(plan.load), strikes)
            meta.hooks.missing = meta.hooks.doubled = meta.hooks.reordered = 0
            await _told_out(meta)
            await victim.kill()  # whoever comes back closes the gap at once
            expected, places = crowd.expected(), crowd.places()
            await calm(plan.patience, lambda: _missing(store, expected, places))
        await victim.kill()
        async with embedded(folder / "data" / "redis") as server, opened(server.url, BRAND) as store:
            stored = {id: await _messages(store, places.get(id, [id])) for id in expected}
            told, recovered = await _log(store)
        log, deliveries = births.log.read_text(), meta.hooks.deliveries
    attempts = Counter(attempt.status for delivery in deliveries for attempt in delivery.attempts)
    bodies = sorted(len(delivery.told) for delivery in deliveries)
    seconds = time.monotonic() - began
    return Findings(
        plan, expected, stored, told, recovered, meta.hooks.dealt, attempts, bodies, victim.fell, seconds, log
    )


async def _told_out(meta: MetaServer) -> None:
    """Until nothing is on its way, or waits for its time."""
    async with asyncio.timeout(60):
        while meta.hooks.waiting:
            await asyncio.sleep(0.1)
    await meta.hooks.idle(60)


async def _missing(
    store: Store, expected: Mapping[ConversationId, Mapping[str, str]], places: Places
) -> Mapping[str, int]:
    """How many messages of each network are still to be stored: nothing, when every gap is closed."""
    left = Counter[str]()
    for id, said in expected.items():
        left[id.partition(":")[0]] += len(said) - len(await _messages(store, places.get(id, [id])))
    return {network: count for network, count in left.items() if count}


async def _messages(store: Store, ids: Sequence[ConversationId]) -> Sequence[Stored]:
    found = [await store.conversations.read(id, NOW, limit=100_000) for id in ids]
    return [message for one in found if one for message in one.messages]


async def _log(store: Store) -> tuple[Counter[tuple[str, str]], list[str]]:
    told: Counter[tuple[str, str]] = Counter()
    recovered: list[str] = []
    entries = await store.log.after(EntryId("0-0"), 5000)
    while entries:
        told.update((str(e.conversation), e.ref) for e in entries if e.what == "message.new")
        recovered += [e.detail for e in entries if e.what == "account.recovered"]
        entries = await store.log.after(entries[-1].id, 5000)
    return told, recovered


def problems(found: Findings) -> list[str]:
    """All that is wrong, one sentence a problem; nothing is good."""
    wrong = []
    for id, said in found.expected.items():
        kept = {str(message.id): message.text for message in found.stored[id]}
        wrong += [f"{id}: {lost} is not in the store" for lost in said.keys() - kept.keys()]
        wrong += [f"{id}: {made} is in the store, and nobody said it" for made in kept.keys() - said.keys()]
        wrong += [f"{id}: {one} is stored as {kept[one]!r}" for one in kept if said.get(one, kept[one]) != kept[one]]
        if len(kept) != len(found.stored[id]):
            wrong.append(f"{id}: something is stored twice")
    wrong += [f"the log tells of {ref} in {id} {n} times" for (id, ref), n in found.told.items() if n > 1]
    if sum(map(len, found.expected.values())) != found.plan.load.changes:
        wrong.append("the scene itself is at fault")
    if (recovered := _recovered(found)) < (lost := found.dealt[Kind.LOST]):
        wrong.append(f"{lost} were lost on the way, and no more than {recovered} are told to be recovered")
    return wrong + bugs_logged(found.log)


def _recovered(found: Findings) -> int:
    return sum(int(words.split()[0]) for words in found.recovered)


def table(found: Findings) -> str:
    """What happened, in figures."""
    rows = {
        "comments and messages": found.plan.load.changes,
        "conversations": len(found.expected),
        "process killed": found.plan.kills,
        "process gave up by itself": len(found.fell),
        "changes lost on the way": found.dealt[Kind.LOST],
        "changes told twice": found.dealt[Kind.DUPLICATE],
        "changes overtaken": found.dealt[Kind.REORDER],
        "bodies": len(found.bodies),
        "most changes in one body": found.bodies[-1],
        "bodies taken": found.attempts[200],
        "bodies refused or unanswered": found.attempts.total() - found.attempts[200],
        "gaps that had something in them": len(found.recovered),
        "messages recovered by looking": _recovered(found),
        "messages stored": sum(map(len, found.stored.values())),
        "told of more than once": sum(n > 1 for n in found.told.values()),
        "wall time, s": round(found.seconds),
    }
    return figures(rows)
