"""Sending once: what each outcome of a call leads to, also when the process ended in the middle of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.sending import Patience, send_next
from inbox import review, views
from inbox.errors import LoginNeeded, NetworkError, RateLimited, Rejected, Unavailable, Uncertain, Unsupported
from inbox.models import DeliveryId
from inbox.policy import Mode
from inbox.store.outbox import Sending
from inbox.store.queue import Idle
from tests.cast import ASHA, MEERA
from tests.postbox import ForgetfulPostbox, LookingPostbox, Postbox
from tests.world import ACCOUNT, DAY, LEASE, World, at, said, world

QUICK = Patience(send=50, lease=LEASE)


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_url, brand) as it:
        yield it


async def approved(here: World) -> DeliveryId:
    """A draft that Meera approved, due by now."""
    delivery = await review.approve(here.brand, await here.drafted(), MEERA)
    here.clock.at += here.brand.undo.people
    return delivery


async def state_of(here: World, id: DeliveryId) -> str:
    """Where a delivery stands."""
    found = await here.store.outbox.open(id)
    assert found
    return found.state


async def send(here: World, box: Postbox) -> Idle | None:
    """One turn of the sending loop."""
    return await send_next(here.brand, {ACCOUNT: box}, QUICK)


async def begun(here: World) -> Sending:
    """A delivery whose call was begun by a process that is gone now."""
    await approved(here)
    sending = await here.store.outbox.claim(here.clock.at, LEASE, "gone")
    assert isinstance(sending, Sending)
    assert await here.store.outbox.begin(sending, here.clock.at)
    here.clock.at += LEASE
    return sending


async def test_an_approved_reply_is_sent_once_and_becomes_part_of_the_conversation(here: World) -> None:
    delivery, box = await approved(here), Postbox()

    assert await send(here, box) is None
    assert isinstance(await send(here, box), Idle)

    assert [key for key, _ in box.done] == [delivery]
    reading = await views.reading(here.brand, MEERA, at(ASHA))
    assert [line.message.text for line in reading.lines if line.message] == ["Kem cho?", "Majama!"]
    assert reading.conversation.waiting_since == 0


async def test_nothing_is_sent_before_its_time(here: World) -> None:
    await review.approve(here.brand, await here.drafted(), MEERA)
    box = Postbox()

    idle = await send(here, box)

    assert isinstance(idle, Idle)
    assert idle.until == here.clock.at + here.brand.undo.people
    assert box.done == []


@pytest.mark.parametrize("error", [Rejected("blocked by the user"), Unsupported("no such thing")])
async def test_what_the_network_refuses_is_parked_with_its_words(here: World, error: NetworkError) -> None:
    delivery, box = await approved(here), Postbox()
    box.fails.append(error)

    await send(here, box)

    (parked,) = (await views.parked(here.brand, MEERA)).deliveries
    assert (parked.id, parked.words) == (delivery, str(error))


async def test_too_many_calls_pause_the_account_that_long(here: World) -> None:
    delivery, box = await approved(here), Postbox()
    box.fails.append(RateLimited("slow down", 7))

    await send(here, box)

    assert isinstance(await send(here, box), Idle)
    here.clock.at += 7_000
    await send(here, box)
    assert await state_of(here, delivery) == "sent"


async def test_a_network_that_is_down_is_tried_again_and_at_last_parked(here: World) -> None:
    delivery, box = await approved(here), Postbox()
    box.fails.extend(Unavailable("down") for _ in range(6))

    for _ in range(6):
        await send(here, box)
        here.clock.at += 3_600_000

    assert await state_of(here, delivery) == "parked"
    assert box.done == []


async def test_dead_credentials_stop_the_account_and_keep_what_is_queued(here: World) -> None:
    delivery, box = await approved(here), Postbox()
    box.fails.append(LoginNeeded("Unauthorized"))

    await send(here, box)

    assert (await here.store.modes.account(ACCOUNT, here.clock())).state == "stopped"
    assert await state_of(here, delivery) == "queued"
    await here.store.modes.account_is(ACCOUNT, "ok", "", here.clock.at)
    here.clock.at += 60_000
    await send(here, box)
    assert await state_of(here, delivery) == "sent"


async def test_a_lost_answer_is_parked_where_nobody_can_look(here: World) -> None:
    delivery, box = await approved(here), Postbox()
    box.fails.append(Uncertain("the connection was cut"))
    box.does_it_all_the_same = True

    await send(here, box)
    await send(here, box)

    assert await state_of(here, delivery) == "parked"
    assert len(box.done) == 1


@pytest.mark.parametrize("it_happened", [True, False])
async def test_a_lost_answer_is_looked_for_where_one_can_look(here: World, it_happened: bool) -> None:
    delivery, box = await approved(here), LookingPostbox()
    box.fails.append(Uncertain("the connection was cut"))
    box.does_it_all_the_same = it_happened

    await send(here, box)
    box.does_it_all_the_same = False
    await send(here, box)

    assert [key for key, _ in box.done] == [delivery]
    assert await state_of(here, delivery) == "sent"


async def test_looking_is_put_off_while_the_network_is_down(here: World) -> None:
    delivery, box = await approved(here), LookingPostbox()
    box.fails.append(Uncertain("cut"))
    box.blind = Unavailable("down")

    await send(here, box)
    assert await state_of(here, delivery) == "sending"
    box.blind = None
    here.clock.at += 15_000
    await send(here, box)
    await send(here, box)

    assert await state_of(here, delivery) == "sent"
    assert len(box.done) == 1


async def test_looking_waits_as_long_as_the_network_asks_for(here: World) -> None:
    delivery, box = await approved(here), LookingPostbox()
    box.fails.append(Uncertain("cut"))
    box.blind = RateLimited("slow down", 600.0)

    await send(here, box)
    box.blind = None
    here.clock.at += 599_000
    await send(here, box)
    assert await state_of(here, delivery) == "sending"
    here.clock.at += 1_000
    await send(here, box)
    await send(here, box)
    assert await state_of(here, delivery) == "sent"


async def test_why_a_look_did_not_tell_is_said_to_whoever_must_look(here: World) -> None:
    delivery, box = await approved(here), LookingPostbox()
    box.fails.append(Uncertain("cut"))
    box.blind = Uncertain("Two of ours look alike.")

    await send(here, box)

    found = await here.store.outbox.open(delivery)
    assert found
    assert found.words == "cut; the answer was lost and Two of ours look alike; look there, then retry or discard"


async def test_a_repeat_is_made_where_the_network_remembers_our_key(here: World) -> None:
    delivery, box = await approved(here), ForgetfulPostbox()
    box.fails.append(Uncertain("cut"))
    box.does_it_all_the_same = True

    await send(here, box)
    await send(here, box)

    assert await state_of(here, delivery) == "sent"
    assert len(box.done) == 1


async def test_a_send_left_by_a_crash_is_not_made_again(here: World) -> None:
    sending, box = await begun(here), Postbox()

    await send(here, box)

    assert await state_of(here, sending.delivery.id) == "parked"
    assert box.done == []


async def test_a_send_left_by_a_crash_is_found_where_one_can_look(here: World) -> None:
    sending, box = await begun(here), LookingPostbox()
    box.done.append((sending.delivery.id, sending.delivery.action))

    await send(here, box)

    assert await state_of(here, sending.delivery.id) == "sent"
    assert len(box.done) == 1


async def test_a_call_that_never_ends_is_uncertain(here: World) -> None:
    delivery, box = await approved(here), Postbox()
    box.hangs = asyncio.Event()

    await send(here, box)

    assert await state_of(here, delivery) == "parked"


async def test_what_a_mode_holds_comes_back_for_review_and_never_goes_by_itself(here: World) -> None:
    delivery, box = await approved(here), Postbox()
    await here.store.modes.change(Mode("stopped", 0, "olga", "recall of a product", 0), here.clock.at)

    await send(here, box)
    await here.store.modes.change(Mode("normal", 0, "olga", "over", 0), here.clock.at)
    assert isinstance(await send(here, box), Idle)

    assert await state_of(here, delivery) == "held"
    reading = await views.reading(here.brand, MEERA, at(ASHA))
    assert len(reading.cards) == 1
    assert box.done == []


async def test_a_reply_whose_window_closed_while_it_waited_is_parked(here: World) -> None:
    delivery, box = await approved(here), Postbox()
    here.clock.at += DAY

    await send(here, box)

    assert await state_of(here, delivery) == "parked"
    assert box.done == []


async def test_an_account_that_is_not_switched_on_parks_its_sends(here: World) -> None:
    delivery = await approved(here)

    await send_next(here.brand, {}, QUICK)

    assert await state_of(here, delivery) == "parked"


async def test_replies_of_one_conversation_leave_in_their_order(here: World) -> None:
    await here.hear()
    first = await review.reply(here.brand, at(ASHA), MEERA, "one")
    second = await review.reply(here.brand, at(ASHA), MEERA, "two")
    here.clock.at += here.brand.undo.people
    box = Postbox()

    await send(here, box)
    await send(here, box)

    assert [key for key, _ in box.done] == [first, second]


async def test_a_new_message_takes_an_automatic_reply_back_before_it_leaves(here: World) -> None:
    here.autonomy = "auto"
    await here.drafted()
    await here.receive(said("wait, another thing", id="m2", at=here.clock.at))
    here.clock.at += here.brand.undo.automatic
    box = Postbox()

    assert await send(here, box) is None  # the lane falls due, and there is nothing in it
    assert isinstance(await send(here, box), Idle)
    assert box.done == []
