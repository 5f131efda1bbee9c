"""Comments that the network holds for our review: a shelf of their own, and no draft until they are published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import delivery, reasons, review, views
from inbox.actions import Action, Block, Hide, Remove, Reply, Unhide
from inbox.errors import NotAllowed
from inbox.incoming import Incoming, MessageEdited, MessageHidden, MessageRemoved
from inbox.models import Held, RemoteId, Thread
from inbox.store import codec
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, OLGA, PAVEL
from tests.inbox.looking import leaving, opened
from tests.inbox.sent_off import begun, receipt
from tests.world import ACCOUNT, CAPABILITIES, HOUR, LEASE, START, World, at, proposal, said, thread_of

COMMENTS = thread_of(ASHA, "comments")
M1, M2 = RemoteId("m1"), RemoteId("m2")
TUBE = replace(
    CAPABILITIES,
    reviews=True,
    windows={},
    actions={**CAPABILITIES.actions, "comments": CAPABILITIES.actions["comments"] | {"block"}},
)


@pytest.fixture(autouse=True)
def reviewing(here: World) -> None:
    """A network on which comments may wait for our review."""
    here.capabilities = {ACCOUNT: TUBE}


def held(text: str = "Kem cho?", *, id: str = "m1", at: int = START, thread: Thread = COMMENTS) -> Incoming:
    """A comment of Asha's that waits for review."""
    return replace(said(text, id=id, at=at, thread=thread), held=True)


def shown(id: RemoteId = M1, at: int = START + 9) -> Incoming:
    """Somebody published it on the network itself."""
    return MessageHidden(COMMENTS, id, at, hidden=False)


async def shelf(here: World, name: str = "held") -> list[str]:
    """The conversations on a shelf, in order."""
    return [row.conversation.id for row in (await views.queue(here.brand, PAVEL, name)).rows]


async def nothing_to_draft(here: World) -> bool:
    """Whether no conversation's turn has come."""
    here.clock.at += HOUR
    return isinstance(await here.store.drafts.claim_turn(here.clock.at, LEASE, "none"), Idle)


async def act(here: World, action: Action) -> None:
    """A person does something, and the network did it."""
    await review.act(here.brand, at(ASHA), OLGA, action)
    await delivery.sent(here.brand, await begun(here), receipt(here))


async def test_a_held_comment_stands_on_its_own_shelf_and_waits_for_no_answer(here: World) -> None:
    await here.receive(held())

    reading = await views.reading(here.brand, PAVEL, at(ASHA))
    message = reading.lines[0].message
    assert message
    assert (message.hidden, message.held) == (True, True)
    assert reading.held == (message,)
    assert reading.contact == ASHA
    assert reading.conversation.waiting_since == 0
    assert await shelf(here) == [at(ASHA)]
    assert await shelf(here, "waiting") == []
    assert await nothing_to_draft(here)


async def test_the_shelf_is_ordered_by_the_oldest_that_waits(here: World) -> None:
    other = thread_of(BHAVIN, "comments")
    await here.receive(
        held(id="m1", at=START + 2), held(id="m2", at=START + 9), held(id="m3", at=START + 5, thread=other)
    )
    assert await shelf(here) == [at(ASHA), at(BHAVIN)]
    first, second = (row.conversation.held for row in (await views.queue(here.brand, PAVEL, "held")).rows)
    assert first == Held(2, START + 2, ASHA.name, "Kem cho?")
    assert second == Held(1, START + 5, ASHA.name, "Kem cho?")
    assert (await views.reading(here.brand, PAVEL, at(ASHA), limit=1)).conversation.held == first

    await here.receive(shown(M1))

    assert await shelf(here) == [at(BHAVIN), at(ASHA)]


async def test_published_on_the_network_it_is_drafted_for_like_any_other(here: World) -> None:
    await here.receive(held())
    assert await nothing_to_draft(here)

    assert await here.receive(shown()) == 1

    turn = await here.turn()
    assert [(message.id, message.held) for message in turn.messages] == [("m1", False)]
    assert list(turn.askers.values()) == [ASHA]
    assert (turn.conversation.last, turn.conversation.heard_at) == ("m1", START)
    assert await shelf(here) == []
    assert await shelf(here, "waiting") == [at(ASHA)]


async def test_a_row_tells_of_what_others_see_until_the_rest_is_published(here: World) -> None:
    await here.receive(said("Nice!", id="m0", thread=COMMENTS), held("Buy\n now! " + "મ" * 200, at=START + 5))
    preview = (await views.reading(here.brand, PAVEL, at(ASHA))).conversation.preview
    assert preview == "Nice!"

    await here.receive(shown())

    preview = (await views.reading(here.brand, PAVEL, at(ASHA))).conversation.preview
    assert preview == codec.preview("Buy\n now! " + "મ" * 200)


async def test_published_by_us_it_is_drafted_for_and_can_be_answered(here: World) -> None:
    await here.receive(held())

    await act(here, Unhide(COMMENTS.remote, M1))

    assert await shelf(here) == []
    assert ("message.hidden", "m1", "published") in [
        (entry.what, entry.ref, entry.detail) for entry in await here.store.log.newest(10)
    ]
    made = await here.propose(proposal(to="m1"))
    assert (await opened(here, made[0].draft)).draft.about == "m1"
    await review.reply(here.brand, at(ASHA), OLGA, "Welcome!")
    assert [one.action for one in await leaving(here)] == [Reply(COMMENTS.remote, "Welcome!", M1)]


