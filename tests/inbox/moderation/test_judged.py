"""What is done of what rules find: flags, labels, strikes and what follows, replies, what the team hears, measures."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from inbox import review
from inbox.actions import Block, DirectMessage, Mute, Reply
from inbox.cases import CaseNumber, Fairness, Ladder, Measure, Wants
from inbox.errors import Rejected
from inbox.incoming import MessageHidden, MessageRemoved
from inbox.models import RemoteId, contact_id
from inbox.moderation import undoing
from inbox.store.judging import points_now
from tests.cast import ASHA, BHAVIN, CHEN, MEERA, OLGA
from tests.judging import HIDE, MODERATED, Moderated, Rules, moderated
from tests.world import ACCOUNT, DAY, START, at, thread_of, world

NOTICED = Fairness(
    ladder=Ladder(
        ((3, Wants(mute=3600, labels=("watch",))), (6, Wants(block=True, tell="blocked"))), half_life=10 * DAY
    ),
    notice=lambda _, language: f"[{language}] Hidden: {{reason}}. Code {{code}}",
)


@pytest_asyncio.fixture
async def it(redis_url: str, brand: str) -> AsyncIterator[Moderated]:
    """A brand that judges by a few rules, all in force."""
    async with world(redis_url, brand) as here:
        rules = Rules({"scam": replace(HIDE, points=2), "rude": Wants(sight="hold"), "spam": Wants(mute=600)})
        made = moderated(here, rules, NOTICED)
        await made.force()
        yield made


async def test_what_a_rule_holds_waits_for_a_person_the_worst_first(it: Moderated) -> None:
    await it.comment("rude", id="m1")
    await it.comment("rude", BHAVIN, id="m2")
    await it.judge()
    await it.send()

    flags, total = await it.here.store.rulings.flags(10)
    assert (total, {flag.message for flag in flags}) == (2, {"m1", "m2"})
    assert flags[0].finding.because == "it says rude"
    assert (await it.cases(), it.box.done) == (0, [])
    assert not (await it.message("m1")).case

    await it.here.receive(MessageRemoved(thread_of(ASHA, "comments"), RemoteId("m1"), it.here.clock.at))
    assert (await it.here.store.rulings.flags(10))[1] == 1


async def test_labels_and_priority_stand_on_the_conversation(it: Moderated) -> None:
    it.rules.rules["help"] = Wants(labels=("help",), priority=3)
    await it.force("help")
    await it.comment("help me")
    await it.judge()

    found = await it.here.store.conversations.read(at(ASHA), it.here.clock.at)
    assert found
    assert (found.conversation.labels, found.conversation.priority) == (("help",), 3)
    assert await it.cases() == 0


async def test_strikes_add_up_over_conversations_and_climb_the_ladder(it: Moderated) -> None:
    for number, kind in enumerate(("comments", "group", "comments"), 1):
        await it.comment("scam", id=f"m{number}", kind=kind, thread=(ASHA, BHAVIN, CHEN)[number - 1])  # type: ignore[arg-type]
        await it.judge()
    await it.send()

    assert it.done() == ["Hide", "DirectMessage", "Hide", "Mute", "DirectMessage", "Hide", "Block", "DirectMessage"]
    assert [deed.kind for deed in (await it.case(2)).deeds] == ["hide", "mute"]
    assert (await it.case(2)).reason == "it says scam; they have 3 strike points"
    assert "watch" in (await it.labels(BHAVIN))
    assert await it.words("moderation.tell", "strikes") == ["strikes", "moderation.tell", "strikes"]


async def test_old_strikes_count_less(it: Moderated) -> None:
    await it.comment("scam", id="m1")
    await it.judge()
    it.here.clock.at += 10 * DAY
    await it.comment("scam", BHAVIN, id="m2")
    await it.comment("nothing", ASHA, id="m3")
    claimed = await it.claim()

    people = {one.message.id: one.person for one in claimed.waiting}
    assert (round(people["m3"].points, 6), people["m3"].cases) == (1.0, 1)


async def test_a_case_that_is_undone_takes_its_strikes_along(it: Moderated) -> None:
    await it.comment("scam", id="m1")
    await it.judge()
    await undoing.undo(it.here.brand, CaseNumber(1), MEERA, "a joke")
    await it.comment("scam", id="m2")
    await it.judge()

    await it.comment("nothing", id="m3")
    assert (await it.claim()).waiting[0].person.points == 2


async def test_strikes_of_somebody_who_never_stops_become_one_that_weighs_the_same(it: Moderated) -> None:
    key, now = f"{{{it.here.name}}}:mp:{contact_id(ACCOUNT, ASHA.remote)}", it.here.clock.at
    before = [[now - DAY * (220 - number), 1, number] for number in range(220)]
    await it.here.store.client.call("HSET", key, "st", json.dumps(before))
    await it.comment("scam")
    await it.judge()
    text = str(await it.here.store.client.call("HGET", key, "st"))
    assert len(json.loads(text)) == 200
    assert [case for _, _, case in json.loads(text)][-2:] == [219, 1]
    weight = points_now(json.dumps([*before[20:], [now, 2, 1]]), now, 10 * DAY)  # twenty half-lives are 200 days
    assert points_now(text, now, 10 * DAY) == pytest.approx(weight)


async def test_mutes_that_are_over_are_forgotten_of_somebody_who_was_muted_in_many_threads(it: Moderated) -> None:
    key, now = f"{{{it.here.name}}}:mp:{contact_id(ACCOUNT, ASHA.remote)}", it.here.clock.at
    await it.here.store.client.call("HSET", key, *(w for n in range(60) for w in (f"mu:t{n}", now + n - 40)))
    await it.comment("spam")
    await it.judge()
    fields = await it.here.store.client.call("HKEYS", key)
    assert isinstance(fields, list)
    assert len([one for one in fields if one.startswith("mu:")]) == 20  # 19 that last, and the new one


async def test_somebody_is_muted_and_blocked_once_however_much_they_write(it: Moderated) -> None:
    for number in range(5):
        await it.comment("spam", id=f"m{number}")
    await it.judge()
    await it.send()

    assert it.done() == ["Mute", "DirectMessage"]
    assert await it.cases() == 1  # the others want what stands already
    assert await it.here.store.client.call("GET", f"{{{it.here.name}}}:kseq") == "1"


async def test_the_author_hears_why_once_it_is_done_and_may_be_told_nothing(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    assert not (await it.case()).told_at

    await it.send()

    case = await it.case()
    assert case.told_at
    told = it.box.done[1][1]
    assert told == DirectMessage(ASHA.remote, f"[gu] Hidden: it sells followers. Code {case.code}", RemoteId("m1"))


async def test_a_notice_that_can_not_be_given_is_nothing_to_mend(it: Moderated) -> None:
    await it.comment("scam")
    await it.judge()
    await it.send()  # hides
    await it.comment("scam", BHAVIN, id="m2")
    await it.judge()
    it.box.fails.clear()
    await it.send()
    assert it.done().count("DirectMessage") == 2

    await it.comment("scam", CHEN, id="m3")
    await it.judge()
    await it.send_one()
    await it.send(Rejected("they take no messages"))

    assert await it.here.store.outbox.parked() == ([], None)


async def test_whoever_floods_is_not_told_of_everything(it: Moderated) -> None:
    for number in range(6):
        await it.comment("scam", id=f"m{number}")
    await it.judge()
    await it.send()

    assert it.done().count("DirectMessage") == 3


async def test_a_rule_answers_a_message_once_and_the_responders_leave_it_to_that(it: Moderated) -> None:
    it.rules.rules["help"] = Wants(reply="Please write to us.")
    await it.force("help")
    await it.comment("help", id="m1")
    await it.comment("help", id="m2")
    await it.judge()
    await it.send()

    assert [action for _, action in it.box.done] == [Reply(ASHA.remote, "Please write to us.", RemoteId("m1"))]


async def test_the_team_is_told_once_a_minute(it: Moderated) -> None:
    it.rules.rules["press"] = Wants(tell="the press asks")
    await it.force("press")
    for number in range(3):
        await it.comment("press", id=f"m{number}")
    await it.judge()

    assert await it.words("moderation.tell") == ["moderation.tell"]


async def test_somebody_who_is_allowed_is_looked_at_by_no_rule(it: Moderated) -> None:
    who = contact_id(ACCOUNT, ASHA.remote)
    assert await it.here.store.cases.note_person(who, "allow", "olga", "our partner", it.here.clock.at) is None
    await it.comment("scam")
    await it.judge()

    assert (await it.cases(), it.rules.seen) == (0, [])


async def test_a_measure_hides_what_is_new_in_the_name_of_who_switched_it_on(it: Moderated) -> None:
    measure = Measure("7", "hide_new", ACCOUNT, post=RemoteId("post1"), by=MEERA.name, at=it.here.clock.at)
    await it.here.store.measures.on(measure, "hide all", it.here.clock.at, MEERA)
    await it.comment("a nice day")
    await it.judge()
    await it.send()

    case = await it.case()
    assert (case.by.kind, case.by.name, case.rule, it.done()) == ("person", "meera", "measure 7", ["Hide"])

    await it.here.store.measures.off("7", MEERA, "over", it.here.clock.at)
    await it.comment("a nice day", id="m2")
    await it.judge()
    assert await it.cases() == 1


async def test_where_comments_are_reviewed_hiding_one_keeps_it_off_the_shelf_of_what_waits(it: Moderated) -> None:
    it.here.capabilities[ACCOUNT] = it.box.capabilities = replace(MODERATED, reviews=True)
    await it.comment("scam")
    await it.judge()
    await it.send()

    assert (await it.message("m1")).held
    assert (await it.here.store.conversations.counts(["held", "open"])) == {"held": 0, "open": 0}

    await undoing.undo(it.here.brand, CaseNumber(1), MEERA, "a joke")
    assert (await it.here.store.conversations.counts(["held"])) == {"held": 1}
    await it.send()
    assert (await it.here.store.conversations.counts(["held", "waiting"])) == {"held": 0, "waiting": 1}


async def test_a_message_that_the_network_hid_is_kept_as_a_case_that_is_done(it: Moderated) -> None:
    await it.comment("scam")
    await it.here.receive(MessageHidden(thread_of(ASHA, "comments"), RemoteId("m1"), START, True))
    await it.judge()
    await it.send()

    assert (await it.case()).done_at
    assert it.box.done == []


async def test_the_counts_of_a_rule_say_how_often_it_matched_acted_and_was_undone(it: Moderated) -> None:
    await it.comment("scam", id="m1")
    await it.comment("scam", BHAVIN, id="m2")
    await it.judge()
    await undoing.undo(it.here.brand, CaseNumber(1), MEERA, "a joke")

    known = await it.here.store.rulings.find("scam")
    assert known
    assert (known.standing.matches, known.standing.acted, known.standing.undone) == (2, 2, 1)


async def test_a_block_by_hand_and_one_by_a_rule_are_both_kept(it: Moderated) -> None:
    await it.comment("Hello", kind="group")
    await it.judge()
    await review.act(it.here.brand, at(ASHA), OLGA, Block(ASHA.remote, ASHA.remote), why="a scammer")
    await review.act(it.here.brand, at(ASHA), MEERA, Mute(ASHA.remote, ASHA.remote, 60))

    assert [(await it.case(number)).deeds[0].kind for number in (1, 2)] == ["block", "mute"]
    assert (await it.case(1)).reason == "a scammer"


async def test_a_queue_shows_what_stands_and_not_what_is_out_of_sight(it: Moderated) -> None:
    async def preview() -> str:
        found = await it.here.store.conversations.read(at(ASHA), it.here.clock.at)
        assert found
        return found.conversation.preview

    await it.comment("a scam")
    await it.judge()
    assert await preview() == "(out of sight)"

    it.here.clock.at += 1
    await it.comment("Kem cho?", BHAVIN, id="m2", thread=ASHA)
    it.here.clock.at += 1
    await it.comment("another scam", id="m3")
    await it.judge()
    assert await preview() == "Kem cho?"

    await undoing.undo(it.here.brand, CaseNumber(2), MEERA)
    assert await preview() == "another scam"
