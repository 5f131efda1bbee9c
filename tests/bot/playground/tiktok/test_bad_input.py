"""Whatever is sent to whichever endpoint: an answer in TikTok's form, never a crash."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import pytest

from bot.playground.tiktok import Person, TikTokServer, TikTokWorld, Video
from bot.playground.tiktok.calls import TYPES
from bot.playground.tiktok.routes.open_table import OPEN
from bot.playground.tiktok.routes.table import BUSINESS
from tests.bot.playground.tiktok.calls import Business, Open

ODD: list[Any] = [None, "", "x", "9" * 30, -1, 3.5, True, [], [None], {}, {"body": 7}, {"source": "FILE_UPLOAD"}]


def likely(name: str, known: dict[str, Any]) -> Any:
    """A value that this parameter may well have."""
    empty: dict[type, Any] = {list: ["x"], dict: {}, int: 1, bool: True}
    return known.get(name, empty.get(TYPES.get(name, str), "x"))


@pytest.mark.parametrize(("method", "path"), list(BUSINESS))
async def test_each_parameter_of_the_api_for_business(
    method: str,
    path: str,
    business: Business,
    server: TikTokServer,
    world: TikTokWorld,
    video: Video,
    asha: Person,
) -> None:
    route = BUSINESS[method, path]
    world.limits.limited = False
    comment = world.comment(asha, video, "Nice")
    heard = world.message(asha, video.account, "Hello")
    known = {"business_id": video.account.open_id, "video_id": video.id, "comment_id": comment.id}
    known |= {"recipient": heard.conversation.id, "conversation_id": heard.conversation.id, "message_type": "TEXT"}
    whole = {name: likely(name, known) for name in (*route.needed, *route.optional)}
    headers = {"Access-Token": video.account.access_token}
    url = f"{server.url}/open_api/v1.3{path}"
    for name in [*whole, "made_up"]:
        for odd in ODD:
            given = whole | {name: odd}
            query = {one: value if isinstance(value, str) else json.dumps(value) for one, value in given.items()}
            parts = {"params": query} if method == "GET" else {"json": given}
            async with business.http.request(method, url, headers=headers, **parts) as answer:
                assert answer.status == 200, (name, odd)
                assert set(await answer.json()) == {"code", "message", "request_id", "data"}


@pytest.mark.parametrize("path", [path for method, path in OPEN if method == "POST" and "oauth" not in path])
async def test_each_parameter_of_the_open_api(path: str, opened: Open, world: TikTokWorld) -> None:
    route = OPEN["POST", path]
    world.limits.limited = False
    known = {"media_type": "PHOTO", "post_mode": "DIRECT_POST", "post_info": {"privacy_level": "SELF_ONLY"}}
    whole = {name: likely(name, known) for name in (*route.needed, *route.optional) if name != "fields"}
    query = {"fields": "id"} if "fields" in route.needed else {}
    for name in [*whole, "made_up"]:
        for odd in ODD:
            status, body = await opened.post(path, whole | {name: odd}, **query)
            assert status in (200, 400, 403), (name, odd, body)
            assert set(body["error"]) == {"code", "message", "log_id"}


async def test_bodies_that_are_no_json(business: Business, opened: Open, http: aiohttp.ClientSession) -> None:
    headers = {"Access-Token": business.account.access_token, "Content-Type": "application/json"}
    url = f"{business.url}/open_api/v1.3/business/comment/create/"
    for body in (b"", b"[]", b"{", b"\xff"):
        async with http.post(url, data=body, headers=headers) as answer:
            assert (await answer.json())["code"] == 40002
    async with http.post(url, data={"text": "a form"}, headers={"Access-Token": headers["Access-Token"]}) as answer:
        assert (await answer.json())["code"] == 40002
    status, body = await opened.form("/v2/post/publish/video/init/", title="x")
    assert (status, body["error"]["code"]) == (401, "access_token_invalid")
