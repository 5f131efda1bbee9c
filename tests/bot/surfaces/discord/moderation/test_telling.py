"""What the channel is told of moderation: cards while it is calm, one message when it is not, and each thing once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.surfaces.discord.moderation import cards, wave
from inbox import docket
from inbox.cases import Finding, Wants
from inbox.errors import Rejected
from inbox.models import Contact, RemoteId
from inbox.moderation import appeals, measures, rulings, undoing
from tests.bot.surfaces.discord.control_room import buttons
from tests.bot.surfaces.discord.told_of import MUTES, Channel, told
from tests.cast import BHAVIN, CHEN, MEERA, NOOR, OLGA
from tests.inbox.cased import FAIRNESS, FLAGS, HIDES, comment, judge, leave
from tests.inbox.moderation.test_appeals import appealed
from tests.world import ACCOUNT, HOUR, World, at


@pytest_asyncio.fixture(params=["forum", "text"])
async def channel(request: pytest.FixtureRequest, inbox: World) -> AsyncIterator[Channel]:
    """A control channel of either kind."""
    async with told(inbox, request.param) as it:
        yield it


async def test_in_calm_times_a_case_is_a_card_that_says_who_what_why_and_how_it_stands(channel: Channel) -> None:
    await channel.case()
    await channel.settle()

    (said,) = channel.said
    assert said.startswith("### Case 1 · Asha on Telegram\n> Buy followers\n-# Under “Diwali sale”\n✓ **")
    assert "rule scam, version v1: it sells followers" in said
    assert buttons(channel.messages[-1])[:3] == ["sg:case_undo:1", "sg:case:1", "sg:case_allow:1"]
    assert not channel.messages[-1].pinged


async def test_what_is_out_of_sight_gets_no_post_and_what_stands_does(channel: Channel) -> None:
    await channel.case()
    await comment(channel.brand, channel.here, "How much is it?", BHAVIN, id="q1")
    await channel.settle()
    assert not any("How much" in said for said in channel.said)  # nobody has judged it yet

    await judge(channel.brand)
    await channel.settle()

    assert [said for said in channel.said if "How much" in said]
    assert not [said for said in channel.said if "Buy" in said and not said.startswith("### Case")]


async def test_a_case_that_was_taken_back_is_one_line_wherever_that_was_done(channel: Channel) -> None:
    number = await channel.case()
    await channel.settle()
    await undoing.undo(channel.brand, number, MEERA, "she sells *her own* cloth")
    await channel.settle()

    said = [one for one in channel.said if "Case 1" in one]
    assert len(said) == 1
    assert said[0].startswith("-# ↷ Case 1, Asha: undone by meera <t:")
    assert said[0].endswith("she sells \\*her own\\* cloth")
    assert [one for one in channel.messages if "sg:case_undo:1" in buttons(one)] == []


async def test_what_the_network_does_not_take_back_is_said_on_the_card_of_an_undone_case(channel: Channel) -> None:
    number = await channel.case()
    await channel.settle()
    await undoing.undo(channel.brand, number, MEERA, "irony")
    await channel.settle()
    await leave(channel.brand, unhide=Rejected("Comment *not* found"))
    await channel.settle()

    said = next(one for one in channel.said if "Case 1" in one)
    assert said.startswith("-# ↷ Case 1, Asha: undone by meera <t:")
    assert said.endswith("irony\n✗ **Hide the message** could not be taken back\\: Comment \\*not\\* found")
    whole = cards.whole_case(await docket.case(channel.brand, MEERA, number))
    assert "✓ **Hide the message**: done <t:" in whole
    assert ", could not be taken back\\: Comment \\*not\\* found\n" in whole


async def test_what_the_network_refused_stands_on_the_card(channel: Channel) -> None:
    await comment(channel.brand, channel.here)
    await judge(channel.brand, HIDES)
    await leave(channel.brand, hide=Rejected("Comment *not* found"))
    await channel.settle()

    (said,) = [one for one in channel.said if "Case 1" in one]
    assert "refused\\: Comment \\*not\\* found" in said
    assert len(channel.said) == 1  # a refused deed of a rule makes no post of its own


async def test_a_raid_is_one_message_with_what_was_done_and_few_calls(channel: Channel) -> None:
    before = len(channel.wall.discord.calls)
    await channel.cases(40)
    await channel.cases(6, MUTES, id="r")
    await channel.settle()

    (said,) = channel.said
    assert said.startswith("### Moderation since <t:")
    assert ":t>, all together\n**46** comments taken out of sight, **6** people muted\n" in said
    assert "rule scam 40 · rule repeats 6\n-# cases 1–46" in said
    assert buttons(channel.messages[-1]) == ["sg:cases:", "sg:cases_undo:"]

    await channel.cases(10, id="s")
    await channel.settle(12)
    (said,) = channel.said
    assert "**56** comments taken out of sight" in said
    assert "cases 1–56" in said
    assert len(channel.wall.discord.calls) - before < 10


async def test_a_raid_of_a_minute_costs_a_call_every_ten_seconds(channel: Channel) -> None:
    await channel.cases(10)
    await channel.settle()
    before, begun = len(channel.wall.discord.calls), channel.here.clock.at
    for round in range(24):
        await channel.cases(2, id=f"r{round}-")
        await channel.settle(1)

    passed = (channel.here.clock.at - begun) / 1000
    assert len(channel.wall.discord.calls) - before <= passed / 10 + 1
    await channel.settle(10)
    (said,) = channel.said
    assert "**58** comments taken out of sight" in said


async def test_after_ten_minutes_it_is_calm_again(channel: Channel) -> None:
    await channel.cases(wave.CARDS + 1)
    await channel.settle()
    assert len(channel.said) == 1

    await channel.settle(wave.LASTS / 1000)
    await channel.case(author=BHAVIN)
    await channel.settle()

    assert [one.split(" <t:")[0].split("\n")[0] for one in channel.said] == [
        "### Moderation since",
        f"### Case {wave.CARDS + 2} · Bhavin on Telegram",
    ]


async def test_few_cards_then_one_message(channel: Channel) -> None:
    for number in range(wave.CARDS + 2):
        await channel.case(author=Contact(RemoteId(f"8{number:09}"), f"Raider {number}"), id=f"m{number}")
        await channel.settle(12)

    heads = [one.split("\n")[0] for one in channel.said]
    assert [head.startswith("### Case") for head in heads] == [True] * wave.CARDS + [False]
    assert f"**{wave.CARDS + 2}** comments taken out of sight" in channel.said[-1]


async def test_who_refused_is_named_and_what_was_taken_back_counted(channel: Channel) -> None:
    numbers = []
    for number in range(8):
        await comment(channel.brand, channel.here, author=Contact(RemoteId(f"7{number:09}"), "R"), id=f"m{number}")
        numbers += await judge(channel.brand, HIDES)
    await leave(channel.brand, hide=Rejected("no"))
    await undoing.undo(channel.brand, numbers[0], MEERA, "x")
    await channel.settle()

    (said,) = [one for one in channel.said if one.startswith("### Moderation")]
    assert "-# cases 1–8 · 8 refused by Telegram · 1 undone" in said


# ------------------------------------------------------------------------------------------------ what people decide on

INSULT = Finding("insults", "v1", "insult: an animal", Wants(sight="hold", labels=("abuse",)), 0.7)


async def test_what_a_person_has_to_judge_is_a_card_that_hides_what_hurts(channel: Channel) -> None:
    await rulings.register(channel.brand, {"scam": "v1", "repeats": "v2", "insults": "v1"})
    await channel.brand.store.rulings.state("insults", "v1", "force", "olga", "", channel.here.clock.at)
    await comment(channel.brand, channel.here, "You *pig*\n@everyone", CHEN, id="f1")
    await judge(channel.brand, INSULT)
    await channel.settle()

    said = next(one for one in channel.said if one.startswith("### A person has to judge"))
    assert said.startswith("### A person has to judge · Chen on Telegram\n> ||You \\*pig\\* \\@\u200beveryone||\n")
    flag = next(one for one in channel.messages if any(id.startswith("sg:flag_out:") for id in buttons(one)))
    ref = f"{at(CHEN)} f1"
    assert buttons(flag) == [f"sg:flag_out:{ref}", f"sg:flag_leave:{ref}", f"sg:flag_mute:{ref}"]

    await rulings.clear(channel.brand, at(CHEN), RemoteId("f1"), MEERA)
    await channel.settle()
    assert "-# ✓ Judged by meera: left where it is" in channel.said


async def test_what_somebody_took_out_of_sight_is_judged_by_that(channel: Channel) -> None:
    await rulings.register(channel.brand, {"scam": "v1", "repeats": "v2", "insults": "v1"})
    await channel.brand.store.rulings.state("insults", "v1", "force", "olga", "", channel.here.clock.at)
    await comment(channel.brand, channel.here, "You pig", CHEN, id="f1")
    await judge(channel.brand, FLAGS)
    await channel.settle()
    number = await rulings.condemn(channel.brand, at(CHEN), RemoteId("f1"), MEERA, "an insult")
    await channel.settle()

    assert any(one.startswith("-# ✓ Judged by meera: ") for one in channel.said)
    assert any(one.startswith(f"### Case {number} · Chen") for one in channel.said)


async def test_many_that_wait_are_told_together_with_the_way_to_the_worst(channel: Channel) -> None:
    await rulings.register(channel.brand, {"scam": "v1", "repeats": "v2", "insults": "v1"})
    await channel.brand.store.rulings.state("insults", "v1", "force", "olga", "", channel.here.clock.at)
    await channel.settle()
    for number in range(wave.CARDS + 3):
        who = Contact(RemoteId(f"6{number:09}"), "R")
        await comment(channel.brand, channel.here, "You pig", who, id=f"f{number}")
        await judge(channel.brand, FLAGS)
    await channel.settle()

    assert not any(one.startswith("### A person has to judge") for one in channel.said)
    said = next(one for one in channel.said if one.startswith("### Moderation since"))
    assert f"**{wave.CARDS + 3}** wait for a person to judge" in said
    together = next(one for one in channel.messages if "sg:flags:" in buttons(one))
    assert "sg:cases:" in buttons(together)


async def test_an_appeal_is_a_card_with_its_evidence_and_what_became_of_it(channel: Channel) -> None:
    number = await appealed(channel.brand, channel.here)
    await channel.settle()

    said = next(one for one in channel.said if one.startswith("### Appeal on case"))
    assert said.startswith(f"### Appeal on case {number} · Asha on Telegram\n**They say:**\n> Why? My code is ")
    assert "**What it is about:**\n> Buy followers" in said
    card = next(one for one in channel.messages if f"sg:appeal_grant:{number}" in buttons(one))
    assert buttons(card) == [f"sg:appeal_grant:{number}", f"sg:appeal_decline:{number}", f"sg:case:{number}"]

    await appeals.decide(channel.brand, number, NOOR, granted=False, answer="Followers are *not* sold here.")
    await channel.settle()
    said = next(one for one in channel.said if "Appeal on case" in one)
    assert said.startswith(f"-# ✗ Appeal on case {number}, Asha: declined by noor <t:")
    assert said.endswith(": Followers are \\*not\\* sold here.")


async def test_an_appeal_that_is_overdue_comes_again(channel: Channel) -> None:
    number = await appealed(channel.brand, channel.here)
    await channel.settle()
    channel.here.clock.at += FAIRNESS.decide_within + HOUR
    await appeals.overdue(channel.brand, number)
    await channel.settle()

    said = [one for one in channel.said if one.startswith("### Appeal on case")]
    assert len(said) == 1
    assert "**Overdue**" in said[0]
    assert f"-# Appeal on case {number}: see below" in channel.said


# ---------------------------------------------------------------------------------------------------- how we moderate


async def test_rules_and_measures_that_change_are_told_once_with_the_way_to_end_them(channel: Channel) -> None:
    await rulings.back_to_shadow(channel.brand, "scam", OLGA, "it hides *fans*")
    on = await measures.switch_on(channel.brand, MEERA, "hide_new", ACCOUNT, why="the video")
    await channel.settle()

    (said,) = channel.said
    assert said.startswith(
        "### How we moderate\n↷ The rule **scam** went back to shadow, by olga: it hides \\*fans\\*\n🛡 "
    )
    assert buttons(channel.messages[-1]) == [f"sg:measure_end:{on.id}"]


async def test_a_few_matches_of_rules_in_shadow_are_asked_about_and_shrink_when_they_were_judged(
    channel: Channel,
) -> None:
    shadow = Finding("shouts", "v1", "all in capitals", Wants(sight="hide"), 0.5)
    await rulings.register(channel.brand, {"scam": "v1", "repeats": "v2", "shouts": "v1"})
    for number in range(10):
        who = Contact(RemoteId(f"5{number:09}"), f"Loud {number}")
        await comment(channel.brand, channel.here, "BUY *NOW*", who, id=f"s{number}")
        await judge(channel.brand, shadow)
    await channel.settle()

    asked = next(one for one in channel.messages if any(id.startswith("sg:match_right:") for id in buttons(one)))
    assert len(buttons(asked)) == 12
    ids = [id.rpartition(":")[2] for id in buttons(asked)[::2]]
    await rulings.say(channel.brand, ids[0], NOOR, "wrong")
    await channel.settle()
    assert len(buttons(asked)) == 10
    assert any("wrong" in one and "noor" in one for one in channel.said)
    assert sum("Rules in shadow" in one for one in channel.said) == 1
