"""Videos: statistics, changing, rating, thumbnails, search, partial answers; and reports of Analytics."""

from __future__ import annotations

from typing import Any

from bot.playground.attachments import photo
from bot.playground.youtube import Channel, Video, YouTubeServer, YouTubeWorld
from tests.bot.playground.youtube.calls import Api

SPAN = {"ids": "channel==MINE", "startDate": "2027-01-01", "endDate": "2027-01-31"}


async def test_statistics_are_numbers_as_text_and_what_is_hidden_is_missing(
    api: Api, world: YouTubeWorld, video: Video
) -> None:
    world.crowd(video, 3)
    world.figures(video, views=1200, likes=7)
    [shown] = await api.items("videos", part="statistics,contentDetails", id=video.id)
    assert shown["statistics"]["viewCount"] == "1200"
    assert (shown["statistics"]["likeCount"], shown["statistics"]["commentCount"]) == ("7", "3")
    assert shown["contentDetails"]["duration"] == "PT1M0S"
    video.shows_likes = False
    world.comments_off(video)
    [shown] = await api.items("videos", part="statistics", id=video.id)
    assert "likeCount" not in shown["statistics"]
    assert "commentCount" not in shown["statistics"]


async def test_a_change_overwrites_whole_parts(
    api: Api, stranger: Api, server: YouTubeServer, world: YouTubeWorld, video: Video
) -> None:
    world.make_private(video)
    video.description = "Long"
    body: dict[str, Any] = {"id": video.id, "snippet": {"title": "A bowl", "categoryId": "26"}}
    changed = await api.do("PUT", "videos", body, part="snippet")
    assert (changed["snippet"]["title"], changed["snippet"]["description"]) == ("A bowl", "")
    assert (video.asked, video.title) == ("private", "A bowl")
    await api.do("PUT", "videos", {"id": video.id, "status": {"embeddable": False}}, part="status")
    assert (video.asked, video.embeddable) == ("public", False)
    assert [sent.object_id for sent in server.sent] == [video.id] * 2
    lacking = {"id": video.id, "snippet": {"title": "A bowl"}}
    assert await api.refused("PUT", "videos", lacking, part="snippet") == (400, "invalidCategoryId")
    assert await stranger.refused("PUT", "videos", body, part="snippet") == (403, "forbidden")


async def test_a_video_is_rated_and_deleted(api: Api, server: YouTubeServer, video: Video) -> None:
    assert await api.do("POST", "videos/rate", id=video.id, rating="like") is None
    [shown] = await api.items("videos", part="statistics", myRating="like")
    assert (shown["id"], shown["statistics"]["likeCount"]) == (video.id, "1")
    assert await api.do("DELETE", "videos", id=video.id) is None
    assert await api.items("videos", part="id", id=video.id) == []
    assert len(server.sent) == 2


async def test_a_thumbnail_is_a_picture(api: Api, video: Video) -> None:
    async def put(data: bytes, mime: str) -> tuple[int, Any]:
        where = f"{api.url}/upload/youtube/v3/thumbnails/set"
        headers = {"Authorization": f"Bearer {api.token}", "Content-Type": mime}
        async with api.http.post(where, params={"videoId": video.id}, data=data, headers=headers) as answer:
            return answer.status, await answer.json()

    picture = photo("bowl")
    status, answer = await put(picture.data, picture.mime)
    assert (status, answer["kind"]) == (200, "youtube#thumbnailSetResponse")
    assert video.thumbnail is not None
    assert video.thumbnail.data == picture.data
    assert (await put(b"no picture", "image/png"))[1]["error"]["errors"][0]["reason"] == "invalidImage"
    assert (await put(b"", "image/png"))[1]["error"]["errors"][0]["reason"] == "mediaBodyRequired"


async def test_the_uploads_playlist_comes_newest_first_and_in_pages(
    api: Api, world: YouTubeWorld, channel: Channel
) -> None:
    made = [world.video(channel, f"Film {age}", age=age * 60) for age in range(7)]
    [mine] = await api.items("channels", part="contentDetails", mine=True)
    look = {"part": "contentDetails", "playlistId": mine["contentDetails"]["relatedPlaylists"]["uploads"]}
    page = await api.get("playlistItems", **look)
    rest = await api.get("playlistItems", pageToken=page["nextPageToken"], **look)
    items = page["items"] + rest["items"]
    assert [item["contentDetails"]["videoId"] for item in items] == [video.id for video in made]
    assert page["pageInfo"] == {"totalResults": 7, "resultsPerPage": 5}
    assert await api.refused("GET", "playlistItems", part="id", playlistId="UUno") == (404, "playlistNotFound")
    assert await api.refused("GET", "playlistItems", pageToken="x", **look) == (400, "invalidPageToken")


