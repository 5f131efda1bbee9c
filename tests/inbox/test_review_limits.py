"""Limits: so many answers go out alone to one person and in one conversation, then a person decides for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from inbox import review
from inbox.actions import Hide, Proposal
from inbox.incoming import UNKNOWN
from inbox.models import Contact, RemoteId
from inbox.policy import Limits
from inbox.store.drafts import Made
from tests.cast import ASHA, BHAVIN, CHEN, MEERA
from tests.inbox.looking import opened, whats
from tests.world import HOUR, RULES, SECOND, World, at, proposal, said, thread_of

MINUTE = 60 * SECOND
TWO = Limits(per_person=2, per_conversation=3, within=10 * MINUTE, cool_down=HOUR)
PERSON = "they got 2 automatic answers within 10 min; perhaps a program writes to us"
CONVERSATION = "this conversation got 3 automatic answers within 10 min; perhaps a program writes to us"


async def ask(here: World, who: Contact = ASHA, limits: Limits = TWO, place: Contact = ASHA) -> Made:
    """Somebody writes in a group, and the answer that would go out alone is proposed."""
    here.autonomy, here.clock.at = "auto", here.clock.at + SECOND
    id = f"m{here.clock.at}"
    await here.receive(said("hello", who, id=id, at=here.clock.at, thread=thread_of(place, "group")))
    brand = replace(here.brand, limits=limits)
    made = await review.propose(brand, await here.turn(), [proposal(author=place, to=id)])
    assert isinstance(made, tuple)
    await leave(here)
    return made[0]


async def leave(here: World) -> None:
    """What is due leaves, so that nothing is taken back by the next words."""
    here.clock.at += here.brand.undo.automatic
    sending = await here.store.outbox.claim(here.clock.at, MINUTE, "t")
    if sending is not None and hasattr(sending, "delivery"):
        begun = await here.store.outbox.begin(sending, here.clock.at)
        assert begun
        await here.store.outbox.sent(begun, None, "reply", here.clock.at, here.clock.at)


async def waits(here: World, made: Sequence[Made]) -> list[str]:
    """Why each waits; empty: it went out alone."""
    return [(await opened(here, one.draft)).draft.waits for one in made]


async def test_over_the_limit_of_a_person_the_draft_waits_and_others_are_answered(here: World) -> None:
    made = [await ask(here, who) for who in (ASHA, ASHA, ASHA, BHAVIN)]

    assert await waits(here, made) == ["", "", PERSON, ""]
    assert [bool(one.delivery) for one in made] == [True, True, False, True]


async def test_over_the_limit_of_a_conversation_everybody_waits_there_and_nowhere_else(here: World) -> None:
    made = [await ask(here, who) for who in (ASHA, BHAVIN, CHEN, BHAVIN)]
    elsewhere = await ask(here, BHAVIN, place=BHAVIN)

    assert await waits(here, [*made, elsewhere]) == ["", "", "", CONVERSATION, ""]


async def test_answers_in_all_conversations_count_for_a_person(here: World) -> None:
    made = [await ask(here, ASHA, place=place) for place in (ASHA, BHAVIN, CHEN)]

    assert await waits(here, made) == ["", "", PERSON]


async def test_all_whom_the_network_does_not_tell_get_as_much_as_one_person(here: World) -> None:
    nameless = [Contact(RemoteId(f"{UNKNOWN}{number}"), "Somebody") for number in range(4)]
    made = [await ask(here, who, place=who) for who in [*nameless, BHAVIN]]

    assert await waits(here, made) == ["", "", PERSON, PERSON, ""]


async def test_after_the_cool_down_there_are_as_many_again_and_no_more(here: World) -> None:
    made = [await ask(here) for _ in range(3)]
    here.clock.at += 11 * MINUTE  # the answers are long ago, the cool-down is not over
    made.append(await ask(here))
    here.clock.at += HOUR
    made += [await ask(here) for _ in range(3)]

    assert await waits(here, made) == ["", "", PERSON, PERSON, "", "", PERSON]


async def test_the_log_says_once_that_a_limit_was_reached(here: World) -> None:
    for _ in range(5):
        await ask(here)

    assert (await whats(here)).count("responders.capped") == 1


async def test_what_comes_slowly_has_no_end(here: World) -> None:
    made = []
    for _ in range(6):
        made.append(await ask(here))
        here.clock.at += 6 * MINUTE

    assert await waits(here, made) == [""] * 6


async def test_what_was_taken_back_before_it_left_does_not_count(here: World) -> None:
    here.autonomy = "auto"
    for number in range(5):  # somebody who writes on before an answer leaves gets one answer
        here.clock.at += 2 * SECOND
        await here.hear(id=f"m{number}")
        made = await review.propose(replace(here.brand, limits=TWO), await here.turn(), [proposal()])

    assert isinstance(made, tuple)
    assert await waits(here, made) == [""]


@pytest.mark.parametrize("who", [ASHA, Contact(RemoteId(f"{UNKNOWN}7"), "Somebody")])
async def test_what_a_person_took_back_does_not_count_either(here: World, who: Contact) -> None:
    here.autonomy = "auto"
    await here.receive(said("hello", who))
    only = replace(here.brand, limits=replace(TWO, per_person=1))
    (made,) = await review.propose(only, await here.turn(), [proposal()])  # type: ignore[misc]  # it is made
    assert made.delivery
    await review.recall(here.brand, made.delivery, MEERA)
    here.clock.at += SECOND
    await here.receive(said("hello", who, id="m2", at=here.clock.at))

    (second,) = await review.propose(only, await here.turn(), [proposal()])  # type: ignore[misc]  # it is made

    assert await waits(here, [second]) == [""]


async def test_a_limit_of_nothing_lets_nothing_go_out_alone(here: World) -> None:
    made = await ask(here, limits=replace(TWO, per_person=0))

    assert await waits(here, [made]) == ["bot.yaml lets nothing go out alone: its limit is 0"]


async def test_what_people_decide_is_not_limited(here: World) -> None:
    for _ in range(3):
        await ask(here)
    await review.reply(here.brand, at(ASHA), MEERA, "Hello")

    assert await review.reply(here.brand, at(ASHA), MEERA, "Hello again")


async def test_what_says_nothing_is_not_limited(here: World) -> None:
    here.autonomy = "auto"
    hide = Proposal(Hide(ASHA.remote, RemoteId("m1")), RULES, "spam", "rule")
    brand = replace(here.brand, limits=replace(TWO, per_person=0, per_conversation=0))
    await here.hear()

    (made,) = await review.propose(brand, await here.turn(), [hide])  # type: ignore[misc]  # it is made

    assert made.delivery
