"""How a post does: Meta's figures by our names, and one that is refused takes no other away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.networks._meta.place import Place
from inbox.errors import LoginNeeded, RateLimited, Rejected
from inbox.models import RemoteId
from inbox.store import opened
from inbox.store.embedded import Server
from tests.meta_posts import FACEBOOK, INSTAGRAM, PAGE, Desk, meta_posts

MEDIA, POST, FILM = RemoteId("0000000017"), RemoteId(f"000{PAGE}_00000000000000000018"), RemoteId("0000000019")
LATE = "Instagram does not tell it yet; figures may be up to two days late."


@pytest.fixture
async def instagram(redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A profile with one post."""
    async with _desk(INSTAGRAM, redis_server, brand, tmp_path) as desk:
        desk.meta.media.append({"id": "17"})
        desk.meta.object = {"media_product_type": "FEED", "like_count": 12, "comments_count": 3}
        desk.meta.metrics = {"views": 900, "reach": 700, "shares": 4, "saved": 5}
        yield desk


@pytest.fixture
async def facebook(redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A Page with one post."""
    async with _desk(FACEBOOK, redis_server, brand, tmp_path) as desk:
        desk.meta.posts.append({"id": f"{PAGE}_18"})
        desk.meta.object = {
            "shares": {"count": 2},
            "status_type": "mobile_status_update",
            "comments": {"summary": {"total_count": 6}},
            "reactions": {"summary": {"total_count": 9}},
        }
        desk.meta.metrics = {
            "post_media_view": 300,
            "post_total_media_view_unique": 250,
            "post_clicks": 17,
            "post_reactions_by_type_total": {"like": 7, "love": 2},
        }
        yield desk


@asynccontextmanager
async def _desk(place: Place, redis_server: Server, brand: str, folder: Path) -> AsyncIterator[Desk]:
    async with opened(redis_server.url, brand) as store, meta_posts(place, store, folder) as desk:
        yield desk


async def test_a_picture_on_instagram_tells_six_figures(instagram: Desk) -> None:
    measured = await instagram.publisher.metrics(MEDIA)
    assert measured.values == {"likes": 12, "comments": 3, "views": 900, "reach": 700, "shares": 4, "saves": 5}
    assert (measured.missing, measured.at) == ({}, instagram.clock.at)
    assert instagram.meta.count("GET insights") == 2


async def test_a_reel_tells_how_long_it_was_watched_and_a_story_its_replies(instagram: Desk) -> None:
    instagram.meta.metrics |= {"ig_reels_video_view_total_time": 90_000, "ig_reels_avg_watch_time": 4_200.6}
    instagram.meta.metrics |= {"replies": 2, "profile_visits": 8}
    instagram.meta.object["media_product_type"] = "REELS"
    reel = await instagram.publisher.metrics(MEDIA)
    assert (reel.values["watch_ms"], reel.values["average_watch_ms"]) == (90_000, 4_201)
    instagram.meta.object["media_product_type"] = "STORY"
    story = await instagram.publisher.metrics(MEDIA)
    assert (story.values["comments"], story.values["profile_visits"], story.values["views"]) == (2, 8, 900)
    assert "saves" not in story.values


async def test_one_figure_that_is_refused_takes_no_other_away(instagram: Desk) -> None:
    del instagram.meta.metrics["reach"]
    measured = await instagram.publisher.metrics(MEDIA)
    assert measured.values == {"likes": 12, "comments": 3, "views": 900, "shares": 4, "saves": 5}
    assert list(measured.missing) == ["reach"]
    assert "reach must be a valid insights metric" in measured.missing["reach"]
    assert instagram.meta.count("GET insights") == 1 + 3 + 1


async def test_what_is_not_told_yet_or_hidden_is_missing_in_words(instagram: Desk) -> None:
    instagram.meta.metrics["saved"] = None
    del instagram.meta.object["like_count"]
    measured = await instagram.publisher.metrics(MEDIA)
    assert measured.missing == {"saves": LATE, "likes": LATE}
    assert measured.values["views"] == 900


async def test_too_few_viewers_are_no_lack_of_a_permission(instagram: Desk) -> None:
    instagram.meta.refuse("GET insights", 10, 0, "(#10) Not enough viewers for the media to show insights")
    measured = await instagram.publisher.metrics(MEDIA)
    assert measured.missing["views"] == "Instagram shows this once more people have seen the post."
    assert measured.values["saves"] == 5
    assert instagram.meta.count("GET insights") == 2


async def test_a_limit_ends_the_asking_and_keeps_what_is_known(instagram: Desk) -> None:
    instagram.meta.refuse("GET insights", 4, 0, "Application request limit reached")
    measured = await instagram.publisher.metrics(MEDIA)
    assert measured.values == {"likes": 12, "comments": 3}
    assert set(measured.missing) == {"views", "reach", "shares", "saves"}
    assert "asks to slow down" in measured.missing["views"]
    assert instagram.meta.count("GET insights") == 1


@pytest.mark.parametrize(("code", "subcode", "error"), [(190, 463, LoginNeeded), (4, 0, RateLimited)])
async def test_where_nothing_can_be_told_the_reason_is_raised(
    instagram: Desk, code: int, subcode: int, error: type[Exception]
) -> None:
    instagram.meta.refuse("GET node", code, subcode)
    with pytest.raises(error):
        await instagram.publisher.metrics(MEDIA)


async def test_a_post_that_is_gone_has_no_figures(instagram: Desk, facebook: Desk) -> None:
    for desk in (instagram, facebook):
        with pytest.raises(Rejected, match="This is gone"):
            await desk.publisher.metrics(RemoteId("0000000404"))


async def test_a_post_on_facebook_tells_its_figures_and_its_likes_apart(facebook: Desk) -> None:
    measured = await facebook.publisher.metrics(POST)
    assert measured.values == {
        "shares": 2, "comments": 6, "reactions": 9, "views": 300, "reach": 250, "clicks": 17, "likes": 7,
    }  # fmt: skip
    assert measured.missing == {}


async def test_a_post_that_nobody_shared_was_shared_by_nobody(facebook: Desk) -> None:
    del facebook.meta.object["shares"]
    assert (await facebook.publisher.metrics(POST)).values["shares"] == 0


async def test_names_that_meta_has_dropped_are_missing_one_by_one(facebook: Desk) -> None:
    del facebook.meta.metrics["post_media_view"]
    del facebook.meta.metrics["post_clicks"]
    measured = await facebook.publisher.metrics(POST)
    assert set(measured.missing) == {"views", "clicks"}
    assert (measured.values["reach"], measured.values["likes"]) == (250, 7)


async def test_a_film_tells_how_long_it_was_watched(facebook: Desk) -> None:
    facebook.meta.object["status_type"] = "added_video"
    facebook.meta.metrics |= {"post_video_view_time": 60_000, "post_video_avg_time_watched": 3_000}
    measured = await facebook.publisher.metrics(POST)
    assert (measured.values["watch_ms"], measured.values["average_watch_ms"]) == (60_000, 3_000)


async def test_a_film_known_by_its_own_id_is_measured_by_its_post_or_else_by_itself(facebook: Desk) -> None:
    facebook.meta.posts.append({"id": "19", "post_id": "18"})
    facebook.meta.object |= {"likes": {"summary": {"total_count": 4}}}
    assert (await facebook.publisher.metrics(FILM)).values["views"] == 300
    facebook.meta.posts[-1].pop("post_id")
    facebook.meta.metrics |= {"total_video_views": 70}
    alone = await facebook.publisher.metrics(FILM)
    assert alone.values == {"comments": 6, "likes": 4, "views": 70}
    assert list(alone.missing) == ["plays"]
