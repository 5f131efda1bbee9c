"""Holding calls against Google's descriptions: what is right passes, what is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.youtube import Channel, Person, Request, Video, YouTubeServer, YouTubeWorld
from bot.playground.youtube.routing import ROUTES
from tests.bot.playground.youtube.calls import Api
from tests.youtube_spec import Watch, describes, needs_description, problems_of, problems_of_answer

pytestmark = needs_description
SNIPPET = {"snippet": {"parentId": "Ugx", "textOriginal": "Hello"}}


def request(name: str, body: Any = None, **query: str) -> Request:
    """A call as the server keeps it."""
    method, _, path = name.partition(" ")
    return Request(method, path, tuple(query.items()), body)


def test_every_call_of_the_simulated_youtube_is_described() -> None:
    assert [name for name in ROUTES if not describes(name)] == []


@pytest.mark.parametrize(
    ("name", "body", "query"),
    [
        ("GET /youtube/v3/commentThreads", None, {"part": "snippet,replies", "videoId": "x", "maxResults": "100"}),
        ("POST /youtube/v3/comments", SNIPPET, {"part": "snippet"}),
        ("POST /upload/youtube/v3/videos", {"status": {"privacyStatus": "public"}}, {"part": "status"}),
        ("GET /v2/reports", None, {"ids": "channel==MINE", "metrics": "views"}),
    ],
)
def test_what_is_right_passes(name: str, body: Any, query: dict[str, str]) -> None:
    assert problems_of(request(name, body, **query)) == []


@pytest.mark.parametrize(
    ("name", "body", "query", "words"),
    [
        ("GET /youtube/v3/comment", None, {}, "is not described"),
        ("GET /youtube/v3/commentThreads", None, {"videoId": "x"}, "lacks part"),
        ("GET /youtube/v3/commentThreads", None, {"part": "id", "since": "1"}, "since=1"),
        ("GET /youtube/v3/commentThreads", None, {"part": "id", "order": "newest"}, "order=newest"),
        ("GET /youtube/v3/commentThreads", None, {"part": "id", "maxResults": "101"}, "maxResults=101"),
        ("GET /youtube/v3/channels", None, {"part": "id", "mine": "1"}, "mine=1"),
        ("GET /youtube/v3/channels", {"a": 1}, {"part": "id"}, "none is described"),
        ("POST /youtube/v3/comments", None, {"part": "snippet"}, "the body is missing"),
        ("POST /youtube/v3/comments", {"snippet": {"text": "x"}}, {"part": "snippet"}, "$.snippet.text is not"),
        ("POST /youtube/v3/comments", {"snippet": {"parentId": 5}}, {"part": "snippet"}, "not of type string"),
        ("PUT /youtube/v3/videos", {"status": {"publishAt": "soon"}}, {"part": "status"}, "$.status.publishAt"),
        ("PUT /youtube/v3/videos", {"status": {"privacyStatus": "no"}}, {"part": "status"}, "none of public"),
    ],
)
def test_what_is_wrong_is_named(name: str, body: Any, query: dict[str, str], words: str) -> None:
    [problem] = problems_of(request(name, body, **query))
    assert words in problem


def test_a_number_that_should_be_text_is_named_in_an_answer() -> None:
    answer = {"kind": "youtube#videoListResponse", "items": [{"statistics": {"viewCount": 5}}]}
    [problem] = problems_of_answer(request("GET /youtube/v3/videos", part="statistics"), answer)
    assert "viewCount is 5" in problem


async def test_the_simulated_youtube_answers_as_described(
    api: Api, server: YouTubeServer, world: YouTubeWorld, channel: Channel, video: Video, asha: Person
) -> None:
    server.inspect = watch = Watch()
    comment = world.comment(asha, video, "Which clay?", held="held")
    world.figures(video, day="2027-01-01", views=10, likes=1)
    parts = "snippet,status,statistics,contentDetails,processingDetails,fileDetails,player"
    await api.get("channels", part="snippet,contentDetails,statistics,status", mine=True)
    await api.get("playlistItems", part="snippet,contentDetails,status", playlistId=channel.uploads)
    await api.get("videos", part=parts, id=video.id)
    await api.get("search", part="snippet", forMine=True, type="video")
    await api.get("commentThreads", part="snippet,replies", videoId=video.id, moderationStatus="heldForReview")
    await api.do("POST", "comments/setModerationStatus", id=comment.id, moderationStatus="published")
    made = await api.do("POST", "comments", {"snippet": {"parentId": comment.id, "textOriginal": "x"}}, part="snippet")
    await api.get("comments", part="snippet", id=made["id"])
    await api.get("commentThreads", part="snippet,replies", allThreadsRelatedToChannelId=channel.id)
    span = {"startDate": "2027-01-01", "endDate": "2027-01-05"}
    await api.get("/v2/reports", ids="channel==MINE", metrics="views,likes", dimensions="day", **span)
    assert watch.seen == 10
    watch.check()
