"""A post is public once, whatever is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.faults import Fault, Kind
from inbox.actions import Publish
from inbox.errors import Rejected, Unavailable, Uncertain
from inbox.models import Media, RemoteId
from tests.files_to_post import film
from tests.tiktok_account import Ours

PUBLISH, INIT = "POST /business/video/publish/", "POST /v2/post/publish/video/init/"


async def video(ours: Ours, size: int = 0, **more: Any) -> Publish:
    media = Media("video", await ours.blobs.put(film(1080, 1920, 20, size=size)), "video/mp4", "cup.mp4")
    return Publish(RemoteId("profile"), "A cup is thrown", (media,), **more)


def posts(ours: Ours) -> list[str]:
    return [one.caption for one in ours.us.videos.values()][1:]


@pytest.mark.parametrize("way", ["business", "content"])
async def test_a_video_is_published_once_however_often_it_is_asked_for(ours: Ours, way: str) -> None:
    post = await video(ours)
    receipt = await ours.publish(ours.account(publishing=way), post, "1")
    assert receipt.id in ours.us.videos
    again = ours.account(publishing=way)
    assert await again.perform(post, "1") == receipt
    assert await again.find_sent(post, "1", ours.now()) == receipt
    assert posts(ours) == ["A cup is thrown"]


async def test_an_answer_that_was_lost_after_the_effect(ours: Ours) -> None:
    post, since = await video(ours), ours.now()
    ours.server.faults.next(Fault(Kind.CUT_AFTER), PUBLISH)
    with pytest.raises(Uncertain):
        await ours.account().perform(post, "1")
    await ours.fetched()
    found = await ours.account().find_sent(post, "1", since)
    assert found is not None
    assert found.id in ours.us.videos
    assert (await ours.account().perform(post, "1")).id == found.id
    assert posts(ours) == ["A cup is thrown"]


async def test_nobody_can_tell_while_nothing_is_public(ours: Ours) -> None:
    post = await video(ours)
    ours.server.faults.next(Fault(Kind.CUT_BEFORE), PUBLISH)
    with pytest.raises(Uncertain):
        await ours.account().perform(post, "1")
    with pytest.raises(Uncertain, match="look at the profile"):
        await ours.account().find_sent(post, "1", ours.now())
    await ours.publish(ours.account(), post, "1")  # a person has looked, and retries
    assert posts(ours) == ["A cup is thrown"]


async def test_a_crash_in_the_middle_of_an_upload_goes_on_there(ours: Ours) -> None:
    post = await video(ours, size=32_000_000)
    ours.server.world.cuts += [12_000_000] * 2  # aiohttp itself tries a cut PUT once more
    with pytest.raises(Unavailable, match="goes on from there"):
        await ours.account(publishing="content").perform(post, "1")
    again = ours.account(publishing="content")
    assert await again.find_sent(post, "1", ours.now()) is None
    await ours.publish(again, post, "1")
    assert ours.server.calls[INIT] == 1
    assert posts(ours) == ["A cup is thrown"]


async def test_a_lost_beginning_of_an_upload_publishes_nothing(ours: Ours) -> None:
    post = await video(ours)
    ours.server.faults.next(Fault(Kind.CUT_AFTER), INIT)
    with pytest.raises(Unavailable):
        await ours.account(publishing="content").perform(post, "1")
    assert await ours.account(publishing="content").find_sent(post, "1", ours.now()) is None
    await ours.publish(ours.account(publishing="content"), post, "1")
    assert posts(ours) == ["A cup is thrown"]


async def test_an_upload_that_expired_is_begun_anew(ours: Ours) -> None:
    post, account = await video(ours, size=32_000_000), ours.account(publishing="content")
    ours.server.world.cuts += [12_000_000] * 2  # aiohttp itself tries a cut PUT once more
    with pytest.raises(Unavailable):
        await account.perform(post, "1")
    ours.server.clock.advance(3700)
    with pytest.raises(Unavailable, match="anew"):
        await account.perform(post, "1")
    await ours.publish(account, post, "1")
    assert posts(ours) == ["A cup is thrown"]


async def test_what_tiktok_refuses_later_is_said_and_can_be_retried(ours: Ours) -> None:
    post, account = await video(ours), ours.account()
    ours.server.world.spoil_next(ours.us, "frame_rate_check_failed")
    with pytest.raises(Rejected, match="frames a second"):
        await ours.publish(account, post, "1")
    await ours.publish(account, post, "1")
    assert posts(ours) == ["A cup is thrown"]


async def test_a_refusal_at_once_leaves_nothing_behind(ours: Ours) -> None:
    post, account = await video(ours), ours.account()
    ours.server.refuse(40002, PUBLISH)
    with pytest.raises(Rejected):
        await account.perform(post, "1")
    assert await account.find_sent(post, "1", ours.now()) is None
    await ours.publish(account, post, "1")
    assert posts(ours) == ["A cup is thrown"]


async def test_a_post_that_is_still_checked_is_found_in_the_list(ours: Ours) -> None:
    ours.server.world.moderation = 3600.0
    receipt = await ours.publish(ours.account(), await video(ours), "1")
    assert receipt.id in ours.us.videos


async def test_a_private_post_has_no_id_that_tiktok_tells(ours: Ours) -> None:
    account = ours.account(publishing="content")
    receipt = await ours.publish(account, await video(ours, visibility="private"), "1")
    assert receipt.id.startswith("pub.")
    with pytest.raises(Rejected, match="private"):
        await account.metrics(receipt.id)


async def test_two_posts_of_the_same_words_are_two(ours: Ours) -> None:
    account, post = ours.account(), await video(ours)
    first, second = await ours.publish(account, post, "1"), await ours.publish(account, post, "2")
    assert first.id != second.id


async def test_a_login_for_posting_that_is_missing_stops_nothing_else(ours: Ours) -> None:
    del ours.vault.kept["content_grant"]
    with pytest.raises(Rejected, match="Connect it for posting"):
        await ours.account(publishing="content").perform(await video(ours), "1")


async def test_what_stands_against_a_post_is_said_before(ours: Ours) -> None:
    account = ours.account()
    none = Publish(RemoteId("profile"), "Words alone")
    (verdict,) = await account.judge(none)
    assert verdict.stops
    with pytest.raises(Rejected, match="without a video"):
        await account.perform(none, "1")
    assert ours.server.calls.total() == 0


async def test_where_the_world_cannot_reach_us_videos_can_be_uploaded(ours: Ours) -> None:
    from dataclasses import replace

    from bot.networks._outside import unshared

    post = await video(ours)
    business = replace(ours.account()._publisher, share=unshared)
    assert "web.public_url" in (await business.judge(post))[0].words
    content = replace(ours.account(publishing="content")._publisher, share=unshared)
    assert await content.judge(post) == []
