"""Earned autonomy: proposed when it is proven, accepted by a person, taken back by one bad outcome."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from inbox import earning, review
from inbox.actions import Proposal, Reply
from inbox.decisions import Decision, digest, proposed
from inbox.errors import NotAllowed, NotFound
from inbox.models import RemoteId
from inbox.policy import Earned, Slice
from tests.cast import ASHA, MEERA, OLGA
from tests.inbox.store.test_ledger import PLAIN
from tests.inbox.test_outcomes import send
from tests.world import ACCOUNT, HOUR, SECOND, World, at, proposal, said, world

WHOLE = Slice("rules", ACCOUNT, "direct")
FEW = Earned(after=5, unchanged=0.5)


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis in which little is needed to earn something."""
    async with world(redis_url, brand) as it:
        it.earned = FEW
        yield it


async def decide(here: World, number: int, *, labels: tuple[str, ...] = (), what: Proposal | None = None) -> Decision:
    """Asha writes, and a rule drafts."""
    here.clock.at += HOUR
    await here.receive(said("Kem cho?", id=f"m{number:03}", at=here.clock.at))
    turn = await here.turn()
    drafted = what or proposal(f"Majama! {number}")
    made = replace(
        PLAIN,
        at=here.clock.at,
        upto=RemoteId(f"m{number:03}"),
        seen=digest(f"m{number}"),
        facts=replace(PLAIN.facts, labels=labels),
        labels=(),
        hand_off="",
        proposals=(proposed(drafted),),
    )
    await review.propose(here.brand, turn, [drafted], decisions=[made])
    return (await here.store.ledger.of(at(ASHA)))[-1]


async def approved(
    here: World, count: int, first: int = 0, *, text: str | None = None, **more: tuple[str, ...]
) -> None:
    """So many drafts, all approved and sent, perhaps with another text."""
    for number in range(first, first + count):
        decision = await decide(here, number, **more)  # type: ignore[arg-type]
        assert decision.proposals[0].draft
        await review.approve(here.brand, decision.proposals[0].draft, MEERA, text)
        await send(here, f"s{number:03}")


async def logged(here: World) -> list[tuple[str, str]]:
    """What the log says of autonomy, oldest first."""
    entries = await here.store.log.newest(500)
    return [(one.what, one.by) for one in reversed(entries) if one.what.startswith("autonomy.")]


async def test_what_is_always_sent_unchanged_is_proposed_once(here: World) -> None:
    await approved(here, 4)
    assert await earning.consider(here.brand) == ()

    await approved(here, 1, first=4)
    (standing,) = await earning.consider(here.brand)

    assert (standing.slice, standing.decided, standing.unchanged) == (WHOLE, 5, 5)
    assert 0.5 < standing.proven < 0.6
    assert await earning.consider(here.brand) == ()
    assert await logged(here) == [("autonomy.proposed", "")]
    assert (await earning.standings(here.brand, MEERA))[0].proposed


async def test_edits_and_drafts_without_evidence_earn_nothing(here: World) -> None:
    await approved(here, 6, text="Saras!")
    for number in range(10, 16):
        decision = await decide(here, number, what=proposal(evidence="none"))
        assert decision.proposals[0].draft
        await review.approve(here.brand, decision.proposals[0].draft, MEERA)

    assert await earning.consider(here.brand) == ()
    (standing,) = await earning.standings(here.brand, MEERA)
    assert (standing.decided, standing.unchanged) == (6, 0)


async def test_each_label_is_counted_for_itself(here: World) -> None:
    await approved(here, 5, labels=("shipping",))
    await approved(here, 5, first=10, text="Saras!", labels=("refund",))

    proposed_now = {one.slice.label for one in await earning.consider(here.brand)}

    assert proposed_now == {"shipping"}


async def test_only_a_lead_accepts_and_then_it_goes_alone(here: World) -> None:
    await approved(here, 5)
    await earning.consider(here.brand)
    with pytest.raises(NotAllowed):
        await earning.accept(here.brand, MEERA, WHOLE)

    await earning.accept(here.brand, OLGA, WHOLE)

    await decide(here, 20)
    await send(here)
    (standing,) = [one for one in await earning.standings(here.brand, MEERA) if one.slice == WHOLE]
    assert standing.goes_alone
    assert await logged(here) == [("autonomy.proposed", ""), ("autonomy.granted", "olga")]
    with pytest.raises(NotFound):
        await earning.accept(here.brand, OLGA, WHOLE)


async def test_what_was_declined_has_to_be_earned_anew(here: World) -> None:
    await approved(here, 5)
    await earning.consider(here.brand)

    await earning.decline(here.brand, OLGA, WHOLE, "not yet")

    await approved(here, 4, first=10)
    assert await earning.consider(here.brand) == ()
    await approved(here, 1, first=20)
    assert [one.decided for one in await earning.consider(here.brand)] == [5]
    with pytest.raises(NotFound):
        await earning.decline(here.brand, OLGA, replace(WHOLE, label="other"))


async def test_one_bad_outcome_takes_it_back_and_says_so(here: World) -> None:
    await approved(here, 5)
    await earning.consider(here.brand)
    await earning.accept(here.brand, OLGA, WHOLE)
    await decide(here, 30)
    await send(here)
    assert await earning.take_back(here.brand) == ()

    here.clock.at += SECOND
    thread = ASHA.remote
    await review.act(here.brand, at(ASHA), MEERA, Reply(thread, "Sorry, that was wrong."))
    here.clock.at += here.brand.undo.people
    await send(here, "r2")
    ((slice, why),) = await earning.take_back(here.brand)

    assert slice == WHOLE
    assert "corrected" in why
    assert str(at(ASHA)) in why
    assert (await logged(here))[-1][0] == "autonomy.withdrawn"
    assert await earning.take_back(here.brand) == ()
    (standing,) = await earning.standings(here.brand, MEERA)
    assert (standing.decided, standing.goes_alone, standing.proposed) == (0, False, False)  # to be earned anew
    assert standing.words == "no draft of it was decided on since"
    assert earning.find([standing], standing.id) is standing
    with pytest.raises(NotFound):
        earning.find([standing], "000000")
