"""Deciding: who may, once, and only while it still fits."""

from __future__ import annotations

import asyncio

import pytest

from inbox import review, views
from inbox.actions import Block, Hide, Proposal, Reply
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Outdated
from inbox.models import SYSTEM, AccountId, Actor, ConversationId, DeliveryId, DraftId, RemoteId
from inbox.policy import Level, Mode
from inbox.store.drafts import Not, Offer
from tests.cast import ASHA, BHAVIN, MEERA, OLGA, PAVEL, QASIM
from tests.inbox.looking import leaving, opened, shelves, whats
from tests.world import ACCOUNT, CAPABILITIES, DAY, RULES, SECOND, START, World, at, proposal

# ------------------------------------------------------------------------------------------------------------ proposing


async def test_a_proposal_waits_for_a_person(here: World) -> None:
    made = await here.drafted("Majama!")

    found = await opened(here, made)

    assert (found.draft.state, found.draft.about, found.draft.at) == ("pending", "m1", here.clock.at)
    assert found.draft.proposal == proposal("Majama!")
    assert found.draft.waits == "autonomy is draft here"
    assert (found.contact, found.about and found.about.text, found.delivery) == (ASHA, "Kem cho?", None)
    assert await shelves(here) == {"waiting", "drafted", "open", "all"}


