"""Why, where moderation acted: by which case, of which rule, what became of it, and what was left to a person."""

from __future__ import annotations

from inbox.brand import Brand
from inbox.cases import Finding, Wants
from inbox.models import RemoteId
from inbox.moderation import appeals, rulings, undoing
from inbox.reasons import Reason, why
from tests.cast import ASHA, BHAVIN, MEERA, NOOR, PAVEL
from tests.inbox.cased import FLAGS, comment, in_force, judge, judging, leave, opened
from tests.inbox.moderation.test_appeals import appealed
from tests.world import World, at

M1 = RemoteId("m1")
NAMES = Finding("scam", "v1", "it sells followers", Wants(sight="hide"), told="it sells followers")


async def reasons(brand: Brand, message: RemoteId | None = M1) -> list[str]:
    """Why, in words, of a message of Asha's."""
    return [reason.words for reason in await why(brand, PAVEL, at(ASHA), message)]


async def test_the_case_that_hid_a_message_is_named_with_its_rule(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, NAMES)
    began = here.clock.at
    await leave(brand)

    found = await why(brand, PAVEL, at(ASHA), M1)

    words = f"the rule scam opened case {number}: it sells followers"
    assert Reason(began, "case", words, "the rule scam", "scam", "v1", M1) in found
    assert f"case {number} took it out of sight, so nothing is drafted" in [one.words for one in found]
    assert words in await reasons(brand, None)


async def test_the_case_of_another_message_is_no_reason(here: World) -> None:
    brand = judging(here)
    await opened(brand, here, NAMES)
    await comment(brand, here, "Lovely", BHAVIN, id="m9")

    assert not [one for one in await why(brand, PAVEL, at(BHAVIN), RemoteId("m9")) if one.what == "case"]


async def test_how_a_case_ended_is_said(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, NAMES)
    here.clock.at += 1_000
    await undoing.undo(brand, number, MEERA, "her own cloth")

    found = await reasons(brand)

    assert f"meera undid case {number}: her own cloth" in found
    assert f"case {number} took it out of sight, so nothing is drafted" not in found


async def test_an_appeal_and_who_decided_it_are_said(here: World) -> None:
    brand = judging(here)
    number = await appealed(brand, here)
    assert f"they appealed against case {number}" in await reasons(brand)
    here.clock.at += 1_000

    await appeals.decide(brand, number, NOOR, granted=False, answer="It stays hidden.")

    assert f"noor declined the appeal against case {number}" in await reasons(brand)


async def test_what_a_rule_left_to_a_person_is_said_until_and_after_they_judged(here: World) -> None:
    brand = judging(here)
    await comment(brand, here, "You fool")
    await in_force(brand, FLAGS)
    await judge(brand, FLAGS)
    assert "it was left to a person to judge: it calls somebody a name" in await reasons(brand)
    here.clock.at += 1_000

    await rulings.clear(brand, at(ASHA), M1, MEERA)

    assert "meera judged it: left where it is" in await reasons(brand)
