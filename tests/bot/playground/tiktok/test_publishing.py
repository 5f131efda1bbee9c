"""Posts of both APIs: fetched or uploaded, checked, published, told, measured."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.playground.tiktok import Account, App, Person, TikTokServer, TikTokWorld, Video
from bot.playground.tiktok.records import DAY
from tests.bot.playground.tiktok.calls import Business, JsonObject, Open, Receiver

FILM = b"\0\0\0\x18ftypmp42" + bytes(2000)
MB = 1_000_000
PUBLIC = {"privacy_level": "PUBLIC_TO_EVERYONE"}


@pytest.fixture
async def shelf(world: TikTokWorld, app: App) -> AsyncIterator[str]:
    """A server with /film.mp4, /cup.jpg and /cup.png, whose address is verified."""

    async def give(request: web.Request) -> web.Response:
        kinds = {"film.mp4": "video/mp4", "cup.jpg": "image/jpeg", "cup.png": "image/png"}
        name = request.match_info["name"]
        if name not in kinds:
            raise web.HTTPNotFound
        return web.Response(body=FILM, content_type=kinds[name])

    inside = web.Application()
    inside.router.add_get("/{name}", give)
    async with TestServer(inside) as running:
        url = str(running.make_url("/")).rstrip("/")
        world.verify_domain(app, url)
        yield url


async def settled(world: TikTokWorld, publish_id: str) -> str:
    """The state of a publication once it is not on its way any more."""
    publication = world.publications[publish_id]
    await world.wait_for(lambda: not publication.state.startswith("PROCESSING"))
    return publication.state


async def test_a_video_is_fetched_published_told_and_measured(
    business: Business, world: TikTokWorld, shelf: str, server: TikTokServer, receiver: Receiver
) -> None:
    info = {"caption": "A new glaze", "disable_comment": True}
    begun = await business.post("/business/video/publish/", video_url=f"{shelf}/film.mp4", post_info=info)
    share_id = begun["data"]["share_id"]
    assert await settled(world, share_id) == "PUBLISH_COMPLETE"
    status = (await business.get("/business/publish/status/", publish_id=share_id))["data"]
    assert status["status"] == "PUBLISH_COMPLETE"
    (post_id,) = status["post_ids"]
    video = world.videos[post_id]
    assert (video.caption, video.files, video.comments_off) == ("A new glaze", [FILM], True)

    world.measure(video, video_views=1200, likes=80, shares=3, average_time_watched=4.5)
    fields = ["item_id", "caption", "video_views", "likes", "average_time_watched"]
    listed = await business.get("/business/video/list/", fields=fields, filters={"video_ids": [post_id]})
    assert listed["data"]["videos"] == [
        {
            "item_id": post_id,
            "caption": "A new glaze",
            "video_views": 1200,
            "likes": 80,
            "average_time_watched": 4.5,
        }
    ]
    world.remove_video(video)
    await server.hooks.idle()
    assert [one["event"] for one in receiver.bodies] == [
        "post.publish.complete",
        "post.publish.publicly_available",
        "post.publish.no_longer_publicaly_available",
    ]
    assert receiver.contents("post.publish.publicly_available")[0]["post_id"] == int(post_id)
    assert world.fetcher.fetched == [f"{shelf}/film.mp4"]


async def test_what_cannot_be_fetched_or_is_of_the_wrong_kind_fails(
    business: Business, world: TikTokWorld, shelf: str, account: Account, server: TikTokServer, receiver: Receiver
) -> None:
    found = []
    for name in ("nothing.mp4", "cup.png"):
        begun = await business.post("/business/video/publish/", video_url=f"{shelf}/{name}", post_info={})
        await settled(world, begun["data"]["share_id"])
        status = await business.get("/business/publish/status/", publish_id=begun["data"]["share_id"])
        found.append(status["data"])
    assert found == [
        {"status": "FAILED", "reason": "video_pull_failed"},
        {"status": "FAILED", "reason": "file_format_check_failed"},
    ]
    await server.hooks.idle()
    assert receiver.contents("post.publish.failed")[0]["reason"] == "video_pull_failed"

    world.spoil_next(account, "frame_rate_check_failed")
    begun = await business.post("/business/video/publish/", video_url=f"{shelf}/film.mp4", post_info={})
    assert await settled(world, begun["data"]["share_id"]) == "FAILED"
    with pytest.raises(ValueError, match="no fail reason"):
        world.spoil_next(account, "rain")


async def test_photos_of_an_address_that_is_not_verified_are_refused(
    business: Business, world: TikTokWorld, shelf: str
) -> None:
    pictures = [f"{shelf}/cup.jpg", f"{shelf}/cup.jpg"]
    info = {"title": "Cups", "caption": "Two of them", "privacy_level": "SELF_ONLY"}
    begun = await business.post("/business/photo/publish/", photo_images=pictures, post_info=info)
    assert await settled(world, begun["data"]["share_id"]) == "PUBLISH_COMPLETE"
    assert len(world.fetcher.fetched) == 2
    assert (await business.get("/business/video/list/"))["data"]["videos"] == []

    elsewhere = ["https://elsewhere.example/cup.jpg"]
    refused = await business.post("/business/photo/publish/", photo_images=elsewhere, post_info=info)
    assert (refused["code"], "url_ownership_unverified" in refused["message"]) == (40002, True)
    assert (await business.post("/business/photo/publish/", photo_images=pictures, post_info={}))["code"] == 40002


async def test_six_a_minute_and_fifteen_a_day(
    business: Business, world: TikTokWorld, shelf: str, server: TikTokServer
) -> None:
    states = []
    for number in range(16):
        begun = await business.post(
            "/business/video/publish/", video_url=f"{shelf}/film.mp4", post_info={"caption": f"No {number}"}
        )
        states.append(await settled(world, begun["data"]["share_id"]))
        server.clock.advance(11)
    assert states == ["PUBLISH_COMPLETE"] * 15 + ["FAILED"]
    assert list(world.publications.values())[-1].reason == "spam_risk_too_many_posts"
    server.clock.advance(DAY)
    world.consent(business.account)
    more = {"video_url": f"{shelf}/film.mp4", "post_info": {}}
    codes = [(await business.post("/business/video/publish/", **more))["code"] for _ in range(7)]
    assert codes == [0] * 6 + [40100]


async def begin(opened: Open, size: int, chunk: int, **info: str) -> tuple[int, JsonObject]:
    source = {"source": "FILE_UPLOAD", "video_size": size, "chunk_size": chunk, "total_chunk_count": size // chunk}
    body = {"post_info": {"title": "A film"} | PUBLIC | info, "source_info": source}
    return await opened.post("/v2/post/publish/video/init/", body)


async def put(http: aiohttp.ClientSession, url: str, data: bytes, first: int, last: int) -> int:
    """The bytes from `first` to `last`; returns the status."""
    headers = {"Content-Type": "video/mp4", "Content-Range": f"bytes {first}-{last}/{len(data)}"}
    async with http.put(url, data=io.BytesIO(data[first : last + 1]), headers=headers) as answer:
        return answer.status


async def status_of(opened: Open, publish_id: str) -> JsonObject:
    _, body = await opened.post("/v2/post/publish/status/fetch/", {"publish_id": publish_id})
    data: JsonObject = body["data"]
    return data


async def test_a_video_is_uploaded_in_chunks_and_goes_on_after_a_cut(
    opened: Open, http: aiohttp.ClientSession, world: TikTokWorld, server: TikTokServer
) -> None:
    film = FILM + bytes(12 * MB - len(FILM))
    status, body = await begin(opened, len(film), 5 * MB)
    assert (status, body["error"]["code"]) == (200, "ok")
    url, publish_id = body["data"]["upload_url"], body["data"]["publish_id"]

    assert await put(http, url, film, 5 * MB, 12 * MB - 1) == 416
    assert await put(http, url, film, 0, 5 * MB - 1) == 206
    assert (await status_of(opened, publish_id))["status"] == "PROCESSING_UPLOAD"
    world.cut_upload(8 * MB)
    with pytest.raises(aiohttp.ClientError):
        await put(http, url, film, 5 * MB, 12 * MB - 1)
    assert (await status_of(opened, publish_id))["uploaded_bytes"] == 5 * MB
    assert await put(http, url, film, 5 * MB, 12 * MB - 1) == 201

    told = await status_of(opened, publish_id)
    assert told["status"] == "PUBLISH_COMPLETE"
    (post_id,) = told["publicaly_available_post_id"]
    assert world.videos[str(post_id)].files == [film]
    shown, found = await opened.post(
        "/v2/video/query/", {"filters": {"video_ids": [str(post_id)]}}, fields="id,title,view_count"
    )
    assert (shown, found["data"]["videos"]) == (200, [{"id": str(post_id), "title": "A film", "view_count": 0}])
    assert await put(http, url, film, 0, 5 * MB - 1) == 404


async def test_an_upload_address_expires_and_chunks_have_bounds(
    opened: Open, http: aiohttp.ClientSession, server: TikTokServer
) -> None:
    assert (await begin(opened, 12 * MB, 4 * MB))[0] == 400
    assert (await begin(opened, 2 * MB, 1 * MB))[0] == 400
    _, body = await begin(opened, len(FILM), len(FILM))
    server.clock.advance(3601)
    assert await put(http, body["data"]["upload_url"], FILM, 0, len(FILM) - 1) == 403


async def test_what_is_public_takes_its_time(
    opened: Open, http: aiohttp.ClientSession, world: TikTokWorld, server: TikTokServer
) -> None:
    world.processing, world.moderation = 30.0, 60.0
    _, body = await begin(opened, len(FILM), len(FILM))
    publish_id = body["data"]["publish_id"]
    assert await put(http, body["data"]["upload_url"], FILM, 0, len(FILM) - 1) == 201
    assert (await status_of(opened, publish_id))["status"] == "PROCESSING_UPLOAD"
    server.clock.advance(30)
    told = await status_of(opened, publish_id)
    assert (told["status"], told["publicaly_available_post_id"]) == ("PUBLISH_COMPLETE", [])
    server.clock.advance(60)
    assert len((await status_of(opened, publish_id))["publicaly_available_post_id"]) == 1


async def test_an_app_that_is_not_audited_posts_privately_only(opened: Open, app: App) -> None:
    app.audited = False
    status, body = await begin(opened, len(FILM), len(FILM))
    assert (status, body["error"]["code"]) == (403, "unaudited_client_can_only_post_to_private_accounts")
    assert (await begin(opened, len(FILM), len(FILM), privacy_level="SELF_ONLY"))[0] == 200
    app.posted |= {f"somebody {number}": app.posted[opened.account.open_id] for number in range(5)}
    status, body = await begin(opened, len(FILM), len(FILM), privacy_level="SELF_ONLY")
    assert (status, body["error"]["code"]) == (403, "reached_active_user_cap")


async def test_what_may_be_chosen_is_asked_and_held_to(opened: Open, account: Account) -> None:
    account.private = True
    _, body = await opened.post("/v2/post/publish/creator_info/query/")
    assert "PUBLIC_TO_EVERYONE" not in body["data"]["privacy_level_options"]
    status, body = await begin(opened, len(FILM), len(FILM))
    assert (status, body["error"]["code"]) == (403, "privacy_level_option_mismatch")


async def test_photos_are_pulled_and_a_draft_waits(
    opened: Open, world: TikTokWorld, shelf: str, server: TikTokServer, receiver: Receiver
) -> None:
    source = {"source": "PULL_FROM_URL", "photo_images": [f"{shelf}/cup.jpg"], "photo_cover_index": 0}
    body = {"media_type": "PHOTO", "post_info": {"title": "Cup"} | PUBLIC, "source_info": source}
    status, begun = await opened.post("/v2/post/publish/content/init/", body | {"post_mode": "DIRECT_POST"})
    assert (status, await settled(world, begun["data"]["publish_id"])) == (200, "PUBLISH_COMPLETE")
    status, begun = await opened.post("/v2/post/publish/content/init/", body | {"post_mode": "MEDIA_UPLOAD"})
    assert (status, await settled(world, begun["data"]["publish_id"])) == (200, "SEND_TO_USER_INBOX")
    await server.hooks.idle()
    assert receiver.contents("post.publish.inbox_delivered")[0]["publish_type"] == "INBOX_SHARE"

    source["photo_images"] = ["https://elsewhere.example/cup.jpg"]
    status, refused = await opened.post("/v2/post/publish/content/init/", body | {"post_mode": "DIRECT_POST"})
    assert (status, refused["error"]["code"]) == (403, "url_ownership_unverified")


async def test_too_many_posts_and_too_many_questions(opened: Open, world: TikTokWorld) -> None:
    world.per_day = 2
    answers = [(await begin(opened, len(FILM), len(FILM))) for _ in range(3)]
    assert [status for status, _ in answers] == [200, 200, 403]
    assert answers[2][1]["error"]["code"] == "spam_risk_too_many_posts"
    for _ in range(3):
        await begin(opened, len(FILM), len(FILM))
    status, body = await begin(opened, len(FILM), len(FILM))
    assert (status, body["error"]["code"]) == (429, "rate_limit_exceeded")


async def test_posts_are_listed_newest_first_in_pages(
    business: Business, world: TikTokWorld, account: Account, server: TikTokServer, asha: Person, video: Video
) -> None:
    world.comment(asha, video, "Nice")
    for number in range(12):
        server.clock.advance(60)
        world.video(account, f"No {number}", photo=number % 2 == 0)
    fields = ["item_id", "caption", "media_type", "create_time", "comments"]
    first = (await business.get("/business/video/list/", fields=fields))["data"]
    rest = (await business.get("/business/video/list/", fields=fields, cursor=first["cursor"]))["data"]
    assert [one["caption"] for one in first["videos"]] == [f"No {11 - number}" for number in range(10)]
    assert [one["caption"] for one in rest["videos"]] == ["No 1", "No 0", "New cups today"]
    assert (first["has_more"], rest["has_more"], rest["videos"][-1]["comments"]) == (True, False, 1)
    assert (await business.get("/business/video/list/", fields=["caption"]))["code"] == 40002