async def test_what_may_go_alone_is_approved_as_the_system_and_waits_for_the_undo_window(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()

    (made,) = await here.propose(proposal())

    found = await opened(here, made.draft)
    assert (found.draft.state, found.draft.decided_by, found.draft.waits) == ("approved", "sangam", "")
    assert found.delivery
    assert found.delivery.due == here.clock.at + here.brand.undo.automatic
    assert (found.delivery.by, found.delivery.author) == (SYSTEM, "rules")
    assert await shelves(here) == {"waiting", "open", "all"}


async def test_a_responder_that_is_off_makes_no_draft(here: World) -> None:
    here.autonomy = "off"
    await here.hear()

    assert await here.propose(proposal()) == ()


async def test_two_proposals_of_one_turn_wait_side_by_side_until_one_is_approved(here: World) -> None:
    await here.hear()
    first, second = await here.propose(proposal("one"), proposal("two"))

    await review.approve(here.brand, second.draft, MEERA)

    states = [(await opened(here, made.draft)).draft for made in (first, second)]
    assert [(draft.state, draft.reason) for draft in states] == [
        ("outdated", "meera approved another"), ("approved", ""),
    ]  # fmt: skip


async def test_one_that_needs_nobody_outdates_the_one_beside_it(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()

    unsure, sure = await here.propose(proposal("one", evidence="none"), proposal("two"))

    assert (await opened(here, unsure.draft)).draft.state == "outdated"
    assert sure.delivery


async def test_a_newer_draft_takes_the_place_of_an_older_one(here: World) -> None:
    older = await here.drafted(id="m1")
    await here.store.drafts.propose(at(ASHA), [], START, author=RULES, mode="normal")
    await here.store.drafts.propose(
        at(ASHA), [Offer(proposal("new"), RemoteId("m1"))], START, author=RULES, mode="normal"
    )

    found = (await opened(here, older)).draft
    assert (found.state, found.reason) == ("outdated", "a newer draft took its place")


async def test_words_that_come_while_a_responder_thinks_refuse_its_answer_and_bring_the_turn_again(
    here: World,
) -> None:
    await here.hear("one", id="m1")
    turn = await here.turn()
    await here.hear("two", id="m2")

    assert await review.propose(here.brand, turn, [proposal()]) == Not("outdated", ("",))

    again = await here.turn()
    assert [message.text for message in again.messages] == ["one", "two"]


async def test_a_mode_that_changes_while_a_responder_thinks_brings_the_turn_again(here: World) -> None:
    await here.hear()
    turn = await here.turn()
    await here.store.modes.change(Mode("careful"), here.clock.at)

    assert await review.propose(here.brand, turn, [proposal()]) == Not("mode", ("careful",))
    assert (await here.turn()).mode == "careful"


async def test_a_turn_whose_lease_was_lost_is_somebody_elses(here: World) -> None:
    await here.hear()
    slow = await here.turn()
    here.clock.at += 2 * 60_000
    await here.turn()

    assert await review.propose(here.brand, slow, [proposal()]) == Not("outdated", ("lease",))


async def test_what_would_go_alone_waits_while_somebody_writes(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    turn = await here.turn()
    await review.claim(here.brand, at(ASHA), MEERA)

    (made,) = await here.propose(proposal(), turn=turn)

    assert made.delivery is None
    found = (await opened(here, made.draft)).draft
    assert (found.state, found.waits) == ("pending", "meera is writing here")


# ------------------------------------------------------------------------------------------------------------ approving


async def test_an_approved_draft_leaves_after_the_undo_window(here: World) -> None:
    draft = await here.drafted("Majama!")

    id = await review.approve(here.brand, draft, MEERA)

    found = await opened(here, draft)
    assert (found.draft.state, found.draft.decided_by, found.draft.delivery) == ("approved", "meera", id)
    assert found.delivery
    assert (found.delivery.state, found.delivery.due) == ("queued", here.clock.at + here.brand.undo.people)
    assert (found.delivery.by, found.delivery.author) == (MEERA, "rules")
    assert found.delivery.action == Reply(ASHA.remote, "Majama!")
    assert await shelves(here) == {"waiting", "open", "all"}


async def test_a_draft_may_be_approved_with_another_text(here: World) -> None:
    id = await review.approve(here.brand, await here.drafted("Majama!"), MEERA, "Saras!")

    found = await here.store.outbox.open(id)
    assert found
    assert (found.action, found.edited) == (Reply(ASHA.remote, "Saras!"), True)
    draft = (await opened(here, found.draft)).draft
    assert (draft.state, draft.reason, views.decision(draft)) == ("approved", "edited", "approved by meera, edited")
    assert draft.proposal == proposal("Majama!")


async def test_the_same_text_typed_again_is_no_other_text(here: World) -> None:
    draft = await here.drafted("Majama!")

    id = await review.approve(here.brand, draft, MEERA, "Majama!")

    found = await opened(here, draft)
    assert found.delivery
    assert (found.draft.reason, found.delivery.id, found.delivery.edited) == ("", id, False)


async def test_what_was_taken_back_and_approved_as_it_was_drafted_is_not_edited(here: World) -> None:
    draft = await here.drafted("Majama!")
    await review.recall(here.brand, await review.approve(here.brand, draft, MEERA, "Saras!"), MEERA)

    id = await review.approve(here.brand, draft, MEERA)

    found = await here.store.outbox.open(id)
    assert found
    assert (found.edited, found.action) == (False, Reply(ASHA.remote, "Majama!"))
    assert views.decision((await opened(here, draft)).draft) == "approved by meera"


async def test_the_mode_of_a_decision_is_kept_with_it(here: World) -> None:
    first, second = await here.drafted(id="m1"), await here.drafted(author=BHAVIN, id="m2")
    await here.store.modes.change(Mode("careful"), here.clock.at)
    delivery = await review.approve(here.brand, first, MEERA)
    await review.reject(here.brand, second, MEERA, "no")
    third = await review.reply(here.brand, at(BHAVIN), MEERA, "Hello")

    assert [(await opened(here, id)).draft.mode for id in (first, second)] == ["careful", "careful"]
    written = await here.store.outbox.open(third)
    assert written
    assert (await opened(here, written.draft)).draft.mode == "careful"

    await review.recall(here.brand, delivery, MEERA)
    await here.store.modes.change(Mode("normal"), here.clock.at)
    await review.approve(here.brand, first, MEERA)
    assert (await opened(here, first)).draft.mode == "normal"


async def test_fifty_people_at_once_are_one_delivery_and_forty_nine_polite_refusals(here: World) -> None:
    draft = await here.drafted()
    people = [Actor("person", f"meera{n}", "moderator") for n in range(50)]

    ends = await asyncio.gather(*(review.approve(here.brand, draft, by) for by in people), return_exceptions=True)

    refusals = [end for end in ends if isinstance(end, AlreadyDecided)]
    (sent,) = {end for end in ends if not isinstance(end, BaseException)}
    winner = (await opened(here, draft)).draft.decided_by
    assert len(refusals) == 49
    assert {str(end) for end in refusals} == {f"Already approved by {winner}."}
    assert [d.id for d in await leaving(here)] == [sent]


async def test_approving_takes_two_round_trips_and_drafting_two(here: World) -> None:
    await here.drafted(author=BHAVIN)
    await here.hear()
    before = here.store.client.round_trips
    draft = (await here.propose(proposal()))[0].draft
    drafted = here.store.client.round_trips

    await review.approve(here.brand, draft, MEERA)

    assert drafted - before <= 4
    assert here.store.client.round_trips - drafted <= 2


@pytest.mark.parametrize("actor", [PAVEL, QASIM, RULES, Actor("person", "nobody"), Actor("person", "eve", "root")])
async def test_who_has_not_the_right_is_told_so(here: World, actor: Actor) -> None:
    draft = await here.drafted()

    with pytest.raises(NotAllowed, match=rf"{actor.name} may not approve \(role .+\); somebody with more rights can\."):
        await review.approve(here.brand, draft, actor)


async def test_the_right_to_approve_is_not_the_right_to_everything(here: World) -> None:
    await here.hear(kind="group")
    (made,) = await here.propose(Proposal(Block(ASHA.remote, ASHA.remote), RULES, "spam"))

    with pytest.raises(NotAllowed, match="meera may not block"):
        await review.approve(here.brand, made.draft, MEERA)
    assert await review.approve(here.brand, made.draft, OLGA)


async def test_a_draft_that_does_not_exist_is_not_found(here: World) -> None:
    for deed in (
        review.approve(here.brand, DraftId("404"), MEERA),
        review.reject(here.brand, DraftId("404"), MEERA, "no"),
        review.recall(here.brand, DeliveryId("404"), MEERA),
        review.reply(here.brand, ConversationId("404"), MEERA, "x"),
        review.act(here.brand, ConversationId("404"), MEERA, Hide(RemoteId("1"), RemoteId("2"))),
        review.note(here.brand, ConversationId("404"), MEERA, "x"),
    ):
        with pytest.raises(NotFound, match="There is no"):
            await deed


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "There is nothing to send."), (" \n", "There is nothing to send."), ("x" * 4097, "takes 4096")],
)
async def test_a_text_that_cannot_be_sent_is_refused(here: World, text: str, words: str) -> None:
    with pytest.raises(NotAllowed, match=words):
        await review.approve(here.brand, await here.drafted(), MEERA, text)


