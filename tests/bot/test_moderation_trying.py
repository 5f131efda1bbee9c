"""Trying rules of moderation on what was said: each message as it was then, counted, and nothing changed."""

from dataclasses import replace

import pytest

from bot.moderation_trying import (
    Blind,
    Tried,
    arrivals_since,
    blind,
    comes_down_to,
    kinds_of,
    try_all,
    try_one,
    typed,
)
from bot.networks import every_network
from inbox.capabilities import Capabilities
from inbox.cases import Wants
from inbox.errors import NotAllowed
from inbox.models import Actor, RemoteId, Thread
from responders.moderation.judge import Moderation
from tests.arrivals import arrival, judge_of
from tests.cast import BHAVIN, CHEN, MEERA
from tests.world import ACCOUNT, CAPABILITIES, HOUR, SECOND, World, said, world

SCAM: dict[str, object] = {"id": "scam", "when": {"words": "free crypto"}}
AGAIN = {"id": "again", "when": {"repeated": {"times": 3, "people": 2, "within": "1m"}}, "do": {"hold": True}}
FLOOD = {"id": "flood", "when": {"flood": {"messages": 3, "within": "10s"}}, "do": {"mute": "1h"}}
RAID = {"id": "raid", "when": {"raid": {"newcomers": 2, "within": "1m"}}, "do": {"hide": True}}
NEW = {"id": "new", "when": {"author": {"first": True}}, "do": {"labels": "new"}}


@pytest.fixture
async def it(redis_url: str, brand: str) -> World:
    """A brand with a clock of its own."""
    async with world(redis_url, brand) as made:
        yield made  # type: ignore[misc]


async def tried(it: World, judge: Moderation, since: int = 1) -> Tried:
    """What came of trying rules on all that was said."""
    return await try_all(judge, await arrivals_since(it.brand, MEERA, judge, since))


async def test_what_was_said_is_judged_again_rule_by_rule(it: World) -> None:
    start = it.clock.at
    await it.receive(
        said("frее сrурtо here", id="m1", at=start),
        said("hello", BHAVIN, id="m2", at=start + HOUR),
        said("Thank you", None, id="m3", at=start + HOUR + SECOND),
        said("free crypto again", BHAVIN, id="m4", at=start + 2 * HOUR),
    )

    found = await tried(it, judge_of(SCAM, NEW, {"id": "never", "when": {"words": "zebra"}}))

    assert (found.messages, found.matched, found.begin, found.end) == (3, 3, start, start + 2 * HOUR)
    assert {id: rule.matches for id, rule in found.rules.items()} == {"scam": 2, "new": 2, "never": 0}
    assert [one.found for one in found.rules["scam"].examples] == [
        'the words "frее сrурtо"',
        'the words "free crypto"',
    ]
    assert found.never == ("never",)
    assert 0 < found.typical <= found.slowest
    later = await tried(it, judge_of(SCAM, NEW), since=start + HOUR)
    assert (later.messages, later.rules["new"].matches) == (2, 1)


async def test_what_went_on_around_a_message_is_counted_as_of_then(it: World) -> None:
    start = it.clock.at
    await it.receive(
        said("Buy followers from me now 1", id="m1", at=start),
        said("buy FOLLOWERS from me now 2", BHAVIN, id="m2", at=start + SECOND),
        said("buy followers from me now 3", BHAVIN, id="m3", at=start + 2 * SECOND),
        said("something else", BHAVIN, id="m4", at=start + 3 * SECOND),
        said("Buy followers from me now 4", id="m5", at=start + HOUR),
    )

    found = await tried(it, judge_of(AGAIN, FLOOD, RAID))

    matched = {id: [one.message for one in rule.examples] for id, rule in found.rules.items()}
    assert matched == {"again": ["m3"], "flood": ["m4"], "raid": ["m2", "m3", "m4"]}


