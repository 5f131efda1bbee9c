"""How deeds are taken back: what reverses what, and what cannot be reversed, said plainly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import review
from inbox.actions import Action, Block, Hide, Mute, Remove, Reply, Slow, Unblock, Unhide
from inbox.brand import Brand
from inbox.cases import CaseNumber, Finding, Wants
from inbox.errors import AlreadyDecided, NotAllowed
from inbox.models import RemoteId
from inbox.moderation import undoing
from inbox.moderation.ending import backs, end, find, reverse, why_not
from inbox.store.drafts import Not
from tests.cast import ASHA, MEERA, OLGA, PAVEL
from tests.inbox.cased import comment, judge, judging, leave, message, opened, person, read
from tests.world import ACCOUNT, World, at

T, P, M = RemoteId("t"), RemoteId("p"), RemoteId("m")


@pytest.mark.parametrize(
    ("action", "back"),
    [
        (Hide(T, M), Unhide(T, M)),
        (Mute(T, P, 60), Mute(T, P, 0)),
        (Block(T, P, M), Unblock(T, P)),
        (Slow(T, 30), Slow(T, 0)),
        (Mute(T, P, 0), None),
        (Slow(T, 0), None),
        (Remove(T, M), None),
        (Reply(T, "Hello"), None),
    ],
)
def test_what_takes_an_action_back(action: Action, back: Action | None) -> None:
    assert reverse(action) == back


async def removed(brand: Brand, here: World) -> CaseNumber:
    """A message that was removed for good, with strikes."""
    number = await opened(brand, here, Finding("fraud", "v1", "fraud", Wants(sight="remove", points=2), told="fraud"))
    await leave(brand)
    return number


async def test_what_was_removed_stays_away_and_its_strikes_do_not(here: World) -> None:
    brand = judging(here)
    number = await removed(brand, here)
    told = [back.why_not for back in await backs(brand, await read(brand, number))]
    assert told == ["Telegram cannot bring back what was removed; the words are kept here."]
    case = await undoing.undo(brand, number, MEERA)
    assert not case.stands
    assert await leave(brand) == []
    assert (await brand.store.cases.noted([person()]))[0].strikes == ()
    assert (await message(brand, at(ASHA))).removed_at


async def test_what_the_network_has_no_way_to_take_back(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here, Finding("loud", "v1", "loud", Wants(block=True)))
    await leave(brand)
    known = here.capabilities[ACCOUNT]
    actions = {kind: offered - {"unblock"} for kind, offered in known.actions.items()}
    here.capabilities[ACCOUNT] = replace(known, actions=actions)
    found = await backs(brand, await read(brand, number))
    assert [(one.action, one.why_not) for one in found] == [
        (None, "Telegram does not let us let anybody back in here.")
    ]
    assert not (await undoing.undo(brand, number, MEERA)).stands
    assert await leave(brand) == []


async def test_a_block_that_rejected_the_message_says_so(here: World) -> None:
    brand = judging(here)
    here.capabilities[ACCOUNT] = replace(here.capabilities[ACCOUNT], reviews=True)
    number = await opened(brand, here, Finding("loud", "v1", "loud", Wants(block=True)))
    assert [one.why_not for one in await backs(brand, await read(brand, number))] == [""]  # it never left
    await leave(brand)
    stays = "The message that was rejected together with that stays away."
    assert [one.why_not for one in await backs(brand, await read(brand, number))] == [stays]

    known = here.capabilities[ACCOUNT]
    without = {kind: offered - {"unblock"} for kind, offered in known.actions.items()}
    here.capabilities[ACCOUNT] = replace(known, actions=without, remarks={"unblock": "Lift a ban in the Studio."})
    (found,) = await backs(brand, await read(brand, number))
    assert (found.action, found.why_not) == (None, f"Lift a ban in the Studio. {stays}")


async def test_an_account_that_is_switched_off_undoes_nothing(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    case = await read(brand, number)
    here.capabilities.clear()
    assert "is not switched on" in why_not(brand, OLGA, case, await backs(brand, case), "normal")
    assert "may not undo cases (role viewer)" in why_not(brand, PAVEL, case, (), "normal")


async def test_what_a_person_did_by_hand_is_undone_like_a_rules_case(here: World) -> None:
    brand = judging(here)
    await comment(brand, here)
    await judge(brand)
    await review.act(brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))
    here.clock.at += brand.undo.people
    await leave(brand)
    number = CaseNumber((await message(brand, at(ASHA))).case)
    await undoing.undo(brand, number, MEERA)
    assert await leave(brand) == [Unhide(ASHA.remote, RemoteId("m1"))]


async def test_what_is_undone_by_hand_is_not_undone_again(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand)
    await review.act(brand, at(ASHA), MEERA, Unhide(ASHA.remote, RemoteId("m1")))
    with pytest.raises(AlreadyDecided, match="undone already by meera"):
        await undoing.undo(brand, number, OLGA)
    here.clock.at += brand.undo.people
    assert await leave(brand) == [Unhide(ASHA.remote, RemoteId("m1"))]


async def test_deeds_that_came_meanwhile_are_read_again(here: World) -> None:
    brand = judging(here)
    number = await opened(brand, here)
    case = await find(brand, number)
    refused = await brand.store.cases.end(number, "undone", MEERA, "", brand.now(), backs=[None, None])
    assert refused == Not("changed", ())
    assert not (await end(brand, case, "undone", MEERA, "")).stands


async def test_what_leaves_while_it_is_undone_is_looked_at_again(here: World) -> None:
    """A moderator may stop a block; once it has gone out, it takes a lead to let somebody back in."""
    brand = judging(here)
    number = await opened(brand, here, Finding("loud", "v1", "loud", Wants(block=True)))
    (back,) = await backs(brand, await read(brand, number))
    assert not back.happened
    await leave(brand)
    refused = await brand.store.cases.end(number, "undone", MEERA, "", brand.now(), backs=["never done"])
    assert refused == Not("changed", ())
    assert (await read(brand, number)).stands
    with pytest.raises(NotAllowed, match="to let anybody back in, which meera may not"):
        await undoing.undo(brand, number, MEERA)


async def test_whoever_finds_it_undone_finds_the_way_back_queued(here: World) -> None:
    """Both are one step: a process that is killed after it leaves nothing half done."""
    brand = judging(here)
    number = await opened(brand, here)
    await leave(brand)
    await undoing.undo(brand, number, MEERA)
    queued = (await read(brand, number)).deeds[0].undone
    assert queued
    delivery = await brand.store.outbox.open(queued)
    assert delivery
    assert (delivery.state, delivery.by.name) == ("queued", "meera")
    assert await leave(brand) == [Unhide(ASHA.remote, RemoteId("m1"))]
