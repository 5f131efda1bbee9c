"""What our people note of somebody outside: that no rule looks at them, labels, that two accounts are one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inbox.brand import Brand
from inbox.cases import Ladder, Person
from inbox.errors import AlreadyDecided, NotAllowed, NotFound
from inbox.models import Actor, ContactId
from inbox.review import require
from inbox.store.cases import Noted
from inbox.store.codec import dumps
from inbox.store.drafts import Not

MOST_ACCOUNTS: Final = 10  # of one person
MOST_LABELS, LONGEST_LABEL = 20, 40


async def person(brand: Brand, by: Actor, id: ContactId) -> Person:
    """What moderation knows of somebody; raises NotFound for somebody who never wrote."""
    require(by, "look")
    return known(brand, await everywhere(brand, id))


async def everywhere(brand: Brand, id: ContactId) -> tuple[Noted, ...]:
    """What is kept of somebody, this account first, then their others; raises NotFound."""
    first = (await brand.store.cases.noted([id]))[0]
    if first.contact is None:
        raise NotFound(f"There is nobody {id}; nobody of that name ever wrote to us.")
    others = [one for one in await brand.store.cases.group(first.group) if one != id]
    return (first, *(await brand.store.cases.noted(others)))


def known(brand: Brand, accounts: Sequence[Noted]) -> Person:
    """What is kept of all their accounts, as moderation counts it now; what counts for one counts for all."""
    return Person(
        points=points(brand, accounts),
        allowed=any(one.allowed_by for one in accounts),
        labels=tuple(dict.fromkeys(label for one in accounts for label in one.labels)),
        cases=sum(one.cases for one in accounts),
        same_as=tuple(one.id for one in accounts[1:]),
    )


def points(brand: Brand, accounts: Sequence[Noted]) -> float:
    """Their strikes as they count now."""
    return sum(left(brand, at, given) for one in accounts for at, given, _ in one.strikes)


def left(brand: Brand, at: int, given: float) -> float:
    """What is left of points that were given at a time."""
    half_life = brand.fairness.ladder.half_life if brand.fairness else Ladder().half_life
    age = max(0, brand.now() - at)
    return float(given * 0.5 ** (age / half_life))


async def allow(brand: Brand, id: ContactId, by: Actor, why: str = "") -> None:
    """No rule looks at them from now on."""
    require(by, "moderation")
    if refused := await _note(brand, id, "allow", by, why):
        raise AlreadyDecided(f"{refused.detail[0]} allowed them already.")


async def disallow(brand: Brand, id: ContactId, by: Actor, why: str = "") -> None:
    """Rules look at them again."""
    require(by, "moderation")
    if await _note(brand, id, "disallow", by, why):
        raise AlreadyDecided("Rules look at them already.")


async def label_person(brand: Brand, id: ContactId, by: Actor, labels: Sequence[str]) -> None:
    """Set somebody's labels, which rules may ask for; raises NotAllowed for too many, or one that is too long."""
    require(by, "judge")
    kept = list(dict.fromkeys(" ".join(label.split()) for label in labels if label.strip()))
    if len(kept) > MOST_LABELS or any(len(label) > LONGEST_LABEL for label in kept):
        raise NotAllowed(f"At most {MOST_LABELS} labels, each of at most {LONGEST_LABEL} characters.")
    await _note(brand, id, "label", by, dumps(kept))


async def merge(brand: Brand, a: ContactId, b: ContactId, by: Actor) -> Person:
    """Say that two accounts are one person: strikes, and whether rules look at them, count for all from now on."""
    require(by, "moderation")
    if a == b:
        raise NotAllowed("That is one account; name two.")
    await everywhere(brand, b)
    refused = await _note(brand, a, "merge", by, b)
    match refused:
        case Not("already"):
            raise AlreadyDecided("These two are known to be one person already.")
        case Not("many", (count, *_)):
            raise NotAllowed(f"One person has at most {MOST_ACCOUNTS} accounts; these would be {count}.")
    return known(brand, await everywhere(brand, a))


async def unmerge(brand: Brand, id: ContactId, by: Actor) -> None:
    """Say that this account is somebody else after all; each account keeps the strikes of its own cases."""
    require(by, "moderation")
    if await _note(brand, id, "unmerge", by, ""):
        raise AlreadyDecided("They are nobody's other account.")


async def _note(brand: Brand, id: ContactId, verb: str, by: Actor, words: str) -> Not | None:
    await everywhere(brand, id)
    return await brand.store.cases.note_person(id, verb, by.name, words, brand.now(), MOST_ACCOUNTS)
