"""An account and its posts by the Display API: developers.tiktok.com, "User info", "List" and "Query videos"."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.tiktok.bodies import embed_of, picture_of, share_of
from bot.playground.tiktok.calls import Call
from bot.playground.tiktok.records import Account, JsonObject, Video
from bot.playground.tiktok.refusals import invalid

MOST = 20
_OF_VIDEO: dict[str, Callable[[Video], object]] = {
    "id": lambda video: video.id,
    "create_time": lambda video: int(video.at),
    "title": lambda video: video.caption,
    "video_description": lambda video: video.caption,
    "duration": lambda video: int(video.duration),
    "cover_image_url": lambda video: f"https://p16-sign-va.tiktokcdn.com/{video.id}.image?x-expires=1999999999",
    "share_url": share_of,
    "embed_link": embed_of,
    "like_count": lambda video: video.figures.likes,
    "comment_count": lambda video: sum(not one.removed for one in video.comments.values()),
    "share_count": lambda video: video.figures.shares,
    "view_count": lambda video: video.figures.video_views,
}
_OF_ACCOUNT: dict[str, Callable[[Account], object]] = {
    "open_id": lambda account: account.open_id,
    "union_id": lambda account: account.unique_identifier,
    "avatar_url": picture_of,
    "display_name": lambda account: account.name,
    "username": lambda account: account.username,
}


async def account(call: Call) -> JsonObject:
    """GET /v2/user/info/: the account itself."""
    return {"user": {name: _OF_ACCOUNT[name](call.account) for name in _fields(call, _OF_ACCOUNT)}}


async def query(call: Call) -> JsonObject:
    """POST /v2/video/query/: up to 20 posts by their ids; those that are not there are left out."""
    wanted = call.params.get("filters", {}).get("video_ids")
    if not isinstance(wanted, list) or not 1 <= len(wanted) <= MOST:
        raise invalid(f"filters.video_ids must hold 1 to {MOST} ids")
    names = _fields(call, _OF_VIDEO)
    found = [call.account.videos[one] for one in map(str, wanted) if one in call.account.videos]
    return {"videos": [_shown(video, names) for video in found if video.public]}


async def listing(call: Call) -> JsonObject:
    """POST /v2/video/list/: the public posts, newest first; the cursor is a time in milliseconds."""
    names = _fields(call, _OF_VIDEO)
    count = call.params.get("max_count", 10)
    before = call.params.get("cursor", 2**53)
    if not 1 <= count <= MOST:
        raise invalid(f"max_count must be between 1 and {MOST}")
    found = [video for video in call.account.videos.values() if video.public and round(video.at * 1000) < before]
    found.sort(key=lambda video: (video.at, video.id), reverse=True)
    page = found[:count]
    cursor = round(page[-1].at * 1000) if page else 0
    return {"videos": [_shown(one, names) for one in page], "cursor": cursor, "has_more": len(found) > count}


def _shown(video: Video, names: list[str]) -> JsonObject:
    return {name: _OF_VIDEO[name](video) for name in names}


def _fields(call: Call, known: dict[str, Callable[..., object]]) -> list[str]:
    names = [one.strip() for one in call.text("fields").split(",") if one.strip()]
    if odd := [name for name in names if name not in known]:
        raise invalid(f"unknown fields: {', '.join(odd)}")
    if not names:
        raise invalid("fields is required")
    return names
