"""Why, from the ledger: when the responders looked, at what, made of what, and which limit or wish was in the way."""

from __future__ import annotations

from dataclasses import replace

from inbox import review
from inbox.decisions import Facts, Wish
from inbox.models import RemoteId, contact_id
from inbox.policy import Limits
from inbox.reasons import why
from inbox.store.drafts import Outcome
from tests.cast import ASHA, BHAVIN, MEERA, PAVEL
from tests.inbox.store.test_ledger import PLAIN
from tests.world import ACCOUNT, START, World, at, proposal, said, thread_of

M1, M2 = RemoteId("m1"), RemoteId("m2")
GREETED = "rules drafted this because the rule greeting matched; it waited for a person: autonomy is draft here"


async def reasons(here: World, message: RemoteId | None = None) -> list[tuple[str, str]]:
    """Why, in words."""
    return [(reason.what, reason.words) for reason in await why(here.brand, PAVEL, at(ASHA), message)]


async def test_when_the_responders_looked_and_what_they_were_made_of_is_said(here: World) -> None:
    await here.receive(said("Hi", id="m1"), said("are you open?", id="m2", at=START + 1))
    turn = await here.turn()
    looked = replace(PLAIN, at=here.clock.at, upto=M2, count=2, versions={"rules": "11aa", "faq": ""})
    await review.propose(here.brand, turn, [proposal()], Outcome(), [replace(looked, proposals=())])

    words = "the responders looked at 2 messages, configured as 0a1b2c3d4e5f, rules 11aa"
    assert await reasons(here, M1) == await reasons(here, M2) == [("looked", words), ("drafted", GREETED)]


async def test_what_was_looked_at_before_or_for_somebody_else_explains_nothing(here: World) -> None:
    group = thread_of(ASHA, "group")
    await here.receive(said("one", ASHA, id="m1", thread=group))
    await review.propose(here.brand, await here.turn(), [], Outcome(), [replace(PLAIN, upto=M1)])
    await here.receive(said("two", BHAVIN, id="m2", at=START + 1, thread=group))
    bhavin = contact_id(ACCOUNT, BHAVIN.remote)
    await review.propose(here.brand, await here.turn(), [], Outcome(), [replace(PLAIN, upto=M2, asker=bhavin)])

    assert [what for what, _ in await reasons(here, M1)] == ["looked", "ignored"]
    assert [what for what, _ in await reasons(here, M2)] == ["looked", "ignored"]
    assert [what for what, _ in await reasons(here)] == ["looked", "looked", "ignored"]


async def test_a_wish_and_what_came_of_it_is_told(here: World) -> None:
    draft = await here.drafted()
    await review.redraft(here.brand, draft, MEERA, "shorter")
    wish = Facts(wish=Wish("shorter", "", "meera", draft))
    turn = await here.turn()
    decision = replace(PLAIN, at=here.clock.at, upto=M1, count=1, config="", facts=wish)
    await review.propose(here.brand, turn, [], Outcome(), [decision])

    silent = "no model is there that could write it anew; the one before waits again"
    assert (await reasons(here, M1))[1:] == [
        ("rejected", "meera rejected it: another draft wanted: shorter"),
        ("looked", "the responders looked at one message, because meera asked for “shorter”"),
        ("silent", f"another draft was wanted: {silent}"),
        ("again", f"the draft waits again: {silent}"),
    ]


async def test_a_limit_that_held_an_answer_is_told(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    none = replace(here.brand, limits=Limits(per_person=0))

    await review.propose(none, await here.turn(), [proposal()])

    why_not = "bot.yaml lets nothing go out alone: its limit is 0"
    assert await reasons(here, M1) == [
        ("capped", f"what would have gone out alone waits for a person: {why_not}"),
        ("drafted", f"rules drafted this because the rule greeting matched; it waited for a person: {why_not}"),
    ]
