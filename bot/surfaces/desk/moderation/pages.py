"""The pages of moderation as functions of an address, so that a refusal can be shown on the page it came from."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web

from bot.surfaces.desk.answers import html
from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.kit import Kit
from bot.surfaces.desk.moderation import people, seen
from bot.surfaces.desk.moderation.query import Query
from bot.surfaces.desk.moderation.saying import DONE
from bot.surfaces.desk.waiting import waiting
from inbox.errors import NotFound

ROOT = "/moderation"
Page = Callable[[Kit, Visitor, Query], Awaitable[tuple[str, dict[str, object]]]]
"""Answers the name of a template and what it is filled with."""

TABS: Mapping[str, str] = {
    "judge": "To judge",
    "appeals": "Appeals",
    "cases": "Cases",
    "rules": "Rules",
    "measures": "Measures",
    "figures": "Figures",
}
PAGES: Mapping[str, Page] = {
    "": seen.judge,
    "appeals": seen.appeals,
    "cases": seen.cases,
    "case": people.case,
    "person": people.person,
    "rules": seen.rules,
    "rule": seen.rule,
    "measures": seen.measures,
    "figures": seen.figures,
}
BELOW: Mapping[str, str] = {"": "judge", "case": "cases", "person": "cases", "rule": "rules"}  # the tab of a page


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a page and what its address asks for."""

    page: str
    query: Query
    address: str = ROOT  # without what was just done


async def page(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """The page of an address."""
    try:
        return html(await shown(kit, me, place_of(request.path_qs)))
    except NotFound as missing:
        return html(await nowhere(kit, me, str(missing)), 404)


def place_of(address: str) -> Place:
    """The page that an address names; raises NotFound for one that is not ours."""
    parts = urlsplit(address)
    name, _, rest = parts.path.removeprefix(ROOT).strip("/").partition("/")
    ours = not parts.netloc and f"{parts.path}/".startswith(f"{ROOT}/")
    if not ours or name not in PAGES or (rest and name != "case"):
        raise NotFound("There is no such page of moderation.")
    query = dict(parse_qsl(parts.query))
    asked = urlencode({key: value for key, value in query.items() if key not in ("done", "opened")})
    here = f"{parts.path}?{asked}" if asked else parts.path
    return Place(name, query | {"number": rest} if rest else query, here)


def address_of(address: str) -> str:
    """The same address if it is one of these pages, the first of them otherwise."""
    try:
        place_of(address)
        return urlsplit(address).geturl()  # without line ends, which no header may have
    except (NotFound, ValueError):
        return ROOT


async def shown(kit: Kit, me: Visitor, place: Place, problem: str = "") -> str:
    """A page, with what was refused on it."""
    template, filled = await PAGES[place.page](kit, me, place.query)
    return await _sheet(kit, me, template, filled, place, problem)


async def nowhere(kit: Kit, me: Visitor, problem: str) -> str:
    """The frame of these pages with nothing but what went wrong, and the way to all of them."""
    return await _sheet(kit, me, "sheet", {}, Place("nowhere", {}), problem)


async def _sheet(kit: Kit, me: Visitor, template: str, filled: Mapping[str, object], place: Place, problem: str) -> str:
    last = await kit.brand.store.log.last()
    return kit.pages(
        f"moderation/{template}.html",
        **{
            "me": me,
            "address": place.address,
            "now": kit.brand.now(),
            "last": last,
            "tabs": TABS,
            "tab": BELOW.get(place.page, place.page),
            "counts": (await waiting(kit.brand, me.actor)).counts,
            "done": DONE.get(place.query.get("done", ""), ""),
            "opened": place.query.get("opened", ""),
            "problem": problem,
            "case_number": "",
            **filled,
        },
    )
