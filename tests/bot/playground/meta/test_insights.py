"""Figures of posts, media, videos and accounts."""

from __future__ import annotations

import pytest

from bot.playground.meta import MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import FILM, Graph, shelf


async def test_a_post_tells_its_figures_as_set_or_as_counted(
    graph: Graph, world: MetaWorld, post: Post, asha: Person
) -> None:
    world.like(asha, post)
    post.figures["post_media_view"] = 120
    metric = "post_media_view,post_reactions_by_type_total"
    views, reactions = (await graph.get(f"/{post.id}/insights", metric=metric, period="lifetime"))["data"]
    assert (views["name"], views["values"]) == ("post_media_view", [{"value": 120}])
    assert views["id"] == f"{post.id}/insights/post_media_view/lifetime"
    assert reactions["values"] == [{"value": {"like": 1}}]


@pytest.mark.parametrize("metric", ["post_media_view,post_impressions", "post_impressions_unique", "frogs", ""])
async def test_one_bad_metric_fails_the_whole_call(graph: Graph, post: Post, metric: str) -> None:
    assert await graph.refused("GET", f"/{post.id}/insights", metric=metric) == (100, 0)


async def test_counts_stand_in_summaries(graph: Graph, world: MetaWorld, post: Post, asha: Person) -> None:
    post.shares = 3
    world.like(asha, post)
    world.comment(asha, post, "x")
    fields = "shares,comments.summary(true).limit(0),reactions.summary(true).limit(0)"
    shown = await graph.get(f"/{post.id}", fields=fields)
    assert shown["shares"] == {"count": 3}
    assert (shown["comments"]["data"], shown["comments"]["summary"]["total_count"]) == ([], 1)
    assert shown["reactions"]["summary"]["total_count"] == 1


async def test_media_tell_what_their_kind_has(insta: Graph, world: MetaWorld, profile: Profile, media: Post) -> None:
    media.figures["views"] = 50
    metric = "views,reach,likes,comments,saved,shares,total_interactions"
    rows = (await insta.get(f"/{media.id}/insights", metric=metric))["data"]
    assert {row["name"]: row["values"][0]["value"] for row in rows}["views"] == 50
    reel, story = world.post(profile, product="REELS"), world.post(profile, product="STORY")
    assert await insta.get(f"/{reel.id}/insights", metric="ig_reels_avg_watch_time")
    assert await insta.get(f"/{story.id}/insights", metric="replies,navigation")
    assert await insta.refused("GET", f"/{media.id}/insights", metric="views,replies") == (100, 0)


@pytest.mark.parametrize("metric", ["impressions", "plays", "video_views"])
async def test_obsolete_metrics_are_refused(insta: Graph, media: Post, metric: str) -> None:
    _, body = await insta.call("GET", f"/{media.id}/insights", metric=f"reach,{metric}")
    assert (body["error"]["code"], "no longer supported" in body["error"]["message"]) == (100, True)


async def test_accounts_and_videos_have_figures_too(graph: Graph, insta: Graph, page: Page, profile: Profile) -> None:
    (row,) = (await graph.get(f"/{page.id}/insights", metric="page_media_view"))["data"]
    assert row["id"] == f"{page.id}/insights/page_media_view/lifetime"
    assert await graph.refused("GET", f"/{page.id}/insights", metric="page_impressions") == (100, 0)
    (row,) = (await insta.get(f"/{profile.id}/insights", metric="reach", metric_type="total_value"))["data"]
    assert row["total_value"] == {"value": 0}
    assert await insta.refused("GET", f"/{profile.id}/insights", metric="reach") == (100, 0)
    async with shelf(film=FILM) as shop:
        video = (await graph.post(f"/{page.id}/videos", file_url=f"{shop}/film"))["id"]
    (row,) = (await graph.get(f"/{video}/video_insights", metric="total_video_views"))["data"]
    assert row["name"] == "total_video_views"
