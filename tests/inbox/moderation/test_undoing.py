"""Undoing a case: once, whole, with everything that it did taken back, and nothing that never happened."""

from __future__ import annotations

import asyncio

import pytest

from inbox import arrivals, review
from inbox.actions import Block, DirectMessage, Hide, Mute, Unblock, Unhide
from inbox.brand import Brand
from inbox.cases import Case, CaseNumber, Fairness, Finding, Wants
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Rejected, Uncertain
from inbox.incoming import MessageEdited
from inbox.models import RemoteId
from inbox.moderation import undoing
from inbox.moderation.people import person as known_person
from inbox.store.drafts import Claimed
from inbox.store.outbox import Sending
from tests.cast import ASHA, MEERA, NOOR, OLGA, PAVEL, QASIM
from tests.inbox.cased import HIDES, POST, comment, judge, judging, leave, message, opened, person, read
from tests.world import ACCOUNT, LEASE, World, at, thread_of

HARD = Finding("raid", "v1", "they raid us", Wants(sight="hide", mute=3600, block=True, points=1), told="a raid")


async def test_what_was_hidden_is_shown_again_and_waits_for_an_answer(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    assert await leave(brand) != []
    assert (await message(brand, at(ASHA))).hidden
    assert (await brand.store.conversations.counts(["waiting"]))["waiting"] == 0

    case = await undoing.undo(brand, number, MEERA, "she sells her own cloth")

    assert (case.undone_by, case.undone_why, case.stands) == ("meera", "she sells her own cloth", False)
    assert await leave(brand) == [Unhide(ASHA.remote, "m1")]
    shown = await message(brand, at(ASHA))
    assert (shown.hidden, shown.case) == (False, 0)
    assert (await brand.store.conversations.counts(["waiting"]))["waiting"] == 1


async def test_strikes_are_taken_off(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    assert (await known_person(brand, MEERA, person())).points == pytest.approx(2)
    await undoing.undo(brand, number, MEERA)
    found = await known_person(brand, MEERA, person())
    assert (found.points, found.cases) == (0, 0)


async def test_rules_leave_the_message_alone_until_its_text_changes(here: World) -> None:
    brand = judging(here)
    await undoing.undo(brand, await opened(brand, here), MEERA)
    await edited(brand, here, "Buy followers!")
    await edited(brand, here, "Buy followers")  # as it was when somebody looked at it
    assert await judge(brand, HIDES) == ()
    await edited(brand, here, "Buy followers, and likes")
    assert await judge(brand, HIDES) == (2,)


async def edited(brand: Brand, here: World, text: str) -> None:
    """Its author changed the message."""
    here.clock.at += 1_000
    where = thread_of(ASHA, "comments", subject=POST)
    change = MessageEdited(where, RemoteId("m1"), ASHA, text, here.clock.at)
    await arrivals.receive(brand, ACCOUNT, [change], None)


async def test_all_deeds_of_a_case_are_taken_back(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, HARD)
    assert {type(one) for one in await leave(brand)} == {Hide, Mute, Block, DirectMessage}
    await undoing.undo(brand, number, OLGA)
    back = await leave(brand)
    assert back == [Unhide(ASHA.remote, "m1"), Mute(ASHA.remote, ASHA.remote, 0), Unblock(ASHA.remote, ASHA.remote)]
    assert all(deed.undone for deed in (await read(brand, number)).deeds)


async def test_what_has_not_left_never_does(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await undoing.undo(brand, number, MEERA)
    assert await leave(brand) == []
    assert (await read(brand, number)).deeds[0].undone is None


async def test_what_the_network_refused_needs_nothing(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    assert await leave(brand, hide=Rejected("Comment not found")) == []
    await undoing.undo(brand, number, MEERA)
    assert await leave(brand) == []
    assert (await brand.store.conversations.counts(["parked"]))["parked"] == 0  # nobody retries what was undone


async def test_what_perhaps_happened_is_taken_back(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, Finding("loud", "v1", "loud", Wants(block=True)))
    await leave(brand, block=Uncertain("no answer"))
    assert (await brand.store.conversations.counts(["parked"]))["parked"] == 1
    await undoing.undo(brand, number, OLGA)
    assert await leave(brand) == [Unblock(ASHA.remote, ASHA.remote)]


async def test_two_people_at_once_undo_it_once(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand)
    tries = await asyncio.gather(*(undoing.undo(brand, number, by) for by in (MEERA, NOOR)), return_exceptions=True)
    done = [one for one in tries if isinstance(one, Case)]
    refused = [one for one in tries if isinstance(one, AlreadyDecided)]
    assert len(done) == len(refused) == 1
    assert str(refused[0]) == f"Case {number} was undone already by {done[0].undone_by}."
    assert await leave(brand) == [Unhide(ASHA.remote, "m1")]


async def test_it_needs_the_right_of_each_reverse_action(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, HARD)
    await leave(brand)
    with pytest.raises(NotAllowed, match="Undoing this means to let anybody back in, which meera may not"):
        await undoing.undo(brand, number, MEERA)
    for by in (PAVEL, QASIM):
        with pytest.raises(NotAllowed, match="may not judge"):
            await undoing.undo(brand, number, by)
    assert (await read(brand, number)).stands


async def test_while_everything_is_stopped_nothing_is_undone(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await review.set_mode(brand, OLGA, "stopped")
    with pytest.raises(NotAllowed, match="Not undone: everything is stopped"):
        await undoing.undo(brand, number, MEERA)


async def test_an_apology_is_said_in_private_and_answers_no_question(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand)
    await undoing.undo(brand, number, MEERA, apologise=True)
    left = await leave(brand)
    assert left == [Unhide(ASHA.remote, "m1"), DirectMessage(ASHA.remote, "We are sorry (gu).", "m1")]
    assert (await brand.store.conversations.counts(["waiting"]))["waiting"] == 1


async def test_without_words_there_is_no_apology(here: World) -> None:
    brand = judging(here, Fairness())
    number = await opened(brand, here)
    with pytest.raises(NotAllowed, match="has no `apology`"):
        await undoing.undo(brand, number, MEERA, apologise=True)
    assert (await read(brand, number)).stands


async def test_a_case_that_is_not_there(here: World) -> None:
    with pytest.raises(NotFound, match="There is no case 77"):
        await undoing.undo(judging(here), CaseNumber(77), MEERA)


async def test_another_case_keeps_the_message_out_of_sight(here: World) -> None:
    brand = judging(here)
    first = await opened(brand, here)
    await leave(brand)
    await review.act(brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))
    await undoing.undo(brand, first, MEERA)
    assert (await message(brand, at(ASHA))).case not in (0, first)
    here.clock.at += brand.undo.people
    assert Unhide not in {type(one) for one in await leave(brand)}


async def test_whoever_is_blocked_by_another_case_stays_blocked(here: World) -> None:
    brand = judging(here)
    first = await opened(brand, here, Finding("loud", "v1", "loud", Wants(block=True)))
    await leave(brand)
    await review.act(brand, at(ASHA), OLGA, Block(ASHA.remote, ASHA.remote))
    here.clock.at += brand.undo.people
    await leave(brand)
    await undoing.undo(brand, first, OLGA)
    assert await leave(brand) == []
    await undoing.undo(brand, CaseNumber(first + 1), OLGA)
    assert await leave(brand) == [Unblock(ASHA.remote, ASHA.remote)]


async def test_a_reason_is_kept(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await undoing.reason(brand, number, MEERA, "  sells   followers ")
    assert (await read(brand, number)).reason == "sells followers"
    with pytest.raises(NotAllowed, match="Say why in a few words"):
        await undoing.reason(brand, number, MEERA, " ")
    with pytest.raises(NotAllowed, match="at most 500"):
        await undoing.reason(brand, number, MEERA, "x" * 501)


async def test_a_question_that_came_meanwhile_stays_the_newest(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    here.clock.at += 1_000
    await comment(brand, here, "When do you open?", ASHA, id="m2")
    await judge(brand)
    await undoing.undo(brand, number, MEERA)
    found = await brand.store.conversations.read(at(ASHA), brand.now())
    assert found
    assert found.conversation.last == "m2"
    assert found.conversation.waiting_since


async def test_what_was_tried_and_lost_is_taken_back_though_it_waits_to_be_tried_again(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand, hide=Uncertain("no answer"))  # hiding may be repeated: it is queued again
    here.clock.at -= 1
    case = await undoing.undo(brand, number, MEERA)
    assert case.deeds[0].undone
    here.clock.at += 3_600_000
    assert await leave(brand) == [Unhide(ASHA.remote, RemoteId("m1"))]


async def test_what_is_refused_after_it_was_undone_is_nothing_to_mend(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    sending = await brand.store.outbox.claim(brand.now(), LEASE, "t")
    assert isinstance(sending, Sending)
    begun = await brand.store.outbox.begin(sending, brand.now())
    assert begun
    await undoing.undo(brand, number, MEERA)
    words = {"token": "t", "error": "Rejected", "words": "Comment not found"}
    assert await brand.store.outbox.unsent(begun.delivery, "parked", brand.now(), **words) == "ok"  # type: ignore[arg-type]
    assert (await brand.store.conversations.counts(["parked"]))["parked"] == 0
    assert await leave(brand) == [Unhide(ASHA.remote, RemoteId("m1"))]


async def test_an_apology_that_cannot_be_said_waits_for_a_person(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand)
    await undoing.undo(brand, number, MEERA, apologise=True)
    await leave(brand, direct_message=Rejected("They take no messages"))
    assert (await brand.store.conversations.counts(["parked"]))["parked"] == 1
    assert "case.refused" not in [entry.what for entry in await brand.store.log.newest(50)]


async def test_responders_look_at_what_was_brought_back(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand)
    here.clock.at += 5_000
    while isinstance(turn := await brand.store.drafts.claim_turn(brand.now(), LEASE, "t", judged=True), Claimed):
        assert turn.messages == () or all(one.ours for one in turn.messages)
        await review.propose(brand, turn, ())
    await undoing.undo(brand, number, MEERA)
    here.clock.at += 1_000
    turn = await brand.store.drafts.claim_turn(brand.now(), LEASE, "t", judged=True)
    assert isinstance(turn, Claimed)
    assert turn.askers == {person(): ASHA}
    assert [one.id for one in turn.messages if not one.ours] == ["m1"]
