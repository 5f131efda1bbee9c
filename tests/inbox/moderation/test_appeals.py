"""Appeals: decided once, by somebody else, answered where they were asked."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace

import pytest

from inbox import arrivals, review
from inbox.actions import Hide, Reply, Unhide
from inbox.brand import Brand
from inbox.cases import Case, CaseNumber, Finding, Wants
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Refused
from inbox.models import Contact, ConversationId, RemoteId, Thread, conversation_id
from inbox.moderation import appeals, undoing
from tests.cast import ASHA, BHAVIN, MEERA, NOOR, OLGA, QASIM
from tests.inbox.cased import FAIRNESS, HIDES, comment, judge, judging, leave, message, opened, read
from tests.world import ACCOUNT, DAY, World, at, said

NO = "It stays hidden: followers are not sold here."
RAID = Finding("raid", "v1", "a raid", Wants(sight="hide", block=True), told="a raid")
PRIVATE = Thread(RemoteId("private-1"), "direct")
ASKED = conversation_id(ACCOUNT, PRIVATE.remote)


async def write(brand: Brand, here: World, text: str, author: Contact = ASHA, id: str = "a1") -> ConversationId:
    """Something that somebody says to us in private, judged; no rule finds anything."""
    here.clock.at += 1_000
    await arrivals.receive(brand, ACCOUNT, [said(text, author, id=id, at=here.clock.at, thread=PRIVATE)], None)
    await judge(brand)
    return ASKED


async def appealed(brand: Brand, here: World, finding: Finding = HIDES) -> CaseNumber:
    """A case whose author asks for it to be looked at again."""
    number = await opened(brand, here, finding)
    await leave(brand)
    await write(brand, here, f"Why? My code is {(await read(brand, number)).code}")
    return number


async def test_granting_undoes_the_case_and_answers_with_an_apology(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    appeal = (await read(brand, number)).appeal
    assert appeal
    assert (appeal.state, appeal.conversation, appeal.due) == ("open", ASKED, appeal.at + FAIRNESS.decide_within)

    case = await appeals.decide(brand, number, NOOR, granted=True)

    assert not case.stands
    assert case.undone_why == "their appeal was granted"  # what they are answered is no reason for our own people
    assert case.appeal
    assert (case.appeal.state, case.appeal.by, case.appeal.answer) == ("granted", "noor", "We are sorry (gu).")
    assert set(await leave(brand)) == {
        Unhide(ASHA.remote, RemoteId("m1")),
        Reply(PRIVATE.remote, "We are sorry (gu).", RemoteId("a1")),
    }
    assert not (await message(brand, at(ASHA))).hidden


async def test_declining_leaves_everything_and_answers(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    with pytest.raises(NotAllowed, match="Say what they are answered"):
        await appeals.decide(brand, number, NOOR, granted=False)
    case = await appeals.decide(
        brand, number, NOOR, granted=False, answer="It stays hidden: followers are not sold here."
    )
    assert case.stands
    assert case.appeal
    assert case.appeal.state == "declined"
    assert await leave(brand) == [Reply(PRIVATE.remote, NO, RemoteId("a1"))]
    assert (await message(brand, at(ASHA))).hidden


async def test_it_is_decided_once(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    tries = await asyncio.gather(
        appeals.decide(brand, number, NOOR, granted=True),
        appeals.decide(brand, number, MEERA, granted=False, answer="No."),
        return_exceptions=True,
    )
    assert [isinstance(one, Case) for one in tries].count(True) == 1
    refused = next(one for one in tries if isinstance(one, Refused))
    assert isinstance(refused, AlreadyDecided)
    assert "already by" in str(refused)
    assert len([one for one in await leave(brand) if isinstance(one, Reply)]) == 1


async def test_nobody_decides_about_their_own_case(here: World) -> None:
    brand = judging(here)
    await comment(brand, here)
    await judge(brand)
    await review.act(brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))
    number = (await message(brand, at(ASHA))).case
    await brand.store.client.call("HSET", f"{{{brand.name}}}:k:{number}", "cd", "K7QF-2M9X")
    await brand.store.client.call("HSET", f"{{{brand.name}}}:kcode", "K7QF-2M9X", number)
    await write(brand, here, "K7QF-2M9X, please")
    elsewhere = replace(MEERA, name=f"{MEERA.name}@discord")  # herself, on a surface that does not know her name
    for granted, by in itertools.product((True, False), (MEERA, elsewhere)):
        with pytest.raises(NotAllowed, match="decided by somebody else"):
            await appeals.decide(brand, CaseNumber(number), by, granted=granted, answer="No.")
    with pytest.raises(NotAllowed, match="appeal on case .* is open"):
        await undoing.undo(brand, CaseNumber(number), MEERA)
    assert not (await appeals.decide(brand, CaseNumber(number), NOOR, granted=True)).stands


async def test_granting_needs_the_right_to_take_each_deed_back(here: World) -> None:
    brand = judging(here)
    number = await appealed(
        brand, here, Finding("raid", "v1", "a raid", Wants(sight="hide", block=True), told="a raid")
    )
    with pytest.raises(NotAllowed, match="let anybody back in, which noor may not"):
        await appeals.decide(brand, number, NOOR, granted=True)
    with pytest.raises(NotAllowed, match="may not judge"):
        await appeals.decide(brand, number, QASIM, granted=False, answer="No.")
    assert not (await appeals.decide(brand, number, OLGA, granted=True)).stands


async def test_the_conversation_goes_its_way_again(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    found = await brand.store.conversations.read(ASKED, brand.now())
    assert found
    assert ("appeal" in found.conversation.labels, found.conversation.quiet_by) == (True, "moderation")
    await appeals.decide(brand, number, NOOR, granted=True)
    found = await brand.store.conversations.read(ASKED, brand.now())
    assert found
    assert ("appeal" in found.conversation.labels, found.conversation.quiet_by) == (False, "")
    assert not (
        await brand.store.conversations.page("label:appeal", brand.now(), oldest_first=True, after=None, limit=5)
    ).rows


async def test_it_stays_held_while_another_appeal_waits_there(here: World) -> None:
    brand = judging(here)
    first = await appealed(brand, here)
    await comment(brand, here, id="m2")
    second = (await judge(brand, HIDES))[0]
    await leave(brand)
    await write(brand, here, f"And {(await read(brand, second)).code}", id="a2")
    await appeals.decide(brand, first, NOOR, granted=True)
    found = await brand.store.conversations.read(ASKED, brand.now())
    assert found
    assert found.conversation.quiet_by == "moderation"


async def test_one_that_waits_too_long_is_told_once(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    await appeals.overdue(brand, number)
    assert not await overdue_told(brand)
    here.clock.at += 2 * DAY
    await appeals.overdue(brand, number)
    await appeals.overdue(brand, number)
    assert await overdue_told(brand) == [str(number)]


async def test_one_that_was_decided_is_not_overdue(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    await appeals.decide(brand, number, NOOR, granted=True)
    here.clock.at += 2 * DAY
    await appeals.overdue(brand, number)
    assert not await overdue_told(brand)
    lane = await brand.store.client.call("ZSCORE", f"{{{brand.name}}}:due:tend", f"appeal {number}")
    assert lane is None  # the clock has forgotten it


async def test_a_case_on_which_nobody_appealed(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    with pytest.raises(NotFound, match="Nobody appealed"):
        await appeals.decide(brand, number, NOOR, granted=True)


async def test_somebody_elses_code_opens_no_appeal(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand)
    await write(brand, here, f"{(await read(brand, number)).code}", BHAVIN)
    assert (await read(brand, number)).appeal is None


async def overdue_told(brand: Brand) -> list[str]:
    """The cases whose appeals the log calls overdue."""
    return [entry.ref for entry in await brand.store.log.newest(500) if entry.what == "appeal.overdue"]
