"""Videos as the simulated YouTube shows them to somebody."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.youtube.calls import Call
from bot.playground.youtube.channels import thumbnails
from bot.playground.youtube.records import Video
from bot.playground.youtube.wire import JsonObject, etag, written

OF_THE_OWNER = ("processingDetails", "fileDetails")
PARTS = ("snippet", "status", "statistics", "contentDetails", "player", *OF_THE_OWNER)
_PARTS_OF_PROCESSING = 1000


def video_body(call: Call, video: Video, parts: tuple[str, ...]) -> JsonObject:
    """A video resource with these parts."""
    body: JsonObject = {"kind": "youtube#video", "id": video.id}
    body |= {part: _SHOWN[part](call, video) for part in parts if part in _SHOWN}
    return {"kind": "youtube#video", "etag": etag(body)} | body


def upload_status(video: Video, now: float) -> str:
    """How far an upload has come: uploaded, processed, failed or rejected."""
    if video.failure:
        return "failed"
    if video.rejection:
        return "rejected"
    return "processed" if now >= video.ready_at else "uploaded"


def _snippet(call: Call, video: Video) -> JsonObject:
    body: JsonObject = {
        "publishedAt": written(video.published(call.now)),
        "channelId": video.channel.id,
        "title": video.title,
        "description": video.description,
        "thumbnails": thumbnails(call, video),
        "channelTitle": video.channel.title,
        "categoryId": video.category,
        "liveBroadcastContent": "none",
        "localized": {"title": video.title, "description": video.description},
    }
    if video.tags:
        body["tags"] = video.tags
    if video.language:
        body["defaultLanguage"] = video.language
    return body


def _status(call: Call, video: Video) -> JsonObject:
    body: JsonObject = {
        "uploadStatus": upload_status(video, call.now),
        "privacyStatus": video.privacy_at(call.now),
        "license": video.license,
        "embeddable": video.embeddable,
        "publicStatsViewable": True,
        "madeForKids": video.made_for_kids,
    }
    if call.viewer is not video.channel:
        return body
    body |= {"selfDeclaredMadeForKids": video.made_for_kids, "containsSyntheticMedia": video.synthetic}
    if video.publish_at > call.now:
        body["publishAt"] = written(video.publish_at)
    if video.failure:
        body["failureReason"] = video.failure
    if video.rejection:
        body["rejectionReason"] = video.rejection
    return body


def _statistics(call: Call, video: Video) -> JsonObject:
    """Numbers as text; what the owner hides is not there at all."""
    body: JsonObject = {"viewCount": str(video.views)}
    if video.shows_likes:
        body["likeCount"] = str(video.likes + sum(one == "like" for one in video.ratings.values()))
    if call.viewer is video.channel:
        body["dislikeCount"] = str(sum(one == "dislike" for one in video.ratings.values()))
    body["favoriteCount"] = "0"
    if video.talks(call.now):
        body["commentCount"] = str(len(call.world.visible(video)))
    return body


def _content(_: Call, video: Video) -> JsonObject:
    minutes, seconds = divmod(video.seconds, 60)
    return {
        "duration": f"PT{minutes}M{seconds}S" if minutes else f"PT{seconds}S",
        "dimension": "2d",
        "definition": "hd",
        "caption": "false",
        "licensedContent": False,
        "contentRating": {},
        "projection": "rectangular",
        "hasCustomThumbnail": video.thumbnail is not None,
    }


def _processing(call: Call, video: Video) -> JsonObject:
    """How far processing has come by the clock."""
    state = {"uploaded": "processing", "processed": "succeeded", "failed": "failed", "rejected": "terminated"}
    status = state[upload_status(video, call.now)]
    body: JsonObject = {"processingStatus": status}
    done = "available" if status == "succeeded" else "inProgress"
    body |= {"fileDetailsAvailability": done, "thumbnailsAvailability": done}
    if status == "failed":
        body["processingFailureReason"] = "transcodeFailed"
    if status == "processing":
        whole = max(1.0, video.ready_at - video.created)
        left = video.ready_at - call.now
        parts = int(_PARTS_OF_PROCESSING * (1 - left / whole))
        body["processingProgress"] = {
            "partsTotal": str(_PARTS_OF_PROCESSING),
            "partsProcessed": str(max(0, parts)),
            "timeLeftMs": str(round(left * 1000)),
        }
    return body


def _file(_: Call, video: Video) -> JsonObject:
    return {"fileSize": str(len(video.file)), "fileType": "video", "durationMs": str(video.seconds * 1000)}


def _player(_: Call, video: Video) -> JsonObject:
    return {"embedHtml": f'<iframe src="//www.youtube.com/embed/{video.id}"></iframe>'}


_SHOWN: dict[str, Callable[[Call, Video], JsonObject]] = {
    "snippet": _snippet,
    "status": _status,
    "statistics": _statistics,
    "contentDetails": _content,
    "processingDetails": _processing,
    "fileDetails": _file,
    "player": _player,
}
