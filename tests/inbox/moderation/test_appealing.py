"""Who sends a code asks for their case to be looked at again: only about their own, and not by guessing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from inbox import arrivals, review
from inbox.actions import Block, Reply
from inbox.cases import CaseNumber, Fairness
from inbox.models import AccountId, Contact, ConversationId, Kind, RemoteId, account_id, contact_id
from inbox.moderation import undoing
from inbox.moderation.judged import NOT_THEIRS
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA, OLGA
from tests.judging import MODERATED, Moderated, moderated
from tests.world import ACCOUNT, DAY, LEASE, at, said, thread_of, world

FAIRNESS = Fairness(notice=lambda _, __: "Hidden: {reason}. Code {code}", appeal_within=30 * DAY, decide_within=2 * DAY)
WEBCHAT = account_id("webchat", "main")


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand that has hidden a comment of Asha's and told her why, a code with it."""
    async with world(redis_url, brand) as here:
        made = moderated(here, fairness=FAIRNESS)
        here.capabilities[WEBCHAT] = replace(MODERATED, network="webchat", anonymous=True)
        await made.force()
        await made.comment("a scam")
        await made.judge()
        await made.send()
        yield made


async def write(it: Moderated, text: str, author: Contact = ASHA, id: str = "d1", account: AccountId = ACCOUNT) -> None:
    """Somebody writes to us in private, and that is judged."""
    where = replace(thread_of(author), remote=RemoteId(f"d{author.remote}"))
    page = [said(text, author, id=id, at=it.here.clock.at, thread=where)]
    await arrivals.receive(it.here.brand, account, page, None)
    await it.judge()


def direct(author: Contact = ASHA, account: AccountId = ACCOUNT) -> ConversationId:
    """Their private thread."""
    return ConversationId(f"{account}/d{author.remote}")


async def test_an_appeal_is_opened_by_the_code_and_handed_to_a_person(it: Moderated) -> None:
    code = (await it.case()).code
    await write(it, f"Why did you hide this? {code.lower()}")

    appeal = (await it.case()).appeal
    assert appeal
    assert (appeal.state, appeal.due, appeal.conversation) == ("open", it.here.clock.at + 2 * DAY, direct())
    assert appeal.words == f"Why did you hide this? {code.lower()}"
    found = await it.here.store.conversations.read(direct(), it.here.clock.at)
    assert found
    assert (found.conversation.labels, found.conversation.quiet_by) == (("appeal",), "moderation")
    assert await it.words("appeal.", "conversation.handed") == ["appeal.new", "conversation.handed_off"]
    due = await it.here.store.client.call("ZSCORE", f"{{{it.here.name}}}:due:tend", "appeal 1")
    assert int(float(str(due))) == appeal.due


async def test_the_number_of_an_order_before_the_code_is_not_taken_for_it(it: Moderated) -> None:
    await write(it, f"My order AB23-CD45 came, but why {(await it.case()).code}?")
    assert (await it.case()).appeal


async def test_a_second_message_with_the_code_opens_no_second_appeal(it: Moderated) -> None:
    code = (await it.case()).code
    await write(it, code)
    first = (await it.case()).appeal
    it.here.clock.at += 1_000
    await write(it, f"{code}!", id="d2")

    assert (await it.case()).appeal == first
    assert await it.words("appeal.") == ["appeal.new"]


async def test_somebody_elses_code_says_nothing_of_the_case_and_ends_after_ten(it: Moderated) -> None:
    code = (await it.case()).code
    for number in range(10):
        it.here.clock.at += 1_000
        await write(it, code, BHAVIN, f"d{number:02}")

    assert (await it.case()).appeal is None
    found = await it.here.store.conversations.read(direct(BHAVIN), it.here.clock.at)
    assert found
    assert len(found.drafts) == 1
    action = found.drafts[0].proposal.action
    assert isinstance(action, Reply)
    assert action.text == NOT_THEIRS
    await write(it, code, BHAVIN, "d10")
    assert len(await it.words("draft.new")) == 10

    await write(it, "99A9-AB4D", ASHA, "e1")  # one that nobody was given
    assert (await it.case()).appeal is None


async def test_who_guessed_too_often_is_not_heard_even_with_the_right_code(it: Moderated) -> None:
    code = (await it.case()).code
    for number in range(11):
        await write(it, f"A{number:03}-B4CD".replace("0", "2").replace("1", "3"), ASHA, f"d{number:02}")
    await write(it, code, ASHA, "d99")
    assert (await it.case()).appeal is None

    it.here.clock.at += 2 * DAY
    await it.here.store.client.call("DEL", f"{{{it.here.name}}}:wrong:{ACCOUNT}/{ASHA.remote}")  # the day is over
    await write(it, code, ASHA, "e1")
    assert (await it.case()).appeal


async def test_in_web_chat_the_code_is_the_proof(it: Moderated) -> None:
    await write(it, (await it.case()).code, BHAVIN, "w1", WEBCHAT)

    appeal = (await it.case()).appeal
    assert appeal
    assert appeal.conversation == direct(BHAVIN, WEBCHAT)


async def test_the_same_person_may_ask_on_another_network_when_that_was_confirmed(it: Moderated) -> None:
    other = account_id("instagram", "main")
    it.here.capabilities[other] = replace(MODERATED, network="instagram")
    code = (await it.case()).code
    await write(it, code, BHAVIN, "i1", other)
    assert (await it.case()).appeal is None

    cases, one, two = it.here.store.cases, contact_id(ACCOUNT, ASHA.remote), contact_id(other, BHAVIN.remote)
    assert await cases.note_person(one, "merge", "olga", two, it.here.clock.at, 10) is None
    await write(it, code, BHAVIN, "i2", other)
    assert (await it.case()).appeal


async def test_a_case_that_was_undone_or_is_too_old_goes_to_a_person_without_an_appeal(it: Moderated) -> None:
    code = (await it.case()).code
    it.here.clock.at += 31 * DAY
    await write(it, code)
    assert (await it.case()).appeal is None
    await undoing.undo(it.here.brand, CaseNumber(1), MEERA, "a joke")
    await write(it, code, id="d2")

    assert (await it.case()).appeal is None
    assert (await it.words("conversation.handed")) == ["conversation.handed_off"] * 2


async def test_somebody_who_is_blocked_is_heard_only_with_a_code_and_in_private(it: Moderated) -> None:
    await review.act(it.here.brand, at(ASHA), OLGA, Block(ASHA.remote, ASHA.remote))
    it.here.clock.at += it.here.brand.undo.people
    await it.send()
    code = (await it.case()).code

    await write(it, "Let me in, https://free-likes.example", ASHA, "d1")
    await it.comment(f"{code}", id="m9")
    assert await it.here.store.conversations.read(direct(), it.here.clock.at) is None
    day = it.here.clock.at // DAY
    assert await it.here.store.judging.dropped(ACCOUNT) == {day: 2}

    await write(it, f"Let me in: {code}", ASHA, "d2")
    assert (await it.case()).appeal
    assert await it.here.store.judging.dropped(ACCOUNT) == {day: 2}


async def test_a_public_comment_with_the_code_is_heard_too(it: Moderated) -> None:
    kind: Kind = "comments"
    await it.comment(f"And now? {(await it.case()).code}", id="m2", kind=kind)
    await it.judge()

    assert (await it.case()).appeal
    assert isinstance(await it.here.store.judging.claim(it.here.clock.at, LEASE, "t", DAY), Idle)
