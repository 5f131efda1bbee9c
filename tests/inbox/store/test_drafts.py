"""Drafts in Redis: turns held one at a time, drafts saved with their reasons, each decided once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from inbox import review
from inbox.actions import Reply
from inbox.decisions import STRANGER, Past
from inbox.incoming import Reacted
from inbox.models import Actor, ConversationId, DraftId, RemoteId, contact_id
from inbox.policy import Slice
from inbox.store import codec
from inbox.store.drafts import Claimed, Not, Offer, Outcome
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA, NOOR
from tests.inbox.looking import opened, standing
from tests.world import ACCOUNT, LEASE, RULES, SECOND, START, World, at, proposal, said, thread_of

NORMAL = "normal"


async def offer(here: World, *offers: Offer, author: Actor = RULES) -> object:
    """Save drafts in Asha's conversation without a turn."""
    return await here.store.drafts.propose(at(ASHA), offers, START, author=author, mode=NORMAL)


async def test_a_turn_has_all_that_a_responder_may_look_at(here: World) -> None:
    await here.receive(*(said(f"{n}", id=f"m{n:02}", at=START + n) for n in range(40)))
    here.clock.at += here.brand.debounce

    turn = await here.store.drafts.claim_turn(here.clock.at, LEASE, "t", messages=10)

    assert isinstance(turn, Claimed)
    assert [m.text for m in turn.messages] == [str(n) for n in range(30, 40)]
    assert (turn.conversation.id, turn.mode, turn.token) == (at(ASHA), NORMAL, "t")
    assert list(turn.askers.values()) == [ASHA]


async def test_a_turn_is_held_by_one_until_its_lease_ends(here: World) -> None:
    await here.hear()
    first = await here.turn()

    assert await here.store.drafts.claim_turn(here.clock.at, LEASE, "u") == Idle(here.clock.at + LEASE)

    here.clock.at += LEASE
    second = await here.store.drafts.claim_turn(here.clock.at, LEASE, "u")
    assert isinstance(second, Claimed)
    assert second.conversation.id == first.conversation.id


async def test_claiming_and_saving_are_two_round_trips(here: World) -> None:
    await here.hear(author=BHAVIN)
    await here.propose(proposal(author=BHAVIN))
    await here.hear()
    before = here.store.client.round_trips

    await here.propose(proposal())

    assert here.store.client.round_trips - before <= 4


async def test_a_turn_counts_what_somebody_wrote_and_since_when(here: World) -> None:
    group = thread_of(ASHA, "group")
    await here.receive(said("two", id="m2", at=START + 5), said("one", id="m1", at=START))
    await here.receive(said("here, too", id="m3", at=START + 9, thread=replace(group, remote=RemoteId("g"))))
    await here.receive(said("one", id="m1", at=START))  # the network says it again
    await here.receive(Reacted(thread_of(ASHA), RemoteId("m1"), replace(ASHA, name="Asha B"), "❤", START + 10))

    turn = await here.turn()

    asha = contact_id(ACCOUNT, ASHA.remote)
    assert turn.past == {asha: Past(3, START)}
    assert turn.askers == {asha: replace(ASHA, name="Asha B")}


async def test_of_somebody_from_a_store_of_old_nothing_is_known(here: World) -> None:
    await here.hear()
    contact = codec.contact_text(ASHA)
    await here.store.client.call("HSET", f"{{{here.name}}}:contacts", contact_id(ACCOUNT, ASHA.remote), contact)

    turn = await here.turn()

    assert list(turn.past.values()) == [STRANGER]
    assert (turn.wishes, turn.resolved_at, turn.disclosed, turn.grants) == ({}, 0, False, frozenset())


