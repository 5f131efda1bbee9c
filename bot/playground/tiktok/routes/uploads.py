"""The bytes of a video, chunk after chunk: PUT to the address that its post was begun with.

Source: developers.tiktok.com, Content Posting API, "Media transfer guide".
"""

from __future__ import annotations

import re

from aiohttp import web

from bot.playground.tiktok.records import Publication
from bot.playground.tiktok.world import TikTokWorld

LARGEST_LAST = 128 * 1024 * 1024
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_KINDS = ("video/mp4", "video/quicktime", "video/webm")
_PIECE = 64 * 1024


async def take(world: TikTokWorld, request: web.BaseRequest) -> web.Response:
    """Keep one chunk: 206 while there is more to come, 201 for the last; a chunk that is cut off counts for nothing."""
    publication = _meant(world, request)
    if publication is None:
        return web.Response(text="upload not found", status=404)
    source = publication.source
    if request.query.get("upload_token") != source.token or world.now > source.expires:
        return web.Response(text="the upload address is wrong or has expired", status=403)
    if publication.state != "PROCESSING_UPLOAD":
        return web.Response(text="upload not found", status=404)
    found = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
    if found is None or request.content_type not in _KINDS or request.content_length is None:
        return web.Response(text="Content-Range, Content-Type or Content-Length is wrong", status=400)
    first, last, total = map(int, found.groups())
    if trouble := _odd(publication, first, last, total, request.content_length):
        return web.Response(text=trouble, status=416, headers=_so_far(publication))
    data = await _read(world, request, first)
    if data is None or len(data) != last - first + 1:
        return web.Response(status=400)
    source.data += data
    publication.received = len(source.data)
    world.bell.ring()
    done = publication.received == source.size
    headers = _so_far(publication)
    if done:
        world.uploaded(publication)
    return web.Response(status=201 if done else 206, headers=headers)


def _meant(world: TikTokWorld, request: web.BaseRequest) -> Publication | None:
    wanted = request.query.get("upload_id", "")
    return next((one for one in world.publications.values() if one.id.endswith(f".{wanted}")), None) if wanted else None


def _odd(publication: Publication, first: int, last: int, total: int, length: int) -> str:
    """What is wrong with a chunk; all but the last have the size that was agreed, and each follows the one before."""
    source = publication.source
    if total != source.size or length != last - first + 1 or first != len(source.data) or last >= total:
        return "the range does not follow what has been uploaded"
    rest = total - first
    number = first // source.chunk + 1
    wanted = rest if number == source.chunks else source.chunk
    return "" if length == wanted and length <= LARGEST_LAST else "the chunk has not the size that was agreed"


async def _read(world: TikTokWorld, request: web.BaseRequest, first: int) -> bytes | None:
    """The bytes of a chunk; None once the connection was cut because the first of `world.cuts` was reached."""
    data = bytearray()
    async for piece in request.content.iter_chunked(_PIECE):
        data += piece
        if world.cuts and first + len(data) >= world.cuts[0]:
            world.cuts.pop(0)
            if request.transport is not None:
                request.transport.abort()
            return None
    return bytes(data)


def _so_far(publication: Publication) -> dict[str, str]:
    source = publication.source
    return {"Content-Range": f"bytes 0-{len(source.data) - 1}/{source.size}"} if source.data else {}
