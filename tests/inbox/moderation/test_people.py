"""What our people note of somebody: allowed, labels, one person with several accounts."""

from __future__ import annotations

import pytest

from inbox.brand import Brand
from inbox.cases import NOBODY, Finding, Wants
from inbox.errors import AlreadyDecided, NotAllowed, NotFound
from inbox.models import ContactId
from inbox.moderation import people
from tests.cast import ASHA, BHAVIN, CHEN, MEERA, OLGA, PAVEL, QASIM
from tests.inbox.cased import HIDES, comment, in_force, judge, judging, opened, person
from tests.world import DAY, World

A, B, C = person(ASHA), person(BHAVIN), person(CHEN)


async def heard(brand: Brand, here: World) -> None:
    """Three people wrote, one has a case of two points."""
    await opened(brand, here)
    await comment(brand, here, "Hello", BHAVIN, id="m2")
    await comment(brand, here, "Hello", CHEN, id="m3")
    await judge(brand)
    await judge(brand)


async def test_strikes_fade(here: World) -> None:
    brand = judging(here)
    await heard(brand, here)
    assert (await people.person(brand, PAVEL, A)).points == pytest.approx(2)
    here.clock.at += 10 * DAY
    assert (await people.person(brand, PAVEL, A)).points == pytest.approx(1)
    assert await people.person(brand, PAVEL, B) == NOBODY
    with pytest.raises(NotFound, match="nobody of that name ever wrote"):
        await people.person(brand, PAVEL, ContactId("telegram:main/nobody"))


async def test_no_rule_looks_at_who_is_allowed(here: World) -> None:
    brand = judging(here)
    await heard(brand, here)
    with pytest.raises(NotAllowed):
        await people.allow(brand, B, MEERA)
    await people.allow(brand, B, OLGA, "a partner")
    with pytest.raises(AlreadyDecided, match="olga allowed them already"):
        await people.allow(brand, B, OLGA)
    await comment(brand, here, "Buy followers", BHAVIN, id="m4")
    assert await judge(brand, HIDES) == ()
    await people.disallow(brand, B, OLGA)
    with pytest.raises(AlreadyDecided):
        await people.disallow(brand, B, OLGA)
    await comment(brand, here, "Buy followers", BHAVIN, id="m5")
    assert len(await judge(brand, HIDES)) == 1


async def test_labels_are_kept_as_they_were_typed(here: World) -> None:
    brand = judging(here)
    await heard(brand, here)
    await people.label_person(brand, B, MEERA, [" press ", "press", "partner  shop", ""])
    assert (await people.person(brand, PAVEL, B)).labels == ("press", "partner shop")
    for labels in (["x" * 41], [str(number) for number in range(21)]):
        with pytest.raises(NotAllowed, match="At most 20 labels"):
            await people.label_person(brand, B, MEERA, labels)
    with pytest.raises(NotAllowed):
        await people.label_person(brand, B, QASIM, [])
    await people.label_person(brand, B, MEERA, [])
    assert (await people.person(brand, PAVEL, B)).labels == ()


async def test_what_counts_for_one_account_counts_for_all_of_a_person(here: World) -> None:
    brand = judging(here)
    await heard(brand, here)
    with pytest.raises(NotAllowed):
        await people.merge(brand, A, B, MEERA)
    merged = await people.merge(brand, B, A, OLGA)
    assert (merged.points, merged.cases, merged.same_as) == (pytest.approx(2), 1, (A,))
    await people.allow(brand, A, OLGA)
    assert (await people.person(brand, PAVEL, B)).allowed
    with pytest.raises(AlreadyDecided, match="olga allowed them already"):
        await people.allow(brand, B, OLGA)
    await comment(brand, here, "Buy followers", BHAVIN, id="m4")
    assert await judge(brand, HIDES) == ()  # rules know that it is the same person
    await people.disallow(brand, B, OLGA)
    assert not (await people.person(brand, PAVEL, A)).allowed


async def test_the_ladder_counts_all_accounts(here: World) -> None:
    brand = judging(here)
    await heard(brand, here)
    await people.merge(brand, B, A, OLGA)
    loud = Finding("loud", "v1", "loud", Wants(points=1.5))
    await in_force(brand, loud)
    await comment(brand, here, "HELLO", BHAVIN, id="m4")
    (number,) = await judge(brand, loud)
    case = await brand.store.cases.find(number)
    assert case
    assert [deed.kind for deed in case.deeds] == ["mute"]  # 2 and 1.5 points: the step at 3


async def test_groups_grow_together_and_fall_apart(here: World) -> None:
    brand = judging(here)
    await heard(brand, here)
    await people.merge(brand, A, B, OLGA)
    assert set((await people.merge(brand, C, B, OLGA)).same_as) == {A, B}
    for a, b in ((A, C), (B, A)):
        with pytest.raises(AlreadyDecided, match="one person already"):
            await people.merge(brand, a, b, OLGA)
    await people.unmerge(brand, A, OLGA)
    assert (await people.person(brand, PAVEL, B)).points == 0
    assert (await people.person(brand, PAVEL, A)).points == pytest.approx(2)
    await people.unmerge(brand, C, OLGA)
    assert (await people.person(brand, PAVEL, B)).same_as == ()
    with pytest.raises(AlreadyDecided, match="nobody's other account"):
        await people.unmerge(brand, B, OLGA)


async def test_one_person_has_no_army_of_accounts(here: World) -> None:
    brand = judging(here)
    await heard(brand, here)
    with pytest.raises(NotAllowed, match="That is one account"):
        await people.merge(brand, A, A, OLGA)
    with pytest.raises(NotFound):
        await people.merge(brand, A, ContactId("telegram:main/nobody"), OLGA)
    refused = await brand.store.cases.note_person(A, "merge", "olga", B, brand.now(), 1)
    assert refused
    assert (refused.why, refused.detail) == ("many", ("2",))
    assert (await people.person(brand, PAVEL, A)).same_as == ()
