"""Resumable uploads: whole, in chunks, cut and gone on with, forgotten; and what becomes of them by the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest

from bot.playground.faults import Fault, Kind
from bot.playground.youtube import Channel, Project, YouTubeServer, YouTubeWorld
from bot.playground.youtube.uploads import PIECE
from tests.bot.playground.youtube.calls import FILM, Api

BIG = bytes(range(256)) * (PIECE // 256) * 2 + b"tail"
PUT = "PUT /upload/youtube/v3/videos"


@dataclass
class Uploading:
    """One upload by its address."""

    api: Api
    where: str = ""
    ranges: list[str] = field(default_factory=list)

    async def begin(self, size: int, **status: object) -> Uploading:
        """Say what it will be."""
        body = {"snippet": {"title": "A film"}, "status": status or {"privacyStatus": "public"}}
        headers = {
            "Authorization": f"Bearer {self.api.token}",
            "X-Upload-Content-Length": str(size),
            "X-Upload-Content-Type": "video/mp4",
        }
        where = f"{self.api.url}/upload/youtube/v3/videos"
        params = {"uploadType": "resumable", "part": "snippet,status"}
        async with self.api.http.post(where, params=params, json=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            assert await answer.read() == b""
            self.where = answer.headers["Location"]
        return self

    async def put(self, data: bytes, place: str = "") -> tuple[int, str, Any]:
        """Status, Range and JSON of one call."""
        headers = {"Content-Range": f"bytes {place}"} if place else {}
        async with self.api.http.put(self.where, data=data, headers=headers, allow_redirects=False) as answer:
            text = await answer.read()
            found = await answer.json(content_type=None) if text and answer.status < 300 else None
            return answer.status, answer.headers.get("Range", ""), found

    async def ask(self) -> tuple[int, str, Any]:
        """How much has arrived."""
        return await self.put(b"", "*/*")


async def test_a_film_is_uploaded_at_once_and_processed_by_the_clock(
    api: Api, server: YouTubeServer, world: YouTubeWorld, channel: Channel, project: Project
) -> None:
    world.processing_takes = 100
    status, _, made = await (await Uploading(api).begin(len(FILM))).put(FILM)
    assert (status, made["status"]["uploadStatus"], made["snippet"]["title"]) == (201, "uploaded", "A film")
    assert (world.used(project, "inserts"), world.used(project)) == (1, 0)
    server.clock.advance(50)
    look = {"part": "status,processingDetails,statistics", "id": made["id"]}
    [shown] = await api.items("videos", **look)
    progress = shown["processingDetails"]["processingProgress"]
    assert progress == {"partsTotal": "1000", "partsProcessed": "500", "timeLeftMs": "50000"}
    server.clock.advance(50)
    [shown] = await api.items("videos", **look)
    assert shown["status"]["uploadStatus"] == "processed"
    assert shown["processingDetails"]["processingStatus"] == "succeeded"
    assert shown["statistics"]["viewCount"] == "0"
    [sent] = server.sent
    assert (sent.call, sent.result_id, sent.text) == (PUT, made["id"], "A film")
    assert world.videos[made["id"]].file == FILM
    [item] = await api.items("playlistItems", part="contentDetails", playlistId=channel.uploads)
    assert item["contentDetails"]["videoId"] == made["id"]


async def test_a_film_comes_in_chunks(api: Api, world: YouTubeWorld) -> None:
    upload = await Uploading(api).begin(len(BIG))
    size = len(BIG)
    assert await upload.ask() == (308, "", None)
    assert await upload.put(BIG[:PIECE], f"0-{PIECE - 1}/{size}") == (308, f"bytes=0-{PIECE - 1}", None)
    assert (await upload.put(BIG[PIECE:-4], f"{PIECE}-{size - 5}/{size}"))[1] == f"bytes=0-{size - 5}"
    status, _, made = await upload.put(BIG[-4:], f"{size - 4}-{size - 1}/{size}")
    assert status == 201
    assert world.videos[made["id"]].file == BIG


async def test_after_a_cut_one_asks_and_goes_on_and_there_is_one_film(
    api: Api, server: YouTubeServer, world: YouTubeWorld
) -> None:
    upload = await Uploading(api).begin(len(BIG))
    world.cut_upload(after=1000)
    with pytest.raises(aiohttp.ClientError):
        await upload.put(BIG)
    assert await upload.ask() == (308, "bytes=0-999", None)
    server.faults.next(Fault(Kind.CUT_AFTER), PUT)
    with pytest.raises(aiohttp.ClientError):
        await upload.put(BIG[1000:], f"1000-{len(BIG) - 1}/{len(BIG)}")
    status, _, made = await upload.ask()  # the answer was lost, the film was not
    assert status == 200
    assert (await upload.ask())[2]["id"] == made["id"]
    assert [video.file for video in world.videos.values()] == [BIG]
    assert len(server.sent) == 1


async def test_wrong_ranges_are_refused(api: Api) -> None:
    upload = await Uploading(api).begin(len(BIG))
    for data, place in (
        (BIG[:5], f"0-9/{len(BIG)}"),
        (BIG[:5], f"0-4/{len(BIG)}"),
        (BIG[:5], "0-4/5"),
        (BIG[-4:], f"{len(BIG) - 4}-{len(BIG) - 1}/{len(BIG)}"),
        (BIG[:5], "from the start"),
    ):
        assert (await upload.put(data, place))[0] == 400, place
    assert await upload.ask() == (308, "", None)


async def test_an_upload_is_forgotten_after_a_week_or_when_told(
    api: Api, server: YouTubeServer, world: YouTubeWorld
) -> None:
    first, second = await Uploading(api).begin(5), await Uploading(api).begin(5)
    async with api.http.delete(second.where) as answer:
        assert answer.status == 499
    assert (await second.ask())[0] == 404
    server.clock.advance(world.session_lives)
    assert (await first.ask())[0] == 308
    server.clock.advance(1)
    assert (await first.put(b"12345"))[0] == 404
    third = await Uploading(api.of(world.token(next(iter(world.channels.values()))))).begin(5)
    world.forget_uploads()
    assert (await third.put(b"12345"))[0] == 404


async def test_a_film_is_published_at_its_time(api: Api, server: YouTubeServer, world: YouTubeWorld) -> None:
    at = "2027-01-15T09:00:00Z"
    upload = await Uploading(api).begin(len(FILM), privacyStatus="private", publishAt=at)
    made = (await upload.put(FILM))[2]
    assert (made["status"]["privacyStatus"], made["status"]["publishAt"]) == ("private", at)
    server.clock.advance(3_600)
    [shown] = await api.of(world.token(next(iter(world.channels.values())))).items(
        "videos", part="status,snippet", id=made["id"]
    )
    assert (shown["status"]["privacyStatus"], shown["snippet"]["publishedAt"]) == ("public", at)
    assert "publishAt" not in shown["status"]


async def test_films_of_a_project_that_was_not_audited_stay_private(api: Api, world: YouTubeWorld) -> None:
    channel = world.create_channel("Kiln Talk", world.create_project(audited=False))
    caller = api.of(channel.token)
    made = (await (await Uploading(caller).begin(len(FILM))).put(FILM))[2]
    assert made["status"]["privacyStatus"] == "private"
    body = {"id": made["id"], "status": {"privacyStatus": "public"}}
    changed = await caller.do("PUT", "videos", body, part="status")
    assert changed["status"]["privacyStatus"] == "private"


async def test_what_cannot_be_said_of_a_film_is_refused(api: Api) -> None:
    async def reason(snippet: dict[str, object], status: dict[str, object] | None = None) -> str:
        body = {"snippet": {"title": "A film"} | snippet, "status": status or {}}
        params = {"uploadType": "resumable", "part": "snippet,status"}
        return (await api.refused("POST", "/upload/youtube/v3/videos", body, **params))[1]

    assert await reason({"title": ""}) == "invalidTitle"
    assert await reason({"title": "a" * 101}) == "invalidTitle"
    assert await reason({"title": "<b>"}) == "invalidTitle"
    assert await reason({"description": "ä" * 2501}) == "invalidDescription"
    assert await reason({"tags": ["a" * 250, "b" * 250]}) == "invalidTags"
    assert await reason({"categoryId": "99"}) == "invalidCategoryId"
    assert await reason({}, {"privacyStatus": "secret"}) == "invalidVideoMetadata"
    assert await reason({}, {"privacyStatus": "public", "publishAt": "2028-01-01T00:00:00Z"}) == "invalidPublishAt"
    assert await reason({}, {"privacyStatus": "private", "publishAt": "soon"}) == "invalidPublishAt"
    assert await reason({}, {"embeddable": "yes"}) == "badRequest"


async def test_an_upload_that_fails_says_why(api: Api, world: YouTubeWorld) -> None:
    world.processing_takes = 100
    made = (await (await Uploading(api).begin(len(FILM))).put(FILM))[2]
    world.spoil(world.videos[made["id"]], failure="codec")
    [shown] = await api.items("videos", part="status,processingDetails", id=made["id"])
    assert (shown["status"]["uploadStatus"], shown["status"]["failureReason"]) == ("failed", "codec")
    assert shown["processingDetails"]["processingStatus"] == "failed"
