"""What people do to somebody by hand is a case, too; what they take back ends it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from inbox import delivery, review
from inbox.actions import Hide, Mute, Remove, Unblock, Unhide
from inbox.cases import Wants
from inbox.errors import Rejected
from inbox.models import DeliveryId, RemoteId
from tests.cast import ASHA, MEERA, NOOR, OLGA
from tests.judging import Moderated, Rules, moderated
from tests.world import at, world

M1 = RemoteId("m1")
HIDE_IT, SHOW_IT = Hide(ASHA.remote, M1), Unhide(ASHA.remote, M1)


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand that judges, in which Asha has written something that no rule minds."""
    async with world(redis_url, brand) as here:
        made = moderated(here, Rules({"spam": Wants(sight="hide", mute=600), "out": Wants(block=True)}))
        await made.force()
        await made.comment("Nasty words")
        await made.judge()
        yield made


async def decide(it: Moderated, action: Hide | Unhide | Mute | Remove | Unblock, why: str = "") -> DeliveryId:
    """Somebody of ours does it, and the network has done it."""
    delivery = await review.act(it.here.brand, at(ASHA), OLGA, action, why=why)
    it.here.clock.at += it.here.brand.undo.people
    await it.send()
    return delivery


async def waiting(it: Moderated) -> int:
    """How many conversations wait for us."""
    return (await it.here.store.conversations.counts(["waiting"]))["waiting"]


async def test_hiding_by_hand_opens_a_case_and_showing_it_ends_that(it: Moderated) -> None:
    hidden = await decide(it, HIDE_IT, "rude to Bhavin")

    case = await it.case()
    assert (case.by, case.rule, case.reason, case.text) == (OLGA, "", "rude to Bhavin", "Nasty words")
    assert [(deed.kind, deed.delivery) for deed in case.deeds] == [("hide", hidden)]
    assert (case.done_at, case.contact, await waiting(it)) == (it.here.clock.at, ASHA, 0)

    shown = await decide(it, SHOW_IT)

    case = await it.case()
    assert (case.stands, case.undone_by, case.deeds[0].undone) == (False, "olga", shown)
    assert await waiting(it) == 1
    assert it.done() == ["Hide", "Unhide"]


async def test_one_who_takes_it_back_before_it_left_ends_the_case(it: Moderated) -> None:
    id = await review.act(it.here.brand, at(ASHA), MEERA, HIDE_IT)
    assert await waiting(it) == 0
    draft = await review.recall(it.here.brand, id, MEERA)

    assert (await it.case()).undone_why == "taken back before it left"
    assert await waiting(it) == 1

    again = await review.approve(it.here.brand, draft, NOOR)
    case = await it.case()
    assert (case.stands, case.deeds[0].delivery, await waiting(it)) == (True, again, 0)
    it.here.clock.at += it.here.brand.undo.people
    await it.send()
    assert (await it.case()).done_at


async def test_what_the_network_refused_and_somebody_let_be_ends_the_case(it: Moderated) -> None:
    id = await review.act(it.here.brand, at(ASHA), MEERA, HIDE_IT)
    it.here.clock.at += it.here.brand.undo.people
    await it.send(Rejected("no"))
    assert (await it.case()).stands

    await delivery.discard(it.here.brand, id, MEERA)

    assert (await it.case()).undone_by == "meera"
    assert await waiting(it) == 1


async def test_our_own_words_are_no_case(it: Moderated) -> None:
    await review.reply(it.here.brand, at(ASHA), OLGA, "Please be kind")
    it.here.clock.at += it.here.brand.undo.people
    await it.send()
    ours = next(m.id for m in (await it.here.store.conversations.read(at(ASHA), it.here.clock.at)).messages if m.ours)  # type: ignore[union-attr]

    await decide(it, Remove(ASHA.remote, ours))

    assert await it.cases() == 0


async def test_letting_somebody_speak_again_ends_what_mutes_them_and_leaves_the_rest(it: Moderated) -> None:
    await it.comment("spam", id="m2")
    await it.judge()
    await it.send()
    unmuted = await decide(it, Mute(ASHA.remote, ASHA.remote, 0))

    case = await it.case()
    assert case.stands  # the message stays out of sight
    assert [(deed.kind, deed.undone) for deed in case.deeds] == [("hide", None), ("mute", unmuted)]

    await decide(it, Unhide(ASHA.remote, RemoteId("m2")))
    assert not (await it.case()).stands

    await it.comment("spam", id="m3")
    await it.judge()
    assert [deed.kind for deed in (await it.case(2)).deeds] == ["hide", "mute"]


async def test_letting_somebody_in_again_ends_what_shut_them_out(it: Moderated) -> None:
    await it.comment("out", id="m2", kind="group")
    await it.judge()
    await it.send()
    assert (await it.case()).deeds[0].kind == "block"

    await decide(it, Unblock(ASHA.remote, ASHA.remote))

    assert not (await it.case()).stands


async def test_a_brand_that_judges_nothing_opens_no_cases(it: Moderated) -> None:
    it.here.fairness = None
    await decide(it, HIDE_IT)

    assert await it.cases() == 0
    assert not (await it.message("m1", ASHA)).case
