"""What follows a send: one consequence for each outcome, whatever was decided meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import delivery, review
from inbox.actions import DirectMessage, Edit, Hide, React, Remove, Unhide
from inbox.errors import (
    AlreadyDecided,
    NotAllowed,
    NotFound,
    Rejected,
    WindowClosed,
)
from inbox.incoming import MessageEdited, MessageRemoved, NewMessage
from inbox.models import DeliveryId, RemoteId
from inbox.policy import Mode
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA, NOOR, OLGA, PAVEL, QASIM
from tests.inbox.looking import leaving, on_shelf, opened, read, shelves, standing, whats
from tests.inbox.sent_off import MINUTE, approved, begun, claimed, receipt, record
from tests.postbox import Postbox
from tests.world import LEASE, SECOND, World, at, proposal, said, thread_of

# ----------------------------------------------------------------------------------------------------------------- sent


async def test_what_was_sent_is_part_of_the_conversation_and_answers_it(here: World) -> None:
    id = await approved(here)
    sending = await begun(here)

    await delivery.sent(here.brand, sending, receipt(here))

    found = await record(here, id)
    message = (await read(here)).messages[-1]
    stands = await standing(here)
    assert (found.state, found.message, found.sent_at, found.tries) == ("sent", "r1", here.clock.at, 1)
    assert (message.id, message.text, message.by, message.ours, message.delivery) == (
        "r1",
        "Majama!",
        "rules, approved by meera",
        True,
        id,
    )
    assert (stands.waiting_since, stands.preview, stands.at) == (0, "Majama!", here.clock.at)
    assert await shelves(here) == {"open", "all"}
    assert (await leaving(here), await here.store.outbox.claim(here.clock.at, LEASE, "t")) == ((), Idle(None))


async def test_what_went_out_with_another_text_says_so(here: World) -> None:
    await review.approve(here.brand, await here.drafted("Majama!"), MEERA, "Saras!")

    await delivery.sent(here.brand, await begun(here), receipt(here))

    assert (await read(here)).messages[-1].by == "rules, approved by meera, edited"


async def test_what_left_as_several_messages_is_one_even_if_some_were_read_before(here: World) -> None:
    await approved(here)
    sending = await begun(here)
    second, third = (NewMessage(thread_of(ASHA), RemoteId(id), None, "jama!", here.clock.at) for id in ("r2", "r3"))
    await here.receive(second)

    await delivery.sent(here.brand, sending, replace(receipt(here), further=(second.id, third.id)))

    assert await here.receive(second, third) == 0
    assert [message.id for message in (await read(here)).messages if message.ours] == ["r1"]


async def test_sending_takes_three_round_trips(here: World) -> None:
    await approved(here)
    before = here.store.client.round_trips

    await delivery.sent(here.brand, await begun(here), receipt(here))

    assert here.store.client.round_trips - before <= 3


async def test_a_proof_that_comes_twice_counts_once(here: World) -> None:
    await approved(here)
    sending = await begun(here)

    await delivery.sent(here.brand, sending, receipt(here))
    await delivery.sent(here.brand, sending, receipt(here, "r2"))

    assert len((await read(here)).messages) == 2
    assert (await whats(here)).count("delivery.sent") == 1


async def test_what_they_asked_meanwhile_still_waits(here: World) -> None:
    await approved(here)
    sending = await begun(here)
    await here.hear("and on Sunday?", id="m2")

    await delivery.sent(here.brand, sending, receipt(here))

    stands = await standing(here)
    assert (stands.waiting_since > 0, stands.last) == (True, "m2")
    assert "waiting" in await shelves(here)


async def test_our_own_words_that_the_network_tells_us_are_not_a_colleagues(here: World) -> None:
    await approved(here)
    sending = await begun(here)

    await here.receive(said("Majama!", None, id="r1", at=here.clock.at))
    await delivery.sent(here.brand, sending, receipt(here))
    await here.receive(said("Majama!", None, id="r1", at=here.clock.at))

    found = await read(here)
    assert [message.delivery for message in found.messages] == [None, sending.delivery.id]
    assert found.conversation.quiet_by == ""


async def test_after_a_send_a_colleague_in_the_app_is_a_colleague_again(here: World) -> None:
    await approved(here)
    await delivery.sent(here.brand, await begun(here), receipt(here))

    await here.receive(said("and one more thing", None, id="r2", at=here.clock.at + SECOND))

    assert (await standing(here)).quiet_by == "native"


async def test_what_we_sent_answers_an_edit_of_the_question_too(here: World) -> None:
    await approved(here)
    sending = await begun(here)
    await delivery.sent(here.brand, sending, receipt(here))

    await here.receive(MessageEdited(sending.thread, RemoteId("m1"), ASHA, "Kem chho?", here.clock.at + SECOND))

    assert (await standing(here)).waiting_since == 0


async def test_where_we_spoke_last_stands_first(here: World) -> None:
    await approved(here)
    await here.hear(author=BHAVIN)
    await delivery.sent(here.brand, await begun(here), receipt(here))

    for shelf in ("all", "open"):
        assert [row.conversation.id for row in await on_shelf(here, shelf)] == [at(BHAVIN), at(ASHA)]


async def test_a_late_proof_is_not_put_before_what_came_after_it(here: World) -> None:
    await approved(here)
    sending = await begun(here)
    early = receipt(here)
    here.clock.at += MINUTE
    await here.hear("and on Sunday?", id="m2")

    await delivery.sent(here.brand, sending, early)

    stands = await standing(here)
    assert (stands.preview, stands.at) == ("and on Sunday?", here.clock.at)


async def test_what_we_send_into_a_resolved_conversation_leaves_it_resolved(here: World) -> None:
    await approved(here)
    sending = await begun(here)
    await review.resolve(here.brand, at(ASHA), MEERA)

    await delivery.sent(here.brand, sending, receipt(here))

    assert await shelves(here) == {"resolved", "all"}


async def test_a_private_message_is_kept_in_the_conversation(here: World) -> None:
    await here.hear()
    await review.act(here.brand, at(ASHA), MEERA, DirectMessage(ASHA.remote, "in private", RemoteId("m1")))

    await delivery.sent(here.brand, await begun(here), receipt(here))

    assert [(m.text, m.reply_to) for m in (await read(here)).messages] == [("Kem cho?", None), ("in private", "m1")]


async def test_a_deed_shows_on_the_message_that_it_was_done_to(here: World) -> None:
    await here.receive(said("one", id="m1"), said("ours", None, id="m2"))

    async def done(action: Hide | Unhide | Remove | Edit | React) -> None:
        await review.act(here.brand, at(ASHA), OLGA, action)
        await delivery.sent(here.brand, await begun(here), receipt(here, ""))

    await done(Hide(ASHA.remote, RemoteId("m1")))
    assert (await read(here)).messages[0].hidden
    await done(Unhide(ASHA.remote, RemoteId("m1")))
    assert not (await read(here)).messages[0].hidden
    await done(Edit(ASHA.remote, RemoteId("m2"), "ours, better"))
    assert (await read(here)).messages[1].text == "ours, better"
    await done(React(ASHA.remote, RemoteId("m1"), "👍"))
    with pytest.raises(NotFound, match="no message m9 in this conversation"):
        await done(Remove(ASHA.remote, RemoteId("m9")))
    assert len((await read(here)).messages) == 2


async def test_removing_what_they_asked_leaves_nothing_to_answer(here: World) -> None:
    draft = await here.drafted()
    await review.act(here.brand, at(ASHA), OLGA, Remove(ASHA.remote, RemoteId("m1")))

    await delivery.sent(here.brand, await begun(here), receipt(here, ""))
    await here.receive(MessageRemoved((await standing(here)).thread, RemoteId("m1"), here.clock.at))

    assert (await opened(here, draft)).draft.state == "outdated"
    assert await shelves(here) == {"open", "all"}


async def test_an_edit_of_what_we_did_not_answer_yet_wakes_the_responders(here: World) -> None:
    await approved(here)
    sending = await begun(here)
    await here.receive(said("second", BHAVIN, id="m2", at=here.clock.at - SECOND, thread=sending.thread))
    await delivery.sent(here.brand, sending, receipt(here))

    await here.receive(MessageEdited(sending.thread, RemoteId("m2"), BHAVIN, "second, better", here.clock.at + SECOND))

    assert (await here.turn()).messages[1].text == "second, better"


# ------------------------------------------------------------------------------------------------------ before the call


async def test_what_the_mode_holds_back_comes_back_for_review_and_never_goes_by_itself(here: World) -> None:
    id = await approved(here)
    draft = (await record(here, id)).draft
    await here.store.modes.change(Mode("stopped"), here.clock.at)
    here.clock.at += here.brand.undo.people

    await delivery.hold(here.brand, await claimed(here), "everything is stopped")
    await here.store.modes.change(Mode("normal"), here.clock.at)

    assert (await record(here, id)).state == "held"
    found = (await opened(here, draft)).draft
    assert (found.state, found.reason) == ("pending", "everything is stopped")
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") == Idle(None)
    assert await review.approve(here.brand, draft, NOOR) != id


async def test_what_the_mode_holds_back_after_they_wrote_again_no_longer_fits(here: World) -> None:
    id = await approved(here)
    await here.hear("wait", id="m2")
    here.clock.at += here.brand.undo.people

    await delivery.hold(here.brand, await claimed(here), "everything is stopped")

    assert (await opened(here, (await record(here, id)).draft)).draft.state == "outdated"


async def test_what_was_never_begun_can_be_parked(here: World) -> None:
    id = await approved(here)
    here.clock.at += here.brand.undo.people

    await delivery.park(here.brand, await claimed(here), WindowClosed("too late"))

    found = await record(here, id)
    assert (found.state, found.error, found.tries) == ("parked", "WindowClosed", 0)


# -------------------------------------------------------------------------------------------------------------- decided


async def parked(here: World) -> DeliveryId:
    """A delivery that the network refused."""
    id = await approved(here)
    await delivery.after(here.brand, Postbox(), await begun(here), Rejected("chat not found"))
    return id


async def test_a_parked_delivery_is_sent_after_all_with_all_its_tries_ahead(here: World) -> None:
    id = await parked(here)

    await delivery.retry(here.brand, id, MEERA)

    found = await record(here, id)
    assert (found.state, found.tries, found.due) == ("queued", 0, here.clock.at)
    assert await here.store.outbox.parked() == ([], None)
    sending = await begun(here)
    assert sending.delivery.begun_first == here.clock.at
    await delivery.sent(here.brand, sending, receipt(here))
    assert (await record(here, id)).state == "sent"


async def test_a_parked_delivery_is_let_be(here: World) -> None:
    id = await parked(here)

    await delivery.discard(here.brand, id, MEERA)

    assert (await record(here, id)).state == "discarded"
    assert await here.store.outbox.parked() == ([], None)
    assert await here.store.outbox.claim(here.clock.at + MINUTE, LEASE, "t") == Idle(None)
    for decide in (delivery.retry, delivery.discard):
        with pytest.raises(AlreadyDecided, match=r"It is not parked any more: it is discarded\."):
            await decide(here.brand, id, MEERA)


async def test_only_what_exists_can_be_decided_and_only_by_who_may(here: World) -> None:
    id = await parked(here)
    for decide in (delivery.retry, delivery.discard):
        with pytest.raises(NotFound, match="There is no delivery 404"):
            await decide(here.brand, DeliveryId("404"), MEERA)
        for actor in (PAVEL, QASIM):
            with pytest.raises(NotAllowed):
                await decide(here.brand, id, actor)


async def test_deliveries_of_one_conversation_leave_in_order_and_one_at_a_time(here: World) -> None:
    await here.hear()
    first = await review.reply(here.brand, at(ASHA), MEERA, "one")
    here.clock.at += SECOND
    second = await review.reply(here.brand, at(ASHA), MEERA, "two")
    sending = await begun(here)

    assert sending.delivery.id == first
    assert isinstance(await here.store.outbox.claim(here.clock.at, LEASE, "other"), Idle)
    await delivery.sent(here.brand, sending, receipt(here))
    assert (await claimed(here)).delivery.id == second


async def test_two_responders_in_a_row_do_not_answer_alone_twice(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    (made,) = await here.propose(proposal())
    assert made.delivery
    await delivery.sent(here.brand, await begun(here), receipt(here))

    assert await here.store.drafts.claim_turn(here.clock.at + MINUTE, LEASE, "t") == Idle(None)
