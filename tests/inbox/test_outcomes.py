"""Outcomes: what people made of drafts, and whether what went out alone ended well."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from inbox import delivery, review
from inbox.actions import Edit, Proposal, Remove
from inbox.decisions import Decision, digest, proposed
from inbox.incoming import MessageRemoved
from inbox.models import ContactId, RemoteId
from inbox.network import Receipt
from inbox.outcomes import Outcome, outcomes
from inbox.store.drafts import NOTHING_ELSE
from inbox.store.drafts import Outcome as Besides
from inbox.store.outbox import Sending
from tests.cast import ASHA, BHAVIN, MEERA, OLGA
from tests.inbox.looking import opened
from tests.inbox.store.test_ledger import PLAIN
from tests.world import ACCOUNT, DAY, HOUR, LEASE, SECOND, START, World, at, proposal, said, thread_of

OURS = RemoteId("r1")
MINUTE = 60 * SECOND


async def decide(here: World, *proposals: Proposal, id: str = "m1", besides: Besides = NOTHING_ELSE) -> Decision:
    """Asha writes, and the responders make these proposals of it."""
    here.clock.at += SECOND
    await here.receive(said("Kem cho?", id=id, at=here.clock.at))
    turn = await here.turn()
    decision = replace(
        PLAIN,
        at=here.clock.at,
        upto=RemoteId(id),
        seen=digest(id),
        proposals=tuple(map(proposed, proposals)),
        labels=besides.labels,
        hand_off=besides.hand_off,
    )
    await review.propose(here.brand, turn, proposals, besides, [decision])
    return (await here.store.ledger.of(at(ASHA)))[-1]


async def send(here: World, id: str = OURS) -> None:
    """What is due leaves."""
    here.clock.at += here.brand.undo.automatic
    sending = await here.store.outbox.claim(here.clock.at, LEASE, "t")
    assert isinstance(sending, Sending)
    begun = await here.store.outbox.begin(sending, here.clock.at)
    assert begun
    await delivery.sent(here.brand, begun, Receipt(RemoteId(id), here.clock.at))


async def alone(here: World) -> Decision:
    """An answer that went out alone."""
    here.autonomy = "auto"
    decision = await decide(here, proposal())
    await send(here)
    here.clock.at += MINUTE
    return decision


async def outcome(here: World, decision: Decision) -> Outcome:
    """What became of one decision."""
    return (await outcomes(here.brand, [decision]))[decision.id]


# ------------------------------------------------------------------------------------------- what was made of a draft


async def test_what_a_person_decides_is_the_outcome(here: World) -> None:
    async def approve(decision: Decision, text: str | None = None) -> None:
        assert decision.proposals[0].draft
        await review.approve(here.brand, decision.proposals[0].draft, MEERA, text)

    accepted = await decide(here, proposal("Majama!"), id="m1")
    await approve(accepted)
    edited = await decide(here, proposal("Majama!"), id="m2")
    await approve(edited, "Saras!")
    rejected = await decide(here, proposal("Majama!"), id="m3")
    assert rejected.proposals[0].draft
    await review.reject(here.brand, rejected.proposals[0].draft, OLGA, "too cold")
    outdated = await decide(here, proposal("Majama!"), id="m4")
    waiting = await decide(here, proposal("Majama!"), id="m5")
    nothing = await decide(here, id="m6")
    decisions = [accepted, edited, rejected, outdated, waiting, nothing]
    found = await outcomes(here.brand, decisions)

    told = [(one.what, one.by, one.reason, one.said) for one in (found[each.id] for each in decisions)]
    assert told == [
        ("accepted", "meera", "", "Majama!"),
        ("edited", "meera", "", "Saras!"),
        ("rejected", "olga", "too cold", ""),
        ("outdated", "", "they wrote again", ""),
        ("outdated", "", "they wrote again", ""),
        ("nothing", "", "", ""),
    ]
    assert {one.drafted for one in found.values()} == {"Majama!", ""}


async def test_a_draft_that_waits_is_open(here: World) -> None:
    assert (await outcome(here, await decide(here, proposal()))).what == "open"


async def test_of_two_drafts_the_one_that_was_taken_counts(here: World) -> None:
    decision = await decide(here, proposal("one"), proposal("two"))
    second = decision.proposals[1].draft
    assert second
    await review.approve(here.brand, second, MEERA)

    found = await outcome(here, decision)

    assert (found.what, found.draft, found.said) == ("accepted", second, "two")


async def test_what_nobody_decided_is_alone_once_it_has_left(here: World) -> None:
    here.autonomy = "auto"
    decision = await decide(here, proposal())
    assert (await outcome(here, decision)).what == "open"

    await send(here)

    found = await outcome(here, decision)
    assert (found.what, found.by, found.bad, found.said) == ("alone", "sangam", "", "Majama!")


async def test_what_a_person_took_back_in_time_is_decided_by_them(here: World) -> None:
    here.autonomy = "auto"
    decision = await decide(here, proposal())
    draft = decision.proposals[0].draft
    assert draft
    ready = (await opened(here, draft)).delivery
    assert ready
    await review.recall(here.brand, ready.id, MEERA)
    assert (await outcome(here, decision)).what == "open"

    await review.reject(here.brand, draft, MEERA, "wrong")

    assert (await outcome(here, decision)).what == "rejected"


# ------------------------------------------------------------------------------- how it ended, where nobody had read it


async def removed(here: World) -> None:
    """Olga removes what was said."""
    await review.act(here.brand, at(ASHA), OLGA, Remove(ASHA.remote, OURS))
    await send(here, "r2")


async def edited(here: World) -> None:
    """Olga changes what was said."""
    await review.act(here.brand, at(ASHA), OLGA, Edit(ASHA.remote, OURS, "No."))
    await send(here, "r2")


async def removed_elsewhere(here: World) -> None:
    """Somebody removes it on the network itself."""
    await here.receive(MessageRemoved(thread_of(ASHA), OURS, here.clock.at))


async def person_writes(here: World) -> None:
    """Meera writes next."""
    await review.reply(here.brand, at(ASHA), MEERA, "Sorry, that was wrong.")
    await send(here, "r2")


async def person_writes_in_the_app(here: World) -> None:
    """Somebody writes next in the network's own app."""
    await here.receive(said("Sorry!", None, id="r2", at=here.clock.at))


