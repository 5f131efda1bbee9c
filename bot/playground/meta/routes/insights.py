"""Figures of posts, media and accounts. One metric that is not offered fails the whole call.

Sources: developers.facebook.com, Graph API reference "Insights"; Instagram Platform "IG Media insights". A test sets
`post.figures`; what it does not set is counted from the world.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.playground.meta.calls import Call
from bot.playground.meta.records import Page, Post, Profile, Video
from bot.playground.meta.refusals import Refusal, invalid
from bot.playground.meta.wire import JsonObject

Figure = Callable[[Post], object]
_OF_POSTS: dict[str, Figure] = {
    "post_media_view": lambda post: 0,
    "post_total_media_view_unique": lambda post: 0,
    "post_clicks": lambda post: 0,
    "post_clicks_by_type": lambda post: {"other clicks": 0},
    "post_reactions_by_type_total": lambda post: {"like": len(post.likes)},
    "post_reactions_like_total": lambda post: len(post.likes),
    "post_activity_by_action_type": lambda post: {
        "share": post.shares,
        "like": len(post.likes),
        "comment": len([one for one in post.comments.values() if not one.removed]),
    },
    "post_video_views": lambda post: 0,
    "post_video_avg_time_watched": lambda post: 0,
}
_OF_MEDIA: dict[str, Figure] = {
    "views": lambda post: 0,
    "reach": lambda post: 0,
    "likes": lambda post: len(post.likes),
    "comments": lambda post: len([one for one in post.comments.values() if not one.removed]),
    "saved": lambda post: 0,
    "shares": lambda post: post.shares,
    "total_interactions": lambda post: len(post.likes) + len(post.comments) + post.shares,
}
_ONLY_OF: dict[str, tuple[str, ...]] = {
    "FEED": ("follows", "profile_visits", "profile_activity"),
    "REELS": ("ig_reels_avg_watch_time", "ig_reels_video_view_total_time", "reels_skip_rate", "reposts"),
    "STORY": ("replies", "navigation", "follows", "profile_visits", "profile_activity"),
    "AD": (),
}
_OBSOLETE = ("impressions", "plays", "video_views", "clips_replays_count", "ig_reels_aggregated_all_plays_count")
_OF_PAGES = ("page_media_view", "page_total_media_view_unique", "page_post_engagements", "page_daily_follows")
_OF_PROFILES = ("reach", "views", "accounts_engaged", "total_interactions", "follower_count", "profile_views")
_OF_VIDEOS = ("total_video_views", "fb_reels_total_plays", "total_video_reactions_by_type_total")


async def of_post(call: Call, post: Post) -> JsonObject:
    """Figures of a post on a Page, over its lifetime."""
    wanted = _wanted(call)
    if any(metric not in _OF_POSTS for metric in wanted):
        raise invalid("The value must be a valid insights metric")
    if call.text("period", "lifetime") not in ("lifetime", "day"):
        raise invalid("Param period must be one of {day, lifetime}")
    return {"data": [_row(post.id, metric, post.figures.get(metric, _OF_POSTS[metric](post))) for metric in wanted]}


async def of_media(call: Call, post: Post) -> JsonObject:
    """Figures of a piece of Instagram media."""
    wanted = _wanted(call)
    for metric in wanted:
        if metric in _OBSOLETE:
            words = f"Starting from version v22.0 and above, the {metric} metric is no longer supported"
            raise invalid(f"{words} for the queried media.")
    offered = (*_OF_MEDIA, *_ONLY_OF[post.product])
    bad = [f"metric[{at}]" for at, metric in enumerate(wanted) if metric not in offered]
    if bad:
        raise invalid(f"{bad[0]} must be one of the following values: {', '.join(offered)}")
    if post.ad:
        raise Refusal(10, 0, "(#10) Not enough viewers for the media to show insights")
    return {"data": [_row(post.id, metric, post.figures.get(metric, _counted(post, metric))) for metric in wanted]}


async def of_video(call: Call, video: Video) -> JsonObject:
    """Figures of a video or reel on a Page."""
    return {"data": [_row(video.id, metric, 0, "video_insights") for metric in _checked(call, _OF_VIDEOS)]}


async def of_page(call: Call, page: Page) -> JsonObject:
    """Figures of a Page."""
    return {"data": [_row(page.id, metric, 0) for metric in _checked(call, _OF_PAGES)]}


async def of_profile(call: Call, profile: Profile) -> JsonObject:
    """Figures of a profile, each as one total."""
    wanted = _checked(call, _OF_PROFILES)
    if call.text("metric_type") != "total_value":
        raise invalid("The following metrics should be specified with parameter metric_type=total_value")
    return {
        "data": [
            {"name": metric, "period": "day", "total_value": {"value": 0}, "id": f"{profile.id}/insights/{metric}/day"}
            for metric in wanted
        ]
    }


def _wanted(call: Call) -> list[str]:
    wanted = call.listed("metric")
    if not wanted:
        raise invalid("The parameter metric is required")
    return wanted


def _checked(call: Call, offered: tuple[str, ...]) -> list[str]:
    wanted = _wanted(call)
    if any(metric not in offered for metric in wanted):
        raise invalid("The value must be a valid insights metric")
    return wanted


def _counted(post: Post, metric: str) -> object:
    figure = _OF_MEDIA.get(metric)
    return figure(post) if figure is not None else 0


def _row(thing: str, metric: str, value: object, edge: str = "insights") -> JsonObject:
    title = metric.replace("_", " ").title()
    return {
        "name": metric,
        "period": "lifetime",
        "values": [{"value": value}],
        "title": title,
        "description": title,
        "id": f"{thing}/{edge}/{metric}/lifetime",
    }
