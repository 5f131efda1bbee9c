"""Publishing on Instagram: containers, their states, and what is refused."""

from __future__ import annotations

import math

import pytest

from bot.playground.meta import MetaServer, MetaWorld, Profile
from tests.bot.playground.meta.calls import DAY, FILM, JPEG, PNG, WIDE_JPEG, Graph, shelf


async def status(insta: Graph, container: str) -> str:
    """How far a container is."""
    return str((await insta.get(f"/{container}", fields="status_code"))["status_code"])


async def test_an_image_is_fetched_and_published_once(
    server: MetaServer, insta: Graph, world: MetaWorld, profile: Profile
) -> None:
    async with shelf(cup=JPEG) as shop:
        given = {"image_url": f"{shop}/cup", "caption": "A cup", "alt_text": "Blue"}
        container = (await insta.post(f"/{profile.id}/media", **given))["id"]
    assert server.fetcher.fetched == [f"{shop}/cup"]
    assert await status(insta, container) == "FINISHED"
    media = (await insta.post(f"/{profile.id}/media_publish", creation_id=container))["id"]
    assert await status(insta, container) == "PUBLISHED"
    assert await insta.refused("POST", f"/{profile.id}/media_publish", creation_id=container) == (24, 2207008)

    shown = await insta.get(f"/{media}", fields="caption,alt_text,media_type,permalink,shortcode,media_url")
    assert (shown["caption"], shown["alt_text"], shown["media_type"]) == ("A cup", "Blue", "IMAGE")
    assert shown["shortcode"] in shown["permalink"]
    assert [one.result_id for one in world.sent] == [container, media]


async def test_a_reel_takes_its_time(insta: Graph, world: MetaWorld, profile: Profile) -> None:
    world.container_takes = 60
    async with shelf(film=FILM) as shop:
        given = {"media_type": "REELS", "video_url": f"{shop}/film"}
        container = (await insta.post(f"/{profile.id}/media", **given))["id"]
    assert await status(insta, container) == "IN_PROGRESS"
    assert await insta.refused("POST", f"/{profile.id}/media_publish", creation_id=container) == (9007, 2207027)
    world.clock.advance(60)
    assert await status(insta, container) == "FINISHED"
    media = (await insta.post(f"/{profile.id}/media_publish", creation_id=container))["id"]
    assert (await insta.get(f"/{media}", fields="media_product_type,media_type")) == {
        "media_product_type": "REELS",
        "media_type": "VIDEO",
        "id": media,
    }


async def test_a_container_may_never_be_ready_be_finished_by_a_test_or_spoiled(
    insta: Graph, world: MetaWorld, profile: Profile
) -> None:
    world.container_takes = math.inf
    async with shelf(cup=JPEG) as shop:
        first, second = [(await insta.post(f"/{profile.id}/media", image_url=f"{shop}/cup"))["id"] for _ in range(2)]
    world.clock.advance(3600)
    assert await status(insta, first) == "IN_PROGRESS"
    world.finish(profile.containers[first])
    world.spoil(profile.containers[second], -1, 2207053)
    assert (await status(insta, first), await status(insta, second)) == ("FINISHED", "ERROR")
    assert "2207053" in (await insta.get(f"/{second}", fields="status"))["status"]
    assert await insta.refused("POST", f"/{profile.id}/media_publish", creation_id=second) == (-1, 2207053)


async def test_a_container_expires_after_a_day(insta: Graph, world: MetaWorld, profile: Profile) -> None:
    async with shelf(cup=JPEG) as shop:
        container = (await insta.post(f"/{profile.id}/media", image_url=f"{shop}/cup"))["id"]
    world.clock.advance(DAY)
    assert await status(insta, container) == "EXPIRED"
    assert await insta.refused("POST", f"/{profile.id}/media_publish", creation_id=container) == (24, 2207008)


@pytest.mark.parametrize(
    ("name", "code", "subcode"),
    [("none", 9004, 2207052), ("png", 36001, 2207005), ("tall", 36003, 2207009), ("huge", 36000, 2207004)],
)
async def test_a_bad_picture_is_refused_at_once(
    insta: Graph, profile: Profile, name: str, code: int, subcode: int
) -> None:
    async with shelf(png=PNG, tall=WIDE_JPEG, huge=JPEG + bytes(8 * 1024 * 1024)) as shop:
        assert await insta.refused("POST", f"/{profile.id}/media", image_url=f"{shop}/{name}") == (code, subcode)


@pytest.mark.parametrize(("name", "subcode"), [("none", 2207052), ("words", 2207026)])
async def test_a_bad_film_shows_in_the_status(insta: Graph, profile: Profile, name: str, subcode: int) -> None:
    async with shelf(words=b"hello") as shop:
        given = {"media_type": "REELS", "video_url": f"{shop}/{name}"}
        container = (await insta.post(f"/{profile.id}/media", **given))["id"]
    shown = await insta.get(f"/{container}", fields="status_code,status")
    assert shown["status_code"] == "ERROR"
    assert str(subcode) in shown["status"]


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"caption": "x" * 2201}, (36004, 2207010)),
        ({"caption": "#a " * 31}, (36004, 2207010)),
        ({"caption": "@a " * 21}, (100, 2207040)),
        ({"media_type": "HOLOGRAM"}, (100, 2207023)),
        ({"media_type": "REELS"}, (100, 0)),
        ({}, (9004, 2207052)),
        ({"media_type": "CAROUSEL", "children": "1"}, (100, 2207028)),
        ({"media_type": "CAROUSEL", "children": "1,2"}, (24, 2207006)),
    ],
)
async def test_what_cannot_be_a_container_is_refused(
    insta: Graph, profile: Profile, given: dict[str, str], error: tuple[int, int]
) -> None:
    assert await insta.refused("POST", f"/{profile.id}/media", **given) == error


