"""What is done and what is taken back cross on their way: in the end the network shows what the cases say."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from inbox import delivery, review
from inbox.actions import Block, Hide, Unblock, Unhide
from inbox.cases import CaseNumber, Judgement, Wants
from inbox.errors import AlreadyDecided, NetworkError, Rejected, Unavailable, Uncertain
from inbox.incoming import MessageEdited, MessageHidden
from inbox.models import DeliveryId, RemoteId
from inbox.moderation import measures, undoing
from inbox.moderation.judged import judged
from inbox.store.judging import Unjudged
from tests.cast import ASHA, BHAVIN, MEERA, OLGA
from tests.judging import HIDE, POST, Moderated, Rules, moderated
from tests.world import ACCOUNT, DAY, HOUR, at, thread_of, world

RULES = {"scam": replace(HIDE, points=2), "both": replace(HIDE, mute=600), "out": Wants(block=True)}


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand with rules in force that hide, mute and block."""
    async with world(redis_url, brand) as here:
        made = moderated(here, Rules(RULES))
        await made.force()
        yield made


async def edited(it: Moderated, text: str) -> None:
    """Asha changes her comment, a moment later."""
    it.here.clock.at += 1_000
    where = thread_of(ASHA, "comments", subject=POST)
    await it.here.receive(MessageEdited(where, RemoteId("m1"), ASHA, text, it.here.clock.at))


async def by_hand(it: Moderated, action: Hide | Unhide | Block | Unblock) -> DeliveryId:
    """Olga does something; it leaves after the time in which she may take that back."""
    return await review.act(it.here.brand, at(ASHA), OLGA, action)


async def all_leaves(it: Moderated) -> None:
    """Everything leaves, what waits for second thoughts too."""
    it.here.clock.at += 60_000
    await it.send()


UNHIDE, UNBLOCK = Unhide(ASHA.remote, RemoteId("m1")), Unblock(ASHA.remote, ASHA.remote)


async def test_what_was_brought_back_by_hand_and_is_foul_again_is_hidden_again(it: Moderated) -> None:
    await it.comment("both")
    await it.judge()
    await by_hand(it, UNHIDE)
    await all_leaves(it)
    assert (await it.case()).stands  # the mute

    await edited(it, "both, and a scam")
    await it.judge()
    await it.send()
    assert it.done() == ["Mute", "Unhide", "Hide"]  # the first one need not leave any more
    assert (await it.message("m1")).case == 2


