"""The board where the team works: shelves at the left, the queue in the middle, one conversation at the right."""

from __future__ import annotations

from urllib.parse import urlencode

from aiohttp import web

from bot.surfaces.desk import pieces, teaching
from bot.surfaces.desk.answers import html, json, wants_json
from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.doing import VERBS
from bot.surfaces.desk.forms import Form, whole
from bot.surfaces.desk.kit import Kit
from bot.surfaces.desk.pieces import Around
from bot.surfaces.desk.waiting import waiting
from inbox import views, warnings
from inbox.actions import ActionKind
from inbox.errors import NotFound, Refused
from inbox.models import ConversationId, DeliveryId, account_of
from inbox.store.conversations import Page

A_PAGE = 50
# what somebody may be writing, by the name that a form gives it
WRITTEN: dict[str, ActionKind] = {"edit": "edit", "direct_message": "direct_message", "publish": "publish"}
STATUS: dict[str, int] = {"NotFound": 404, "NotAllowed": 403}


async def board(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """The whole page."""
    return html(await _whole(kit, request, me, _around(request, me)))


async def queue_piece(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """A page of the queue."""
    around = _around(request, me)
    last = await kit.brand.store.log.last()
    page = await _queue(kit, request, me, around)
    return json({"html": _rows(kit, page, around), "more": page.next, "total": page.total, "last": last})


async def conversation_piece(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """One conversation."""
    around = _around(request, me)
    last = await kit.brand.store.log.last()
    return json({"html": await _conversation(kit, request, me, around), "c": around.open, "last": last})


async def rail_piece(kit: Kit, request: web.Request, me: Visitor) -> web.Response:
    """The shelves and the accounts."""
    overview = await views.overview(kit.brand, me.actor)
    return json({"html": await _rail(kit, me, overview, _around(request, me))})


async def do(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """What a button does; afterwards the conversation is shown as it is now."""
    verb = VERBS.get(request.match_info["verb"])
    if verb is None:
        raise NotFound(f"There is no button {request.match_info['verb']}.")
    try:
        done = await verb(kit, me.actor, form)
    except Refused as refused:
        return await _refused(kit, request, me, form, refused)
    if not wants_json(request):
        return web.Response(status=303, headers={"Location": _back(form)})
    return json({"conversation": await _after(kit, me, form), "undo": await _undo(kit, done)})


async def warn(kit: Kit, request: web.Request, me: Visitor, form: Form) -> web.Response:
    """What is wrong with a text that somebody is writing; nothing is done with it."""
    id, text = ConversationId(form["c"]), form["text"]
    found = await warnings.warnings(kit.brand, me.actor, id, text)
    action = WRITTEN.get(form["action"], "reply")
    capabilities = kit.brand.capabilities.get(account_of(id))
    kind = (await kit.brand.store.conversations.kinds([id])).get(id)
    length = capabilities.limit(kind, action).length(text) if capabilities and kind else None
    price = views.price_of(kit.brand, id, text, action) if action != "edit" else ""
    return json({"warnings": found, "length": length, "price": price})


async def _undo(kit: Kit, done: DeliveryId | None) -> dict[str, object] | None:
    """How long what was just decided can be taken back."""
    found = await kit.brand.store.outbox.open(done) if done else None
    if found is None or found.state != "queued":
        return None
    return {"delivery": found.id, "c": found.conversation, "due": found.due}


async def _refused(kit: Kit, request: web.Request, me: Visitor, form: Form, refused: Refused) -> web.Response:
    """The refusal in its own words, with the conversation as it is now."""
    status = STATUS.get(type(refused).__name__, 409)
    if wants_json(request):
        return json({"problem": str(refused), "conversation": await _after(kit, me, form)}, status=status)
    around = Around(form["shelf"] or "waiting", form["account"], form["c"], me.csrf)
    return html(await _whole(kit, request, me, around, problem=str(refused)), status=status)


async def _after(kit: Kit, me: Visitor, form: Form) -> dict[str, str] | None:
    if not form["c"]:
        return None
    around = Around(form["shelf"], form["account"], form["c"], me.csrf)
    try:
        reading = await views.reading(kit.brand, me.actor, ConversationId(form["c"]))
    except NotFound:
        return None
    return {"c": form["c"], "html": await _read(kit, me, reading, around)}


def _back(form: Form) -> str:
    if form["place"] == "parked":
        return "/parked"
    return Around(form["shelf"], form["account"]).address(form["c"])


def _around(request: web.Request, me: Visitor) -> Around:
    query = request.query
    return Around(query.get("shelf") or "waiting", query.get("account", ""), query.get("c", ""), me.csrf)


async def _queue(kit: Kit, request: web.Request, me: Visitor, around: Around) -> Page:
    after = request.query.get("after") or None
    return await views.queue(kit.brand, me.actor, around.shelf, account=around.account, after=after, limit=A_PAGE)


def _rows(kit: Kit, page: Page, around: Around) -> str:
    return "".join(pieces.row(kit.pages, kit.brand, row.conversation, row.contact, around) for row in page.rows)


async def _conversation(kit: Kit, request: web.Request, me: Visitor, around: Around, problem: str = "") -> str:
    before = request.query.get("before", "")
    reading = await views.reading(kit.brand, me.actor, ConversationId(around.open), before=whole(before) or None)
    return await _read(kit, me, reading, around, problem)


async def _read(kit: Kit, me: Visitor, reading: views.Reading, around: Around, problem: str = "") -> str:
    offer = await teaching.offer(kit.school, kit.brand, me.actor, reading)
    return await pieces.conversation(kit.pages, kit.brand, me.actor, reading, around, problem, offer)


async def _whole(kit: Kit, request: web.Request, me: Visitor, around: Around, problem: str = "") -> str:
    last = await kit.brand.store.log.last()  # first, so that the stream repeats rather than misses
    overview = await views.overview(kit.brand, me.actor)
    page = await _queue(kit, request, me, around)
    title, oldest_first = views.SHELVES.get(around.shelf, (_title(around.shelf), False))
    more = {"shelf": around.shelf, "account": around.account, "c": around.open, "after": page.next or ""}
    return kit.pages(
        "board.html",
        around=around,
        me=me,
        last=last,
        now=kit.brand.now(),
        title=title,
        oldest_first=oldest_first,
        page=page,
        rows=_rows(kit, page, around),
        more="/?" + urlencode({name: value for name, value in more.items() if value}),
        later=bool(request.query.get("after")),
        rail=await _rail(kit, me, overview, around),
        conversation=await _conversation(kit, request, me, around, problem) if around.open else "",
        problem=problem,
        demo=kit.demo,
    )


async def _rail(kit: Kit, me: Visitor, overview: views.Overview, around: Around) -> str:
    waits = await waiting(kit.brand, me.actor)
    return pieces.rail(kit.pages, overview, waits, around, me.actor, kit.brand.now())


def _title(shelf: str) -> str:
    kind, _, rest = shelf.partition(":")
    return f"Labelled {rest}" if kind == "label" else f"{rest}'s" if rest else "Mine"
