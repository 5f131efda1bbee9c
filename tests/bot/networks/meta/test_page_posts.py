"""Posts on a Facebook Page: words, links, pictures, films, reels and stories, each public once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inbox.actions import Preview, Publish
from inbox.errors import LoginNeeded, Rejected, Unavailable, Uncertain
from inbox.models import RemoteId
from inbox.store import opened
from inbox.store.embedded import Server
from tests.files_to_post import film, jpeg, png
from tests.meta_posts import FACEBOOK, PAGE, Desk, meta_posts, moving, only, plain

HERE, KEY = RemoteId(""), "d1"


@pytest.fixture(params=[True, False], ids=["fetched", "sent along"])
async def desk(request: pytest.FixtureRequest, redis_server: Server, brand: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A Page to publish to, which fetches files from us or is sent them."""
    async with (
        opened(redis_server.url, brand) as store,
        meta_posts(FACEBOOK, store, tmp_path, public=request.param) as found,
    ):
        yield found


def words(text: str = "Kem cho?", *previews: Preview) -> Publish:
    """A post of words."""
    return Publish(HERE, text, previews=previews)


async def pictures(desk: Desk, count: int = 3, text: str = "Three glazes") -> Publish:
    """A post of several pictures."""
    media = [await desk.attach(jpeg(1080, 1080 - number), alt=f"Glaze {number}") for number in range(count)]
    return Publish(HERE, text, tuple(media))


async def test_words_and_a_link_are_one_call(desk: Desk) -> None:
    receipt = await desk.publisher.publish(words("Kem cho?", Preview("Kiln", link="https://example.org/kiln")), KEY)
    assert plain(receipt.id) == only(desk)
    assert (desk.meta.posts[0]["message"], desk.meta.posts[0]["link"]) == ("Kem cho?", "https://example.org/kiln")
    assert desk.meta.calls == ["POST feed"]
    assert await desk.publisher.publish(words(), KEY) == receipt
    assert len(desk.meta.posts) == 1


@pytest.mark.parametrize("count", [1, 3])
async def test_pictures_are_uploaded_unseen_and_shown_by_one_post(desk: Desk, count: int) -> None:
    receipt = await desk.publisher.publish(await pictures(desk, count), KEY)
    assert plain(receipt.id) == only(desk)
    assert desk.meta.fetched == [jpeg(1080, 1080 - number) for number in range(count)]
    shown = [desk.meta.made[photo]["alt_text_custom"] for photo in desk.meta.posts[0]["photos"]]
    assert shown == [f"Glaze {number}" for number in range(count)]


async def test_two_of_three_pictures_fail_and_the_first_is_not_uploaded_again(desk: Desk) -> None:
    action = await pictures(desk)
    for place, after in ((1, 1), (2, 3)):
        desk.meta.refuse("POST photos", 100, 0, "Invalid photo", after=after)
        with pytest.raises(Rejected, match=f"Picture {place + 1} of 3: Facebook refused: Invalid photo"):
            await desk.publisher.publish(action, KEY)
        assert desk.meta.posts == []
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST photos"), len(desk.meta.fetched), len(desk.meta.posts)) == (5, 3, 1)


async def test_pictures_that_facebook_does_not_show_after_all_are_uploaded_anew_by_a_retry(desk: Desk) -> None:
    action = await pictures(desk)
    desk.meta.refuse("POST feed", 100, 0, "One of the photos is gone")
    with pytest.raises(Rejected, match="One of the photos is gone"):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST photos"), len(desk.meta.posts)) == (6, 1)


@pytest.mark.parametrize("kind", ["words", "pictures", "pictures alone", "film"])
async def test_a_post_whose_answer_was_lost_is_found_by_looking(desk: Desk, kind: str) -> None:
    action = {
        "words": words("  Kem\ncho? "),
        "pictures": await pictures(desk),
        "pictures alone": await pictures(desk, text=""),
        "film": await moving(desk),
    }[kind]
    call = "POST videos" if kind == "film" else "POST feed"
    await desk.publisher.publish(words("", Preview("Kiln", link="https://example.org/kiln")), "d0")
    desk.meta.cut(call)
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    found = await desk.publisher.find(action, KEY, desk.clock.at)
    assert found
    assert plain(found.id) == desk.meta.posts[1]["id"]
    assert await desk.publisher.publish(action, KEY) == found
    assert desk.meta.count(call) == 1 + (kind != "film")


async def test_pictures_without_words_are_known_by_what_they_show(desk: Desk) -> None:
    action = await pictures(desk, text="")
    desk.meta.cut("POST feed")
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    desk.meta.posts.append(
        {**desk.meta.posts[0], "id": f"{PAGE}_9", "attachments": {"data": [{"target": {"id": "8"}}]}}
    )
    found = await desk.publisher.find(action, KEY, desk.clock.at)
    assert found
    assert plain(found.id) == desk.meta.posts[0]["id"]


