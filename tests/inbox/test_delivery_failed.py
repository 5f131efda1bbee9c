"""What follows a call that failed or whose answer was lost: later, paused, stopped, looked for, or parked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import delivery, review
from inbox.actions import Hide, Reply
from inbox.errors import (
    LoginNeeded,
    NetworkError,
    RateLimited,
    Rejected,
    Unavailable,
    Uncertain,
    Unsupported,
    WindowClosed,
)
from inbox.models import RemoteId
from inbox.store.outbox import Sending
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.looking import leaving, standing
from tests.inbox.sent_off import MINUTE, approved, begun, claimed, receipt, record
from tests.postbox import ForgetfulPostbox, LookingPostbox, Postbox
from tests.world import ACCOUNT, LEASE, SECOND, World, at, said


@pytest.mark.parametrize("error", [Unsupported("no such thing"), Rejected("chat not found"), WindowClosed("too late")])
async def test_a_refusal_is_parked_in_the_networks_own_words(here: World, error: NetworkError) -> None:
    id = await approved(here)

    await delivery.after(here.brand, Postbox(), await begun(here), error)

    found = await record(here, id)
    assert (found.state, found.error, found.words) == ("parked", type(error).__name__, str(error))
    assert [one.id for one in (await here.store.outbox.parked())[0]] == [id]
    assert await leaving(here) == ()


async def test_an_account_that_is_limited_pauses_as_long_as_it_was_told(here: World) -> None:
    id = await approved(here)
    await review.reply(here.brand, await here.hear(author=BHAVIN), MEERA, "x")

    await delivery.after(here.brand, Postbox(), await begun(here), RateLimited("slow down", 90.0))

    state = await here.store.modes.account(ACCOUNT, here.clock.at)
    assert (state.state, state.until, state.why) == ("paused", here.clock.at + 90 * SECOND, "slow down")
    assert (await record(here, id)).state == "queued"
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") is None  # the other conversation waits, too
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") == Idle(here.clock.at + 90 * SECOND)
    here.clock.at += 90 * SECOND
    assert isinstance(await here.store.outbox.claim(here.clock.at, LEASE, "t"), Sending)


async def test_dead_credentials_stop_the_account_until_somebody_mends_it(here: World) -> None:
    id = await approved(here)

    await delivery.after(here.brand, Postbox(), await begun(here), LoginNeeded("the token was revoked"))

    assert (await here.store.modes.account(ACCOUNT, here.clock.at)).state == "stopped"
    assert (await record(here, id)).state == "queued"
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") is None
    here.clock.at += MINUTE
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") is None
    await here.store.modes.account_is(ACCOUNT, "ok", "", here.clock.at)
    here.clock.at += MINUTE
    assert (await claimed(here)).delivery.id == id


async def test_a_network_that_is_down_is_tried_with_growing_pauses_and_then_parked(here: World) -> None:
    id = await approved(here)
    found, pauses = await record(here, id), []
    for _ in range(len(delivery.BACKOFF_MS) + 1):
        sending = await begun(here)
        await delivery.after(here.brand, Postbox(), sending, Unavailable("down"))
        found = await record(here, id)
        if found.state == "parked":
            break
        pauses.append(found.due - here.clock.at)
        here.clock.at = found.due

    assert tuple(pauses) == delivery.BACKOFF_MS
    assert (found.state, found.words) == ("parked", "down")


async def test_a_lost_answer_is_tried_with_growing_pauses_where_the_network_says_it_is_not_there(here: World) -> None:
    id = await approved(here)
    found, pauses = await record(here, id), []
    for _ in range(len(delivery.BACKOFF_MS) + 1):
        await delivery.after(here.brand, LookingPostbox(), await begun(here), Uncertain("cut"))
        found = await record(here, id)
        if found.state == "parked":
            break
        pauses.append(found.due - here.clock.at)
        here.clock.at = found.due

    assert tuple(pauses) == (0, *delivery.BACKOFF_MS[:-1])
    assert (found.state, found.words) == ("parked", "cut, 6 times")


async def test_after_a_failed_send_a_colleague_in_the_app_is_a_colleague_again(here: World) -> None:
    await approved(here)
    await delivery.after(here.brand, Postbox(), await begun(here), Rejected("chat not found"))

    await here.receive(said("I wrote there", None, id="r2", at=here.clock.at + SECOND))

    assert (await standing(here)).quiet_by == "native"


async def test_a_lost_answer_is_parked_where_nobody_can_tell(here: World) -> None:
    id = await approved(here)

    await delivery.after(here.brand, Postbox(), await begun(here), Uncertain("cut"))

    found = await record(here, id)
    assert found.state == "parked"
    assert found.words.startswith("cut; the answer was lost and telegram cannot be asked")


async def test_a_lost_answer_to_what_does_no_harm_twice_is_tried_again(here: World) -> None:
    await here.hear()
    id = await review.act(here.brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))

    await delivery.after(here.brand, Postbox(), await begun(here), Uncertain("cut"))

    assert (await record(here, id)).state == "queued"


async def test_a_key_is_trusted_as_long_as_the_network_remembers_it_counted_from_the_first_call(here: World) -> None:
    id, box = await approved(here), ForgetfulPostbox()
    box.capabilities = replace(box.capabilities, key_memory=60)

    await delivery.after(here.brand, box, await begun(here), Uncertain("cut"))
    assert (await record(here, id)).state == "queued"
    here.clock.at += 50 * SECOND
    await delivery.after(here.brand, box, await begun(here), Uncertain("cut"))

    assert (await record(here, id)).state == "parked"


async def test_where_one_can_look_the_proof_that_is_found_counts(here: World) -> None:
    id, box = await approved(here), LookingPostbox()
    box.done.append((id, Reply(ASHA.remote, "Majama!")))

    await delivery.after(here.brand, box, await begun(here), Uncertain("cut"))

    assert (await record(here, id)).state == "sent"


async def test_where_even_looking_does_not_tell_the_other_ways_are_tried(here: World) -> None:
    id, box = await approved(here), LookingPostbox()
    box.blind = Uncertain("nobody knows")

    await delivery.after(here.brand, box, await begun(here), Uncertain("cut"))

    assert (await record(here, id)).state == "parked"


async def test_while_nobody_can_look_it_stays_in_doubt_and_no_echo_is_a_colleagues(here: World) -> None:
    id, box = await approved(here), LookingPostbox()
    box.blind = Unavailable("down")

    await delivery.after(here.brand, box, await begun(here), Uncertain("cut"))
    await here.receive(said("Majama!", None, id="r1", at=here.clock.at))

    assert (await record(here, id)).state == "sending"
    assert (await standing(here)).quiet_by == ""
    assert await here.store.outbox.claim(here.clock.at, LEASE, "t") == Idle(here.clock.at + delivery.LOOK_AGAIN_MS)


async def test_a_send_that_a_crash_left_is_in_doubt(here: World) -> None:
    id = await approved(here)
    await begun(here)
    here.clock.at += LEASE

    await delivery.recover(here.brand, Postbox(), await claimed(here, "another"))

    found = await record(here, id)
    assert (found.state, found.error) == ("parked", "Uncertain")
    assert found.words.startswith("the process ended; ")


async def test_a_proof_that_comes_after_it_was_parked_is_believed(here: World) -> None:
    id = await approved(here)
    slow = await begun(here)
    here.clock.at += LEASE
    await delivery.recover(here.brand, Postbox(), await claimed(here, "another"))

    await delivery.sent(here.brand, slow, receipt(here))

    assert (await record(here, id)).state == "sent"
    assert await here.store.outbox.parked() == ([], None)


async def test_a_failure_that_comes_after_somebody_else_decided_changes_nothing(here: World) -> None:
    id = await approved(here)
    slow = await begun(here)
    here.clock.at += LEASE
    await delivery.recover(here.brand, Postbox(), await claimed(here, "another"))

    await delivery.after(here.brand, Postbox(), slow, Unavailable("down"))

    assert (await record(here, id)).error == "Uncertain"
