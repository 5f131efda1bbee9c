"""Rules as people read them: what is missing, what waits for "right?", and what waits to be judged, worst first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import docket
from inbox.cases import Wants
from inbox.errors import NotFound
from inbox.moderation import rulings
from tests.cast import ASHA, BHAVIN, MEERA, OLGA, PAVEL
from tests.inbox.cased import FAIRNESS, FLAGS, HIDES, comment, in_force, judge, judging
from tests.inbox.moderation.test_rulings import matched
from tests.world import ACCOUNT, HOUR, World


async def test_a_rule_in_shadow_says_what_is_missing(here: World) -> None:
    brand = judging(here)
    ids = await matched(brand, here, 3)
    await rulings.say(brand, ids[0], MEERA, "right")
    (seen,) = await docket.rules(brand, MEERA)
    assert seen.told == "in shadow since 2026-09-21 (it is new): 3 matches, 1 of 1 judged right"
    assert seen.missing == ("5 more matches must be judged right, and none wrong, until 60 % is proven.",)
    assert [one.match.id for one in seen.waiting] == sorted(ids[1:], key=ids.index, reverse=True) or len(
        seen.waiting
    ) == 2
    assert [one.told for one in seen.judged] == ["right, says meera"]
    assert all(one.ask for one in seen.waiting)
    assert not any(one.ask for one in (*seen.judged, *(await docket.rule(brand, PAVEL, "scam")).waiting))
    assert seen.waiting[0].wants == ("take it out of sight", "give them 2 points")
    assert (seen.buttons, (await docket.rule(brand, OLGA, "scam")).buttons) == ((), ("put_in_force", "switch_off"))
    with pytest.raises(NotFound):
        await docket.rule(brand, MEERA, "other")


async def test_what_a_lead_has_to_confirm_is_asked(here: World) -> None:
    brand = judging(here, replace(FAIRNESS, alone=False))
    await matched(brand, here, 1, replace(HIDES, wants=Wants(sight="remove")))
    seen = await docket.rule(brand, OLGA, "scam")
    assert seen.confirm == "Put it in force although what it does cannot be undone?"
    assert seen.missing[-1] == "A lead must put it in force: what it does cannot be undone."
    await rulings.register(brand, {"scam": "v1", "mild": "v1"})
    mild = await docket.rule(brand, OLGA, "mild")
    assert mild.missing[-1] == "A lead must put it in force; moderation.yaml lets no rule do that by itself."
    assert mild.confirm == ""


async def test_rules_of_the_file_come_first_and_in_its_order(here: World) -> None:
    brand = judging(here)
    await rulings.register(brand, {"b": "1", "a": "1"})
    await rulings.put_in_force(brand, "b", OLGA, "known")
    await rulings.register(brand, {"c": "1", "a": "1"})
    seen = await docket.rules(brand, OLGA)
    assert [(one.standing.rule, one.in_file) for one in seen] == [("c", True), ("a", True), ("b", False)]
    assert (seen[2].told, seen[2].buttons) == ("moderation.yaml has it no more", ())


async def test_one_match_and_none(here: World) -> None:
    brand = judging(here)
    (id,) = await matched(brand, here, 1)
    seen = await docket.match(brand, MEERA, id)
    assert (seen.name, seen.match.text, seen.ask) == ("Asha", "Buy followers 1", True)
    await rulings.register(brand, {"scam": "v2"})
    assert not (await docket.match(brand, MEERA, id)).ask  # it would count for nothing
    with pytest.raises(NotFound):
        await docket.match(brand, MEERA, "none")


async def test_flags_come_worst_first(here: World) -> None:
    brand = judging(here)
    mild, bad = replace(FLAGS, severity=0.2), replace(FLAGS, rule="threats", severity=0.9)
    await in_force(brand, mild, bad)
    await comment(brand, here, "You fool")
    await judge(brand, mild)
    await comment(brand, here, "I will find you", BHAVIN, id="m2")
    await judge(brand, bad)
    here.clock.at += HOUR
    found = await docket.flags(brand, MEERA)
    assert [(one.name, one.flag.text) for one in found.rows] == [("Bhavin", "I will find you"), ("Asha", "You fool")]
    assert found.rows[0].because == "rule threats: it calls somebody a name"
    assert (found.rows[0].waits, found.rows[0].buttons) == (HOUR, ("clear", "condemn"))
    assert (await docket.flags(brand, PAVEL, limit=1)).rows[0].buttons == ()
    one = await docket.flags(brand, MEERA, account=ACCOUNT, limit=1)
    assert (len(one.rows), one.total) == (1, 2)
    assert (await docket.flags(brand, MEERA, account="telegram:other")).rows == ()  # type: ignore[arg-type]
    assert ASHA.name in [row.name for row in found.rows]


async def test_mild_flags_of_an_account_are_seen_behind_many_worse_ones_of_another(here: World) -> None:
    brand = judging(here)
    mild = replace(FLAGS, severity=0.2)
    await in_force(brand, mild)
    await comment(brand, here, "You fool")
    await judge(brand, mild)
    worse = [word for n in range(600) for word in (0.9, f"{ACCOUNT}2/t m{n}")]  # its name begins as the other's does
    await here.store.client.call("ZADD", f"{{{here.name}}}:flags", *worse)
    before = here.store.client.round_trips
    seen = await docket.flags(brand, MEERA, account=ACCOUNT)
    assert ([row.flag.text for row in seen.rows], seen.total) == (["You fool"], 1)
    assert here.store.client.round_trips - before == 1
    assert (await docket.flags(brand, MEERA)).total == 601


async def test_without_moderation_yaml_it_is_said(here: World) -> None:
    brand = judging(here)
    await rulings.register(brand, {"a": "1"})
    here.fairness = None
    seen = await docket.rules(here.brand, MEERA)
    assert seen[0].missing == ("No message is judged: there is no moderation.yaml.",)