async def test_a_turn_knows_what_may_go_out_alone_and_when_it_was_last_resolved(here: World) -> None:
    await here.hear()
    await review.resolve(here.brand, at(ASHA), MEERA)
    resolved = here.clock.at
    granted, withdrawn = Slice("faq", ACCOUNT, "direct"), Slice("faq", ACCOUNT, "group", "sales")
    for each in (granted, withdrawn):
        await here.store.grants.grant(each, "olga", START)
    await here.store.grants.withdraw(withdrawn, "they complained", "olga", START)
    here.clock.at += SECOND
    await here.hear(id="m2")

    turn = await here.turn()

    assert (turn.grants, turn.resolved_at) == ({granted}, resolved)


async def test_a_draft_that_does_not_exist_is_none_and_cannot_be_decided(here: World) -> None:
    assert await here.store.drafts.open(DraftId("404"), START) is None
    done = await here.store.drafts.approve(DraftId("404"), MEERA, Reply(ASHA.remote, "x"), START, NORMAL, START)
    assert done == Not("missing")
    assert await here.store.drafts.reject(DraftId("404"), MEERA, "no", START) == Not("missing")
    made = await here.store.drafts.propose(ConversationId("404"), [], START, author=RULES, mode=NORMAL)
    assert isinstance(made, Not)
    assert made.why == "missing"


async def test_approving_and_rejecting_at_once_is_one_decision(here: World) -> None:
    for n in range(20):
        draft = await here.drafted(id=f"m{n}")
        here.clock.at += SECOND

        approved, rejected = await asyncio.gather(
            here.store.drafts.approve(draft, MEERA, Reply(ASHA.remote, "x"), START, NORMAL, here.clock.at),
            here.store.drafts.reject(draft, NOOR, "no", here.clock.at),
        )

        state = (await opened(here, draft)).draft.state
        assert (isinstance(approved, Not), rejected is None) == (
            (True, True) if state == "rejected" else (False, False)
        )


async def test_a_person_who_has_claimed_the_conversation_may_decide_in_it(here: World) -> None:
    draft = await here.drafted()
    until = here.clock.at + SECOND
    await here.store.conversations.mark(
        at(ASHA), START, "conversation.claimed", "meera", fields={"cl": f"meera|{until}"}
    )

    assert await here.store.drafts.reject(draft, NOOR, "no", here.clock.at) == Not("claimed", ("meera",))
    assert await here.store.drafts.reject(draft, MEERA, "no", here.clock.at) is None


async def test_drafts_of_responders_are_refused_while_a_person_speaks(here: World) -> None:
    await here.hear()
    await offer(here, Offer(proposal("mine", by=MEERA), RemoteId("m1"), START, MEERA), author=MEERA)

    assert await offer(here, Offer(proposal(), RemoteId("m1"))) == Not("quiet", ("meera",))
    assert (await standing(here)).quiet_by == "meera"


async def test_labels_come_once_and_priority_stays_where_nobody_says_otherwise(here: World) -> None:
    await here.hear()
    save = here.store.drafts.propose

    await save(at(ASHA), [], START, author=RULES, mode=NORMAL, outcome=Outcome(("vip",), 3))
    await save(at(ASHA), [], START, author=RULES, mode=NORMAL, outcome=Outcome(("vip", "sales")))

    stands = await standing(here)
    assert (stands.labels, stands.priority) == (("vip", "sales"), 3)


async def test_the_next_turn_is_about_those_whom_no_responder_has_looked_at_yet(here: World) -> None:
    group = thread_of(ASHA, "group")
    await here.receive(said("one", ASHA, thread=group))
    await here.propose(proposal())
    await here.receive(said("two", BHAVIN, id="m2", at=START + 1, thread=group))

    assert list((await here.turn()).askers.values()) == [BHAVIN]


async def test_a_person_who_answers_leaves_those_who_asked_to_be_looked_at(here: World) -> None:
    await here.hear()
    await review.reply(here.brand, at(ASHA), MEERA, "one moment")
    await review.silence(here.brand, at(ASHA), MEERA, silent=False)

    assert list((await here.turn()).askers.values()) == [ASHA]
