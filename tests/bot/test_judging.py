"""Judging: what a rule in force does, once, whatever ends in the middle; what is broken holds up nobody."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Collection

import pytest_asyncio
from structlog.testing import capture_logs

from bot import judging
from bot.drafting import draft_next
from bot.judging import judge_next
from inbox import review
from inbox.actions import Hide, Unhide
from inbox.cases import Arrival, Judgement, Wants
from inbox.errors import Rejected
from inbox.incoming import MessageEdited
from inbox.models import RemoteId
from inbox.moderation.judged import judged
from inbox.policy import Mode
from inbox.store.outbox import Sending
from inbox.store.queue import Idle
from responders.chain import Chain
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES, MEERA
from tests.judging import POST, Moderated, Rules, moderated
from tests.world import LEASE, at, thread_of, world


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand that judges, its one rule in force."""
    async with world(redis_url, brand) as here:
        made = moderated(here)
        await made.force()
        yield made


async def edited(it: Moderated, text: str, id: str = "m1") -> None:
    """Asha changes what she wrote."""
    it.here.clock.at += 1_000
    thread = thread_of(ASHA, "comments", subject=POST)
    await it.here.receive(MessageEdited(thread, RemoteId(id), ASHA, text, it.here.clock.at))


async def test_what_a_rule_in_force_wants_is_done_and_kept_as_a_case(it: Moderated) -> None:
    where = await it.comment("a scam")

    await it.judge()
    case = await it.case()
    assert (case.rule, case.version, case.reason, case.text) == ("scam", "v1", "it says scam", "a scam")
    assert (case.by.kind, case.contact, case.conversation) == ("responder", ASHA, where)
    assert not case.done_at

    it.here.clock.at += 700
    await it.send()

    assert it.box.done[0][1] == Hide(ASHA.remote, RemoteId("m1"))
    assert (await it.case()).done_at == it.here.clock.at
    message = await it.message("m1")
    assert message.hidden
    assert message.case == case.number
    assert await it.here.store.client.call("LRANGE", f"{{{it.here.name}}}:tohide", 0, -1) == ["700"]


async def test_a_rule_in_shadow_only_writes_down_what_it_would_have_done(it: Moderated) -> None:
    it.rules.versions["scam"] = "v2"
    await it.comment("a scam")
    await it.judge()
    await it.send()

    assert await it.cases() == 0
    assert not it.box.done
    matches = (await it.here.store.rulings.matches(["scam"]))["scam"]
    assert [(one.finding.version, one.text, one.finding.wants.sight) for one in matches] == [("v2", "a scam", "hide")]


async def test_a_rule_in_shadow_and_one_in_force_each_get_theirs_of_one_message(it: Moderated) -> None:
    it.rules.rules["followers"] = Wants(sight="remove")
    await it.comment("a scam with followers")
    await it.judge()
    await it.send()

    assert it.done() == ["Hide"]
    assert await it.cases() == 1
    assert len((await it.here.store.rulings.matches(["followers"]))["followers"]) == 1


async def test_a_process_killed_after_it_claimed_leaves_the_message_to_the_next_one_in_ten_seconds(
    it: Moderated,
) -> None:
    await it.comment("a scam")
    gone = await it.claim(judging.LEASE)
    assert isinstance(await judge_next(it.here.brand, lambda: it.rules), Idle)

    it.here.clock.at += 10_000
    await it.judge()
    assert await it.cases() == 1
    late = [(one.message, Judgement((it.rules.finding("scam"),))) for one in gone.waiting]
    assert await judged(it.here.brand, gone, late) is None

    await it.send()
    assert it.done() == ["Hide"]
    assert await it.cases() == 1


async def test_a_process_killed_after_the_network_hid_it_hides_it_once_more_and_opens_one_case(it: Moderated) -> None:
    await it.comment("a scam")
    await it.judge()
    sending = await it.here.store.outbox.claim(it.here.clock.at, LEASE, "gone")
    assert isinstance(sending, Sending)
    begun = await it.here.store.outbox.begin(sending, it.here.clock.at)
    assert begun
    await it.box.perform(begun.delivery.action, begun.delivery.id)  # and nobody writes that down

    it.here.clock.at += LEASE
    await it.send()

    keys = {key for key, _ in it.box.done}
    assert len(keys) == 1  # hiding is repeatable: the network sees one thing, by one key
    assert (await it.case()).done_at
    assert await it.cases() == 1


async def test_clean_then_foul_then_clean_then_foul_is_hidden_once_and_says_what_was_changed(it: Moderated) -> None:
    await it.comment("a nice day")
    await it.judge()
    assert await it.cases() == 0

    await edited(it, "a scam")
    await it.judge()
    await it.send()
    assert it.done() == ["Hide"]

    await edited(it, "a nice day again")
    await it.judge()
    case = await it.case()
    assert case.stands
    assert case.later[-1][1] == "a nice day again"
    assert await it.words("case.changed", "case.edited") == ["case.changed"]
    flags, total = await it.here.store.rulings.flags(10)
    assert (total, flags[0].message) == (1, "m1")

    await edited(it, "a scam once more")
    await it.judge()
    await it.send()
    assert it.done() == ["Hide"]
    assert await it.cases() == 1
    assert (await it.here.store.rulings.flags(10))[1] == 0


