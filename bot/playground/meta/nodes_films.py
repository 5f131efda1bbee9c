"""The fields and edges of the photos and videos of Pages.

Source: developers.facebook.com, Graph API reference "Photo", "Video", v26.0.
"""

from __future__ import annotations

from bot.playground.meta.nodes import ABSENT, Node, Reading, attribute, plain, read
from bot.playground.meta.nodes_posts import COMMENTS
from bot.playground.meta.records import Video
from bot.playground.meta.wire import JsonObject, written


def _status(reading: Reading, video: Video) -> JsonObject:
    state = video_state(video, reading.now)
    done = {"status": "complete"}
    processing: JsonObject = {"status": {"ready": "complete", "error": "error"}.get(state, "in_progress")}
    if state == "error":
        processing["error"] = {"message": video.problem}
    publishing: JsonObject = {
        "status": "complete" if video.state == "PUBLISHED" and state == "ready" else "not_started"
    }
    if publishing["status"] == "complete":
        publishing |= {"publish_status": "published", "publish_time": int(video.ready_at)}
    uploading = done if video.file is not None else {"status": "not_started"}
    return {
        "video_status": state,
        "uploading_phase": uploading,
        "processing_phase": processing,
        "publishing_phase": publishing,
    }


def video_state(video: Video, now: float) -> str:
    """How far a video is: uploading, upload_complete, processing, ready or error."""
    if video.problem:
        return "error"
    if video.file is None:
        return "uploading"
    if video.ready_at == 0:
        return "upload_complete"
    return "ready" if now >= video.ready_at else "processing"


PHOTO = Node(
    "Photo",
    ("created_time",),
    {
        "id": attribute("id"),
        "name": attribute("text"),
        "alt_text": attribute("alt_text"),
        "created_time": plain(lambda one: written(one.post.created) if one.post else ABSENT),
        "page_story_id": plain(lambda one: one.post.id if one.post else ABSENT),
        "images": read(
            lambda reading, one: [{"source": reading.state.files.link(one.file), "height": 720, "width": 960}]
        ),
    },
    {"comments": COMMENTS},
)


VIDEO = Node(
    "Video",
    ("description",),
    {
        "id": attribute("id"),
        "description": attribute("text"),
        "title": attribute("title"),
        "status": read(_status),
        "published": plain(lambda one: one.state == "PUBLISHED"),
        "post_id": plain(lambda one: one.post.number if one.post else ABSENT),
        "permalink_url": plain(lambda one: f"/reel/{one.id}/" if one.reel else f"/{one.owner.id}/videos/{one.id}/"),
        "source": read(lambda reading, one: reading.state.files.link(one.file) if one.file else ABSENT),
        "created_time": plain(lambda one: written(one.begun)),
    },
    {"comments": COMMENTS},
)
