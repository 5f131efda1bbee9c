"""What each call does, costs and takes: the routing table, by method and path."""

from __future__ import annotations

from bot.playground.youtube import analytics, channels, comments, films, threads, uploads, videos
from bot.playground.youtube.calls import FLAG, TEXT, Choice, Integer, Route
from bot.playground.youtube.quota import CHANGE, INSERTS, LOOK, REPORTS, SEARCHES
from bot.playground.youtube.tokens import ANALYTICS, FORCE_SSL, READONLY, UPLOAD, YOUTUBE

_LOOK = (YOUTUBE, FORCE_SSL, READONLY)
_TALK = (FORCE_SSL,)
_MANAGE = (YOUTUBE, FORCE_SSL)
_UPLOAD = (*_MANAGE, UPLOAD)
_REPORT = (ANALYTICS, YOUTUBE, READONLY)
_STATUSES = Choice(("published", "heldForReview", "likelySpam", "rejected"))
_FORMAT = Choice(("html", "plainText"))
_PAGE = {"pageToken": TEXT, "part": TEXT}

ROUTES: dict[str, Route] = {
    "GET /youtube/v3/channels": Route(
        channels.list_channels,
        _LOOK,
        _PAGE
        | {
            "mine": FLAG,
            "id": TEXT,
            "forHandle": TEXT,
            "forUsername": TEXT,
            "hl": TEXT,
            "maxResults": Integer(0, 50),
        },
        parts=("snippet", "contentDetails", "statistics", "status", "brandingSettings"),
        open=True,
    ),
    "GET /youtube/v3/playlistItems": Route(
        channels.list_playlist_items,
        _LOOK,
        _PAGE | {"playlistId": TEXT, "videoId": TEXT, "maxResults": Integer(0, 50)},
        parts=("snippet", "contentDetails", "status"),
        open=True,
    ),
    "GET /youtube/v3/commentThreads": Route(
        threads.list_threads,
        _TALK,
        _PAGE
        | {
            "allThreadsRelatedToChannelId": TEXT,
            "channelId": TEXT,
            "id": TEXT,
            "videoId": TEXT,
            "maxResults": Integer(1, 100),
            "moderationStatus": _STATUSES,
            "order": Choice(("time", "relevance")),
            "searchTerms": TEXT,
            "textFormat": _FORMAT,
        },
        parts=("snippet", "replies"),
        open=True,
    ),
    "POST /youtube/v3/commentThreads": Route(
        threads.insert, _TALK, {"part": TEXT}, parts=("snippet",), cost=CHANGE, takes="json"
    ),
    "GET /youtube/v3/comments": Route(
        comments.list_comments,
        _TALK,
        _PAGE | {"id": TEXT, "parentId": TEXT, "maxResults": Integer(1, 100), "textFormat": _FORMAT},
        parts=("snippet",),
        open=True,
    ),
    "POST /youtube/v3/comments": Route(
        comments.insert, _TALK, {"part": TEXT}, parts=("snippet",), cost=CHANGE, takes="json"
    ),
    "PUT /youtube/v3/comments": Route(
        comments.update, _TALK, {"part": TEXT}, parts=("snippet",), cost=CHANGE, takes="json"
    ),
    "DELETE /youtube/v3/comments": Route(comments.delete, _TALK, {"id": TEXT}, required=("id",), cost=CHANGE),
    "POST /youtube/v3/comments/setModerationStatus": Route(
        comments.set_status,
        _TALK,
        {"id": TEXT, "moderationStatus": _STATUSES, "banAuthor": FLAG},
        required=("id", "moderationStatus"),
        cost=CHANGE,
    ),
    "GET /youtube/v3/videos": Route(
        videos.list_videos,
        _LOOK,
        _PAGE | {"id": TEXT, "myRating": Choice(("none", "like", "dislike")), "hl": TEXT, "maxResults": Integer(1, 50)},
        parts=films.PARTS,
        open=True,
    ),
    "PUT /youtube/v3/videos": Route(
        videos.update, _MANAGE, {"part": TEXT}, parts=films.PARTS, cost=CHANGE, takes="json"
    ),
    "DELETE /youtube/v3/videos": Route(videos.delete, _MANAGE, {"id": TEXT}, required=("id",), cost=CHANGE),
    "POST /youtube/v3/videos/rate": Route(
        videos.rate,
        _MANAGE,
        {"id": TEXT, "rating": Choice(("none", "like", "dislike"))},
        required=("id", "rating"),
        cost=CHANGE,
    ),
    "POST /upload/youtube/v3/thumbnails/set": Route(
        videos.set_thumbnail, _UPLOAD, {"videoId": TEXT}, required=("videoId",), cost=CHANGE, takes="file"
    ),
    "GET /youtube/v3/search": Route(
        videos.search,
        _LOOK,
        _PAGE
        | {
            "channelId": TEXT,
            "forMine": FLAG,
            "q": TEXT,
            "type": Choice(("video",)),
            "order": Choice(("date", "relevance")),
            "publishedAfter": TEXT,
            "publishedBefore": TEXT,
            "maxResults": Integer(0, 50),
        },
        parts=("snippet",),
        cost=LOOK,
        bucket=SEARCHES,
        open=True,
    ),
    "GET /v2/reports": Route(
        analytics.report,
        _REPORT,
        {
            "ids": TEXT,
            "startDate": TEXT,
            "endDate": TEXT,
            "metrics": TEXT,
            "dimensions": TEXT,
            "filters": TEXT,
            "sort": TEXT,
            "maxResults": Integer(1, 1_000_000),
            "startIndex": Integer(1, 1_000_000),
            "currency": TEXT,
        },
        required=("ids", "startDate", "endDate", "metrics"),
        bucket=REPORTS,
    ),
} | {
    f"POST {path}": Route(
        uploads.begin,
        _UPLOAD,
        {"part": TEXT, "notifySubscribers": FLAG},
        parts=films.PARTS,
        cost=LOOK,
        bucket=INSERTS,
        takes="json",
    )
    for path in uploads.PATHS
}
