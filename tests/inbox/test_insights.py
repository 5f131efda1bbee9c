"""Figures for a shift: what stands now, and what the log says of a time."""

from __future__ import annotations

import pytest

from inbox import delivery, insights, review
from inbox.actions import Hide
from inbox.errors import NotAllowed, Rejected
from inbox.insights import figures
from inbox.models import Actor, RemoteId
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES, MEERA, NOOR, PAVEL
from tests.inbox.sent_off import begun, receipt
from tests.postbox import Postbox
from tests.world import HOUR, SECOND, World, at, proposal, said, thread_of

MINUTE = 60 * SECOND


async def line(here: World, moment: int, what: str, conversation: str = "c", ref: str = "", detail: str = "") -> None:
    """One line of the log, written at a time of our choosing."""
    words = ("w", what, "c", conversation, "r", ref, "b", "", "d", detail)
    await here.store.client.call("XADD", f"{{{here.name}}}:log", f"{moment}-0", *words)


async def send(here: World, id: str) -> None:
    """What is due leaves, and the network did it."""
    await delivery.sent(here.brand, await begun(here), receipt(here, id))


async def test_an_empty_inbox_has_empty_figures(here: World) -> None:
    found = await figures(here.brand, PAVEL, 0)

    assert (found.open, found.waiting, found.overdue, found.drafted, found.parked) == (0, 0, 0, 0, 0)
    assert (found.heard, found.answered, found.decided) == (0, 0, 0)
    assert (found.median_first_answer_ms, found.topics, found.by_person, found.longest_waiting) == (None, (), (), ())
    assert found.complete


async def test_what_stands_now_is_counted_on_the_shelves(here: World) -> None:
    first = await here.drafted(author=ASHA, id="m1")
    here.clock.at += HOUR
    for number, author in enumerate((BHAVIN, CHEN, DOLORES)):
        await here.hear(author=author, id=f"n{number}")
        here.clock.at += MINUTE
    await review.approve(here.brand, first, MEERA)
    await delivery.after(here.brand, Postbox(), await begun(here), Rejected("no"))

    found = await figures(here.brand, PAVEL, 0, overdue_after=HOUR)

    assert (found.open, found.waiting, found.drafted, found.parked) == (4, 4, 0, 1)
    assert found.overdue == 1
    assert [row.conversation.id for row in found.longest_waiting] == [at(ASHA), at(BHAVIN), at(CHEN)]


async def test_who_waits_for_exactly_as_long_as_they_may_is_not_overdue(here: World) -> None:
    await here.hear()
    here.clock.at += HOUR

    assert (await figures(here.brand, PAVEL, 0, overdue_after=HOUR)).overdue == 0
    assert (await figures(here.brand, PAVEL, 0, overdue_after=HOUR - 1)).overdue == 1


async def test_answers_are_counted_by_who_let_them_go_out(here: World) -> None:
    await review.approve(here.brand, await here.drafted(id="m1"), MEERA)
    await send(here, "r1")
    await review.approve(here.brand, await here.drafted(author=BHAVIN, id="m2"), MEERA, "Saras!")
    await send(here, "r2")
    await review.reply(here.brand, at(BHAVIN), NOOR, "And this.")
    await send(here, "r3")
    here.autonomy = "auto"
    await here.drafted(author=CHEN, id="m3")
    await send(here, "r4")
    await here.receive(said("In the app", None, id="m4", at=here.clock.at, thread=thread_of(DOLORES)))

    found = await figures(here.brand, PAVEL, 0)

    assert (found.heard, found.answered, found.by_itself) == (3, 5, 1)
    assert found.by_person == (("meera", 2), ("noor", 1))
    assert found.median_first_answer_ms is not None


async def test_what_is_done_without_words_is_no_answer(here: World) -> None:
    await here.hear()
    await review.act(here.brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))
    await send(here, "")

    assert (await figures(here.brand, PAVEL, 0)).answered == 0


async def test_drafts_are_counted_by_what_was_decided_in_the_end(here: World) -> None:
    drafts = [await here.drafted(author=author, id=f"m{author.remote}") for author in (ASHA, BHAVIN, CHEN, DOLORES)]
    await review.approve(here.brand, drafts[0], MEERA)
    await review.approve(here.brand, drafts[1], MEERA, "Saras!")
    await review.reject(here.brand, drafts[2], MEERA, "no")
    await review.recall(here.brand, await review.approve(here.brand, drafts[3], NOOR), NOOR)

    found = await figures(here.brand, PAVEL, 0)
    assert (found.decided, found.unchanged, found.edited, found.rejected) == (3, 1, 1, 1)

    await review.recall(here.brand, await review.approve(here.brand, drafts[3], NOOR), NOOR)
    await review.redraft(here.brand, drafts[3], NOOR)
    found = await figures(here.brand, PAVEL, 0)
    assert (found.decided, found.unchanged, found.edited, found.rejected) == (4, 1, 1, 2)


