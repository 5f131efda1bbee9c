"""Channels and the playlist of what a channel uploaded.

Source: developers.google.com, "Channels: list", "PlaylistItems: list".
"""

from __future__ import annotations

import base64

from bot.playground.youtube.calls import Call
from bot.playground.youtube.paging import by_offset, listing
from bot.playground.youtube.records import Channel, Video
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.wire import JsonObject, etag, written

_USUAL = 5


def list_channels(call: Call) -> JsonObject:
    """Our own channel, or channels by their ids or handle."""
    by = call.one_of("mine", "id", "forHandle", "forUsername")
    if by == "mine":
        if not call.flag("mine"):
            raise Refusal(
                "missingRequiredParameter", expected="mine, id, forHandle, forUsername", location="parameters."
            )
        found = [call.caller]
    elif by == "id":
        found = [channel for one in call.ids() if (channel := call.world.channels.get(one)) is not None]
    else:
        handle = call.text(by).removeprefix("@").lower()
        found = [channel for channel in call.world.channels.values() if channel.handle == handle]
    size = call.number("maxResults", _USUAL)
    page, following = by_offset(found, call.text("pageToken"), size)
    return listing("channel", [_channel_body(call, channel) for channel in page], size, following, len(found))


def list_playlist_items(call: Call) -> JsonObject:
    """What is in the uploads playlist of a channel, newest first; private videos are in it for the owner alone."""
    call.one_of("playlistId")
    name = call.text("playlistId")
    channel = call.world.channels.get("UC" + name.removeprefix("UU"))
    if channel is None or not name.startswith("UU"):
        raise Refusal("playlistNotFound")
    videos = [video for video in channel.videos.values() if video.seen_by(call.viewer, call.now)]
    if call.viewer is not channel:
        videos = [video for video in videos if video.privacy_at(call.now) == "public"]
    if "videoId" in call.params:
        videos = [video for video in videos if video.id == call.text("videoId")]
    videos.sort(key=lambda video: video.created, reverse=True)
    size = call.number("maxResults", _USUAL)
    page, following = by_offset(videos, call.text("pageToken"), size)
    items = [_item_body(call, channel, video, videos.index(video)) for video in page]
    return listing("playlistItem", items, size, following, len(videos))


def thumbnails(call: Call, video: Video) -> JsonObject:
    """The sizes of a video's thumbnail."""
    sizes = {"default": (120, 90), "medium": (320, 180), "high": (480, 360)}
    return {
        name: {"url": f"{call.world.base}/vi/{video.id}/{name}.jpg", "width": width, "height": height}
        for name, (width, height) in sizes.items()
    }


def _channel_body(call: Call, channel: Channel) -> JsonObject:
    body: JsonObject = {"kind": "youtube#channel", "id": channel.id}
    picture = {"url": f"{call.world.base}/ytc/{channel.id}", "width": 88, "height": 88}
    public = [video for video in channel.videos.values() if video.seen_by(None, call.now)]
    shown: dict[str, JsonObject] = {
        "snippet": {
            "title": channel.title,
            "description": channel.description,
            "customUrl": f"@{channel.handle}",
            "publishedAt": written(channel.created),
            "thumbnails": {"default": picture},
            "localized": {"title": channel.title, "description": channel.description},
        },
        "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": channel.uploads}},
        "statistics": {
            "viewCount": str(sum(video.views for video in public)),
            "subscriberCount": str(channel.subscribers),
            "hiddenSubscriberCount": False,
            "videoCount": str(len(public)),
        },
        "status": {"privacyStatus": "public", "isLinked": True, "longUploadsStatus": "longUploadsUnspecified"},
    }
    body |= {part: shown[part] for part in call.parts if part in shown}
    return {"kind": "youtube#channel", "etag": etag(body)} | body


def _item_body(call: Call, channel: Channel, video: Video, position: int) -> JsonObject:
    name = base64.urlsafe_b64encode(f"{channel.uploads}.{video.id}".encode()).decode().rstrip("=")
    body: JsonObject = {"kind": "youtube#playlistItem", "id": name}
    published = written(video.published(call.now))
    shown: dict[str, JsonObject] = {
        "snippet": {
            "publishedAt": published,
            "channelId": channel.id,
            "title": video.title,
            "description": video.description,
            "thumbnails": thumbnails(call, video),
            "channelTitle": channel.title,
            "playlistId": channel.uploads,
            "position": position,
            "resourceId": {"kind": "youtube#video", "videoId": video.id},
            "videoOwnerChannelTitle": channel.title,
            "videoOwnerChannelId": channel.id,
        },
        "contentDetails": {"videoId": video.id, "videoPublishedAt": published},
        "status": {"privacyStatus": video.privacy_at(call.now)},
    }
    body |= {part: shown[part] for part in call.parts if part in shown}
    return {"kind": "youtube#playlistItem", "etag": etag(body)} | body
