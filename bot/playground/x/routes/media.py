"""Files on their way into posts and messages: in one go, or in pieces and then processed."""

from __future__ import annotations

import base64
import binascii

from bot.playground.x.calls import Call
from bot.playground.x.records import Media
from bot.playground.x.refusals import Refusal, invalid
from bot.playground.x.wire import JsonObject

MB = 1024 * 1024
LARGEST_PIECE = 5 * MB
IMAGES, GIFS = ("image/jpeg", "image/png", "image/webp", "image/bmp", "image/tiff"), ("image/gif",)
FILMS = ("video/mp4", "video/quicktime")
# By the end of a category: the types of file it takes, and how large they may be.
KINDS = {"image": (IMAGES, 5 * MB), "gif": (GIFS, 15 * MB), "video": (FILMS, 512 * MB)}
CATEGORIES = ("tweet_image", "tweet_gif", "tweet_video", "amplify_video", "dm_image", "dm_gif", "dm_video")
LONGEST_ALT = 1000


async def at_once(call: Call) -> JsonObject:
    """POST /2/media/upload: pictures only."""
    call.knows("media", "media_category", "media_type", "shared", "additional_owners")
    data, category = _bytes(call), call.needed("media_category")
    if category.endswith("video"):
        raise invalid("media_category", category, "$.media_category: a video must be uploaded in pieces")
    mime = call.text("media_type")
    media = _announced(call, mime if mime in IMAGES + GIFS else _seen(data), category, len(data))
    media.data, media.finalised = data, call.now
    return {"data": _shown(call, media)}


async def initialize(call: Call) -> JsonObject:
    """POST /2/media/upload/initialize."""
    call.knows("media_type", "total_bytes", "media_category", "shared", "additional_owners")
    total = call.body.get("total_bytes")
    if not isinstance(total, int) or total < 1:
        raise invalid("total_bytes", str(total), "$.total_bytes: is missing but it is required")
    media = _announced(call, call.needed("media_type"), call.needed("media_category"), total)
    return {"data": _shown(call, media)}


async def append(call: Call) -> JsonObject:
    """POST /2/media/upload/{id}/append: one piece, in any order; the same piece again replaces it."""
    call.knows("media", "segment_index", "media_type")
    media, data = _own(call, call.ids[0]), _bytes(call)
    index = str(call.body.get("segment_index", ""))
    if not index.isdigit() or int(index) > 999:
        raise invalid("segment_index", index, "$.segment_index: must be between 0 and 999")
    if len(data) > LARGEST_PIECE:
        raise Refusal("too-large")
    if media.finalised:
        raise invalid("id", media.id, "The media upload is finalized already.")
    media.segments[int(index)] = data
    return {"data": {"expires_at": int(media.expires)}}


async def finalize(call: Call) -> JsonObject:
    """POST /2/media/upload/{id}/finalize: all pieces must be there; videos and GIFs are then worked on."""
    media = _own(call, call.ids[0])
    if not media.finalised:
        data = b"".join(media.segments[index] for index in sorted(media.segments))
        if len(data) != media.total or sorted(media.segments) != list(range(len(media.segments))):
            raise invalid("id", media.id, f"Segments do not add up to provided total file size ({media.total}).")
        media.data, media.finalised = data, call.now
        media.ready_at = call.now + (0.0 if media.kind == "photo" else call.world.media_takes)
        media.segments.clear()
        call.record(media.id, media.id)
    return {"data": _shown(call, media)}


async def status(call: Call) -> JsonObject:
    """GET /2/media/upload?command=STATUS&media_id=."""
    if call.query.get("command", "STATUS") != "STATUS":
        raise invalid("command", call.query["command"], "command must be STATUS")
    return {"data": _shown(call, _own(call, call.query.get("media_id", "")))}


async def describe(call: Call) -> JsonObject:
    """POST /2/media/metadata: the alt text."""
    call.knows("id", "metadata")
    media, given = _own(call, call.needed("id")), call.mapping("metadata").get("alt_text")
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_ALT:
        raise invalid("metadata.alt_text.text", str(text), f"$.metadata.alt_text.text: 1 to {LONGEST_ALT} characters")
    call.charge("media metadata")
    media.alt_text = text
    return {"data": {"id": media.id, "associated_metadata": {"alt_text": {"text": text}}}}


def _announced(call: Call, mime: str, category: str, total: int) -> Media:
    if category not in CATEGORIES:
        raise invalid("media_category", category, f"$.media_category: is not one of {list(CATEGORIES)}")
    mimes, most = KINDS[category.rpartition("_")[2]]
    if mime not in mimes:
        raise invalid("media_type", mime, f"$.media_type: {mime} does not go with {category}")
    if total > most:
        raise Refusal("too-large")
    return call.world.keep_media(call.account, mime, category, total)


def _seen(data: bytes) -> str:
    """The type of a file by how it begins."""
    begins = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp", b"GIF8": "image/gif"}
    return next((mime for start, mime in begins.items() if data.startswith(start)), "application/octet-stream")


def _bytes(call: Call) -> bytes:
    if "media" in call.files:
        return call.files["media"]
    try:
        return base64.b64decode(call.needed("media"), validate=True)
    except binascii.Error:
        raise invalid("media", "", "$.media: is neither a file nor base64") from None


def _own(call: Call, id: str) -> Media:
    media = call.world.media.get(id)
    if media is None or media.owner is not call.account or call.now >= media.expires:
        raise invalid("id", id, f"Media with id [{id}] was not found or has expired.")
    return media


def _shown(call: Call, media: Media) -> JsonObject:
    left = max(0, int(media.expires - call.now))
    body: JsonObject = {"id": media.id, "media_key": media.key, "expires_after_secs": left}
    if media.data:
        body["size"] = len(media.data)
    if media.finalised and media.kind != "photo":
        body["processing_info"] = _progress(media, call.now)
    return body


def _progress(media: Media, now: float) -> JsonObject:
    takes = media.ready_at - media.finalised
    done = 100 if now >= media.ready_at else int(100 * (now - media.finalised) / takes)
    if done == 100 and media.problem:
        error = {"code": 1, "name": media.problem, "message": "Unsupported video format"}
        return {"state": "failed", "progress_percent": 100, "error": error}
    if done == 100:
        return {"state": "succeeded", "progress_percent": 100}
    state = "pending" if done < 10 else "in_progress"
    return {"state": state, "check_after_secs": max(1, int(takes / 5)), "progress_percent": done}
