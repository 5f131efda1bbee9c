"""Uploads to rupload.facebook.com: the files of reels, stories and Instagram containers, in one piece or several."""

from __future__ import annotations

from collections.abc import Mapping

from bot.playground.meta.calls import Call
from bot.playground.meta.fetching import CannotFetch
from bot.playground.meta.files import File
from bot.playground.meta.records import Container, Video
from bot.playground.meta.refusals import Refusal, invalid, missing
from bot.playground.meta.routes.containers import is_video
from bot.playground.meta.wire import JsonObject

PLACES = {"/video-upload/": Video, "/ig-api-upload/": Container}  # what each path takes files for


async def take(call: Call, path: str, headers: Mapping[str, str], body: bytes) -> JsonObject:
    """Take the bytes from `offset` on, or fetch the file from the address in the header file_url; raises Refusal."""
    thing = call.reading.find(path.rpartition("/")[2], "post")
    if not any(path.startswith(start) and isinstance(thing, kind) for start, kind in PLACES.items()):
        raise missing(path.rpartition("/")[2], "post")
    assert isinstance(thing, Video | Container)
    if url := headers.get("file_url"):
        try:
            _complete(thing, await call.fetcher.fetch(url))
        except CannotFetch:
            raise Refusal(389, 0, "(#389) Unable to fetch video file from URL.") from None
        return {"success": True}
    offset, size = headers.get("offset", ""), headers.get("file_size", "")
    if not offset.isdigit() or not size.isdigit():
        raise invalid("The headers offset and file_size are required")
    if int(offset) != len(thing.received) or len(thing.received) + len(body) > int(size):
        raise Refusal(6000, 1363033, "(#6000) The offset does not fit what was uploaded.")
    thing.received += body
    if len(thing.received) == int(size):
        _complete(thing, call.state.files.keep(thing.received, "video/mp4", "upload.mp4"))
    return {"success": True, "message": "Upload successful."}


def _complete(thing: Video | Container, file: File) -> None:
    if isinstance(thing, Video):
        thing.file = file
        return
    thing.files, thing.fetched = [file], True
    if not is_video(file):
        thing.code, thing.subcode = 352, 2207026
