"""What has earned to go out alone: what is proven of each slice, and the buttons that give it and take it back."""

from __future__ import annotations

from aiohttp import web

from bot.surfaces.desk.answers import go, html
from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.forms import Form
from bot.surfaces.desk.kit import Kit
from inbox import earning
from inbox.earning import Standing
from inbox.errors import NotFound, Refused
from inbox.policy import Autonomy, may

SHOWN = 100
LONGEST_WHY = 300


async def page(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """Every slice, what is proposed first."""
    return await _page(kit, me, everything=bool(request.query.get("all")))


async def decide(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """Accept or decline what is proposed, or take back what goes out alone."""
    try:
        found = earning.find(await earning.standings(kit.brand, me.actor), form["id"])
        why = " ".join(form["why"].split())[:LONGEST_WHY]
        match form["do"]:
            case "accept":
                await earning.accept(kit.brand, me.actor, found.slice)
            case "decline":
                await earning.decline(kit.brand, me.actor, found.slice, why)
            case "withdraw":
                await earning.withdraw(kit.brand, me.actor, found.slice, why)
            case other:
                raise NotFound(f"There is no button {other}.")
    except Refused as refused:
        return await _page(kit, me, problem=str(refused), status=409)
    return go("/autonomy")


async def _page(
    kit: Kit, me: Visitor, *, everything: bool = False, problem: str = "", status: int = 200
) -> web.Response:
    found = await earning.standings(kit.brand, me.actor)
    shown = found if everything else found[:SHOWN]
    page = kit.pages(
        "autonomy.html",
        me=me,
        standings=[(one, _allowed(kit, one)) for one in shown],
        more=len(found) - len(shown),
        earned=kit.brand.earned,
        may_decide=may(me.actor, "autonomy"),
        problem=problem,
    )
    return html(page, status)


def _allowed(kit: Kit, one: Standing) -> Autonomy:
    """What bot.yaml says of a slice."""
    slice = one.slice
    return kit.brand.autonomy(slice.responder, slice.account, slice.kind, (slice.label,) if slice.label else ())
