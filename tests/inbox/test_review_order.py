"""Keeping order: claims, labels, notes, snooze, resolve, silence; and what a viewer may not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import review
from inbox.errors import NotAllowed, Outdated, Refused
from inbox.incoming import ThreadMoved
from inbox.models import RemoteId
from inbox.store.drafts import Not
from inbox.store.queue import Idle
from tests.cast import ASHA, MEERA, NOOR, PAVEL, QASIM
from tests.inbox.looking import leaving, on_shelf, opened, shelves, standing, whats
from tests.world import DAY, SECOND, START, World, at, proposal, said, thread_of


async def test_a_claim_keeps_others_from_sending_until_it_ends(here: World) -> None:
    draft = await here.drafted()
    await review.claim(here.brand, at(ASHA), MEERA)

    async def refused() -> str:
        words = []
        for deed in (
            review.approve(here.brand, draft, NOOR),
            review.reject(here.brand, draft, NOOR, "x"),
            review.reply(here.brand, at(ASHA), NOOR, "x"),
        ):
            with pytest.raises(NotAllowed) as refusal:
                await deed
            words.append(str(refusal.value))
        return " ".join(words)

    assert await refused() == " ".join(["meera is writing here right now."] * 3)
    assert (await standing(here)).claimed_by == "meera"
    here.clock.at += review.CLAIM_MS
    assert (await standing(here)).claimed_by == ""
    assert await review.approve(here.brand, draft, NOOR)


async def test_who_claimed_may_send_and_anybody_may_let_go(here: World) -> None:
    draft = await here.drafted()
    await review.claim(here.brand, at(ASHA), MEERA)
    assert await review.reply(here.brand, at(ASHA), MEERA, "x")
    await review.claim(here.brand, at(ASHA), MEERA)

    await review.let_go(here.brand, at(ASHA), NOOR)

    with pytest.raises(Outdated):
        await review.approve(here.brand, draft, NOOR)


async def test_a_conversation_is_assigned_given_on_and_given_back(here: World) -> None:
    id = await here.hear()

    async def mine(name: str) -> int:
        return len(await on_shelf(here, f"mine:{name}"))

    await review.assign(here.brand, id, MEERA, "noor")
    assert ((await standing(here)).assignee, await mine("noor")) == ("noor", 1)
    await review.assign(here.brand, id, MEERA, "olga")
    assert (await mine("noor"), await mine("olga")) == (0, 1)
    await review.assign(here.brand, id, MEERA, "")
    assert ((await standing(here)).assignee, await mine("olga")) == ("", 0)


async def test_labels_are_set_trimmed_once_each_and_have_their_shelves(here: World) -> None:
    id = await here.hear()

    await review.label(here.brand, id, MEERA, [" sales ", "vip", "", "sales"])
    assert (await standing(here)).labels == ("sales", "vip")
    await review.label(here.brand, id, MEERA, ["vip"])

    assert [len(await on_shelf(here, f"label:{name}")) for name in ("sales", "vip")] == [0, 1]


async def test_a_note_stands_in_the_timeline(here: World) -> None:
    id = await here.hear()

    await review.note(here.brand, id, QASIM, "call back")

    found = await here.store.conversations.read(id, here.clock.at)
    assert found
    assert [(did.what, did.by, did.detail, did.at) for did in found.timeline] == [("note", "qasim", "call back", START)]


async def test_a_snooze_ends_at_its_time_and_only_a_time_to_come_will_do(here: World) -> None:
    id = await here.hear()
    with pytest.raises(NotAllowed, match="a time to come"):
        await review.snooze(here.brand, id, MEERA, here.clock.at)

    await review.snooze(here.brand, id, MEERA, START + 9 * SECOND)

    assert (await standing(here)).snoozed_until == START + 9 * SECOND
    assert await here.store.schedule.claim(START + 9 * SECOND - 1, 1, "t") == Idle(START + 9 * SECOND)
    assert await here.store.schedule.claim(START + 9 * SECOND, 1, "t") == f"snooze {id}"
    await review.reopen(here.brand, id, MEERA)
    stands = await standing(here)
    assert (stands.state, stands.snoozed_until, stands.waiting_since) == ("open", 0, START)
    assert await shelves(here) == {"waiting", "open", "all"}


async def test_a_resolved_conversation_waits_for_nothing(here: World) -> None:
    draft = await here.drafted()
    await review.snooze(here.brand, at(ASHA), MEERA, START + DAY)

    await review.resolve(here.brand, at(ASHA), MEERA)

    stands = await standing(here)
    assert (stands.state, stands.waiting_since, stands.snoozed_until) == ("resolved", 0, 0)
    assert (await opened(here, draft)).draft.reason == "conversation.resolved"
    assert await shelves(here) == {"resolved", "all"}
    await review.reopen(here.brand, at(ASHA), MEERA)
    assert await shelves(here) == {"open", "all"}


async def test_resolving_takes_back_what_was_to_leave_alone(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    await here.propose(proposal())

    await review.resolve(here.brand, at(ASHA), MEERA)

    assert await leaving(here) == ()


async def test_responders_are_silenced_and_brought_back_with_what_waits(here: World) -> None:
    draft = await here.drafted()

    await review.silence(here.brand, at(ASHA), MEERA, silent=True)
    assert (await opened(here, draft)).draft.state == "outdated"
    await review.silence(here.brand, at(ASHA), MEERA, silent=False)

    assert (await standing(here)).quiet_by == ""
    assert (await here.turn()).conversation.id == at(ASHA)


async def test_bringing_responders_back_where_nobody_waits_wakes_nobody(here: World) -> None:
    await here.receive(said("welcome", None, id="m1"))

    await review.silence(here.brand, at(ASHA), MEERA, silent=False)

    assert await here.store.drafts.claim_turn(here.clock.at + DAY, 1, "t") == Idle(None)


@pytest.mark.parametrize(
    "verb", ["note", "assign", "claim", "let_go", "snooze", "resolve", "reopen", "label", "silence"]
)
async def test_a_viewer_may_only_look(here: World, verb: str) -> None:
    id, brand = await here.hear(), here.brand
    deeds = {
        "note": lambda: review.note(brand, id, PAVEL, "x"),
        "assign": lambda: review.assign(brand, id, PAVEL, "x"),
        "claim": lambda: review.claim(brand, id, PAVEL),
        "let_go": lambda: review.let_go(brand, id, PAVEL),
        "snooze": lambda: review.snooze(brand, id, PAVEL, START + 9),
        "resolve": lambda: review.resolve(brand, id, PAVEL),
        "reopen": lambda: review.reopen(brand, id, PAVEL),
        "label": lambda: review.label(brand, id, PAVEL, ["x"]),
        "silence": lambda: review.silence(brand, id, PAVEL, silent=True),
    }

    with pytest.raises(NotAllowed, match="pavel may not"):
        await deeds[verb]()
    assert (await whats(here)) == ["message.new"]


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (Not("missing"), "There is no such draft or conversation any more."),
        (Not("outdated"), "The conversation moved on; look again."),
        (Not("quiet", ("meera",)), "The responders are silent here since meera wrote; switch them on first."),
        (Not("quiet", ("native",)), "The responders are silent here since somebody wrote; switch them on first."),
        (Not("decided", ("approved", "", "")), "Already approved."),
        (Not("decided", ("outdated", "", "they wrote again")), "This draft no longer fits: they wrote again."),
    ],
)
def test_every_refusal_of_the_store_has_its_words(refused: Not, words: str) -> None:
    found = review.refusal(refused)

    assert isinstance(found, Refused)
    assert str(found) == words


async def test_a_moved_conversation_offers_no_turn(here: World) -> None:
    await here.drafted()

    await here.receive(ThreadMoved(thread_of(ASHA), RemoteId("x"), START))

    assert (await standing(here)).drafts == ()
    assert replace(await standing(here), drafts=()).state == "resolved"