async def test_a_message_made_foul_on_its_way_back_stays_out_of_sight_and_undoing_that_shows_it(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    await undoing.undo(it.here.brand, CaseNumber(1), OLGA)
    await edited(it, "scam!")
    await it.judge()
    await it.send()
    assert it.done() == ["Hide"]
    assert (await it.message("m1")).case == 2

    await undoing.undo(it.here.brand, CaseNumber(2), OLGA)
    await it.send()
    assert it.done() == ["Hide", "Unhide"]
    assert not (await it.message("m1")).case


async def test_while_the_network_brings_it_back_a_message_is_not_judged(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    await undoing.undo(it.here.brand, CaseNumber(1), OLGA)
    outbox = it.here.store.outbox
    sending = await outbox.claim(it.here.clock.at, 60_000, "t")
    begun = await outbox.begin(sending, it.here.clock.at)  # type: ignore[arg-type]
    await edited(it, "scam!")
    await it.judge()
    assert await it.cases() == 1

    assert begun
    await delivery.sent(it.here.brand, begun, await it.box.perform(begun.delivery.action, begun.delivery.id))
    it.here.clock.at += 1_000
    await it.judge()
    await it.send()
    assert it.done() == ["Hide", "Unhide", "Hide"]


async def test_who_takes_back_that_they_show_a_message_leaves_it_out_of_sight_with_its_case(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    shown = await by_hand(it, UNHIDE)
    assert not (await it.case()).stands
    draft = await review.recall(it.here.brand, shown, OLGA)

    assert (await it.case()).stands
    assert (await it.message("m1")).case == 1
    noted = (await it.here.store.cases.noted([(await it.case()).person]))[0]  # type: ignore[list-item]
    assert (noted.cases, [strike[1] for strike in noted.strikes]) == (1, [2])

    await review.approve(it.here.brand, draft, OLGA)
    await all_leaves(it)
    assert it.done() == ["Hide", "Unhide"]
    assert not (await it.case()).stands


async def test_what_one_case_did_is_taken_back_with_the_other_that_wanted_it_too(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    await by_hand(it, Hide(ASHA.remote, RemoteId("m1")))
    await undoing.undo(it.here.brand, CaseNumber(1), OLGA)
    await it.send()
    assert it.done() == ["Hide"]  # the other case wants it away

    await undoing.undo(it.here.brand, CaseNumber(2), OLGA)
    await all_leaves(it)
    assert it.done() == ["Hide", "Unhide"]


async def test_a_block_by_a_rule_is_not_undone_by_an_older_wish_to_let_somebody_in(it: Moderated) -> None:
    await it.comment("hello")
    await by_hand(it, UNBLOCK)
    await it.comment("out", id="m2")
    await it.judge()
    await all_leaves(it)
    assert it.done() == ["Block"]


async def test_a_refused_way_back_that_is_tried_again_respects_a_newer_case(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    await undoing.undo(it.here.brand, CaseNumber(1), OLGA)
    await it.send(Rejected("not now"))
    parked, _ = await it.here.store.outbox.parked()
    await by_hand(it, Hide(ASHA.remote, RemoteId("m1")))
    await all_leaves(it)
    await delivery.retry(it.here.brand, parked[0].id, MEERA)
    await all_leaves(it)
    assert it.done() == ["Hide", "Hide"]


async def test_who_wrote_first_during_a_measure_is_not_known_when_it_is_made_longer(it: Moderated) -> None:
    brand, clock = it.here.brand, it.here.clock
    first = await measures.switch_on(brand, MEERA, "known_only", ACCOUNT, until=clock.at + HOUR)
    clock.at += 1_000
    await it.comment("hello", BHAVIN)
    clock.at += 1_000
    longer = await measures.switch_on(brand, OLGA, "known_only", ACCOUNT, until=clock.at + 2 * HOUR)
    await it.judge()
    clock.at += 1_000
    await it.comment("hello again", BHAVIN, id="m2")
    await it.judge()
    assert (longer.at, longer.by, await it.cases()) == (first.at, "olga", 2)

    clock.at += DAY
    assert (await measures.switch_on(brand, OLGA, "known_only", ACCOUNT)).at == clock.at


@pytest.mark.parametrize("fails", [None, Rejected("not now"), Unavailable("later"), Uncertain("no answer")])
async def test_undoing_a_case_shows_at_once_what_one_of_us_was_about_to_show(
    it: Moderated, fails: NetworkError | None
) -> None:
    await it.comment("both")
    await it.judge()
    await it.send()
    await by_hand(it, UNHIDE)
    if fails:  # it was tried, and waits to be tried again
        it.here.clock.at += 5_000
        it.box.fails.append(fails)
        await it.send_one()
    await undoing.undo(it.here.brand, CaseNumber(1), OLGA)
    await it.send()
    assert sorted(it.done()) == ["Hide", "Mute", "Mute", "Unhide"]
    shown = await it.message("m1")
    assert (shown.case, shown.hidden) == (0, False)


async def test_who_shows_a_message_twice_and_takes_one_back_leaves_it_where_it_was(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    await by_hand(it, UNHIDE)
    await review.recall(it.here.brand, await by_hand(it, UNHIDE), OLGA)
    await all_leaves(it)
    assert it.done() == ["Hide"]
    assert (await it.case()).stands


async def test_what_was_perhaps_shown_again_is_not_taken_back_as_if_it_were_not(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    shown = await by_hand(it, UNHIDE)
    it.here.clock.at += 5_000
    it.box.fails.append(Uncertain("no answer"))
    await it.send_one()
    with pytest.raises(AlreadyDecided, match="Too late"):
        await review.recall(it.here.brand, shown, OLGA)
    again = await by_hand(it, UNHIDE)
    with pytest.raises(AlreadyDecided, match="Too late"):
        await review.recall(it.here.brand, again, OLGA)
    await all_leaves(it)
    assert it.done() == ["Hide", "Unhide"]
    assert not (await it.case()).stands


async def native(it: Moderated, *, hidden: bool) -> None:
    """Somebody takes the message out of sight in the network's own app, or shows it there."""
    it.here.clock.at += 60_000
    where = thread_of(ASHA, "comments", subject=POST)
    await it.here.receive(MessageHidden(where, RemoteId("m1"), it.here.clock.at, hidden))


async def judge_late(it: Moderated, claimed: Unjudged) -> tuple[CaseNumber, ...] | None:
    """Write down what rules found when these were claimed."""
    found = Judgement((it.rules.finding("scam"),))
    return await judged(it.here.brand, claimed, [(one.message, found) for one in claimed.waiting])


async def test_what_was_out_of_sight_when_rules_looked_and_is_not_any_more_is_looked_at_again(it: Moderated) -> None:
    await it.comment("scam")
    await native(it, hidden=True)
    claimed = await it.claim()
    await native(it, hidden=False)
    assert await judge_late(it, claimed) == ()
    await it.judge()
    await it.send()
    assert it.done() == ["Hide"]
    assert (await it.message("m1")).case == 1


async def test_what_one_of_us_cleared_while_rules_looked_at_it_stays(it: Moderated) -> None:
    await it.comment("scam")
    claimed = await it.claim()
    await by_hand(it, UNHIDE)
    assert await judge_late(it, claimed) == ()
    await it.judge()
    await all_leaves(it)
    assert it.done() == ["Unhide"]
    assert await it.cases() == 0


async def test_what_is_hidden_anew_is_the_deed_that_was_done_of_those_that_wait_to_be_taken_back(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()
    await by_hand(it, Hide(ASHA.remote, RemoteId("m1")))
    await undoing.undo(it.here.brand, CaseNumber(1), OLGA)  # what it did is that of the second now
    await by_hand(it, UNHIDE)
    await edited(it, "scam!")
    await it.judge()
    await undoing.undo(it.here.brand, CaseNumber(3), OLGA)
    await all_leaves(it)
    assert it.done() == ["Hide", "Unhide"]
    assert not (await it.message("m1")).hidden


async def test_a_case_of_which_the_mute_never_left_ends_with_the_hiding(it: Moderated) -> None:
    await it.comment("both")
    await it.judge()
    await review.recall(it.here.brand, (await it.case()).deeds[1].delivery, OLGA)
    await it.send()
    assert (await it.case()).stands
    await by_hand(it, UNHIDE)
    assert not (await it.case()).stands
