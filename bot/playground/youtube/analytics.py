"""YouTube Analytics: reports of views, likes and so on, by day or by video, two days late.

Source: developers.google.com, "YouTube Analytics API: reports.query" and its tables of dimensions and metrics.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.playground.youtube.calls import Call
from bot.playground.youtube.quota import day_of
from bot.playground.youtube.records import Channel, Video
from bot.playground.youtube.refusals import Refusal
from bot.playground.youtube.wire import JsonObject

LATE_BY = timedelta(days=2)
MOST_VIDEOS = 200
_COUNTED = (
    "views",
    "likes",
    "dislikes",
    "comments",
    "shares",
    "estimatedMinutesWatched",
    "subscribersGained",
    "subscribersLost",
    "cardClicks",
    "cardImpressions",
    "videosAddedToPlaylists",
)
METRICS = (*_COUNTED, "averageViewDuration", "averageViewPercentage")
DIMENSIONS = ("day", "video")


@dataclass(frozen=True, slots=True)
class Row:
    """What was counted for one day, one video, or everything."""

    key: tuple[str, ...]
    counts: Counter[str]
    seconds: float  # that its videos last, weighed by views


def report(call: Call) -> JsonObject:
    """A table: a column for each dimension and metric, and a row for each day or video with anything in it."""
    channel = _channel(call)
    metrics, dimensions = _names(call, "metrics", METRICS), _names(call, "dimensions", DIMENSIONS)
    if len(dimensions) > 1:
        raise Refusal("badRequest", "The query is not supported.")
    _check_top_videos(call, dimensions)
    videos = _videos(call, channel)
    first, last = _day(call, "startDate"), _day(call, "endDate")
    if last < first:
        raise Refusal("badRequest", "The end date must not be before the start date.", location="endDate")
    last = min(last, day_of(call.now) - LATE_BY)
    rows = [[*row.key, *(_value(row, metric) for metric in metrics)] for row in _rows(videos, dimensions, first, last)]
    shown = _cut(call, _sorted(call, rows, [*dimensions, *metrics]))
    headers = [{"name": one, "columnType": "DIMENSION", "dataType": "STRING"} for one in dimensions]
    headers += [{"name": one, "columnType": "METRIC", "dataType": _type(one)} for one in metrics]
    body: JsonObject = {"kind": "youtubeAnalytics#resultTable", "columnHeaders": headers}
    return body | {"rows": shown} if shown else body


def _channel(call: Call) -> Channel:
    kind, _, name = call.text("ids").partition("==")
    if kind != "channel" or name not in ("MINE", call.caller.id):
        raise Refusal("forbidden", "Forbidden", location="ids")
    return call.caller


def _names(call: Call, parameter: str, known: Sequence[str]) -> list[str]:
    names = call.listed(parameter)
    for name in names:
        if name not in known:
            raise Refusal("unknownIdentifier", id=name, expected=parameter)
    return names


def _check_top_videos(call: Call, dimensions: list[str]) -> None:
    """A report by video is a list of the best: it says by what, and how many."""
    if dimensions != ["video"]:
        return
    if not call.text("sort").startswith("-") or not 1 <= call.number("maxResults", 0) <= MOST_VIDEOS:
        raise Refusal("badRequest", "The query is not supported: by video it needs sort=-metric and maxResults.")


def _videos(call: Call, channel: Channel) -> list[Video]:
    wanted: set[str] | None = None
    for one in filter(None, call.text("filters").split(";")):
        name, _, values = one.partition("==")
        if name != "video" or not values:
            raise Refusal("unknownIdentifier", id=name, expected="filters")
        wanted = set(values.split(","))
    found = [video for video in channel.videos.values() if wanted is None or video.id in wanted]
    if wanted is not None and len(found) < len(wanted):
        raise Refusal("forbidden", "Forbidden", location="filters")
    return found


def _day(call: Call, parameter: str) -> date:
    try:
        return date.fromisoformat(call.text(parameter))
    except ValueError:
        words = f"Invalid date '{call.text(parameter)}': it must be written as YYYY-MM-DD."
        raise Refusal("badRequest", words, location=parameter) from None


def _rows(videos: list[Video], dimensions: list[str], first: date, last: date) -> Iterator[Row]:
    found: dict[tuple[str, ...], Counter[str]] = {}
    seconds: Counter[tuple[str, ...]] = Counter()
    for video in videos:
        for day, counts in sorted(video.days.items()):
            if not first.isoformat() <= day <= last.isoformat():
                continue
            key = tuple({"day": day, "video": video.id}[dimension] for dimension in dimensions)
            found.setdefault(key, Counter()).update(counts)
            seconds[key] += video.seconds * counts["views"]
    for key in sorted(found):
        yield Row(key, found[key], seconds[key] / max(1, found[key]["views"]))


def _value(row: Row, metric: str) -> int | float:
    watched, views = row.counts["estimatedMinutesWatched"] * 60, max(1, row.counts["views"])
    if metric == "averageViewDuration":
        return watched // views
    if metric == "averageViewPercentage":
        return round(100 * watched / views / row.seconds, 2) if row.seconds else 0.0
    return row.counts[metric]


def _sorted(call: Call, rows: list[list[str | int | float]], columns: list[str]) -> list[list[str | int | float]]:
    for name in reversed(call.listed("sort")):
        column = name.removeprefix("-")
        if column not in columns:
            raise Refusal("unknownIdentifier", id=column, expected="sort")
        at = columns.index(column)
        rows = sorted(rows, key=lambda row: (str(row[at]) if at == 0 else "", row[at]), reverse=name.startswith("-"))
    return rows


def _cut(call: Call, rows: list[list[str | int | float]]) -> list[list[str | int | float]]:
    start = call.number("startIndex", 1) - 1
    return rows[start : start + call.number("maxResults", len(rows))]


def _type(metric: str) -> str:
    return "FLOAT" if metric == "averageViewPercentage" else "INTEGER"
