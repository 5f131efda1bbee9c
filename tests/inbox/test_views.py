"""What a person sees of one conversation: its lines, what waits and leaves, the card to decide on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import delivery, review, views
from inbox.actions import Hide, Proposal
from inbox.errors import NotFound, Rejected
from inbox.models import Actor, ContactId, ConversationId, DraftId, RemoteId
from inbox.policy import Mode
from inbox.store.people import Person
from tests.cast import ASHA, BHAVIN, MEERA, OLGA, PAVEL, QASIM
from tests.inbox.sent_off import begun
from tests.postbox import Postbox
from tests.world import ACCOUNT, CAPABILITIES, DAY, RULES, SECOND, START, World, at, proposal, said, thread_of

# ----------------------------------------------------------------------------------------------------- one conversation


async def test_a_conversation_is_read_with_who_said_what_and_what_was_done(here: World) -> None:
    await here.receive(said("one", id="m1"), said("two", BHAVIN, id="m2", at=START + 5, thread=thread_of(ASHA)))
    await here.receive(said("three", None, id="m3", at=START + 9))
    here.clock.at = START + 7
    await review.note(here.brand, at(ASHA), MEERA, "call back")

    read = await views.reading(here.brand, PAVEL, at(ASHA))

    lines = [
        (line.author, line.message.text) if line.message else ("", line.did and line.did.what) for line in read.lines
    ]
    assert lines == [("Asha", "one"), ("Bhavin", "two"), ("", "note"), ("", "three")]
    assert (read.contact, read.earlier, read.mode) == (BHAVIN, None, "normal")


async def test_a_conversation_that_does_not_exist_is_not_found(here: World) -> None:
    with pytest.raises(NotFound, match="There is no conversation 404"):
        await views.reading(here.brand, PAVEL, ConversationId("404"))


async def test_an_author_whom_nobody_knows_has_an_id(here: World) -> None:
    await here.hear()
    await here.store.client.call("DEL", f"{{{here.name}}}:contacts")

    read = await views.reading(here.brand, PAVEL, at(ASHA))

    assert (read.lines[0].author, read.contact) == (ASHA.remote, None)


@pytest.mark.parametrize(("at_once", "limit"), [(1, 10), (4, 10), (30, 10), (3, 1)])
async def test_a_long_conversation_is_read_backwards_without_a_gap(here: World, at_once: int, limit: int) -> None:
    await here.receive(*(said(f"{n}", id=f"m{n:02}", at=START + n // at_once) for n in range(30)))
    seen: list[str] = []
    before: int | None = None
    while True:
        read = await views.reading(here.brand, PAVEL, at(ASHA), before=before, limit=limit)
        seen = [line.message.text for line in read.lines if line.message] + seen
        before = read.earlier
        if before is None:
            break

    assert seen == [str(n) for n in range(30)]


async def test_each_deed_stands_on_the_page_of_its_time_and_on_no_other(here: World) -> None:
    for n in range(60):
        here.clock.at = START + n * SECOND
        await here.hear(f"{n}", id=f"m{n:02}")
        await review.note(here.brand, at(ASHA), MEERA, f"note {n}")
    pages: list[list[str]] = []
    before: int | None = None
    while True:
        read = await views.reading(here.brand, PAVEL, at(ASHA), before=before, limit=7)
        pages.append([line.did.detail for line in read.lines if line.did])
        before = read.earlier
        if before is None:
            break

    assert [detail for page in reversed(pages) for detail in page] == [f"note {n}" for n in range(60)]


async def test_what_waits_and_what_leaves_stand_with_the_conversation(here: World) -> None:
    await here.hear()
    first, second = await here.propose(proposal("one"), proposal("two"))
    leaving = await review.act(here.brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))

    read = await views.reading(here.brand, MEERA, at(ASHA))

    assert [card.draft.id for card in read.cards] == [first.draft, second.draft]
    assert read.cards[0].about
    assert [one.id for one in read.leaving] == [leaving]


async def test_the_verbs_are_what_the_network_offers_and_the_actor_may(here: World) -> None:
    await here.hear(kind="group")

    async def verbs(actor: Actor) -> tuple[str, ...]:
        return (await views.reading(here.brand, actor, at(ASHA))).verbs

    ours = ("note", "assign", "claim", "snooze", "resolve", "label")
    assert await verbs(OLGA) == (
        "reply",
        "hide",
        "unhide",
        "remove",
        "react",
        "mute",
        "block",
        "unblock",
        "edit",
        *ours,
    )
    assert await verbs(MEERA) == ("reply", "hide", "unhide", "react", "mute", "edit", *ours)
    assert await verbs(QASIM) == ours
    assert await verbs(PAVEL) == ()
    here.capabilities = {}
    assert await verbs(OLGA) == ours


async def test_the_window_counts_from_when_they_last_wrote(here: World) -> None:
    draft = await here.drafted()
    await here.receive(said("ours", None, id="m9", at=START + SECOND))
    here.clock.at = START + DAY - 5 * SECOND

    read = await views.reading(here.brand, PAVEL, at(ASHA), limit=1)

    assert read.window_left == (await views.card(here.brand, PAVEL, draft)).window_left == 5 * SECOND
    here.clock.at += DAY
    assert (await views.reading(here.brand, PAVEL, at(ASHA))).window_left == 0
    here.capabilities = {ACCOUNT: replace(CAPABILITIES, windows={})}
    assert (await views.reading(here.brand, PAVEL, at(ASHA))).window_left is None
    here.capabilities = {}
    assert (await views.reading(here.brand, PAVEL, at(ASHA))).window_left is None


async def test_a_conversation_that_we_began_has_no_window(here: World) -> None:
    await here.receive(said("welcome", None, id="m1"))

    read = await views.reading(here.brand, PAVEL, at(ASHA))

    assert (read.window_left, read.contact) == (None, None)


# ------------------------------------------------------------------------------------------------------------- the card


async def test_a_card_has_everything_to_decide_on(here: World) -> None:
    draft = await here.drafted("Majama!")
    await here.store.modes.change(Mode("careful"), here.clock.at)

    card = await views.card(here.brand, MEERA, draft)

    assert (card.contact, card.about and card.about.text, card.text) == (ASHA, "Kem cho?", "Majama!")
    assert (card.waiting, card.undo_left, card.mode) == (SECOND, 0, "careful")
    assert card.buttons == ("approve", "edit", "reject", "redraft")
    assert card.about
    assert card.about.contact == ContactId(f"{ACCOUNT}/{ASHA.remote}")


async def test_a_card_that_does_not_exist_is_not_found(here: World) -> None:
    with pytest.raises(NotFound, match="There is no draft 404"):
        await views.card(here.brand, PAVEL, DraftId("404"))


async def test_the_buttons_are_what_the_actor_may_now(here: World) -> None:
    draft = await here.drafted()

    async def buttons(actor: Actor) -> tuple[str, ...]:
        return (await views.card(here.brand, actor, draft)).buttons

    assert [await buttons(actor) for actor in (PAVEL, QASIM, MEERA)] == [
        (), ("reject", "redraft"), ("approve", "edit", "reject", "redraft"),
    ]  # fmt: skip
    await review.approve(here.brand, draft, MEERA)
    assert [await buttons(actor) for actor in (QASIM, MEERA)] == [(), ("recall",)]
    sending = await begun(here)
    assert await buttons(MEERA) == ()
    await delivery.after(here.brand, Postbox(), sending, Rejected("no"))
    assert [await buttons(actor) for actor in (QASIM, MEERA)] == [(), ("retry", "discard")]


async def test_who_may_not_do_a_thing_may_not_approve_it(here: World) -> None:
    await here.hear(kind="group")
    (made,) = await here.propose(Proposal(Hide(ASHA.remote, RemoteId("m1")), RULES, "spam"))

    card = await views.card(here.brand, MEERA, made.draft)

    assert (card.buttons, card.text) == (("approve", "reject", "redraft"), "hide")
    assert (await views.card(here.brand, QASIM, made.draft)).buttons == ("reject", "redraft")


async def test_a_decided_card_counts_down_until_it_leaves(here: World) -> None:
    draft = await here.drafted()
    await review.approve(here.brand, draft, MEERA)
    here.clock.at += 2 * SECOND

    card = await views.card(here.brand, MEERA, draft)

    assert (card.undo_left, card.delivery and card.delivery.state) == (3 * SECOND, "queued")
    here.clock.at += DAY
    assert (await views.card(here.brand, MEERA, draft)).undo_left == 0


async def test_a_card_about_nothing_that_was_said_has_no_message(here: World) -> None:
    await here.receive(said("welcome", None, id="m1"))
    await review.act(here.brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))

    card = await views.card(here.brand, PAVEL, (await here.store.outbox.open(  # type: ignore[union-attr]
        (await views.reading(here.brand, PAVEL, at(ASHA))).leaving[0].id)).draft)  # fmt: skip

    assert (card.about, card.waiting) == (None, 0)


async def test_a_card_carries_what_may_be_done_in_its_conversation(here: World) -> None:
    id = await here.drafted()

    assert (await views.card(here.brand, PAVEL, id)).verbs == ()
    assert (await views.card(here.brand, MEERA, id)).verbs == (await views.reading(here.brand, MEERA, at(ASHA))).verbs


async def test_a_conversation_can_be_given_to_those_who_may_do_more_than_look(here: World) -> None:
    for name, role in (("noor", "moderator"), ("pavel", "viewer"), ("meera", "lead")):
        await here.store.people.save(Person(name, role))

    assert await views.people(here.brand, PAVEL) == ["meera", "noor"]