async def opens_again(here: World) -> None:
    """Meera resolves it, and then thinks better of it."""
    await review.resolve(here.brand, at(ASHA), MEERA)
    await review.reopen(here.brand, at(ASHA), MEERA)


async def asks_on(here: World) -> None:
    """They ask on, and Meera has to answer."""
    here.autonomy = "draft"
    await decide(here, id="m2")
    await person_writes(here)


async def asks_for_a_person(here: World) -> None:
    """They ask for a person."""
    here.clock.at += 5 * HOUR
    await decide(here, id="m2", besides=Besides(hand_off="They ask for a person."))


async def is_upset(here: World) -> None:
    """They are upset."""
    here.clock.at += 5 * HOUR
    await decide(here, proposal("Sorry!"), id="m2", besides=Besides(labels=("upset",)))


BADLY = {
    removed: ("corrected", "what it said was removed"),
    edited: ("corrected", "what it said was changed"),
    removed_elsewhere: ("corrected", "what it said was removed"),
    person_writes: ("corrected", "one of our people wrote next"),
    person_writes_in_the_app: ("corrected", "one of our people wrote next"),
    opens_again: ("reopened", "meera opened the conversation again"),
    asks_on: ("reopened", "they asked on, and one of our people answered"),
    asks_for_a_person: ("complained", "they wrote again, and a person was asked for: They ask for a person."),
    is_upset: ("complained", "they wrote again, labelled upset"),
}


