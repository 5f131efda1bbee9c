"""One case with all there is to decide on, and the person that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.kit import Kit
from bot.surfaces.desk.moderation.query import Query, number_in, number_of
from bot.surfaces.desk.moderation.saying import DEED_STATES, STATES
from inbox import docket
from inbox.docket.shown import PersonView
from inbox.docket.words import MEASURE
from inbox.errors import NotFound
from inbox.models import ContactId

Filled = tuple[str, dict[str, object]]
CASES = 20  # of a person on their page


@dataclass(frozen=True, slots=True)
class Other:
    """Who else somebody may be: found, or why nobody was."""

    person: PersonView | None = None
    problem: str = ""


async def case(kit: Kit, me: Visitor, query: Query) -> Filled:
    """One case."""
    one = await docket.case(kit.brand, me.actor, number_of(query.get("number", "")))
    person = one.case.person
    return "case", {
        "one": one,
        "states": STATES,
        "deed_states": DEED_STATES,
        "person": await docket.person(kit.brand, me.actor, person, cases=1) if person else None,
        "case_number": one.case.number,
        "measure": MEASURE,
        "here": f"/moderation/case/{one.case.number}",
    }


async def person(kit: Kit, me: Visitor, query: Query) -> Filled:
    """What moderation knows of somebody, and whether somebody else is the same person."""
    one = await docket.person(kit.brand, me.actor, ContactId(query.get("id", "")), cases=CASES)
    asked = query.get("with", "").strip()
    return "person", {
        "one": one,
        "states": STATES,
        "asked": asked,
        "most": CASES,
        "other": await _other(kit, me, one, asked) if asked else Other(),
        "here": f"/moderation/person?{urlencode({'id': one.id})}",
    }


async def _other(kit: Kit, me: Visitor, one: PersonView, asked: str) -> Other:
    """Whom somebody means by the number of one of their cases, or by their id."""
    try:
        id = ContactId(asked)
        if (number := number_in(asked)) is not None:
            found = (await docket.case(kit.brand, me.actor, number)).case.person
            if found is None:
                return Other(problem=f"Case {number} is about nobody whom the network named.")
            id = found
        if id == one.id:
            return Other(problem="That is the same account.")
        return Other(await docket.person(kit.brand, me.actor, id, cases=3))
    except NotFound as missing:
        return Other(problem=str(missing))