async def test_an_action_without_a_text_takes_none(here: World) -> None:
    await here.hear()
    (made,) = await here.propose(Proposal(Hide(ASHA.remote, RemoteId("m1")), RULES, "spam"))

    with pytest.raises(NotAllowed, match="has no text"):
        await review.approve(here.brand, made.draft, MEERA, "x")


async def test_a_draft_that_no_longer_fits_says_why(here: World) -> None:
    draft = await here.drafted()
    await here.hear("wait", id="m2")

    with pytest.raises(Outdated, match=r"This draft no longer fits: they wrote again\."):
        await review.approve(here.brand, draft, MEERA)


async def test_after_the_reply_window_nothing_can_be_approved(here: World) -> None:
    draft = await here.drafted()
    here.clock.at += DAY

    with pytest.raises(NotAllowed, match="Not sent: Telegram lets us answer for 24 hours after"):
        await review.approve(here.brand, draft, MEERA)


async def test_an_account_that_is_switched_off_sends_nothing(here: World) -> None:
    draft = await here.drafted()
    here.capabilities = {AccountId("webchat:site"): CAPABILITIES}

    for deed in (review.approve(here.brand, draft, MEERA), review.reply(here.brand, at(ASHA), MEERA, "x")):
        with pytest.raises(NotAllowed, match=f"The account {ACCOUNT} is not switched on"):
            await deed


@pytest.mark.parametrize(("level", "allowed"), [("careful", True), ("crisis", True), ("stopped", False)])
async def test_what_the_mode_forbids_cannot_be_approved(here: World, level: Level, allowed: bool) -> None:
    draft = await here.drafted()
    await here.store.modes.change(Mode(level), here.clock.at)

    if allowed:
        assert await review.approve(here.brand, draft, MEERA)
    else:
        with pytest.raises(NotAllowed, match="everything is stopped"):
            await review.approve(here.brand, draft, MEERA)


async def test_a_mode_that_changes_between_looking_and_approving_refuses(here: World) -> None:
    draft = await here.drafted()
    await here.store.modes.change(Mode("careful"), here.clock.at)

    done = await here.store.drafts.approve(draft, MEERA, Reply(ASHA.remote, "x"), START, "normal", here.clock.at)

    assert isinstance(done, Not)
    assert str(review.refusal(done)) == "The mode just changed to careful; look again."
    assert (await opened(here, draft)).draft.state == "pending"


async def test_a_mode_that_ran_out_is_normal_again(here: World) -> None:
    await here.store.modes.change(Mode("stopped", until=here.clock.at + 5 * SECOND), here.clock.at)
    here.clock.at += 5 * SECOND

    assert await review.approve(here.brand, await here.drafted(), MEERA)


# ------------------------------------------------------------------------------------------------------------- the mode


async def test_the_mode_is_changed_with_its_reason_and_its_end(here: World) -> None:
    until = here.clock.at + DAY

    changed = await review.set_mode(here.brand, OLGA, "crisis", "the video", until)

    assert changed == Mode("crisis", here.clock.at, "olga", "the video", until)
    assert await here.store.modes.read(here.clock.at) == changed
    here.clock.at = until
    assert (await here.store.modes.read(here.clock.at)).level == "normal"


async def test_a_mode_that_would_be_over_already_is_refused(here: World) -> None:
    with pytest.raises(NotAllowed, match="until a time to come"):
        await review.set_mode(here.brand, OLGA, "careful", until=here.clock.at)

    assert await whats(here) == []


@pytest.mark.parametrize(("before", "level"), [("careful", "crisis"), ("careful", "stopped"), ("crisis", "stopped")])
async def test_a_stricter_mode_that_ends_by_itself_does_not_end_the_one_before_it(
    here: World, before: Level, level: Level
) -> None:
    await review.set_mode(here.brand, OLGA, before)

    with pytest.raises(NotAllowed, match=f"the {before} mode would have ended, too"):
        await review.set_mode(here.brand, OLGA, level, until=here.clock.at + DAY)
    await review.set_mode(here.brand, OLGA, level)
    await review.set_mode(here.brand, OLGA, before, until=here.clock.at + DAY)

    assert (await here.store.modes.read(here.clock.at)).level == before


async def test_only_who_may_changes_the_mode(here: World) -> None:
    with pytest.raises(NotAllowed, match="meera may not set the mode"):
        await review.set_mode(here.brand, MEERA, "stopped")