async def test_a_draft_that_waits_again_because_no_other_came_is_not_decided(here: World) -> None:
    await review.redraft(here.brand, await here.drafted(), MEERA, "shorter")
    assert (await figures(here.brand, PAVEL, 0)).rejected == 1

    await here.propose()

    found = await figures(here.brand, PAVEL, 0)
    assert (found.decided, found.rejected, found.drafted) == (0, 0, 1)


async def test_topics_are_what_drafts_rest_on_and_labels_once_for_each_conversation(here: World) -> None:
    await here.drafted(author=ASHA, id="m1")
    await here.drafted(author=ASHA, id="m2")
    await here.hear(author=BHAVIN, id="m3")
    await here.propose(proposal(author=BHAVIN, source="returns"))
    for labels in (["vip"], ["vip", "late"]):
        await review.label(here.brand, at(BHAVIN), MEERA, labels)
    await review.label(here.brand, at(ASHA), MEERA, ["vip"])

    found = await figures(here.brand, PAVEL, 0)

    assert found.topics == (("vip", 2), ("greeting", 1), ("late", 1), ("returns", 1))


async def test_only_the_five_most_frequent_topics_are_named(here: World) -> None:
    for number in range(7):
        await line(here, 1000 + number, "draft.new", f"c{number % 2}", detail=f"t{number}")
    await line(here, 2000, "draft.new", "c3", detail="t6")

    assert (await figures(here.brand, PAVEL, 0)).topics == (("t6", 2), ("t0", 1), ("t1", 1), ("t2", 1), ("t3", 1))


async def test_the_first_answer_ends_a_wait_and_the_middle_one_counts(here: World) -> None:
    await line(here, 1000, "message.new", "a")
    await line(here, 1500, "message.new", "a")
    await line(here, 2000, "message.new", "b")
    await line(here, 2100, "delivery.sent", "b", detail="hide")
    await line(here, 2300, "message.ours", "b")  # 300
    await line(here, 3000, "delivery.sent", "a", detail="reply")  # 2000
    await line(here, 3500, "delivery.sent", "a", detail="reply")
    await line(here, 4000, "message.new", "a")
    await line(here, 4700, "delivery.sent", "a", detail="direct_message")  # 700
    await line(here, 5000, "message.new", "b")
    await line(here, 5100, "conversation.resolved", "b")
    await line(here, 6000, "message.ours", "b")
    await line(here, 7000, "message.ours", "c")  # whose wait began before

    assert (await figures(here.brand, PAVEL, 0)).median_first_answer_ms == 700


async def test_whoever_was_held_for_review_waits_from_when_it_was_published(here: World) -> None:
    await line(here, 1000, "message.new", "a", detail="held")
    await line(here, 5000, "message.hidden", "a", detail="published")
    await line(here, 5300, "delivery.sent", "a", detail="reply")

    found = await figures(here.brand, PAVEL, 0)

    assert (found.heard, found.median_first_answer_ms) == (1, 300)


async def test_only_what_happened_since_then_counts(here: World) -> None:
    for moment in (1000, 2000, 3000):
        await line(here, moment, "message.new")

    assert [(await figures(here.brand, PAVEL, since)).heard for since in (0, 1000, 1001, 3000, 3001)] == [3, 3, 2, 1, 0]


async def test_of_a_very_long_time_the_newest_lines_count_and_it_says_so(here: World) -> None:
    for moment in range(1000, 1010):
        await line(here, moment, "message.new" if moment > 1001 else "message.ours")

    found = await figures(here.brand, PAVEL, 0, most=8)
    of_the_end = await figures(here.brand, PAVEL, 1005, most=8)

    assert (found.heard, found.answered, found.complete) == (8, 0, False)
    assert (of_the_end.heard, of_the_end.complete) == (5, True)


async def test_a_long_log_is_read_page_by_page(here: World) -> None:
    size = insights.PAGE + 10
    line = "redis.call('XADD', KEYS[1], i, 'w', 'message.new', 'c', i, 'r', '', 'b', '', 'd', '')"
    script = f"for i = 1, ARGV[1] do {line} end"
    await here.store.client.evalsha(script, [f"{{{here.name}}}:log"], [size])

    found = await figures(here.brand, PAVEL, 0)

    assert (found.heard, found.complete) == (size, True)


async def test_who_may_not_look_sees_no_figures(here: World) -> None:
    with pytest.raises(NotAllowed, match="x may not look"):
        await figures(here.brand, Actor("person", "x"), 0)


async def test_what_a_model_has_used_is_told_once_it_has_used_something(here: World) -> None:
    assert (await figures(here.brand, PAVEL, 0)).spent == ()

    assert await here.store.meters.reserve("llm", 1_200, 300, {}, here.clock.at)
    found = await figures(here.brand, PAVEL, 0)

    ((name, spent),) = found.spent
    assert (name, spent.day_tokens, spent.month_micros) == ("llm", 300, 1_200)
