"""What comes late, while an answer is on its way or nobody knows where it is, gets no second answer by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.drafting import draft_next
from bot.sending import send_next
from inbox import delivery, review
from inbox.errors import NetworkError, Rejected, Unavailable, Uncertain
from inbox.incoming import Incoming, MessageEdited
from inbox.models import RemoteId
from inbox.store.outbox import Sending
from inbox.store.queue import Idle
from responders.chain import Chain
from responders.rules import Rules, RulesFile
from responders.turn import Answer, Responder, Turn
from tests.cast import ASHA, MEERA
from tests.inbox.sent_off import begun, receipt
from tests.postbox import ForgetfulPostbox, Postbox
from tests.world import ACCOUNT, SECOND, START, World, at, said, thread_of, world

RULES = Rules(
    RulesFile.model_validate({"rules": [{"id": "hi", "when": {"words": ["hello"]}, "text": "Hello to you, too!"}]})
)
ANSWER = "Hello to you, too!"
LATE = said("is anybody there?", id="m1", at=START - 5 * SECOND)  # said before m2, and read after it
EDITED = MessageEdited(thread_of(ASHA), RemoteId("m2"), ASHA, "hello there", START + SECOND)


@pytest_asyncio.fixture
async def here(redis_url: str, brand: str) -> AsyncIterator[World]:
    """Where answers go out alone, and one to m2 is on its way."""
    async with world(redis_url, brand) as it:
        it.autonomy = "auto"
        await it.hear("hello", id="m2")
        await draft(it)
        yield it


async def draft(here: World, responder: Responder = RULES) -> None:
    """Draft for everybody who waits."""
    here.clock.at += here.brand.debounce
    while not isinstance(await draft_next(here.brand, Chain([responder])), Idle):
        pass


async def sends(here: World, box: Postbox) -> list[str]:
    """What anybody has ever got, when all that may leave has left."""
    here.clock.at += 30 * SECOND
    while not isinstance(await send_next(here.brand, {ACCOUNT: box}), Idle):
        pass
    return [str(getattr(action, "text", "")) for _, action in box.done]


async def waiting(here: World) -> list[tuple[str | None, str]]:
    """The drafts that wait for a person: what each is about, and why it waits."""
    found = await here.store.conversations.read(at(ASHA), here.clock.at, limit=1)
    assert found
    return [(one.about, one.waits) for one in found.drafts]


@pytest.mark.parametrize("late", [LATE, EDITED])
async def test_what_is_being_answered_gets_no_second_answer_alone(here: World, late: Incoming) -> None:
    box, sending = Postbox(), await begun(here)
    await here.receive(late)
    await draft(here)
    await delivery.sent(here.brand, sending, receipt(here))

    assert await waiting(here) == [("m2", "an answer to this is on its way")]
    assert await sends(here, box) == []


@pytest.mark.parametrize("late", [LATE, EDITED])
async def test_where_nobody_knows_whether_it_was_answered_a_person_decides(here: World, late: Incoming) -> None:
    box = Postbox()
    box.does_it_all_the_same = True
    box.fails.append(Uncertain("cut"))
    assert await sends(here, box) == [ANSWER]  # and it is parked

    await here.receive(late)
    await draft(here)

    assert await waiting(here) == [("m2", "an answer to this may have left already")]
    assert await sends(here, box) == [ANSWER]


async def test_what_would_have_been_repeated_with_its_key_and_was_taken_back_may_have_left_too(here: World) -> None:
    box = ForgetfulPostbox()
    await delivery.after(here.brand, box, await begun(here), Uncertain("cut"))
    await here.receive(LATE)  # takes it back before it is repeated
    await draft(here)

    assert await waiting(here) == [("m2", "an answer to this may have left already")]
    assert await sends(here, box) == []


async def test_what_a_person_sends_on_its_way_is_not_answered_beside_it(here: World) -> None:
    here.autonomy = "draft"
    await here.receive(LATE)
    await draft(here)
    found = await here.store.conversations.read(at(ASHA), here.clock.at, limit=1)
    assert found
    here.autonomy = "auto"
    await review.approve(here.brand, found.drafts[0].id, MEERA)
    await here.receive(EDITED)
    await draft(here)

    assert await waiting(here) == [("m2", "an answer to this is on its way")]
    assert await sends(here, Postbox()) == [ANSWER]


class Slow:
    """The rules, who think for so long that what is being sent has been sent meanwhile."""

    name, version, rewrites, patience = RULES.name, RULES.version, RULES.rewrites, 5.0

    def __init__(self, here: World, sending: Sending) -> None:
        """Nothing was asked yet."""
        self.here, self.sending, self.asked = here, sending, list[str]()

    async def propose(self, turn: Turn) -> Answer:
        """What the rules say, a while later."""
        self.asked.append(turn.question)
        if len(self.asked) == 1:
            await delivery.sent(self.here.brand, self.sending, receipt(self.here))
        return await RULES.propose(turn)


async def test_what_was_answered_while_a_responder_thinks_is_not_answered_again(here: World) -> None:
    slow = Slow(here, await begun(here))
    await here.receive(LATE)
    await draft(here, slow)

    assert slow.asked == ["is anybody there?\nhello"]  # looked at again, nothing is left to ask
    assert await waiting(here) == []
    assert await sends(here, Postbox()) == []


@pytest.mark.parametrize("error", [Unavailable("503"), Rejected("no")])
async def test_what_surely_did_not_leave_is_answered_once(here: World, error: NetworkError) -> None:
    box = Postbox()
    await delivery.after(here.brand, box, await begun(here), error)
    await here.receive(LATE)
    await draft(here)

    assert await waiting(here) == []
    assert await sends(here, box) == [ANSWER]


async def test_what_came_in_time_is_answered_once_and_what_comes_late_is_no_new_question(here: World) -> None:
    box = Postbox()
    assert await sends(here, box) == [ANSWER]
    await here.receive(LATE)
    await draft(here)

    assert await waiting(here) == []
    assert await sends(here, box) == [ANSWER]
