"""What comes with proposals: labels, a priority, somebody who gets it, a time it is put away for, who wrote it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.tending import tend_next
from inbox import review
from inbox.actions import Remove
from inbox.delivery import sent
from inbox.errors import NotAllowed
from inbox.incoming import NewMessage
from inbox.models import Actor, RemoteId, Thread
from inbox.store.drafts import Outcome
from inbox.store.queue import Idle
from tests.cast import ASHA, MEERA
from tests.inbox.looking import on_shelf, shelves, standing, whats
from tests.inbox.sent_off import begun, receipt
from tests.world import ACCOUNT, CAPABILITIES, DAY, SECOND, World, at, proposal


async def test_what_comes_with_proposals_is_kept(here: World) -> None:
    await here.hear()
    await review.label(here.brand, at(ASHA), MEERA, ["vip"])
    outcome = Outcome(("sales", "vip"), 2, "angry", ("faq",))

    await review.propose(here.brand, await here.turn(), [proposal()], outcome)

    stands = await standing(here)
    assert (stands.labels, stands.priority) == (("vip", "sales"), 2)
    assert (await whats(here))[-3:] == ["conversation.labelled", "conversation.handed_off", "responders.skipped"]
    assert [row.conversation.id for row in (await on_shelf(here, "label:sales"))] == [at(ASHA)]


async def test_a_rule_gives_a_conversation_to_somebody_only_if_nobody_has_it(here: World) -> None:
    await here.hear()
    await review.propose(here.brand, await here.turn(), [], Outcome(assign="noor"))
    await here.hear(id="m2")
    await review.propose(here.brand, await here.turn(), [], Outcome(assign="meera"))

    assert (await standing(here)).assignee == "noor"
    assert [row.conversation.id for row in await on_shelf(here, "mine:noor")] == [at(ASHA)]
    assert (await whats(here)).count("conversation.assigned") == 1


async def test_a_rule_puts_a_conversation_away_until_it_is_time_or_they_write_again(here: World) -> None:
    await here.hear()

    await review.propose(here.brand, await here.turn(), [], Outcome(snooze=DAY))

    stands = await standing(here)
    assert (stands.state, stands.snoozed_until) == ("snoozed", here.clock.at + DAY)
    assert await shelves(here) == {"snoozed", "all"}
    here.clock.at += DAY
    while not isinstance(await tend_next(here.brand), Idle):
        pass
    assert await shelves(here) == {"waiting", "open", "all"}
    await here.hear(id="m2")
    await review.propose(here.brand, await here.turn(), [], Outcome(snooze=DAY))
    await here.hear(id="m3")
    assert await shelves(here) == {"waiting", "open", "all"}


async def test_what_somebody_resolved_meanwhile_is_not_put_away(here: World) -> None:
    await here.hear()
    turn = await here.turn()
    await review.resolve(here.brand, at(ASHA), MEERA)

    await review.propose(here.brand, turn, [], Outcome(snooze=DAY))

    assert await shelves(here) == {"resolved", "all"}


async def test_an_answer_that_says_who_wrote_it_is_remembered_when_it_left_as_it_was(here: World) -> None:
    for id, text in (("m1", "Saras!"), ("m2", None)):
        here.clock.at += SECOND
        await here.hear(id=id)
        turn = await here.turn()
        assert not turn.disclosed
        (made,) = await here.propose(replace(proposal(), discloses=True), turn=turn)
        await review.approve(here.brand, made.draft, MEERA, text)
        await sent(here.brand, await begun(here), receipt(here, f"r-{id}"))
    here.clock.at += SECOND
    await here.hear(id="m3")

    assert (await here.turn()).disclosed


async def test_what_a_network_lets_us_do_to_our_own_words_is_not_done_to_theirs(here: World) -> None:
    here.capabilities[ACCOUNT] = replace(CAPABILITIES, own_only=frozenset({"remove"}))
    await here.hear()
    thread, by = RemoteId(ASHA.remote), Actor("person", "meera", "lead")
    await here.receive(NewMessage(Thread(thread, "direct"), RemoteId("ours"), None, "Hello", here.clock.at))

    with pytest.raises(NotAllowed, match="lets us remove only what we said ourselves"):
        await review.act(here.brand, at(ASHA), by, Remove(thread, RemoteId("m1")))
    assert await review.act(here.brand, at(ASHA), by, Remove(thread, RemoteId("ours")))
