"""Clicks on cases: look at one, undo it, say why, let no rule look at its author any more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import ui

from bot.surfaces.discord import buttons, modals
from bot.surfaces.discord.asked import Asked, in_time
from bot.surfaces.discord.moderation.cards import SECONDARY, hurts, row, whole_case
from bot.surfaces.discord.shown import cut, line, plain_title
from inbox import docket, review
from inbox.cases import CaseNumber
from inbox.docket.shown import CaseView
from inbox.errors import NotAllowed, NotFound
from inbox.models import ContactId
from inbox.moderation import people, undoing

MOST: Final = 3900  # characters of a case
NAME, PICKED = 60, 25  # characters of a name; cases to pick from
LABEL: Final = 100  # of an option (discord docs, components/reference, read 2026-11-27)


async def show(asked: Asked, ref: str) -> None:
    """All there is to know of a case, and what can be done about it."""
    await asked.acknowledge()
    one = await docket.case(asked.kit.brand, asked.by, number(ref))
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container[Any](ui.TextDisplay(cut(whole_case(one), MOST))))
    if ways := _ways(one):
        view.add_item(row(*ways, url=one.opens))
    await asked.lay_out(view)


def _ways(one: CaseView) -> list[tuple[str, str, str, discord.ButtonStyle]]:
    ref = str(one.case.number)
    offered = [
        ("Undo", "case_undo", "undo" in one.buttons),
        ("Say why…", "case_reason", "reason" in one.buttons),
        ("Let no rule look at them", "case_allow", bool(one.case.person) and one.case.stands),
        ("All their cases", "cases_of", bool(one.earlier)),
    ]
    return [(label, verb, ref, SECONDARY) for label, verb, true in offered if true]


async def undo(asked: Asked, ref: str) -> None:
    """Open the window that asks why; the first answer must be the window itself."""
    review.require(asked.by, "judge")
    one = await in_time(docket.case(asked.kit.brand, asked.by, number(ref)))
    if one.why_no_undo:
        raise NotAllowed(one.why_no_undo)
    await asked.show(modals.undo(ref, one.apology))


async def picked(asked: Asked, _: str) -> None:
    """The same for a case that was picked in a menu."""
    await undo(asked, asked.picked)


async def undone(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Undo it."""
    await asked.acknowledge()
    why, sorry = fields.get("words", "").strip(), fields.get("apologise") == "yes"
    if not why:
        raise NotAllowed("Say in a few words what was wrong about it.")
    case = await undoing.undo(asked.kit.brand, number(ref), asked.by, why, apologise=sorry)
    one = await docket.case(asked.kit.brand, asked.by, case.number)
    told = " They are told that we are sorry." if sorry else ""
    await asked.done(f"Case {ref}: {line(one.told, MOST)}{told}", told=True)


async def reason(asked: Asked, ref: str) -> None:
    """Open the window to say why."""
    review.require(asked.by, "judge")
    one = await in_time(docket.case(asked.kit.brand, asked.by, number(ref)))
    await asked.show(modals.reason(ref, one.case.reason))


async def reasoned(asked: Asked, ref: str, fields: Mapping[str, str]) -> None:
    """Write it down."""
    await asked.acknowledge()
    await undoing.reason(asked.kit.brand, number(ref), asked.by, fields.get("words", "").strip())
    await asked.done(f"Case {ref} says so now.", told=True)


async def allow(asked: Asked, ref: str) -> None:
    """Let no rule look at whoever a case is about."""
    await asked.acknowledge()
    person, name = await whom(asked, ref)
    await people.allow(asked.kit.brand, person, asked.by, f"from case {ref}")
    said = f"No rule looks at {name} from now on. Case {ref} is not touched by that."
    await asked.done(said, buttons.of(buttons.button("Let rules look again", "case_disallow", ref)), told=True)


async def disallow(asked: Asked, ref: str) -> None:
    """Take that back."""
    await asked.acknowledge()
    person, name = await whom(asked, ref)
    await people.disallow(asked.kit.brand, person, asked.by, f"from case {ref}")
    await asked.done(f"Rules look at {name} again.", told=True)


async def whom(asked: Asked, ref: str) -> tuple[ContactId, str]:
    """Whom a case is about, and their name as it is shown; raises NotFound where nobody is named."""
    one = await docket.case(asked.kit.brand, asked.by, number(ref))
    if one.case.person is None:
        raise NotFound("Nobody is named in this case.")
    return one.case.person, line(one.name, NAME)


async def pick(asked: Asked, _: str) -> None:
    """Pick one of the newest cases to undo it."""
    await asked.acknowledge()
    review.require(asked.by, "judge")
    found = await docket.cases(asked.kit.brand, asked.by, state="standing", limit=PICKED)
    if not found.rows:
        raise NotFound("No case stands that could be undone.")
    options = {str(one.case.number): _label(one) for one in found.rows}
    await asked.say("Undo which one?", buttons.pick("case_picked", "", "A case", options))


def _label(one: CaseView) -> str:
    """A case in a menu, where nothing can be covered: what hurts is left out."""
    said = "" if hurts(one.case) or not one.case.text.strip() else f": {one.case.text}"
    return plain_title(f"{one.case.number} · {one.name} · {one.by}{said}", LABEL)


def number(ref: str) -> CaseNumber:
    """The number that a button or a command names; raises NotFound."""
    if not (ref.isascii() and ref.isdigit() and len(ref) <= 15):
        raise NotFound(f"There is no case {line(ref, NAME)}.")
    return CaseNumber(int(ref))
