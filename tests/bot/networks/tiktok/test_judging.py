"""What stands against a post before TikTok is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.networks._looks import Look, look
from bot.networks._tiktok.judging import UNAUDITED, verdicts
from inbox.actions import Poll, Preview, Publish
from inbox.models import Media, RemoteId
from tests.files_to_post import film, jpeg, png

FILM, PICTURE = Media("video", "blob:0", "video/mp4", "cup.mp4"), Media("image", "blob:1", "image/jpeg", "cup.jpg")
GOOD, SHOWN = look(film(1080, 1920, 20)), look(jpeg())
POST = Publish(RemoteId("profile"), "New cups", (FILM,))
PICTURES = replace(POST, media=(PICTURE, PICTURE))


def said(post: Publish, *looks: Look | None, way: str = "business", **more: Any) -> list[str]:
    return [one.words for one in verdicts(post, looks or (GOOD,) * len(post.media), way, **more)]


def test_good_posts() -> None:
    assert said(POST) == []
    assert said(PICTURES, SHOWN, SHOWN) == []
    assert said(replace(POST, visibility="private"), way="content") == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"media": ()}, "without a video or pictures"),
        ({"media": (FILM, PICTURE)}, "one video, or pictures"),
        ({"media": (Media("file", "blob:2"),)}, "videos and pictures only"),
        ({"media": (PICTURE,) * 36}, "at most 35"),
        ({"form": "story"}, "no stories"),
        ({"form": "reel", "media": (PICTURE,)}, "exactly one video"),
        ({"further": ("more",)}, "no threads"),
        ({"poll": Poll(("a", "b"), 5)}, "no polls"),
        ({"visibility": "unlisted"}, "public or private"),
        ({"visibility": "private"}, "publishing: content"),
        ({"release": 5}, "cannot publish at a later time"),
        ({"text": "🏺" * 1101}, "2,202 characters"),
        ({"media": (PICTURE,), "title": "x" * 91}, "91 characters"),
    ],
)
def test_what_stops_a_post(changes: dict[str, Any], words: str) -> None:
    post = replace(POST, **changes)
    looks = [GOOD if one.kind == "video" else SHOWN for one in post.media]
    first = verdicts(post, looks, "business")[0]
    assert first.stops
    assert words in first.words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answers": "followers"}, "Who may comment"),
        ({"tags": ("cups",)}, "no tags"),
        ({"previews": (Preview("x", link="https://example.org"),)}, "link cards"),
        ({"title": "Cups"}, "no title"),
        ({"media": (PICTURE,), "made_by_ai": True}, "AI"),
    ],
)
def test_what_is_only_said(changes: dict[str, Any], words: str) -> None:
    post = replace(POST, **changes)
    looks = [GOOD if one.kind == "video" else SHOWN for one in post.media]
    (verdict,) = verdicts(post, looks, "business")
    assert not verdict.stops
    assert words in verdict.words


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        (None, "erased"),
        (look(film(1080, 1920, 2)), "2 seconds"),
        (look(film(1080, 1920, 700)), "700 seconds"),
        (look(film(200, 300, 20)), "200 by 300"),
        (look(png()), "no video that TikTok takes"),
        (replace(GOOD, bytes=1025 * 1024 * 1024), "1,025 MB"),
    ],
)
def test_films(seen: Look | None, words: str) -> None:
    assert words in said(POST, seen)[0]


def test_pictures() -> None:
    one = replace(POST, media=(PICTURE,))
    assert "JPG and WebP" in said(one, look(png()))[0]
    assert "20 MB" in said(one, replace(SHOWN, bytes=21 * 1024 * 1024))[0]
    assert "1080 at most" in said(one, look(jpeg(2000, 2000)))[0]


def test_by_the_way_it_goes() -> None:
    assert "switched off" in said(POST, way="off")[0]
    assert said(POST, way="content", audited=False) == [UNAUDITED]
    assert said(POST, way="business", audited=False) == []
    assert "no picture as a cover" in said(replace(POST, cover=PICTURE), way="content")[0]
