"""Publishing a video, once, with its picture, its time and its visibility; and what YouTube does not keep."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from bot.networks._youtube.publish import LOCKED, body_of, thrown_out
from bot.playground.faults import Fault, Kind
from inbox.actions import Publish
from inbox.errors import Rejected, Unavailable, Uncertain
from inbox.models import Media, RemoteId
from tests.files_to_post import jpeg
from tests.youtube_accounts import Ours, ours

FILM = random.Random(2).randbytes(300_000)
PUT, COVER = "PUT /upload/youtube/v3/videos", "POST /upload/youtube/v3/thumbnails/set"


async def post(channel: Ours, **change: Any) -> Publish:
    media = Media("video", await channel.blobs.put(FILM), "video/mp4")
    made = Publish(RemoteId(channel.channel.id), "Step by step.", (media,), title="How we glaze", tags=("clay",))
    return replace(made, **change)


async def test_a_video_is_out_with_its_words_and_its_picture(channel: Ours) -> None:
    cover = Media("image", await channel.blobs.put(jpeg()), "image/jpeg")
    receipt = await channel.account().perform(await post(channel, cover=cover, made_by_ai=True), "key")
    video = channel.channel.videos[receipt.id]
    assert (video.title, video.description, video.tags, video.file) == ("How we glaze", "Step by step.", ["clay"], FILM)
    assert (video.privacy_at(channel.clock.now()), video.synthetic) == ("public", True)
    assert video.thumbnail is not None
    assert channel.vault.kept["upload.key"] == ""


async def test_the_same_delivery_makes_no_second_video(channel: Ours) -> None:
    made = await post(channel)
    first = await channel.account().perform(made, "key")
    channel.clock.advance(60)
    assert await channel.account().perform(made, "key") == first
    assert await channel.account().find_sent(made, "key", 0) == first
    assert len(channel.channel.videos) == 1


async def test_a_video_goes_public_when_it_shall(channel: Ours) -> None:
    at = channel.now() + 3_600_000
    receipt = await channel.account().perform(await post(channel, release=at), "key")
    video = channel.channel.videos[receipt.id]
    assert video.privacy_at(channel.clock.now()) == "private"
    assert video.privacy_at(at / 1000) == "public"
    assert LOCKED not in channel.vault.kept


async def test_what_would_be_refused_is_not_even_begun(channel: Ours) -> None:
    with pytest.raises(Rejected, match="< or > in the title"):
        await channel.account().perform(await post(channel, title="1 < 2"), "key")
    assert not channel.server.calls[PUT]
    gone = await post(channel, media=(Media("video", "blob:none"),))
    with pytest.raises(Rejected, match="erased"):
        await channel.account().perform(gone, "key")


async def test_a_lost_answer_is_looked_for_and_nothing_is_made_twice(channel: Ours) -> None:
    made = await post(channel)
    channel.server.faults.next(Fault(Kind.CUT_AFTER), PUT, 2)
    with pytest.raises(Uncertain):
        await channel.account().perform(made, "key")
    receipt = await channel.account().find_sent(made, "key", 0)
    assert receipt is not None
    assert channel.channel.videos.keys() == {receipt.id}


async def test_a_picture_that_is_missing_after_a_crash_is_brought_by_going_on(channel: Ours) -> None:
    cover = Media("image", await channel.blobs.put(jpeg()), "image/jpeg")
    made = await post(channel, cover=cover)
    channel.server.refuse("backendError", COVER)
    with pytest.raises(Unavailable):
        await channel.account().perform(made, "key")
    assert await channel.account().find_sent(made, "key", 0) is None
    receipt = await channel.account().perform(made, "key")
    assert channel.channel.videos[receipt.id].thumbnail is not None
    assert len(channel.channel.videos) == 1


async def test_a_picture_that_youtube_refuses_costs_nobody_the_video(channel: Ours) -> None:
    cover = Media("image", await channel.blobs.put(jpeg()), "image/jpeg")
    channel.server.refuse("forbidden", COVER)
    receipt = await channel.account().perform(await post(channel, cover=cover), "key")
    assert channel.channel.videos[receipt.id].thumbnail is None


async def test_a_picture_that_was_erased_meanwhile_costs_nobody_the_video(channel: Ours) -> None:
    cover = Media("image", await channel.blobs.put(jpeg()), "image/jpeg")
    made = await post(channel, cover=cover)
    channel.server.refuse("backendError", COVER)
    with pytest.raises(Unavailable):
        await channel.account().perform(made, "key")
    del channel.blobs.kept[cover.ref]
    assert (await channel.account().perform(made, "key")).id in channel.channel.videos


async def test_a_project_that_is_not_audited_is_found_out_and_said_from_then_on() -> None:
    async with ours(audited=False) as unaudited:
        made = await post(unaudited)
        account = unaudited.account()
        assert not await account.judge(made)
        await account.perform(made, "key")
        (warning,) = await account.judge(made)
        assert "audit" in warning.words
        assert not warning.stops
        assert any("kept a video of this project private" in found.words for found in await account.check())


async def test_a_video_that_youtube_threw_out_is_said_to_be(channel: Ours) -> None:
    made = await post(channel)
    account = channel.account()
    receipt = await account.perform(made, "key")
    channel.world.spoil(channel.channel.videos[receipt.id], rejection="duplicate")
    with pytest.raises(Rejected, match="duplicate"):
        await account.perform(made, "key")
    with pytest.raises(Rejected, match="duplicate"):
        await account.metrics(receipt.id)


async def test_what_was_never_begun_is_not_there(channel: Ours) -> None:
    assert await channel.account().find_sent(await post(channel), "key", 0) is None


def test_the_body_says_what_the_post_says() -> None:
    made = Publish(RemoteId("UC"), "First line\nmore", (), visibility="unlisted", release=0)
    body = body_of(made)
    assert (body["snippet"]["title"], body["status"]["privacyStatus"]) == ("First line", "unlisted")
    timed = body_of(replace(made, visibility="public", release=1_796_000_000_250))
    assert (timed["status"]["privacyStatus"], timed["status"]["publishAt"]) == ("private", "2026-11-30T00:53:20.250Z")
    assert "gives no reason" in thrown_out({})