async def test_what_is_changed_while_rules_look_is_judged_as_it_is_then(it: Moderated) -> None:
    await it.comment("a nice day")
    claimed = await it.claim()
    await edited(it, "a scam")

    assert await judged(it.here.brand, claimed, [(claimed.waiting[0].message, Judgement())]) == ()
    await it.judge()

    assert await it.cases() == 1


async def test_an_edit_that_comes_before_its_message_is_judged(it: Moderated) -> None:
    await edited(it, "a scam")
    await it.comment("a nice day")
    await it.judge()

    assert (await it.case()).text == "a scam"


async def test_while_rules_look_nobody_else_begins_however_long_that_takes(it: Moderated) -> None:
    it.rules.waits, lease = asyncio.Event(), 60
    await it.comment("a scam")
    due = ("ZSCORE", f"{{{it.here.name}}}:due:judge", at(ASHA))
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(judge_next(it.here.brand, lambda: it.rules, lease=lease))
        for _ in range(3):
            it.here.clock.at += lease - 1
            while float(str(await it.here.store.client.call(*due))) < it.here.clock.at + lease:
                await asyncio.sleep(0.005)
            assert isinstance(await judge_next(it.here.brand, lambda: it.rules), Idle)
        it.rules.waits.set()
    assert await it.cases() == 1


async def test_who_was_taken_for_dead_while_their_rules_looked_writes_nothing_down(it: Moderated) -> None:
    waits, lease = asyncio.Event(), 30
    await it.comment("a scam")
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(judge_next(it.here.brand, lambda: Rules(waits=waits), lease=lease))
        while await it.here.store.client.call("HLEN", f"{{{it.here.name}}}:held:judge") == 0:
            await asyncio.sleep(0)
        it.here.clock.at += 10 * lease
        claimed = await it.claim()
        waits.set()
    assert await it.cases() == 0

    await judged(it.here.brand, claimed, [(claimed.waiting[0].message, Judgement((it.rules.finding("scam"),)))])
    assert await it.cases() == 1


async def test_two_processes_judge_each_message_once_though_each_is_taken_for_dead_now_and_then(
    it: Moderated, redis_url: str
) -> None:
    """Each has a connection and a loop of its own; rules take longer than the lease, and some of the work is killed."""
    people, each = (ASHA, BHAVIN, CHEN, DOLORES), 25
    for number in range(each):
        for author in people:
            await it.comment("a scam" if number % 5 else "a nice day", author, id=f"m{number:02}")
    began = time.monotonic()

    async def process(seed: int) -> None:
        chance, lease = random.Random(seed), 30

        class Slow(Rules):
            """Rules that take their time."""

            async def judge(self, arrival: Arrival, acting: Collection[tuple[str, str]]) -> Judgement:
                if chance.random() < 0.1:
                    time.sleep(chance.random() * 2 * lease / 1000)  # noqa: ASYNC251 - the whole process stands still
                await asyncio.sleep(chance.random() * lease / 1000)
                return await Rules.judge(self, arrival, acting)

        async with world(redis_url, it.here.name) as here:
            mine = moderated(here, Slow())
            idle = 0
            while idle < 3:
                here.clock.at = it.here.clock.at + round(1000 * (time.monotonic() - began))
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(0.03 if chance.random() < 0.3 else 10):  # or it is killed
                        found = await judge_next(here.brand, lambda: mine.rules, lease=lease)
                        idle = idle + 1 if isinstance(found, Idle) and found.until is None else 0
                        await asyncio.sleep(0.005)

    await asyncio.gather(*(asyncio.to_thread(asyncio.run, process(seed)) for seed in (1, 2)))

    found = [await it.case(number) for number in range(1, await it.cases() + 1)]
    scams = [f"m{number:02}" for number in range(each) if number % 5]
    about = sorted((one.conversation, one.message or "") for one in found)
    assert about == sorted((at(author), id) for author in people for id in scams)
    assert [await it.here.store.judging.left(at(author)) for author in people] == [0, 0, 0, 0]


async def test_a_rule_that_breaks_is_said_and_its_message_passes(it: Moderated) -> None:
    it.rules.breaks_at = "poison"
    await it.comment("poison", id="m1")
    await it.comment("a scam", id="m2")
    with capture_logs() as logged:
        await it.judge()

    assert [(line["event"], line["message"]) for line in logged] == [("judging.failed", "m1")]
    assert await it.here.store.judging.left(at(ASHA)) == 0
    assert (await it.case()).message == "m2"
    assert await it.words("moderation.unknown") == ["moderation.unknown"]


async def test_rules_that_do_not_come_to_an_end_hold_up_nobody(it: Moderated) -> None:
    it.rules.waits = asyncio.Event()
    await it.comment("a scam")

    await judge_next(it.here.brand, lambda: it.rules, patience=0.01)

    assert await it.here.store.judging.left(at(ASHA)) == 0
    assert await it.words("moderation.unknown", "case.") == ["moderation.unknown"]


