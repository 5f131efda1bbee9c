"""Posts on Instagram: pictures, carousels, reels and stories, each public once, whatever is lost on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inbox.actions import Form, Publish
from inbox.errors import LoginNeeded, NetworkError, Rejected, Unavailable, Uncertain
from inbox.models import RemoteId
from inbox.store import opened
from inbox.store.embedded import Server
from tests.files_to_post import film, jpeg, png
from tests.meta_posts import INSTAGRAM, Desk, meta_posts

HERE, KEY = RemoteId(""), "d1"


@pytest.fixture
async def desk(redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A profile to publish to."""
    async with opened(redis_server.url, brand) as store, meta_posts(INSTAGRAM, store, tmp_path) as found:
        yield found


async def picture(desk: Desk, text: str = "Our new kiln", form: Form = "post", alt: str = "") -> Publish:
    """A post of one picture."""
    return Publish(HERE, text, (await desk.attach(jpeg(), alt=alt),), form=form)


async def reel(desk: Desk, text: str = "Our new kiln") -> Publish:
    """A post of one video."""
    return Publish(HERE, text, (await desk.attach(film(), "video"),), form="reel")


async def carousel(desk: Desk, count: int = 3) -> Publish:
    """A post of several pictures, the last of them a film."""
    files = [await desk.attach(jpeg(1080, 1080 - number)) for number in range(count - 1)]
    return Publish(HERE, "Three glazes", (*files, await desk.attach(film(), "video")))


async def test_a_picture_is_fetched_from_us_and_published(desk: Desk) -> None:
    receipt = await desk.publisher.publish(await picture(desk, alt="A kiln"), KEY)
    [post] = desk.meta.media
    assert receipt.id.lstrip("0") == post["id"]
    assert receipt.at == desk.clock.at // 1000 * 1000
    assert (post["caption"], post["container"]["alt_text"]) == ("Our new kiln", "A kiln")
    assert desk.meta.fetched == [jpeg()]
    assert desk.meta.calls == [
        "GET content_publishing_limit",
        "POST media",
        "GET node",
        "POST media_publish",
        "GET node",
    ]


async def test_the_same_key_again_is_the_same_post(desk: Desk) -> None:
    action = await picture(desk)
    first = await desk.publisher.publish(action, KEY)
    calls = len(desk.meta.calls)
    assert await desk.publisher.publish(action, KEY) == first
    assert await desk.publisher.find(action, KEY, 0) == first
    assert len(desk.meta.calls) == calls
    assert (await desk.publisher.publish(action, "d2")).id != first.id


async def test_a_carousel_is_made_of_parts_that_are_ready(desk: Desk) -> None:
    desk.meta.waits = 1
    action = await carousel(desk)
    with pytest.raises(Unavailable, match=r"still preparing the files of this post \(1 of 3\)"):
        await desk.publisher.publish(action, KEY)
    with pytest.raises(Unavailable, match="still preparing the post"):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    [post] = desk.meta.media
    assert post["container"]["media_type"] == "CAROUSEL"
    assert len(post["container"]["children"].split(",")) == 3
    assert desk.meta.count("POST media") == 4
    parts = [one for one in desk.meta.made.values() if one.get("is_carousel_item")]
    assert [part.get("media_type") for part in parts] == [None, None, "VIDEO"]


async def test_a_film_is_a_reel_and_a_story_has_no_caption(desk: Desk) -> None:
    await desk.publisher.publish(await reel(desk), KEY)
    await desk.publisher.publish(await picture(desk, form="story"), "d2")
    assert desk.meta.media[0]["container"]["media_type"] == "REELS"
    assert "caption" not in desk.meta.stories[0]["container"]


async def test_a_container_that_is_not_ready_is_asked_again_and_never_made_again(desk: Desk) -> None:
    desk.meta.waits = 1_000
    action = await reel(desk)
    for _ in range(6):
        with pytest.raises(Unavailable, match="Instagram is still preparing the post. It is asked again by itself"):
            await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST media"), desk.meta.media) == (1, [])
    assert await desk.publisher.find(action, KEY, 0) is None
    desk.meta.waits = 0
    await desk.publisher.publish(action, KEY)
    assert len(desk.meta.media) == 1


