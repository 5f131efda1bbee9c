"""The stream of one open page: what it missed first, then every frame, for as long as its person is signed in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping

from aiohttp import web
from aiohttp_sse import EventSourceResponse, sse_response

from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.kit import Kit
from bot.surfaces.desk.live import Frame, Watcher
from inbox.errors import StoreAway
from inbox.models import ConversationId, EntryId

LOOK_EVERY = 5.0  # seconds between looks at whether the page is still there
STILL_SIGNED_IN = 12  # of these looks until the person is looked up again
SLOWEST = 20.0  # seconds that one write may wait for a reader
ENTRY = re.compile(r"[0-9]{1,15}(-[0-9]{1,15})?")


async def live(kit: Kit, request: web.Request, me: Visitor, headers: Mapping[str, str]) -> web.StreamResponse:
    """Server-sent events from an entry of the log on; the browser names it when it comes back."""
    assert me.person
    after = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    if ENTRY.fullmatch(after) is None:
        after = await kit.brand.store.log.last()
    open = ConversationId(request.query["c"]) if request.query.get("c") else None
    with kit.live.watch(me.person.role, me.person.name, open) as watcher:
        missed = await kit.live.missed(watcher, EntryId(after))
        if request.transport is None:  # the page has gone already
            return web.Response()
        async with sse_response(request, headers=headers, send_timeout=SLOWEST) as stream:
            try:
                await _send(stream, missed)
                await _follow(kit, request, me, stream, watcher)
            except (ConnectionError, TimeoutError, StoreAway):
                pass  # the page is gone or the store is: it comes back with the last id it saw
    return stream


async def _follow(kit: Kit, request: web.Request, me: Visitor, stream: EventSourceResponse, watcher: Watcher) -> None:
    looks = 0
    while stream.is_connected() and not watcher.lost and request.transport is not None:
        try:
            async with asyncio.timeout(LOOK_EVERY):
                frames = await watcher.line.get()
        except TimeoutError:
            looks += 1
            if looks % STILL_SIGNED_IN == 0 and (await kit.browsers.visitor(request)).person != me.person:
                return
            continue
        if frames is None:
            return
        await _send(stream, frames)


async def _send(stream: EventSourceResponse, frames: tuple[Frame, ...]) -> None:
    for frame in frames:
        await stream.send(frame.data, id=frame.id, event=frame.event)
