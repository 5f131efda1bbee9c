"""Two plain lists: what is parked until a person looks at it, and the trail of everything that was done."""

from __future__ import annotations

from aiohttp import web

from bot.surfaces.desk.answers import html
from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.kit import Kit
from bot.surfaces.desk.pieces import Around
from bot.surfaces.desk.stream import ENTRY
from inbox import review, views
from inbox.actions import kind_of
from inbox.models import EntryId
from inbox.policy import may

RAW = 4000  # characters of an unreadable arrival that are shown
LINES = 100


async def parked(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """Sends that did not work out, and arrivals that nobody understood."""
    found = await views.parked(kit.brand, me.actor, after=request.query.get("after") or None)
    return html(
        kit.pages(
            "parked.html",
            me=me,
            deliveries=[(one, str(getattr(one.action, "text", ""))) for one in found.deliveries],
            unreadable=[(id, raw[:RAW], len(raw) > RAW, why, at) for id, raw, why, at in found.unreadable],
            more=found.next,
            kind=kind_of,
            around=Around(csrf=me.csrf),
            problem="",
            may_retry=may(me.actor, "retry"),
            may_discard=may(me.actor, "discard"),
            may_resolve=may(me.actor, "resolve"),
            opens=found.opens,
        )
    )


async def trail(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """Everything that was done, newest first."""
    review.require(me.actor, "look")
    before = request.query.get("before", "")
    entries = await kit.brand.store.log.newest(LINES, EntryId(before) if ENTRY.fullmatch(before) else None)
    return html(kit.pages("trail.html", me=me, entries=entries, more=entries[-1].id if len(entries) == LINES else ""))
