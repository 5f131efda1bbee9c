"""Bringing a film in: whole, cut in the middle, after a crash, forgotten, and never twice."""

from __future__ import annotations

import random

import pytest

from bot.networks._http import Answer
from bot.networks._youtube.uploading import Uploading, arrived, name, video_in
from bot.playground.faults import Fault, Kind
from inbox.errors import NetworkError, Unavailable, Uncertain
from tests.youtube_accounts import Drawer, Ours

FILM = random.Random(1).randbytes(3 * 1024 * 1024)
BODY = {"snippet": {"title": "How we glaze"}, "status": {"privacyStatus": "public"}}
PART = 256 * 1024
PUT = "PUT /upload/youtube/v3/videos"


@pytest.fixture
def uploading(channel: Ours) -> Uploading:
    return again(channel)


def again(channel: Ours) -> Uploading:
    """As a new process would go on."""
    return Uploading(channel.account()._api, channel.vault, channel.channel.id, channel.now, PART * 2)


async def upload(uploading: Uploading) -> str:
    return await uploading.upload("key/1", BODY, FILM, "video/mp4")


def films(channel: Ours) -> list[bytes]:
    return [video.file for video in channel.channel.videos.values()]


async def test_a_film_arrives_whole(channel: Ours, uploading: Uploading) -> None:
    video = await upload(uploading)
    assert channel.channel.videos.keys() == {video}
    assert films(channel) == [FILM]
    assert channel.server.calls[PUT] == 6


async def test_a_line_cut_at_seventy_percent_goes_on_where_it_stands(channel: Ours, uploading: Uploading) -> None:
    whole = Uploading(uploading.api, uploading.vault, uploading.channel, uploading.now)
    channel.world.cut_upload(len(FILM) * 7 // 10)
    channel.world.cut_upload(1)  # aiohttp itself sends a part once more when a kept line is cut
    with pytest.raises(NetworkError):
        await upload(whole)
    (under_way,) = channel.world.uploads.values()
    assert len(under_way.received) == len(FILM) * 7 // 10
    await upload(again(channel))
    assert films(channel) == [FILM]
    assert len(channel.world.uploads) == 1


async def test_a_crash_between_two_parts_goes_on_where_it_stands(channel: Ours, uploading: Uploading) -> None:
    channel.server.faults.next(Fault(Kind.REFUSE, status=503), PUT)
    with pytest.raises(Unavailable):
        await upload(uploading)
    await upload(again(channel))
    assert films(channel) == [FILM]
    assert channel.server.calls["POST /upload/youtube/v3/videos"] == 1


async def test_a_last_answer_that_is_lost_is_uncertain_and_then_found(channel: Ours) -> None:
    whole = Uploading(again(channel).api, channel.vault, channel.channel.id, channel.now)
    channel.server.faults.next(Fault(Kind.CUT_AFTER), PUT, 2)
    with pytest.raises(Uncertain):
        await upload(whole)
    found = await again(channel).find("key/1")
    assert found in channel.channel.videos
    assert await upload(again(channel)) == found
    assert films(channel) == [FILM]


async def test_an_upload_that_youtube_forgot_begins_anew(channel: Ours, uploading: Uploading) -> None:
    channel.server.faults.next(Fault(Kind.REFUSE, status=503), PUT)
    with pytest.raises(Unavailable):
        await upload(uploading)
    channel.world.forget_uploads()
    await upload(again(channel))
    assert films(channel) == [FILM]
    assert channel.server.calls["POST /upload/youtube/v3/videos"] == 2


async def test_an_upload_that_ended_and_was_forgotten_is_found_among_the_videos(channel: Ours) -> None:
    whole = Uploading(again(channel).api, channel.vault, channel.channel.id, channel.now)
    channel.server.faults.next(Fault(Kind.CUT_AFTER), PUT, 2)
    with pytest.raises(Uncertain):
        await upload(whole)
    channel.world.uploads.clear()
    assert await upload(again(channel)) in channel.channel.videos
    assert len(films(channel)) == 1


async def test_an_upload_forgotten_in_the_middle_is_begun_anew_by_the_next_try(channel: Ours) -> None:
    uploading = again(channel)
    channel.server.faults.next(Fault(Kind.REFUSE, status=404), PUT)
    with pytest.raises(Unavailable, match="begins anew"):
        await upload(uploading)
    assert await upload(uploading)
    assert films(channel) == [FILM]


async def test_what_was_never_begun_is_nowhere(channel: Ours, uploading: Uploading) -> None:
    assert await uploading.find("key/1") == ""
    assert not await uploading.is_begun("key/1")


async def test_the_address_is_kept_sealed_and_let_go(channel: Ours, uploading: Uploading) -> None:
    await upload(uploading)
    assert "upload_id" in channel.vault.kept["upload.key.1"]
    await uploading.done("key/1")
    assert (channel.vault.kept["upload.key.1"], await uploading.is_begun("key/1")) == ("", False)
    assert isinstance(channel.vault, Drawer)


def test_names_and_answers() -> None:
    assert name("a/b:c") == "upload.a.b.c"
    assert arrived(Answer(308, {"range": "bytes=0-262143"}, b"")) == 262_144
    assert arrived(Answer(308, {}, b"")) == 0
    with pytest.raises(Unavailable):
        video_in(Answer(200, {}, b"{}"))


@pytest.mark.parametrize("base", ["https://evil.example", "http://upload.googleapis.com", "https://169.254.169.254"])
async def test_our_token_goes_to_no_address_but_googles(channel: Ours, uploading: Uploading, base: str) -> None:
    channel.world.base = base
    with pytest.raises(Unavailable):
        await upload(uploading)
    assert channel.server.calls[PUT] == 0