async def test_what_was_said_the_day_before_is_another_post(desk: Desk) -> None:
    await desk.publisher.publish(words(), "d0")
    desk.clock.at += 86_400_000
    desk.meta.refuse("POST feed", 2)
    with pytest.raises(Uncertain):
        await desk.publisher.publish(words(), KEY)
    desk.meta.posts[0]["id"] = f"{PAGE}_9"  # said in Facebook's own app: no delivery has it
    assert await desk.publisher.find(words(), KEY, desk.clock.at) is None


@pytest.mark.parametrize("kind", ["words", "film", "reel", "story"])
async def test_a_post_that_was_lost_before_it_happened_is_certainly_not_there(desk: Desk, kind: str) -> None:
    action, call = {
        "words": (words(), "POST feed"),
        "film": (await moving(desk), "POST videos"),
        "reel": (await moving(desk, "reel"), "POST video_reels finish"),
        "story": (await moving(desk, "story", ""), "POST video_stories finish"),
    }[kind]
    desk.meta.refuse(call, 2, 0, "An unexpected error has occurred")
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    if kind == "film":  # which may be slow to appear
        with pytest.raises(Unavailable, match="a video may take minutes to appear"):
            await desk.publisher.find(action, KEY, desk.clock.at)
        desk.clock.at += 300_000
    assert await desk.publisher.find(action, KEY, desk.clock.at) is None
    await desk.publisher.publish(action, KEY)
    assert len(desk.meta.posts + desk.meta.stories) == 1


async def test_a_no_to_the_second_time_is_no_proof_that_nothing_is_public(desk: Desk) -> None:
    action = await pictures(desk)
    desk.meta.cut("POST feed")
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, KEY)
    desk.meta.say("GET published_posts", {"data": []})  # it is slow to appear
    assert await desk.publisher.find(action, KEY, desk.clock.at) is None
    with pytest.raises(Uncertain, match="already part of a post"):
        await desk.publisher.publish(action, KEY)
    desk.meta.odd.clear()
    assert plain((await desk.publisher.publish(action, KEY)).id) == only(desk)
    assert desk.meta.count("POST photos") == 3


async def test_the_same_words_twice_in_a_row_are_looked_for_before_they_are_refused(desk: Desk) -> None:
    desk.meta.cut("POST feed")
    with pytest.raises(Uncertain):
        await desk.publisher.publish(words(), KEY)
    desk.meta.refuse("POST feed", 506, 0, "Duplicate status message")
    assert plain((await desk.publisher.publish(words(), KEY)).id) == only(desk)
    desk.meta.refuse("POST feed", 506, 0, "Duplicate status message")
    with pytest.raises(Rejected, match="takes no text twice in a row; change it a little"):
        await desk.publisher.publish(words(), "d2")


@pytest.mark.parametrize("kind", ["picture", "film"])
async def test_a_story_is_of_a_picture_or_a_film_and_found_by_what_it_shows(desk: Desk, kind: str) -> None:
    file = await desk.attach(png()) if kind == "picture" else await desk.attach(film(), "video")
    action = Publish(HERE, "", (file,), form="story")
    first = await desk.publisher.publish(action, KEY)
    assert plain(first.id) == desk.meta.stories[0]["post_id"]
    desk.meta.cut("POST photo_stories" if kind == "picture" else "POST video_stories finish")
    with pytest.raises(Uncertain):
        await desk.publisher.publish(action, "d2")
    found = await desk.publisher.find(action, "d2", desk.clock.at)
    assert found
    assert plain(found.id) == desk.meta.stories[1]["post_id"]
    assert await desk.publisher.publish(action, "d2") == found


async def test_a_token_that_dies_midway_stops_the_post_where_it_is(desk: Desk) -> None:
    action = await pictures(desk)
    desk.meta.refuse("POST photos", 190, 460, "password changed", after=2)
    with pytest.raises(LoginNeeded):
        await desk.publisher.publish(action, KEY)
    await desk.publisher.publish(action, KEY)
    assert (desk.meta.count("POST photos"), len(desk.meta.fetched), len(desk.meta.posts)) == (4, 3, 1)


async def test_what_stops_a_post_is_said_before_anything_is_asked(desk: Desk) -> None:
    with pytest.raises(Rejected, match="This post is empty"):
        await desk.publisher.publish(words(""), KEY)
    assert desk.meta.calls == []
    assert await desk.publisher.find(words(""), KEY, 0) is None
