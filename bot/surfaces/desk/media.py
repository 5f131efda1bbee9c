"""Files that belong to a conversation, fetched through Sangam for signed-in people; no address carries a token.

What to show is named by its place (a message or a draft, and which of its files), never by the file's own reference, so
that nobody can make us fetch something else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from urllib.parse import quote

from aiohttp import web

from bot.surfaces.desk import words
from bot.surfaces.desk.auth import Visitor
from bot.surfaces.desk.forms import whole
from bot.surfaces.desk.kit import Kit
from inbox import docket, views
from inbox.cases import CaseNumber
from inbox.errors import NetworkError, NotFound
from inbox.models import AccountId, ConversationId, DraftId, Media
from inbox.store.blobs import PREFIX

LARGEST = 25_000_000
SANDBOX = "default-src 'none'; sandbox"
# What a browser may show inside a page; everything else is a download. SVG can hold scripts and is not here.
BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"OggS": "audio/ogg",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\x1aE\xdf\xa3": "video/webm",
}


async def media(kit: Kit, request: web.Request, me: Visitor) -> web.StreamResponse:
    """One file of a message, a draft, a post or a case."""
    found = await _named(kit, request, me)
    if found.size > LARGEST:
        raise NotFound(f"{found.name or 'This file'} is too large to show here ({found.size // 1_000_000} MB).")
    account = ConversationId(request.query.get("c", "")).partition("/")[0]
    pieces = _kept(kit, found) if found.ref.startswith(PREFIX) else kit.fetch(_account(kit, account), found)
    return await _answer(request, found, pieces)


def _account(kit: Kit, name: str) -> AccountId:
    account = next((known for known in kit.brand.capabilities if known == name), None)
    if account is None:
        raise NotFound(f"The account {name} is not switched on.")
    return account


async def _named(kit: Kit, request: web.Request, me: Visitor) -> Media:
    query = request.query
    number = whole(query.get("n", ""))
    if case_number := whole(query.get("case", "")):
        case = await docket.case(kit.brand, me.actor, CaseNumber(case_number))
        files: Sequence[Media] = case.case.media
    elif query.get("d"):
        card = await views.card(kit.brand, me.actor, DraftId(query["d"]))
        files = words.media(card.draft.proposal.action)
    else:
        files = await _of_message(kit, request, me)
    if number >= len(files):
        raise NotFound("There is no such file.")
    return files[number]


async def _of_message(kit: Kit, request: web.Request, me: Visitor) -> Sequence[Media]:
    at = whole(request.query.get("at", ""))
    id = ConversationId(request.query.get("c", ""))
    found = await views.reading(kit.brand, me.actor, id, before=at + 1 if at else None, limit=20)
    if not request.query.get("m"):
        subject = found.conversation.thread.subject
        return subject.media if subject else ()
    said = (line.message for line in found.lines if line.message)
    return next((message.media for message in said if message.id == request.query["m"]), ())


async def _kept(kit: Kit, found: Media) -> AsyncIterator[bytes]:
    try:
        yield await kit.blobs.get(found.ref)
    except FileNotFoundError:
        raise NotFound("This file was erased.") from None


async def _answer(request: web.Request, found: Media, pieces: AsyncIterator[bytes]) -> web.StreamResponse:
    """Stream the file; its first bytes, not its sender, say what it is."""
    try:
        first = await anext(pieces, b"")
    except NetworkError as error:
        return web.Response(status=502, text=f"The network did not give the file: {error}")
    kind = shown_as(first)
    response = web.StreamResponse(
        headers={
            "Content-Type": kind or "application/octet-stream",
            "Content-Security-Policy": SANDBOX,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "private, max-age=86400",
            "Content-Disposition": "inline" if kind else f"attachment; filename*=UTF-8''{quote(found.name or 'file')}",
        }
    )
    await response.prepare(request)
    await response.write(first)
    if not await _pour(response, pieces, LARGEST - len(first)) and request.transport:
        request.transport.abort()  # the headers are out: a cut connection is the only way left to say "not whole"
    return response


async def _pour(response: web.StreamResponse, pieces: AsyncIterator[bytes], most: int) -> bool:
    """Send the rest on; False when it failed on the way or was larger than it said."""
    try:
        async for piece in pieces:
            most -= len(piece)
            if most < 0:
                return False
            await response.write(piece)
    except NetworkError:
        return False
    return True


def shown_as(first: bytes) -> str:
    """The type under which a browser may show a file that begins like this; empty when it may only be saved."""
    for beginning, kind in BEGINNINGS.items():
        if first.startswith(beginning):
            return kind
    if first[:4] == b"RIFF" and first[8:12] in (b"WEBP", b"WAVE"):
        return "image/webp" if first[8:12] == b"WEBP" else "audio/wav"
    if first[4:8] == b"ftyp":
        return "video/mp4"
    return ""
