"""Measures for bad days: switched on for a while, and over by themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.tending import tend_next
from inbox import review
from inbox.actions import Hide, Slow
from inbox.brand import Brand
from inbox.cases import Measure
from inbox.errors import NotAllowed, NotFound
from inbox.models import AccountId, RemoteId
from inbox.moderation import measures
from inbox.store.drafts import Claimed
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA, OLGA, QASIM
from tests.inbox.cased import POST, comment, judge, judging, leave
from tests.world import ACCOUNT, HOUR, LEASE, World, at


async def tended(brand: Brand) -> None:
    """The clock has done all that is due."""
    while not isinstance(await tend_next(brand), Idle):
        pass


async def told(brand: Brand) -> list[tuple[str, str, str]]:
    """What the log says of measures, oldest first."""
    entries = [one for one in await brand.store.log.newest(500) if one.what.startswith("measure.")]
    return [(one.what, one.by, one.detail) for one in reversed(entries)]


async def test_everything_new_under_a_post_is_hidden_until_a_time(here: World) -> None:
    brand = judging(here)
    until = here.clock.at + HOUR
    await measures.switch_on(brand, MEERA, "hide_new", ACCOUNT, post=POST.remote, until=until, why="a raid")
    here.clock.at += 1
    await comment(brand, here, "Kem cho?")
    assert len(await judge(brand)) == 1
    assert Hide(ASHA.remote, RemoteId("m1")) in await leave(brand)

    here.clock.at = until
    await tended(brand)
    assert await measures.active(brand) == ()
    await comment(brand, here, "Kem cho?", BHAVIN, id="m2")
    assert await judge(brand) == ()
    where = "everything new is taken out of sight under the post post1 until 2026-09-21 15:13"
    assert [(what, by) for what, by, _ in await told(brand)] == [("measure.on", "meera"), ("measure.off", "moderation")]
    assert (await told(brand))[0][2].startswith(where[:60])


async def test_the_same_measure_is_changed_and_not_doubled(here: World) -> None:
    brand = judging(here)
    first = await measures.switch_on(brand, MEERA, "hide_new", ACCOUNT, until=here.clock.at + HOUR)
    second = await measures.switch_on(brand, OLGA, "hide_new", ACCOUNT, until=here.clock.at + 3 * HOUR)
    assert first.id == second.id
    here.clock.at += 2 * HOUR
    await tended(brand)
    assert [(one.by, one.until) for one in await measures.active(brand)] == [("olga", second.until)]
    await measures.switch_on(brand, OLGA, "hide_new", ACCOUNT)
    here.clock.at += 3 * HOUR
    await tended(brand)
    assert [one.until for one in await measures.active(brand)] == [0]


async def test_it_is_ended_once(here: World) -> None:
    brand = judging(here)
    one = await measures.switch_on(brand, MEERA, "hide_new", ACCOUNT)
    with pytest.raises(NotAllowed):
        await measures.switch_off(brand, one.id, QASIM)
    await measures.switch_off(brand, one.id, MEERA)
    with pytest.raises(NotFound, match="over already"):
        await measures.switch_off(brand, one.id, OLGA)


async def test_slow_mode_is_the_networks_own_and_ends_with_its_time(here: World) -> None:
    brand = judging(here)
    await comment(brand, here, kind="group")
    await judge(brand)
    until = here.clock.at + HOUR
    await measures.switch_on(brand, MEERA, "slow", ACCOUNT, conversation=at(ASHA), seconds=30, until=until)
    assert await leave(brand) == [Slow(ASHA.remote, 30)]
    here.clock.at = until
    await tended(brand)
    assert await leave(brand) == [Slow(ASHA.remote, 0)]
    assert await measures.active(brand) == ()


async def test_slow_mode_also_ends_by_hand_and_in_a_crisis(here: World) -> None:
    brand = judging(here)
    await comment(brand, here, kind="group")
    await judge(brand)
    one = await measures.switch_on(brand, MEERA, "slow", ACCOUNT, conversation=at(ASHA), seconds=30)
    await leave(brand)
    await measures.switch_off(brand, one.id, MEERA)
    assert await leave(brand) == [Slow(ASHA.remote, 0)]
    await review.set_mode(brand, OLGA, "stopped")
    with pytest.raises(NotAllowed, match="Not done: everything is stopped"):
        await measures.switch_on(brand, MEERA, "slow", ACCOUNT, conversation=at(ASHA), seconds=30)


async def test_a_frozen_account_is_not_drafted_for_until_it_thaws(here: World) -> None:
    brand = judging(here)
    one = await measures.switch_on(brand, MEERA, "freeze", ACCOUNT)
    await comment(brand, here, "When do you open?")
    await judge(brand)
    here.clock.at += 5_000
    assert isinstance(await turn(brand), Idle)
    await measures.switch_off(brand, one.id, MEERA)
    found = await turn(brand)
    assert isinstance(found, Claimed)
    assert found.conversation.id == at(ASHA)


async def test_a_frozen_conversation_leaves_the_others(here: World) -> None:
    brand = judging(here)
    await comment(brand, here, "When do you open?")
    await comment(brand, here, "When do you close?", BHAVIN, id="m2")
    await judge(brand)
    await judge(brand)
    until = here.clock.at + HOUR
    await measures.switch_on(brand, MEERA, "freeze", ACCOUNT, conversation=at(ASHA), until=until)
    here.clock.at += 5_000
    found = await turn(brand)
    assert isinstance(found, Claimed)
    assert found.conversation.id == at(BHAVIN)
    assert isinstance(await turn(brand), Idle)
    here.clock.at = until
    turns = [await turn(brand), await turn(brand)]
    assert at(ASHA) in [found.conversation.id for found in turns if isinstance(found, Claimed)]


async def test_only_followers_needs_a_network_that_tells_who_follows(here: World) -> None:
    brand = judging(here)
    with pytest.raises(NotAllowed, match="does not tell us who follows; let only people be seen who wrote before"):
        await measures.switch_on(brand, MEERA, "followers_only", ACCOUNT)
    here.capabilities[ACCOUNT] = replace(here.capabilities[ACCOUNT], tells_follows=True)
    await measures.switch_on(brand, MEERA, "followers_only", ACCOUNT)
    here.clock.at += 1
    await comment(brand, here, "Kem cho?", replace(ASHA, follows=True))
    await comment(brand, here, "Kem cho?", replace(BHAVIN, follows=False), id="m2")
    assert len(await judge(brand) + await judge(brand)) == 1


async def test_what_cannot_be_is_refused_in_words(here: World) -> None:
    brand = judging(here)
    later = here.clock.at - 1
    cases: list[tuple[str, dict[str, object]]] = [
        ("not switched on; add it to bot.yaml", {"kind": "hide_new", "account": AccountId("x:other")}),
        ("until a time to come", {"kind": "hide_new", "until": later}),
        ("Slow mode is for one conversation", {"kind": "slow", "seconds": 30}),
        ("not under a post", {"kind": "freeze", "post": POST.remote}),
        ("not both", {"kind": "hide_new", "post": POST.remote, "conversation": at(ASHA)}),
    ]
    for words, args in cases:
        with pytest.raises(NotAllowed, match=words):
            await measures.switch_on(brand, MEERA, **{"account": ACCOUNT, **args})  # type: ignore[arg-type]
    with pytest.raises(NotFound, match="There is no conversation"):
        await measures.switch_on(brand, MEERA, "freeze", ACCOUNT, conversation=at(ASHA))
    await comment(brand, here)
    for seconds in (0, 7 * 3600):
        with pytest.raises(NotAllowed, match="from 1 to 21600"):
            await measures.switch_on(brand, MEERA, "slow", ACCOUNT, conversation=at(ASHA), seconds=seconds)
    assert await measures.active(brand) == ()


async def test_without_rules_nothing_could_be_taken_out_of_sight(here: World) -> None:
    judging(here)
    here.fairness = None
    brand = here.brand
    with pytest.raises(NotAllowed, match="moderation.yaml"):
        await measures.switch_on(brand, MEERA, "hide_new", ACCOUNT)
    await measures.switch_on(brand, MEERA, "freeze", ACCOUNT)


async def test_a_measure_reads_as_a_sentence() -> None:
    one = Measure("1", "slow", ACCOUNT, conversation=at(ASHA), seconds=90)
    assert measures.in_words(one) == f"everybody may write only once in 1 min in {at(ASHA)}"


async def turn(brand: Brand) -> Claimed | Idle:
    """Whose turn it is to be drafted for."""
    return await brand.store.drafts.claim_turn(brand.now(), LEASE, "t", judged=True)