async def test_what_is_with_instagram_already_needs_no_file_of_ours(desk: Desk) -> None:
    desk.meta.waits = 1
    action = await reel(desk)
    with pytest.raises(Unavailable):
        await desk.publisher.publish(action, KEY)
    desk.blobs.path(action.media[0].ref).unlink()
    await desk.publisher.publish(action, KEY)
    assert len(desk.meta.media) == 1


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        ("EXPIRED ", "not published within 24 hours and has expired. Retry to have it prepared anew."),
        ("ERROR Error: Media upload has failed with error code 2207026", "make it an MP4 with H.264 and AAC"),
        ("ERROR Error: it broke", "Instagram could not prepare the post: Error: it broke. Retry to have it prepared"),
        ("ERROR ", "Instagram could not prepare the post: it gives no reason. Retry"),
    ],
)
async def test_a_container_that_comes_to_nothing_is_made_anew_by_a_retry(desk: Desk, ends: str, words: str) -> None:
    action = await reel(desk)
    desk.meta.ends = ends
    with pytest.raises(Rejected, match=words):
        await desk.publisher.publish(action, KEY)
    desk.meta.ends = ""
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST media"), len(desk.meta.media)) == (2, 1)


async def test_a_part_that_comes_to_nothing_takes_the_carousel_along_until_a_retry(desk: Desk) -> None:
    desk.meta.ends = "ERROR 2207004"
    action = await carousel(desk)
    with pytest.raises(Rejected, match="takes at most 8 MB"):
        await desk.publisher.publish(action, KEY)
    desk.meta.ends = ""
    await desk.publisher.publish(action, KEY)
    assert len(desk.meta.media[0]["container"]["children"].split(",")) == 3


async def test_a_container_that_instagram_forgot_is_made_anew_by_a_retry(desk: Desk) -> None:
    desk.meta.waits = 5
    action = await reel(desk)
    with pytest.raises(Unavailable):
        await desk.publisher.publish(action, KEY)
    desk.meta.made.clear()
    desk.meta.waits = 0
    with pytest.raises(Rejected, match="does not know any more what was prepared"):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert len(desk.meta.media) == 1


async def test_a_publish_whose_answer_was_lost_is_found_by_looking(desk: Desk) -> None:
    action = await picture(desk, "  Our new\n\nkiln ")
    desk.meta.cut("POST media_publish")
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    found = await desk.publisher.find(action, KEY, desk.clock.at)
    assert found
    assert found.id.lstrip("0") == desk.meta.media[0]["id"]
    assert await desk.publisher.publish(action, KEY) == found
    assert (desk.meta.count("POST media_publish"), len(desk.meta.media)) == (1, 1)


async def test_a_publish_that_was_lost_before_it_happened_is_certainly_not_there(desk: Desk) -> None:
    action = await picture(desk)
    desk.meta.refuse("POST media_publish", 1)
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    assert await desk.publisher.find(action, KEY, desk.clock.at) is None
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST media"), len(desk.meta.media)) == (1, 1)


@pytest.mark.parametrize("apart", [0, 30_000])
async def test_two_posts_that_say_the_same_are_told_apart(desk: Desk, apart: int) -> None:
    action = await picture(desk)
    desk.meta.cut("POST media_publish", 2)
    for key in ("d1", "d2"):
        with pytest.raises(Uncertain):
            await desk.publisher.publish(action, key)
        desk.clock.at += apart
    found = [await desk.publisher.find(action, key, desk.clock.at) for key in ("d1", "d2")]
    ids = [one.id.lstrip("0") for one in found if one]
    assert (ids if apart else sorted(ids)) == [post["id"] for post in desk.meta.media]


async def test_a_lost_story_is_found_by_its_time(desk: Desk) -> None:
    action = await picture(desk, form="story")
    desk.meta.stories.append({"id": "77", "timestamp": "2026-01-01T00:00:00+0000"})
    desk.meta.cut("POST media_publish")
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    found = await desk.publisher.find(action, KEY, desk.clock.at)
    assert found
    assert found.id.lstrip("0") == desk.meta.stories[1]["id"]


async def test_what_is_public_and_not_to_be_seen_is_left_to_a_person(desk: Desk) -> None:
    action = await picture(desk)
    desk.meta.cut("POST media_publish")
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    desk.meta.media.clear()
    for error in (Unavailable, Uncertain):  # for a while it may only be late
        for ask in (desk.publisher.find(action, KEY, 0), desk.publisher.publish(action, KEY)):
            with pytest.raises(error, match="says that this was published, and does not show where yet"):
                await ask
        desk.clock.at += 120_000
    assert desk.meta.count("POST media_publish") == 1


async def test_what_is_made_and_not_public_may_be_lost_without_harm(desk: Desk) -> None:
    action = await picture(desk)
    desk.meta.cut("POST media")
    with pytest.raises(Unavailable):
        await desk.publisher.publish(action, KEY)
    assert await desk.publisher.find(action, KEY, 0) is None
    await desk.publisher.publish(action, KEY)
    assert len(desk.meta.media) == 1


