"""What moderation knows of somebody outside."""

from __future__ import annotations

from collections.abc import Sequence

from inbox.brand import Brand
from inbox.cases import Case
from inbox.docket import words
from inbox.docket.cases import views
from inbox.docket.shown import PersonButton, PersonView, Same, Strike
from inbox.models import Actor, ContactId
from inbox.moderation.people import everywhere, known, left
from inbox.policy import may
from inbox.review import require
from inbox.store.cases import Noted
from inbox.wording import network


async def person(brand: Brand, by: Actor, id: ContactId, *, cases: int = 20) -> PersonView:
    """Somebody with their strikes, cases and other accounts; raises NotFound for somebody who never wrote."""
    require(by, "look")
    accounts = await everywhere(brand, id)
    first, person = accounts[0], known(brand, accounts)
    found = [case for one in accounts for case in await brand.store.cases.of_person(one.id, cases)]
    newest = sorted(found, key=lambda case: -case.number)[:cases]
    return PersonView(
        id=id,
        contact=first.contact,
        name=words.name_of(first.contact),
        network=network(id),
        person=person,
        allowed_by=next((one.allowed_by for one in accounts if one.allowed_by), ""),
        blocked=first.blocked or any(_blocks(case) for case in newest if case.person == id),
        strikes=_strikes(brand, accounts),
        next_step=_next_step(brand, person.points),
        cases=await views(brand, by, newest),
        same=tuple(Same(one.id, words.name_of(one.contact), network(one.id)) for one in accounts[1:]),
        buttons=_buttons(by, accounts),
    )


def _strikes(brand: Brand, accounts: Sequence[Noted]) -> tuple[Strike, ...]:
    """Newest first."""
    given = sorted((strike for one in accounts for strike in one.strikes), reverse=True)
    return tuple(Strike(at, points, left(brand, at, points), case) for at, points, case in given)


def _next_step(brand: Brand, points: float) -> str:
    steps = brand.fairness.ladder.steps if brand.fairness else ()
    for at, wants in steps:
        if at > points and (said := words.wants(wants)):
            return f"at {at:g} points: {', '.join(said)}; {round(at - points, 1):g} more to go"
    return ""


def _buttons(by: Actor, accounts: Sequence[Noted]) -> tuple[PersonButton, ...]:
    wanted: list[PersonButton] = ["label"] if may(by, "judge") else []
    if may(by, "moderation"):
        wanted += ["disallow" if any(one.allowed_by for one in accounts) else "allow", "merge"]
        wanted += ["unmerge"] if len(accounts) > 1 else []
    return tuple(wanted)


def _blocks(case: Case) -> bool:
    return case.stands and any(deed.kind == "block" and not deed.undone for deed in case.deeds)
