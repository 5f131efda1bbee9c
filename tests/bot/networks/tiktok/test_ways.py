"""The two ways a post goes to TikTok, step by step."""

from __future__ import annotations

from typing import Any

import pytest

from bot.networks._tiktok.ways import LEAST, Fetched, Uploaded, chunks
from inbox.actions import Publish
from inbox.errors import Rejected, Unavailable
from inbox.models import Media, RemoteId
from tests.files_to_post import film, jpeg
from tests.tiktok_account import Ours

MEGABYTE = 1024 * 1024


def uploaded(ours: Ours, *, audited: bool = True) -> Uploaded:
    return Uploaded(ours.account()._content, ours.share, ours.vault, audited)


def fetched(ours: Ours) -> Fetched:
    return Fetched(ours.account()._api, ours.share)


async def video(ours: Ours, size: int = 0, **more: Any) -> Publish:
    media = Media("video", await ours.blobs.put(film(1080, 1920, 20, size=size)), "video/mp4")
    return Publish(RemoteId("profile"), "A cup is thrown", (media,), **more)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, (1, 1)),
        (LEAST, (LEAST, 1)),
        (2 * LEAST - 1, (2 * LEAST - 1, 1)),
        (2 * LEAST, (2 * LEAST, 1)),
        (25_000_000, (10_000_000, 2)),
        (4 * 1024**3, (10_000_000, 429)),
    ],
)
def test_chunks_are_of_one_size_and_the_last_takes_what_is_left(size: int, expected: tuple[int, int]) -> None:
    chunk, count = chunks(size)
    assert (chunk, count) == expected
    assert size // chunk == count
    assert size - (count - 1) * chunk <= 128 * 1000 * 1000


async def test_chunks_go_on_where_the_upload_was_cut(ours: Ours) -> None:
    post = await video(ours, size=32_000_000)
    data, way = await ours.blobs.get(post.media[0].ref), uploaded(ours)
    publish_id = await way.begin("1", post, len(data))
    ours.server.world.cuts += [22_000_000] * 2  # at about 70 %; aiohttp itself tries a cut PUT once more
    with pytest.raises(Unavailable, match="20,000,000 of 31,999,996"):
        await way.bring("1", publish_id, data, "video/mp4")
    assert (await way.stand(publish_id)).uploaded == 20_000_000
    assert await uploaded(ours).bring("1", publish_id, data, "video/mp4")  # another process
    assert bytes(ours.server.world.publications[publish_id].source.data) == data
    assert (await way.stand(publish_id)).code == "PUBLISH_COMPLETE"
    assert all("upload_token" not in text for text in ours.vault.kept.values())


async def test_an_address_that_has_expired_begins_anew(ours: Ours) -> None:
    post, way = await video(ours), uploaded(ours)
    data = await ours.blobs.get(post.media[0].ref)
    publish_id = await way.begin("1", post, len(data))
    assert not await way.bring("1", "another", data, "video/mp4")
    ours.server.clock.advance(3700)
    assert not await way.bring("1", publish_id, data, "video/mp4")


async def test_an_app_that_is_not_audited_posts_for_the_account_s_own_eyes(ours: Ours) -> None:
    ours.app.audited = False
    publish_id = await uploaded(ours, audited=False).begin("1", await video(ours), 1000)
    assert ours.server.world.publications[publish_id].privacy == "SELF_ONLY"
    with pytest.raises(Rejected, match="audited: false"):
        await uploaded(ours).begin("2", await video(ours), 1000)


async def test_a_private_account_allows_no_public_post(ours: Ours) -> None:
    ours.us.private = True
    with pytest.raises(Rejected, match="may be private"):
        await uploaded(ours).begin("1", await video(ours), 1000)


async def test_pictures_are_fetched_in_both_ways(ours: Ours) -> None:
    media = tuple([Media("image", await ours.blobs.put(jpeg())) for _ in range(3)])
    post = Publish(RemoteId("profile"), "Three cups", media, title="Cups")
    for way in (fetched(ours), uploaded(ours)):
        publish_id = await way.begin("1", post, 0)
        await ours.fetched()
        stand = await way.stand(publish_id)
        assert (stand.code, bool(stand.post)) == ("PUBLISH_COMPLETE", True)
    assert [(one.kind, one.caption) for one in ours.us.videos.values()][1:] == [("PHOTO", "Cups\nThree cups")] * 2


async def test_an_address_that_is_not_proven_is_refused_with_a_step(ours: Ours) -> None:
    ours.app.domains.clear()
    with pytest.raises(Rejected, match=r"web\.public_url"):
        await fetched(ours).begin("1", await video(ours), 0)


async def test_the_newest_posts(ours: Ours) -> None:
    for way in (fetched(ours), uploaded(ours)):
        (one,) = await way.newest(ours.now())
        assert (one.id, one.text) == (ours.video.id, "New cups today")