async def test_who_wrote_elsewhere_before_the_days_that_are_read_is_not_new(it: World) -> None:
    start, group = it.clock.at, Thread(RemoteId("0000000901"), "group")
    await it.receive(said("hello", id="m1", at=start), said("hello", BHAVIN, id="m2", at=start))
    it.clock.at += 2 * HOUR
    await it.receive(
        said("me again", id="m3", at=it.clock.at, thread=group),
        said("and I", BHAVIN, id="m4", at=it.clock.at, thread=group),
        said("and I, new", CHEN, id="m5", at=it.clock.at, thread=group),
    )
    few = {"id": "few", "when": {"author": {"at_most": 1}}, "do": {"hold": True}}
    known = {"id": "known", "when": {"author": {"known_for": "2h"}}, "do": {"hold": True}}

    found = await tried(it, judge_of(NEW, few, known, RAID), since=it.clock.at)

    assert {id: rule.matches for id, rule in found.rules.items()} == {"new": 1, "few": 1, "known": 2, "raid": 0}


async def test_rules_that_fight_or_match_too_much_or_cannot_be_judged_are_named(it: World) -> None:
    start = it.clock.at
    await it.receive(*(said(f"free crypto {at}", id=f"m{at:02}", at=start + at * HOUR) for at in range(25)))
    rules = judge_of(
        SCAM,
        {"id": "two", "when": {"words": "crypto"}, "do": {"hold": True}},
        {"id": "three", "when": {"scores": {"hate": 0.5}, "strikes": 3}},
        {"id": "four", "when": {"scores": {"hate": 0.5}}},
    )

    found = await tried(it, rules)

    assert found.too_much == ("scam", "two")
    ((fight, count),) = found.fights
    assert (fight.first, fight.second, fight.has_its_way, fight.gives_way, count) == ("scam", "two", "hide", "hold", 25)
    assert found.unknown == {"the classifier was not asked": 25}
    assert found.unasked == 25
    assert blind(rules) == [Blind("three", "strikes")]


async def test_only_who_may_look_may_try(it: World) -> None:
    with pytest.raises(NotAllowed):
        await arrivals_since(it.brand, Actor("person", "zoe", "none"), judge_of(SCAM), 1)


async def test_nothing_said_is_nothing_tried(it: World) -> None:
    found = await tried(it, judge_of(SCAM))

    assert (found.messages, found.typical, found.too_much) == (0, 0, ())


async def test_a_text_that_somebody_types_is_that_of_somebody_new() -> None:
    judge = judge_of(NEW, SCAM)

    found = await try_one(judge, typed("free crypto", ACCOUNT, "group", 1_000))

    assert [one.rule for one in found.findings] == ["new", "scam"]
    assert [one.rule for one in (await try_one(judge, arrival("free crypto"))).findings] == ["scam"]


def test_what_is_wanted_comes_down_to_what_a_network_can_do() -> None:
    facebook, telegram, youtube = (every_network()[name] for name in ("facebook", "telegram", "youtube"))
    hide, final = Wants(sight="hide"), Wants(sight="hide", may_remove=True)

    assert comes_down_to(hide, facebook, "comments") == ("hide",)
    assert comes_down_to(hide, youtube, "comments") == ("hold for review",)
    assert comes_down_to(hide, telegram, "group") == ("waits for a person: it could only be removed for good here",)
    assert comes_down_to(final, telegram, "group") == ("remove",)
    none: Capabilities = replace(CAPABILITIES, actions={"direct": frozenset({"reply"})})
    assert comes_down_to(final, none, "direct") == ("waits for a person: nothing can be taken out of sight here",)
    assert comes_down_to(Wants(mute=60, block=True), telegram, "group") == ("mute", "block")
    assert comes_down_to(Wants(mute=60), facebook, "comments") == ("no mute here",)
    assert comes_down_to(Wants(keep=True), facebook, "comments") == ("is left alone",)
    assert comes_down_to(Wants(sight="hold"), facebook, "comments") == ("waits for a person",)
    assert "comments" in kinds_of(facebook)
    assert list(kinds_of(none)) == []