async def test_two_of_three_parts_fail_and_the_first_is_not_made_again(desk: Desk) -> None:
    action = await carousel(desk)
    for place, after in ((1, 1), (2, 3)):
        desk.meta.refuse("POST media", 36000, 2207004, "too large", after=after)
        with pytest.raises(Rejected, match=f"File {place + 1} of 3: The picture is too large"):
            await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST media"), len(desk.meta.media)) == (6, 1)
    assert len(desk.meta.fetched) == 3


async def test_a_file_that_instagram_cannot_fetch_is_named_with_the_way_out(desk: Desk) -> None:
    action = await carousel(desk)
    desk.meta.refuse("POST media", -2, 2207052, "Only photo or video can be accepted")
    with pytest.raises(Rejected, match="File 1 of 3: Instagram could not fetch the file; check web.public_url"):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert len(desk.meta.media) == 1


async def test_the_days_limit_is_read_and_said_with_the_time_of_its_end(desk: Desk) -> None:
    desk.meta.most = 2
    for key in ("d1", "d2"):
        await desk.publisher.publish(await picture(desk, key), key)
        desk.clock.at += 3_600_000
    with pytest.raises(Rejected, match=r"takes 2 posts of an account in any 24 hours.*from about 14:13 UTC on 22"):
        await desk.publisher.publish(await picture(desk), "d3")
    assert len(desk.meta.media) == 2
    desk.meta.used = 1
    await desk.publisher.publish(await picture(desk), "d3")
    assert len(desk.meta.media) == 3


async def test_a_limit_that_may_not_be_read_stops_nothing(desk: Desk) -> None:
    desk.meta.refuse("GET content_publishing_limit", 100, 0, "nonexisting field")
    await desk.publisher.publish(await picture(desk), KEY)
    assert len(desk.meta.media) == 1


async def test_the_days_limit_may_be_hit_while_publishing_and_a_retry_goes_on(desk: Desk) -> None:
    action = await picture(desk)
    desk.meta.refuse("POST media_publish", 9, 2207042, "limit")
    with pytest.raises(Rejected, match="takes no more posts of this account today"):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST media"), len(desk.meta.media)) == (1, 1)


@pytest.mark.parametrize("call", ["POST media", "GET node", "POST media_publish"])
async def test_a_token_that_dies_midway_stops_the_post_where_it_is(desk: Desk, call: str) -> None:
    action = await picture(desk)
    desk.meta.refuse(call, 190, 463, "expired")
    with pytest.raises(LoginNeeded):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST media"), len(desk.meta.media)) == (1 + (call == "POST media"), 1)


async def test_a_post_is_out_even_when_its_link_cannot_be_read(desk: Desk) -> None:
    desk.meta.refuse("GET node", 2, after=1)
    receipt = await desk.publisher.publish(await picture(desk), KEY)
    assert (receipt.id.lstrip("0"), receipt.at) == (desk.meta.media[0]["id"], desk.clock.at)


async def test_what_stops_a_post_is_said_before_anything_is_asked(desk: Desk) -> None:
    wrong = Publish(HERE, "", (await desk.attach(png(), name="kiln.png"),))
    with pytest.raises(Rejected, match="“kiln.png” is a PNG; Instagram takes JPEG pictures only. Save it as a JPEG."):
        await desk.publisher.publish(wrong, KEY)
    assert desk.meta.calls == []


async def test_a_file_that_is_erased_midway_is_named(desk: Desk, tmp_path: Path) -> None:
    action = await carousel(desk)
    desk.meta.refuse("POST media", 2)
    with pytest.raises(NetworkError):
        await desk.publisher.publish(action, KEY)
    desk.blobs.path(action.media[1].ref).unlink()
    with pytest.raises(Rejected, match="File 2 has been erased. Attach it again."):
        await desk.publisher.publish(action, KEY)


async def test_without_an_address_of_ours_instagram_gets_nothing(
    redis_server: Server, brand: str, tmp_path: Path
) -> None:
    async with opened(redis_server.url, brand) as store, meta_posts(INSTAGRAM, store, tmp_path, public=False) as desk:
        action = await picture(desk)
        assert [one.stops for one in await desk.publisher.judge(action)] == [True]
        with pytest.raises(Rejected, match=r"set web.public_url in bot.yaml"):
            await desk.publisher.publish(action, KEY)
        assert desk.meta.calls == []