async def test_what_can_not_be_written_down_passes_by_itself(it: Moderated) -> None:
    bad = it.rules.rules["bad"] = Wants(sight="hide", labels=(b"\x00",))  # type: ignore[arg-type]  # no JSON holds bytes
    assert bad
    await it.force("bad")
    await it.comment("bad", id="m1")
    await it.comment("a scam", id="m2")
    with capture_logs() as logged:
        await it.judge()

    assert {line["event"] for line in logged} == {"judging.failed"}
    assert await it.here.store.judging.left(at(ASHA)) == 0
    assert [(await it.case()).message, await it.cases()] == ["m2", 1]


async def test_nothing_is_drafted_before_it_was_judged_and_nothing_for_what_is_out_of_sight(it: Moderated) -> None:
    chain = Chain((), "")
    await it.comment("a scam", id="m1")
    await it.comment("Where are you?", BHAVIN, id="m2", thread=ASHA)
    it.here.clock.at += it.here.brand.debounce
    assert isinstance(await draft_next(it.here.brand, chain), Idle)

    await it.judge()
    it.here.clock.at += 300
    turn = await it.here.store.drafts.claim_turn(it.here.clock.at, LEASE, "t", judged=True)

    assert not isinstance(turn, Idle)
    assert [message.id for message in turn.messages] == ["m2"]
    assert turn.conversation.last == "m2"


async def test_a_conversation_of_which_nothing_stands_leaves_the_queue(it: Moderated) -> None:
    await it.comment("a scam")
    assert (await it.here.store.conversations.counts(["open", "waiting"])) == {"open": 1, "waiting": 1}
    await it.judge()
    assert (await it.here.store.conversations.counts(["open", "waiting"])) == {"open": 0, "waiting": 0}

    await it.comment("Where are you?", id="m2")
    await it.judge()
    assert (await it.here.store.conversations.counts(["open", "waiting"])) == {"open": 1, "waiting": 1}


async def test_a_question_before_a_raid_still_waits_for_its_answer(it: Moderated) -> None:
    await it.comment("Where are you?", id="m000", kind="group")
    asked = it.here.clock.at
    for number in range(1, 130):
        it.here.clock.at += 10
        await it.comment("a scam", BHAVIN, id=f"m{number:03}", kind="group", thread=ASHA)
    await it.judge()

    found = await it.here.store.conversations.read(at(ASHA), it.here.clock.at)
    assert found
    assert (found.conversation.last, found.conversation.waiting_since) == ("m000", asked)
    assert await it.cases() == 129


async def test_what_moderation_does_does_not_wait_behind_a_reply(it: Moderated) -> None:
    await it.comment("Where are you?", id="m1")
    await it.judge()
    await review.reply(it.here.brand, at(ASHA), MEERA, "Here!")
    await it.comment("a scam", id="m2")
    await it.judge()
    await it.send()

    assert it.done() == ["Hide"]
    it.here.clock.at += it.here.brand.undo.people
    await it.send()
    assert it.done() == ["Hide", "Reply"]


async def test_a_network_that_refuses_is_told_of_in_its_own_words(it: Moderated) -> None:
    await it.comment("a scam")
    await it.judge()
    await it.send(Rejected("the post is archived"))

    assert await it.words("case.") == ["case.new", "case.refused"]
    parked, _ = await it.here.store.outbox.parked()
    assert [one.words for one in parked] == ["the post is archived"]
    assert not (await it.case()).done_at


async def test_in_a_crisis_rules_still_hide_and_answer_nothing(it: Moderated) -> None:
    it.rules.rules["help"] = Wants(reply="Please write to us.")
    await it.force("help")
    await it.here.store.modes.change(Mode("crisis"), it.here.clock.at)
    await it.comment("a scam", id="m1")
    await it.comment("help", BHAVIN, id="m2")
    await it.judge()
    await it.send()

    assert it.done() == ["Hide"]

    await it.here.store.modes.change(Mode("stopped"), it.here.clock.at)
    await it.comment("a scam", id="m3")
    await it.judge()
    await it.send()
    assert it.done() == ["Hide"]


async def test_a_hidden_message_that_is_taken_back_by_hand_stays_until_it_changes(it: Moderated) -> None:
    await it.comment("a scam")
    await it.judge()
    await it.send()
    await review.act(it.here.brand, at(ASHA), MEERA, Unhide(ASHA.remote, RemoteId("m1")))

    case = await it.case()
    assert not case.stands
    assert (case.undone_by, (await it.message("m1")).case) == ("meera", 0)
    it.here.clock.at += it.here.brand.undo.people
    await it.send()
    assert it.done() == ["Hide", "Unhide"]
    assert (await it.here.store.conversations.counts(["waiting"]))["waiting"] == 1

    await edited(it, "a scam, and more of it")
    await it.judge()
    assert await it.cases() == 2


async def test_leftovers_of_a_brand_that_judges_no_more_do_not_stop_the_drafting(it: Moderated) -> None:
    await it.comment("Where are you?")
    it.here.fairness = None

    turn = await it.here.turn()

    assert turn.conversation.id == at(ASHA)
