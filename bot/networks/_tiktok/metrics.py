"""How a post does: what TikTok counts of it, by our names; what one figure costs us is never another figure.

business-api.tiktok.com, "Get posts data of a TikTok account", and developers.tiktok.com, "Query videos", read
2026-11-23. Figures are up to two days late, and of private posts none are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.networks._tiktok.api import Business, Content
from bot.networks._tiktok.errors import code_of
from bot.networks._tiktok.shapes import rows
from inbox.errors import NetworkError, Rejected
from inbox.models import RemoteId
from inbox.publishing import Measured

BASIC: Final = {
    "video_views": "views",
    "likes": "likes",
    "comments": "comments",
    "shares": "shares",
    "favorites": "saves",
    "reach": "reach",
}
INSIGHTS: Final = {"total_time_watched": "watch_ms", "average_time_watched": "average_watch_ms"}  # told in seconds
SHOWN: Final = {"view_count": "views", "like_count": "likes", "comment_count": "comments", "share_count": "shares"}
NO_PERMISSION: Final = 40001
NO_CLICKS: Final = "TikTok tells no program how often a link was clicked."
LATE: Final = "TikTok does not tell it yet; figures are up to two days late."
UNGRANTED: Final = "The permission video.insights was not given: connect the account again and grant it."
ELSEWHERE: Final = "TikTok tells this only through its API for Business."
NOT_PUBLIC: Final = (
    "TikTok lists no public post of this account with this id: it is private, deleted, or still checked."
)


async def measure(api: Business, post: RemoteId, now: int) -> Measured:
    """What TikTok counts of a post now (unix ms), by the API for Business; raises a NetworkError for nothing at all."""
    missing = {"clicks": NO_CLICKS}
    try:
        raw = await _listed(api, post, [*BASIC, *INSIGHTS])
    except Rejected as error:
        if code_of(error) != NO_PERMISSION:
            raise
        raw = await _listed(api, post, [*BASIC])
        missing |= dict.fromkeys(INSIGHTS.values(), UNGRANTED)
    names = {**BASIC, **INSIGHTS}
    return _measured(raw, {theirs: ours for theirs, ours in names.items() if ours not in missing}, missing, now)


async def measure_shown(api: Content, post: RemoteId, now: int) -> Measured:
    """The same by the Display API, which tells four figures."""
    fields = ",".join(["id", *SHOWN])
    said = await api.post("/v2/video/query/", {"filters": {"video_ids": [post]}}, effect=False, fields=fields)
    missing = {"clicks": NO_CLICKS, "reach": ELSEWHERE, "saves": ELSEWHERE, "watch_ms": ELSEWHERE}
    return _measured(_first(said), SHOWN, missing, now)


async def _listed(api: Business, post: RemoteId, fields: list[str]) -> Mapping[str, Any]:
    asked = {"fields": ["item_id", *fields], "filters": {"video_ids": [post]}}
    return _first(await api.get("/business/video/list/", **asked))


def _first(said: Mapping[str, Any]) -> Mapping[str, Any]:
    found = said.get("videos")
    videos = rows(found) if isinstance(found, list) else []
    if not videos:
        raise _nothing()
    return videos[0]


def _nothing() -> NetworkError:
    return Rejected(NOT_PUBLIC)


def _measured(raw: Mapping[str, Any], names: Mapping[str, str], missing: dict[str, str], now: int) -> Measured:
    values: dict[str, int] = {}
    for theirs, ours in names.items():
        value = raw.get(theirs)
        if isinstance(value, int | float) and not isinstance(value, bool):
            values[ours] = round(value * 1000) if theirs in INSIGHTS else round(value)
        else:
            missing[ours] = LATE
    return Measured(values, missing, now)
