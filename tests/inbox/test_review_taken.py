"""Once a person has taken a conversation, what nobody decided does not leave there any more: it waits for them."""

from __future__ import annotations

import pytest

from bot.sending import send_next
from inbox import delivery, review
from inbox.errors import Unavailable, Uncertain
from inbox.models import DraftId, RemoteId, Thread, conversation_id
from inbox.policy import Slice
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA, NOOR
from tests.postbox import Postbox
from tests.world import ACCOUNT, SECOND, World, at, proposal, said

GROUP = Thread(RemoteId("g1"), "group")
GRANTED = Slice("rules", ACCOUNT, "direct")


@pytest.fixture
def here(here: World) -> World:
    """Where answers go out alone."""
    here.autonomy = "auto"
    return here


async def left(here: World, postbox: Postbox | None = None) -> list[str]:
    """The texts that go out when all that may leave has left."""
    box = postbox or Postbox()
    here.clock.at += 30 * SECOND
    while not isinstance(await send_next(here.brand, {ACCOUNT: box}), Idle):
        pass
    return [str(getattr(action, "text", "")) for _, action in box.done]


async def waiting(here: World, draft: DraftId) -> tuple[str, str]:
    """How a draft stands, and why it waits."""
    opened = await here.store.drafts.open(draft, here.clock.at)
    assert opened
    return opened.draft.state, opened.draft.waits


async def test_what_is_on_its_way_waits_for_whoever_says_that_they_write_here(here: World) -> None:
    draft = await here.drafted()
    await review.claim(here.brand, at(ASHA), MEERA)

    assert await left(here) == []
    assert await waiting(here, draft) == ("pending", "meera is writing here")
    await review.approve(here.brand, draft, MEERA)
    assert await left(here) == ["Majama!"]


async def test_who_answers_one_person_of_a_group_answers_for_the_others_too(here: World) -> None:
    await here.receive(said("a", ASHA, id="m1", thread=GROUP), said("b", BHAVIN, id="m2", thread=GROUP))
    to_asha, _ = await here.propose(proposal("for Asha", to="m1"), proposal("for Bhavin", BHAVIN, to="m2"))
    await review.reply(here.brand, conversation_id(ACCOUNT, GROUP.remote), MEERA, "mine", to=RemoteId("m2"))

    assert await left(here) == ["mine"]
    assert await waiting(here, to_asha.draft) == ("pending", "meera wrote here")


async def test_what_failed_once_is_not_tried_again_in_a_conversation_that_was_taken_meanwhile(here: World) -> None:
    draft, box = await here.drafted(), Postbox()
    box.fails.append(Unavailable("503"))
    here.clock.at += 25 * SECOND
    await send_next(here.brand, {ACCOUNT: box})
    await review.claim(here.brand, at(ASHA), MEERA)

    assert await left(here, box) == []
    assert (await waiting(here, draft))[0] == "pending"


async def test_who_takes_it_while_it_is_being_sent_is_in_time_for_the_second_try(here: World) -> None:
    draft = await here.drafted()
    here.clock.at += 25 * SECOND
    sending = await here.store.outbox.claim(here.clock.at, 60_000, "t")
    assert not isinstance(sending, Idle | None)
    begun = await here.store.outbox.begin(sending, here.clock.at)
    assert begun
    await review.claim(here.brand, at(ASHA), MEERA)  # too late for this call, whatever comes of it
    await delivery.after(here.brand, Postbox(), begun, Unavailable("503"))

    assert await left(here) == []
    assert await waiting(here, draft) == ("pending", "meera is writing here")


async def test_a_grant_that_was_taken_back_while_it_was_being_sent_counts_for_the_second_try(here: World) -> None:
    here.autonomy = "draft"
    await here.store.grants.grant(GRANTED, "olga", here.clock.at)
    draft = await here.drafted()
    here.clock.at += 25 * SECOND
    sending = await here.store.outbox.claim(here.clock.at, 60_000, "t")
    assert not isinstance(sending, Idle | None)
    begun = await here.store.outbox.begin(sending, here.clock.at)
    assert begun
    await here.store.grants.withdraw(GRANTED, "they complained", "", here.clock.at)
    await delivery.after(here.brand, Postbox(), begun, Unavailable("503"))

    assert await left(here) == []
    assert await waiting(here, draft) == ("pending", "it may not go out alone any more")


async def test_what_a_person_wants_sent_after_all_is_theirs_and_leaves(here: World) -> None:
    await here.drafted()
    box = Postbox()
    box.fails.append(Uncertain("the answer was lost"))
    assert await left(here, box) == []
    (parked,), _ = await here.store.outbox.parked()
    await review.claim(here.brand, at(ASHA), NOOR)
    await delivery.retry(here.brand, parked.id, MEERA)

    assert await left(here, box) == ["Majama!"]
