"""What somebody of ours does in the network's own app: a message that is shown again there ends the case about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from inbox import review
from inbox.actions import Hide, Unhide
from inbox.cases import CaseNumber
from inbox.docket import case as shown
from inbox.incoming import MessageEdited, MessageHidden
from inbox.models import RemoteId
from inbox.moderation import undoing
from tests.cast import ASHA, OLGA
from tests.judging import HIDE, POST, Moderated, Rules, moderated
from tests.world import at, thread_of, world

WHERE = thread_of(ASHA, "comments", subject=POST)
MINUTE = 60_000


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand whose rules hide and mute."""
    async with world(redis_url, brand) as here:
        made = moderated(here, Rules({"scam": replace(HIDE, points=2), "loud": replace(HIDE, mute=600)}))
        await made.force()
        yield made


async def hidden(it: Moderated, text: str) -> None:
    """Asha says something that a rule takes out of sight, and some time passes."""
    await it.comment(text)
    await it.judge()
    await it.send()
    it.here.clock.at += MINUTE


async def told(it: Moderated, *, hidden: bool, held: bool = False) -> None:
    """The network tells what somebody did there."""
    await it.here.receive(MessageHidden(WHERE, RemoteId("m1"), it.here.clock.at, hidden, held))
    await it.judge()
    await it.send()


async def test_what_is_shown_again_there_ends_the_case_and_waits_for_its_answer(it: Moderated) -> None:
    await hidden(it, "scam")
    await told(it, hidden=False)

    case = await it.case()
    assert (case.stands, case.undone_by) == (False, "somebody in the app itself")
    assert case.undone_why == "the message was shown again there"
    assert it.done() == ["Hide"]  # nothing is left to do
    assert (await it.message("m1")).case == 0
    assert (await it.here.store.conversations.counts(["waiting"]))["waiting"] == 1
    assert (await it.here.store.rulings.all())[0].standing.undone == 1
    deed = (await shown(it.here.brand, OLGA, CaseNumber(1))).deeds[0]
    assert (deed.state, deed.undoing) == ("taken back", None)
    assert deed.told.endswith(", shown again in the app itself")


async def test_rules_spare_what_was_shown_again_until_its_text_changes(it: Moderated) -> None:
    await hidden(it, "scam")
    await told(it, hidden=False)
    await it.here.receive(MessageEdited(WHERE, RemoteId("m1"), ASHA, "scam!", it.here.clock.at))
    await it.judge()
    await it.send()
    assert it.done() == ["Hide", "Hide"]


async def test_what_is_changed_before_anybody_came_to_it_is_judged_as_it_is_then(it: Moderated) -> None:
    await hidden(it, "scam")
    await it.here.receive(
        MessageHidden(WHERE, RemoteId("m1"), it.here.clock.at, hidden=False),
        MessageEdited(WHERE, RemoteId("m1"), ASHA, "scam!", it.here.clock.at),
    )
    await it.judge()
    await it.send()
    assert [(await it.case(number)).stands for number in (1, 2)] == [False, True]
    assert it.done() == ["Hide", "Hide"]


async def test_a_mute_of_the_same_case_stands_and_is_taken_back_with_it(it: Moderated) -> None:
    await hidden(it, "loud")
    await told(it, hidden=False)
    assert (await it.case()).stands
    assert (await it.message("m1")).case == 0

    await undoing.undo(it.here.brand, CaseNumber(1), OLGA)
    await it.send()
    assert it.done() == ["Hide", "Mute", "Mute"]


async def test_what_is_told_right_after_we_hid_it_proves_nothing(it: Moderated) -> None:
    await hidden(it, "scam")
    it.here.clock.at -= MINUTE // 2 + 1
    await told(it, hidden=False)
    assert (await it.case()).stands


async def test_what_one_of_us_hid_by_hand_ends_alike(it: Moderated) -> None:
    await it.comment("hello")
    await review.act(it.here.brand, at(ASHA), OLGA, Hide(ASHA.remote, RemoteId("m1")))
    it.here.clock.at += 5_000
    await it.send()
    it.here.clock.at += MINUTE
    await told(it, hidden=False)
    assert not (await it.case()).stands


async def test_what_the_network_held_and_somebody_published_ends_the_case(it: Moderated) -> None:
    await it.comment("scam")
    await it.here.receive(MessageHidden(WHERE, RemoteId("m1"), it.here.clock.at, held=True))
    await it.judge()
    assert ((await it.case()).stands, (await it.message("m1")).case) == (True, 1)
    it.here.clock.at += MINUTE
    await told(it, hidden=False)
    assert not (await it.case()).stands
    assert it.done() == []


@pytest.mark.parametrize("goes", [True, False])
async def test_what_the_network_held_and_one_of_us_publishes_here_ends_it_too(it: Moderated, goes: bool) -> None:
    await it.comment("scam")
    await it.here.receive(MessageHidden(WHERE, RemoteId("m1"), it.here.clock.at, held=True))
    await it.judge()
    published = await review.act(it.here.brand, at(ASHA), OLGA, Unhide(ASHA.remote, RemoteId("m1")))
    assert not (await it.case()).stands
    if not goes:
        await review.recall(it.here.brand, published, OLGA)
    assert (await it.case()).stands is not goes
    assert (await it.message("m1")).case == (0 if goes else 1)


async def test_who_lets_be_to_show_what_was_shown_there_meanwhile_leaves_it_shown(it: Moderated) -> None:
    await hidden(it, "scam")
    shows = await review.act(it.here.brand, at(ASHA), OLGA, Unhide(ASHA.remote, RemoteId("m1")))
    await it.here.receive(MessageHidden(WHERE, RemoteId("m1"), it.here.clock.at, hidden=False))
    await review.recall(it.here.brand, shows, OLGA)
    assert not (await it.case()).stands
    assert (await it.message("m1")).case == 0