@pytest.mark.parametrize("action", [Remove(COMMENTS.remote, M1), Block(COMMENTS.remote, ASHA.remote, M1)])
async def test_rejected_it_leaves_the_shelf_and_nobody_answers_it(here: World, action: Action) -> None:
    await here.receive(held())

    await act(here, action)

    message = (await views.reading(here.brand, PAVEL, at(ASHA))).lines[0].message
    assert message
    assert message.removed_at
    assert not message.held
    assert await shelf(here) == []
    assert await nothing_to_draft(here)


@pytest.mark.parametrize("gone", [MessageRemoved(COMMENTS, M1, START + 9), MessageHidden(COMMENTS, M1, START + 9)])
async def test_gone_on_the_network_it_leaves_the_shelf(here: World, gone: Incoming) -> None:
    await here.receive(held())

    assert await here.receive(gone) == 1

    assert await shelf(here) == []
    assert await nothing_to_draft(here)


async def test_what_we_hold_ourselves_takes_its_draft_along_and_waits_for_review(here: World) -> None:
    await here.hear(kind="comments")
    made = await here.propose(proposal(to="m1"))

    await act(here, Hide(COMMENTS.remote, M1))

    draft = (await opened(here, made[0].draft)).draft
    assert (draft.state, draft.reason) == ("outdated", "the message waits for review")
    assert await shelf(here) == [at(ASHA)]
    assert await shelf(here, "waiting") == []


async def test_what_the_network_holds_while_a_responder_thinks_is_not_answered(here: World) -> None:
    here.autonomy = "auto"
    await here.hear(kind="comments")
    turn = await here.turn()

    await here.receive(MessageHidden(COMMENTS, M1, START + 9, held=True))

    refused = await review.propose(here.brand, turn, [proposal(to="m1")])
    assert getattr(refused, "why", "") == "outdated"
    again = await here.turn()
    assert again.messages == ()


async def test_what_was_held_when_somebody_looked_is_not_among_what_they_saw(here: World) -> None:
    await here.receive(
        said("one", id="m1", thread=COMMENTS),
        held("spam", id="m2", at=START + 1),
        said("two", id="m3", at=START + 2, thread=COMMENTS),
    )

    looked = await here.store.conversations.seen(at(ASHA), START, RemoteId("m3"), 2, None)

    assert looked
    assert [message.id for message in looked.messages] == ["m1", "m3"]


async def test_where_only_the_newest_is_held_the_one_before_is_answered(here: World) -> None:
    await here.hear(kind="comments")
    await here.receive(held("buy this!!", id="m2", at=START + 5))

    turn = await here.turn()

    assert [message.id for message in turn.messages] == ["m1"]
    assert turn.conversation.last == "m1"
    made = await here.propose(proposal(to="m1"), turn=turn)
    assert (await opened(here, made[0].draft)).draft.state == "pending"


async def test_what_is_told_before_the_comment_comes_holds_it_then(here: World) -> None:
    await here.receive(MessageHidden(COMMENTS, M1, START + 9, held=True))

    await here.hear(kind="comments")

    assert await shelf(here) == [at(ASHA)]
    assert await shelf(here, "waiting") == []


async def test_an_edit_of_a_held_comment_wakes_nobody(here: World) -> None:
    await here.receive(held())

    await here.receive(MessageEdited(COMMENTS, M1, ASHA, "Kem cho, Meera?", START + 9))

    assert await shelf(here) == [at(ASHA)]
    assert await nothing_to_draft(here)


async def test_hidden_and_shown_again_on_the_network_it_was_never_held(here: World) -> None:
    await here.hear(kind="comments")
    await here.receive(MessageHidden(COMMENTS, M1, START + 8), shown())

    message = (await views.reading(here.brand, PAVEL, at(ASHA))).lines[0].message
    assert message
    assert (message.hidden, message.held) == (False, False)
    assert await shelf(here) == []


async def test_nobody_writes_to_what_nobody_sees(here: World) -> None:
    await here.receive(held())

    for to in (None, M1):
        with pytest.raises(NotAllowed, match="waits for review on Telegram, where nobody else sees it"):
            await review.reply(here.brand, at(ASHA), OLGA, "Hello", to=to)


async def test_why_nothing_is_drafted_is_told(here: World) -> None:
    await here.receive(held())

    told = await reasons.why(here.brand, PAVEL, at(ASHA), M1)

    assert [(one.what, one.words) for one in told] == [
        ("waiting", "it waits for review: the network shows it to nobody until we publish it, so nothing is drafted")
    ]


async def test_whoever_is_shut_out_is_so_with_the_message_it_was_decided_on_else_their_newest(here: World) -> None:
    await here.receive(held(), held(id="m2", at=START + 1))

    await review.act(here.brand, at(ASHA), OLGA, Block(COMMENTS.remote, ASHA.remote, M1))
    await review.act(here.brand, at(ASHA), OLGA, Block(COMMENTS.remote, ASHA.remote))

    assert [getattr(one.action, "message", "") for one in await leaving(here)] == [M1, M2]
