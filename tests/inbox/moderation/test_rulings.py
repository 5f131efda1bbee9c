"""Rules earn that they act, lose it again, and a changed one begins anew; what waits for a person is judged once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from inbox import docket, review
from inbox.actions import DirectMessage, Hide, Mute
from inbox.brand import Brand
from inbox.cases import CaseNumber, Finding, Standing, Wants
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Outdated
from inbox.models import RemoteId
from inbox.moderation import rulings, undoing
from tests.cast import ASHA, MEERA, NOOR, OLGA, QASIM
from tests.inbox.cased import FAIRNESS, FLAGS, HIDES, comment, in_force, judge, judging, leave, message, person, read
from tests.world import World, at


async def matched(brand: Brand, here: World, count: int, finding: Finding = HIDES, first: int = 1) -> list[str]:
    """So many matches of a rule in shadow, oldest first."""
    await rulings.register(brand, {finding.rule: finding.version})
    for number in range(first, first + count):
        await comment(brand, here, f"Buy followers {number}", id=f"m{number}")
    await judge(brand, finding)
    found = (await brand.store.rulings.matches([finding.rule]))[finding.rule]
    return [match.id for match in sorted(found, key=lambda match: int(match.message[1:]))][-count:]


async def standing(brand: Brand, rule: str = "scam") -> Standing:
    """How a rule stands."""
    known = await brand.store.rulings.find(rule)
    assert known
    return known.standing


async def told(brand: Brand, what: str) -> list[tuple[str, str, str]]:
    """Lines of the log of one kind: which rule, by whom, why; oldest first."""
    entries = [entry for entry in await brand.store.log.newest(500) if entry.what == what]
    return [(entry.ref, entry.by, entry.detail) for entry in reversed(entries)]


async def test_a_new_rule_only_writes_down_what_it_would_do(here: World) -> None:
    brand = judging(here)
    ids = await matched(brand, here, 2)
    assert len(ids) == 2
    assert await leave(brand) == []
    assert (await standing(brand)).state == "shadow"
    assert (await standing(brand)).matches == 2


async def test_enough_matches_that_were_right_put_it_in_force(here: World) -> None:
    brand = judging(here)  # 5 judgements, and 60 % surely right: 6 of 6 prove that
    ids = await matched(brand, here, 6)
    for id in ids[:5]:
        assert (await rulings.say(brand, id, MEERA, "right")).state == "shadow"
    found = await rulings.say(brand, ids[5], NOOR, "right")
    assert (found.state, found.by, found.right) == ("force", "its matches", 6)
    assert found.why == "6 of 6 matches were right; more than 60 % is proven"
    assert await told(brand, "rule.earned") == [("scam", "", found.why)]
    assert await told(brand, "rule.force") == [("scam", "its matches", found.why)]
    await comment(brand, here, "Buy more followers", id="m99")
    assert await judge(brand, HIDES) == (CaseNumber(1),)


async def test_wrong_ones_keep_it_in_shadow(here: World) -> None:
    brand = judging(here)
    ids = await matched(brand, here, 8)
    for id in ids[:2]:
        await rulings.say(brand, id, MEERA, "wrong")
    for id in ids[2:]:
        await rulings.say(brand, id, MEERA, "right")
    found = await standing(brand)
    assert (found.state, found.right, found.wrong) == ("shadow", 6, 2)


async def test_one_verdict_counts_for_each_match_and_may_be_changed(here: World) -> None:
    brand = judging(here)
    id = (await matched(brand, here, 1))[0]
    await rulings.say(brand, id, MEERA, "right")
    await rulings.say(brand, id, NOOR, "right")
    assert (await standing(brand)).right == 1
    found = await rulings.say(brand, id, NOOR, "wrong")
    assert (found.right, found.wrong) == (0, 1)
    found = await rulings.say(brand, id, NOOR, "")
    assert (found.right, found.wrong) == (0, 0)
    with pytest.raises(NotAllowed):
        await rulings.say(brand, id, QASIM, "right")
    with pytest.raises(NotFound):
        await rulings.say(brand, "no-match", MEERA, "right")


@pytest.mark.parametrize(
    "finding",
    [
        replace(HIDES, forced=True),
        replace(HIDES, wants=Wants(sight="remove")),
        replace(HIDES, wants=Wants(block=True)),
        replace(HIDES, wants=Wants(sight="hide", may_remove=True)),
    ],
)
async def test_what_is_forced_or_cannot_be_undone_never_acts_by_itself(here: World, finding: Finding) -> None:
    brand = judging(here)
    for id in await matched(brand, here, 7, finding):
        await rulings.say(brand, id, MEERA, "right")
    assert (await standing(brand)).state == "shadow"
    assert len(await told(brand, "rule.earned")) == 1  # once, and a lead sees it
    with pytest.raises(NotAllowed, match="Look at its matches, then confirm"):
        await rulings.put_in_force(brand, "scam", OLGA)
    assert (await rulings.put_in_force(brand, "scam", OLGA, confirmed=True)).state == "force"


async def test_what_the_file_says_must_be_confirmed_without_any_match(here: World) -> None:
    brand = judging(here)
    await rulings.register(brand, {"all": "v1"}, {"all": "it matches nearly everything"})
    with pytest.raises(NotAllowed, match="all is not in force: it matches nearly everything"):
        await rulings.put_in_force(brand, "all", OLGA)


async def test_where_the_file_wants_a_lead_to_say_so_nothing_acts_by_itself(here: World) -> None:
    brand = judging(here, replace(FAIRNESS, alone=False))
    for id in await matched(brand, here, 6):
        await rulings.say(brand, id, MEERA, "right")
    assert (await standing(brand)).state == "shadow"
    assert len(await told(brand, "rule.earned")) == 1


async def test_a_lead_puts_it_in_force_back_and_off(here: World) -> None:
    brand = judging(here)
    await rulings.register(brand, {"scam": "v1"})
    with pytest.raises(NotAllowed):
        await rulings.put_in_force(brand, "scam", MEERA)
    found = await rulings.put_in_force(brand, "scam", OLGA, "known spam")
    assert (found.state, found.by, found.why) == ("force", "olga", "known spam")
    with pytest.raises(AlreadyDecided, match="scam is in force already"):
        await rulings.put_in_force(brand, "scam", OLGA)
    assert (await rulings.switch_off(brand, "scam", OLGA)).state == "off"
    await comment(brand, here)
    assert await judge(brand, HIDES) == ()
    assert (await standing(brand)).matches == 0
    assert (await rulings.back_to_shadow(brand, "scam", OLGA)).state == "shadow"
    with pytest.raises(NotFound, match="There is no rule other"):
        await rulings.put_in_force(brand, "other", OLGA)


async def test_a_changed_rule_begins_in_shadow_with_nothing_counted(here: World) -> None:
    brand = judging(here)
    for id in await matched(brand, here, 6):
        await rulings.say(brand, id, MEERA, "right")
    assert (await standing(brand)).state == "force"
    await rulings.register(brand, {"scam": "v2"})
    found = await standing(brand)
    assert (found.version, found.state, found.right, found.matches) == ("v2", "shadow", 0, 0)
    assert (await told(brand, "rule.shadow"))[-1] == ("scam", "", "it was changed")
    await comment(brand, here, id="m50")
    assert await judge(brand, replace(HIDES, version="v2")) == ()


async def test_a_match_of_another_version_counts_for_nothing(here: World) -> None:
    brand = judging(here)
    ids = await matched(brand, here, 6)
    await rulings.register(brand, {"scam": "v2"})
    for id in ids:
        await rulings.say(brand, id, MEERA, "right")
    found = await standing(brand)
    assert (found.state, found.right) == ("shadow", 0)


async def test_a_rule_that_is_gone_stands_last_and_cannot_act(here: World) -> None:
    brand = judging(here)
    await rulings.register(brand, {"a": "1", "b": "1"})
    await rulings.register(brand, {"b": "1", "c": "1"})
    assert [one.rule for one in await rulings.standings(brand, MEERA)] == ["b", "c", "a"]
    with pytest.raises(NotFound, match="has no rule a any more"):
        await rulings.put_in_force(brand, "a", OLGA)


async def test_what_is_judged_on_a_version_that_was_just_replaced(here: World) -> None:
    brand = judging(here)
    await rulings.register(brand, {"a": "1"})
    refused = await brand.store.rulings.state("a", "0", "force", "olga", "", brand.now())
    assert refused
    assert refused.why == "changed"
    with pytest.raises(Outdated):
        raise rulings._refusal("a", "force", refused)


async def test_too_many_undone_cases_send_a_rule_back_to_shadow(here: World) -> None:
    brand = judging(here)
    await in_force(brand, HIDES)
    for number in range(1, 9):
        await comment(brand, here, f"Buy {number}", id=f"m{number}")
    numbers = await judge(brand, HIDES)
    for number in numbers[:4]:
        await undoing.undo(brand, number, OLGA)
    assert (await standing(brand)).state == "force"
    await undoing.undo(brand, numbers[4], OLGA)
    found = await standing(brand)
    assert (found.state, found.why, found.acted) == ("shadow", "5 of its last 8 cases were undone", 0)
    assert (await told(brand, "rule.shadow"))[-1] == ("scam", "", found.why)
    await comment(brand, here, "Buy 99", id="m99")
    assert await judge(brand, HIDES) == ()


async def test_few_undone_of_many_leave_it_in_force(here: World) -> None:
    brand = judging(here)
    await in_force(brand, HIDES)
    for number in range(1, 31):
        await comment(brand, here, f"Buy {number}", id=f"m{number}")
    numbers = await judge(brand, HIDES)
    for number in numbers[:6]:  # a fifth of them, and not more
        await undoing.undo(brand, number, OLGA)
    assert (await standing(brand)).state == "force"
    assert (await standing(brand)).undone == 6


async def test_what_earned_it_before_does_not_earn_it_again(here: World) -> None:
    brand = judging(here)
    ids = await matched(brand, here, 6)
    for id in ids:
        await rulings.say(brand, id, MEERA, "right")
    here.clock.at += 1_000
    await rulings.back_to_shadow(brand, "scam", OLGA, "it hides praise")
    assert (await rulings.say(brand, ids[0], MEERA, "wrong")).state == "shadow"
    found = await rulings.say(brand, ids[0], MEERA, "right")
    assert (found.state, found.right, found.wrong) == ("shadow", 0, 0)


async def test_what_was_proven_before_a_crash_counts_when_the_rules_are_read_again(here: World) -> None:
    brand = judging(here)
    ids = await matched(brand, here, 6)
    for id in ids:
        await brand.store.rulings.say(id, "right", "meera", brand.now())  # killed before anything follows
    assert (await standing(brand)).state == "shadow"
    await rulings.register(brand, {"scam": "v1"})
    assert (await standing(brand)).state == "force"


async def test_a_flag_is_cleared_once_and_not_raised_again(here: World) -> None:
    brand = judging(here)
    await in_force(brand, FLAGS)
    await comment(brand, here, "You fool")
    assert await judge(brand, FLAGS) == ()
    flags, total = await brand.store.rulings.flags(10)
    assert (total, flags[0].text, flags[0].finding.rule) == (1, "You fool", "insults")
    with pytest.raises(NotAllowed):
        await rulings.clear(brand, at(ASHA), RemoteId("m1"), QASIM)
    await rulings.clear(brand, at(ASHA), RemoteId("m1"), MEERA)
    assert (await brand.store.rulings.flags(10))[1] == 0
    with pytest.raises(AlreadyDecided):
        await rulings.clear(brand, at(ASHA), RemoteId("m1"), NOOR)
    assert await leave(brand) == []


async def flagged_with_strikes(brand: Brand, here: World) -> CaseNumber:
    """A case of which nothing follows yet but strikes, while a person is to judge."""
    held = Finding("insults", "v1", "it calls somebody a name", Wants(sight="hold", points=3))
    await in_force(brand, held)
    await comment(brand, here, "You fool")
    return (await judge(brand, held))[0]


async def strikes(brand: Brand) -> list[float]:
    """The points that Asha has."""
    return [one[1] for one in (await brand.store.cases.noted([person()]))[0].strikes]


async def test_strikes_for_what_a_person_is_to_judge_wait_and_are_dropped_when_it_is_left(here: World) -> None:
    brand = judging(here)
    number = await flagged_with_strikes(brand, here)
    assert await strikes(brand) == []
    assert (await docket.case(brand, MEERA, number)).told.endswith("; 3 strike points count once somebody agrees")

    await rulings.clear(brand, at(ASHA), RemoteId("m1"), MEERA)

    case = await read(brand, number)
    assert (case.undone_by, case.undone_why) == ("meera", "the message is left where it is")
    assert (case.points, case.waits) == (0, 0)
    assert await strikes(brand) == []
    assert await leave(brand) == []


async def test_strikes_that_wait_count_once_somebody_agrees_and_what_follows_of_them_is_done(here: World) -> None:
    brand = judging(here)
    number = await flagged_with_strikes(brand, here)
    await rulings.condemn(brand, at(ASHA), RemoteId("m1"), MEERA)
    assert await strikes(brand) == [3]
    case = await read(brand, number)
    assert (case.points, case.waits, case.reason) == (3, 0, "it calls somebody a name; they have 3 strike points")
    assert [deed.kind for deed in case.deeds] == ["mute"]
    here.clock.at += brand.undo.people
    assert {type(one) for one in await leave(brand)} == {Hide, Mute}

    await undoing.undo(brand, number, MEERA)
    assert await strikes(brand) == []
    assert await leave(brand) == [Mute(ASHA.remote, ASHA.remote, 0)]


async def test_what_is_condemned_is_hidden_as_that_persons_case(here: World) -> None:
    brand = judging(here)
    await in_force(brand, FLAGS)
    await comment(brand, here, "You fool")
    await judge(brand, FLAGS)
    number = await rulings.condemn(brand, at(ASHA), RemoteId("m1"), MEERA)
    case = await read(brand, number)
    assert (case.by.name, case.rule, case.reason) == ("meera", "", "it calls somebody a name")
    assert (await message(brand, at(ASHA))).case == number
    assert (await brand.store.rulings.flags(10))[1] == 0
    here.clock.at += brand.undo.people
    assert await leave(brand) == [Hide(ASHA.remote, RemoteId("m1"))]
    with pytest.raises(AlreadyDecided):
        await rulings.condemn(brand, at(ASHA), RemoteId("m1"), NOOR)


async def test_two_people_condemn_a_message_once_and_its_author_hears_why(here: World) -> None:
    brand = judging(here)
    flags = replace(FLAGS, told="it insults somebody")
    await in_force(brand, flags)
    await comment(brand, here, "You fool")
    await judge(brand, flags)
    tries = await asyncio.gather(
        *(rulings.condemn(brand, at(ASHA), RemoteId("m1"), by, "an insult") for by in (MEERA, NOOR)),
        return_exceptions=True,
    )
    assert sorted(type(one) for one in tries if not isinstance(one, int)) == [AlreadyDecided]
    (case,) = await brand.store.cases.of_message(at(ASHA), RemoteId("m1"))
    assert case.reason == "an insult"
    here.clock.at += brand.undo.people
    (hidden, notice) = await leave(brand)
    assert isinstance(hidden, Hide)
    assert isinstance(notice, DirectMessage)
    assert notice.text == f"Hidden because it insults somebody. Code: {case.code}"


async def test_whoever_hides_a_flagged_message_by_hand_has_judged_it(here: World) -> None:
    brand = judging(here)
    await in_force(brand, FLAGS)
    await comment(brand, here, "You fool")
    await judge(brand, FLAGS)
    await review.act(brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))
    assert (await brand.store.rulings.flags(10))[1] == 0


async def test_where_only_removing_is_there_it_needs_that_right(here: World) -> None:
    brand = judging(here)
    await in_force(brand, FLAGS)
    await comment(brand, here, "You fool")
    await judge(brand, FLAGS)
    known = here.capabilities[next(iter(here.capabilities))]
    actions = {kind: offered - {"hide", "unhide"} for kind, offered in known.actions.items()}
    here.capabilities[next(iter(here.capabilities))] = replace(known, actions=actions)
    with pytest.raises(NotAllowed, match="Telegram can only remove this, which meera may not"):
        await rulings.condemn(brand, at(ASHA), RemoteId("m1"), MEERA)
    actions = {kind: offered - {"remove"} for kind, offered in actions.items()}
    here.capabilities[next(iter(here.capabilities))] = replace(known, actions=actions)
    with pytest.raises(NotAllowed, match="has no way to take this out of sight"):
        await rulings.condemn(brand, at(ASHA), RemoteId("m1"), OLGA)


def test_how_many_more_must_be_right() -> None:
    assert rulings.to_go(Standing("a", "1"), 0.6) == 6
    assert rulings.to_go(Standing("a", "1", right=5), 0.6) == 1
    assert rulings.to_go(Standing("a", "1", right=6), 0.6) == 0
    assert rulings.to_go(Standing("a", "1"), 0.95) == 59
    assert rulings.to_go(Standing("a", "1", wrong=900), 0.95) == rulings.FAR
