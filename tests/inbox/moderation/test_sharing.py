"""What several cases want alike is done once, and stays until the last of them is undone: deeds, and labels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from inbox import delivery, review
from inbox.actions import Mute
from inbox.cases import CaseNumber, Fairness, Ladder, Wants
from inbox.docket import case as shown
from inbox.errors import Rejected
from inbox.incoming import MessageEdited
from inbox.models import RemoteId
from inbox.moderation import undoing
from tests.cast import ASHA, BHAVIN, OLGA
from tests.judging import HIDE, POST, Moderated, Rules, moderated
from tests.world import DAY, at, thread_of, world

RULES = {
    "scam": replace(HIDE, labels=("scam",)),
    "out": replace(HIDE, block=True, labels=("bad",)),
    "loud": replace(HIDE, mute=600),
}
LADDER = Ladder(((3, Wants(labels=("watch",))),), half_life=10 * DAY)


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand whose rules hide, mute, block and label."""
    async with world(redis_url, brand) as here:
        made = moderated(here, Rules(dict(RULES)), Fairness(LADDER))
        await made.force()
        yield made


async def undo(it: Moderated, number: int) -> list[str]:
    """Undo a case; answers what the network is told then."""
    before = len(it.done())
    await undoing.undo(it.here.brand, CaseNumber(number), OLGA)
    await it.send()
    return it.done()[before:]


async def two(it: Moderated, text: str) -> None:
    """Asha says something twice, before we do anything about it; each time it is another case."""
    for id in ("m1", "m2"):
        await it.comment(text, id=id)
    await it.judge()
    await it.send()


async def test_a_block_stays_until_both_cases_that_want_it_are_undone(it: Moderated) -> None:
    await two(it, "out")
    assert sorted(it.done()) == ["Block", "Hide", "Hide"]
    assert [deed.kind for deed in (await it.case(2)).deeds] == ["hide", "block"]

    assert (await shown(it.here.brand, OLGA, CaseNumber(1))).brings_back == (
        "The message is shown again.",
        "Asha stays blocked: case 2 wants that, too.",
        "Rules leave the message alone until its text changes.",
    )
    assert await undo(it, 1) == ["Unhide"]
    assert "Asha is let back in." in (await shown(it.here.brand, OLGA, CaseNumber(2))).brings_back
    assert await undo(it, 2) == ["Unhide", "Unblock"]


async def test_it_does_not_matter_which_of_the_two_is_undone_first(it: Moderated) -> None:
    await two(it, "out")
    assert await undo(it, 2) == ["Unhide"]
    assert await undo(it, 1) == ["Unhide", "Unblock"]


async def test_a_mute_is_shared_alike_and_done_anew_after_both_are_undone(it: Moderated) -> None:
    await two(it, "loud")
    assert await undo(it, 1) == ["Unhide"]
    assert await undo(it, 2) == ["Unhide", "Mute"]
    await it.comment("loud", id="m3")
    await it.judge()
    await it.send()
    assert it.done()[-2:] == ["Hide", "Mute"]


async def test_a_block_that_waits_leaves_though_the_case_that_began_it_is_undone(it: Moderated) -> None:
    for id in ("m1", "m2"):
        await it.comment("out", id=id)
    await it.judge()
    assert await undo(it, 1) == ["Block", "Hide"]
    assert (await it.case(2)).done_at
    assert await undo(it, 2) == ["Unhide", "Unblock"]


async def test_a_block_that_the_network_refuses_is_let_be_for_both(it: Moderated) -> None:
    it.rules.rules["out"] = Wants(block=True, points=1)
    for id in ("m1", "m2"):
        await it.comment("out", id=id)
    await it.judge()
    await it.send(Rejected("not here"))
    parked, _ = await it.here.store.outbox.parked()
    await delivery.discard(it.here.brand, parked[0].id, OLGA)
    assert [(await it.case(number)).stands for number in (1, 2)] == [False, False]


async def test_what_is_taken_back_by_hand_is_taken_back_for_both(it: Moderated) -> None:
    await two(it, "loud")
    await review.act(it.here.brand, at(ASHA), OLGA, Mute(ASHA.remote, ASHA.remote, 0))
    it.here.clock.at += 5_000
    await it.send()
    assert sorted(it.done()) == ["Hide", "Hide", "Mute", "Mute"]
    assert await undo(it, 1) == ["Unhide"]
    assert await undo(it, 2) == ["Unhide"]


async def test_who_takes_back_twice_by_hand_what_two_cases_share_and_then_not_leaves_both_as_they_were(
    it: Moderated,
) -> None:
    await two(it, "loud")
    back = Mute(ASHA.remote, ASHA.remote, 0)
    await review.act(it.here.brand, at(ASHA), OLGA, back)
    await review.recall(it.here.brand, await review.act(it.here.brand, at(ASHA), OLGA, back), OLGA)
    it.here.clock.at += 5_000
    await it.send()
    assert it.done().count("Mute") == 1
    assert await undo(it, 1) == ["Unhide"]
    assert await undo(it, 2) == ["Unhide", "Mute"]


async def test_a_message_that_another_case_hid_stays_hidden_until_that_one_is_undone_too(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    it.here.clock.at += 1_000
    where = thread_of(ASHA, "comments", subject=POST)
    await it.here.receive(MessageEdited(where, RemoteId("m1"), ASHA, "scam, and loud", it.here.clock.at))
    await it.judge()
    await it.send()
    assert it.done() == ["Hide", "Mute"]
    assert await undo(it, 1) == []
    assert (await it.message("m1")).case == 2
    assert await undo(it, 2) == ["Unhide", "Mute"]
    assert (await it.message("m1")).case == 0


async def test_labels_go_with_the_last_case_that_set_them(it: Moderated) -> None:
    await it.comment("scam", id="m1", kind="group")
    await it.comment("scam out", BHAVIN, id="m2", kind="group", thread=ASHA)
    await it.judge()
    assert await it.labels(ASHA) == ("scam", "bad")
    await undo(it, 1)
    assert await it.labels(ASHA) == ("scam", "bad")
    await undo(it, 2)
    assert await it.labels(ASHA) == ()
    assert (await it.here.store.conversations.counts(["label:scam", "label:bad"])) == {"label:scam": 0, "label:bad": 0}


async def test_a_label_that_was_there_before_stays(it: Moderated) -> None:
    await it.comment("hello")
    await review.label(it.here.brand, at(ASHA), OLGA, ["scam", "vip"])
    await it.comment("scam", id="m2")
    await it.judge()
    await undo(it, 1)
    assert await it.labels(ASHA) == ("scam", "vip")


async def test_labels_of_a_step_of_the_ladder_go_too_and_come_back_with_the_case(it: Moderated) -> None:
    it.rules.rules["scam"] = replace(RULES["scam"], points=3)
    await it.comment("scam")
    await it.judge()
    assert await it.labels(ASHA) == ("watch", "scam")
    deed = (await it.case()).deeds[0].delivery
    draft = await review.recall(it.here.brand, deed, OLGA)
    assert await it.labels(ASHA) == ()
    await review.approve(it.here.brand, draft, OLGA)
    assert await it.labels(ASHA) == ("watch", "scam")
