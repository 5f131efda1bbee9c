"""Videos: look, change, rate, delete, search, and give them a thumbnail.

Source: developers.google.com, "Videos: list", "update", "rate", "delete"; "Thumbnails: set"; "Search: list".
"""

from __future__ import annotations

from bot.playground.attachments import Attachment
from bot.playground.youtube import metadata
from bot.playground.youtube.calls import Call
from bot.playground.youtube.channels import thumbnails
from bot.playground.youtube.films import OF_THE_OWNER, video_body
from bot.playground.youtube.paging import by_offset, listing
from bot.playground.youtube.records import Video
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.wire import JsonObject, etag, moment, written

_USUAL = 5
LARGEST_THUMBNAIL = 52_428_800
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


def list_videos(call: Call) -> JsonObject:
    """Videos by their ids, without those that are gone or hidden from us; or those that we rated."""
    if call.one_of("id", "myRating") == "id":
        call.none_of("maxResults", "pageToken")
        found = [video for one in call.ids() if (video := call.world.videos.get(one)) is not None]
    else:
        rating, caller = call.text("myRating"), call.caller
        found = [video for video in call.world.videos.values() if video.ratings.get(caller.id, "none") == rating]
    found = [video for video in found if video.seen_by(call.viewer, call.now)]
    if set(OF_THE_OWNER) & set(call.parts) and any(video.channel is not call.viewer for video in found):
        raise Refusal("forbidden", "Only its owner can see how a video is processed.", location="part")
    size = call.number("maxResults", _USUAL if "myRating" in call.params else max(1, len(found)))
    page, following = by_offset(found, call.text("pageToken"), size)
    return listing("video", [video_body(call, one, tuple(call.parts)) for one in page], size, following, len(found))


def update(call: Call) -> JsonObject:
    """Overwrite whole parts of a video of our own; of one that is locked the visibility stays private."""
    video = _ours(call, call.inner_text("id"), "body.id")
    metadata.check(call, new=False)
    metadata.apply(call, video, call.body, tuple(call.parts))
    call.record(video.id, video.id, video.title, parts=call.parts, privacy=video.asked, publish_at=video.publish_at)
    return video_body(call, video, tuple(call.parts))


def rate(call: Call) -> None:
    """Like a video, dislike it, or take that back."""
    video = call.world.videos.get(call.text("id"))
    if video is None or not video.seen_by(call.caller, call.now):
        raise Refusal("videoNotFound", location="id")
    video.ratings[call.caller.id] = call.text("rating")
    call.record(video.id, "", "", rating=call.text("rating"))


def delete(call: Call) -> None:
    """Delete a video of our own."""
    video = _ours(call, call.text("id"), "id")
    call.world.remove_video(video)
    call.record(video.id, "", video.title)


def set_thumbnail(call: Call) -> JsonObject:
    """Give a video of our own a picture, which is the body of the call."""
    if call.text("uploadType", "media") != "media":
        raise Refusal("badRequest", "Send the picture as the body of the call: uploadType=media.")
    video = _ours(call, call.text("videoId"), "videoId")
    if not call.raw:
        raise Refusal("mediaBodyMissing")
    if len(call.raw) > LARGEST_THUMBNAIL:
        raise Refusal("badRequest", "The picture is too large.", status=413)
    mime = next((mime for start, mime in _PICTURES.items() if call.raw.startswith(start)), "")
    if not mime or call.mime.partition(";")[0] not in (mime, "application/octet-stream"):
        raise Refusal("invalidImage")
    video.thumbnail = Attachment("photo", call.raw, f"thumbnail.{mime.partition('/')[2]}", mime)
    call.record(video.id, "", "", size=len(call.raw), mime=mime)
    return {"kind": "youtube#thumbnailSetResponse", "items": [thumbnails(call, video)]}


def search(call: Call) -> JsonObject:
    """Videos that match, newest first; with `forMine` also those that only we can see."""
    if "forMine" in call.params and call.text("type") != "video":
        raise Refusal("incompatibleParameters", id="forMine, type", location="forMine")
    mine = call.caller if call.flag("forMine") else None
    found = [video for video in call.world.videos.values() if _matches(call, video)]
    if mine is not None:
        found = [video for video in found if video.channel is mine]
    else:
        found = [video for video in found if not video.removed and video.privacy_at(call.now) == "public"]
    found.sort(key=lambda video: video.created, reverse=True)
    size = call.number("maxResults", _USUAL)
    page, following = by_offset(found, call.text("pageToken"), size)
    items = [_result(call, video) for video in page]
    return listing("search", items, size, following, len(found)) | {"regionCode": "IN"}


def _matches(call: Call, video: Video) -> bool:
    if video.removed or call.text("q").lower() not in f"{video.title} {video.description}".lower():
        return False
    if call.text("channelId", video.channel.id) != video.channel.id:
        return False
    try:
        after = moment(call.text("publishedAfter", "1970-01-01T00:00:00Z"))
        before = moment(call.text("publishedBefore", "9999-01-01T00:00:00Z"))
    except ValueError:
        raise Refusal("badRequest", "Invalid time.", location="publishedAfter") from None
    return after <= video.published(call.now) < before


def _result(call: Call, video: Video) -> JsonObject:
    body: JsonObject = {"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": video.id}}
    if "snippet" in call.parts:
        body["snippet"] = {
            "publishedAt": written(video.published(call.now)),
            "channelId": video.channel.id,
            "title": video.title,
            "description": video.description[:150],
            "thumbnails": thumbnails(call, video),
            "channelTitle": video.channel.title,
            "liveBroadcastContent": "none",
        }
    return {"kind": "youtube#searchResult", "etag": etag(body)} | body


def _ours(call: Call, name: str, location: str) -> Video:
    video = call.world.videos.get(name)
    if video is None or not video.seen_by(call.caller, call.now):
        raise Refusal("videoNotFound", location=location)
    if video.channel is not call.caller:
        raise Refusal("forbidden", "The video is not yours.")
    return video
