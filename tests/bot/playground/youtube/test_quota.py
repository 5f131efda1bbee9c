"""What calls cost, when there is nothing left, and when it is full again."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.playground.clock import Clock
from bot.playground.faults import Fault, Kind
from bot.playground.youtube import Project, Video, YouTubeServer, YouTubeWorld
from bot.playground.youtube.quota import resets_at
from tests.bot.playground.youtube.calls import START, Api


async def test_a_look_costs_1_a_change_50_and_a_refusal_1(
    api: Api, server: YouTubeServer, world: YouTubeWorld, project: Project, video: Video
) -> None:
    [comment] = world.crowd(video, 1)
    await api.get("videos", part="id", id=video.id)
    assert world.used(project) == 1
    await api.do("POST", "comments", {"snippet": {"parentId": comment.id, "textOriginal": "x"}}, part="snippet")
    assert world.used(project) == 51
    await api.refused("POST", "comments", {"snippet": {"parentId": comment.id}}, part="snippet")
    await api.refused("GET", "videos", part="id", id=video.id, since=1)
    assert world.used(project) == 53
    await api.get("search", part="id", forMine=True, type="video")
    assert server.billed == {"units": 53, "searches": 1}
    assert server.calls["POST /youtube/v3/comments"] == 2


async def test_what_has_not_changed_is_answered_304_and_costs_all_the_same(
    api: Api, world: YouTubeWorld, project: Project, video: Video
) -> None:
    world.crowd(video, 1)
    look = {"part": "snippet", "videoId": video.id}
    tag = (await api.get("commentThreads", **look))["etag"]
    assert await api.call("GET", "commentThreads", headers={"If-None-Match": tag}, **look) == (304, None)
    assert world.used(project) == 2
    world.crowd(video, 1)
    status, _ = await api.call("GET", "commentThreads", headers={"If-None-Match": tag}, **look)
    assert status == 200


async def test_when_nothing_is_left_all_is_refused_until_midnight_in_california(
    api: Api, server: YouTubeServer, world: YouTubeWorld, project: Project, video: Video
) -> None:
    [comment] = world.crowd(video, 1)
    world.spend(project, 9_960)
    body = {"snippet": {"parentId": comment.id, "textOriginal": "x"}}
    assert await api.refused("POST", "comments", body, part="snippet") == (403, "quotaExceeded")
    await api.get("videos", part="id", id=video.id)  # what costs less still goes
    world.spend(project, 39)
    status, answer = await api.call("GET", "videos", part="id", id=video.id)
    assert status == 403
    assert answer["error"]["errors"][0]["domain"] == "youtube.quota"
    assert world.used(project) == 10_000
    server.clock.advance(world.resets_at() - server.clock.now() - 1)
    fresh = api.of(world.token(next(iter(world.channels.values()))))
    assert await fresh.refused("GET", "videos", part="id", id=video.id) == (403, "quotaExceeded")
    server.clock.advance(1)
    await fresh.get("videos", part="id", id=video.id)
    assert world.used(project) == 1


def test_midnight_is_that_of_california_also_when_clocks_change() -> None:
    def reset(*moment: int) -> datetime:
        return datetime.fromtimestamp(resets_at(datetime(*moment, tzinfo=UTC).timestamp()), UTC)

    assert reset(2027, 1, 15, 8) == datetime(2027, 1, 16, 8, tzinfo=UTC)
    assert reset(2027, 7, 15, 8) == datetime(2027, 7, 16, 7, tzinfo=UTC)
    assert reset(2027, 3, 14, 9) == datetime(2027, 3, 15, 7, tzinfo=UTC)  # a day of 23 hours
    assert reset(2027, 11, 7, 8) == datetime(2027, 11, 8, 8, tzinfo=UTC)  # a day of 25 hours


async def test_a_planned_refusal_comes_with_its_reason_and_no_rate_headers(
    api: Api, server: YouTubeServer, video: Video
) -> None:
    server.refuse("userRateLimitExceeded", "GET /youtube/v3/videos")
    server.refuse("rateLimitExceeded", "GET /youtube/v3/videos", status=429)
    look = {"part": "id", "id": video.id}
    assert await api.refused("GET", "videos", **look) == (403, "userRateLimitExceeded")
    assert await api.refused("GET", "videos", **look) == (429, "rateLimitExceeded")
    server.faults.next(Fault(Kind.REFUSE, status=503), "GET /youtube/v3/videos")
    async with api.http.get(f"{server.url}/youtube/v3/videos") as answer:
        assert answer.status == 503
        assert answer.content_type == "text/html"
    async with api.http.get(f"{server.url}/youtube/v3/videos", params=look) as answer:
        assert answer.status == 401
        assert not [name for name in answer.headers if "rate" in name.lower() or name == "Retry-After"]


def test_a_crowd_of_10000_is_quick_to_make_and_spread_over_time() -> None:
    world = YouTubeServer(clock=Clock(START, speed=0)).world
    video = world.video(world.create_channel("Nadi Pots", world.create_project()), "Throwing a bowl")
    said = world.crowd(video, 10_000, over=86_400, replies=0.3, held=0.01)
    assert len(said) == 10_000
    assert [comment.place() for comment in video.threads] == sorted(comment.place() for comment in video.threads)
    assert sum(comment.parent is not None for comment in said) == 3_000
    assert 0 < sum(comment.parent is not None and comment.status == "heldForReview" for comment in said) < 100
    assert sum(comment.status == "heldForReview" for comment in said) == 100
    assert said[-1].created - said[0].created > 86_000
