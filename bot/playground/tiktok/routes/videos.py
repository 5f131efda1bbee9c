"""An account, its posts, and what they have reached.

Sources: business-api.tiktok.com, Accounts API v1.3, "Get profile data" and "Get posts data of a TikTok account".
"""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.tiktok.bodies import embed_of, picture_of, share_of
from bot.playground.tiktok.calls import Call
from bot.playground.tiktok.records import Account, JsonObject, Video
from bot.playground.tiktok.refusals import Refusal, wrong

MOST, USUAL = 20, 10
PRIVACY = ("PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY")
PRIVACY_OF_PRIVATE = ("FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")
LONGEST_VIDEO = 600  # seconds

_OF_VIDEO: dict[str, Callable[[Video], object]] = {
    "item_id": lambda video: video.id,
    "media_type": lambda video: video.kind,
    "thumbnail_url": lambda video: f"https://p16-sign-va.tiktokcdn.com/{video.id}.image?x-expires=1999999999",
    "share_url": share_of,
    "embed_url": embed_of,
    "caption": lambda video: video.caption,
    "create_time": lambda video: str(int(video.at)),
    "video_duration": lambda video: video.duration,
    "comments": lambda video: sum(not one.removed for one in video.comments.values()),
    "likes": lambda video: video.figures.likes,
    "shares": lambda video: video.figures.shares,
    "favorites": lambda video: video.figures.favorites,
    "reach": lambda video: video.figures.reach,
    "video_views": lambda video: video.figures.video_views,
}
_INSIGHTS: dict[str, Callable[[Video], object]] = {
    "total_time_watched": lambda video: video.figures.total_time_watched,
    "average_time_watched": lambda video: video.figures.average_time_watched,
    "full_video_watched_rate": lambda video: video.figures.full_video_watched_rate,
    "impression_sources": lambda video: [{"impression_source": "For You", "percentage": 1.0}],
    "audience_countries": lambda video: [{"country": video.account.region, "percentage": 1.0}],
}
_OF_ACCOUNT: dict[str, Callable[[Account], object]] = {
    "username": lambda account: account.username,
    "display_name": lambda account: account.name,
    "profile_image": picture_of,
    "is_business_account": lambda account: True,
    "followers_count": lambda account: account.followers,
    "videos_count": lambda account: sum(video.public for video in account.videos.values()),
}


async def profile(call: Call) -> JsonObject:
    """GET /business/get/: the account itself."""
    names = call.params.get("fields", list(_OF_ACCOUNT))
    if odd := [name for name in names if name not in _OF_ACCOUNT]:
        raise wrong(f"fields: {', '.join(map(str, odd))} is not supported.")
    return {name: _OF_ACCOUNT[name](call.account) for name in names}


async def settings(call: Call) -> JsonObject:
    """GET /business/video/settings/: what may be chosen when something is published."""
    return {
        "privacy_level_options": list(privacy_of(call.account)),
        "comment_disabled": False,
        "duet_disabled": call.account.private,
        "stitch_disabled": call.account.private,
        "max_video_post_duration_sec": LONGEST_VIDEO,
    }


async def show(call: Call) -> JsonObject:
    """GET /business/video/list/: the public posts, newest first; the cursor is a time in milliseconds."""
    names = call.params.get("fields", ["item_id"])
    _check_fields(call, names)
    wanted = call.params.get("filters", {}).get("video_ids")
    count = call.number("max_count", USUAL, 1, MOST)
    before = call.number("cursor", 2**53, 0, 2**53)
    found = [video for video in call.account.videos.values() if video.public]
    if wanted is not None:
        found = [video for video in found if video.id in map(str, wanted)]
    found = [video for video in found if _stamp(video) < before]
    found.sort(key=_stamp, reverse=True)
    page = found[:count]
    fields = _OF_VIDEO | _INSIGHTS
    return {
        "videos": [{name: fields[name](video) for name in names} for video in page],
        "cursor": _stamp(page[-1]) if page else 0,
        "has_more": len(found) > len(page),
    }


def privacy_of(account: Account) -> tuple[str, ...]:
    """Who may be let see a post of this account."""
    return PRIVACY_OF_PRIVATE if account.private else PRIVACY


def _check_fields(call: Call, names: list[str]) -> None:
    if "item_id" not in names:
        raise wrong('fields: must contain "item_id".')
    if odd := [name for name in names if name not in _OF_VIDEO | _INSIGHTS]:
        raise wrong(f"fields: {', '.join(map(str, odd))} is not supported.")
    granted = call.token.scopes if call.token else frozenset()
    if _INSIGHTS.keys() & set(names) and "video.insights" not in granted:
        raise Refusal(40001, "The scope video.insights was not granted.")


def _stamp(video: Video) -> int:
    """A time of its own for each post, so that posts of one moment are not lost between two pages."""
    return round(video.at * 1000) + int(video.id) % 1000
