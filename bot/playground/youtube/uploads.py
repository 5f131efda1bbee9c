"""Resumable uploads of videos: begin, send bytes, ask how many have arrived, go on, and be forgotten after a week.

Source: developers.google.com, "YouTube Data API - Resumable Uploads".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import StreamReader

from bot.playground.youtube import metadata
from bot.playground.youtube.calls import Call
from bot.playground.youtube.films import video_body
from bot.playground.youtube.records import Upload, Video
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.wire import JsonObject
from bot.playground.youtube.world import YouTubeWorld

PATHS = ("/upload/youtube/v3/videos", "/resumable/upload/youtube/v3/videos")
CALL = f"PUT {PATHS[0]}"
PIECE = 256 * 1024  # every chunk but the last is a multiple of it
LARGEST = 274_877_906_944
_RANGE = re.compile(r"bytes (?:(\d+)-(\d+)|\*)/(\d+|\*)")


class Cut(Exception):
    """The connection is cut in the middle of the bytes, as was asked for."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Where the bytes of one call belong; `end` is behind the last, `total` None while nobody knows.

    Without bytes (`asks`) the call asks how many have arrived.
    """

    begin: int = 0
    end: int = 0
    total: int | None = None
    asks: bool = False


def begin(call: Call) -> None:
    """Begin an upload with what is to be said of the video; the answer is the address that takes the bytes."""
    if call.text("uploadType") != "resumable":
        raise Refusal("badRequest", "The simulated YouTube takes videos with uploadType=resumable only.")
    mime = call.given_headers.get("X-Upload-Content-Type", "application/octet-stream")
    if not mime.startswith("video/") and mime != "application/octet-stream":
        raise Refusal("badRequest", f"Media type '{mime}' is not supported. Valid media types: video/*", status=400)
    size = call.given_headers.get("X-Upload-Content-Length", "")
    if size and (not size.isdigit() or int(size) > LARGEST):
        raise Refusal("badRequest", "The file is too large.", status=413)
    metadata.check(call, new=True)
    name = call.world.ids.secret("AJRbA5", 90)
    total = int(size) if size else None
    parts = tuple(call.parts)
    upload = Upload(name, call.caller, call.project, call.body, parts, mime, total, call.now)
    call.world.uploads[name] = upload
    call.status = 200
    where = f"{call.world.base}{PATHS[0]}?uploadType=resumable&part={','.join(parts)}&upload_id={name}"
    call.headers |= {"Location": where, "X-GUploader-UploadID": name}


def found(world: YouTubeWorld, name: str) -> Upload:
    """The upload with this id; raises Refusal notFound when it was cancelled, is too old, or never was."""
    upload = world.uploads.get(name)
    if upload is None or upload.cancelled or world.now > upload.began + world.session_lives:
        raise Refusal("notFound")
    return upload


def chunk_of(headers: Mapping[str, str]) -> Chunk:
    """What a call brings, from Content-Range and Content-Length; raises Refusal for what makes no sense."""
    length = int(headers.get("Content-Length") or 0)
    given = headers.get("Content-Range", "")
    if not given:
        return Chunk(0, length, length)
    match = _RANGE.fullmatch(given)
    if match is None:
        raise Refusal("badRequest", f"Failed to parse Content-Range header: {given}")
    total = None if match[3] == "*" else int(match[3])
    if match[1] is None:
        return Chunk(total=total, asks=True)
    chunk = Chunk(int(match[1]), int(match[2]) + 1, total)
    if chunk.end - chunk.begin != length or (total is not None and chunk.end > total):
        raise Refusal("badRequest", "Content-Range does not go with Content-Length.")
    if chunk.end != total and length % PIECE:
        raise Refusal("badRequest", f"A chunk must be a multiple of {PIECE} bytes unless it is the last.")
    return chunk


async def take(world: YouTubeWorld, upload: Upload, chunk: Chunk, content: StreamReader) -> None:
    """Keep bytes as they arrive, so that what came before a cut is kept; raises Refusal, or Cut when asked for."""
    if upload.total is not None and chunk.total not in (None, upload.total):
        raise Refusal("badRequest", f"The file was said to have {upload.total} bytes.")
    if chunk.begin > len(upload.received):
        raise Refusal("badRequest", f"The bytes from {len(upload.received)} to {chunk.begin} are missing.")
    upload.total = chunk.total if upload.total is None else upload.total
    known = len(upload.received) - chunk.begin  # these have arrived before
    left = world.cuts.pop(0) if world.cuts else None
    async for data in content.iter_any():
        some = data if left is None else data[:left]
        upload.received += some[known:]
        known = max(0, known - len(some))
        if left is not None:
            left -= len(some)
            if left == 0:
                raise Cut


def finish(world: YouTubeWorld, upload: Upload) -> Video:
    """The video that an upload has become; made once, however often one asks."""
    if upload.video is not None:
        return upload.video
    video = Video(world.ids.video(), upload.channel, "", float(int(world.now)), locked=not upload.project.audited)
    metadata.apply(_as_call(world, upload), video, upload.metadata, upload.parts)
    video.file = bytes(upload.received)
    video.ready_at = world.now + world.processing_takes
    if not video.file:
        video.failure = "emptyFile"
    upload.video = world.keep_video(video)
    upload.received.clear()
    details: JsonObject = {"privacy": video.asked, "publish_at": video.publish_at, "size": len(video.file)}
    world.record(CALL, upload.id, video.id, video.title, upload.channel.id, **details)
    return video


def state_of(world: YouTubeWorld, upload: Upload) -> tuple[int, dict[str, str], JsonObject | None]:
    """The answer: 308 and the range that has arrived, or 200 and the video when all has."""
    if upload.video is None and (upload.total is None or len(upload.received) < upload.total):
        arrived = len(upload.received)
        return 308, {"Range": f"bytes=0-{arrived - 1}"} if arrived else {}, None
    video = finish(world, upload)
    return 200, {}, video_body(_as_call(world, upload), video, upload.parts)


def _as_call(world: YouTubeWorld, upload: Upload) -> Call:
    """The call that began the upload, as the video is shown to whoever made it."""
    return Call(world, CALL, {}, upload.project, None, owner=upload.channel)
