"""Two people approve the same drafts from two processes at once: each is decided once, and the other is told so."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox import review
from inbox.actions import Proposal, Reply
from inbox.brand import Brand
from inbox.errors import Refused
from inbox.models import Actor, Contact, DraftId, RemoteId
from inbox.store import Store, opened
from inbox.store.embedded import Server
from inbox.store.keys import Keys
from tests import cast
from tests.chaos.findings import Findings, read_all
from tests.chaos.nursery import nursery
from tests.world import ACCOUNT, CAPABILITIES, RULES, START, World, said, world

HANDS = 8  # what one person does at once, so that the two meet on most drafts


async def test_two_processes_that_approve_a_hundred_drafts_make_a_hundred_deliveries(
    redis_server: Server, brand: str, tmp_path: Path
) -> None:
    await race(redis_server.url, brand, tmp_path, 100)


@pytest.mark.chaos
async def test_two_processes_that_approve_a_thousand_drafts_make_a_thousand_deliveries(
    redis_server: Server, brand: str, tmp_path: Path
) -> None:
    told, found = await race(redis_server.url, brand, tmp_path, 1_000)

    winners = Counter(draft.decided_by for draft in found.drafts.values())
    print(f"\n  {len(found.deliveries):,} deliveries, {told['AlreadyDecided']:,} polite refusals, {dict(winners)}")


async def race(url: str, brand: str, folder: Path, drafts: int) -> tuple[Counter[str], Findings]:
    """Let two processes approve every draft; what they were told, and what stands in the store."""
    async with world(url, brand) as here, nursery(folder, "tests.chaos.test_two_approvers") as births:
        await fill(here, drafts)
        actors = {actor.name: folder / f"{actor.name}.json" for actor in (cast.MEERA, cast.NOOR)}
        call = "tests.chaos.test_two_approvers:approve_all"
        racers = [await births.bear(call, url, brand, name, str(path)) for name, path in actors.items()]
        assert [await racer.ended for racer in racers] == [0, 0], births.log.read_text()
        found = await read_all(here.store, Keys(brand))
    outcomes = {name: json.loads(path.read_text()) for name, path in actors.items()}
    told = Counter(word for outcome in outcomes.values() for word in outcome.values())
    check(outcomes, found, drafts)
    return told, found


def check(outcomes: dict[str, dict[str, str]], found: Findings, drafts: int) -> None:
    """One delivery for each draft, by the one person who was told so; the other was told who was first."""
    assert len(found.deliveries) == drafts
    assert len({delivery.draft for delivery in found.deliveries}) == drafts
    for draft in found.drafts.values():
        words = {name: outcome[draft.id] for name, outcome in outcomes.items()}
        winner = draft.decided_by
        (loser,) = words.keys() - {winner}
        assert words == {winner: "approved", loser: "AlreadyDecided"}, f"draft {draft.id}: {words}"


async def fill(here: World, drafts: int) -> None:
    """So many conversations, each with one draft that waits."""
    people = [Contact(RemoteId(f"{n:010d}"), cast.ASHA.name) for n in range(1, drafts + 1)]
    await here.receive(*(said("kem cho", person, id=f"m{person.remote}") for person in people))
    for _ in people:
        turn = await here.turn()
        thread = turn.conversation.thread.remote
        await here.propose(Proposal(Reply(thread, "Majama!"), RULES, "a rule", "rule"), turn=turn)


# ---------------------------------------------------------------------------------------- in each of the two processes


async def approve_all(url: str, name: str, who: str, result: str) -> None:
    """Approve all there is, oldest first, together with the other, and write down what one was told of each."""
    by = next(actor for actor in (cast.MEERA, cast.NOOR) if actor.name == who)
    async with opened(url, name) as store:
        brand = Brand(name, store, {ACCOUNT: CAPABILITIES}, lambda *_: "draft", lambda: START + 60_000)
        drafts = iter(range(1, int(str(await store.client.call("GET", Keys(name)("seq")))) + 1))
        await meet(store, Keys(name)("met"))
        async with asyncio.TaskGroup() as group:
            hands = [group.create_task(decide(brand, drafts, by)) for _ in range(HANDS)]
    told = {draft: word for hand in hands for draft, word in hand.result().items()}
    Path(result).write_text(json.dumps(told))


async def meet(store: Store, key: str) -> None:
    """Wait for the other process, so that both begin at once."""
    await store.client.call("INCR", key)
    async with asyncio.timeout(30):
        while await store.client.call("GET", key) != "2":
            await asyncio.sleep(0.001)


async def decide(brand: Brand, drafts: Iterator[int], by: Actor) -> dict[str, str]:
    """Approve one after the other; what one was told of each."""
    told = {}
    for draft in drafts:
        try:
            await review.approve(brand, DraftId(str(draft)), by)
            told[str(draft)] = "approved"
        except Refused as refused:
            told[str(draft)] = type(refused).__name__
    return told
