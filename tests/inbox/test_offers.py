"""What is offered as a draft: what a responder may, what has earned to go out alone, and what somebody wished for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import review
from inbox.decisions import Heard, proposed
from inbox.errors import NotAllowed
from inbox.incoming import MessageRemoved
from inbox.models import AccountId, ContactId, DraftId, EntryId, Kind, RemoteId
from inbox.offers import not_offered
from inbox.policy import Slice
from inbox.store.drafts import Claimed, Made, Outcome
from tests.cast import ASHA, BHAVIN, MEERA, OLGA
from tests.inbox.looking import leaving, opened, whats
from tests.inbox.store.test_ledger import PLAIN
from tests.world import ACCOUNT, DAY, START, World, at, proposal, said, thread_of

ASHAS = ContactId(f"{ACCOUNT}/{ASHA.remote}")
EARNED = Slice("rules", ACCOUNT, "direct")
NO_MODEL = "no model is there that could write it anew; the one before waits again"


async def silent(here: World) -> list[str]:
    """What the log says about drafts that did not come."""
    entries = await here.store.log.after(EntryId("0-0"))
    return [entry.detail for entry in entries if entry.what == "responders.silent"]


async def wished(here: World, words: str = "shorter", draft: DraftId | None = None) -> Claimed:
    """The turn that comes after somebody wished another draft."""
    await review.redraft(here.brand, draft or await here.drafted("Majama, kem cho?"), MEERA, words)
    return await here.turn()


async def waits(here: World, made: Made) -> str:
    """Why a draft waits; empty: it goes out alone."""
    draft = (await opened(here, made.draft)).draft
    assert (draft.state == "approved") == (made.delivery is not None)
    return draft.waits


# --------------------------------------------------------------------------------------------------------------- wishes


async def test_a_wish_comes_with_the_text_that_it_starts_from_and_declines_nothing(here: World) -> None:
    draft = await here.drafted("Majama, kem cho?")

    turn = await wished(here, "shorter,\nplease", draft)

    wish = turn.wishes[ASHAS]
    assert (wish.words, wish.text, wish.by, wish.draft) == ("shorter, please", "Majama, kem cho?", "meera", draft)
    assert turn.declined == {}
    assert (await opened(here, draft)).draft.reason == "another draft wanted: shorter, please"


async def test_a_draft_made_of_a_wish_always_waits(here: World) -> None:
    turn = await wished(here)
    here.autonomy = "auto"

    (made,) = await here.propose(proposal("Majama!"), turn=turn)

    assert await waits(here, made) == "somebody asked for it"
    here.clock.at += DAY
    await here.hear(id="m2")
    assert (await here.turn()).wishes == {}


async def test_where_nobody_can_fulfil_a_wish_the_old_draft_waits_again(here: World) -> None:
    draft = await here.drafted("Majama, kem cho?")
    turn = await wished(here, draft=draft)

    assert await here.propose(turn=turn) == ()

    found = (await opened(here, draft)).draft
    assert (found.state, found.reason, found.decided_by) == ("pending", "", "")
    assert await silent(here) == [NO_MODEL]
    assert (await whats(here))[-1] == "draft.again"
    await review.approve(here.brand, draft, MEERA)
    assert len(await leaving(here)) == 1


@pytest.mark.parametrize(
    ("outcome", "heard", "words"),
    [
        (Outcome(), (), "no model is there that could write it anew"),
        (Outcome(), (Heard("model", "q", ""),), "nothing came of what was asked for"),
        (Outcome(skipped=("model",)), (), "nothing came of what was asked for"),
    ],
)
async def test_why_a_wish_was_not_fulfilled_is_said(
    here: World, outcome: Outcome, heard: tuple[Heard, ...], words: str
) -> None:
    turn = await wished(here)

    await review.propose(here.brand, turn, [], outcome, [replace(PLAIN, heard=heard)])

    assert await silent(here) == [f"{words}; the one before waits again"]


async def test_a_wish_ends_with_new_words_and_its_old_draft_does_not_come_back(here: World) -> None:
    draft = await here.drafted()
    await review.redraft(here.brand, draft, MEERA, "shorter")
    await here.receive(said("And on Sunday?", id="m2", at=here.clock.at))

    turn = await here.turn()
    await here.propose(turn=turn)

    assert (turn.wishes, (await opened(here, draft)).draft.state) == ({}, "rejected")
    assert await silent(here) == []


async def test_a_draft_about_a_removed_message_does_not_come_back(here: World) -> None:
    draft = await here.drafted()
    await review.redraft(here.brand, draft, MEERA, "shorter")
    await here.receive(MessageRemoved(thread_of(ASHA), RemoteId("m1"), here.clock.at))

    await here.propose()

    assert (await opened(here, draft)).draft.state == "rejected"


async def test_a_wish_that_is_too_long_is_refused(here: World) -> None:
    draft = await here.drafted()

    with pytest.raises(NotAllowed, match="Say what you wish in at most 500 characters; these are 501"):
        await review.redraft(here.brand, draft, MEERA, "x" * 501)

    assert (await opened(here, draft)).draft.state == "pending"


async def test_a_wish_for_one_leaves_the_draft_for_another(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(said("one", ASHA, id="m1", thread=post), said("two", BHAVIN, id="m2", thread=post))
    hers, his = await here.propose(proposal(to="m1"), proposal(to="m2"))

    turn = await wished(here, draft=hers.draft)
    await here.propose(turn=turn)

    assert list(turn.askers.values()) == [ASHA]
    assert [(await opened(here, made.draft)).draft.state for made in (hers, his)] == ["pending", "pending"]


async def test_a_wish_that_was_fulfilled_can_be_wished_further(here: World) -> None:
    turn = await wished(here)
    (made,) = await here.propose(proposal("Majama!"), turn=turn)

    turn = await wished(here, "in Gujarati", made.draft)

    assert (turn.wishes[ASHAS].words, turn.wishes[ASHAS].text) == ("in Gujarati", "Majama!")


# --------------------------------------------------------------------------------------------------------------- grants


async def test_a_grant_lifts_draft_to_auto(here: World) -> None:
    await here.store.grants.grant(EARNED, "olga", START)
    await here.hear()

    (made,) = await here.propose(proposal())

    assert await waits(here, made) == ""


@pytest.mark.parametrize(
    "other",
    [
        Slice("faq", ACCOUNT, "direct"),
        Slice("rules", AccountId("telegram:other"), "direct"),
        Slice("rules", ACCOUNT, "group"),
        Slice("rules", ACCOUNT, "direct", "sales"),
    ],
)
async def test_a_grant_is_for_its_slice_alone(here: World, other: Slice) -> None:
    await here.store.grants.grant(other, "olga", START)
    await here.hear()

    (made,) = await here.propose(proposal())

    assert await waits(here, made) == "autonomy is draft here"


async def test_a_grant_for_a_label_counts_as_soon_as_the_label_is_there(here: World) -> None:
    await here.store.grants.grant(replace(EARNED, label="sales"), "olga", START)
    await here.hear()

    made = await review.propose(here.brand, await here.turn(), [proposal()], Outcome(labels=("sales",)))

    assert isinstance(made, tuple)
    assert await waits(here, made[0]) == ""


async def test_a_label_of_this_turn_counts_for_bot_yaml_as_well(here: World) -> None:
    asked: list[tuple[str, ...]] = []

    def autonomy(_: str, __: AccountId, ___: Kind, labels: tuple[str, ...]) -> str:
        asked.append(labels)
        return "draft" if "complaint" in labels else "auto"

    brand = replace(here.brand, autonomy=autonomy)  # type: ignore[arg-type]  # of fewer words
    await here.hear()
    await review.label(here.brand, at(ASHA), MEERA, ["vip"])

    made = await review.propose(brand, await here.turn(), [proposal()], Outcome(labels=("complaint",)))

    assert isinstance(made, tuple)
    assert (asked, made[0].delivery) == ([("vip", "complaint")], None)


async def test_a_grant_lifts_nothing_that_is_off(here: World) -> None:
    await here.store.grants.grant(EARNED, "olga", START)
    here.autonomy = "off"
    await here.hear()

    assert await here.propose(proposal()) == ()


async def test_a_grant_lifts_nothing_that_a_check_or_a_person_holds(here: World) -> None:
    await here.store.grants.grant(EARNED, "olga", START)
    await here.hear()

    (made,) = await here.propose(proposal(checks=("It has a link.",)))

    assert await waits(here, made) == "a check failed"


async def test_what_is_taken_back_while_a_responder_thinks_does_not_go_out(here: World) -> None:
    await here.store.grants.grant(EARNED, "olga", START)
    await here.hear()
    turn = await here.turn()
    await here.store.grants.withdraw(EARNED, "they complained", "sangam", START)

    (made,) = await here.propose(proposal(), turn=turn)

    assert await waits(here, made) == "autonomy is draft here"


async def test_taking_a_grant_back_takes_back_what_is_queued_by_it_and_nothing_else(here: World) -> None:
    await here.store.grants.grant(EARNED, "olga", START)
    await here.hear()
    (alone,) = await here.propose(proposal())
    await here.receive(said("hello", BHAVIN, id="m9", thread=thread_of(BHAVIN, "group")))
    (other,) = await here.propose(proposal(author=BHAVIN))
    await review.approve(here.brand, other.draft, OLGA)

    done = await here.store.grants.withdraw(EARNED, "they complained", "sangam", here.clock.at)

    assert done == (True, 1)
    draft = (await opened(here, alone.draft)).draft
    assert (draft.state, draft.waits) == ("pending", "it may not go out alone any more: they complained")
    assert await leaving(here) == ()
    assert (await opened(here, other.draft)).draft.state == "approved"


def test_decisions_are_marked_where_a_proposal_was_not_offered() -> None:
    one = proposed(proposal())
    decisions = [replace(PLAIN, proposals=(one, one)), replace(PLAIN, proposals=()), replace(PLAIN, proposals=(one,))]

    marked = list(not_offered(decisions, frozenset({1, 2})))

    assert [[bool(each.waits) for each in decision.proposals] for decision in marked] == [[False, True], [], [True]]
