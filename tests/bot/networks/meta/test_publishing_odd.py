"""Answers that are not what Meta's pages promise: publishing says so in our own errors, and never breaks otherwise."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.networks._meta.place import Place
from inbox.actions import Form, Publish
from inbox.errors import NetworkError
from inbox.models import RemoteId
from inbox.store import opened
from inbox.store.embedded import Server
from tests.files_to_post import film, jpeg
from tests.meta_posts import FACEBOOK, INSTAGRAM, meta_posts

T = TypeVar("T")

ODD: tuple[object, ...] = (
    {}, [], None, 7, "yes", True, {"success": True},
    {"id": None}, {"id": {}}, {"id": [1]}, {"data": None}, {"data": 7}, {"data": {}}, {"data": [None, 7, [], {}]},
    {"data": [{"id": "1"}, {"id": {}, "timestamp": [], "caption": {}}, {"id": "2", "created_time": "9" * 5_000}]},
    {"data": [{"quota_usage": "1", "config": 7}]}, {"data": [{"quota_usage": 9, "config": {"quota_total": 0}}]},
    {"status_code": None}, {"status_code": 7, "status": {}}, {"status_code": "ERROR", "status": None},
    {"status": 7}, {"status": []}, {"status": {"video_status": None, "errors": 7, "processing_phase": []}},
    {"status": {"video_status": "error", "processing_phase": {"errors": [7, {"message": 7}, None], "error": "x"}}},
    {"video_id": 7, "upload_url": {}}, {"video_id": "7", "upload_url": "https://example.org/up"}, {"post_id": {}},
    {"data": [{"name": "views", "values": [None]}, {"name": "reach", "total_value": 7}, {"name": None}]},
    {"reactions": 7, "comments": {"summary": []}, "shares": [], "like_count": "many", "media_product_type": {}},
)  # fmt: skip


@pytest.mark.parametrize(
    ("place", "form", "files"),
    [
        (INSTAGRAM, "post", [jpeg(), jpeg()]),
        (INSTAGRAM, "story", [jpeg()]),
        (FACEBOOK, "post", [jpeg(), jpeg()]),
        (FACEBOOK, "post", [film()]),
        (FACEBOOK, "reel", [film()]),
        (FACEBOOK, "story", [jpeg()]),
    ],
)
async def test_whatever_is_answered_publishing_fails_in_our_own_words(
    redis_server: Server, brand: str, tmp_path: Path, place: Place, form: Form, files: list[bytes]
) -> None:
    async with opened(redis_server.url, brand) as store, meta_posts(place, store, tmp_path) as desk:
        media = [await desk.attach(data, "video" if data[4:8] == b"ftyp" else "image") for data in files]
        action = Publish(RemoteId(""), "" if form == "story" else "Our kiln", tuple(media), form=form)
        await desk.publisher.publish(action, "d0")
        for number, (call, body) in enumerate((call, body) for call in sorted(set(desk.meta.calls)) for body in ODD):
            desk.meta.odd = {call: body}
            key = f"d{number + 1}"
            await in_our_words(lambda key=key: desk.publisher.publish(action, key))
            await in_our_words(lambda key=key: desk.publisher.find(action, key, 0))


@pytest.mark.parametrize("place", [INSTAGRAM, FACEBOOK])
async def test_whatever_is_answered_measuring_fails_in_our_own_words(
    redis_server: Server, brand: str, tmp_path: Path, place: Place
) -> None:
    async with opened(redis_server.url, brand) as store, meta_posts(place, store, tmp_path) as desk:
        for call in ("GET node", "GET insights"):
            for body in ODD:
                desk.meta.odd = {call: body}
                measured = await in_our_words(lambda: desk.publisher.metrics(RemoteId("0000000017")))
                assert measured is None or all(isinstance(one, int) for one in measured.values.values())


@pytest.mark.parametrize(
    ("place", "form", "cut", "asked"),
    [
        (INSTAGRAM, "post", "POST media_publish", ["GET node", "GET media"]),
        (INSTAGRAM, "story", "POST media_publish", ["GET stories"]),
        (FACEBOOK, "post", "POST feed", ["GET published_posts"]),
        (FACEBOOK, "story", "POST photo_stories", ["GET stories"]),
    ],
)
async def test_whatever_is_answered_looking_fails_in_our_own_words(
    redis_server: Server, brand: str, tmp_path: Path, place: Place, form: Form, cut: str, asked: list[str]
) -> None:
    async with opened(redis_server.url, brand) as store, meta_posts(place, store, tmp_path) as desk:
        action = Publish(RemoteId(""), "", (await desk.attach(jpeg()),), form=form)
        desk.meta.cut(cut)
        with pytest.raises(NetworkError):
            await desk.publisher.publish(action, "d1")
        for call, body in ((call, body) for call in asked for body in ODD):
            desk.meta.odd = {call: body}
            await in_our_words(lambda: desk.publisher.find(action, "d1", 0))
        assert desk.meta.count(asked[0]) > len(ODD) - 2


async def in_our_words(deed: Callable[[], Awaitable[T]]) -> T | None:
    """What comes of it; None for an error that has a meaning."""
    try:
        return await deed()
    except NetworkError:
        return None
