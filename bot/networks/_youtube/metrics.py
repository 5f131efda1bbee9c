"""How a video does: what the Data API counts of it now, and what YouTube Analytics does, two days late.

What one of them does not tell takes nothing from the other. Sources: developers.google.com/youtube/v3/docs/videos and
/youtube/analytics/metrics, read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.networks._payloads import MALFORMED
from bot.networks._youtube.api import Api
from bot.networks._youtube.parse import items, moment
from bot.networks._youtube.planner import CALIFORNIA
from bot.networks._youtube.publish import FAILED, thrown_out
from inbox.errors import NetworkError, Rejected
from inbox.models import RemoteId
from inbox.publishing import Measured

COUNTS: Final = {"viewCount": "views", "likeCount": "likes", "commentCount": "comments"}
REPORTED: Final = {  # YouTube's name -> ours, and what one of it is there
    "shares": ("shares", 1),
    "estimatedMinutesWatched": ("watch_ms", 60_000),
    "averageViewDuration": ("average_watch_ms", 1_000),
    "averageViewPercentage": ("watched_percent", 1),
    "subscribersGained": ("subscribers", 1),
    "cardClicks": ("clicks", 1),
}
HIDDEN: Final = "YouTube does not tell it: it is switched off, or hidden, for this video."
LATE: Final = "YouTube Analytics does not tell it yet; figures are up to two days late."


async def measure(api: Api, post: RemoteId, now: int) -> Measured:
    """What YouTube counts of a video now (unix ms); raises a NetworkError when nothing at all can be told."""
    told = next(iter(items(await api.get("videos", part="snippet,statistics,status", id=post))), None)
    if not isinstance(told, dict):
        raise Rejected("The video is gone from YouTube.")
    status = told.get("status") or {}
    if status.get("uploadStatus") in FAILED:
        raise Rejected(thrown_out(status))
    values, missing = counted(told.get("statistics") or {})
    try:
        rows = await _report(api, post, told, now)
        values, missing = values | rows, missing | {ours: LATE for ours, _ in REPORTED.values() if ours not in rows}
    except NetworkError as error:
        missing |= {ours: f"YouTube Analytics: {error}" for ours, _ in REPORTED.values()}
    return Measured(values, missing, now)


def counted(statistics: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, str]]:
    """What the statistics of a video tell, which are numbers in quotation marks; and what is left out of them."""
    values = {
        ours: int(statistics[theirs]) for theirs, ours in COUNTS.items() if str(statistics.get(theirs, "")).isdecimal()
    }
    return values, {ours: HIDDEN for ours in COUNTS.values() if ours not in values}


def reported(answer: Mapping[str, Any]) -> dict[str, int]:
    """The figures of a report of one row; empty where it has none yet."""
    try:
        names: Sequence[str] = [str(column["name"]) for column in answer["columnHeaders"]]
        row = dict(zip(names, answer["rows"][0], strict=True))
        return {ours: round(float(row[theirs]) * one) for theirs, (ours, one) in REPORTED.items() if theirs in row}
    except (*MALFORMED, IndexError):
        return {}


async def _report(api: Api, post: RemoteId, told: Mapping[str, Any], now: int) -> dict[str, int]:
    try:
        begun = _date(moment(told["snippet"]["publishedAt"]))
    except MALFORMED:
        begun = "2005-04-23"  # the day of the first video there was
    answer = await api.report(
        ids="channel==MINE",
        startDate=begun,
        endDate=_date(now),
        metrics=",".join(REPORTED),
        filters=f"video=={post}",
    )
    return reported(answer)


def _date(at: int) -> str:
    """The day of a moment (unix ms) as YouTube Analytics counts days."""
    return datetime.fromtimestamp(at / 1000, CALIFORNIA).date().isoformat()
