"""The ledger: every decision with what came of it, in the order of time, small, and read back as it was written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import review
from inbox.actions import Hide, Proposal
from inbox.decisions import Decision, Facts, Heard, Past, Proposed, Wish, digest, proposed
from inbox.models import ContactId, DraftId, RemoteId
from inbox.store.drafts import Not, Outcome
from inbox.store.ledger import KEPT_MS, LONGEST_ANSWER, decision_of, decision_text
from tests.cast import ASHA, BHAVIN, MEERA
from tests.world import ACCOUNT, DAY, RULES, SECOND, START, World, at, proposal

ASHAS = ContactId(f"{ACCOUNT}/{ASHA.remote}")
PLAIN = Decision("", START, at(ASHA), ASHAS, RemoteId("m1"), 3, digest("seen"), Facts(), "0a1b2c3d4e5f", {}, "normal")
OFFERED = Proposed("rules", "rule", ("greeting",), digest("Majama!"), ("It has a link.",))
FULL = replace(
    PLAIN,
    facts=Facts(
        ("vip",), 2, "gu-Latn", Past(7, START - DAY), START - SECOND, ("faq:hours",), "A program wrote this.",
        Wish("shorter", "", "meera", DraftId("9")),
    ),
    versions={"rules": "11aa", "faq": "22bb"},
    mode="careful",
    proposals=(OFFERED,),
    labels=("sales",),
    priority=0,
    hand_off="angry",
    assign="noor",
    snooze=600_000,
    skipped=("model",),
    heard=(Heard("model", digest("question"), '{"reply": "કેમ છો"}', 900, 30, 1234),),
)  # fmt: skip


def decided(*proposals: Proposal, here: World | None = None, **more: object) -> Decision:
    """A decision of Asha's turn that made these proposals."""
    found = replace(PLAIN, at=here.clock.at if here else START, proposals=tuple(map(proposed, proposals)))
    return replace(found, **more)  # type: ignore[arg-type]  # named as the fields are


async def enter(here: World, *proposals: Proposal, author: object = None, **more: object) -> str:
    """A turn of Asha's that ends with one decision; answers its place."""
    await here.hear(id=f"m{here.clock.at}")
    turn = await here.turn()
    await review.propose(here.brand, turn, proposals, Outcome(), [decided(*proposals, here=here, **more)])
    return (await here.store.ledger.of(at(ASHA)))[-1].id


@pytest.mark.parametrize("decision", [PLAIN, FULL], ids=["plain", "full"])
def test_a_decision_is_read_as_it_was_written(decision: Decision) -> None:
    read = decision_of("5-0", decision_text(decision), '["12","autonomy is draft here"]')

    made = tuple(replace(one, draft=DraftId("12"), waits="autonomy is draft here") for one in decision.proposals)
    assert read == replace(decision, id="5-0", proposals=made)


def test_a_decision_is_small() -> None:
    usual = replace(
        PLAIN,
        facts=Facts(language="en", past=Past(3, START)),
        versions={"rules": "11aa22bb", "faq": "33cc44dd", "model": "55ee66ff"},
        proposals=(proposed(proposal()),),
    )

    assert len(decision_text(usual).encode()) < 330
    assert len(decision_text(PLAIN).encode()) < 150


def test_what_a_model_said_is_kept_whole_or_not_at_all() -> None:
    short, long = (Heard("model", "q", "ક" * length) for length in (LONGEST_ANSWER // 3, LONGEST_ANSWER))

    read = decision_of("5-0", decision_text(replace(PLAIN, heard=(short, long))), "")

    assert read.heard == (short, replace(long, said=""))


async def test_what_came_of_each_proposal_stands_with_it(here: World) -> None:
    greeting, hide = proposal(), Proposal(Hide(ASHA.remote, RemoteId("m1")), RULES, "spam")
    await here.hear()
    turn = await here.turn()

    made = await review.propose(here.brand, turn, [greeting, hide], Outcome(), [decided(greeting), decided(hide)])

    assert not isinstance(made, Not)
    first, second = await here.store.ledger.page()
    assert first.proposals == (
        replace(proposed(greeting), draft=made[0].draft, waits="autonomy is draft here"),
    )  # fmt: skip
    assert (second.proposals[0].text, second.proposals[0].draft) == ("hide", made[1].draft)


async def test_what_was_not_even_offered_says_so(here: World) -> None:
    here.autonomy = "off"

    await enter(here, proposal(), proposal("two"))

    (decision,) = await here.store.ledger.page()
    assert [(one.waits, one.draft) for one in decision.proposals] == 2 * [("autonomy is off here", None)]


async def test_what_went_out_alone_waits_for_nothing(here: World) -> None:
    here.autonomy = "auto"

    await enter(here, proposal())

    (decision,) = await here.store.ledger.page()
    assert (decision.proposals[0].waits, bool(decision.proposals[0].draft)) == ("", True)


async def test_a_turn_that_is_refused_leaves_nothing_behind(here: World) -> None:
    await here.hear()
    turn = await here.turn()
    await here.hear(id="m2")

    assert await review.propose(here.brand, turn, [], Outcome(), [PLAIN]) == Not("outdated", ("",))

    assert await here.store.ledger.page() == []


async def test_decisions_are_found_by_place_by_time_and_by_conversation(here: World) -> None:
    places = []
    for _ in range(5):
        here.clock.at += DAY
        places.append(await enter(here))
    ledger = here.store.ledger

    assert [one.id for one in await ledger.page(limit=2)] == places[:2]
    assert [one.id for one in await ledger.page(places[1])] == places[2:]
    third = (await ledger.find(places[2:3]))[0].at
    assert [one.id async for one in ledger.since(third)] == places[2:]
    assert [one.id async for one in ledger.since(third + SECOND)] == places[3:]
    assert await ledger.of(at(BHAVIN)) == []


async def test_places_only_grow_when_the_clock_is_put_back(here: World) -> None:
    late = await enter(here)
    here.clock.at -= DAY
    early = await enter(here)
    await here.store.ledger.trim(START + DAY)
    forgotten = await enter(here)

    assert early == late.replace("-0", "-1")
    assert [one.id for one in await here.store.ledger.page()] == [forgotten]


async def test_what_is_old_is_forgotten(here: World) -> None:
    for _ in range(300):  # Redis forgets whole nodes of a stream, not single entries
        await enter(here)
    here.clock.at += KEPT_MS + DAY

    last = await enter(here)

    assert len(await here.store.ledger.page(limit=1000)) < 110
    assert await here.store.ledger.trim(here.clock.at - DAY) > 0
    assert [one.id for one in await here.store.ledger.page()] == [last]
    assert [one.id for one in await here.store.ledger.of(at(ASHA))] == [last]


async def test_what_was_wished_of_a_draft_is_read_with_how_that_reads(here: World) -> None:
    draft = await here.drafted("Majama!")
    await enter(here, facts=Facts(wish=Wish("shorter", "", "meera", draft)))

    (decision,) = await here.store.ledger.page()

    assert decision.facts.wish == Wish("shorter", "Majama!", "meera", draft)


async def test_what_a_person_does_is_no_decision_of_the_responders(here: World) -> None:
    await here.hear()
    await review.reply(here.brand, at(ASHA), MEERA, "Hello")

    assert await here.store.ledger.page() == []