async def test_a_carousel_is_made_of_items_that_are_not_published_alone(
    insta: Graph, world: MetaWorld, profile: Profile
) -> None:
    async with shelf(a=JPEG, film=FILM) as shop:
        item = {"is_carousel_item": True}
        first = (await insta.post(f"/{profile.id}/media", image_url=f"{shop}/a", **item))["id"]
        video = {"media_type": "VIDEO", "video_url": f"{shop}/film"}
        second = (await insta.post(f"/{profile.id}/media", **video, **item))["id"]
    whole = {"media_type": "CAROUSEL", "children": f"{first},{second}", "caption": "Both"}
    container = (await insta.post(f"/{profile.id}/media", **whole))["id"]
    assert await insta.refused("POST", f"/{profile.id}/media_publish", creation_id=first) == (100, 2207028)
    media = (await insta.post(f"/{profile.id}/media_publish", creation_id=container))["id"]

    shown = await insta.get(f"/{media}", fields="media_type,children{media_type}")
    assert shown["media_type"] == "CAROUSEL_ALBUM"
    assert [one["media_type"] for one in shown["children"]["data"]] == ["IMAGE", "VIDEO"]
    assert [one["id"] for one in (await insta.get(f"/{profile.id}/media"))["data"]] == [media]


async def test_a_carousel_waits_for_its_items(insta: Graph, world: MetaWorld, profile: Profile) -> None:
    async with shelf(a=JPEG) as shop:
        given = {"image_url": f"{shop}/a", "is_carousel_item": True}
        ids = [(await insta.post(f"/{profile.id}/media", **given))["id"] for _ in range(2)]
    container = (await insta.post(f"/{profile.id}/media", media_type="CAROUSEL", children=ids))["id"]
    profile.containers[ids[1]].ready_at = math.inf
    assert await status(insta, container) == "IN_PROGRESS"
    world.spoil(profile.containers[ids[1]], 352, 2207026)
    assert await status(insta, container) == "ERROR"
    assert await insta.refused("POST", f"/{profile.id}/media_publish", creation_id=container) == (352, 2207026)


async def test_a_story_is_in_the_list_of_stories_only(insta: Graph, profile: Profile) -> None:
    async with shelf(tall=WIDE_JPEG) as shop:
        given = {"media_type": "STORIES", "image_url": f"{shop}/tall"}
        container = (await insta.post(f"/{profile.id}/media", **given))["id"]
    story = (await insta.post(f"/{profile.id}/media_publish", creation_id=container))["id"]
    assert (await insta.get(f"/{profile.id}/media"))["data"] == []
    assert [one["id"] for one in (await insta.get(f"/{profile.id}/stories"))["data"]] == [story]


async def test_a_film_may_be_uploaded(insta: Graph, profile: Profile) -> None:
    begun = await insta.post(f"/{profile.id}/media", media_type="REELS", upload_type="resumable")
    assert await status(insta, begun["id"]) == "IN_PROGRESS"
    headers = {"Authorization": f"OAuth {profile.token}", "offset": "0", "file_size": str(len(FILM))}
    async with insta.http.post(begun["uri"], data=FILM, headers=headers) as answer:
        assert (await answer.json())["success"] is True
    assert await status(insta, begun["id"]) == "FINISHED"


async def test_a_hundred_posts_a_day(insta: Graph, world: MetaWorld, profile: Profile) -> None:
    limit = f"/{profile.id}/content_publishing_limit"
    assert await insta.get(limit, fields="quota_usage,config") == {
        "data": [{"quota_usage": 0, "config": {"quota_total": 100, "quota_duration": 86400}}]
    }
    profile.published.extend((world.now, False) for _ in range(100))
    async with shelf(a=JPEG) as shop:
        container = (await insta.post(f"/{profile.id}/media", image_url=f"{shop}/a"))["id"]
        assert await insta.refused("POST", f"/{profile.id}/media_publish", creation_id=container) == (9, 2207042)
        world.clock.advance(DAY)
        fresh = (await insta.post(f"/{profile.id}/media", image_url=f"{shop}/a"))["id"]
    await insta.post(f"/{profile.id}/media_publish", creation_id=fresh)
    assert await insta.get(limit) == {"data": [{"quota_usage": 1}]}


async def test_a_restricted_account_publishes_nothing(insta: Graph, profile: Profile) -> None:
    async with shelf(a=JPEG) as shop:
        container = (await insta.post(f"/{profile.id}/media", image_url=f"{shop}/a"))["id"]
    profile.restricted = True
    assert await insta.refused("POST", f"/{profile.id}/media_publish", creation_id=container) == (25, 2207050)


async def test_published_media_cannot_be_edited_or_deleted(insta: Graph, world: MetaWorld, profile: Profile) -> None:
    media = world.post(profile, "x")
    assert await insta.refused("DELETE", f"/{media.id}") == (100, 33)
    assert await insta.refused("POST", f"/{media.id}", caption="y") == (100, 0)


async def test_an_address_that_never_answers_is_a_timeout(server: MetaServer, insta: Graph, profile: Profile) -> None:
    server.fetcher.seconds = 0.05
    async with shelf(slow=JPEG) as shop:
        assert await insta.refused("POST", f"/{profile.id}/media", image_url=f"{shop}/slow") == (-2, 2207003)
        given = {"media_type": "REELS", "video_url": f"{shop}/slow"}
        container = (await insta.post(f"/{profile.id}/media", **given))["id"]
    assert "2207003" in (await insta.get(f"/{container}", fields="status"))["status"]