@pytest.mark.parametrize(("what_happens", "expected"), BADLY.items(), ids=lambda one: getattr(one, "__name__", ""))
async def test_what_ends_badly_says_how(
    here: World, what_happens: Callable[[World], Awaitable[None]], expected: tuple[str, str]
) -> None:
    decision = await alone(here)

    await what_happens(here)

    found = await outcome(here, decision)
    assert (found.what, found.bad, found.why) == ("alone", *expected)


async def nothing_more(_: World) -> None:
    """Nothing more is said."""


async def answered_by_itself(here: World) -> None:
    """They ask on, and are answered by itself again."""
    await decide(here, proposal("Yes"), id="m2")
    await send(here, "r2")


async def approved_as_it_was(here: World) -> None:
    """They ask on, and a person sends what was drafted, unchanged."""
    here.autonomy = "draft"
    decision = await decide(here, proposal("Yes"), id="m2")
    assert decision.proposals[0].draft
    await review.approve(here.brand, decision.proposals[0].draft, MEERA)
    await send(here, "r2")


async def asks_something_later(here: World) -> None:
    """They ask something hours later, and a person answers."""
    here.clock.at += 2 * HOUR
    await asks_on(here)


async def person_writes_days_later(here: World) -> None:
    """A person writes two days later."""
    here.clock.at += 2 * DAY
    await person_writes_in_the_app(here)


async def comes_back_by_itself(here: World) -> None:
    """A snooze ends."""
    await review.snooze(here.brand, at(ASHA), MEERA, here.clock.at + SECOND)
    await here.store.conversations.mark(
        at(ASHA), here.clock.at, "conversation.reopened", "sangam", shelf="open", score=here.clock.at
    )


@pytest.mark.parametrize(
    "what_happens",
    [
        nothing_more, answered_by_itself, approved_as_it_was, asks_something_later, person_writes_days_later,
        comes_back_by_itself,
    ],
)  # fmt: skip
async def test_what_ends_well_is_not_bad(here: World, what_happens: Callable[[World], Awaitable[None]]) -> None:
    decision = await alone(here)

    await what_happens(here)

    found = await outcome(here, decision)
    assert (found.what, found.bad, found.why) == ("alone", "", "")


async def test_in_a_group_what_is_said_to_others_does_not_count(here: World) -> None:
    here.autonomy = "auto"
    group = thread_of(ASHA, "group")
    await here.receive(said("when?", ASHA, id="m1", thread=group), said("where?", BHAVIN, id="m2", thread=group))
    decision = replace(PLAIN, at=START, proposals=(proposed(proposal(to="m1")),))
    await review.propose(here.brand, await here.turn(), [proposal(to="m1")], NOTHING_ELSE, [decision])
    await send(here)
    here.clock.at += MINUTE
    (entered,) = await here.store.ledger.page()

    await review.reply(here.brand, at(ASHA), MEERA, "Over there.", to=RemoteId("m2"))
    await send(here, "r2")
    assert (await outcome(here, entered)).bad == ""

    await review.reply(here.brand, at(ASHA), MEERA, "Not at nine!", to=RemoteId("m1"))
    await send(here, "r3")
    assert (await outcome(here, entered)).bad == "corrected"


async def test_hundreds_are_a_few_round_trips(here: World) -> None:
    decisions = []
    for number in range(60):
        here.clock.at += DAY
        await here.receive(said("Kem cho?", BHAVIN, id=f"m{number}", at=here.clock.at))
        turn, one = await here.turn(), proposal(author=BHAVIN)
        decision = replace(
            PLAIN,
            at=here.clock.at,
            conversation=at(BHAVIN),
            asker=ContactId(f"{ACCOUNT}/{BHAVIN.remote}"),
            proposals=(proposed(one),),
        )
        await review.propose(here.brand, turn, [one], NOTHING_ELSE, [decision])
    decisions = await here.store.ledger.page()
    before = here.store.client.round_trips

    found = await outcomes(here.brand, decisions)

    assert len(found) == 60
    assert here.store.client.round_trips - before <= 3
