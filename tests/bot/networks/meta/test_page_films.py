"""Films on a Facebook Page: waited for, never begun twice, and begun anew where Facebook gave up."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inbox.actions import Form
from inbox.errors import Rejected, Unavailable, Uncertain
from inbox.store import opened
from inbox.store.embedded import Server
from tests.meta_posts import FACEBOOK, PAGE, Desk, meta_posts, moving, only, plain

KEY = "d1"


@pytest.fixture(params=[True, False], ids=["fetched", "sent along"])
async def desk(request: pytest.FixtureRequest, redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A Page to publish to, which fetches files from us or is sent them."""
    async with (
        opened(redis_server.url, brand) as store,
        meta_posts(FACEBOOK, store, tmp_path, public=request.param) as found,
    ):
        yield found


async def test_a_film_is_waited_for_and_known_by_its_post(desk: Desk) -> None:
    desk.meta.waits = 2
    action = await moving(desk)
    for _ in range(2):
        with pytest.raises(Unavailable, match="Facebook is still preparing the video. It is asked again by itself"):
            await desk.publisher.publish(action, KEY)
    receipt = await desk.publisher.publish(action, KEY)
    assert plain(receipt.id) == only(desk)
    assert plain(receipt.id).startswith(f"{PAGE}_")
    assert desk.meta.count("POST videos") == 1


async def test_a_reel_is_begun_brought_in_finished_and_awaited(desk: Desk) -> None:
    desk.meta.waits = 2
    action = await moving(desk, "reel")
    for _ in range(2):
        with pytest.raises(Unavailable, match="still preparing the video"):
            await desk.publisher.publish(action, KEY)
    receipt = await desk.publisher.publish(action, KEY)
    assert plain(receipt.id) == only(desk)
    posts = [call for call in desk.meta.calls if call.startswith("POST")]
    assert posts == ["POST video_reels start", "POST upload", "POST video_reels finish"]
    assert desk.meta.posts[0]["message"] == "Our kiln"


async def test_a_reel_whose_end_was_lost_is_the_same_reel(desk: Desk) -> None:
    action = await moving(desk, "reel")
    desk.meta.cut("POST video_reels finish")
    desk.meta.waits = 2
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    assert await desk.publisher.find(action, KEY, desk.clock.at) is None
    desk.meta.waits = 1_000
    with pytest.raises(Uncertain, match="finished already"):  # and no new one is begun
        await desk.publisher.publish(action, KEY)
    desk.meta.waits = 0
    found = await desk.publisher.find(action, KEY, desk.clock.at)
    assert found
    assert plain(found.id) == only(desk)
    assert await desk.publisher.publish(action, KEY) == found
    assert desk.meta.count("POST video_reels start") == 1


@pytest.mark.parametrize("form", ["post", "reel"])
async def test_a_film_that_facebook_cannot_prepare_is_uploaded_anew_by_a_retry(desk: Desk, form: Form) -> None:
    action = await moving(desk, form)
    desk.meta.ends = "error"
    with pytest.raises(Rejected, match=r"could not prepare the video: The film is broken\.? Retry to have it uploaded"):
        await desk.publisher.publish(action, KEY)
    desk.meta.ends = ""
    await desk.publisher.publish(action, KEY)


async def test_an_upload_whose_answer_was_lost_is_not_made_again(desk: Desk) -> None:
    action = await moving(desk, "reel")
    desk.meta.cut("POST upload")
    with pytest.raises(Unavailable):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST video_reels start"), desk.meta.count("POST upload")) == (1, 1)
    assert len(desk.meta.posts) == 1


async def test_an_upload_that_broke_off_and_cannot_go_on_is_begun_anew(desk: Desk) -> None:
    action = await moving(desk, "reel")
    desk.meta.refuse("POST upload", 2)
    with pytest.raises(Unavailable):
        await desk.publisher.publish(action, KEY)
    desk.meta.refuse("POST upload", 6000, 1363033, "The offset does not fit")
    with pytest.raises(Unavailable, match="The upload broke off and is begun anew: .*The offset does not fit"):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST video_reels start"), len(desk.meta.posts)) == (2, 1)


async def test_an_upload_that_is_refused_at_once_is_left_to_a_person(desk: Desk) -> None:
    action = await moving(desk, "reel")
    desk.meta.refuse("POST upload", 100, 0, "bad file")
    with pytest.raises(Rejected, match="bad file"):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST video_reels start"), len(desk.meta.posts)) == (2, 1)