async def test_search_finds_by_words_and_only_a_hundred_times_a_day(
    api: Api, world: YouTubeWorld, channel: Channel, video: Video
) -> None:
    world.video(channel, "Something else")
    [found] = await api.items("search", part="snippet", forMine=True, type="video", q="bowl")
    assert found["id"]["videoId"] == video.id
    world.spend(channel.project, 99, "searches")
    assert await api.refused("GET", "search", part="snippet", q="bowl") == (403, "quotaExceeded")
    await api.get("videos", part="id", id=video.id)


async def test_only_the_wanted_fields_are_answered(api: Api, world: YouTubeWorld, video: Video) -> None:
    [comment] = world.crowd(video, 1)
    wanted = "nextPageToken,items(id,snippet/topLevelComment/snippet(likeCount))"
    answer = await api.get("commentThreads", part="snippet", videoId=video.id, fields=wanted)
    snippet = {"topLevelComment": {"snippet": {"likeCount": 0}}}
    assert answer == {"items": [{"id": comment.id, "snippet": snippet}]}
    for wrong in ("items(id", "items)", ",", "items(id))", "a b!"):
        status, _ = await api.call("GET", "videos", part="id", id=video.id, fields=wrong)
        assert status == 400, wrong


async def test_parameters_are_checked(api: Api, stranger: Api, video: Video) -> None:
    assert await api.refused("GET", "videos", id=video.id) == (400, "required")
    assert await api.refused("GET", "videos", part="everything", id=video.id) == (400, "unknownPart")
    assert await api.refused("GET", "videos", part="id") == (400, "missingRequiredParameter")
    many = ",".join(f"id{number}" for number in range(51))
    assert await api.refused("GET", "videos", part="id", id=many) == (400, "badRequest")
    look = {"part": "id", "videoId": video.id}
    assert await api.refused("GET", "commentThreads", maxResults=101, **look) == (400, "invalidParameter")
    assert await api.refused("GET", "commentThreads", order="newest", **look) == (400, "invalidParameter")
    assert await api.refused("GET", "commentThreads", id="a", **look) == (400, "incompatibleParameters")
    assert await api.refused("GET", "nothing", part="id") == (404, "notFound")
    assert await stranger.refused("GET", "videos", part="processingDetails", id=video.id) == (403, "forbidden")
    chart = {"part": "id", "chart": "mostPopular"}
    assert await api.refused("GET", "videos", **chart) == (400, "badRequest")


async def test_reports_are_by_day_and_two_days_late(api: Api, world: YouTubeWorld, video: Video) -> None:
    world.figures(video, day="2027-01-12", views=10, estimatedMinutesWatched=5)
    world.figures(video, day="2027-01-13", views=20, likes=2, estimatedMinutesWatched=5)
    world.figures(video, day="2027-01-14", views=99)
    metrics = "views,likes,averageViewDuration,averageViewPercentage"
    report = await api.get("/v2/reports", dimensions="day", metrics=metrics, **SPAN)
    assert report["kind"] == "youtubeAnalytics#resultTable"
    assert [header["name"] for header in report["columnHeaders"]] == ["day", *metrics.split(",")]
    assert report["rows"] == [["2027-01-12", 10, 0, 30, 50.0], ["2027-01-13", 20, 2, 15, 25.0]]
    whole = await api.get("/v2/reports", metrics="views,likes", filters=f"video=={video.id}", **SPAN)
    assert whole["rows"] == [[30, 2]]
    empty = await api.get("/v2/reports", metrics="views", **SPAN | {"endDate": "2027-01-02"})
    assert "rows" not in empty


async def test_the_best_videos_are_a_sorted_report(
    api: Api, stranger: Api, world: YouTubeWorld, channel: Channel, video: Video
) -> None:
    other = world.video(channel, "Glazing a cup")
    world.figures(video, day="2027-01-12", views=10)
    world.figures(other, day="2027-01-12", views=30)
    best = {"dimensions": "video", "metrics": "views", "sort": "-views", "maxResults": 10}
    assert (await api.get("/v2/reports", **SPAN, **best))["rows"] == [[other.id, 30], [video.id, 10]]
    assert await api.refused("GET", "/v2/reports", **SPAN, dimensions="video", metrics="views") == (400, "badRequest")
    assert await api.refused("GET", "/v2/reports", **SPAN, metrics="joy") == (400, "badRequest")
    assert await api.refused("GET", "/v2/reports", **SPAN | {"endDate": "soon"}, metrics="views") == (
        400,
        "badRequest",
    )
    theirs = SPAN | {"ids": f"channel=={channel.id}"}
    assert await stranger.refused("GET", "/v2/reports", **theirs, metrics="views") == (403, "forbidden")
