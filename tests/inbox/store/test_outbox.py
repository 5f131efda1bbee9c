"""The one way out: claimed by one, begun once, recalled only before; what a crash leaves is found."""

from __future__ import annotations

import asyncio

from inbox import review
from inbox.models import DeliveryId
from inbox.policy import Mode
from inbox.store.drafts import Not
from inbox.store.outbox import Sending
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.looking import leaving
from tests.inbox.sent_off import approved, begun, claimed, record
from tests.world import LEASE, SECOND, World, at


async def test_a_claimed_delivery_comes_with_what_is_needed_to_send_it(here: World) -> None:
    id = await approved(here)
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") == Idle(here.clock.at + here.brand.undo.people)
    here.clock.at += here.brand.undo.people

    sending = await claimed(here)

    heard = here.clock.at - here.brand.undo.people - here.brand.debounce
    assert (sending.delivery.id, sending.thread.remote, sending.mode, sending.last_inbound) == (
        id, ASHA.remote, "normal", heard,
    )  # fmt: skip


async def test_of_many_workers_one_gets_the_delivery(here: World) -> None:
    await approved(here)
    here.clock.at += here.brand.undo.people

    found = await asyncio.gather(*(here.store.outbox.claim(here.clock.at, LEASE, f"t{n}") for n in range(20)))

    assert len([one for one in found if isinstance(one, Sending)]) == 1


async def test_beginning_is_refused_when_the_mode_changed_since_the_claim(here: World) -> None:
    id = await approved(here)
    here.clock.at += here.brand.undo.people
    sending = await claimed(here)
    await here.store.modes.change(Mode("stopped"), here.clock.at)

    assert await here.store.outbox.begin(sending, here.clock.at) is None

    assert (await record(here, id)).state == "queued"
    assert (await claimed(here)).mode == "stopped"


async def test_beginning_is_refused_when_it_was_taken_back_since_the_claim(here: World) -> None:
    id = await approved(here)
    here.clock.at += here.brand.undo.people
    sending = await claimed(here)
    await review.recall(here.brand, id, MEERA)

    assert await here.store.outbox.begin(sending, here.clock.at) is None
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") in (None, Idle(None))
    assert (await record(here, id)).state == "recalled"


async def test_beginning_is_refused_when_the_lease_was_lost(here: World) -> None:
    await approved(here)
    here.clock.at += here.brand.undo.people
    slow = await claimed(here, "slow")
    here.clock.at += LEASE
    await claimed(here, "quick")

    assert await here.store.outbox.begin(slow, here.clock.at) is None


async def test_what_has_begun_cannot_be_taken_back(here: World) -> None:
    sending = await begun_after_approval(here)

    assert await here.store.outbox.recall(sending.delivery.id, "meera", here.clock.at) == Not("decided", ("sending",))


async def begun_after_approval(here: World) -> Sending:
    """A delivery whose call was begun."""
    await approved(here)
    return await begun(here)


async def test_what_a_crash_left_is_found_as_it_was_left(here: World) -> None:
    sending = await begun_after_approval(here)
    here.clock.at += LEASE

    again = await claimed(here, "another")

    assert (again.delivery.id, again.delivery.state, again.delivery.tries) == (sending.delivery.id, "sending", 1)
    assert again.delivery.begun_first == sending.delivery.begun_at


async def test_taking_back_and_beginning_at_once_is_one_of_them(here: World) -> None:
    for n in range(20):
        id = await approved(here, f"m{n}")
        here.clock.at += here.brand.undo.people
        sending = await claimed(here, f"t{n}")

        taken, started = await asyncio.gather(
            here.store.outbox.recall(id, "meera", here.clock.at), here.store.outbox.begin(sending, here.clock.at)
        )

        assert isinstance(taken, Not) is (started is not None)
        if started:
            await here.store.outbox.unsent(started.delivery, "discarded", here.clock.at, token=f"t{n}")


async def test_a_conversation_that_has_nothing_left_is_no_work(here: World) -> None:
    id = await approved(here)
    await review.recall(here.brand, id, MEERA)
    here.clock.at += here.brand.undo.people

    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") is None
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") == Idle(None)


async def test_one_that_waits_does_not_hold_up_another_conversation(here: World) -> None:
    await here.hear(author=ASHA)
    await here.hear(author=BHAVIN)
    await review.reply(here.brand, at(ASHA), MEERA, "one")
    second = await review.reply(here.brand, at(BHAVIN), MEERA, "two")
    here.clock.at += here.brand.undo.people
    await claimed(here, "a")

    assert (await claimed(here, "b")).delivery.id == second


async def test_what_does_not_exist_can_neither_be_opened_nor_moved_nor_recalled(here: World) -> None:
    sending = await begun_after_approval(here)
    await here.store.client.call("DEL", f"{{{here.name}}}:o:{sending.delivery.id}")

    assert await here.store.outbox.open(sending.delivery.id) is None
    assert await here.store.outbox.unsent(sending.delivery, "parked", here.clock.at, token="t") == "missing"
    assert await here.store.outbox.recall(DeliveryId("404"), "meera", here.clock.at) == Not("missing")


async def test_moving_from_a_state_that_is_over_tells_the_state_it_is_in(here: World) -> None:
    sending = await begun_after_approval(here)

    assert await here.store.outbox.unsent(sending.delivery, "parked", here.clock.at, token="t") == "ok"
    assert await here.store.outbox.unsent(sending.delivery, "queued", here.clock.at, token="t") == "parked"
    assert await leaving(here) == ()
    here.clock.at += SECOND
