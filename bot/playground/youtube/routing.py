"""What each call does, costs and takes: the routing table, by method and path."""

from __future__ import annotations

from bot.playground.youtube import channels, comments, threads
from bot.playground.youtube.calls import FLAG, TEXT, Choice, Integer, Route
from bot.playground.youtube.quota import CHANGE
from bot.playground.youtube.tokens import FORCE_SSL, READONLY, YOUTUBE

_LOOK = (YOUTUBE, FORCE_SSL, READONLY)
_TALK = (FORCE_SSL,)
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
}
