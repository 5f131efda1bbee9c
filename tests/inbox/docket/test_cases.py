"""Cases as people read them: how each deed stands outside, what undoing brings back, and whose buttons are there."""

from __future__ import annotations

import pytest

from inbox import docket, review
from inbox.actions import Hide, Mute, Unblock
from inbox.cases import CaseNumber, Fairness, Finding, Wants
from inbox.errors import NotAllowed, NotFound, Rejected, Uncertain
from inbox.models import Actor, RemoteId
from inbox.moderation import appeals, undoing
from tests.cast import ASHA, BHAVIN, MEERA, NOOR, OLGA, PAVEL
from tests.inbox.cased import HIDES, comment, in_force, judge, judging, leave, message, opened, person
from tests.inbox.moderation.test_appeals import RAID, appealed
from tests.world import DAY, World, at

ALL_OF_IT = Finding("raid", "v1", "a raid", Wants(sight="remove", mute=3600, block=True, points=1), told="a raid")


async def test_a_case_on_its_way_then_done_then_undone(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    seen = await docket.case(brand, MEERA, number)
    assert (seen.name, seen.network, seen.by, seen.post) == ("Asha", "Telegram", "the rule scam", "Diwali sale")
    assert (seen.state, [deed.state for deed in seen.deeds]) == ("on its way", ["on its way"])
    assert "It is stopped before it leaves." in seen.brings_back

    await leave(brand)
    seen = await docket.case(brand, MEERA, number)
    assert (seen.state, [deed.state for deed in seen.deeds]) == ("done", ["done"])
    assert seen.deeds[0].words == "Hide the message"
    assert seen.brings_back == (
        "The message is shown again.",
        "Strikes are taken off: 2 of Asha.",
        "Rules leave the message alone until its text changes.",
    )
    assert (seen.buttons, seen.why_no_undo, seen.apology) == (("undo", "reason"), "", "in private")
    assert seen.points == pytest.approx(2)

    await undoing.undo(brand, number, MEERA, "her own cloth")
    seen = await docket.case(brand, MEERA, number)
    assert (seen.state, seen.buttons, seen.brings_back) == ("undone", ("reason",), ())
    assert seen.told.endswith("by meera: her own cloth")
    assert seen.deeds[0].told.endswith(", is being taken back")
    assert seen.why_no_undo == f"Case {number} was undone already by meera."
    await leave(brand)
    assert (await docket.case(brand, MEERA, number)).deeds[0].state == "taken back"


async def test_what_the_network_refused_in_its_own_words(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand, hide=Rejected("Comment not found."))
    seen = await docket.case(brand, MEERA, number)
    assert (seen.state, seen.deeds[0].told) == ("refused", "refused: Comment not found")


async def test_undoing_what_the_network_refused_promises_nothing_and_needs_no_lead(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, ALL_OF_IT)
    await leave(brand, block=Rejected("They are an administrator."), remove=Rejected("Too old."))
    seen = await docket.case(brand, MEERA, number)
    assert (seen.brings_back[0], len(seen.brings_back), seen.cannot) == ("Asha may write again.", 3, ())
    assert (seen.buttons, seen.why_no_undo) == (("undo", "reason"), "")
    await undoing.undo(brand, number, MEERA)
    assert await leave(brand) == [Mute(ASHA.remote, ASHA.remote, 0)]


async def test_undoing_what_has_not_left_needs_no_lead(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, ALL_OF_IT)
    seen = await docket.case(brand, MEERA, number)
    assert (seen.brings_back[0], seen.buttons) == ("It is stopped before it leaves.", ("undo", "reason"))
    await undoing.undo(brand, number, MEERA)
    assert await leave(brand) == []


async def test_a_block_that_was_perhaps_done_takes_a_lead_to_undo(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, ALL_OF_IT)
    await leave(brand, block=Uncertain("The line broke."))
    assert "Asha is let back in." in (await docket.case(brand, OLGA, number)).brings_back
    assert (await docket.case(brand, MEERA, number)).buttons == ("reason",)
    await undoing.undo(brand, number, OLGA)
    assert Unblock(ASHA.remote, ASHA.remote) in await leave(brand)


async def test_what_cannot_be_brought_back_is_said(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, ALL_OF_IT)
    await leave(brand)
    seen = await docket.case(brand, OLGA, number)
    assert [deed.words for deed in seen.deeds] == ["Remove the message", "Mute the person for 1 h", "Block the person"]
    assert seen.cannot == ("Telegram cannot bring back what was removed; the words are kept here.",)
    assert seen.brings_back[:2] == ("Asha may write again.", "Asha is let back in.")
    refused = await docket.case(brand, MEERA, number)
    assert refused.buttons == ("reason",)
    assert refused.why_no_undo.startswith("Undoing this means to let anybody back in, which meera may not")
    assert (await docket.case(brand, PAVEL, number)).buttons == ()
    with pytest.raises(NotAllowed):
        await docket.case(brand, Actor("person", "stranger"), number)
    with pytest.raises(NotFound):
        await docket.case(brand, MEERA, CaseNumber(99))


async def test_an_appeal_takes_the_place_of_the_button(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    seen = (await docket.appeals(brand, MEERA)).rows[0]
    assert seen.case.number == number
    assert seen.appeal
    assert seen.appeal.told.endswith("2 d left")
    assert (seen.buttons, seen.why_no_undo) == (
        ("grant", "decline", "reason"),
        f"An appeal on case {number} is open; decide that one.",
    )
    assert [found.appeal.why_not for found in (await docket.appeals(brand, PAVEL)).rows if found.appeal] == [
        "pavel may not decide appeals (role viewer)."
    ]
    here.clock.at += 3 * DAY
    page = await docket.appeals(brand, MEERA)
    assert (page.total, page.overdue) == (1, 1)
    assert page.rows[0].appeal
    assert page.rows[0].appeal.told.split(", ")[1].startswith("overdue since")
    await appeals.decide(brand, number, NOOR, granted=True)
    assert (await docket.appeals(brand, MEERA)).total == 0
    decided = (await docket.case(brand, MEERA, number)).appeal
    assert decided
    assert decided.told.startswith("granted by noor")


async def test_who_may_not_grant_is_told_why_and_may_decline(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here, RAID)
    assert (await docket.case(brand, OLGA, number)).buttons == ("grant", "decline", "reason")
    seen = await docket.case(brand, MEERA, number)
    assert seen.buttons == ("decline", "reason")
    assert "let anybody back in" in seen.why_no_undo


async def test_pages_of_cases(here: World) -> None:
    brand = judging(here)
    await in_force(brand, HIDES)
    for number in range(1, 6):
        here.clock.at += 1_000
        await comment(brand, here, f"Buy {number}", id=f"m{number}")
        await judge(brand, HIDES)
    await comment(brand, here, "Hello", BHAVIN, id="m9")
    await judge(brand)
    await review.act(brand, at(BHAVIN), MEERA, Hide(BHAVIN.remote, RemoteId("m9")))
    await undoing.undo(brand, CaseNumber(2), OLGA)

    first = await docket.cases(brand, PAVEL, limit=4)
    assert ([view.case.number for view in first.rows], first.total) == ([6, 5, 4, 3], 6)
    rest = await docket.cases(brand, PAVEL, limit=4, after=first.next)
    assert ([view.case.number for view in rest.rows], rest.next) == ([2, 1], None)
    assert [view.by for view in first.rows][:2] == ["meera", "the rule scam"]

    async def numbers(**asked: object) -> list[int]:
        page = await docket.cases(brand, PAVEL, **asked)  # type: ignore[arg-type]
        return [view.case.number for view in page.rows]

    assert await numbers(state="undone") == [2]
    assert await numbers(state="standing", rule="scam") == [5, 4, 3, 1]
    assert await numbers(person=person(BHAVIN)) == [6]
    of_asha = await docket.cases(brand, PAVEL, person=person(), state="standing", limit=2)
    assert ([view.case.number for view in of_asha.rows], of_asha.total) == ([5, 4], 5)
    assert await numbers(person=person(), state="standing", after=of_asha.next) == [3, 1]
    assert await numbers(account="telegram:other") == []
    page = await docket.cases(brand, PAVEL, rule="scam", limit=2)
    again = await docket.cases(brand, PAVEL, rule="scam", limit=9, after=page.next)
    assert [view.case.number for view in (*page.rows, *again.rows)] == [5, 4, 3, 2, 1]
    with pytest.raises(NotFound, match="begin at the first one again"):
        await docket.cases(brand, PAVEL, after="nonsense")
    with pytest.raises(NotFound):  # digits, but none that a database reads
        await docket.cases(brand, PAVEL, after="\u0663 \u0663")


async def test_earlier_cases_of_the_same_person(here: World) -> None:
    brand = judging(here)
    await opened(brand, here)
    second = await opened(brand, here, id="m2")
    seen = await docket.case(brand, MEERA, second)
    assert [case.number for case in seen.earlier] == [1]
    assert (await docket.case(brand, MEERA, CaseNumber(1))).earlier == ()


async def test_without_words_of_apology_none_is_offered(here: World) -> None:
    brand = judging(here, Fairness())
    assert (await docket.case(brand, MEERA, await opened(brand, here))).apology == ""
    assert (await message(brand, at(ASHA))).case


async def test_a_message_that_another_case_keeps_away_is_not_promised_back(here: World) -> None:
    brand = judging(here)
    first = await opened(brand, here)
    await leave(brand)
    await review.act(brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))
    seen = await docket.case(brand, OLGA, first)
    assert seen.brings_back[0] == f"The message stays out of sight: case {first + 1} is about it, too."
