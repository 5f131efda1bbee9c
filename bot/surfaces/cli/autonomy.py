"""The command that shows what has earned to go out alone, gives it and takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import typer
from rich.text import Text

from bot.surfaces.cli import safe
from bot.surfaces.cli.call import Call
from bot.surfaces.cli.screen import Document, Picture
from inbox import earning
from inbox.earning import Standing
from inbox.times import iso, stamp

Verb = Annotated[
    Literal["accept", "decline", "withdraw"] | None,
    typer.Argument(metavar="accept|decline|withdraw", help="What to do with one."),
]
Id = Annotated[str, typer.Argument(metavar="SLICE", help="Its id, as the list shows it.")]
Why = Annotated[str, typer.Option("--why", help="Why you decline it or take it back; it is kept.")]
Most = Annotated[int, typer.Option("--limit", min=1, max=1_000, help="How many are shown.")]


async def autonomy(call: Call, verb: Verb = None, slice: Id = "", why: Why = "", limit: Most = 50) -> None:
    """Show what is proven of the responders; let a proposed slice go out alone, decline it, or take it back."""
    if bool(verb) != bool(slice):
        raise typer.BadParameter("write accept, decline or withdraw, and the id of a slice behind it")
    found = await earning.standings(call.brand, call.by)
    if not verb:
        shown = found[:limit]
        call.screen.answer(lambda: {"slices": [_document(one) for one in shown]}, lambda: _picture(shown))
        call.screen.hint(_hint(shown))
        return
    one = earning.find(found, slice)
    sentence = await _do(call, verb, one, why)
    call.screen.answer(lambda: {"slice": one.id, "verb": verb}, lambda: [sentence])


async def _do(call: Call, verb: str, one: Standing, why: str) -> str:
    where = safe.line(one.where)
    match verb:
        case "accept":
            await earning.accept(call.brand, call.by, one.slice)
            return f"{where} goes out alone from now on. To take it back: autonomy withdraw {one.id}"
        case "decline":
            await earning.decline(call.brand, call.by, one.slice, why)
            return f"{where} waits for a person, and is proposed again when as much more was decided."
        case _:
            back = await earning.withdraw(call.brand, call.by, one.slice, why)
            left = f"; {back} that had not left wait again" if back else ""
            return f"{where} waits for a person again{left}."


def _state(one: Standing) -> Literal["alone", "proposed", "declined", "withdrawn", "waits"]:
    if one.goes_alone:
        return "alone"
    if one.proposed:
        return "proposed"
    declined, withdrawn = one.asked.at if one.asked else 0, one.grant.withdrawn_at if one.grant else 0
    return "waits" if not declined and not withdrawn else "withdrawn" if withdrawn >= declined else "declined"


def _document(one: Standing) -> Document:
    slice, grant, asked = one.slice, one.grant, one.asked
    ended = grant if grant and not grant.stands else None
    return {
        "id": one.id,
        "responder": slice.responder,
        "account": slice.account,
        "kind": slice.kind,
        "label": slice.label or None,
        "state": _state(one),
        "decided": one.decided,
        "unchanged": one.unchanged,
        "proven": round(one.proven, 4),
        "asked_at": iso(asked.at) if asked else None,
        "declined_by": asked.by or None if asked else None,
        "declined_why": asked.why or None if asked and asked.by else None,
        "since": iso(grant.at) if grant else None,
        "by": grant.by or None if grant else None,
        "withdrawn_at": iso(ended.withdrawn_at) if ended else None,
        "withdrawn_by": ended.withdrawn_by or None if ended else None,
        "withdrawn_why": ended.withdrawn_why or None if ended else None,
    }


def _picture(shown: Sequence[Standing]) -> Picture:
    for one in shown:
        yield Text.assemble((one.id, "yellow"), f"  {safe.line(one.where)}: {one.words}")
        if told := _told(one):
            yield Text(f"        {told}", "bold" if one.proposed or one.goes_alone else "dim")


def _told(one: Standing) -> str:
    grant, asked = one.grant, one.asked
    match _state(one):
        case "alone" if grant:
            return f"goes out alone since {stamp(grant.at)}, accepted by {safe.line(grant.by)}"
        case "proposed" if asked:
            return f"proposed {stamp(asked.at)}: accept or decline it"
        case "declined" if asked:
            return f"declined {stamp(asked.at)} by {safe.line(asked.by)}" + _because(asked.why)
        case "withdrawn" if grant:
            by = safe.line(grant.withdrawn_by or "Sangam")
            return f"taken back {stamp(grant.withdrawn_at)} by {by}" + _because(grant.withdrawn_why)
        case _:
            return ""


def _because(why: str) -> str:
    return f": {safe.line(why)}" if why else ""


def _hint(shown: Sequence[Standing]) -> str:
    if not shown:
        return "Nothing is proven yet: approve, edit and reject drafts as they come."
    if any(one.proposed for one in shown):
        return "autonomy accept ID   autonomy decline ID"
    return "autonomy withdraw ID" if any(one.goes_alone for one in shown) else ""
